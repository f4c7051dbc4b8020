"""Actions in other systems: asked for, answered, failed, tried again, taken back."""

from msgspec.structs import replace

from core.cases import (
    CallAnswered,
    CallRecord,
    CallStatus,
    CaseStatus,
    MakeCall,
    Outcome,
    RoundStatus,
)
from core.errors import NotFound
from core.flow.course import Course
from core.flow.definition import Call
from core.flow.incidents import report
from core.flow.records import last_decision, next_number, undo_of
from core.flow.ruled import actions, one_action
from core.flow.values import argument, fitting, somebody
from core.rules.context import UnclearError
from core.tasks import Reason


def call(course: Course, step: Call) -> bool:
    """Ask a connector for an action; whether there was one, for whose answer the case waits."""
    if not step.table:
        _ask(course, step)
        return True
    return _ask_next(course, course.begin(step))


def _ask_next(course: Course, step: Call) -> bool:
    """Ask for the next of the actions that the rule table's rows name; whether there is one."""
    ruling = course.ruled[step.id]
    asked = sum(each.step == step.id and not each.undoes for each in course.calls)
    left = actions(course.flow, ruling.rows)[asked - ruling.calls_before :]
    if left:
        _ask(course, one_action(step, left[0]))
    return bool(left)


def _ask(course: Course, step: Call) -> None:
    number = next_number(course, step.id, course.calls)
    record = CallRecord(
        key=f"{course.before.id}/{step.id}/{number}/{step.action}",
        step=step.id,
        round=number,
        connector=step.connector,
        action=step.action,
        asked=course.now,
    )
    course.calls.append(record)
    _prepare(course, len(course.calls) - 1, step)


def _prepare(course: Course, at: int, step: Call) -> None:
    """Fill in what is sent and under whose login; an incident where something is missing."""
    try:
        arguments = {name: argument(course, value) for name, value in step.arguments.items()}
        person = _login(course, step)
    except UnclearError as error:
        _failed(course, at, str(error))
        return
    course.calls[at] = replace(course.calls[at], arguments=arguments, person=person)
    make(course, at)


def make(course: Course, at: int) -> None:
    """Send a recorded action out; an incident at once where there is no such connector."""
    record = course.calls[at]
    if record.connector not in course.facts.connectors:
        _failed(course, at, "", because="reason.no_connector")
        return
    last = last_decision(course)
    course.emit(
        MakeCall(
            key=record.key,
            step=record.step,
            round=record.round,
            connector=record.connector,
            action=record.action,
            attempt=record.attempt,
            arguments=record.arguments,
            person=record.person,
            reason=last.reason if last is not None else "",
        )
    )


def answered(course: Course, command: CallAnswered) -> str | None:
    """Take a connector's answer; the step that is through now, or None.

    The same answer twice, or one after the matter is settled, changes nothing. An action that was
    taken for failed and turns out to be done closes its incident.
    """
    at = _find(course, command.key)
    record = course.calls[at]
    if record.status not in (CallStatus.PENDING, CallStatus.FAILED):
        return None
    if command.status is CallStatus.FAILED:
        if record.status is CallStatus.PENDING:
            _failed(course, at, command.detail)
        return None
    _take_fields(course, record, command.fields)
    return settle(course, at, command.status, command.detail, by=record.connector)


def settle(course: Course, at: int, status: CallStatus, detail: str, *, by: str) -> str | None:
    """An action is through: done, skipped or done by hand. The step that is through with it."""
    record = course.calls[at]
    course.calls[at] = replace(record, status=status, detail=detail, answered=course.now)
    course.close_incidents(record.step, record.round, RoundStatus.PASSED, by=by)
    action = f"{record.connector}.{record.action}"
    course.post(_said(record, status), step=record.step, action=action, detail=detail)
    if course.status is CaseStatus.ENDED:
        _undo_late(course, course.calls[at])
        return None
    waited_for = record.step in course.at and at == latest(course, record.step)
    if not waited_for or course.status is not CaseStatus.RUNNING:
        return None
    step = course.spot(record.step).step
    more = isinstance(step, Call) and bool(step.table) and _ask_next(course, step)
    return None if more else record.step


def _said(record: CallRecord, status: CallStatus) -> str:
    if status is CallStatus.SKIPPED:
        return "call_skipped"
    return "undone" if record.undoes else "called"


def latest(course: Course, step: str) -> int:
    """The index of the last action that a step asked for; -1: none."""
    found = [at for at, each in enumerate(course.calls) if each.step == step and not each.undoes]
    return found[-1] if found else -1


def is_under_way(course: Course, step: str) -> bool:
    """Whether the case still waits for the action of this step; of those that a rule table's rows
    name, the next is asked for now."""
    at = latest(course, step)
    if at < 0 or course.calls[at].status in (CallStatus.PENDING, CallStatus.FAILED):
        return True
    said = course.spot(step).step
    return isinstance(said, Call) and bool(said.table) and _ask_next(course, said)


def try_again(course: Course, step: str, number: int) -> None:
    """Send a failed action out once more, under its own key."""
    at = failed_at(course, step, number)
    record = course.calls[at]
    course.calls[at] = replace(
        record, status=CallStatus.PENDING, attempt=record.attempt + 1, answered=None, detail=""
    )
    step_said = course.step(step)
    if record.undoes or not isinstance(step_said, Call):
        make(course, at)
    else:
        _prepare(course, at, step_said)


def failed_at(course: Course, step: str, number: int) -> int:
    """The index of the failed action that an incident is about."""
    return next(
        at
        for at, each in enumerate(course.calls)
        if (each.step, each.round) == (step, number) and each.status is CallStatus.FAILED
    )


def take_back(course: Course) -> None:
    """Ask for the opposite of every action that took effect, the last one first."""
    done = [each for each in course.calls if each.status is CallStatus.DONE and not each.undoes]
    for record in reversed(done):
        _undo(course, record)


def _undo(course: Course, record: CallRecord) -> None:
    if any(each.undoes == record.key for each in course.calls):
        return
    connector, _, action = undo_of(course, record).partition(".")
    undoing = replace(
        record,
        key=f"{record.key}#undo",
        connector=connector,
        action=action,
        status=CallStatus.PENDING,
        asked=course.now,
        answered=None,
        detail="",
        attempt=1,
        undoes=record.key,
        undo=None,
    )
    course.calls.append(undoing)
    make(course, len(course.calls) - 1)


def _undo_late(course: Course, record: CallRecord) -> None:
    """What was taken for failed when the case was withdrawn turns out to be done."""
    done = record.status is CallStatus.DONE and not record.undoes
    if done and course.outcome is Outcome.WITHDRAWN and undo_of(course, record):
        _undo(course, record)


def _find(course: Course, key: str) -> int:
    for at, each in enumerate(course.calls):
        if each.key == key:
            return at
    raise NotFound(what="call", key=key)


def _login(course: Course, step: Call) -> str:
    """Under whose login the action is done; "": the connector's own."""
    if step.as_decider:
        last = last_decision(course)
        return last.by if last is not None else ""
    if step.as_who is not None:
        return somebody(course, step.as_who)
    return ""


def _failed(course: Course, at: int, detail: str, because: str = "reason.call_failed") -> None:
    record = replace(course.calls[at], status=CallStatus.FAILED, detail=detail, answered=course.now)
    course.calls[at] = record
    values = {"action": f"{record.connector}.{record.action}", "detail": detail}
    course.post("call_failed", step=record.step, **values)
    if course.status is CaseStatus.ENDED and not record.undoes:
        return
    reason = Reason(key=because, values={**values, "connector": record.connector})
    report(course, record.step, record.round, reason, " ".join(values.values()).strip())


def _take_fields(course: Course, record: CallRecord, given: dict[str, object]) -> None:
    step = course.step(record.step)
    if record.undoes or not isinstance(step, Call):
        return
    try:
        fields = {
            field: fitting(course, field, given.get(name)) for field, name in step.answer.items()
        }
    except UnclearError as error:
        course.post("not_set", step=record.step, detail=str(error))
        return
    course.set_fields(fields, step=record.step)
