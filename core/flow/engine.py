"""The engine: what a command makes of a case. Pure: no clock, no database, no network."""

from collections.abc import Callable
from typing import Any

from core.cases import (
    AddSigners,
    Answered,
    AnyCommand,
    AnyEffect,
    Ask,
    CallAnswered,
    CaseState,
    CaseStatus,
    Decide,
    Delegate,
    End,
    EndedElsewhere,
    Facts,
    FlowEnded,
    Forward,
    HandOver,
    Jump,
    Move,
    Reassign,
    RemoveSigner,
    Resubmit,
    Resume,
    SignalCame,
    Stop,
    Submit,
    Suspend,
    TakeBack,
    TellParent,
    TimerFired,
    Urge,
    Withdraw,
)
from core.errors import FieldError, Invalid
from core.flow import calling, children, deciding, handing, signing, steering, waiting
from core.flow.calendar import MONDAY_TO_FRIDAY, Calendar
from core.flow.course import Course
from core.flow.definition import Flow, SubFlow
from core.flow.ladder import timer_fired
from core.flow.moving import move
from core.flow.returning import jump
from core.flow.taking_back import take_back
from core.flow.walking import go_on, go_on_after
from core.language import say
from core.objects import ObjectState

_RUNNING = ObjectState.RUNNING
"""An enum looks its members up slowly."""


def handle(
    flow: Flow,
    state: CaseState | None,
    command: AnyCommand,
    facts: Facts,
    *,
    case: str = "",
    object: str = "",
    version: int = 0,
    calendar: Calendar = MONDAY_TO_FRIDAY,
    into: Flow | None = None,
) -> tuple[CaseState, tuple[AnyEffect, ...]]:
    """The case after `command`, and what has to become true outside it in the same transaction.

    `state` is None for Submit, which takes the new case's id, the object's key and the flow's
    version; `into` is the version to which a Move leads. Both flows have passed the check. Raises
    `AlreadyDecided`, `NoLongerYours`, `NotAllowed`, `NotFound` or `Invalid`, and then changes
    nothing.
    """
    kind = type(command)
    if state is None:
        if not isinstance(command, Submit):
            raise Invalid(say("flow.not_submitted"))
        state = CaseState(
            id=case,
            object=object,
            flow=flow.id,
            version=version,
            requester=command.by,
            parent=command.parent,
            started=facts.now,
        )
    elif kind is Submit:
        raise Invalid(say("flow.submitted_already"))
    if isinstance(command, Move):
        assert into is not None
        if command.version == state.version:
            return state, ()
        course = move(flow, into, state, command, facts, calendar)
    else:
        course = Course(flow, state, facts, calendar)
        _HANDLERS[kind](course, command)
        _let_waits_follow(course)
    if state.parent:
        _tell_parent(course)
    return course.result()


def _tell_parent(course: Course) -> None:
    """The case above learns that this one has ended."""
    if course.status is CaseStatus.ENDED and course.before.status is not CaseStatus.ENDED:
        irrevocable = children.is_irrevocable(course)
        key = course.before.parent
        course.emit(TellParent(key=key, outcome=course.outcome, irrevocable=irrevocable))


def _submit(course: Course, command: Submit) -> None:
    course.set_state(_RUNNING)
    if command.reason:
        course.post("submitted_saying", person=command.by, reason=command.reason)
    else:
        course.post("submitted", person=command.by)
    go_on(course, course.index.first)


# --- what is about the own task --------------------------------------------------------------


def _forward(course: Course, command: Forward) -> None:
    handing.forward(course, *_own(course, command.task, command.by), command)


def _delegate(course: Course, command: Delegate) -> None:
    handing.delegate(course, *_own(course, command.task, command.by), command)


def _add_signers(course: Course, command: AddSigners) -> None:
    signing.add_signers(course, *_own(course, command.task, command.by), command)


def _remove_signer(course: Course, command: RemoveSigner) -> None:
    _running(course)
    signing.remove_signer(course, command)


def _ask(course: Course, command: Ask) -> None:
    at, _ = deciding.own_seat(course, command.task, command.by)
    steering.ask(course, at, command)


def _own(course: Course, task: str, by: str) -> tuple[int, Any]:
    _running(course)
    return deciding.own_seat(course, task, by)


def _running(course: Course) -> None:
    if course.status is CaseStatus.SUSPENDED:
        raise Invalid(say("flow.suspended"))


# --- what needs a reason ---------------------------------------------------------------------


def _reasoned(do: Callable[[Course, Any], None]) -> Callable[[Course, Any], None]:
    """Administrators say why."""

    def handler(course: Course, command: Any) -> None:
        if not command.reason.strip():
            message = say("flow.reason_missing")
            raise Invalid(message, errors=(FieldError(field="reason", message=message),))
        do(course, command)

    return handler


def _jump(course: Course, command: Jump) -> None:
    _running(course)
    if course.status is CaseStatus.ENDED:
        raise Invalid(say("flow.ended", outcome=course.outcome))
    course.post("jumped", person=command.by, step=command.to, reason=command.reason)
    jump(course, command.to, by=command.by)


# --- what comes from outside -----------------------------------------------------------------


def _call_answered(course: Course, command: CallAnswered) -> None:
    through = calling.answered(course, command)
    if through is not None:
        go_on_after(course, through)


def _signal_came(course: Course, command: SignalCame) -> None:
    _go_on_behind(course, waiting.came(course, command))


def _let_waits_follow(course: Course) -> None:
    """Where a step has changed fields, waits beside it may be until another time."""
    known = course.facts.fields
    while course.fields is not known and course.status is not CaseStatus.ENDED:
        before, known = known, course.fields
        changed = {key: value for key, value in known.items() if before.get(key) != value}
        _go_on_behind(course, waiting.follow(course, changed))


def _go_on_behind(course: Course, waits: list[str]) -> None:
    """What is behind these waits begins, but where the case is suspended: then it does later."""
    for step in waits:
        if step in course.at and course.status is CaseStatus.RUNNING:
            go_on_after(course, step)


def _flow_ended(course: Course, command: FlowEnded) -> None:
    child = children.ended(course, command)
    if child is None or course.status is not CaseStatus.RUNNING or child.step not in course.at:
        return
    step = course.spot(child.step).step
    assert isinstance(step, SubFlow)
    steering.flow_is_through(course, step)


_HANDLERS: dict[type[Any], Callable[[Course, Any], None]] = {
    Submit: _submit,
    Resubmit: steering.resubmit,
    Withdraw: steering.withdraw,
    Urge: steering.urge,
    Decide: deciding.decide,
    Forward: _forward,
    Delegate: _delegate,
    AddSigners: _add_signers,
    RemoveSigner: _remove_signer,
    TakeBack: take_back,
    Ask: _ask,
    Answered: steering.answered,
    Suspend: _reasoned(steering.suspend),
    Resume: steering.resume,
    Jump: _reasoned(_jump),
    End: _reasoned(steering.end),
    Reassign: _reasoned(handing.reassign),
    HandOver: handing.hand_over,
    TimerFired: timer_fired,
    SignalCame: _signal_came,
    CallAnswered: _call_answered,
    FlowEnded: _flow_ended,
    Stop: steering.stop,
    EndedElsewhere: steering.ended_elsewhere,
}
