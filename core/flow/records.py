"""What a case has behind it: rounds on its path, decisions, keys that were given, actions."""

from collections.abc import Sequence

from core.cases import CallRecord, Child, Pause, Round
from core.flow.course import OF_PEOPLE, Course
from core.flow.definition import Call
from core.rounds import GONE
from core.tasks import Decision


def last_behind(course: Course, step: str) -> Round | None:
    """The round of people that closed last on the path to `step`."""
    last: Round | None = None
    for each in reversed(course.rounds):
        if each.closed is None or each.superseded or each.kind not in OF_PEOPLE:
            continue
        if each.step == step or not _is_before(course, each, step):
            continue
        if not course.forks:
            return each  # one after the other: what opened last closed last
        if last is None or last.closed is None or each.closed > last.closed:
            last = each
    return last


def behind(course: Course, step: str) -> list[Round]:
    """The rounds of people's steps that this path has been through, the last to close last.

    What happened in a parallel branch beside `step` is not on its path.
    """
    passed = [
        (each.closed, at, each)
        for at, each in enumerate(course.standing())
        if each.closed is not None and each.step != step and _is_before(course, each, step)
    ]
    return [each for *_, each in sorted(passed, key=lambda each: each[:2])]


def _is_before(course: Course, round_: Round, step: str) -> bool:
    """Whether a round lies before a step: a version to which the case was moved may have its step
    no longer, or behind this one."""
    return round_.step in course.index.spots and course.index.reaches(round_.step, step)


def last_decision(course: Course) -> Decision | None:
    """The last decision that still counts; one that passed by itself only if all did."""
    seats = [
        (not seat.automatic, seat.decision.at, seat.decision)
        for each in course.standing()
        for seat in each.seats
        if seat.decision is not None and not seat.helps and seat.state not in GONE
    ]
    seats.sort(key=lambda each: each[:2])
    return seats[-1][2] if seats else None


def next_number(course: Course, step: str, kept: Sequence[Pause | Child | CallRecord]) -> int:
    """The number of the step's next activation: no key is given twice, also where another version
    of the flow had a step of this id."""
    prefix = f"{course.before.id}/{step}/"
    numbers = (
        each.round if isinstance(each, CallRecord) else each.number
        for each in kept
        if each.step == step or each.key.startswith(prefix)
    )
    return 1 + max(numbers, default=0)


def undo_of(course: Course, record: CallRecord) -> str:
    """The action that takes this one back; "": nothing does."""
    if record.undo is not None:
        return record.undo
    step = course.step(record.step)
    return step.undo if isinstance(step, Call) else ""
