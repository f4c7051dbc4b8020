"""Handing a task to somebody else: forwarded, delegated, reassigned, handed over, taken over."""

from msgspec.structs import replace

from core.cases import (
    Delegate,
    Forward,
    HandOver,
    HoldTask,
    Reassign,
    ReleaseTask,
    Seat,
)
from core.errors import Invalid
from core.flow.course import OF_PEOPLE, Course
from core.flow.definition import Asking
from core.flow.finding import excluded as excluded_here
from core.flow.finding import in_round, receiver, requester_may
from core.flow.incidents import owner
from core.flow.opening import new_seat, task_of
from core.language import say
from core.rounds import UNANSWERED
from core.rules.assignment import Asked, managers_up
from core.tasks import Reason, TaskKind, TaskState


def forward(course: Course, at: int, seat: Seat, command: Forward) -> None:
    """The task goes to somebody else for good; who held it is kept."""
    step = _step(course, at)
    asked = receiver(course, at, command.to, helps=bool(seat.helps))
    because = Reason(key="reason.forwarded", values={"person": command.by})
    transfer(course, at, seat, asked, because)
    course.post("forwarded", step=step.id, person=command.by, to=command.to, reason=command.reason)


def delegate(course: Course, at: int, seat: Seat, command: Delegate) -> None:
    """A helper answers; then the task comes back."""
    step = _step(course, at)
    if seat.helps:
        raise Invalid(say("flow.helper_only_answers"))
    asked = receiver(course, at, command.to, helps=True)
    because = Reason(key="reason.delegated", values={"person": command.by})
    ask_helpers(course, at, seat, (asked,), because)
    course.post("delegated", step=step.id, person=command.by, to=command.to, reason=command.reason)


def reassign(course: Course, command: Reassign) -> None:
    """An administrator gives a task to somebody else, whoever has it."""
    found = course.seat(command.task)
    if found is None or found[1].state not in UNANSWERED:
        raise Invalid(say("flow.not_open"))
    at, seat = found
    asked = receiver(course, at, command.to, helps=bool(seat.helps))
    because = Reason(key="reason.reassigned", values={"person": command.by})
    transfer(course, at, seat, asked, because)
    course.post(
        "reassigned",
        step=course.rounds[at].step,
        person=command.by,
        who=seat.person,
        to=asked.person,
        reason=command.reason,
    )


def hand_over(course: Course, command: HandOver) -> None:
    """Whatever waits for somebody who leaves goes to another; copies are not needed any more."""
    for at in range(len(course.rounds)):
        for seat in course.rounds[at].seats:
            if seat.person == command.person and seat.state in UNANSWERED:
                _hand_over(course, at, seat, command)


def take_over(course: Course, at: int, seat: Seat, person: str) -> Seat:
    """Who was absent decides after all, instead of who decided or would have decided meanwhile."""
    because = Reason(key="reason.back", values={"person": seat.person})
    asked = Asked(person, because)
    if seat.state is not TaskState.DONE:
        return transfer(course, at, seat, asked, because)
    course.close_seat(at, seat, TaskState.OVERRIDDEN, by=person, decision=None)
    kept = course.seat(seat.task)
    assert kept is not None
    course.change_seat(at, replace(kept[1], decision=seat.decision, seen=seat.seen))
    return _sit_down(course, at, seat, asked, because, TaskState.OPEN)


def transfer(course: Course, at: int, seat: Seat, asked: Asked, because: Reason) -> Seat:
    """The seat is somebody else's from now on; whoever helped its owner is asked no more."""
    for each in course.rounds[at].seats:
        if each.helps == seat.task and each.state in UNANSWERED:
            course.close_seat(at, each, TaskState.CANCELLED, by=asked.person)
    state = TaskState.AHEAD if seat.state is TaskState.AHEAD else TaskState.OPEN
    course.close_seat(at, seat, TaskState.FORWARDED, by=asked.person)
    return _sit_down(course, at, seat, asked, because, state)


def put_back(course: Course, at: int, seat: Seat) -> None:
    """Somebody was asked too early: the task ends, and they are asked again in their turn."""
    course.close_seat(at, seat, TaskState.REMOVED, by="")
    later = replace(
        seat, task=course.new_task(), state=TaskState.AHEAD, due=None, clock=None, urged=0
    )
    course.add_seats(at, (later,), behind=seat.task)


def ask_helpers(
    course: Course, at: int, seat: Seat, helpers: tuple[Asked, ...], because: Reason
) -> None:
    """The task waits until all of them have answered."""
    course.change_seat(at, replace(seat, state=TaskState.WAITING))
    course.emit(HoldTask(task=seat.task, by=seat.person))
    for asked in helpers:
        helper = replace(
            new_seat(course, asked.person, because, asked.instead_of),
            helps=seat.task,
            added_by=seat.person,
            due=seat.due,
        )
        course.add_seats(at, (helper,), behind=seat.task)
        course.emit(task_of(course, course.rounds[at], helper))


def release(course: Course, at: int, task: str, *, by: str) -> None:
    """The task comes back to its owner, once nobody is left who has to answer first."""
    seats = course.rounds[at].seats
    if any(each.helps == task and each.state in UNANSWERED for each in seats):
        return
    for seat in seats:
        if seat.task == task and seat.state is TaskState.WAITING:
            course.change_seat(at, replace(seat, state=TaskState.OPEN))
            course.emit(ReleaseTask(task=task, by=by))


def _step(course: Course, at: int) -> Asking:
    spot = course.index.spots.get(course.rounds[at].step)
    if spot is None or course.rounds[at].kind not in OF_PEOPLE:
        raise Invalid(say("flow.not_forwarded"))
    assert isinstance(spot.step, Asking)
    return spot.step


def _sit_down(
    course: Course, at: int, seat: Seat, asked: Asked, because: Reason, state: TaskState
) -> Seat:
    """The new seat in the place of another; what depended on that one depends on this."""
    incident = course.rounds[at].kind is TaskKind.INCIDENT
    received = replace(
        seat,
        task=course.new_task(),
        person=asked.person,
        state=state,
        because=seat.because if incident else because,
        opened=course.now,
        ended=None,
        decision=None,
        seen="",
        closed_by="",
        chain=(*seat.chain, seat.person),
        instead_of=asked.instead_of,
    )
    round_ = course.rounds[at]
    others = tuple(
        replace(each, after=received.task) if each.after == seat.task else each
        for each in round_.seats
    )
    course.rounds[at] = replace(round_, seats=others)
    course.add_seats(at, (received,), behind=seat.task)
    if state is TaskState.OPEN:
        course.emit(task_of(course, course.rounds[at], received))
    return received


# --- who leaves ------------------------------------------------------------------------------


def _hand_over(course: Course, at: int, seat: Seat, command: HandOver) -> None:
    if course.rounds[at].kind is TaskKind.COPY:
        course.close_seat(at, seat, TaskState.CANCELLED, by=command.by)
        return
    asked = _successor(course, at, seat, command)
    because = Reason(key="reason.handed_over", values={"person": command.person})
    if asked is None:
        wanted = command.to or command.person
        because = Reason(key="reason.nobody", values={"wanted": f"person:{wanted}"})
        asked = _owner(course, at, because)
    transfer(course, at, seat, asked, because)
    course.post(
        "handed_over",
        step=course.rounds[at].step,
        person=command.person,
        to=asked.person,
        reason=command.reason,
    )


def _successor(course: Course, at: int, seat: Seat, command: HandOver) -> Asked | None:
    """Who was named, or the leaver's own delegate, or the next manager who can have it."""
    managers = [each.id for each in managers_up(command.person, course.facts.directory)]
    for name in (command.to or command.person, *managers):
        try:
            asked = receiver(course, at, name, helps=bool(seat.helps), leaves=command.person)
        except Invalid:
            continue
        if asked.person != command.person:
            return asked
    return None


def _owner(course: Course, at: int, because: Reason) -> Asked:
    round_ = course.rounds[at]
    spot = course.index.spots.get(round_.step)
    if spot is None or not isinstance(spot.step, Asking):
        return owner(course, because, requester_may=True)
    there = {each.person for each in round_.seats if in_round(round_.seats, each.person)}
    return owner(
        course,
        because,
        requester_may=requester_may(spot.step),
        excluded=excluded_here(course, spot.step) | there,
    )
