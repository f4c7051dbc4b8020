"""Steering a case: returned, resubmitted, withdrawn, forwarded, urged, ended elsewhere."""

from datetime import datetime

from msgspec.structs import replace

from core.cases import (
    CallStatus,
    CaseStatus,
    EndedElsewhere,
    Forward,
    Outcome,
    Resubmit,
    RoundStatus,
    Seat,
    Urge,
    UrgeTask,
    Withdraw,
)
from core.errors import FieldError, Invalid, NotAllowed
from core.flow.asking import approvers, requester_may, task_of
from core.flow.calendar import Calendar
from core.flow.calling import take_back
from core.flow.course import Course
from core.flow.definition import REQUESTER, Approve, Asking, Call, Do, Flow
from core.flow.walking import go_back, go_on
from core.language import say
from core.objects import ObjectState
from core.people import Directory
from core.tasks import Decision, DecisionKind, Reason, TaskKind, TaskState

PREVIOUS = "previous"


# --- return and resubmit ---------------------------------------------------------------------


def send_back(course: Course, at: int, seat: Seat, decision: Decision, to: str) -> None:
    """Return: one person takes the case back, for the whole round."""
    here = course.rounds[at].step
    target = _target(course, here, to)
    refuse_behind_call(course, target)
    course.close_seat(at, seat, TaskState.DONE, by=decision.by, decision=decision)
    course.close_round(at, RoundStatus.RETURNED, TaskState.CANCELLED, by=decision.by)
    course.returned_from = here
    because = Reason(key="reason.returned", values={"person": decision.by, "step": here})
    go_back(course, target, because)


def _target(course: Course, here: str, to: str) -> str:
    if to in ("", REQUESTER):
        return REQUESTER
    before = [each.step for each in course.standing() if each.step != here]
    if to == PREVIOUS:
        return before[-1] if before else REQUESTER
    if to in before and course.index.on_every_way(to, here):
        return to
    known = [REQUESTER, PREVIOUS]
    known += [step for step in dict.fromkeys(before) if course.index.on_every_way(step, here)]
    message = say("flow.no_way_back", step=to, known=", ".join(known))
    raise Invalid(message, errors=(FieldError(field="to", message=message),))


def refuse_behind_call(course: Course, target: str) -> None:
    """Raises NotAllowed where an action that took effect lies between here and `target`."""
    first = 0 if target == REQUESTER else course.spot(target).order
    for each in course.calls:
        if each.status is CallStatus.DONE and course.spot(each.step).order >= first:
            action = f"{each.connector}.{each.action}"
            raise NotAllowed(say("flow.call_between", action=action))


def resubmit(course: Course, command: Resubmit) -> None:
    """The requester sends a returned case on its way again."""
    if course.status is not CaseStatus.RETURNED:
        raise Invalid(say("flow.not_returned"))
    at = _revising(course)
    seat = course.rounds[at].seats[0]
    if command.by not in (course.requester, seat.person):
        raise NotAllowed(say("flow.only_requester"))
    decision = Decision(
        kind=DecisionKind.DONE,
        by=command.by,
        at=course.now,
        reason=command.reason,
        acting=command.acting,
    )
    resubmit_from(course, at, seat, decision)


def resubmit_from(course: Course, at: int, seat: Seat, decision: Decision) -> None:
    """The task to revise is done: the steps are gone through again."""
    course.close_seat(at, seat, TaskState.DONE, by=decision.by, decision=decision)
    course.close_round(at, RoundStatus.PASSED, TaskState.CANCELLED, by=decision.by)
    course.status = CaseStatus.RUNNING
    course.lap += 1
    course.returned_from = ""
    course.set_state(ObjectState.RUNNING)
    go_on(course, course.index.first)


def _revising(course: Course) -> int:
    return next(
        at
        for at, each in enumerate(course.rounds)
        if each.kind is TaskKind.REVISE and each.status is RoundStatus.OPEN
    )


# --- withdraw, ended elsewhere ---------------------------------------------------------------


def withdraw(course: Course, command: Withdraw) -> None:
    """The requester takes the case back, while nothing irrevocable has happened."""
    if course.status is CaseStatus.ENDED:
        raise Invalid(say("flow.ended", outcome=course.outcome))
    if command.by != course.requester:
        raise NotAllowed(say("flow.only_requester"))
    for each in course.calls:
        step = course.spot(each.step).step
        if each.status is CallStatus.PENDING:
            raise NotAllowed(say("flow.call_on_its_way", action=f"{each.connector}.{each.action}"))
        if each.status is CallStatus.DONE and isinstance(step, Call) and not step.undo:
            raise NotAllowed(say("flow.call_took_effect", action=f"{each.connector}.{each.action}"))
    course.close_all(TaskState.CANCELLED, by=command.by)
    course.post("withdrawn", person=command.by, reason=command.reason)
    course.end(Outcome.WITHDRAWN)
    take_back(course)


def ended_elsewhere(course: Course, command: EndedElsewhere) -> None:
    """The document was decided where it came from. Of a case that has ended nothing changes."""
    if course.status is CaseStatus.ENDED:
        return
    course.close_all(TaskState.DECIDED_ELSEWHERE, by=command.who)
    name = command.outcome.value or "gone"
    course.post(f"ended_elsewhere.{name}", person=command.who, detail=command.detail)
    course.end(command.outcome)


# --- forward, urge ---------------------------------------------------------------------------


def forward(course: Course, at: int, seat: Seat, command: Forward) -> None:
    """The task goes to somebody else for good; who held it is kept."""
    step = course.spot(course.rounds[at].step).step if _asks(course, at) else None
    if not isinstance(step, Approve | Do):
        raise Invalid(say("flow.not_forwarded"))
    _refuse_receiver(course, at, step, command)
    course.close_seat(at, seat, TaskState.FORWARDED, by=command.to)
    received = Seat(
        task=course.new_task(),
        person=command.to,
        because=Reason(key="reason.forwarded", values={"person": command.by}),
        opened=course.now,
        due=seat.due,
        chain=(*seat.chain, seat.person),
        urged=seat.urged,
        last_urged=seat.last_urged,
    )
    round_ = course.rounds[at]
    course.rounds[at] = replace(round_, seats=(*round_.seats, received))
    course.emit(task_of(course, step, round_, received))
    course.post("forwarded", step=step.id, person=command.by, to=command.to, reason=command.reason)


def _asks(course: Course, at: int) -> bool:
    return course.rounds[at].kind in (TaskKind.APPROVE, TaskKind.DO)


def _refuse_receiver(course: Course, at: int, step: Asking, command: Forward) -> None:
    person = course.facts.directory.people.get(command.to)
    seats = course.rounds[at].seats
    problem = ""
    if person is None or not person.active:
        problem = "receiver_unknown"
    elif any(each.person == command.to and each.state is not TaskState.FORWARDED for each in seats):
        problem = "receiver_in_round"
    elif command.to == course.requester and not requester_may(step):
        problem = "receiver_is_requester"
    elif isinstance(step, Approve) and step.exclusive and command.to in approvers(course):
        problem = "receiver_excluded"
    if problem:
        message = say(f"flow.{problem}", to=command.to)
        raise Invalid(message, errors=(FieldError(field="to", message=message),))


def urge(course: Course, command: Urge) -> None:
    """Ask whoever the case waits for to hurry; limited in rate for each of them."""
    waiting = [
        (at, seat)
        for at, each in enumerate(course.rounds)
        if each.status is RoundStatus.OPEN
        for seat in each.seats
        if seat.state is TaskState.OPEN and seat.person != command.by
    ]
    if not waiting:
        raise Invalid(say("flow.nobody_to_urge"))
    ready = [(at, seat) for at, seat in waiting if not _urged_lately(course, seat)]
    if not ready:
        raise NotAllowed(say("flow.urged_lately"))
    for at, seat in ready:
        urged = replace(seat, urged=seat.urged + 1, last_urged=course.now)
        course.change_seat(at, urged)
        course.emit(UrgeTask(task=seat.task, by=command.by, urged=urged.urged))
    people = ", ".join(seat.person for _, seat in ready)
    course.post("urged", person=command.by, people=people, text=command.text)


def rests_until(
    flow: Flow, seat: Seat, directory: Directory, calendar: Calendar
) -> datetime | None:
    """The moment from which the seat can be urged again; None: it was not urged yet."""
    if seat.last_urged is None:
        return None
    person = directory.people.get(seat.person)
    return calendar.due(seat.last_urged, flow.urge_every, person)


def _urged_lately(course: Course, seat: Seat) -> bool:
    until = rests_until(course.flow, seat, course.facts.directory, course.calendar)
    return until is not None and until > course.now
