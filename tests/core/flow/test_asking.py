"""Who is asked when the obvious one is not there, is the requester, or was asked just before."""

import pytest
from msgspec.structs import replace

from core.cases import CaseStatus, Outcome
from core.errors import Invalid, NotAllowed
from core.people import Directory
from tests.core.flow.company import DIRECTORY, money
from tests.core.flow.run import Run, steps

TWO = """
- approve: first
  by: person:bea
- approve: second
  by: person:bea
"""


def without(*people: str) -> Directory:
    """The company with these people gone."""
    left = {
        name: replace(each, active=False) if name in people else each
        for name, each in DIRECTORY.people.items()
    }
    return replace(DIRECTORY, people=left)


def asked(by: str, **more: object) -> Run:
    return Run(steps(f"- approve: one\n  by: {by}"), **more).submit()  # type: ignore[arg-type]


def test_nobody_found_goes_to_the_owner_and_raises_an_incident() -> None:
    run = asked("role:ghost")
    assert run.open == ["approve olga one", "incident olga one"]
    task, incident = run.opened
    assert task.because.key == "reason.nobody"
    assert task.because.values == {"wanted": "role:ghost"}
    assert incident.because.key == "reason.nobody_found"
    assert "feed.nobody_found" in run.posted


def test_the_incident_closes_when_its_step_is_decided() -> None:
    run = asked("role:ghost").approve("olga", task="C1.1")
    assert run.case.outcome is Outcome.APPROVED
    assert run.open == []


def test_the_incident_can_be_ticked_off_before() -> None:
    run = asked("role:ghost").done("olga", task="C1.2")
    assert run.open == ["approve olga one"]


def test_one_missing_of_several_is_an_incident_too() -> None:
    run = asked("[person:bea, role:ghost]")
    assert run.open == ["approve bea one", "approve olga one", "incident olga one"]


def test_somebody_inactive_is_as_nobody_found() -> None:
    assert asked("person:gone").open[0] == "approve olga one"


def test_without_the_owner_a_manager_above_and_then_an_administrator_stands_in() -> None:
    assert asked("role:ghost", directory=without("olga")).open[0] == "approve ada one"
    owner = "flow: test\nobject: purchase_order\nowner: person:hugo\n"
    text = f"{owner}steps:\n  - approve: one\n    by: role:ghost\n"
    assert Run(text, directory=without("hugo")).submit().open[0] == "approve dora one"


def test_with_nobody_at_all_the_submit_is_refused() -> None:
    with pytest.raises(Invalid, match="no owner") as refused:
        asked("role:ghost", directory=without("olga", "ada"))
    assert "admin" in refused.value.hint


def test_the_requester_does_not_approve_but_the_next_manager_up() -> None:
    run = asked("person:rita")
    assert run.open == ["approve hugo one"]
    assert run.opened[0].because.key == "reason.instead_of_requester"


def test_the_head_who_asks_is_approved_by_the_head_above() -> None:
    run = asked("head of requester's department", requester="hugo")
    assert run.open == ["approve dora one"]


def test_a_requester_without_a_manager_is_as_nobody_found() -> None:
    run = asked("person:dora", requester="dora")
    assert run.open == ["approve olga one", "incident olga one"]


def test_a_requester_who_is_the_owner_does_not_approve_either() -> None:
    run = asked("role:ghost", requester="olga")
    assert run.open == ["approve dora one", "incident olga one"]


def test_the_requester_among_several_is_left_out() -> None:
    assert asked("role:buyer", requester="ben").open == ["approve bea one", "approve bob one"]


def test_the_only_holder_of_a_role_is_replaced_by_the_next_manager_up() -> None:
    run = asked("role:head", requester="hugo")
    assert run.open == ["approve dora one"]
    assert run.opened[0].because.key == "reason.instead_of_requester"


def test_a_flow_may_let_the_requester_approve() -> None:
    text = steps("- approve: one\n  by: person:rita\n  allow requester: true")
    assert Run(text).submit().open == ["approve rita one"]


def test_the_requester_may_be_asked_to_do_something() -> None:
    assert Run(steps("- do: pack\n  by: requester")).submit().open == ["do rita pack"]


def test_named_twice_is_asked_once() -> None:
    assert asked("[role:head, person:hugo]").open == ["approve hugo one"]


@pytest.mark.parametrize("pick", ["least loaded", "in turn"])
def test_branches_that_begin_together_do_not_all_go_to_the_same_person(pick: str) -> None:
    one = f"{{do: x%d, by: {{role: buyer, pick: {pick}}}}}"
    run = Run(steps("- together:" + "".join(f"\n    - [{one % n}]" for n in range(3)))).submit()
    assert run.open == ["do bea x0", "do ben x1", "do bob x2"]


# --- the same person twice -------------------------------------------------------------------


def test_an_approval_of_the_step_just_before_counts_for_this_one() -> None:
    run = Run(steps(TWO)).submit().approve("bea")
    assert run.case.outcome is Outcome.APPROVED
    assert "feed.passed_again" in run.posted
    seat = run.case.rounds[1].seats[0]
    assert (seat.automatic, seat.because.key) == (True, "reason.same_person")
    assert run.opened == []


def test_not_if_somebody_else_was_asked_between() -> None:
    between = TWO.replace("- approve: second", "- do: pack\n  by: person:pete\n- approve: second")
    run = Run(steps(between)).submit().approve("bea").done("pete")
    assert run.open == ["approve bea second"]


def test_not_if_a_watched_field_changed_since() -> None:
    text = steps(TWO.replace("- approve: second", "- set: {supplier: Acme}\n- approve: second"))
    assert Run(text).submit().approve("bea").open == ["approve bea second"]


def test_a_field_that_is_not_watched_may_change() -> None:
    text = TWO.replace("- approve: second", "- set: {supplier: Acme}\n- approve: second")
    run = Run(steps(text, "watch: [amount]")).submit().approve("bea")
    assert run.case.outcome is Outcome.APPROVED


def test_not_if_the_step_wants_something_of_its_own() -> None:
    for option in ("asks: cost_centre", "reason: required"):
        run = Run(steps(f"{TWO}  {option}")).submit().approve("bea")
        assert run.open == ["approve bea second"]


def test_exclusive_demands_somebody_else() -> None:
    run = Run(steps(f"{TWO}  exclusive: true")).submit().approve("bea")
    assert run.open == ["approve olga second", "incident olga second"]
    pool = TWO.replace("second\n  by: person:bea", "second\n  by: role:buyer\n  exclusive: true")
    run = Run(steps(pool)).submit().approve("bea")
    assert run.open == ["approve ben second", "approve bob second"]


def test_exclusive_holds_also_where_somebody_was_asked_in_two_branches_at_once() -> None:
    text = """
- together:
    - - {approve: second, by: person:bea, exclusive: true}
    - - {approve: first, by: person:bea}
"""
    run = Run(steps(text)).submit().approve("bea")
    assert run.open == ["approve bea second"]
    with pytest.raises(NotAllowed, match="demands somebody else"):
        run.approve("bea")
    run.forward("bea", "ben").approve("ben")
    assert run.case.outcome is Outcome.APPROVED


def test_in_a_round_of_all_only_the_one_who_approved_is_spared() -> None:
    text = TWO.replace("second\n  by: person:bea", "second\n  by: role:buyer\n  mode: all")
    run = Run(steps(text)).submit().approve("bea")
    assert run.open == ["approve ben second", "approve bob second"]
    assert run.approve("ben").approve("bob").case.outcome is Outcome.APPROVED


def test_in_a_round_of_any_the_others_are_never_asked() -> None:
    text = TWO.replace("second\n  by: person:bea", "second\n  by: role:buyer")
    run = Run(steps(text)).submit().approve("bea")
    assert run.case.status is CaseStatus.ENDED
    assert run.opened == []
    assert [seat.closed_by for seat in run.case.rounds[1].seats] == ["", "bea", "bea"]


# --- texts and copies ------------------------------------------------------------------------


def test_a_task_carries_its_text_with_the_values_filled_in() -> None:
    text = steps(
        "- do: pack\n  by: person:pete\n  priority: urgent\n"
        "  text: 'Pack {quantity} for {requester.name}: {amount}'"
    )
    run = Run(text, fields={"amount": money("12.50"), "quantity": "3.0"}).submit()
    assert run.opened[0].text == "Pack 3.0 for Rita: 12.50 CNY"
    assert run.opened[0].priority == "urgent"


def test_telling_nobody_is_said_and_stops_nothing() -> None:
    run = Run(steps("- tell: role:ghost")).submit()
    assert run.case.outcome is Outcome.APPROVED
    assert "feed.nobody_told" in run.posted


def test_an_empty_flow_of_copies_ends_at_once() -> None:
    run = Run(steps("- tell: [group:board, person:dora]")).submit()
    assert run.open == ["copy dora tell-1", "copy finn tell-1"]
    assert run.case.outcome is Outcome.APPROVED
