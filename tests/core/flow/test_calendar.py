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


@pytest.mark.parametrize(
    ("zone", "start", "within", "due"),
    [
        # Fridays before the clocks change on Sunday: the wall clock counts for working time …
        ("Europe/Berlin", "2026-03-27 15:00", "1 working days", "2026-03-30 15:00"),
        ("Europe/Berlin", "2026-10-23 15:00", "1 working days", "2026-10-26 15:00"),
        ("America/New_York", "2026-03-06 15:00", "1 working days", "2026-03-09 15:00"),
        ("America/New_York", "2026-10-30 16:00", "2 working hours", "2026-11-02 10:00"),
        ("Europe/Berlin", "2026-03-27 16:00", "2 working hours", "2026-03-30 10:00"),
        # … and hours and days without "working" are as long as ever.
        ("Europe/Berlin", "2026-03-28 15:00", "1 days", "2026-03-29 16:00"),
        ("Europe/Berlin", "2026-10-24 15:00", "24 hours", "2026-10-25 14:00"),
        ("America/New_York", "2026-11-01 00:30", "2 hours", "2026-11-01 01:30"),
        # From midnight to midnight.
        ("Europe/Berlin", "2026-03-27 00:00", "1 working days", "2026-03-30 09:00"),
        ("Asia/Shanghai", "2026-11-28 00:00", "1 working hours", "2026-11-30 10:00"),
    ],
)
def test_working_time_goes_by_the_clock_on_the_wall(
    zone: str, start: str, within: str, due: str
) -> None:
    def there(words: str) -> datetime:
        # Of an hour that comes twice the second one is meant where it is the end.
        moment = datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone))
        return moment.replace(fold=int(words == due)).astimezone(UTC)

    assert WorkWeek(ZoneInfo(zone)).due(there(start), span(within), None) == there(due)


@pytest.mark.parametrize("server", ["UTC", "America/New_York", "Asia/Shanghai"])
def test_when_something_is_due_does_not_depend_on_the_zone_in_which_the_start_is_told(
    server: str,
) -> None:
    shanghai = WorkWeek(ZoneInfo("Asia/Shanghai"))
    friday = datetime(2026, 11, 27, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    due = shanghai.due(friday.astimezone(ZoneInfo(server)), span("1 working hours"), None)
    assert due == datetime(2026, 11, 30, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


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
