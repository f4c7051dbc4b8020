"""Working time: when something is due that has to be done `within: 2 working days`."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from core.flow.definition import Span, TimeUnit
from core.people import Person


class Calendar(Protocol):
    """Knows the working time of each person: hours, weekends, holidays."""

    def due(self, start: datetime, span: Span, person: Person | None) -> datetime:
        """When `span` is over for `person` (None: nobody in particular) from `start` on."""
        ...

    def today(self, moment: datetime) -> date:
        """The calendar's date at `moment`."""
        ...


_FIXED = {
    TimeUnit.MINUTES: timedelta(minutes=1),
    TimeUnit.HOURS: timedelta(hours=1),
    TimeUnit.DAYS: timedelta(days=1),
}


class WorkWeek:
    """Monday to Friday, the same hours for everybody, without holidays.

    A working day later is the same time of day on the next working day. What starts outside of
    working time starts when working time next does.
    """

    def __init__(self, zone: tzinfo = UTC, begins: time = time(9), ends: time = time(17)) -> None:
        self.zone = zone
        self.begins = begins
        self.ends = ends

    def due(self, start: datetime, span: Span, person: Person | None) -> datetime:
        """When `span` is over; in the time zone of `start`."""
        if span.unit in _FIXED:
            return start + span.amount * _FIXED[span.unit]
        begin = self._working(start.astimezone(self.zone))
        if span.unit is TimeUnit.WORKING_DAYS:
            found = self._days_later(begin, span.amount)
        else:
            found = self._hours_later(begin, timedelta(hours=span.amount))
        return found.astimezone(start.tzinfo)

    def today(self, moment: datetime) -> date:
        """The date at `moment` in the calendar's zone."""
        return moment.astimezone(self.zone).date()

    def works_on(self, day: date) -> bool:
        """Whether people work on `day`."""
        return day.weekday() < 5

    def _working(self, moment: datetime) -> datetime:
        """`moment`, or when working time next begins."""
        if self.works_on(moment.date()) and moment.time() < self.ends:
            return max(moment, self._at(moment.date(), self.begins))
        return self._at(self._day_after(moment.date()), self.begins)

    def _days_later(self, moment: datetime, days: int) -> datetime:
        day = moment.date()
        for _ in range(days):
            day = self._day_after(day)
        return self._at(day, moment.time())

    def _hours_later(self, moment: datetime, left: timedelta) -> datetime:
        while left > (today := self._at(moment.date(), self.ends) - moment):
            left -= today
            moment = self._at(self._day_after(moment.date()), self.begins)
        return moment + left

    def _day_after(self, day: date) -> date:
        day += timedelta(days=1)
        while not self.works_on(day):
            day += timedelta(days=1)
        return day

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)


MONDAY_TO_FRIDAY = WorkWeek()
"""In UTC. A server passes a WorkWeek of its own time zone."""
