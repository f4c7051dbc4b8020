"""flows.md, "How a step is decided": each row of the table, each check number."""

import pytest

from core.cases import CaseStatus, Outcome, RoundStatus
from core.errors import Invalid
from core.flow.definition import Mode, Vote
from core.flow.voting import need
from tests.core.flow.run import Run, steps

PEOPLE = ["bea", "ben", "bob", "pam", "dora"]
OPEN, PASSED, FAILED = RoundStatus.OPEN, RoundStatus.PASSED, RoundStatus.FAILED
ENDS = {OPEN: Outcome.NONE, PASSED: Outcome.APPROVED, FAILED: Outcome.REJECTED}
KINDS = {"A": "approve", "R": "reject", "0": "abstain"}


def vote(n: int, options: str) -> Run:
    names = ", ".join(f"person:{each}" for each in PEOPLE[:n])
    lines = "\n  ".join(options.split("; "))
    return Run(steps(f"- approve: all-of-them\n  by: [{names}]\n  {lines}")).submit()


@pytest.mark.parametrize(
    ("n", "options", "answers", "expected"),
    [
        # any: first decision is approve / first decision is reject (option: only when all have)
        (3, "mode: any", "A", PASSED),
        (3, "mode: any", "R", FAILED),
        (3, "mode: any; rejected by: all", "RR", OPEN),
        (3, "mode: any; rejected by: all", "RRR", FAILED),
        (3, "mode: any; rejected by: all", "RRA", PASSED),
        # all: A = N / first reject (option wait: all: after all answered)
        (3, "mode: all", "AA", OPEN),
        (3, "mode: all", "AAA", PASSED),
        (3, "mode: all", "AR", FAILED),
        (3, "mode: all; wait: all", "RA", OPEN),
        (3, "mode: all; wait: all", "RAA", FAILED),
        # in order: each approves in turn / first reject
        (3, "mode: in order", "AA", OPEN),
        (3, "mode: in order", "AAA", PASSED),
        (3, "mode: in order", "AR", FAILED),
        # share: A ≥ need / as soon as N − R < need
        (4, "mode: at least 50%", "A", OPEN),
        (4, "mode: at least 50%", "AA", PASSED),
        (4, "mode: more than 50%", "AA", OPEN),
        (4, "mode: more than 50%", "AAA", PASSED),
        (4, "mode: more than 50%", "RR", FAILED),
        (4, "mode: at least 50%", "RR", OPEN),
        (4, "mode: at least 50%", "RRR", FAILED),
        (3, "mode: at least 67%", "AA", OPEN),
        (3, "mode: at least 67%", "R", FAILED),
        # m of n: A ≥ m / N − R < m
        (4, "mode: at least 3", "AAA", PASSED),
        (4, "mode: at least 3", "ARR", FAILED),
        (4, "mode: at least 3", "AR", OPEN),
        (4, "mode: at least 1", "RRRA", PASSED),
        # abstaining counts as answered, neither A nor R
        (3, "mode: any", "0", OPEN),
        (3, "mode: any", "0A", PASSED),
        (3, "mode: any; rejected by: all", "0RR", FAILED),
        (3, "mode: all", "0A", OPEN),
        (3, "mode: all", "0AA", FAILED),
        (3, "mode: in order", "0AA", FAILED),
        (4, "mode: at least 50%", "00A", OPEN),
        (4, "mode: at least 50%", "00AA", PASSED),
        (4, "mode: at least 50%", "000A", FAILED),
        (4, "mode: at least 50%", "000R", FAILED),
    ],
)
def test_a_round_is_decided_as_soon_as_it_can_be(
    n: int, options: str, answers: str, expected: RoundStatus
) -> None:
    run = vote(n, options)
    for who, answer in zip(PEOPLE, answers, strict=False):
        assert run.case.rounds[0].status is OPEN
        run.decide(who, KINDS[answer])
    assert run.case.rounds[0].status is expected
    assert run.case.outcome is ENDS[expected]


@pytest.mark.parametrize(
    ("share", "n", "at_least", "more_than"),
    [
        *(("50", 4, 2, 3), ("67", 3, 3, 3), ("28", 25, 7, 8), ("60", 4, 3, 3), ("60", 3, 2, 2)),
        *(("33.333333", 3, 1, 1), ("100", 7, 7, 8), ("0.1", 1000, 1, 2), ("29", 100, 29, 30)),
    ],
)
def test_shares_are_exact(share: str, n: int, at_least: int, more_than: int) -> None:
    assert need(Vote(mode=Mode.AT_LEAST, share=share), n) == at_least
    assert need(Vote(mode=Mode.MORE_THAN, share=share), n) == more_than


def test_removing_one_who_has_not_acted_passes_at_once() -> None:
    run = vote(4, "mode: at least 60%").approve("bea").approve("ben")
    assert run.case.rounds[0].status is OPEN
    assert run.remove("bob").case.outcome is Outcome.APPROVED
    states = [seat.state.value for seat in run.case.rounds[0].seats]
    assert states == ["done", "done", "removed", "closed_by_peer"]


def test_in_order_later_people_are_asked_in_their_turn_and_never_after_a_reject() -> None:
    run = vote(3, "mode: in order")
    assert run.open == ["approve bea all-of-them"]
    assert run.approve("bea").open == ["approve ben all-of-them"]
    assert [each.person for each in run.opened] == ["ben"]
    run.reject("ben")
    assert run.open == []
    assert [each.task for each in run.of("CloseTask")] == ["C1.2"]


def test_what_is_not_needed_any_more_ends_as_closed_by_the_peer_who_decided() -> None:
    run = vote(4, "mode: at least 50%").approve("ben").approve("pam")
    closed = {each.task: (each.state.value, each.by) for each in run.of("CloseTask")}
    assert closed["C1.1"] == closed["C1.3"] == ("closed_by_peer", "pam")


def test_where_all_abstain_the_owner_is_asked_and_cannot_abstain() -> None:
    run = vote(2, "mode: at least 50%").abstain("bea").abstain("ben")
    assert run.open == ["approve olga all-of-them", "incident olga all-of-them"]
    assert "feed.all_abstained" in run.posted
    assert {each.because.key for each in run.opened[-2:]} == {"reason.all_abstained"}
    task = run.case.rounds[0].seats[2].task
    with pytest.raises(Invalid):
        run.decide("olga", "abstain", task=task)
    assert run.approve("olga", task=task).case.outcome is Outcome.APPROVED
    assert run.open == []


def test_too_few_people_for_the_number_wanted_are_an_incident() -> None:
    run = vote(2, "mode: at least 3")
    assert run.open[2:] == ["approve olga all-of-them", "incident olga all-of-them"]
    run.approve("bea").approve("ben")
    assert run.case.status is CaseStatus.RUNNING
    run.approve("olga", task=run.case.rounds[0].seats[2].task)
    assert run.case.outcome is Outcome.APPROVED


# --- so many of each group -------------------------------------------------------------------

BENCHES = """
- approve: contract
  by: [1 of group:board, 2 of role:buyer]
"""


def test_one_of_finance_and_two_of_legal() -> None:
    run = Run(steps(BENCHES)).submit().approve("bea").approve("dora")
    assert run.case.status is CaseStatus.RUNNING
    assert run.approve("bob").case.outcome is Outcome.APPROVED


def test_a_group_that_can_no_longer_give_its_number_fails() -> None:
    run = Run(steps(BENCHES)).submit().reject("bea")
    assert run.case.status is CaseStatus.RUNNING
    assert run.reject("ben").case.outcome is Outcome.REJECTED


def test_people_named_beside_a_number_all_have_to_approve() -> None:
    run = Run(steps("- approve: x\n  by: [1 of role:buyer, person:dora]")).submit().approve("bea")
    assert run.case.status is CaseStatus.RUNNING
    assert run.approve("dora").case.outcome is Outcome.APPROVED


def test_who_belongs_to_both_groups_counts_in_both() -> None:
    text = "- approve: x\n  by: [1 of group:board, 1 of role:purchasing_director]"
    run = Run(steps(text)).submit()
    assert run.open == ["approve dora x", "approve finn x"]
    assert run.approve("dora").case.outcome is Outcome.APPROVED


def test_a_group_with_too_few_people_gets_the_owner_for_those_who_are_missing() -> None:
    run = Run(steps("- approve: x\n  by: [3 of group:board]")).submit()
    assert run.open == ["approve dora x", "approve finn x", "approve olga x", "incident olga x"]
    run.approve("dora").approve("finn")
    assert run.case.status is CaseStatus.RUNNING
    assert run.approve("olga", task="C1.3").case.outcome is Outcome.APPROVED


def test_each_manager_in_turn_up_to_a_role() -> None:
    run = Run(steps("- approve: x\n  by: each manager up to role:purchasing_director")).submit()
    assert run.open == ["approve hugo x"]
    assert run.approve("hugo").open == ["approve dora x"]
    assert run.approve("dora").case.outcome is Outcome.APPROVED


def test_each_manager_up_to_a_level_that_is_above_the_top_is_all_of_them() -> None:
    run = Run(steps("- approve: x\n  by: each manager up to 9 levels")).submit()
    assert [seat.person for seat in run.case.rounds[0].seats] == ["hugo", "dora"]


def test_where_no_manager_has_the_role_the_owner_is_asked_after_the_last() -> None:
    run = Run(steps("- approve: x\n  by: each manager up to role:buyer")).submit()
    assert [seat.person for seat in run.case.rounds[0].seats] == ["hugo", "dora", "olga"]
    assert run.open == ["approve hugo x", "incident olga x"]
