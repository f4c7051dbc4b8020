"""A person's decision about a task: may it be made, and what follows from it."""

from core.cases import CallStatus, CaseStatus, Decide, RoundStatus, Seat
from core.errors import (
    AlreadyDecided,
    FieldError,
    Invalid,
    NoLongerYours,
    NotAllowed,
    NotFound,
    SignoffError,
)
from core.flow import calling
from core.flow.children import start_flow
from core.flow.course import OF_PEOPLE, Course
from core.flow.definition import Approve, Asking, Call, SubFlow, Wait
from core.flow.finding import approved_elsewhere, in_round
from core.flow.handing import release, take_over
from core.flow.returning import go_back, refuse_behind_effects, resubmitted, target_of
from core.flow.settling import settle
from core.flow.waiting import wait
from core.flow.walking import go_on_after
from core.language import label, say
from core.tasks import Decision, DecisionKind, Reason, TaskKind, TaskState

_APPROVE, _REJECT = DecisionKind.APPROVE, DecisionKind.REJECT
_RETURN, _DONE = DecisionKind.RETURN, DecisionKind.DONE
_ABSTAIN, _SKIP = DecisionKind.ABSTAIN, DecisionKind.SKIP
_COPY, _REVISE, _INCIDENT = TaskKind.COPY, TaskKind.REVISE, TaskKind.INCIDENT
_OPEN, _TASK_DONE, _SUSPENDED = TaskState.OPEN, TaskState.DONE, CaseStatus.SUSPENDED
_POSSIBLE = {
    TaskKind.APPROVE: (_APPROVE, _REJECT, _RETURN, _ABSTAIN),
    TaskKind.DO: (_DONE, _RETURN),
    TaskKind.FILL: (_DONE, _RETURN),
    TaskKind.COPY: (_DONE,),
    TaskKind.REVISE: (_DONE,),
    TaskKind.INCIDENT: (_DONE,),
}


def decide(course: Course, command: Decide) -> None:
    """Approve, reject, abstain, return or tick off a task."""
    at, seat = _seat_to_decide(course, command)
    kind = course.rounds[at].kind
    if course.status is _SUSPENDED and kind is not _COPY:
        raise Invalid(say("flow.suspended"))
    if command.kind not in _possible(course, at, seat):
        raise Invalid(say("flow.not_possible", decision=command.kind, kind=kind))
    if command.kind is _APPROVE and not seat.helps and approved_elsewhere(course, at, command.by):
        raise NotAllowed(
            say("flow.receiver_excluded", to=name(course, command.by)),
            hint=say("flow.receiver_excluded.hint"),
        )
    decision = Decision(
        kind=command.kind,
        by=command.by,
        at=course.now,
        reason=command.reason,
        fields=command.fields,
        acting=command.acting,
    )
    if kind in OF_PEOPLE:
        _decide_step(course, at, seat, decision, command.to)
    elif kind is _REVISE:
        revise(course, at, seat, decision)
    elif kind is _COPY:
        course.close_seat(at, seat, _TASK_DONE, by=command.by, decision=decision)
    else:
        _decide_incident(course, at, seat, decision)


def own_seat(course: Course, task: str, by: str) -> tuple[int, Seat]:
    """The open seat with this task, if it is this person's.

    Raises NotFound, NotAllowed, AlreadyDecided or NoLongerYours, saying what happened meanwhile.
    """
    return _own(course, *_seat(course, task), by)


def _own(course: Course, at: int, seat: Seat, by: str) -> tuple[int, Seat]:
    if seat.person != by:
        raise NotAllowed(say("flow.not_yours", who=name(course, seat.person)))
    if seat.state is not _OPEN:
        raise meanwhile(course, at, seat)
    return at, seat


def revise(course: Course, at: int, seat: Seat, decision: Decision) -> None:
    """The task to revise is done: the steps are gone through again."""
    course.close_seat(at, seat, TaskState.DONE, by=decision.by, decision=decision)
    course.close_round(at, RoundStatus.PASSED, TaskState.CANCELLED, by=decision.by)
    resubmitted(course)


def _seat_to_decide(course: Course, command: Decide) -> tuple[int, Seat]:
    """The own open seat; or, for who was absent, the seat of the one who decides meanwhile."""
    at, seat = _seat(course, command.task)
    if command.by == seat.person and seat.state is _OPEN:
        return at, seat
    if command.by in ("", seat.person) or seat.instead_of != command.by:
        return _own(course, at, seat, command.by)
    if not _can_take_over(course, at, seat):
        raise meanwhile(course, at, seat)
    if in_round(course.rounds[at].seats, command.by):
        raise Invalid(say("flow.receiver_in_round", to=name(course, command.by)))
    return at, take_over(course, at, seat, command.by)


def _can_take_over(course: Course, at: int, seat: Seat) -> bool:
    """Whether who was absent can still do what was handed on; a step does not wait for a copy."""
    if course.rounds[at].kind is _COPY:
        return seat.state is _OPEN
    done = seat.state is _TASK_DONE and not seat.automatic
    return course.rounds[at].status is RoundStatus.OPEN and (seat.state is _OPEN or done)


def _seat(course: Course, task: str) -> tuple[int, Seat]:
    found = course.seat(task)
    if found is None:
        raise NotFound(kind="task", what=say("flow.task"), key=task)
    return found


def _possible(course: Course, at: int, seat: Seat) -> tuple[DecisionKind, ...]:
    round_ = course.rounds[at]
    if round_.kind is _INCIDENT and not isinstance(course.step(round_.step), Asking):
        return (_APPROVE, _SKIP, _DONE)
    possible = _POSSIBLE[round_.kind]
    if seat.helps:
        return tuple(each for each in possible if each is not _RETURN)
    for each in round_.seats:
        if each.stands_for == 0:
            # Everybody abstained already: now somebody has to say yes or no.
            return tuple(kind for kind in possible if kind is not _ABSTAIN)
    return possible


# --- what was decided meanwhile --------------------------------------------------------------


def meanwhile(course: Course, at: int, seat: Seat) -> SignoffError:
    """What a command about a task comes too late for."""
    decision = seat.decision or _of_peer(course, at, seat)
    if decision is not None:
        return AlreadyDecided(
            who=name(course, decision.by or seat.person),
            person=decision.by,
            when=decision.at.isoformat(timespec="seconds"),
            decision=decision.kind.value,
        )
    who = name(course, seat.closed_by)
    return NoLongerYours(say(f"flow.{seat.state}", who=who), person=seat.closed_by)


def _of_peer(course: Course, at: int, seat: Seat) -> Decision | None:
    """The decision of the colleague in the round that made this task unnecessary."""
    if seat.state is not TaskState.CLOSED_BY_PEER:
        return None
    peers = (each for each in course.rounds[at].seats if each.person == seat.closed_by)
    return next((peer.decision for peer in peers if peer.decision is not None), None)


def name(course: Course, person_id: str) -> str:
    """A person's name, or else the id."""
    person = course.facts.directory.people.get(person_id)
    return (label(person.name) if person is not None else "") or person_id


# --- a step's task ---------------------------------------------------------------------------


def _decide_step(course: Course, at: int, seat: Seat, decision: Decision, to: str) -> None:
    step = course.step_of(course.rounds[at])
    _complete(course, step, seat, decision)
    course.set_fields(decision.fields, step=step.id, by=decision.by)
    if decision.kind is _RETURN:
        send_back(course, at, seat, decision, to)
        return
    course.close_seat(at, seat, _TASK_DONE, by=decision.by, decision=decision)
    if seat.instead_of:
        course.post("acted_for", step=step.id, person=seat.person, who=seat.instead_of)
    if seat.helps:
        release(course, at, seat.helps, by=decision.by)
        return
    settle(course, at, by=decision.by)


def send_back(course: Course, at: int, seat: Seat, decision: Decision, to: str) -> None:
    """Return: one person takes the case back, for the whole round."""
    here = course.rounds[at].step
    target = target_of(course, here, to)
    refuse_behind_effects(course, target)
    course.close_seat(at, seat, TaskState.DONE, by=decision.by, decision=decision)
    course.close_round(at, RoundStatus.RETURNED, TaskState.CANCELLED, by=decision.by)
    key = "reason.returned" if decision.by else "reason.returned_by_flow"
    because = Reason(key=key, values={"person": decision.by, "step": here})
    go_back(course, target, because, by=decision.by, returned_from=here, returned_by=seat.person)


def _complete(course: Course, step: Asking, seat: Seat, decision: Decision) -> None:
    """Raises Invalid where the step demands a reason or fields that were not given."""
    missing: list[FieldError] = []
    required = step.reason_required if isinstance(step, Approve) else ()
    if decision.kind in required and not decision.reason.strip():
        missing.append(FieldError(field="reason", message=say("flow.reason_missing")))
    if step.asks and decision.kind in (_APPROVE, _DONE) and not seat.helps:
        missing.extend(_unanswered(course, step, decision))
    for name in decision.fields:
        if name not in step.asks:
            message = say("flow.not_asked_for", field=name)
            missing.append(FieldError(field=name, message=message))
    if missing:
        raise Invalid(missing[0].message, errors=tuple(missing))


def _unanswered(course: Course, step: Asking, decision: Decision) -> list[FieldError]:
    known = {**course.fields, **decision.fields}
    return [
        FieldError(field=name, message=say("flow.field_missing", field=name))
        for name in step.asks
        if known.get(name) in (None, "", [])
    ]


# --- an incident -----------------------------------------------------------------------------


def _decide_incident(course: Course, at: int, seat: Seat, decision: Decision) -> None:
    """Try it again, go on without it, or with what was done by hand."""
    incident = course.rounds[at]
    step = course.step(incident.step)
    course.close_seat(at, seat, TaskState.DONE, by=decision.by, decision=decision)
    course.close_round(at, RoundStatus.PASSED, TaskState.CANCELLED, by=decision.by)
    if step is None or isinstance(step, Call):  # of a step that is gone only a call is undone
        _decide_call(course, incident.step, incident.number, decision)
    elif isinstance(step, Wait | SubFlow):
        again = decision.kind is _APPROVE
        if not again or (
            wait(course, step) if isinstance(step, Wait) else start_flow(course, step)
        ):
            go_on_after(course, step.id)


def _decide_call(course: Course, step: str, number: int, decision: Decision) -> None:
    if decision.kind is _APPROVE:
        calling.try_again(course, step, number)
        return
    status = CallStatus.SKIPPED if decision.kind is _SKIP else CallStatus.DONE
    failed = calling.failed_at(course, step, number)
    through = calling.settle(course, failed, status, "", by=decision.by)
    if through is not None:
        go_on_after(course, through)
