"""The tasks of seats: what a person is told when asked, and what they can do."""

from msgspec.structs import replace

from core.cases import OpenTask, Round, Seat
from core.flow.clocks import wind_up
from core.flow.course import OF_PEOPLE, Course
from core.flow.definition import Approve, Asking
from core.rules.expressions import fill
from core.tasks import Priority, Reason, TaskKind, TaskState

_HAND_ON = ("forward", "delegate", "add_signer", "remove_signer")
CAN: dict[TaskKind, tuple[str, ...]] = {
    TaskKind.APPROVE: ("approve", "reject", "abstain", "return", *_HAND_ON),
    TaskKind.DO: ("done", "return", *_HAND_ON),
    TaskKind.FILL: ("done", "return", *_HAND_ON),
    TaskKind.COPY: ("done",),
    TaskKind.REVISE: ("resubmit", "withdraw"),
    TaskKind.INCIDENT: ("done",),
}
"""What the one who is asked can do, by the kind of task."""
ADVISE: dict[TaskKind, tuple[str, ...]] = {
    TaskKind.APPROVE: ("approve", "reject", "abstain", "forward"),
    TaskKind.DO: ("done", "forward"),
    TaskKind.FILL: ("done", "forward"),
}
"""What a helper can do, whose answer is no vote."""
RETRY = ("approve", "skip", "done")
"""What the owner can do about a call, a wait or a sub-flow that went wrong: try it again, go on
without it, or say that it was done by hand."""

_INCIDENT, _HIGH, _NORMAL = TaskKind.INCIDENT, Priority.HIGH, Priority.NORMAL
"""An enum looks its members up slowly; these are asked for every task."""


def new_seat(course: Course, person: str, because: Reason, instead_of: str = "") -> Seat:
    """A seat for somebody who is asked now; there is no task yet."""
    return Seat(
        task=course.new_task(),
        person=person,
        because=because,
        opened=course.now,
        instead_of=instead_of,
    )


def call_up(course: Course, at: int, seat: Seat) -> None:
    """A seat that was ahead is asked now; its time limit begins."""
    step = course.step_of(course.rounds[at])
    opened = wind_up(course, step, replace(seat, state=TaskState.OPEN, opened=course.now))
    course.change_seat(at, opened)
    course.emit(task_of(course, course.rounds[at], opened))


def task_of(course: Course, round_: Round, seat: Seat, text: str = "") -> OpenTask:
    """The task of a seat; `text` is for rounds that no step of people opened."""
    kind = round_.kind
    if kind in OF_PEOPLE:
        return _of_people(course, round_, seat, course.step_of(round_))
    spot = course.index.spots.get(round_.step)
    incident = kind is _INCIDENT
    retry = incident and not (spot is not None and isinstance(spot.step, Asking))
    return OpenTask(
        task=seat.task,
        person=seat.person,
        kind=kind,
        step=round_.step,
        step_title=spot.step.title if spot is not None else {},
        round=round_.number,
        because=seat.because,
        text=text,
        due=seat.due,
        priority=_HIGH if incident else _NORMAL,
        can=RETRY if retry else CAN[kind],
        instead_of=seat.instead_of,
    )


def _of_people(course: Course, round_: Round, seat: Seat, step: Asking) -> OpenTask:
    approve = step if isinstance(step, Approve) else None
    can = ADVISE[round_.kind] if seat.helps else CAN[round_.kind]
    if approve is not None and approve.take_back and not seat.helps:
        can = (*can, "take_back")
    return OpenTask(
        task=seat.task,
        person=seat.person,
        kind=round_.kind,
        step=step.id,
        step_title=step.title,
        round=round_.number,
        because=seat.because,
        text=fill(step.text, course.context) if step.text else "",
        due=seat.due,
        priority=step.priority,
        reason_required=approve.reason_required if approve is not None else (),
        asks=step.asks if not seat.helps else (),
        can=can,
        instead_of=seat.instead_of,
    )
