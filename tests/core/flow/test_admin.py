"""What administrators do, and what becomes of calls and sub-flows when a case is steered."""

import pytest

from core.cases import (
    CallAnswered,
    CallStatus,
    CaseStatus,
    End,
    Jump,
    Outcome,
    Stop,
    Submit,
    Suspend,
)
from core.errors import Invalid, NotAllowed
from core.flow.engine import handle
from core.objects import ObjectState
from tests.core.flow.run import Run, steps

CHAIN = """
- approve: first
  by: person:hugo
- approve: second
  by: person:bea
- together:
    - [{approve: a, by: "person:ben"}, {approve: a2, by: "person:bob"}]
    - [{approve: b, by: "person:dora"}]
- approve: last
  by: person:pam
"""


def run(text: str = CHAIN, **more: object) -> Run:
    return Run(steps(text), **more).submit()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "command",
    [
        Suspend(by="ada", reason=" "),
        Jump(by="ada", to="last", reason=""),
        End(by="ada", outcome=Outcome.REJECTED, reason=""),
    ],
)
def test_an_administrator_says_why(command: Suspend | Jump | End) -> None:
    with pytest.raises(Invalid, match="reason"):
        run().send(command)


def test_a_case_is_ended_as_said() -> None:
    case = run().end("approved")
    assert (case.case.outcome, case.open) == (Outcome.APPROVED, [])
    assert [each.state for each in case.of("SetState")] == [ObjectState.APPROVED]
    with pytest.raises(Invalid):
        case.end("rejected")


# --- jump ------------------------------------------------------------------------------------


def test_a_jump_forward_ends_what_was_open() -> None:
    case = run().jump("last")
    assert (case.open, case.case.at) == (["approve pam last"], ("last",))
    assert case.approve("pam").case.outcome is Outcome.APPROVED


def test_a_jump_back_makes_what_was_decided_count_no_more() -> None:
    case = run().approve("hugo").approve("bea").jump("first")
    assert case.open == ["approve hugo first"]
    assert [each.step for each in case.case.rounds if each.superseded] == [
        *("first", "second", "a", "b"),
    ]


def test_a_jump_within_a_branch_leaves_the_other_alone() -> None:
    case = run().approve("hugo").approve("bea").jump("a2")
    assert case.open == ["approve dora b", "approve bob a2"]
    assert case.approve("bob").approve("dora").open == ["approve pam last"]


def test_a_jump_into_a_branch_opens_only_that_one() -> None:
    case = run().jump("b")
    assert case.open == ["approve dora b"]
    assert case.approve("dora").open == ["approve pam last"]


def test_a_jump_to_the_requester_and_from_there() -> None:
    case = run().jump("requester")
    assert (case.case.status, case.open) == (CaseStatus.RETURNED, ["revise rita requester"])
    with pytest.raises(Invalid):
        case.jump("requester")
    assert case.jump("second").open == ["approve bea second"]
    assert case.case.status is CaseStatus.RUNNING


def test_a_jump_to_nowhere_names_the_steps() -> None:
    with pytest.raises(Invalid, match="first, second"):
        run().jump("nowhere")


def test_no_jump_leaves_a_call_that_is_on_its_way() -> None:
    case = run("- call: erp.x\n- approve: y\n  by: person:bea")
    with pytest.raises(NotAllowed, match="on its way"):
        case.jump("y")
    case.answer("failed")
    assert case.jump("y").open == ["approve bea y"]


# --- suspended -------------------------------------------------------------------------------


def test_answers_of_other_systems_are_kept_while_suspended() -> None:
    case = run("- call: erp.x\n- approve: y\n  by: person:bea").suspend().answer()
    assert (case.open, case.case.status) == ([], CaseStatus.SUSPENDED)
    assert case.resume().open == ["approve bea y"]


def test_a_returned_case_is_returned_again_when_it_is_resumed() -> None:
    case = run().back("hugo").suspend().resume()
    assert case.case.status is CaseStatus.RETURNED
    assert case.resubmit().open == ["approve hugo first"]


def test_only_what_is_suspended_is_resumed() -> None:
    with pytest.raises(Invalid):
        run().resume()


# --- incidents -------------------------------------------------------------------------------


def test_a_call_that_failed_may_be_left_out() -> None:
    case = run("- call: erp.x\n- approve: y\n  by: person:bea").answer("failed")
    assert case.decide("olga", "skip").open == ["approve bea y"]
    assert case.withdraw().case.outcome is Outcome.WITHDRAWN  # nothing took effect


def test_a_call_that_was_done_after_all_is_undone_if_the_case_was_withdrawn_meanwhile() -> None:
    case = run("- call: erp.x\n  undo: erp.y").answer("failed").withdraw()
    key = case.case.calls[0].key
    case.send(CallAnswered(by="", key=key, status=CallStatus.DONE))
    assert [each.action for each in case.of("MakeCall")] == ["y"]


# --- sub-flows -------------------------------------------------------------------------------

OTHER = "- flow: other\n  with: {supplier: Acme}\n- approve: y\n  by: person:bea"


def test_a_sub_flow_is_started_and_waited_for() -> None:
    case = run(OTHER)
    (start,) = case.of("StartFlow")
    assert (start.key, start.flow, start.requester) == ("C1/flow-1/1", "other", "rita")
    assert start.fields == {"supplier": "Acme"}
    assert (case.open, case.case.at) == ([], ("flow-1",))
    assert case.flow_ends().open == ["approve bea y"]


@pytest.mark.parametrize("outcome", ["rejected", "withdrawn"])
def test_one_that_is_not_approved_is_a_reject(outcome: str) -> None:
    assert run(OTHER).flow_ends(outcome).case.outcome is Outcome.REJECTED


def test_its_reject_may_lead_elsewhere() -> None:
    text = OTHER.replace("with:", "on reject: back to requester\n  with:")
    assert run(text).flow_ends("rejected").case.status is CaseStatus.RETURNED


def test_one_that_is_not_waited_for_does_not_hold_up_and_its_end_changes_nothing() -> None:
    case = run(OTHER.replace("with:", "waits: false\n  with:"))
    assert case.open == ["approve bea y"]
    assert case.flow_ends("rejected").open == ["approve bea y"]


def test_what_it_cannot_be_given_is_an_incident() -> None:
    case = run("- flow: other\n  with: {keeper: 'role:ghost'}\n- approve: y\n  by: person:bea")
    assert case.open == ["incident olga flow-1"]
    assert case.decide("olga", "skip").open == ["approve bea y"]


def test_going_back_or_withdrawing_stops_it() -> None:
    text = "- approve: x\n  by: person:ben\n" + OTHER
    case = run(text).approve("ben").jump("x")
    assert [each.key for each in case.of("StopFlow")] == ["C1/flow-1/1"]
    case = run(text).approve("ben").withdraw()
    assert [each.key for each in case.of("StopFlow")] == ["C1/flow-1/1"]


def test_one_that_ended_is_undone_when_the_case_is_withdrawn() -> None:
    case = run(OTHER).flow_ends().withdraw()
    assert [each.key for each in case.of("StopFlow")] == ["C1/flow-1/1"]


def test_what_it_did_for_good_stands_in_the_way() -> None:
    case = run(OTHER).flow_ends(irrevocable=True)
    with pytest.raises(NotAllowed):
        case.withdraw()
    with pytest.raises(NotAllowed):
        case.back("bea")


def test_where_its_reject_cannot_lead_back_the_owner_sees_to_it() -> None:
    text = "- call: erp.x\n- flow: other\n  on reject: back to requester\n- do: z\n  by: person:bea"
    case = run(text).answer().flow_ends("rejected")
    assert case.open == ["incident olga flow-1"]
    assert case.decide("olga", "done").open == ["do bea z"]


def test_a_case_tells_the_one_above_that_it_has_ended() -> None:
    case = Run(steps("- call: erp.x\n- approve: y\n  by: person:bea"))
    case.send(Submit(by="rita", parent="C0/flow-1/1")).answer().approve("bea")
    (told,) = case.of("TellParent")
    assert (told.key, told.outcome, told.irrevocable) == ("C0/flow-1/1", Outcome.APPROVED, True)


def test_stopped_from_above_it_ends_and_undoes() -> None:
    case = Run(steps("- call: erp.x\n  undo: erp.y\n- approve: y\n  by: person:bea"))
    case.send(Submit(by="rita", parent="P")).answer().send(Stop(by=""))
    assert case.case.outcome is Outcome.WITHDRAWN
    assert [each.action for each in case.of("MakeCall")] == ["y"]
    refused = Run(steps("- call: erp.x\n- approve: y\n  by: person:bea"))
    refused.send(Submit(by="rita", parent="P")).answer()
    with pytest.raises(NotAllowed):
        refused.send(Stop(by=""))


# --- nobody found ----------------------------------------------------------------------------


def test_automatic_approval_only_where_the_flow_says_so_and_it_is_said() -> None:
    text = "- approve: x\n  by: role:ghost\n  nobody found: approve"
    case = run(text)
    assert case.case.outcome is Outcome.APPROVED
    assert "feed.approved_by_nobody" in case.posted


def test_not_where_somebody_of_several_is_found() -> None:
    text = "- approve: x\n  by: [role:ghost, person:bea]\n  nobody found: approve"
    assert run(text).open == ["approve bea x", "approve olga x", "incident olga x"]


def test_the_engine_needs_a_case_to_begin_with() -> None:
    case = Run(steps("- do: x\n  by: person:bea"))
    with pytest.raises(Invalid):
        handle(case.flow, None, Stop(by=""), case.facts)
