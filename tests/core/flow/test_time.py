"""Time limits, their ladder, clocks that stop: each by timers that fire once."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from core.cases import CaseStatus, Outcome, TimerFired
from core.errors import Invalid
from core.people import Directory
from tests.core.flow.company import DIRECTORY, MONDAY
from tests.core.flow.run import Run, steps

LADDER = """
- approve: one
  by: person:bea
  within: 2 working days
  late: {remind: [50%, 80%], escalate: 100%, final: reject at 150%}
"""


def ladder(text: str = LADDER, **more: object) -> Run:
    return Run(steps(text), **more).submit()  # type: ignore[arg-type]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def alone(*names: str) -> Directory:
    """Nobody has a manager but these have none."""
    departments = {
        name: replace(each, head="" if each.head in names else each.head)
        for name, each in DIRECTORY.departments.items()
    }
    return replace(DIRECTORY, departments=departments)


def test_each_stage_comes_at_its_share_of_the_working_time() -> None:
    run = ladder()
    assert run.case.rounds[0].seats[0].due == at(25, 9)
    run.fire()
    assert (run.facts.now, run.of("RemindTask")[0].share) == (at(24, 9), 50)
    run.fire()
    assert (run.facts.now, run.of("RemindTask")[0].share) == (at(24, 13, 48), 80)
    run.fire()
    assert (run.facts.now, run.open) == (at(25, 9), ["approve bea one", "approve pam one"])
    run.fire()
    assert run.facts.now == at(26, 9)
    assert run.case.outcome is Outcome.REJECTED
    assert "feed.final.reject" in run.posted
    assert list(run.case.timers()) == []


def test_timers_are_told_apart_by_task_and_set_one_at_a_time() -> None:
    run = ladder()
    (set_,) = run.of("SetTimer")
    assert (set_.key, set_.at) == ("C1.1", at(24, 9))
    run.approve("bea")
    assert [each.key for each in run.of("CancelTimer")] == ["C1.1"]


def test_a_timer_that_fires_late_or_twice_changes_nothing() -> None:
    run = ladder().fire()
    before = run.case
    assert run.send(TimerFired(by="", key="C1.1")).case is before
    run.approve("bea")
    before = run.case
    run.send(TimerFired(by="", key="C1.1"))
    assert (run.case is before, run.effects) == (True, ())
    assert run.send(TimerFired(by="", key="nothing")).effects == ()


def test_a_timer_that_fires_too_early_is_set_again() -> None:
    run = ladder()
    before = run.case
    run.send(TimerFired(by="", key="C1.1"))
    assert run.case is before
    assert [each.at for each in run.of("SetTimer")] == [at(24, 9)]


def test_after_a_long_pause_every_stage_still_comes_one_after_the_other() -> None:
    run = ladder().wait(days=30)
    run.fire().fire().fire().fire()
    assert run.case.outcome is Outcome.REJECTED


# --- escalation ------------------------------------------------------------------------------


def test_the_manager_may_replace_whoever_is_late() -> None:
    text = LADDER.replace("escalate: 100%", "escalate: 100%, replace: true")
    run = ladder(text).fire().fire().fire()
    assert run.open == ["approve pam one"]
    assert run.opened[0].because.key == "reason.escalated"
    assert run.fire().case.outcome is Outcome.REJECTED


def test_escalation_goes_up_to_a_manager_who_may_decide() -> None:
    run = ladder(requester="pam").fire().fire().fire()
    assert run.open == ["approve bea one", "approve dora one"]


def test_nobody_decides_for_a_manager_above_who_is_away_and_must_not_decide() -> None:
    run = ladder(requester="pam").away("pam", "ben").fire().fire().fire()
    assert run.open == ["approve bea one", "approve dora one"]
    assert run.opened[0].instead_of == ""


def test_a_manager_who_is_away_is_replaced() -> None:
    run = ladder().away("pam", "ben").fire().fire().fire()
    assert run.open == ["approve bea one", "approve ben one"]
    assert run.opened[0].instead_of == "pam"


def test_without_a_manager_it_is_an_incident() -> None:
    run = ladder(directory=alone("pam", "dora")).fire().fire().fire()
    assert run.open == ["approve bea one", "incident olga one"]
    assert run.opened[0].because.key == "reason.nobody_above"


# --- the final action ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "outcome", "status"),
    [
        ("approve", Outcome.APPROVED, CaseStatus.ENDED),
        ("reject", Outcome.REJECTED, CaseStatus.ENDED),
        ("return", Outcome.NONE, CaseStatus.RETURNED),
    ],
)
def test_the_final_action_is_what_the_flow_says_and_nobodys_decision(
    action: str, outcome: Outcome, status: CaseStatus
) -> None:
    text = f"- approve: one\n  by: person:bea\n  within: 1 day\n  late: {{final: {action} at 150%}}"
    run = ladder(text).fire()
    assert (run.case.outcome, run.case.status) == (outcome, status)
    seat = run.case.rounds[0].seats[0]
    assert seat.decision is not None
    assert (seat.decision.by, seat.automatic) == ("", True)
    assert f"feed.final.{action}" in run.posted


def test_an_approval_by_the_clock_is_no_approval_of_that_person_elsewhere() -> None:
    text = """
- approve: one
  by: person:bea
  within: 1 day
  late: {final: approve at 150%}
- approve: two
  by: person:bea
"""
    assert ladder(text).fire().open == ["approve bea two"]


def test_of_all_only_the_late_one_is_decided_by_the_clock() -> None:
    text = """
- approve: one
  by: [person:bea, person:ben]
  mode: all
  within: 1 day
  late: {final: approve at 150%}
"""
    run = ladder(text).approve("ben").fire()
    assert run.case.outcome is Outcome.APPROVED


def test_work_that_is_late_is_ticked_off_or_returned() -> None:
    text = "- do: x\n  by: person:bea\n  within: 1 day\n  late: {final: approve at 150%}"
    assert ladder(text).fire().case.outcome is Outcome.APPROVED


def test_what_cannot_be_returned_any_more_is_an_incident() -> None:
    text = """
- call: erp.confirm
- approve: one
  by: person:bea
  within: 1 day
  late: {final: return at 150%}
"""
    run = ladder(text).answer().fire()
    assert run.open == ["approve bea one", "incident olga one"]
    assert run.opened[0].because.key == "reason.final_impossible"


def test_the_clock_of_a_later_one_begins_when_it_is_their_turn() -> None:
    text = "- approve: one\n  by: [person:bea, person:ben]\n  mode: in order\n  within: 2 days"
    run = ladder(text).wait(days=1).approve("bea")
    assert [each.due for each in run.opened] == [MONDAY + timedelta(days=3)]


def test_in_order_the_manager_of_who_is_late_is_asked_at_once_beside() -> None:
    text = (
        "- approve: one\n  by: [person:bea, person:ben]\n  mode: in order\n"
        "  within: 2 days\n  late: {escalate: 100%}"
    )
    run = ladder(text).wait(days=2).fire()
    assert run.open == ["approve bea one", "approve pam one"]
    assert run.approve("pam").open == ["approve bea one"]
    assert run.approve("bea").open == ["approve ben one"]
    assert run.approve("ben").case.outcome is Outcome.APPROVED


# --- clocks that stop ------------------------------------------------------------------------


def test_clocks_stop_while_a_case_is_suspended() -> None:
    run = ladder().wait(hours=4).suspend()
    assert [each.key for each in run.of("CancelTimer")] == ["C1.1"]
    assert [each.due for each in run.of("SetDue")] == [None]
    run.wait(days=7).resume()
    assert [each.due for each in run.of("SetDue")] == [at(25, 9) + timedelta(days=7)]
    assert [each.at for each in run.of("SetTimer")] == [at(24, 9) + timedelta(days=7)]


def test_a_helpers_clock_has_no_ladder_of_its_own_after_a_suspension_either() -> None:
    run = ladder()
    asked = run.case.rounds[0].seats[0].person
    run.delegate(asked, "finn").wait(hours=4).suspend().wait(days=7).resume()
    assert [each.key for each in run.of("SetTimer")] == ["C1.1"]


def test_without_a_ladder_the_due_time_stands_still_as_well() -> None:
    run = ladder("- do: x\n  by: person:bea\n  within: 2 days").wait(hours=12).suspend()
    run.wait(days=3).resume()
    assert run.case.rounds[0].seats[0].due == MONDAY + timedelta(days=5)


def test_what_is_late_already_stays_late() -> None:
    run = ladder("- do: x\n  by: person:bea\n  within: 1 hour").wait(hours=2).suspend().resume()
    assert run.case.rounds[0].seats[0].due == MONDAY + timedelta(hours=1)


def test_a_question_to_the_requester_stops_the_clock_where_the_step_says_so() -> None:
    text = LADDER.rstrip() + "\n  asking: stops the clock\n"
    run = ladder(text).wait(hours=4).ask("bea")
    assert list(run.case.timers()) == []
    assert "feed.clock_stopped" in run.posted
    run.ask("bea", "Q2").answered("Q1")
    assert list(run.case.timers()) == []
    run.wait(days=7).answered("Q2")
    assert [each.at for each in run.of("SetTimer")] == [at(24, 9) + timedelta(days=7)]


@pytest.mark.parametrize(("option", "to"), [("", "rita"), ("asking: stops the clock", "pete")])
def test_other_questions_do_not(option: str, to: str) -> None:
    run = ladder(f"{LADDER.rstrip()}\n  {option}\n")
    before = run.case
    assert run.ask("bea", "Q1", to).case is before
    assert run.answered("Q1").case is before


def test_a_suspended_case_with_a_question_runs_on_when_both_are_over() -> None:
    text = LADDER.rstrip() + "\n  asking: stops the clock\n"
    run = ladder(text).ask("bea").suspend().resume()
    assert list(run.case.timers()) == []
    run.suspend().answered("Q1")
    assert list(run.case.timers()) == []
    assert list(run.resume().case.timers()) != []


def test_nothing_but_the_admin_moves_a_suspended_case() -> None:
    run = ladder().suspend()
    for act in (run.approve, run.reject, run.back):
        with pytest.raises(Invalid, match="suspended"):
            act("bea")
    with pytest.raises(Invalid, match="suspended"):
        run.withdraw()
    with pytest.raises(Invalid, match="suspended"):
        run.suspend()
