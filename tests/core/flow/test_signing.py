"""Signers added before, after and beside; removed again; decisions taken back."""

import pytest

from core.cases import Outcome, RoundStatus
from core.errors import AlreadyDecided, Invalid, NotAllowed
from core.tasks import TaskState
from tests.core.flow.company import money
from tests.core.flow.run import Run, steps

ONE = "- approve: one\n  by: person:bea\n  take back: true\n- approve: two\n  by: person:dora"
TRIO = "- approve: trio\n  by: [person:bea, person:ben, person:bob]\n  mode: all"


def run(text: str = ONE, **more: object) -> Run:
    return Run(steps(text), **more).submit()  # type: ignore[arg-type]


# --- before ----------------------------------------------------------------------------------


def test_added_before_mine_waits_and_comes_back_with_their_answers() -> None:
    case = run().add("bea", "before", "ben", "pete")
    assert case.open == ["approve pete one", "approve ben one"]
    case.decide("ben", "reject", "too dear")
    assert case.open == ["approve pete one"]
    assert case.of("ReleaseTask") == []
    case.approve("pete")
    assert case.open == ["approve bea one"]
    assert case.approve("bea").open == ["approve dora two"]


def test_their_answers_are_no_votes() -> None:
    case = run("- approve: x\n  by: [person:bea, person:ben]").add("bea", "before", "pete")
    assert case.approve("pete").case.rounds[0].status is RoundStatus.OPEN


# --- after -----------------------------------------------------------------------------------


def test_added_after_i_approve_then_they_then_onward() -> None:
    case = run().add("bea", "after", "ben")
    assert case.open == ["approve bea one"]
    assert case.approve("bea").open == ["approve ben one"]
    assert case.opened[0].because.key == "reason.added_after"
    assert case.approve("ben").open == ["approve dora two"]


def test_one_of_them_who_rejects_fails_the_round() -> None:
    case = run().add("bea", "after", "ben", "pete").approve("bea").approve("pete").reject("ben")
    assert case.case.outcome is Outcome.REJECTED


def test_they_are_never_asked_if_i_reject_or_somebody_else_decides() -> None:
    assert run().add("bea", "after", "ben").reject("bea").open == []
    case = run("- approve: x\n  by: [person:bea, person:ben]").add("bea", "after", "pete")
    assert case.approve("ben").case.outcome is Outcome.APPROVED
    assert {each.task for each in case.of("CloseTask")} == {"C1.1", "C1.2"}


def test_those_whose_votes_are_not_needed_any_more_are_not_waited_for() -> None:
    text = "- approve: x\n  by: [person:bea, person:ben]"
    case = run(text).add("bea", "after", "pete").approve("bea")
    assert case.open == ["approve pete x"]


# --- beside ----------------------------------------------------------------------------------


def test_added_beside_they_join_the_round_and_n_grows() -> None:
    case = run("- approve: x\n  by: [person:bea, person:ben]\n  mode: at least 60%")
    case.add("bea", "beside", "bob", "pete").approve("bea").approve("ben")
    assert case.case.rounds[0].status is RoundStatus.OPEN  # 3 of 4, no longer 2 of 2
    assert case.approve("pete").case.outcome is Outcome.APPROVED


def test_in_order_they_come_right_after_the_one_who_added_them() -> None:
    case = run(TRIO.replace("all", "in order")).add("bea", "beside", "pete")
    assert case.open == ["approve bea trio"]
    assert case.approve("bea").open == ["approve pete trio"]
    assert case.approve("pete").open == ["approve ben trio"]


@pytest.mark.parametrize("who", ["rita", "gone", "nobody", "ben", "bea"])
def test_only_somebody_who_may_decide_and_is_not_in_the_round_is_added(who: str) -> None:
    with pytest.raises(Invalid):
        run(TRIO).add("bea", "beside", who)


def test_somebody_has_to_be_named() -> None:
    with pytest.raises(Invalid):
        run().add("bea", "beside")


def test_who_approved_before_is_not_added_to_an_exclusive_step() -> None:
    text = "- approve: a\n  by: person:ben\n- approve: b\n  by: person:bea\n  exclusive: true"
    case = run(text).approve("ben")
    for where in ("beside", "after"):
        with pytest.raises(Invalid):
            case.add("bea", where, "ben")
    assert case.add("bea", "before", "ben").open == ["approve ben b"]


def test_signers_are_added_to_rounds_of_people_only() -> None:
    with pytest.raises(Invalid):
        run("- tell: person:bea").add("bea", "beside", "ben")


# --- removing --------------------------------------------------------------------------------


def test_who_added_a_signer_may_remove_them() -> None:
    case = run().add("bea", "beside", "ben")
    with pytest.raises(NotAllowed):
        case.remove("ben", "ben", admin=False)
    assert case.remove("ben", "bea", admin=False).open == ["approve bea one"]
    assert [each.state for each in case.of("CloseTask")] == [TaskState.REMOVED]


def test_an_administrator_may_remove_anybody_but_the_last() -> None:
    case = run(TRIO).remove("bea").remove("ben")
    assert case.open == ["approve bob trio"]
    with pytest.raises(Invalid):
        case.remove("bob")


def test_who_has_acted_is_not_removed() -> None:
    with pytest.raises(AlreadyDecided):
        run(TRIO).approve("bea").remove("bea")


def test_every_change_is_counted_at_once() -> None:
    case = run(TRIO).approve("bea").approve("ben").remove("bob")
    assert case.case.outcome is Outcome.APPROVED


def test_removing_the_one_whose_turn_it_is_asks_the_next() -> None:
    case = run(TRIO.replace("all", "in order")).remove("bea")
    assert case.open == ["approve ben trio"]


def test_removing_the_last_helper_brings_the_task_back() -> None:
    case = run().add("bea", "before", "ben").remove("ben", "bea", admin=False)
    assert case.open == ["approve bea one"]
    assert [each.task for each in case.of("ReleaseTask")] == ["C1.1"]


def test_of_two_of_a_group_so_many_have_to_stay() -> None:
    case = run("- approve: x\n  by: [2 of role:buyer]").remove("bea")
    with pytest.raises(Invalid):
        case.remove("ben")


# --- taking back -----------------------------------------------------------------------------


def test_an_approval_is_taken_back_until_the_next_person_acted() -> None:
    case = run().approve("bea").take_back("bea")
    assert case.open == ["approve bea one"]
    assert [each.person for each in case.opened] == ["bea"]
    assert case.case.rounds[0].superseded == "step"
    assert case.reject("bea").case.outcome is Outcome.REJECTED


def test_not_afterwards() -> None:
    case = run(ONE + "\n- do: x\n  by: person:pete").approve("bea").approve("dora")
    with pytest.raises(NotAllowed, match="gone on"):
        case.take_back("bea")


def test_not_where_the_flow_does_not_allow_it() -> None:
    case = run(ONE.replace("  take back: true\n", "")).approve("bea")
    with pytest.raises(NotAllowed):
        case.take_back("bea")


def test_not_once_something_was_sent() -> None:
    case = run(ONE.replace("- approve: two\n  by: person:dora", "- call: erp.x")).approve("bea")
    with pytest.raises(NotAllowed, match=r"erp\.x"):
        case.take_back("bea")


def test_the_others_answers_are_kept() -> None:
    text = TRIO + "\n  take back: true\n- do: x\n  by: person:pete"
    case = run(text).approve("bea").approve("ben").approve("bob").take_back("ben")
    assert case.open == ["approve ben trio"]
    kept = {seat.person: seat.automatic for seat in case.case.rounds[-1].seats}
    assert kept == {"bea": True, "ben": False, "bob": True}
    assert case.approve("ben").open == ["do pete x"]


def test_while_the_round_is_open_it_goes_on_without_that_answer() -> None:
    case = run(TRIO + "\n  take back: true").approve("bea").take_back("bea")
    assert case.open == ["approve bea trio", "approve ben trio", "approve bob trio"]
    assert case.case.rounds[0].seats[0].state is TaskState.OVERRIDDEN


def test_in_order_only_until_the_next_one_answered() -> None:
    text = TRIO.replace("all", "in order") + "\n  take back: true"
    case = run(text).approve("bea").take_back("bea")
    assert case.open == ["approve bea trio"]
    case.approve("bea").approve("ben")
    with pytest.raises(NotAllowed):
        case.take_back("bea")


def test_after_a_join_it_opens_its_branch_again() -> None:
    text = """
- together:
    - [{approve: a, by: "person:bea", take back: true}]
    - [{approve: b, by: "person:ben"}]
- approve: c
  by: person:dora
"""
    case = run(text).approve("ben").approve("bea").take_back("bea")
    assert case.open == ["approve bea a"]
    assert case.approve("bea").open == ["approve dora c"]


# --- straight back ---------------------------------------------------------------------------

CHAIN = """
- approve: first
  by: person:hugo
- approve: second
  by: [person:bea, person:ben]
  mode: all
  resubmit: straight back
- approve: third
  by: person:dora
"""


def test_straight_back_goes_to_the_one_who_returned_it_whatever_changed() -> None:
    case = run(CHAIN).approve("hugo").approve("bea").back("ben").edit(amount=money("1")).resubmit()
    assert case.open == ["approve ben second"]
    assert case.case.rounds[0].superseded == ""
    assert case.approve("ben").open == ["approve dora third"]


def test_who_had_not_answered_is_asked_as_well() -> None:
    case = run(CHAIN).approve("hugo").back("bea").resubmit()
    assert case.open == ["approve bea second", "approve ben second"]


def test_where_one_is_enough_only_the_one_who_returned_it() -> None:
    case = run(CHAIN.replace("all", "any")).approve("hugo").back("ben").resubmit()
    assert case.open == ["approve ben second"]


def test_a_second_return_goes_straight_back_as_well() -> None:
    case = run(CHAIN).approve("hugo").approve("bea").back("ben").resubmit().back("ben").resubmit()
    assert case.open == ["approve ben second"]


def test_branches_that_were_open_beside_it_are_asked_again() -> None:
    text = """
- approve: before
  by: person:hugo
- together:
    - [{approve: a, by: "person:bea", resubmit: straight back}]
    - [{approve: b1, by: "person:ben"}, {approve: b2, by: "person:bob"}]
"""
    case = run(text).approve("hugo").approve("ben").back("bea").resubmit()
    assert case.open == ["approve bea a", "approve bob b2"]
    assert case.approve("bea").approve("bob").case.outcome is Outcome.APPROVED


def test_a_reject_that_leads_to_the_requester_comes_straight_back_too() -> None:
    text = CHAIN.replace("resubmit:", "on reject: back to requester\n  resubmit:")
    case = run(text).approve("hugo").reject("ben").resubmit()
    assert case.open == ["approve bea second", "approve ben second"]


def test_what_is_returned_later_does_not_count_as_decided_before() -> None:
    case = run(CHAIN).approve("hugo").approve("bea").back("ben").resubmit()
    case.approve("ben").back("dora", "first").approve("hugo")
    assert case.open == ["approve bea second", "approve ben second"]
