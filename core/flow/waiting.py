"""Waits: until a time, for a duration, or for an event that matches."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from msgspec.structs import replace

from core.cases import Pause, Signal, SignalCame
from core.flow.clocks import halted, moment, new_clock
from core.flow.course import Course
from core.flow.definition import Wait
from core.flow.incidents import report
from core.flow.records import next_number
from core.objects import FieldKind
from core.rules.context import UnclearError
from core.rules.expressions import evaluate, fields_used, holds
from core.tasks import Reason

OBJECT_CHANGED = "object.changed"
"""The event that a case gets when fields of its own object change."""


def wait(course: Course, step: Wait) -> bool:
    """Begin to wait; True: it is over already. What cannot be waited for is an incident."""
    number = next_number(course, step.id, course.pauses)
    pause = Pause(
        key=f"{course.before.id}/{step.id}/{number}",
        step=step.id,
        number=number,
        opened=course.now,
    )
    if step.event:
        return _for_event(course, step, pause)
    try:
        pause = _until(course, step, pause)
    except UnclearError as error:
        because = Reason(key="reason.wait_unclear", values={"detail": str(error)})
        report(course, step.id, number, because, str(error))
        course.post("wait_unclear", step=step.id, detail=str(error))
        return False
    over = pause.until is not None and pause.until <= course.now
    course.pauses.append(replace(pause, ended=course.now) if over else pause)
    if not over:
        course.post("waits", step=step.id)
    return over


def _until(course: Course, step: Wait, pause: Pause) -> Pause:
    if step.span is not None:
        clock = new_clock(course, step.span, None)
        return replace(pause, clock=replace(clock, alarm=moment(course, clock, 100, None)))
    assert step.until is not None
    found = evaluate(step.until.text, course.context)
    return replace(pause, until=_moment(course, found, step.until.text))


def _follow(course: Course, at: int, step: Wait, changed: Mapping[str, object]) -> bool:
    """A field that says until when to wait has changed: the wait is until then. True: it is over.

    `now` and `today` stay those of the moment in which the case got here. What says no moment any
    more leaves the wait as it was.
    """
    assert step.until is not None
    pause: Pause = course.pauses[at]
    if not fields_used(step.until.text).intersection(changed):
        return False
    then = {"now": pause.opened, "today": course.calendar.today(pause.opened)}
    try:
        found = evaluate(step.until.text, course.context.also(**then))
        until = _moment(course, found, step.until.text)
    except UnclearError as error:
        course.post("wait_kept", step=step.id, detail=str(error))
        return False
    if until == pause.until:
        return False
    over = until <= course.now
    ended = course.now if over else None
    course.pauses[at] = replace(pause, until=until, ended=ended)
    course.post("waited" if over else "waits_anew", step=step.id)
    return over


def _moment(course: Course, value: object, text: str) -> datetime:
    """A moment, or the beginning of a date; a time without an offset is the company's.

    Raises UnclearError for anything else.
    """
    if isinstance(value, Decimal):
        try:
            return _computed(course, value, text)
        except (OverflowError, ValueError) as error:
            raise UnclearError(f"{text}: {value}") from error
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError as error:
            raise UnclearError(f"{text}: {value!r}") from error
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else course.calendar.local(value)
    if isinstance(value, date):
        return course.calendar.beginning(value)
    raise UnclearError(f"{text} = null" if value is None else f"{text}: {value!r}")


def _computed(course: Course, seconds: Decimal, text: str) -> datetime:
    """What was computed, in seconds since 1970. From dates alone it is a day of the company's, and
    so long after it began."""
    names = fields_used(text)
    kinds = {field.kind for field in course.facts.object_type.fields if field.id in names}
    if "now" in names or FieldKind.TIME in kinds or FieldKind.TABLE in kinds:
        return datetime.fromtimestamp(float(seconds), UTC)
    days, rest = divmod(seconds, 86_400)
    day = date(1970, 1, 1) + timedelta(days=int(days))
    return course.calendar.beginning(day) + timedelta(seconds=float(rest))


# --- events ----------------------------------------------------------------------------------


def _for_event(course: Course, step: Wait, pause: Pause) -> bool:
    """One that came before the case got here counts as well, once."""
    for signal in sorted(course.facts.signals, key=lambda each: (each.at, each.id)):
        if signal.at >= course.before.started and _matches(course, step, signal, course.pauses):
            course.pauses.append(replace(pause, ended=course.now, signal=signal.id))
            course.post("event", step=step.id, event=step.event)
            return True
    course.pauses.append(pause)
    course.post("waits_for", step=step.id, event=step.event)
    return False


def came(course: Course, command: SignalCame) -> list[str]:
    """An event ends every wait that it matches; the steps that are through with it.

    That the object has changed moves the waits that are until a time that a field says.
    """
    moved = command.signal.name == OBJECT_CHANGED
    through = follow(course, command.signal.fields) if moved else []
    for at, step in _open_waits(course):
        if step.event and _matches(course, step, command.signal, course.before.pauses):
            course.pauses[at] = replace(
                course.pauses[at], ended=course.now, signal=command.signal.id
            )
            course.post("event", step=step.id, event=step.event)
            through.append(step.id)
    return through


def follow(course: Course, changed: Mapping[str, object]) -> list[str]:
    """Fields have changed: every wait until a time that one of them says is until the new one; the
    steps that are through with it."""
    return [
        step.id
        for at, step in _open_waits(course)
        if step.until is not None and _follow(course, at, step, changed)
    ]


def _open_waits(course: Course) -> Iterator[tuple[int, Wait]]:
    for at, pause in enumerate(course.pauses):
        step = course.step(pause.step) if pause.ended is None else None
        if isinstance(step, Wait):
            yield at, step


def _matches(course: Course, step: Wait, signal: Signal, earlier: Iterable[Pause]) -> bool:
    """Whether the wait is for this event, and it did not end an earlier wait of this case."""
    if signal.name != step.event or any(each.signal == signal.id for each in earlier):
        return False
    if step.where is None:
        return True
    seen: Mapping[str, object] = {**signal.fields, "id": signal.id, "name": signal.name}
    return holds(step.where.text, course.context.also(event=dict(seen)))


# --- time ------------------------------------------------------------------------------------


def is_over(course: Course, at: int) -> bool:
    """The time of a wait has come; False: its timer was too early."""
    pause = course.pauses[at]
    alarm = pause.alarm
    if alarm is None or alarm > course.now:
        return False
    course.pauses[at] = replace(pause, ended=course.now, clock=None)
    course.post("waited", step=pause.step)
    return True


def stop_waits(course: Course) -> None:
    """While a case is suspended its waits for a duration stand still."""
    for at, pause in enumerate(course.pauses):
        if pause.ended is None and pause.clock is not None and pause.clock.since is not None:
            course.pauses[at] = replace(pause, clock=halted(course, pause.clock, None))


def run_waits(course: Course) -> None:
    """They run on."""
    for at, pause in enumerate(course.pauses):
        if pause.ended is None and pause.clock is not None and pause.clock.since is None:
            clock = replace(pause.clock, since=course.now)
            clock = replace(clock, alarm=moment(course, clock, 100, None))
            course.pauses[at] = replace(pause, clock=clock)


def is_waiting(course: Course, step: str) -> bool:
    """Whether the case still waits at this step; while it was suspended a wait may have ended."""
    latest = [each for each in course.pauses if each.step == step]
    return not latest or latest[-1].ended is None
