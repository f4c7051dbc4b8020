"""Tasks as their reader may see them."""

import msgspec
from sqlalchemy import bindparam, select

from core.errors import Invalid, NotFound
from core.language import say
from core.objects import ObjectType
from core.tasks import Decision, Placement, Task, TaskKind, TaskState
from server_stub import access
from server_stub.access import Actor
from server_stub.store.tables import objects, readers, tasks
from server_stub.store.unit import Reader, Row
from server_stub.views import directory, order
from server_stub.views.directory import Configuration
from server_stub.views.rows import (
    OBJECT_COLUMNS,
    TASK_COLUMNS,
    ObjectRow,
    TaskRow,
    object_row,
    task_row,
)

DECIDING = ("approve", "reject", "return", "done", "forward")
"""What a task cannot offer where it cannot be decided here."""

WITH_OBJECT = select(
    *TASK_COLUMNS, *OBJECT_COLUMNS, readers.c.takes_part, readers.c.seen
).select_from(
    tasks.join(objects, objects.c.id == tasks.c.object).outerjoin(
        readers,
        (readers.c.object == tasks.c.object) & (readers.c.person == bindparam("reader")),
    )
)
"""Tasks with their object and how a reader stands to it; for `known`."""

_one = WITH_OBJECT.where(tasks.c.id == bindparam("the_task"))
_own_on_object = WITH_OBJECT.where(
    objects.c.key == bindparam("the_key"),
    tasks.c.object == objects.c.id,
    tasks.c.state == TaskState.OPEN.value,
    tasks.c.person == bindparam("reader"),
).order_by(tasks.c.rank, tasks.c.id)


class Known(msgspec.Struct, frozen=True):
    """A task with its object, and how the reader stands to it."""

    task: TaskRow
    object: ObjectRow
    takes_part: bool
    seen: int


def known(row: Row) -> Known:
    """A row of `WITH_OBJECT`."""
    after = len(TASK_COLUMNS)
    return Known(task_row(row), object_row(row[after:]), bool(row[-2]), row[-1] or 0)


def shown(
    it: Known,
    actor: Actor,
    configuration: Configuration,
    object_type: ObjectType,
    *,
    why: bool = False,
) -> Task:
    """The task for its reader; `object_type` is the type as they may see it."""
    return msgspec.structs.replace(
        _of_anybody(it, configuration, object_type),
        unread=it.seen < it.object.entries,
        can=can(it, actor),
        placement=_placement(it.task) if why else None,
    )


def _of_anybody(it: Known, configuration: Configuration, object_type: ObjectType) -> Task:
    """What the task is to everybody who sees this much of its object's type."""
    row, doc, object_ = it.task, it.task.doc, it.object
    amount_shown = object_type.amount == "" or object_type.field(object_type.amount) is not None
    return Task(
        id=row.id,
        kind=row.kind,
        state=row.state,
        revision=row.revision,
        person=row.person,
        object=object_.key,
        object_revision=object_.revision,
        object_type=row.type,
        type_title=object_type.title,
        title=object_.title,
        amount=object_.money if amount_shown else None,
        source=object_.source,
        requester=object_.requester,
        requester_name=configuration.name(object_.requester),
        asked_by=row.asked_by,
        asked_by_name=configuration.name(row.asked_by) if row.kind == TaskKind.QUESTION else {},
        text=doc.text,
        case=row.case,
        flow=doc.flow,
        flow_version=doc.flow_version,
        step=row.step,
        step_title=doc.step_title,
        round=row.round,
        because=doc.because,
        created=row.created,
        due=row.due,
        priority=order.PRIORITIES[row.level],
        urged=row.urged,
        reminded=doc.reminded,
        instead_of=doc.instead_of,
        cannot=_cannot(row),
        reason_required=doc.reason_required,
        asks=doc.asks,
        signatures=doc.signatures,
        signatures_needed=doc.signatures_needed,
        decision=without_fields(row.decision),
        closed=row.closed,
        closed_by=row.closed_by,
    )


def can(it: Known, actor: Actor) -> tuple[str, ...]:
    """What the actor can do about the task now."""
    if it.task.state is not TaskState.OPEN:
        return ("comment",)
    if not access.may_decide(actor, it.task.person, it.task.doc.instead_of):
        return ("comment",) if it.task.kind is TaskKind.COPY else ("urge", "comment")
    possible = it.task.doc.can
    if it.task.doc.suspended:
        possible = ()
    elif it.task.doc.cannot:
        possible = tuple(each for each in possible if each not in DECIDING)
    return (*possible, "comment")


def _cannot(row: TaskRow) -> str:
    """Why the open task cannot be decided here, or not now; "": it can."""
    if row.doc.suspended and row.state is TaskState.OPEN:
        return say("flow.suspended")
    return say(row.doc.cannot, **row.doc.cannot_values) if row.doc.cannot else ""


def without_fields(decision: Decision | None) -> Decision | None:
    """The decision without the values that came with it: not every reader may see them, and the
    feed shows them as a field change to those who may."""
    if decision is None or not decision.fields:
        return decision
    return msgspec.structs.replace(decision, fields={})


def find(
    reader: Reader,
    actor: Actor,
    task_or_key: str,
    *,
    why: bool = False,
    configuration: Configuration | None = None,
) -> Task:
    """The task with this id, or the actor's own open task on the object with this key.

    Raises NotFound, and Invalid where several wait for the actor on that object.
    """
    configuration = configuration or directory.configuration(reader)
    it = _find(reader, actor, configuration, task_or_key)
    object_type = configuration.visible_type(actor, it.object.type)
    return shown(it, actor, configuration, object_type, why=why)


def _find(reader: Reader, actor: Actor, configuration: Configuration, task_or_key: str) -> Known:
    if not is_task(task_or_key):
        return only_one(task_or_key, own(reader, actor, task_or_key))
    row = reader.first(_one, the_task=task_or_key, reader=actor.person)
    it = known(row) if row else None
    if it is None or not access.may_see(actor, configuration.type(it.object.type), it.takes_part):
        raise access.no_task(task_or_key)
    return it


def is_task(task_or_key: str) -> bool:
    """Whether this is a task's id (it has a full stop) and not an object's key."""
    return "." in task_or_key


def own(reader: Reader, actor: Actor, key: str) -> list[Known]:
    """The actor's open tasks on an object, the most urgent first."""
    return [known(row) for row in reader.all(_own_on_object, the_key=key, reader=actor.person)]


def only_one(key: str, found: list[Known]) -> Known:
    """The one task found. Raises NotFound for none, Invalid that names them for several."""
    if not found:
        raise NotFound(kind="task", what=say("operations.task_on"), key=key)
    if len(found) > 1:
        names = ", ".join(f"{it.task.id} ({it.task.kind})" for it in found)
        raise Invalid(say("operations.several_tasks", key=key, tasks=names))
    return found[0]


def _placement(row: TaskRow) -> Placement:
    return order.placement(
        created=row.created,
        due=row.due,
        handling=row.handling,
        level=row.level,
        urged=row.urged,
    )
