"""Waits for a while, until a moment, and for events."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from core.cases import TimerFired
from core.flow.calendar import WorkWeek
from core.objects import FieldKind
from tests.core.flow.company import MONDAY, PURCHASE_ORDER, field
from tests.core.flow.run import Run, steps


def begun(text: str, **more: object) -> Run:
    return Run(steps(text), **more).submit()  # type: ignore[arg-type]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


THEN = "\n- do: x\n  by: person:bea"


def test_a_wait_for_a_while_is_over_when_its_timer_fires() -> None:
    run = begun(f"- wait: 2 working days{THEN}")
    assert (run.open, run.case.at) == ([], ("wait-1",))
    assert [each.key for each in run.of("SetTimer")] == ["C1/wait-1/1"]
    run.fire()
    assert (run.facts.now, run.open) == (at(25, 9), ["do bea x"])
    before = run.case
    assert run.send(TimerFired(by="", key="C1/wait-1/1")).case is before


def test_a_wait_until_a_date_is_over_when_the_day_begins() -> None:
    run = Run(steps(f"- wait: {{until: needed_on}}{THEN}")).edit(needed_on="2026-11-25").submit()
    run.fire()
    assert (run.facts.now, run.open) == (at(25, 0), ["do bea x"])


def test_a_wait_until_a_computed_day_is_over_when_it_begins_for_the_company() -> None:
    for until, moment in (
        ("needed_on", "2026-11-25T00:00+08:00"),
        ("needed_on - duration('1d')", "2026-11-24T00:00+08:00"),
        ("today + duration('2d')", "2026-11-25T00:00+08:00"),
        ("needed_on + duration('8h')", "2026-11-25T08:00+08:00"),
        ("now + duration('2d')", "2026-11-25T09:00+00:00"),
    ):
        text = steps(f'- wait: {{until: "{until}"}}{THEN}')
        run = Run(text, calendar=WorkWeek(ZoneInfo("Asia/Shanghai"))).edit(needed_on="2026-11-25")
        ((_, at_),) = run.submit().case.timers()
        assert at_ == datetime.fromisoformat(moment), until


@pytest.mark.parametrize(
    ("until", "moment"),
    [
        ("today + duration('2d')", at(25, 0)),
        ("now + duration('3h')", at(23, 12)),
        ("date('2026-11-24')", at(24, 0)),
    ],
)
def test_a_wait_until_a_computed_moment(until: str, moment: datetime) -> None:
    run = begun(f'- wait: {{until: "{until}"}}{THEN}')
    assert [each for _, each in run.case.timers()] == [moment]


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-11-25T08:00", "2026-11-25T08:00+01:00"),
        ("2026-11-25 08:00:30", "2026-11-25T08:00:30+01:00"),
        ("2026-11-25T08:00+08:00", "2026-11-25T08:00+08:00"),
        ("2027-03-28T02:30", "2027-03-28T03:30+02:00"),  # the clocks leave this hour out
        ("2027-10-31T02:30", "2027-10-31T02:30+02:00"),  # it comes twice: the first
        ("2027-10-31T03:30", "2027-10-31T03:30+01:00"),
    ],
)
def test_a_time_without_an_offset_is_the_companys(said: str, moment: str) -> None:
    def waits(steps_: str, **fields: str) -> datetime:
        calendar = WorkWeek(ZoneInfo("Europe/Berlin"))
        run = Run(steps(steps_), calendar=calendar).edit(**fields)
        called_at = field("called_at", FieldKind.TIME)
        kind = replace(PURCHASE_ORDER, fields=(*PURCHASE_ORDER.fields, called_at))
        run.facts = replace(run.facts, object_type=kind)
        ((_, until),) = run.submit().case.timers()
        return until

    expected = datetime.fromisoformat(moment)
    assert waits(f"- wait: {{until: supplier}}{THEN}", supplier=said) == expected
    assert waits(f"- set: {{called_at: '{said}'}}\n- wait: {{until: called_at}}{THEN}") == expected
    plus = f"- set: {{called_at: '{said}'}}\n- wait: {{until: called_at + duration('1h')}}{THEN}"
    assert waits(plus) == expected + timedelta(hours=1)


def test_a_moment_beyond_all_calendars_is_an_incident() -> None:
    run = begun(f"- wait: {{until: quantity * 1000000000000}}{THEN}".replace("quantity", "9e9"))
    assert run.open == ["incident olga wait-1"]


def test_what_is_past_already_is_not_waited_for() -> None:
    run = Run(steps(f"- wait: {{until: needed_on}}{THEN}")).edit(needed_on="2026-11-20").submit()
    assert run.open == ["do bea x"]


@pytest.mark.parametrize("answer", ["approve", "skip", "done"])
def test_a_wait_for_nobody_knows_when_is_an_incident(answer: str) -> None:
    run = begun(f"- wait: {{until: needed_on}}{THEN}")
    assert run.open == ["incident olga wait-1"]
    assert run.opened[0].can == ("approve", "skip", "done")
    run.edit(needed_on="2026-11-25").decide("olga", answer)
    if answer == "approve":
        assert run.case.at == ("wait-1",)
        run.fire()
    assert run.open == ["do bea x"]


def test_a_wait_for_a_while_stands_still_while_suspended_one_for_a_date_does_not() -> None:
    run = begun(f"- wait: 2 days{THEN}").wait(days=1).suspend().wait(days=7).resume()
    assert [each for _, each in run.case.timers()] == [MONDAY + timedelta(days=9)]
    run = Run(steps(f"- wait: {{until: needed_on}}{THEN}")).edit(needed_on="2026-11-25").submit()
    assert run.suspend().fire().open == []
    assert run.resume().open == ["do bea x"]


def test_a_wait_for_an_event_that_matches() -> None:
    run = begun(f"- wait: {{event: paid, where: event.sum > 5 and amount > 1}}{THEN}")
    assert run.happen("other", "E1").happen("paid", "E2", sum=3).open == []
    assert run.happen("paid", "E3", sum=10).open == ["do bea x"]


def test_the_same_event_told_twice_ends_one_wait_only() -> None:
    run = begun(f"- wait: {{event: paid}}\n- wait: {{event: paid}}{THEN}").happen("paid", "E1")
    assert run.case.at == ("wait-2",)
    before = run.case
    assert run.happen("paid", "E1").case is before
    assert run.happen("paid", "E2").open == ["do bea x"]


def test_an_event_that_came_before_the_case_got_there_counts() -> None:
    run = begun(f"- do: first\n  by: person:bea\n- wait: {{event: paid}}{THEN}").happen("paid")
    signals = (run.log[-1][0].signal,)  # type: ignore[union-attr]
    run.facts = replace(run.facts, signals=signals)
    assert run.done("bea").open == ["do bea x"]


def test_an_event_while_suspended_is_not_lost() -> None:
    run = begun(f"- wait: {{event: paid}}{THEN}").suspend().happen("paid")
    assert run.open == []
    assert run.resume().open == ["do bea x"]


def test_a_wait_that_a_return_goes_behind_ends() -> None:
    text = """
- approve: a
  by: person:ben
- together:
    - [{wait: 2 days}]
    - [{approve: b, by: "person:bob"}]
"""
    run = begun(text).approve("ben").back("bob", "a")
    assert (run.open, list(run.case.timers())) == (["approve ben a"], [])


def moved(run: Run, **fields: object) -> Run:
    """Fields change while the case waits."""
    return run.edit(**fields).happen("object.changed", "E1", **fields)


def test_a_wait_until_a_day_follows_the_field_that_says_it() -> None:
    text = steps(f"- wait: {{until: \"needed_on + duration('1d')\"}}{THEN}")
    run = Run(text).edit(needed_on="2026-11-25").submit()
    later = moved(run, needed_on="2026-11-28")
    assert [moment for _, moment in later.case.timers()] == [at(29, 0)]
    assert later.posted == ["feed.waits_anew"]
    assert moved(later, needed_on="2026-11-20").open == ["do bea x"]
    assert list(later.case.timers()) == []


BESIDE = """- together:
    - - wait: {until: needed_on}
      - do: x
        by: person:bea
    - - approve: y
        by: person:ben
        asks: [needed_on]
"""


def test_a_wait_follows_a_day_that_a_step_beside_it_changes() -> None:
    run = Run(steps(BESIDE)).edit(needed_on="2026-11-25").submit()
    run.approve("ben", fields={"needed_on": "2026-11-28"})
    assert [moment for _, moment in run.case.timers()] == [at(28, 0)]
    assert "feed.waits_anew" in run.posted
    run.fire()
    assert run.open == ["do bea x"]


def test_a_wait_is_over_where_a_step_beside_it_says_a_day_that_has_come() -> None:
    run = Run(steps(BESIDE)).edit(needed_on="2026-11-25").submit()
    run.approve("ben", fields={"needed_on": "2026-11-20"})
    assert (run.open, list(run.case.timers())) == (["do bea x"], [])


def test_another_field_or_an_emptied_one_moves_no_wait() -> None:
    run = Run(steps(f"- wait: {{until: needed_on}}{THEN}")).edit(needed_on="2026-11-25").submit()
    before = run.case
    assert moved(run, amount=None).case is before
    assert list(moved(run, needed_on=None).case.timers()) == list(before.timers())
    assert run.posted == ["feed.wait_kept"]
    run.fire()
    assert run.open == ["do bea x"]


def test_what_counts_from_when_the_case_got_there_goes_on_counting_from_then() -> None:
    until = "needed_on == null ? now + duration('2h') : now + duration('4h')"
    run = begun(f'- wait: {{until: "{until}"}}{THEN}')
    moved(run.wait(hours=1), needed_on="2026-11-25")
    assert [moment for _, moment in run.case.timers()] == [at(23, 13)]


def test_a_day_that_comes_while_the_case_is_suspended_is_waited_for_no_more_after_it() -> None:
    run = Run(steps(f"- wait: {{until: needed_on}}{THEN}")).edit(needed_on="2026-11-25").submit()
    moved(run.suspend(), needed_on="2026-11-20")
    assert run.open == []
    assert run.resume().open == ["do bea x"]
