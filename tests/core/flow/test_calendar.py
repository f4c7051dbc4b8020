"""Working time: Monday to Friday, nine to five."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.flow.calendar import MONDAY_TO_FRIDAY, WorkWeek
from core.flow.definition import Span, TimeUnit


def span(words: str) -> Span:
    amount, _, unit = words.partition(" ")
    return Span(amount=int(amount), unit=TimeUnit(unit))


# 2026-11-23 is a Monday
@pytest.mark.parametrize(
    ("start", "within", "due"),
    [
        ("2026-11-23 15:00", "1 working days", "2026-11-24 15:00"),
        ("2026-11-27 15:00", "1 working days", "2026-11-30 15:00"),
        ("2026-11-27 15:00", "2 working days", "2026-12-01 15:00"),
        ("2026-11-28 15:00", "1 working days", "2026-12-01 09:00"),
        ("2026-11-23 07:00", "1 working days", "2026-11-24 09:00"),
        ("2026-11-23 17:00", "1 working days", "2026-11-25 09:00"),
        ("2026-11-23 15:00", "2 working hours", "2026-11-23 17:00"),
        ("2026-11-23 15:00", "3 working hours", "2026-11-24 10:00"),
        ("2026-11-27 16:00", "9 working hours", "2026-11-30 17:00"),
        ("2026-11-27 16:00", "10 working hours", "2026-12-01 10:00"),
        ("2026-11-29 03:00", "1 working hours", "2026-11-30 10:00"),
        ("2026-11-28 15:00", "2 hours", "2026-11-28 17:00"),
        ("2026-11-28 15:00", "3 days", "2026-12-01 15:00"),
        ("2026-11-28 15:00", "30 minutes", "2026-11-28 15:30"),
    ],
)
def test_when_something_is_due(start: str, within: str, due: str) -> None:
    moment = datetime.fromisoformat(start).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert MONDAY_TO_FRIDAY.due(moment, span(within), None) == expected


def test_working_hours_are_those_of_the_zone() -> None:
    shanghai = WorkWeek(ZoneInfo("Asia/Shanghai"))
    friday_evening = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)  # 18:00 there
    due = shanghai.due(friday_evening, span("1 working hours"), None)
    assert due == datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
    assert shanghai.today(datetime(2026, 11, 27, 20, 0, tzinfo=UTC)) == date(2026, 11, 28)


_MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(_MOMENTS, st.integers(1, 200), st.sampled_from(list(TimeUnit)))
def test_due_is_later_and_within_working_time(start: datetime, amount: int, unit: TimeUnit) -> None:
    due = MONDAY_TO_FRIDAY.due(start, Span(amount=amount, unit=unit), None)
    assert due > start
    if unit in (TimeUnit.WORKING_DAYS, TimeUnit.WORKING_HOURS):
        assert due.weekday() < 5
        assert 9 <= (due - timedelta(microseconds=1)).hour < 17 or due.hour == 9


@given(_MOMENTS, _MOMENTS, st.integers(1, 100), st.sampled_from(list(TimeUnit)))
def test_what_starts_earlier_is_never_due_later(
    one: datetime, other: datetime, amount: int, unit: TimeUnit
) -> None:
    first, second = sorted((one, other))
    within = Span(amount=amount, unit=unit)
    assert MONDAY_TO_FRIDAY.due(first, within, None) <= MONDAY_TO_FRIDAY.due(second, within, None)
