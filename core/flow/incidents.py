"""Incidents: what went wrong is a task for the owner of the flow; and the owner stands in."""

from collections.abc import Iterable

from core.cases import Round
from core.errors import Invalid
from core.flow.course import Course
from core.flow.opening import new_seat, task_of
from core.language import say
from core.rules.assignment import Asked, find_owner
from core.tasks import Reason, TaskKind


def report(course: Course, step: str, number: int, because: Reason, text: str = "") -> None:
    """An incident at a step: a task for the owner of the flow."""
    asked = owner(course, because, requester_may=True)
    seat = new_seat(course, asked.person, because)
    incident = Round(
        step=step,
        number=number,
        kind=TaskKind.INCIDENT,
        mode="all",
        seats=(seat,),
        opened=course.now,
        lap=course.lap,
    )
    course.rounds.append(incident)
    course.emit(task_of(course, incident, seat, text))


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
