"""The engine: what a command makes of a case. Pure: no clock, no database, no network."""

from collections.abc import Callable
from typing import Any

from core.cases import (
    AnyCommand,
    AnyEffect,
    CallAnswered,
    CaseState,
    Decide,
    EndedElsewhere,
    Facts,
    Forward,
    Resubmit,
    Submit,
    Urge,
    Withdraw,
)
from core.errors import Invalid
from core.flow import calling, deciding, steering
from core.flow.calendar import MONDAY_TO_FRIDAY, Calendar
from core.flow.course import Course
from core.flow.definition import Flow
from core.flow.walking import go_on, go_on_after
from core.language import say
from core.objects import ObjectState


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
) -> tuple[CaseState, tuple[AnyEffect, ...]]:
    """The case after `command`, and what has to become true outside it in the same transaction.

    `state` is None for Submit, which takes the new case's id, the object's key and the flow's
    version. `flow` has passed the check. Raises `AlreadyDecided`, `NoLongerYours`, `NotAllowed`,
    `NotFound` or `Invalid`, and then changes nothing.
    """
    if state is None:
        if not isinstance(command, Submit):
            raise Invalid(say("flow.not_submitted"))
        state = CaseState(
            id=case,
            object=object,
            flow=flow.id,
            version=version,
            requester=command.by,
            started=facts.now,
        )
    elif isinstance(command, Submit):
        raise Invalid(say("flow.submitted_already"))
    course = Course(flow, state, facts, calendar)
    _HANDLERS[type(command)](course, command)
    return course.result()


def _submit(course: Course, command: Submit) -> None:
    course.set_state(ObjectState.RUNNING)
    said = {"reason": command.reason} if command.reason else {}
    course.post("submitted_saying" if said else "submitted", person=command.by, **said)
    go_on(course, course.index.first)


def _forward(course: Course, command: Forward) -> None:
    at, seat = deciding.own_seat(course, command.task, command.by)
    steering.forward(course, at, seat, command)


def _call_answered(course: Course, command: CallAnswered) -> None:
    through = calling.answered(course, command)
    if through is not None:
        go_on_after(course, through)


_HANDLERS: dict[type[Any], Callable[[Course, Any], None]] = {
    Submit: _submit,
    Decide: deciding.decide,
    Resubmit: steering.resubmit,
    Withdraw: steering.withdraw,
    Forward: _forward,
    Urge: steering.urge,
    CallAnswered: _call_answered,
    EndedElsewhere: steering.ended_elsewhere,
}
