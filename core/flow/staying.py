"""What goes on at a step when its case is moved to another version, and what is asked anew."""

from typing import Any

from msgspec.structs import replace

from core.cases import CallStatus, OpenTask, RenewTask, Round, RoundStatus, Seat
from core.errors import Invalid
from core.flow.carrying import same_action, same_tables, titled
from core.flow.counterparts import meaning
from core.flow.course import OF_PEOPLE, Course
from core.flow.definition import Approve, Call, Do, Fill, SubFlow, Wait
from core.flow.opening import task_of
from core.flow.relimiting import relimit, relimit_wait
from core.flow.walking import go_on
from core.language import say
from core.tasks import TaskKind, TaskState

_ASKED = (TaskState.OPEN, TaskState.WAITING)


def stays(was: Course, course: Course, old_id: str, new_id: str) -> bool:
    """Whether what was begun at a step goes on, by the limits of the new version; else it is to be
    begun anew. Raises Invalid where neither is possible."""
    old, new = was.spot(old_id).step, course.spot(new_id).step
    if isinstance(old, Approve | Do | Fill):
        at = _open_round(course, new_id)
        if at is None:
            return True  # only an incident is open
        if type(old) is not type(new) or meaning(_rule(old)) != meaning(_rule(new)):
            return False
        assert isinstance(new, Approve | Do | Fill)
        relimit(course, at, old, new)
    elif isinstance(old, Wait):
        assert isinstance(new, Wait)
        return _wait_stays(course, old, new)
    elif isinstance(old, Call):
        _refuse_other_action(was, course, old, new)
    elif isinstance(old, SubFlow):
        assert isinstance(new, SubFlow)
        if (old.flow, old.waits) != (new.flow, new.waits):
            raise Invalid(say("moving.other_flow", step=titled(old), old=old.flow, new=new.flow))
    return True


def ask_anew(course: Course, step: str, *, by: str) -> None:
    """End what was begun at a step, and begin it again. Decisions are kept for the record."""
    for at, each in enumerate(course.rounds):
        if each.step == step and each.status is RoundStatus.OPEN and each.kind is not TaskKind.COPY:
            course.close_round(at, RoundStatus.CANCELLED, TaskState.CANCELLED, by=by)
            course.rounds[at] = replace(course.rounds[at], superseded="step")
    for at, pause in enumerate(course.pauses):
        if pause.step == step and pause.ended is None:
            course.pauses[at] = replace(pause, ended=course.now)
    course.leave(step)
    course.post("asked_anew", step=step)
    go_on(course, step, again=True)


def renew(was: Course, course: Course) -> None:
    """Tell of every task that stays what it says now."""
    for before, after in zip(was.rounds, course.rounds, strict=False):
        if after.status is RoundStatus.OPEN and after.kind is not TaskKind.COPY:
            for seat in after.seats:
                if seat.state in _ASKED:
                    _renew(was, before, course, after, seat)


def _renew(was: Course, before: Round, course: Course, after: Round, seat: Seat) -> None:
    now, of_people = task_of(course, after, seat), after.kind in OF_PEOPLE
    course.emit(
        RenewTask(
            task=seat.task,
            person=seat.person,
            step=now.step,
            step_title=now.step_title,
            says=now if of_people else None,
            reworded=of_people and _words(task_of(was, before, seat)) != _words(now),
        )
    )


def _words(task: OpenTask) -> tuple[object, ...]:
    """What whoever is asked sees of the task, and has to give."""
    return (task.step_title, task.text, task.asks, task.reason_required, task.can)


def _rule(step: Approve | Do | Fill) -> dict[str, Any]:
    """Whom a step asks, and how it is decided."""
    names = ("by", "vote", "exclusive", "allow_requester")
    return {name: getattr(step, name, None) for name in names}


def _open_round(course: Course, step: str) -> int | None:
    for at, each in enumerate(course.rounds):
        if each.step == step and each.status is RoundStatus.OPEN and each.kind in OF_PEOPLE:
            return at
    return None


def _wait_stays(course: Course, old: Wait, new: Wait) -> bool:
    """A wait for a duration goes on with another one; any other is the same, or begins anew."""
    waiting = [n for n, each in enumerate(course.pauses) if each.step == new.id]
    if old.span is not None and new.span is not None:
        if waiting and course.pauses[waiting[-1]].ended is None:
            relimit_wait(course, waiting[-1], new)
        return True
    said = ("span", "until", "event", "where")
    same = all(meaning(getattr(old, name)) == meaning(getattr(new, name)) for name in said)
    ended = bool(waiting) and course.pauses[waiting[-1]].ended is not None
    return same or (ended and not _has_incident(course, new.id))


def _has_incident(course: Course, step: str) -> bool:
    return any(
        each.step == step and each.kind is TaskKind.INCIDENT and each.status is RoundStatus.OPEN
        for each in course.rounds
    )


def _refuse_other_action(was: Course, course: Course, old: Call, new: object) -> None:
    """Raises Invalid where the action that the step waits for is not the one it names now."""
    assert isinstance(new, Call)
    if same_action(old, new) and same_tables(was.flow, course.flow, old):
        return
    latest = [each for each in course.calls if each.step == new.id and not each.undoes][-1]
    action = f"{latest.connector}.{latest.action}"
    failed = latest.status is CallStatus.FAILED
    hint = say(f"moving.other_action.{'failed' if failed else 'pending'}")
    raise Invalid(say("moving.other_action", step=titled(old), action=action), hint=hint)
