"""Working time: weekends, holidays, swapped working days, breaks, and the calendars of regions."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.flow.calendar import (
    MONDAY_TO_FRIDAY,
    CompanyCalendar,
    Hours,
    WorkCalendar,
    WorkingTime,
    WorkWeek,
)
from core.flow.checking.calendars import check_calendars
from core.flow.definition import Span, TimeUnit
from core.flow.parsing import parse_flow
from core.people import Department, Directory
from tests.core.flow.company import person


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


# --- a company in China and in Germany -------------------------------------------------------

MORNING, AFTERNOON = Hours(time(9), time(12)), Hours(time(13), time(18))
CHINA = WorkCalendar(
    id="china",
    regions=("East China",),
    zone="Asia/Shanghai",
    week=(*[(MORNING, AFTERNOON)] * 5, (), ()),
    days={
        # National Day 2026: off from the 1st to the 7th; Saturday the 10th is worked for it
        **{date(2026, 10, day): () for day in range(1, 8)},
        date(2026, 10, 10): (MORNING, AFTERNOON),
        date(2026, 12, 31): (MORNING,),
    },
)
GERMANY = WorkCalendar(
    id="germany",
    regions=("Bavaria",),
    zone="Europe/Berlin",
    week=(*[(Hours(time(8), time(16)),)] * 5, (), ()),
    days={date(2026, 10, 26): ()},
)
COMPANY = CompanyCalendar(
    (CHINA, GERMANY),
    Directory(
        departments={"works": Department(id="works", title={}, region="Bavaria")},
        people={each.id: each for each in (person("li", region="East China"),)},
    ),
)
SHANGHAI = CHINA.working_time()


def in_shanghai(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("start", "within", "due"),
    [
        ("2026-09-30 10:00", "1 working days", "2026-10-08 10:00"),
        ("2026-10-09 10:00", "1 working days", "2026-10-10 10:00"),
        ("2026-10-09 10:00", "2 working days", "2026-10-12 10:00"),
        ("2026-10-03 10:00", "1 working hours", "2026-10-08 10:00"),
        ("2026-09-30 11:00", "2 working hours", "2026-09-30 14:00"),
        ("2026-09-30 17:00", "9 working hours", "2026-10-08 18:00"),
        ("2026-09-30 12:30", "1 working days", "2026-10-08 13:00"),
        ("2026-12-30 15:00", "1 working days", "2026-12-31 12:00"),
    ],
)
def test_holidays_swapped_days_and_breaks(start: str, within: str, due: str) -> None:
    assert SHANGHAI.due(in_shanghai(start), span(within)) == in_shanghai(due)


def test_a_swapped_saturday_is_worked_and_the_holiday_is_not() -> None:
    assert SHANGHAI.works_on(date(2026, 10, 10))
    assert not SHANGHAI.works_on(date(2026, 10, 11))
    assert not SHANGHAI.works_on(date(2026, 10, 5))


def test_each_person_has_the_calendar_of_the_own_region_or_of_the_departments() -> None:
    start = datetime(2026, 10, 23, 10, tzinfo=UTC)  # a Friday; 12 o'clock in Bavaria
    li, hans = person("li", region="East China"), person("hans", department="works")
    assert COMPANY.due(start, span("1 working days"), hans) == datetime(
        2026, 10, 27, 11, tzinfo=UTC
    )
    assert COMPANY.due(start, span("1 working days"), li) == datetime(2026, 10, 27, 1, tzinfo=UTC)
    assert COMPANY.due(start, span("1 working days"), None) == COMPANY.due(
        start, span("1 working days"), person("nobody")
    )
    assert COMPANY.beginning(date(2026, 10, 1)) == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert COMPANY.beginning(date.min) == datetime.min.replace(tzinfo=UTC)
    assert COMPANY.today(datetime(2026, 9, 30, 17, tzinfo=UTC)) == date(2026, 10, 1)


def test_a_company_without_a_calendar_works_from_monday_to_friday() -> None:
    plain = CompanyCalendar((), Directory())
    start = datetime(2026, 11, 27, 10, tzinfo=UTC)
    assert plain.due(start, span("1 working days"), None) == MONDAY_TO_FRIDAY.due(
        start, span("1 working days")
    )


def test_a_calendar_without_any_work_still_comes_to_an_end() -> None:
    idle = WorkingTime(UTC, ((),) * 7)
    start = datetime(2026, 11, 27, 10, tzinfo=UTC)
    assert idle.due(start, span("2 working days")) > start
    assert idle.plus(start, timedelta(hours=3), working=True) > start
    assert idle.between(start, start + timedelta(days=9), working=True) == timedelta()


@given(
    minutes=st.integers(0, 60 * 24 * 30),
    length=st.integers(0, 60 * 80),
    days=st.booleans(),
)
def test_what_is_added_has_passed(minutes: int, length: int, days: bool) -> None:
    start = datetime(2026, 9, 20, tzinfo=UTC) + timedelta(minutes=minutes)
    end = SHANGHAI.plus(start, timedelta(minutes=length), working=True, days=days)
    assert SHANGHAI.between(start, end, working=True) == timedelta(minutes=length)


NIGHT = WorkingTime(ZoneInfo("Europe/Berlin"), ((Hours(time(0), time(6)),),) * 7)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # Clocks go from 2:00 to 3:00 on 2026-03-29, and from 3:00 back to 2:00 on 2026-10-25.
        ("2026-03-29T00:30+01:00", "2026-03-29T04:30+02:00"),
        ("2026-03-28T05:00+01:00", "2026-03-29T03:00+02:00"),
        ("2026-10-25T00:30+02:00", "2026-10-25T02:30+01:00"),
        ("2026-10-25T02:45+01:00", "2026-10-25T05:45+01:00"),
    ],
)
def test_a_night_shift_in_which_the_clocks_change_counts_the_hours_that_pass(
    start: str, due: str
) -> None:
    begins, ends = datetime.fromisoformat(start), datetime.fromisoformat(due)
    assert NIGHT.due(begins.astimezone(UTC), span("3 working hours")) == ends
    assert NIGHT.between(begins.astimezone(UTC), ends, working=True) == timedelta(hours=3)


@given(minutes=st.integers(0, 60 * 24 * 7), length=st.integers(0, 60 * 30))
@pytest.mark.parametrize("week", [datetime(2026, 3, 26), datetime(2026, 10, 22)])
def test_what_is_added_has_passed_also_while_the_clocks_change(
    week: datetime, minutes: int, length: int
) -> None:
    start = week.replace(tzinfo=UTC) + timedelta(minutes=minutes)
    end = NIGHT.plus(start, timedelta(minutes=length), working=True)
    assert end >= start
    assert NIGHT.between(start, end, working=True) == timedelta(minutes=length)


@given(minutes=st.integers(0, 60 * 24 * 30), amount=st.integers(1, 9))
def test_working_days_one_after_the_other_are_so_many_working_days(
    minutes: int, amount: int
) -> None:
    start = datetime(2026, 9, 20, tzinfo=UTC) + timedelta(minutes=minutes)
    for calendar in (SHANGHAI, MONDAY_TO_FRIDAY):
        step = calendar.due(start, span("1 working days"))
        for _ in range(amount - 1):
            step = calendar.due(step, span("1 working days"))
        assert step == calendar.due(start, span(f"{amount} working days"))


# --- around midnight -------------------------------------------------------------------------

LATE, EARLY = Hours(time(22), time()), Hours(time(), time(6))
NIGHTS = WorkingTime(ZoneInfo("Asia/Shanghai"), ((EARLY, LATE),) * 5 + ((EARLY,), ()))
ALWAYS = WorkingTime(UTC, ((Hours(time(), time()),),) * 7)


@pytest.mark.parametrize(
    ("start", "within", "due"),
    [
        ("2026-11-23 23:00", "2 working hours", "2026-11-24 01:00"),
        ("2026-11-23 12:00", "2 working hours", "2026-11-24 00:00"),
        ("2026-11-23 12:00", "3 working hours", "2026-11-24 01:00"),
        ("2026-11-27 23:00", "8 working hours", "2026-11-30 01:00"),
        ("2026-11-23 23:30", "1 working days", "2026-11-24 23:30"),
        ("2026-11-23 12:00", "1 working days", "2026-11-24 22:00"),
        ("2026-11-27 23:30", "1 working days", "2026-11-28 06:00"),
    ],
)
def test_a_shift_may_go_on_over_midnight(start: str, within: str, due: str) -> None:
    assert NIGHTS.due(in_shanghai(start), span(within)) == in_shanghai(due)


@given(st.integers(0, 60 * 24 * 9), st.integers(0, 60 * 24 * 9))
def test_where_somebody_always_works_working_time_is_time(minutes: int, length: int) -> None:
    start = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=minutes)
    passed = timedelta(minutes=length)
    assert ALWAYS.plus(start, passed, working=True) == start + passed
    assert ALWAYS.between(start, start + passed, working=True) == passed


# --- until when it is known ------------------------------------------------------------------


def test_a_calendar_is_known_until_the_end_of_the_last_year_that_has_days() -> None:
    assert CHINA.last_known == date(2026, 12, 31)
    assert replace(CHINA, known_until=date(2026, 6, 30)).last_known == date(2026, 6, 30)
    assert replace(CHINA, days={}).last_known is None


@pytest.mark.parametrize(
    ("today", "within", "warned"),
    [
        ("2026-12-22", "within: 5 working days", False),
        ("2026-12-28", "within: 5 working days", True),
        ("2027-02-01", "within: 2 working hours", True),
        ("2026-12-28", "within: 5 days", False),
        ("2026-12-22", "within: 5 working days\n    late: {final: reject at 200%}", True),
        ("2026-12-22", "reason: required", False),
    ],
)
def test_a_limit_that_ends_when_a_calendar_is_not_known_is_warned_of(
    today: str, within: str, warned: bool
) -> None:
    flow = parse_flow(
        "flow: x\nobject: order\nowner: person:li\nsteps:\n"
        f"  - approve: one\n    by: person:li\n    {within}\n"
    )
    found = check_calendars(flow, (CHINA,), in_shanghai(f"{today} 10:00"))
    assert ["china knows until 2026-12-31" in each.message for each in found] == [True] * warned
    assert check_calendars(flow, (replace(CHINA, days={}),), in_shanghai("2030-01-01 10:00")) == ()
