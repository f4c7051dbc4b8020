"""Clocks of a case that goes on in another version of its flow: they follow its time limits.

What has run of a limit has run. A limit where there was none begins with the move, and the stages
that are over do not come again.
"""

from msgspec.structs import replace

from core.cases import Clock, Pause, Seat, SetDue
from core.flow import clocks
from core.flow.clocks import WORKING, moment, with_alarm
from core.flow.counterparts import meaning
from core.flow.course import Course
from core.flow.definition import Asking, Ladder, Span, TimeUnit, Wait
from core.flow.index import stages_of
from core.tasks import TaskState

_ASKED = (TaskState.OPEN, TaskState.WAITING)


def relimit(course: Course, at: int, old: Asking, new: Asking) -> None:
    """The limits of whoever is asked in a round of the step `old`, which is `new` now."""
    if meaning((old.within, old.late)) == meaning((new.within, new.late)):
        return
    for seat in course.rounds[at].seats:
        if seat.state not in _ASKED or seat.helps:
            continue
        changed = _relimited(course, seat, old, new)
        course.change_seat(at, changed)
        _tell(course, seat, changed)
        for helper in course.rounds[at].seats:
            if helper.helps == seat.task and helper.state in _ASKED:
                course.change_seat(at, replace(helper, due=changed.due))
                _tell(course, helper, changed)
    if course.rounds[at].questions:
        clocks.stop(course, at)


def relimit_wait(course: Course, at: int, new: Wait) -> None:
    """A wait for a duration lasts as long as `new` says, from when it began."""
    pause: Pause = course.pauses[at]
    if pause.clock is None or new.span is None:
        return
    length = course.calendar.length(pause.opened, new.span, None)
    clock = _limited(pause.clock, new.span, length.total_seconds())
    if clock.since is not None:
        clock = replace(clock, alarm=moment(course, clock, 100, None))
    course.pauses[at] = replace(pause, clock=clock)


def _relimited(course: Course, seat: Seat, old: Asking, new: Asking) -> Seat:
    if new.within is None:
        return replace(seat, due=None, clock=None)
    person = course.facts.directory.people.get(seat.person)
    clock = seat.clock
    if clock is None:
        clock = Clock(limit=0, since=seat.opened if seat.due is not None else course.now)
    length = course.calendar.length(clock.since or course.now, new.within, person)
    clock = _limited(clock, new.within, length.total_seconds())
    clock = replace(clock, stage=_stage(clock.stage, old.late, new.late))
    if clock.since is None:
        return replace(seat, due=None, clock=clock)
    if clock.used:
        due = moment(course, clock, 100, person)
    else:
        due = course.calendar.due(clock.since, new.within, person)
        if new.id not in course.index.stages:
            return replace(seat, due=due, clock=None)
    return replace(seat, due=due, clock=with_alarm(course, new.id, clock, person))


def _limited(clock: Clock, span: Span, seconds: float) -> Clock:
    working, days = span.unit in WORKING, span.unit is TimeUnit.WORKING_DAYS
    return replace(clock, limit=seconds, working=working, days=days)


def _stage(stage: int, old: Ladder | None, new: Ladder | None) -> int:
    """How many stages of the new ladder are over, as far as the old one has come."""
    if meaning(old) == meaning(new):
        return stage
    shares = [share for share, _ in stages_of(old)] if old is not None else []
    over = shares[stage - 1] if 0 < stage <= len(shares) else 0
    return sum(share <= over for share, _ in stages_of(new)) if new is not None else 0


def _tell(course: Course, before: Seat, after: Seat) -> None:
    if before.due != after.due:
        course.emit(SetDue(task=before.task, due=after.due))
