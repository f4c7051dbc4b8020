"""Working time: when something is due that has to be done `within: 2 working days`."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from core.flow.definition import Span, TimeUnit
from core.language import Label
from core.people import Directory, Person

_FIXED = {
    TimeUnit.MINUTES: timedelta(minutes=1),
    TimeUnit.HOURS: timedelta(hours=1),
    TimeUnit.DAYS: timedelta(days=1),
}
_WORKING_DAYS = TimeUnit.WORKING_DAYS
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_MIDNIGHT = time()
_LONGEST = 3660
"""Days that are looked through for working time, in a calendar that may have none."""


class Calendar(Protocol):
    """Knows the working time of each person: hours, weekends, holidays, swapped working days.

    `working` says whether a length of time is working time or any time. `days`: it counts in
    working days, so what ends with the working day is over when the next one begins. `person` None
    is nobody in particular.
    """

    def length(self, start: datetime, span: Span, person: Person | None) -> timedelta:
        """How long `span` is, from `start` on."""
        ...

    def plus(
        self,
        start: datetime,
        length: timedelta,
        person: Person | None,
        *,
        working: bool,
        days: bool = False,
    ) -> datetime:
        """When so much time is over."""
        ...

    def between(
        self, start: datetime, end: datetime, person: Person | None, *, working: bool
    ) -> timedelta:
        """How much time passes."""
        ...

    def due(self, start: datetime, span: Span, person: Person | None) -> datetime:
        """When `span` is over for `person` from `start` on."""
        ...

    def today(self, moment: datetime) -> date:
        """The company's date at `moment`."""
        ...

    def beginning(self, day: date) -> datetime:
        """When a day begins for the company."""
        ...

    def local(self, clock: datetime) -> datetime:
        """When it is that date and time, given without an offset, for the company.

        Of an hour that comes twice as the clocks are changed it is the first; what lies in one that
        is left out, is as long after it as it was after the hour's beginning.
        """
        ...


class Hours(msgspec.Struct, frozen=True):
    """From when to when people work; a night shift is two of these."""

    begins: time
    ends: time
    """Midnight: when the day ends."""

    def still(self, clock: time) -> bool:
        """Whether they are not over yet at that time of day."""
        return clock < self.ends or self.ends == _MIDNIGHT


Day = tuple[Hours, ...]
"""The working hours of a day, in order; (): nobody works."""


class WorkingTime:
    """The working time of one place: the hours of each weekday, and the days that are different.

    A working day later is the same time of day on the next working day. What starts outside of
    working time starts when working time next does.
    """

    def __init__(
        self, zone: tzinfo, week: tuple[Day, ...], days: Mapping[date, Day] | None = None
    ) -> None:
        self.zone = zone
        self.week = week
        """Monday first."""
        self.days = days or {}
        """Public holidays (), and days that are worked or worked otherwise."""
        self._worked = sum(bool(day) for day in week) or 1
        self._ahead = tuple(_ahead(week, weekday, self._worked) for weekday in range(7))
        """For each weekday how far the next days are that are worked, up to a week, where none is
        different."""

    # --- the calendar --------------------------------------------------------------------------

    def length(self, start: datetime, span: Span, person: Person | None = None) -> timedelta:
        """How long `span` is from `start` on: working time for working days and hours."""
        if span.unit in _FIXED:
            return span.amount * _FIXED[span.unit]
        if span.unit is TimeUnit.WORKING_HOURS:
            return timedelta(hours=span.amount)
        return self.between(start, self.due(start, span), working=True)

    def plus(
        self,
        start: datetime,
        length: timedelta,
        person: Person | None = None,
        *,
        working: bool,
        days: bool = False,
    ) -> datetime:
        """When `length` is over; in the time zone of `start`."""
        if not working:
            return start + length
        left = length
        for begins, ends in self._stretches(start):
            if left < ends - begins or (left == ends - begins and not days):
                return (begins + left).astimezone(start.tzinfo)
            left -= ends - begins
        return start + length

    def between(
        self, start: datetime, end: datetime, person: Person | None = None, *, working: bool
    ) -> timedelta:
        """How much time passes from `start` to `end`."""
        if not working:
            return max(end - start, timedelta())
        passed = timedelta()
        for begins, ends in self._stretches(start):
            if begins >= end:
                break
            passed += min(ends, end) - begins
        return passed

    def due(self, start: datetime, span: Span, person: Person | None = None) -> datetime:
        """When `span` is over; in the time zone of `start`."""
        if span.unit is not _WORKING_DAYS:
            working = span.unit is TimeUnit.WORKING_HOURS
            return self.plus(start, self.length(start, span), working=working)
        day, clock = self._beginning_of_work(start.astimezone(self.zone))
        return self._on(self._days_after(day, span.amount), clock).astimezone(start.tzinfo)

    def today(self, moment: datetime) -> date:
        """The date at `moment` in this place."""
        return moment.astimezone(self.zone).date()

    def beginning(self, day: date) -> datetime:
        """Midnight in this place; for the first and last days that there are, as near as can be."""
        return self.local(datetime.combine(day, time()))

    def local(self, clock: datetime) -> datetime:
        """As `Calendar.local`; for the first and last days that there are, as near as can be."""
        here = clock.replace(tzinfo=self.zone, fold=0)
        try:
            return here.astimezone(UTC)
        except OverflowError:
            return here.replace(tzinfo=UTC)

    # --- days ----------------------------------------------------------------------------------

    def hours(self, day: date) -> Day:
        """When people work on `day`."""
        found = self.days.get(day) if self.days else None
        return self.week[day.weekday()] if found is None else found

    def works_on(self, day: date) -> bool:
        """Whether people work on `day`."""
        return bool(self.hours(day))

    def _stretches(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of working time from `start` on, in UTC: a night in which the clocks are
        changed is an hour shorter or longer."""
        here = start.astimezone(UTC)
        day = start.astimezone(self.zone).date()
        for number in range(_LONGEST):
            for hours in self.hours(day):
                begins = self._at(day, hours.begins).astimezone(UTC)
                ends = self._end(day, hours).astimezone(UTC)
                if number or ends > here:
                    yield (begins if number else max(begins, here)), ends
            day += _DAY

    def _beginning_of_work(self, here: datetime) -> tuple[date, time]:
        """When working time next is: now, later today, or on the next working day."""
        day, clock = here.date(), here.time()
        for hours in self.hours(day):
            if hours.still(clock):
                return day, clock if clock > hours.begins else hours.begins
        day = self._day_after(day)
        return day, next((hours.begins for hours in self.hours(day)), clock)

    def _on(self, day: date, clock: time) -> datetime:
        """The time of day on a working day: in a break, its end; after work, the end of work."""
        hours = self.hours(day)
        for each in hours:
            if each.still(clock):
                return self._at(day, clock if clock > each.begins else each.begins)
        return self._end(day, hours[-1]) if hours else self._at(day, clock)

    def _days_after(self, day: date, count: int) -> date:
        """The day of work that comes so many after this day."""
        if self.days or not count:
            for _ in range(count):
                day = self._day_after(day)
            return day
        weeks, left = divmod(count - 1, self._worked)
        day += self._ahead[day.weekday()][left]
        return day + weeks * _WEEK if weeks else day

    def _day_after(self, day: date) -> date:
        week, days = self.week, self.days
        if not days:
            return day + self._ahead[day.weekday()][0]
        for _ in range(_LONGEST):
            day += _DAY
            hours = days.get(day)
            if week[day.weekday()] if hours is None else hours:
                break
        return day

    def _end(self, day: date, hours: Hours) -> datetime:
        return self._at(day if hours.ends != _MIDNIGHT else day + _DAY, hours.ends)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)


def _ahead(week: tuple[Day, ...], weekday: int, worked: int) -> tuple[timedelta, ...]:
    """How far the next days are on which people work, as many as a week has; the longest search
    where they never do."""
    far = (days * _DAY for days in range(1, 8) if week[(weekday + days) % 7])
    return tuple(islice(far, worked)) or (_LONGEST * _DAY,)


class WorkWeek(WorkingTime):
    """Monday to Friday, the same hours for everybody, without holidays."""

    def __init__(self, zone: tzinfo = UTC, begins: time = time(9), ends: time = time(17)) -> None:
        day = (Hours(begins, ends),)
        super().__init__(zone, (day, day, day, day, day, (), ()))
        self.begins = begins
        self.ends = ends


MONDAY_TO_FRIDAY = WorkWeek()
"""In UTC. A server passes a calendar of its own."""


# --- a company -------------------------------------------------------------------------------


class WorkCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar as a company writes it: for the people of some regions."""

    id: str
    title: Label = {}
    regions: tuple[str, ...] = ()
    zone: str = "UTC"
    week: tuple[Day, ...]
    days: dict[date, Day] = {}
    known_until: date | None = None
    """The last day of which it is known whether it is worked; None: the end of the last year of
    `days`."""

    @property
    def last_known(self) -> date | None:
        """Until when it can be relied on; None: it has no days of its own, so for ever."""
        if self.known_until is not None or not self.days:
            return self.known_until
        return date(max(self.days).year, 12, 31)

    def working_time(self) -> WorkingTime:
        """What can be computed with."""
        return WorkingTime(ZoneInfo(self.zone), self.week, self.days)


class CompanyCalendar:
    """The calendars of a company: each person's by region; the first for whoever has none."""

    def __init__(self, calendars: tuple[WorkCalendar, ...], directory: Directory) -> None:
        self._directory = directory
        self._first = calendars[0].working_time() if calendars else MONDAY_TO_FRIDAY
        self._regions: dict[str, WorkingTime] = {
            region: time_there
            for each in calendars
            for time_there in (each.working_time(),)
            for region in each.regions
        }

    def of(self, person: Person | None) -> WorkingTime:
        """The working time of a person."""
        if person is None:
            return self._first
        return self._regions.get(self._directory.region_of(person), self._first)

    def length(self, start: datetime, span: Span, person: Person | None) -> timedelta:
        """As `Calendar.length`."""
        return self.of(person).length(start, span)

    def plus(
        self,
        start: datetime,
        length: timedelta,
        person: Person | None,
        *,
        working: bool,
        days: bool = False,
    ) -> datetime:
        """As `Calendar.plus`."""
        return self.of(person).plus(start, length, working=working, days=days)

    def between(
        self, start: datetime, end: datetime, person: Person | None, *, working: bool
    ) -> timedelta:
        """As `Calendar.between`."""
        return self.of(person).between(start, end, working=working)

    def due(self, start: datetime, span: Span, person: Person | None) -> datetime:
        """As `Calendar.due`."""
        return self.of(person).due(start, span)

    def today(self, moment: datetime) -> date:
        """The date where nobody in particular is."""
        return self._first.today(moment)

    def beginning(self, day: date) -> datetime:
        """When a day begins where nobody in particular is."""
        return self._first.beginning(day)

    def local(self, clock: datetime) -> datetime:
        """As `Calendar.local`, where nobody in particular is."""
        return self._first.local(clock)
