"""Absences, acting for somebody, delegating, reassigning, and what a leaver leaves behind."""

from itertools import pairwise

import pytest
from msgspec.structs import replace

from core.cases import Decide, HandOver, Outcome, Reassign
from core.errors import AlreadyDecided, Invalid, NoLongerYours, NotAllowed
from core.people import Absence
from core.tasks import DecisionKind, TaskState
from tests.core.flow.company import DIRECTORY, MONDAY
from tests.core.flow.run import Run, steps

ONE = "- approve: one\n  by: person:bea\n- approve: two\n  by: person:dora"
TRIO = "- approve: trio\n  by: [person:bea, person:ben, person:bob]\n  mode: all"


def run(text: str = ONE, **more: object) -> Run:
    return Run(steps(text), **more)  # type: ignore[arg-type]


# --- absences --------------------------------------------------------------------------------


def test_whoever_is_away_is_replaced_when_the_task_is_assigned() -> None:
    case = run().away("bea", "ben").submit()
    assert case.open == ["approve ben one"]
    (task,) = case.opened
    assert (task.because.key, task.because.values) == ("reason.absent", {"person": "bea"})
    assert task.instead_of == "bea"
    case.approve("ben")
    assert case.posted[0] == "feed.acted_for"


def test_absences_have_dates() -> None:
    case = run().away("bea", "ben", days=5)
    assert case.wait(days=4).submit().open == ["approve ben one"]
    case = run().away("bea", "ben", days=5)
    assert case.wait(days=5).submit().open == ["approve bea one"]
    later = Absence(person="bea", begins=MONDAY.replace(day=30), delegate="ben")
    case = run()
    case.facts = replace(case.facts, absences=(later,))
    assert case.submit().open == ["approve bea one"]


def test_delegates_are_followed_from_one_to_the_next() -> None:
    case = run().away("bea", "ben").away("ben", "bob").submit()
    assert case.open == ["approve bob one"]
    assert case.opened[0].instead_of == "bea"


def test_a_circle_of_delegates_is_as_nobody_found() -> None:
    case = run().away("bea", "ben").away("ben", "bea").submit()
    assert case.open == ["approve olga one", "incident olga one"]


def test_a_chain_without_an_end_in_sight_is_as_nobody_found() -> None:
    names = [f"p{number}" for number in range(15)]
    people = {
        **DIRECTORY.people,
        **{name: replace(DIRECTORY.people["bea"], id=name, roles=()) for name in names},
    }
    case = run("- approve: one\n  by: person:p0", directory=replace(DIRECTORY, people=people))
    for one, other in pairwise(names):
        case.away(one, other)
    assert case.submit().open == ["approve olga one", "incident olga one"]


@pytest.mark.parametrize("delegate", ["", "gone", "nobody"])
def test_who_names_nobody_is_as_nobody_found(delegate: str) -> None:
    case = run().away("bea", delegate).submit()
    assert case.open == ["approve olga one", "incident olga one"]


def test_a_leaver_may_name_a_delegate_as_well() -> None:
    case = run("- approve: one\n  by: person:gone").away("gone", "ben").submit()
    assert case.open == ["approve ben one"]


def test_a_delegate_who_is_the_requester_does_not_approve() -> None:
    case = run().away("bea", "rita").submit()
    assert case.open == ["approve hugo one"]


def test_who_must_not_decide_gets_nothing_while_away_either() -> None:
    case = run().away("rita", "ben").submit()
    with pytest.raises(Invalid, match="cannot decide"):
        case.forward("bea", to="rita")
    assert case.open == ["approve bea one"]


def test_an_owner_who_is_the_requester_and_away_leaves_it_to_somebody_else() -> None:
    case = run("- approve: one\n  by: role:ghost", requester="olga").away("olga", "ben").submit()
    (task, *_) = case.opened
    assert task.instead_of == ""
    assert task.person not in ("olga", "ben")


def test_straight_back_to_who_is_away_for_somebody_asked_already_asks_anew() -> None:
    text = """
- approve: one
  by: ["person:bea", "person:ben"]
  mode: at least 2
  resubmit: straight back
"""
    case = run(text).submit().approve("bea").back("ben")
    case.away("ben", "bea").resubmit()
    assert case.open == ["approve bea one", "approve olga one", "incident olga one"]


def test_of_a_role_those_who_are_away_are_replaced_or_left_out() -> None:
    case = run("- approve: one\n  by: role:buyer\n  mode: all").away("bea", "pam").away("ben")
    assert case.submit().open == ["approve pam one", "approve bob one"]


def test_a_strategy_chooses_among_those_who_are_there() -> None:
    text = "- approve: one\n  by: {role: buyer, pick: least loaded}"
    case = run(text).away("bea", "pam").away("ben")
    assert case.submit().open == ["approve bob one"]
    case = run(text).away("bea", "pam").away("ben").away("bob")
    assert case.submit().open == ["approve pam one"]


def test_the_owner_who_is_away_is_passed_over_for_somebody_who_is_there() -> None:
    case = run("- approve: one\n  by: role:ghost").away("olga").submit()
    assert case.open == ["approve dora one", "incident dora one"]
    case = run("- approve: one\n  by: role:ghost").away("olga", "pete").submit()
    assert case.open == ["approve pete one", "incident pete one"]


def test_copies_and_values_are_for_the_person_also_when_away() -> None:
    text = "- tell: person:bea\n- set: {keeper: 'person:bea'}"
    case = run(text).away("bea", "ben").submit()
    assert case.open == ["copy bea tell-1"]
    assert case.facts.fields["keeper"] == "bea"


# --- acting for ------------------------------------------------------------------------------


def test_who_was_absent_may_decide_the_task_after_all() -> None:
    case = run().away("bea", "ben").submit()
    task = case.task("ben")
    case.approve("bea", task=task)
    assert case.open == ["approve dora two"]
    states = {each.person: each.state for each in case.case.rounds[0].seats}
    assert states == {"ben": TaskState.FORWARDED, "bea": TaskState.DONE}


def test_and_may_override_until_the_round_closes() -> None:
    case = run(TRIO).away("bea", "pam").submit().approve("pam")
    task = case.case.rounds[0].seats[0].task
    case.send(Decide(by="bea", task=task, kind=DecisionKind.REJECT, reason="no"))
    assert case.case.outcome is Outcome.REJECTED
    states = {each.person: each.state for each in case.case.rounds[0].seats}
    assert states["pam"] is TaskState.OVERRIDDEN
    assert ("overridden", "bea") in [(each.state.value, each.by) for each in case.of("CloseTask")]


def test_but_not_afterwards() -> None:
    case = run().away("bea", "ben").submit().approve("ben")
    task = case.case.rounds[0].seats[0].task
    with pytest.raises(AlreadyDecided, match="Ben"):
        case.send(Decide(by="bea", task=task, kind=DecisionKind.REJECT))


def test_a_copy_that_went_to_the_delegate_may_be_read_by_who_was_absent() -> None:
    case = run("- tell: person:bea\n- approve: one\n  by: person:dora").away("bob", "pam").submit()
    case.send(Reassign(by="ada", task=case.task("bea"), to="bob", reason="busy"))
    copy = case.task("pam")
    case.send(Decide(by="bob", task=copy, kind=DecisionKind.DONE))
    assert case.open == ["approve dora one"]
    with pytest.raises(AlreadyDecided, match="Bob"):
        case.send(Decide(by="bob", task=case.case.rounds[0].seats[-1].task, kind=DecisionKind.DONE))
    with pytest.raises(NoLongerYours, match="Bob"):
        case.send(Decide(by="pam", task=copy, kind=DecisionKind.DONE))


def test_who_is_asked_in_the_same_round_anyway_has_one_vote_only() -> None:
    text = "- approve: x\n  by: [person:bea, role:purchasing_manager]\n  mode: all"
    case = run(text).away("bea", "ben").submit()
    with pytest.raises(Invalid):
        case.add("pam", "beside", "pam")
    case.facts = replace(case.facts, absences=())
    case.add("pam", "beside", "bea")
    with pytest.raises(Invalid, match="Bea"):
        case.approve("bea", task=case.task("ben"))


def test_nobody_else_decides_for_them() -> None:
    case = run().away("bea", "ben").submit()
    with pytest.raises(NotAllowed):
        case.approve("bob", task=case.task("ben"))


# --- delegate --------------------------------------------------------------------------------


def test_a_helper_answers_and_the_owner_decides() -> None:
    case = run().submit().delegate("bea", "ben")
    assert case.open == ["approve ben one"]
    assert [each.task for each in case.of("HoldTask")] == ["C1.1"]
    assert "return" not in case.opened[0].can
    case.decide("ben", "reject", "I would not")
    assert case.case.outcome is Outcome.NONE
    assert case.open == ["approve bea one"]
    assert [(each.task, each.by) for each in case.of("ReleaseTask")] == [("C1.1", "ben")]
    assert case.approve("bea").open == ["approve dora two"]


def test_while_a_helper_has_it_the_owner_does_not_decide() -> None:
    case = run().submit()
    task = case.task("bea")
    case.delegate("bea", "ben")
    with pytest.raises(Exception, match="waits"):
        case.approve("bea", task=task)


def test_a_helper_may_forward_but_neither_return_nor_delegate() -> None:
    case = run().submit().delegate("bea", "ben").forward("ben", "bob")
    assert case.open == ["approve bob one"]
    with pytest.raises(Invalid):
        case.back("bob")
    with pytest.raises(Invalid):
        case.delegate("bob", "pam")
    assert case.approve("bob").open == ["approve bea one"]


def test_when_a_peer_decides_nobodys_answer_is_waited_for() -> None:
    case = run("- approve: one\n  by: [person:bea, person:ben]").submit().delegate("bea", "pete")
    case.approve("ben")
    assert case.case.outcome is Outcome.APPROVED
    assert {each.state for each in case.of("CloseTask")} == {
        TaskState.DONE,
        TaskState.CLOSED_BY_PEER,
    }


@pytest.mark.parametrize("to", ["bea", "ben", "gone", "nobody"])
def test_a_helper_is_somebody_there_who_is_not_in_the_round(to: str) -> None:
    with pytest.raises(Invalid):
        run(TRIO).submit().delegate("bea", to)


def test_who_fills_in_fields_may_let_a_helper_do_it() -> None:
    text = "- fill: it\n  by: person:bea\n  fields: [supplier]"
    case = run(text).submit().delegate("bea", "ben").done("ben", fields={"supplier": "Acme"})
    assert case.facts.fields["supplier"] == "Acme"
    assert case.done("bea").case.outcome is Outcome.APPROVED


# --- reassign, hand over ---------------------------------------------------------------------


def test_an_administrator_gives_a_task_to_somebody_else_with_a_reason() -> None:
    case = run().submit().reassign("bea", "ben")
    assert case.open == ["approve ben one"]
    assert case.opened[0].because.key == "reason.reassigned"
    task = case.task("ben")
    with pytest.raises(Invalid, match="reason"):
        case.send(Reassign(by="ada", task=task, to="bob", reason=" "))
    with pytest.raises(Invalid, match="not open"):
        case.send(Reassign(by="ada", task="C1.1", to="bob", reason="x"))


def test_an_incident_can_be_reassigned_and_keeps_what_it_is_about() -> None:
    case = run("- call: nowhere.x").submit().reassign("olga", "ben")
    assert case.open == ["incident ben call-1"]
    assert case.opened[0].because.key == "reason.no_connector"


def test_a_forward_to_somebody_away_goes_to_their_delegate() -> None:
    case = run().away("ben", "bob").submit().forward("bea", "ben")
    assert case.open == ["approve bob one"]
    with pytest.raises(Invalid, match="away"):
        run().away("ben").submit().forward("bea", "ben")


def test_a_leaver_hands_everything_over() -> None:
    text = "- together:\n    - [{do: x, by: 'person:bea'}]\n    - [{tell: 'person:bea'}]\n"
    text += "    - [{approve: y, by: 'person:bea'}]"
    case = run(text).submit().hand_over("bea", "ben")
    assert case.open == ["do ben x", "approve ben y"]
    assert case.posted == ["feed.handed_over", "feed.handed_over"]


def test_without_a_name_it_is_the_delegate_then_the_manager_then_the_owner() -> None:
    assert run().submit().away("bea", "ben").hand_over("bea").open == ["approve ben one"]
    assert run().submit().away("bea").hand_over("bea").open == ["approve pam one"]
    case = run("- approve: one\n  by: person:dora").submit().away("dora").hand_over("dora")
    assert case.open == ["approve olga one"]


def test_who_cannot_have_it_does_not_get_it() -> None:
    case = run(TRIO).submit().hand_over("bea", "ben")
    assert case.open == ["approve pam trio", "approve ben trio", "approve bob trio"]


def test_a_hand_over_of_nothing_changes_nothing() -> None:
    case = run().submit()
    before = case.case
    assert case.send(HandOver(by="ada", person="pete", to="ben")).case is before


def test_those_who_are_asked_later_are_handed_over_as_well() -> None:
    text = "- approve: one\n  by: [person:bea, person:ben]\n  mode: in order"
    case = run(text).submit().hand_over("ben", "bob")
    assert case.open == ["approve bea one"]
    assert case.approve("bea").open == ["approve bob one"]
