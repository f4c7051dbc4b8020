"""Taking back the own decision, until the next person acted."""

from core.cases import CallStatus, CaseStatus, Round, RoundStatus, Seat, TakeBack
from core.errors import Invalid, NotAllowed, NotFound
from core.flow.asking import ask_like
from core.flow.course import OF_PEOPLE, Course
from core.flow.definition import Approve, Mode
from core.flow.handing import put_back, take_over
from core.flow.returning import ahead_of, clear
from core.flow.settling import settle
from core.flow.walking import go_on_after, stand_at
from core.language import say
from core.tasks import TaskKind, TaskState


def take_back(course: Course, command: TakeBack) -> None:
    """The decision counts no more, and its giver is asked again.

    Raises NotAllowed where the flow does not allow it, or where the next person has acted.
    """
    found = course.seat(command.task)
    if found is None:
        raise NotFound(kind="task", what=say("flow.task"), key=command.task)
    at, seat = found
    round_ = course.rounds[at]
    if course.status is not CaseStatus.RUNNING:
        raise Invalid(say("flow.not_running"))
    if seat.person != command.by:
        raise NotAllowed(say("flow.not_yours", who=seat.person))
    spot = course.index.spots.get(round_.step)
    if spot is None or not isinstance(spot.step, Approve) or not spot.step.take_back:
        raise NotAllowed(say("flow.no_take_back"))
    if round_.kind is not TaskKind.APPROVE or seat.helps:
        raise NotAllowed(say("flow.no_take_back"))
    if seat.state is not TaskState.DONE or seat.automatic:
        raise Invalid(say("flow.nothing_to_take_back"))
    if round_.status is RoundStatus.OPEN:
        _while_open(course, at, seat, spot.step)
    elif round_.status is RoundStatus.PASSED and not round_.superseded:
        _after_passing(course, round_, seat, spot.step)
    else:
        raise NotAllowed(say("flow.next_acted"))
    course.post("taken_back", step=round_.step, person=command.by, reason=command.reason)


def _while_open(course: Course, at: int, seat: Seat, step: Approve) -> None:
    """The round goes on without the answer; who was asked because of it is asked later."""
    seats = course.rounds[at].seats
    place = seats.index(seat)
    later = [each for each in seats if each.after == seat.task]
    if step.vote.mode is Mode.IN_ORDER:
        later += [each for each in seats[place + 1 :] if each.votes]
    if any(each.decision is not None and not each.automatic for each in later):
        raise NotAllowed(say("flow.next_acted"))
    for each in later:
        if each.state in (TaskState.OPEN, TaskState.WAITING):
            put_back(course, at, each)
    take_over(course, at, seat, seat.person)
    settle(course, at, by=seat.person)


def _after_passing(course: Course, round_: Round, seat: Seat, step: Approve) -> None:
    """The case comes back to this round; the others' answers in it are kept."""
    _refuse_if_acted(course, round_)
    kept = {
        each.person
        for each in round_.seats
        if each.state is TaskState.DONE and not each.helps and each.task != seat.task
    }
    clear(course, step.id, by=seat.person)
    if ask_like(course, step, round_, kept) is RoundStatus.PASSED:
        go_on_after(course, step.id)
    else:
        stand_at(course, step.id)


def _refuse_if_acted(course: Course, round_: Round) -> None:
    """Raises NotAllowed where somebody, or something, has acted on the approval."""
    ahead = ahead_of(course, round_.step) - {round_.step}
    for each in course.rounds:
        if each.superseded or each.step not in ahead or each.kind not in OF_PEOPLE:
            continue
        if any(seat.decision is not None and not seat.automatic for seat in each.seats):
            raise NotAllowed(say("flow.next_acted"))
    for call in course.calls:
        if call.step in ahead and call.status is not CallStatus.SKIPPED and not call.undoes:
            action = f"{call.connector}.{call.action}"
            raise NotAllowed(say("flow.call_between", action=action))
    for child in course.children:
        if child.step in ahead and not child.stopped:
            raise NotAllowed(say("flow.call_between", action=child.flow))
