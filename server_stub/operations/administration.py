"""What administrators do with running cases: stop, go on, jump, end, reassign, hand over.

Each needs a reason, which stands in the feed. The engine sees to the rest.
"""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from core.api import ObjectView
from core.cases import AnyCommand, Resume, Suspend
from core.cases import End as EndCommand
from core.cases import HandOver as HandOverCommand
from core.cases import Jump as JumpCommand
from core.cases import Reassign as ReassignCommand
from core.errors import Invalid
from core.handling import End, HandedOver, HandOver, Jump, Reassign
from core.handling import Reason as Said
from core.tasks import TaskState
from server_stub import access
from server_stub.access import Actor
from server_stub.operations import course, subject
from server_stub.operations.holding import locked
from server_stub.operations.objects import require_revision
from server_stub.operations.reasons import demanded, reason
from server_stub.operations.signers import known_person, require_case, the_one
from server_stub.store.tables import objects, tasks
from server_stub.store.unit import Unit
from server_stub.views import directory
from server_stub.views import objects as views
from server_stub.views.tasks import is_task

_waiting_for = (
    select(objects.c.id)
    .distinct()
    .join(tasks, tasks.c.object == objects.c.id)
    .where(
        tasks.c.person == bindparam("the_person"),
        tasks.c.state.in_((TaskState.OPEN.value, TaskState.WAITING.value)),
        tasks.c.case != "",
    )
    .order_by(objects.c.id)
)


def suspend(
    unit: Unit, actor: Actor, key: str, what: Said, revision: int | None = None
) -> ObjectView:
    """The object's case stands still, and its clocks with it. Raises NotAllowed, Invalid, Stale."""
    command = Suspend(reason=reason(what.reason), **_by(actor))
    return _steer(unit, actor, key, revision, command, seen=what.case_revision)


def resume(
    unit: Unit, actor: Actor, key: str, what: Said, revision: int | None = None
) -> ObjectView:
    """A case that was suspended goes on. Raises NotAllowed, Invalid, Stale."""
    command = Resume(reason=demanded(what.reason), **_by(actor))
    return _steer(unit, actor, key, revision, command, seen=what.case_revision)


def jump(unit: Unit, actor: Actor, key: str, what: Jump, revision: int | None = None) -> ObjectView:
    """The case goes on at another step, or at its requester."""
    command = JumpCommand(to=what.to, reason=reason(what.reason), **_by(actor))
    return _steer(unit, actor, key, revision, command, seen=what.case_revision)


def end(unit: Unit, actor: Actor, key: str, what: End, revision: int | None = None) -> ObjectView:
    """The case ends as the administrator says."""
    command = EndCommand(outcome=what.outcome, reason=reason(what.reason), **_by(actor))
    return _steer(unit, actor, key, revision, command, seen=what.case_revision)


def reassign(unit: Unit, actor: Actor, task_or_key: str, what: Reassign) -> ObjectView:
    """A task goes from whoever has it to somebody else. With a key, `what.whose` it is.

    Raises NotAllowed, and Invalid where nobody is named, or no such task is open.
    """
    access.require_administrator(actor)
    with locked(unit, actor, task_or_key) as it:
        state = require_case(it, what.case_revision)
        task = task_or_key
        if not is_task(task_or_key):
            task = the_one(it, state, known_person_or_leaver(it, what.whose))
        to = known_person(it, what.to)
        course.run(it, ReassignCommand(task=task, to=to, reason=reason(what.reason), **_by(actor)))
    return views.view(unit, actor, it.key)


def hand_over(unit: Unit, actor: Actor, person: str, what: HandOver) -> HandedOver:
    """Whatever waits in flows for somebody who leaves goes to another. Raises NotFound.

    What waits for them in another system stays: the rights to it are there. So do questions, which
    were put to this person.
    """
    access.require_administrator(actor)
    person, to = person.removeprefix("@"), what.to.removeprefix("@")
    known = directory.configuration(unit).directory
    for each in filter(None, (person, to)):
        found = known.people.get(each)
        if found is None or (each == to and not found.active):
            raise access.no_person(known, each)
    command = HandOverCommand(person=person, to=to, reason=reason(what.reason), **_by(actor))
    return HandedOver(objects=_hand_over(unit, actor, command))


def hand_over_of_leavers(
    unit: Unit, actor: Actor, people: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """What waits for people who were just deactivated goes to whom their absence names, else to
    their managers, else to the flows' owners.

    Answers person and key of what nobody is left to take: it stays, so that nobody's leaving is
    refused for it, and an administrator sees to it.
    """
    left: list[tuple[str, str]] = []
    for person in people:
        command = HandOverCommand(person=person, **_by(actor))
        for (object_id,) in unit.all(_waiting_for, the_person=person):
            it = subject.lock(unit, actor, object_id=object_id)
            try:
                course.run(it, command)
            except Invalid:  # before anything was written
                left.append((person, it.key))
            else:
                it.save()
    return tuple(left)


def known_person_or_leaver(it: subject.Subject, given: str) -> str:
    """The id of a person, active or not. Raises NotFound."""
    person = given.removeprefix("@")
    if person not in it.configuration.directory.people:
        raise access.no_person(it.configuration.directory, person)
    return person


def _hand_over(unit: Unit, actor: Actor, command: HandOverCommand) -> tuple[str, ...]:
    keys = []
    for (object_id,) in unit.all(_waiting_for, the_person=command.person):
        with subject.changing(unit, actor, object_id=object_id) as it:
            course.run(it, command)
            keys.append(it.key)
    return tuple(keys)


def _steer(
    unit: Unit,
    actor: Actor,
    key: str,
    revision: int | None,
    command: AnyCommand,
    *,
    seen: int,
) -> ObjectView:
    access.require_administrator(actor)
    with subject.changing(unit, actor, key) as it:
        require_revision(it, revision)
        require_case(it, seen)
        course.run(it, command)
    return views.view(unit, actor, key)


def _by(actor: Actor) -> dict[str, str]:
    return {"by": actor.person, "acting": actor.acting}
