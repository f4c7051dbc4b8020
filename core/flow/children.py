"""Sub-flows: other cases that this one starts, waits for, and stops."""

from collections.abc import Container

from msgspec.structs import replace

from core.cases import CallStatus, Child, FlowEnded, StartFlow, StopFlow
from core.errors import NotAllowed
from core.flow.course import Course
from core.flow.definition import SubFlow
from core.flow.incidents import report
from core.flow.records import next_number, undo_of
from core.flow.values import argument
from core.language import say
from core.rules.context import UnclearError
from core.tasks import Reason


def start_flow(course: Course, step: SubFlow) -> bool:
    """Start another flow; True: it is not waited for. What cannot be given is an incident."""
    number = next_number(course, step.id, course.children)
    try:
        fields = {name: argument(course, value) for name, value in step.fields.items()}
    except UnclearError as error:
        values = {"flow": step.flow, "detail": str(error)}
        because = Reason(key="reason.flow_unclear", values=values)
        report(course, step.id, number, because, str(error))
        return False
    child = Child(
        key=f"{course.before.id}/{step.id}/{number}",
        step=step.id,
        number=number,
        flow=step.flow,
        waits=step.waits,
        started=course.now,
    )
    course.children.append(child)
    course.emit(StartFlow(key=child.key, flow=step.flow, requester=course.requester, fields=fields))
    course.post("flow_started", step=step.id, flow=step.flow)
    return not step.waits


def ended(course: Course, command: FlowEnded) -> Child | None:
    """A sub-flow is at its end. The record, if the case waited for it; None: nothing follows."""
    for at, child in enumerate(course.children):
        if child.key != command.key or child.ended is not None:
            continue
        course.children[at] = replace(
            child, ended=course.now, outcome=command.outcome, irrevocable=command.irrevocable
        )
        outcome = say(f"flow.outcome.{command.outcome or 'gone'}")
        course.post("flow_ended", step=child.step, flow=child.flow, outcome=outcome)
        return child if child.waits and not child.stopped else None
    return None


def stop_flows(course: Course, steps: Container[str], *, all_of_them: bool = False) -> None:
    """The sub-flows of these steps are no longer wanted: those that the case waits for, or all.

    Of those that have ended, what they did is undone.
    """
    for at, child in enumerate(course.children):
        running = child.ended is None and child.waits
        if child.step in steps and not child.stopped and (running or all_of_them):
            course.children[at] = replace(child, stopped=True)
            course.emit(StopFlow(key=child.key))


def refuse_irrevocable(course: Course, steps: Container[str]) -> None:
    """Raises NotAllowed where a sub-flow of these steps did what cannot be undone."""
    for child in course.children:
        if child.step in steps and child.irrevocable and not child.stopped:
            raise NotAllowed(say("flow.call_took_effect", action=child.flow), action=child.flow)


def is_irrevocable(course: Course) -> bool:
    """Whether this case did something in another system that has no `undo`."""
    if any(child.irrevocable for child in course.children):
        return True
    undone = {each.undoes for each in course.calls if each.status is CallStatus.DONE}
    for record in course.calls:
        done = record.status is CallStatus.DONE and not record.undoes and record.key not in undone
        if done and not undo_of(course, record):
            return True
    return False


def is_running(course: Course, step: str) -> bool:
    """Whether the case still waits for the sub-flow of this step."""
    latest = [each for each in course.children if each.step == step]
    return not latest or latest[-1].ended is None
