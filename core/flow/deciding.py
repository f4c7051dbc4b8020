"""A person's decision about a task: may it be made, and what follows from it."""

from core.cases import CallStatus, Decide, Outcome, RoundStatus, Seat
from core.errors import (
    AlreadyDecided,
    FieldError,
    Invalid,
    NoLongerYours,
    NotAllowed,
    NotFound,
    SignoffError,
)
from core.flow import asking, calling
from core.flow.course import Course
from core.flow.definition import REQUESTER, Approve, Asking, Do
from core.flow.steering import refuse_behind_call, resubmit_from, send_back
from core.flow.voting import verdict
from core.flow.walking import go_back, go_on_after
from core.language import label, say
from core.tasks import Decision, DecisionKind, Reason, TaskKind, TaskState

_KINDS = frozenset(DecisionKind)


def decide(course: Course, command: Decide) -> None:
    """Approve, reject, return or tick off a task."""
    at, seat = own_seat(course, command.task, command.by)
    kind = course.rounds[at].kind
    if command.kind not in _possible(course, at):
        raise Invalid(say("flow.not_possible", decision=command.kind, kind=kind))
    decision = Decision(
        kind=command.kind,
        by=command.by,
        at=course.now,
        reason=command.reason,
        fields=command.fields,
        acting=command.acting,
    )
    if kind in (TaskKind.APPROVE, TaskKind.DO):
        _decide_step(course, at, seat, decision, command.to)
    elif kind is TaskKind.REVISE:
        resubmit_from(course, at, seat, decision)
    elif kind is TaskKind.COPY:
        course.close_seat(at, seat, TaskState.DONE, by=command.by, decision=decision)
    else:
        _decide_incident(course, at, seat, decision)


def own_seat(course: Course, task: str, by: str) -> tuple[int, Seat]:
    """The open seat with this task, if it is this person's.

    Raises NotFound, NotAllowed, AlreadyDecided or NoLongerYours, saying what happened meanwhile.
    """
    at, seat = _seat(course, task)
    if seat.person != by:
        raise NotAllowed(say("flow.not_yours", who=_name(course, seat.person)))
    if seat.state is not TaskState.OPEN:
        raise _meanwhile(course, at, seat)
    return at, seat


def _seat(course: Course, task: str) -> tuple[int, Seat]:
    for at in range(len(course.rounds) - 1, -1, -1):
        for seat in course.rounds[at].seats:
            if seat.task == task:
                return at, seat
    raise NotFound(kind="task", what=say("flow.task"), key=task)


def _possible(course: Course, at: int) -> tuple[DecisionKind, ...]:
    round_ = course.rounds[at]
    if round_.kind is TaskKind.INCIDENT and _about_call(course, at):
        return (DecisionKind.APPROVE, DecisionKind.DONE)
    if round_.kind is TaskKind.REVISE:
        return (DecisionKind.DONE,)  # ticked off by resubmitting
    return tuple(DecisionKind(word) for word in asking.CAN[round_.kind] if word in _KINDS)


def _about_call(course: Course, at: int) -> bool:
    return not isinstance(course.spot(course.rounds[at].step).step, Approve | Do)


# --- what was decided meanwhile --------------------------------------------------------------


def _meanwhile(course: Course, at: int, seat: Seat) -> SignoffError:
    decision = seat.decision or _of_peer(course, at, seat)
    if decision is not None:
        return AlreadyDecided(
            who=_name(course, decision.by),
            person=decision.by,
            when=decision.at.isoformat(timespec="seconds"),
            decision=decision.kind.value,
        )
    who = _name(course, seat.closed_by)
    return NoLongerYours(say(f"flow.{seat.state}", who=who), person=seat.closed_by)


def _of_peer(course: Course, at: int, seat: Seat) -> Decision | None:
    """The decision of the colleague in the round that made this task unnecessary."""
    if seat.state is not TaskState.CLOSED_BY_PEER:
        return None
    peers = (each for each in course.rounds[at].seats if each.person == seat.closed_by)
    return next((peer.decision for peer in peers if peer.decision is not None), None)


def _name(course: Course, person_id: str) -> str:
    person = course.facts.directory.people.get(person_id)
    return (label(person.name) if person is not None else "") or person_id


# --- a step's task ---------------------------------------------------------------------------


def _decide_step(course: Course, at: int, seat: Seat, decision: Decision, to: str) -> None:
    step = course.spot(course.rounds[at].step).step
    assert isinstance(step, Approve | Do)
    _complete(course, step, decision)
    course.set_fields(decision.fields, step=step.id, by=decision.by)
    if decision.kind is DecisionKind.RETURN:
        send_back(course, at, seat, decision, to)
        return
    course.close_seat(at, seat, TaskState.DONE, by=decision.by, decision=decision)
    status = verdict(course.rounds[at], step.vote)
    if status is RoundStatus.OPEN:
        return
    course.close_round(at, status, TaskState.CLOSED_BY_PEER, by=decision.by)
    if status is RoundStatus.PASSED:
        go_on_after(course, step.id)
    elif isinstance(step, Approve):
        _rejected(course, step, decision)


def _rejected(course: Course, step: Approve, decision: Decision) -> None:
    if step.on_reject.to == "end":
        course.post("rejected", step=step.id)
        course.end(Outcome.REJECTED)
        return
    target = REQUESTER if step.on_reject.to == REQUESTER else step.on_reject.step
    refuse_behind_call(course, target)
    course.returned_from = step.id
    because = Reason(key="reason.rejected", values={"person": decision.by})
    go_back(course, target, because)


def _complete(course: Course, step: Asking, decision: Decision) -> None:
    """Raises Invalid where the step demands a reason or fields that were not given."""
    missing: list[FieldError] = []
    required = step.reason_required if isinstance(step, Approve) else ()
    if decision.kind in required and not decision.reason.strip():
        missing.append(FieldError(field="reason", message=say("flow.reason_missing")))
    if decision.kind in (DecisionKind.APPROVE, DecisionKind.DONE):
        missing.extend(_unanswered(course, step, decision))
    missing.extend(
        FieldError(field=name, message=say("flow.not_asked_for", field=name))
        for name in decision.fields
        if name not in step.asks
    )
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
    incident = course.rounds[at]
    about_call = _about_call(course, at)
    course.close_seat(at, seat, TaskState.DONE, by=decision.by, decision=decision)
    course.close_round(at, RoundStatus.PASSED, TaskState.CANCELLED, by=decision.by)
    if not about_call:
        return
    if decision.kind is DecisionKind.APPROVE:
        calling.try_again(course, incident.step, incident.number)
        return
    failed = calling.failed_at(course, incident.step, incident.number)
    through = calling.settle(course, failed, CallStatus.DONE, "", by=decision.by)
    if through is not None:
        go_on_after(course, through)
