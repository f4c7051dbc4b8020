"""Steering a whole case: withdrawn, urged, suspended, resumed, ended; questions stop its clocks."""

from datetime import datetime

from msgspec.structs import replace

from core.cases import (
    Answered,
    Ask,
    CallStatus,
    CaseStatus,
    End,
    EndedElsewhere,
    Outcome,
    Resubmit,
    Resume,
    RoundStatus,
    Seat,
    Stop,
    Suspend,
    Urge,
    UrgeTask,
    Withdraw,
)
from core.errors import Invalid, NotAllowed
from core.flow import calling, children, clocks, waiting
from core.flow.calendar import Calendar
from core.flow.course import OF_PEOPLE, Course
from core.flow.deciding import revise
from core.flow.definition import Asking, Call, Flow, Step, SubFlow, Wait
from core.flow.incidents import report
from core.flow.records import undo_of
from core.flow.settling import rejected
from core.flow.walking import go_on_after
from core.language import say
from core.people import Directory
from core.tasks import Decision, DecisionKind, Reason, TaskKind, TaskState

# --- the requester ---------------------------------------------------------------------------


def resubmit(course: Course, command: Resubmit) -> None:
    """The requester sends a returned case on its way again."""
    if course.status is not CaseStatus.RETURNED:
        raise Invalid(say("flow.not_returned"))
    at = next(
        at
        for at, each in enumerate(course.rounds)
        if each.kind is TaskKind.REVISE and each.status is RoundStatus.OPEN
    )
    seat = next(each for each in course.rounds[at].seats if each.state is TaskState.OPEN)
    if command.by not in (course.requester, seat.person):
        raise NotAllowed(say("flow.only_requester"))
    decision = Decision(
        kind=DecisionKind.DONE,
        by=command.by,
        at=course.now,
        reason=command.reason,
        acting=command.acting,
    )
    revise(course, at, seat, decision)


def withdraw(course: Course, command: Withdraw) -> None:
    """The requester takes the case back, while nothing irrevocable has happened."""
    _refuse_ended(course)
    if command.by != course.requester:
        raise NotAllowed(say("flow.only_requester"))
    _refuse_suspended(course)
    _withdraw(course, by=command.by)
    course.post("withdrawn", person=command.by, reason=command.reason)


def stop(course: Course, command: Stop) -> None:
    """The case above is withdrawn, or went back: this one ends, and undoes what it did."""
    if course.status is CaseStatus.ENDED:
        _refuse_irrevocable(course)
        children.stop_flows(course, course.everywhere, all_of_them=True)
        calling.take_back(course)
        return
    _withdraw(course, by=command.by)
    course.post("stopped")


def _withdraw(course: Course, *, by: str) -> None:
    _refuse_irrevocable(course)
    course.close_all(TaskState.CANCELLED, by=by)
    course.end(Outcome.WITHDRAWN)
    children.stop_flows(course, course.everywhere, all_of_them=True)
    calling.take_back(course)


def _refuse_irrevocable(course: Course) -> None:
    """Raises NotAllowed where an action is on its way, or took effect and has no `undo`."""
    for each in course.calls:
        if each.undoes:
            continue
        action = f"{each.connector}.{each.action}"
        if each.status is CallStatus.PENDING:
            raise NotAllowed(say("flow.call_on_its_way", action=action))
        if each.status is CallStatus.DONE and not undo_of(course, each):
            raise NotAllowed(say("flow.call_took_effect", action=action))
    children.refuse_irrevocable(course, course.everywhere)


def urge(course: Course, command: Urge) -> None:
    """Ask whoever the case waits for to hurry; limited in rate for each of them."""
    _refuse_suspended(course)
    waiting_for = [
        (at, seat)
        for at, each in enumerate(course.rounds)
        if each.status is RoundStatus.OPEN
        for seat in each.seats
        if seat.state is TaskState.OPEN and seat.person != command.by
    ]
    if not waiting_for:
        raise Invalid(say("flow.nobody_to_urge"))
    ready = [(at, seat) for at, seat in waiting_for if not _urged_lately(course, seat)]
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


# --- questions -------------------------------------------------------------------------------


def ask(course: Course, at: int, command: Ask) -> None:
    """A question was asked; to the requester it stops the clocks, if the step says so."""
    round_ = course.rounds[at]
    step = course.spot(round_.step).step if round_.kind in OF_PEOPLE else None
    stops = isinstance(step, Asking) and step.questions_stop_clock
    if not stops or course.requester not in command.people or command.question in round_.questions:
        return
    course.rounds[at] = replace(round_, questions=(*round_.questions, command.question))
    course.post("clock_stopped", step=round_.step, person=course.requester)
    clocks.stop(course, at)


def answered(course: Course, command: Answered) -> None:
    """A question was answered; when none is left, the clocks run on."""
    for at, round_ in enumerate(course.rounds):
        if command.question not in round_.questions:
            continue
        left = tuple(each for each in round_.questions if each != command.question)
        course.rounds[at] = replace(round_, questions=left)
        if left:
            course.post("answer_awaited", step=round_.step, person=course.requester)
            continue
        course.post("clock_runs", step=round_.step)
        if course.status is not CaseStatus.SUSPENDED:
            clocks.run(course, at)


# --- administrators --------------------------------------------------------------------------


def suspend(course: Course, command: Suspend) -> None:
    """The case stands still: nobody decides, clocks stop, answers of other systems are kept."""
    _refuse_ended(course)
    _refuse_suspended(course)
    for at, each in enumerate(course.rounds):
        if each.status is RoundStatus.OPEN and each.kind in OF_PEOPLE:
            clocks.stop(course, at)
    waiting.stop_waits(course)
    course.status = CaseStatus.SUSPENDED
    course.post("suspended", person=command.by, reason=command.reason)


def resume(course: Course, command: Resume) -> None:
    """A suspended case goes on, also with what was answered meanwhile."""
    if course.status is not CaseStatus.SUSPENDED:
        raise Invalid(say("flow.not_suspended"))
    returned = any(
        each.kind is TaskKind.REVISE and each.status is RoundStatus.OPEN for each in course.rounds
    )
    course.status = CaseStatus.RETURNED if returned else CaseStatus.RUNNING
    course.post("resumed", person=command.by, reason=command.reason)
    for at, each in enumerate(course.rounds):
        if each.status is RoundStatus.OPEN and each.kind in OF_PEOPLE:
            clocks.run(course, at)
    waiting.run_waits(course)
    for step_id in course.at:
        spot = course.index.spots.get(step_id)
        if spot is not None and step_id in course.at:
            _catch_up(course, spot.step)


def _catch_up(course: Course, step: Step) -> None:
    """Go on behind a step that was answered while the case was suspended."""
    if _has_incident(course, step.id):
        return
    if isinstance(step, SubFlow):
        if not children.is_running(course, step.id):
            flow_is_through(course, step)
    elif _is_through(course, step):
        go_on_after(course, step.id)


def _is_through(course: Course, step: Step) -> bool:
    if isinstance(step, Call):
        return not calling.is_under_way(course, step.id)
    return isinstance(step, Wait) and not waiting.is_waiting(course, step.id)


def _has_incident(course: Course, step: str) -> bool:
    return any(
        each.step == step and each.kind is TaskKind.INCIDENT and each.status is RoundStatus.OPEN
        for each in course.rounds
    )


def flow_is_through(course: Course, step: SubFlow) -> None:
    """A sub-flow that was waited for has ended: approved goes on, anything else is a reject.

    Where its reject would lead back behind something that took effect, the owner sees to it.
    """
    child = [each for each in course.children if each.step == step.id][-1]
    if child.outcome is Outcome.APPROVED:
        go_on_after(course, step.id)
        return
    try:
        rejected(course, step, by="")
    except NotAllowed as error:
        action = str(error.values.get("action", ""))
        because = Reason(key="reason.way_back_shut", values={"action": action})
        report(course, step.id, child.number, because, error.message)


def end(course: Course, command: End) -> None:
    """The case ends as the administrator says."""
    _refuse_ended(course)
    for each in course.calls:
        if each.status is CallStatus.PENDING and not each.undoes:
            action = f"{each.connector}.{each.action}"
            raise NotAllowed(say("flow.call_on_its_way", action=action))
    course.close_all(TaskState.CANCELLED, by=command.by)
    children.stop_flows(course, course.everywhere)
    outcome = say(f"flow.outcome.{command.outcome or 'gone'}")
    course.post("ended", person=command.by, outcome=outcome, reason=command.reason)
    course.end(command.outcome)


def ended_elsewhere(course: Course, command: EndedElsewhere) -> None:
    """The document was decided where it came from. Of a case that has ended nothing changes."""
    if course.status is CaseStatus.ENDED:
        return
    state = TaskState.CANCELLED if command.stopped else TaskState.DECIDED_ELSEWHERE
    course.close_all(state, by=command.who)
    children.stop_flows(course, course.everywhere)
    name = "stopped" if command.stopped else command.outcome.value or "gone"
    course.post(f"ended_elsewhere.{name}", person=command.who, detail=command.detail)
    course.end(command.outcome)


def _refuse_ended(course: Course) -> None:
    if course.status is CaseStatus.ENDED:
        raise Invalid(say("flow.ended", outcome=course.outcome))


def _refuse_suspended(course: Course) -> None:
    if course.status is CaseStatus.SUSPENDED:
        raise Invalid(say("flow.suspended"))
