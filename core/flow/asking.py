"""Opening rounds: people are asked, told, or need not be asked again."""

from collections.abc import Iterable

from msgspec.structs import replace

from core.cases import OpenTask, Round, RoundStatus, Seat
from core.errors import Invalid
from core.flow.course import Course
from core.flow.definition import REQUESTER, Approve, Asking, Do, Mode, Tell
from core.flow.standing import given_before
from core.flow.voting import verdict
from core.language import say
from core.rules.assignment import Asked, describe, find, find_owner
from core.rules.expressions import fill
from core.tasks import Decision, DecisionKind, Priority, Reason, TaskKind, TaskState

CAN: dict[TaskKind, tuple[str, ...]] = {
    TaskKind.APPROVE: ("approve", "reject", "return", "forward"),
    TaskKind.DO: ("done", "return", "forward"),
    TaskKind.COPY: ("done",),
    TaskKind.REVISE: ("resubmit", "withdraw"),
    TaskKind.INCIDENT: ("done",),
}
"""What the one who is asked can do, by the kind of task."""


def ask(course: Course, step: Asking, *, again: bool = False) -> RoundStatus:
    """Open a round of `step`. Answers OPEN, or PASSED where everything needed was given before.

    `again`: the case came back to this step, so nobody passes by themselves.
    """
    kind = TaskKind.APPROVE if isinstance(step, Approve) else TaskKind.DO
    people, missing = _people(course, step)
    number = course.number(step.id, kind)
    seats = tuple(_seat(course, step, asked, again=again) for asked in people)
    at = _open(course, step.id, number, kind, seats, mode=step.vote.mode)
    status = verdict(course.rounds[at], step.vote)
    if status is RoundStatus.OPEN:
        for seat in seats:
            if seat.state is TaskState.OPEN:
                course.emit(task_of(course, step, course.rounds[at], seat))
    else:
        _pass_by_itself(course, at)
    _tell_passed(course, step, seats)
    if missing:
        _report_nobody(course, step, course.rounds[at])
    return status


def tell(course: Course, step: Tell) -> None:
    """Copies to people. Nobody waits for them, so nobody missing is an incident; it is said."""
    found = _distinct(
        asked for who in step.to for asked in find(who, course.search(requester_may=True))
    )
    if not found:
        course.post("nobody_told", step=step.id)
        return
    seats = tuple(_fresh_seat(course, asked) for asked in found)
    number = course.number(step.id, TaskKind.COPY)
    at = _open(course, step.id, number, TaskKind.COPY, seats, status=RoundStatus.PASSED)
    for seat in seats:
        course.emit(
            OpenTask(
                task=seat.task,
                person=seat.person,
                kind=TaskKind.COPY,
                step=step.id,
                step_title=step.title,
                round=course.rounds[at].number,
                because=seat.because,
                text=fill(step.text, course.context),
                can=CAN[TaskKind.COPY],
            )
        )


def ask_to_revise(course: Course, because: Reason) -> None:
    """The requester's own task while the case waits for a resubmit."""
    person = course.facts.directory.people.get(course.requester)
    asked = Asked(course.requester, because)
    if person is None or not person.active:
        asked = owner(course, Reason(key="reason.requester_gone"), requester_may=True)
    seat = _fresh_seat(course, asked)
    number = course.number(REQUESTER, TaskKind.REVISE)
    _open(course, REQUESTER, number, TaskKind.REVISE, (seat,))
    course.emit(
        OpenTask(
            task=seat.task,
            person=seat.person,
            kind=TaskKind.REVISE,
            step=REQUESTER,
            round=number,
            because=seat.because,
            can=CAN[TaskKind.REVISE],
        )
    )


def report(
    course: Course,
    step: str,
    number: int,
    because: Reason,
    text: str,
    can: tuple[str, ...] = CAN[TaskKind.INCIDENT],
) -> None:
    """An incident at a step: a task for the owner of the flow."""
    seat = _fresh_seat(course, owner(course, because, requester_may=True))
    _open(course, step, number, TaskKind.INCIDENT, (seat,))
    spot = course.spot(step)
    course.emit(
        OpenTask(
            task=seat.task,
            person=seat.person,
            kind=TaskKind.INCIDENT,
            step=step,
            step_title=spot.step.title,
            round=number,
            because=because,
            text=text,
            priority=Priority.HIGH,
            can=can,
        )
    )


def owner(
    course: Course,
    because: Reason,
    *,
    requester_may: bool = False,
    excluded: Iterable[str] = (),
) -> Asked:
    """Who stands in for somebody who was not found. Raises Invalid where there is really nobody."""
    search = course.search(requester_may=requester_may, excluded=excluded)
    found = find_owner(course.flow.owner, search, because)
    if found is None:
        raise Invalid(say("flow.no_owner", flow=course.flow.id), hint=say("flow.no_owner.hint"))
    return found


def task_of(course: Course, step: Asking, round_: Round, seat: Seat) -> OpenTask:
    """The task of a seat in a round of a step that asks people."""
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
        reason_required=step.reason_required if isinstance(step, Approve) else (),
        asks=step.asks,
        can=CAN[round_.kind],
    )


def requester_may(step: Asking) -> bool:
    """Whether the requester can be asked at this step."""
    return step.allow_requester if isinstance(step, Approve) else True


def approvers(course: Course) -> set[str]:
    """Who approved in this case, as far as it still counts."""
    return {
        seat.person
        for each in course.standing()
        for seat in each.seats
        if seat.decision is not None and seat.decision.kind is DecisionKind.APPROVE
    }


# --- seats -----------------------------------------------------------------------------------


def _people(course: Course, step: Asking) -> tuple[list[Asked], bool]:
    """Who is asked, each once, and whether somebody named could not be found."""
    exclusive = isinstance(step, Approve) and step.exclusive
    excluded = approvers(course) if exclusive else set()
    may = requester_may(step)
    search = course.search(requester_may=may, excluded=excluded)
    found: list[Asked] = []
    missing = False
    for who in step.by:
        people = find(who, search)
        if not people:
            missing = True
            because = Reason(key="reason.nobody", values={"wanted": describe(who)})
            people = (owner(course, because, requester_may=may, excluded=excluded),)
        found.extend(people)
    return _distinct(found), missing


def _distinct(people: Iterable[Asked]) -> list[Asked]:
    """Each person once, with the first reason."""
    found: dict[str, Asked] = {}
    for asked in people:
        found.setdefault(asked.person, asked)
    return list(found.values())


def _seat(course: Course, step: Asking, asked: Asked, *, again: bool) -> Seat:
    seat = _fresh_seat(course, asked)
    if step.within is not None:
        person = course.facts.directory.people.get(asked.person)
        seat = replace(seat, due=course.calendar.due(course.now, step.within, person))
    if again or isinstance(step, Do):
        return seat
    given = given_before(course, step, asked.person)
    if given is None:
        return seat
    because, decision = given
    return replace(
        seat,
        state=TaskState.DONE,
        because=because,
        ended=course.now,
        decision=Decision(kind=DecisionKind.APPROVE, by=asked.person, at=decision.at),
        automatic=True,
        seen=course.seen,
        due=None,
    )


def _fresh_seat(course: Course, asked: Asked) -> Seat:
    return Seat(
        task=course.new_task(), person=asked.person, because=asked.because, opened=course.now
    )


def _open(
    course: Course,
    step: str,
    number: int,
    kind: TaskKind,
    seats: tuple[Seat, ...],
    *,
    mode: str = Mode.ALL.value,
    status: RoundStatus = RoundStatus.OPEN,
) -> int:
    course.rounds.append(
        Round(
            step=step,
            number=number,
            kind=kind,
            mode=str(mode),
            status=status,
            seats=seats,
            opened=course.now,
            closed=course.now if status is not RoundStatus.OPEN else None,
            lap=course.lap,
        )
    )
    return len(course.rounds) - 1


# --- rounds that nobody has to be asked in ---------------------------------------------------


def _pass_by_itself(course: Course, at: int) -> None:
    """Close a round in which nobody has to be asked; tasks never opened need no closing."""
    round_ = course.rounds[at]
    giver = next(seat.person for seat in round_.seats if seat.automatic)
    seats = tuple(
        seat
        if seat.automatic
        else replace(seat, state=TaskState.CLOSED_BY_PEER, ended=course.now, closed_by=giver)
        for seat in round_.seats
    )
    course.rounds[at] = replace(round_, seats=seats, status=RoundStatus.PASSED, closed=course.now)


def _tell_passed(course: Course, step: Asking, seats: tuple[Seat, ...]) -> None:
    for seat in seats:
        if seat.automatic:
            course.post("passed_again", step=step.id, person=seat.person)


def _report_nobody(course: Course, step: Asking, round_: Round) -> None:
    course.post("nobody_found", step=step.id)
    if round_.status is RoundStatus.OPEN:
        report(course, step.id, round_.number, Reason(key="reason.nobody_found"), "")
