"""flows.md's table of modes, and what a decision may and may not be."""

import pytest

from core.cases import CaseStatus, Decide, Outcome, RoundStatus
from core.errors import AlreadyDecided, Invalid, NoLongerYours, NotAllowed, NotFound
from core.tasks import DecisionKind, TaskState
from tests.core.flow.run import Run, steps

THREE = "by: [person:bea, person:ben, person:bob]"


def three(options: str) -> Run:
    return Run(steps(f"- approve: trio\n  {THREE}\n  {options}")).submit()


@pytest.mark.parametrize(
    ("options", "answers", "expected"),
    [
        ("mode: any", "A", RoundStatus.PASSED),
        ("mode: any", "R", RoundStatus.FAILED),
        ("{mode: any, rejected by: all}", "R", RoundStatus.OPEN),
        ("{mode: any, rejected by: all}", "RR", RoundStatus.OPEN),
        ("{mode: any, rejected by: all}", "RRA", RoundStatus.PASSED),
        ("{mode: any, rejected by: all}", "RRR", RoundStatus.FAILED),
        ("mode: all", "A", RoundStatus.OPEN),
        ("mode: all", "AA", RoundStatus.OPEN),
        ("mode: all", "AAA", RoundStatus.PASSED),
        ("mode: all", "R", RoundStatus.FAILED),
        ("mode: all", "AR", RoundStatus.FAILED),
        ("{mode: all, wait: all}", "R", RoundStatus.OPEN),
        ("{mode: all, wait: all}", "RA", RoundStatus.OPEN),
        ("{mode: all, wait: all}", "RAA", RoundStatus.FAILED),
        ("{mode: all, wait: all}", "AAA", RoundStatus.PASSED),
    ],
)
def test_a_round_is_decided_as_its_mode_says(
    options: str, answers: str, expected: RoundStatus
) -> None:
    lines = options.strip("{}").replace(", ", "\n  ")
    run = three(lines)
    for who, answer in zip(("bea", "ben", "bob"), answers, strict=False):
        run.decide(who, "approve" if answer == "A" else "reject")
    assert run.case.rounds[0].status is expected
    ends = {RoundStatus.PASSED: Outcome.APPROVED, RoundStatus.FAILED: Outcome.REJECTED}
    assert run.case.outcome is ends.get(expected, Outcome.NONE)


def test_tasks_that_are_no_longer_needed_end_as_closed_by_the_peer() -> None:
    run = three("mode: any").approve("ben")
    closed = {each.task: (each.state, each.by) for each in run.of("CloseTask")}
    assert closed == {
        "C1.2": (TaskState.DONE, "ben"),
        "C1.1": (TaskState.CLOSED_BY_PEER, "ben"),
        "C1.3": (TaskState.CLOSED_BY_PEER, "ben"),
    }
    assert len(run.case.rounds[0].seats) == 3


def test_whoever_comes_second_learns_who_decided_when_and_what() -> None:
    run = three("mode: any")
    late = run.task("bob")
    before = run.approve("bea").case
    with pytest.raises(AlreadyDecided) as refused:
        run.wait(minutes=1).approve("bob", task=late)
    assert refused.value.values["who"] == "Bea"
    assert refused.value.values["person"] == "bea"
    assert refused.value.values["when"] == "2026-11-23T09:00:00+00:00"
    assert refused.value.values["decision"] == "approve"
    assert run.case is before


def test_deciding_twice_says_that_it_was_oneself() -> None:
    run = three("mode: all")
    task = run.task("bea")
    run.approve("bea")
    with pytest.raises(AlreadyDecided, match="Bea has already decided"):
        run.decide("bea", "reject", task=task)


def test_somebody_elses_task_cannot_be_decided() -> None:
    run = three("mode: all")
    with pytest.raises(NotAllowed, match="Bea"):
        run.approve("ben", task=run.task("bea"))


def test_an_unknown_task_is_not_found() -> None:
    with pytest.raises(NotFound):
        three("mode: any").approve("bea", task="C1.99")


def test_a_cancelled_task_is_no_longer_yours() -> None:
    run = three("mode: all")
    task = run.task("ben")
    run.back("bea")
    with pytest.raises(NoLongerYours, match="Bea"):
        run.approve("ben", task=task)


def test_a_required_reason_is_required() -> None:
    run = three("reason: on reject")
    with pytest.raises(Invalid) as refused:
        run.reject("bea", "  ")
    assert [each.field for each in refused.value.errors] == ["reason"]
    assert run.reject("bea", "too dear").case.outcome is Outcome.REJECTED


def test_an_approval_without_a_reason_is_enough_where_only_a_reject_needs_one() -> None:
    assert three("reason: on reject").approve("bea").case.outcome is Outcome.APPROVED
    with pytest.raises(Invalid):
        three("reason: required").approve("bea")


def test_the_fields_that_a_step_asks_for_have_to_be_given_and_are_kept() -> None:
    run = three("asks: [cost_centre, supplier]")
    assert run.opened[0].asks == ("cost_centre", "supplier")
    with pytest.raises(Invalid) as refused:
        run.approve("bea", fields={"cost_centre": "C1"})
    assert [each.field for each in refused.value.errors] == ["supplier"]
    run.approve("bea", fields={"cost_centre": "C1", "supplier": "Acme"})
    (kept,) = run.of("SetFields")
    assert (kept.fields, kept.by) == ({"cost_centre": "C1", "supplier": "Acme"}, "bea")


def test_a_reject_needs_no_fields() -> None:
    assert three("asks: [cost_centre]").reject("bea").case.outcome is Outcome.REJECTED


def test_fields_that_were_not_asked_for_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        three("mode: any").approve("bea", fields={"amount": "1"})
    assert [each.field for each in refused.value.errors] == ["amount"]


@pytest.mark.parametrize("kind", ["approve", "reject"])
def test_work_is_ticked_off_and_not_voted_on(kind: str) -> None:
    run = Run(steps("- do: pack\n  by: person:pete")).submit()
    with pytest.raises(Invalid):
        run.decide("pete", kind)
    assert run.done("pete").case.outcome is Outcome.APPROVED


def test_all_who_have_to_work_have_to_tick_off() -> None:
    run = Run(steps(f"- do: pack\n  {THREE}\n  mode: all")).submit().done("bea").done("ben")
    assert run.case.status is CaseStatus.RUNNING
    assert run.done("bob").case.outcome is Outcome.APPROVED


def test_an_approval_cannot_be_ticked_off() -> None:
    with pytest.raises(Invalid):
        three("mode: any").done("bea")


def test_who_really_acted_is_kept_with_the_decision() -> None:
    run = three("mode: any")
    run.send(
        Decide(by="bea", acting="ada", task=run.task("bea"), kind=DecisionKind.APPROVE, reason="r")
    )
    decision = run.of("CloseTask")[0].decision
    assert (decision.by, decision.acting, decision.reason) == ("bea", "ada", "r")
