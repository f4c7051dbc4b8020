"""Time limits: when a task is due, when the next stage of its ladder is, and clocks that stop.

A clock counts the time that has run, so it can stand still and run on; working time is that of the
person asked.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from core.cases import Clock, Seat, SetDue
from core.flow.course import Course
from core.flow.definition import Asking, Span, TimeUnit
from core.people import Person
from core.tasks import TaskState

WORKING = (TimeUnit.WORKING_DAYS, TimeUnit.WORKING_HOURS)
"""The units of working time."""


def wind_up(course: Course, step: Asking, seat: Seat) -> Seat:
    """The seat of somebody who is asked now, with its time limit running."""
    if step.within is None:
        return seat
    person = course.facts.directory.people.get(seat.person)
    due = course.calendar.due(course.now, step.within, person)
    if step.id not in course.index.stages:
        return replace(seat, due=due)
    clock = new_clock(course, step.within, person)
    return replace(seat, due=due, clock=with_alarm(course, step.id, clock, person))


def new_clock(course: Course, span: Span, person: Person | None) -> Clock:
    """A clock that runs from now on."""
    length = course.calendar.length(course.now, span, person)
    return _running(course, span, length.total_seconds())


def _running(course: Course, span: Span, seconds: float) -> Clock:
    return Clock(
        limit=seconds,
        working=span.unit in WORKING,
        days=span.unit is TimeUnit.WORKING_DAYS,
        since=course.now,
    )


def moment(course: Course, clock: Clock, share: int, person: Person | None) -> datetime:
    """When `share` percent of a running clock's limit are over."""
    since = clock.since or course.now
    left = timedelta(seconds=clock.limit * share / 100 - clock.used)
    if left <= timedelta():
        return since
    return course.calendar.plus(since, left, person, working=clock.working, days=clock.days)


def advance(course: Course, at: int, seat: Seat) -> Seat:
    """The seat's ladder is at its next stage."""
    assert seat.clock is not None
    step = course.rounds[at].step
    person = course.facts.directory.people.get(seat.person)
    clock = replace(seat.clock, stage=seat.clock.stage + 1)
    seat = replace(seat, clock=with_alarm(course, step, clock, person))
    course.change_seat(at, seat)
    return seat


def stop(course: Course, at: int) -> None:
    """The clocks of a round stand still."""
    for seat in course.rounds[at].seats:
        if seat.state in (TaskState.OPEN, TaskState.WAITING):
            _stop(course, at, seat)


def run(course: Course, at: int) -> None:
    """The clocks of a round run on, unless the requester still owes an answer."""
    round_ = course.rounds[at]
    if round_.questions:
        return
    for seat in round_.seats:
        if seat.clock is not None and seat.clock.since is None:
            _run(course, at, seat)


def halted(course: Course, clock: Clock, person: Person | None) -> Clock:
    """The clock, standing still."""
    assert clock.since is not None
    passed = course.calendar.between(clock.since, course.now, person, working=clock.working)
    return replace(clock, used=clock.used + passed.total_seconds(), since=None, alarm=None)


def _stop(course: Course, at: int, seat: Seat) -> None:
    person = course.facts.directory.people.get(seat.person)
    clock = seat.clock
    if clock is None:
        clock = _rest(course, at, seat, person)
    if clock is None or clock.since is None:
        return
    course.change_seat(at, replace(seat, clock=halted(course, clock, person), due=None))
    course.emit(SetDue(task=seat.task, due=None))


def _rest(course: Course, at: int, seat: Seat, person: Person | None) -> Clock | None:
    """A clock for what is left until the seat is due; None: it is not due, or late already."""
    step = course.spot(course.rounds[at].step).step
    within = step.within if isinstance(step, Asking) else None
    if seat.due is None or seat.due <= course.now or within is None:
        return None
    working = within.unit in WORKING
    left = course.calendar.between(course.now, seat.due, person, working=working)
    return _running(course, within, left.total_seconds())


def _run(course: Course, at: int, seat: Seat) -> None:
    assert seat.clock is not None
    person = course.facts.directory.people.get(seat.person)
    clock = replace(seat.clock, since=course.now)
    due = moment(course, clock, 100, person)
    if not seat.helps:  # whoever asked for help is reminded, and the helper with them
        clock = with_alarm(course, course.rounds[at].step, clock, person)
    course.change_seat(at, replace(seat, clock=clock, due=due))
    course.emit(SetDue(task=seat.task, due=due))


def with_alarm(course: Course, step: str, clock: Clock, person: Person | None) -> Clock:
    """The clock of somebody asked at `step`, with the moment of its next stage; none while it
    stands still."""
    stages = course.index.stages.get(step, ())
    if clock.stage >= len(stages) or clock.since is None:
        return replace(clock, alarm=None)
    return replace(clock, alarm=moment(course, clock, stages[clock.stage][0], person))
