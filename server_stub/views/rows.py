"""Rows of objects and tasks as values, and the statements that read them.

What a list needs of an object is in its columns; its fields are decoded only where they are asked
for. `TaskDoc` is what a task's row keeps beside what it is sorted and searched by.
"""

from datetime import datetime
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Select, select

from core.language import Label
from core.objects import Money, ObjectState, Source
from core.tasks import Decision, DecisionKind, Reason, TaskKind, TaskState
from server_stub.store.moments import from_micros, from_micros_or_none
from server_stub.store.tables import objects, tasks
from server_stub.store.unit import Row

_fields = msgspec.json.Decoder(dict[str, Any])
_source = msgspec.json.Decoder(Source)
_decision = msgspec.json.Decoder(Decision)


class ObjectRow(msgspec.Struct, frozen=True, dict=True):
    """A row of `objects`."""

    id: int
    key: str
    type: str
    title: str
    state: ObjectState
    requester: str
    revision: int
    raw_fields: str
    amount: str
    currency: str
    source: Source | None
    """Where it has its original, if it came from another system."""
    created_micros: int
    changed_micros: int
    entries: int
    chain: str

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The object's values, as stored."""
        return _fields.decode(self.raw_fields)

    @property
    def created(self) -> datetime:
        """When it was made."""
        return from_micros(self.created_micros)

    @property
    def changed(self) -> datetime:
        """When anything of it last changed."""
        return from_micros(self.changed_micros)

    @property
    def money(self) -> Money | None:
        """The amount that stands for the whole object; not everybody may see it."""
        return Money(amount=self.amount, currency=self.currency) if self.amount else None


OBJECT_COLUMNS = (
    objects.c.id,
    objects.c.key,
    objects.c.type,
    objects.c.title,
    objects.c.state,
    objects.c.requester,
    objects.c.revision,
    objects.c.fields,
    objects.c.amount,
    objects.c.currency,
    objects.c.source,
    objects.c.created,
    objects.c.changed,
    objects.c.entries,
    objects.c.chain,
)


def object_row(row: Row) -> ObjectRow:
    """The first columns of a row that was selected by `OBJECT_COLUMNS`."""
    values = list(row[: len(OBJECT_COLUMNS)])
    values[4] = ObjectState(values[4])
    if values[10] is not None:
        values[10] = _source.decode(values[10])
    return ObjectRow(*values)


class TaskDoc(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a task keeps beside its columns; the names are those of `core.tasks.Task`."""

    text: str = ""
    step_title: Label = {}
    because: Reason | None = None
    flow: str = ""
    flow_version: int = 0
    can: tuple[str, ...] = ()
    cannot: str = ""
    """A key of the catalogues: why it cannot be decided here; `cannot_values` fill it."""
    cannot_values: dict[str, str] = {}
    reason_required: tuple[DecisionKind, ...] = ()
    asks: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    signatures_needed: int = 0
    entry: int = 0
    """A question's entry in the feed."""
    mention: str = ""
    """Whom the question addressed together: `role:buyer`; the first answer is for all of them."""
    warning: str = ""
    """By which name another system's warning, shown in `text`, is agreed to."""
    call: str = ""
    """The key of the action that waits for what the person says."""
    reminded: int = 0
    """How many percent of the time limit were over when its person was last reminded."""
    instead_of: str = ""
    """The absent person, who may decide it as well."""
    suspended: bool = False
    """Its case stands still: nobody can do it before the case goes on."""


_task_doc = msgspec.json.Decoder(TaskDoc)


class TaskRow(msgspec.Struct, frozen=True):
    """A row of `tasks`."""

    id: str
    kind: TaskKind
    state: TaskState
    person: str
    object: int
    type: str
    case: str
    step: str
    round: int
    asked_by: str
    connector: str
    doc: TaskDoc
    """What is not a column."""
    created_micros: int
    due_micros: int | None
    level: int
    """The priority, as `views.order.LEVELS` has it."""
    handling: int
    rank: int
    urged: int
    revision: int
    closed_micros: int | None
    closed_by: str
    decision: Decision | None

    @property
    def created(self) -> datetime:
        """When it was opened."""
        return from_micros(self.created_micros)

    @property
    def due(self) -> datetime | None:
        """Its time limit."""
        return from_micros_or_none(self.due_micros)

    @property
    def closed(self) -> datetime | None:
        """When it ended."""
        return from_micros_or_none(self.closed_micros)


TASK_COLUMNS = (
    tasks.c.id,
    tasks.c.kind,
    tasks.c.state,
    tasks.c.person,
    tasks.c.object,
    tasks.c.type,
    tasks.c.case,
    tasks.c.step,
    tasks.c.round,
    tasks.c.asked_by,
    tasks.c.connector,
    tasks.c.doc,
    tasks.c.created,
    tasks.c.due,
    tasks.c.priority,
    tasks.c.handling,
    tasks.c.rank,
    tasks.c.urged,
    tasks.c.revision,
    tasks.c.closed,
    tasks.c.closed_by,
    tasks.c.decision,
)


def task_row(row: Row) -> TaskRow:
    """The first columns of a row that was selected by `TASK_COLUMNS`."""
    values = list(row[: len(TASK_COLUMNS)])
    values[1], values[2] = TaskKind(values[1]), TaskState(values[2])
    values[11] = _task_doc.decode(values[11])
    if values[21] is not None:
        values[21] = _decision.decode(values[21])
    return TaskRow(*values)


def select_objects() -> Select[Any]:
    """Rows for `object_row`."""
    return select(*OBJECT_COLUMNS)


def select_tasks() -> Select[Any]:
    """Rows for `task_row`."""
    return select(*TASK_COLUMNS)
