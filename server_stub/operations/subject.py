"""One object inside a transaction: locked, with all that will be written about it.

    with subject.changing(unit, actor, key="PO-1042") as it:
        it.change_fields({"amount": …})
        it.post("feed.checked", by=…)

Operations gather what they change here, and it is written once, at the end of the block: one
statement for the object, one for all its new entries, one for all its tasks, and so on, however
much a decision leads to. Locking the object's row first puts everything that happens to one object
in one order, on both databases. An exception leaves the transaction to be rolled back.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, select

from core.cases import CaseState
from core.events import EventKind
from core.feed import Entry, EntryKind, Mention
from core.objects import FieldChange, File, Money, ObjectState, ObjectType, Source
from core.tasks import Decision
from server_stub import access
from server_stub.access import Actor
from server_stub.operations import titles
from server_stub.operations.writing import Written, allocate, insert_object, write_object
from server_stub.store.moments import to_micros
from server_stub.store.tables import objects, tasks
from server_stub.store.unit import Unit
from server_stub.views import chain, directory
from server_stub.views.directory import Configuration
from server_stub.views.rows import ObjectRow, object_row, select_objects

if TYPE_CHECKING:
    from server_stub.operations.family import Family

_by_key = select_objects().where(objects.c.key == bindparam("the_key")).with_for_update()
_by_id = select_objects().where(objects.c.id == bindparam("the_id")).with_for_update()
_by_task = (
    select_objects()
    .where(
        objects.c.id
        == select(tasks.c.object).where(tasks.c.id == bindparam("the_task")).scalar_subquery()
    )
    .with_for_update()
)


class Subject:
    """One locked object and what is to be written about it."""

    def __init__(
        self, unit: Unit, actor: Actor, configuration: Configuration, row: ObjectRow
    ) -> None:
        self.unit = unit
        self.actor = actor
        self.configuration = configuration
        self.id = row.id
        self.key = row.key
        self.type: ObjectType = configuration.type(row.type)
        self.requester = row.requester
        self.created_micros = row.created_micros
        self.title = row.title
        self.state = row.state
        self.revision = row.revision
        self.fields: dict[str, Any] = dict(row.fields)
        self.money = row.money
        self.source = row.source
        self.entries = row.entries
        self.chain = row.chain
        self.case: CaseState | None = None
        """The case as `course` last left it."""
        self.family: Family | None = None
        """The other objects whose cases move with this one's."""
        self.fields_before: dict[str, Any] | None = row.fields if row.id else None
        """None for an object that this transaction makes."""
        self.title_before = row.title
        self.money_before = row.money if row.id else None
        self.changed = False
        """More of the object than its feed changed."""
        self.from_outside = False
        """The actor steers it among many others, and so does not come to take part in it, which
        would let them see it."""
        self._untold: tuple[FieldChange, ...] = ()
        """What the actor changed and their next entry tells."""
        self.written = Written()

    # --- the feed ----------------------------------------------------------------------------

    def add(
        self,
        kind: EntryKind,
        *,
        text: str = "",
        mentions: tuple[Mention, ...] = (),
        reply_to: int = 0,
        files: tuple[File, ...] = (),
        decision: Decision | None = None,
        task: str = "",
        step: str = "",
        changes: tuple[FieldChange, ...] = (),
        message: str = "",
        values: Mapping[str, str] | None = None,
        by: str | None = None,
    ) -> Entry:
        """Add an entry, by the actor unless `by` says otherwise ("" is the system)."""
        mine = by is None or by == self.actor.person
        if mine:
            changes, self._untold = (*self._untold, *changes), ()
        entry = Entry(
            object=self.key,
            number=self.entries + 1,
            at=self.unit.now,
            kind=kind,
            by=self.actor.person if by is None else by,
            acting=self.actor.acting if mine else "",
            text=text,
            mentions=mentions,
            reply_to=reply_to,
            files=files,
            decision=decision,
            task=task,
            step=step,
            case=self.case.id if self.case else "",
            flow=self.case.flow if self.case else "",
            flow_version=self.case.version if self.case else 0,
            changes=changes,
            message=message,
            values=dict(values or {}),
            previous=self.chain,
        )
        if mine and not self.actor.system and not self.from_outside:
            self.written.readers.wrote(self.actor.person)
        return self._seal(entry)

    def _seal(self, entry: Entry) -> Entry:
        sealed = chain.seal(entry)
        self.written.entries.append(sealed)
        self.entries, self.chain = sealed.entry.number, sealed.entry.hash
        self.unit.emit(
            EventKind.FEED_ADDED,
            object=self.id,
            object_key=self.key,
            by=entry.by,
            entry=entry.number,
        )
        return sealed.entry

    def post(self, message: str, *, by: str = "", step: str = "", **values: str) -> Entry:
        """The system says something: `message` is a key of the catalogues, `values` fill it."""
        return self.add(EntryKind.MESSAGE, message=message, values=values, by=by, step=step)

    # --- the object --------------------------------------------------------------------------

    def change_fields(
        self,
        values: Mapping[str, object],
        *,
        by: str | None = None,
        step: str = "",
        with_next: bool = False,
    ) -> tuple[FieldChange, ...]:
        """Set fields that were checked already (None empties one): history, feed and title follow.

        `with_next`: they are a part of what the actor does, and stand in the actor's next entry.
        Answers what really changed; nothing is written where nothing did.
        """
        changes = tuple(
            FieldChange(
                field=name,
                title=field.title if (field := self.type.field(name)) else {"": name},
                old=self.fields.get(name),
                new=value,
            )
            for name, value in values.items()
            if self.fields.get(name) != value
        )
        if not changes:
            return ()
        self.revision += 1
        for change in changes:
            if change.new is None:
                self.fields.pop(change.field, None)
            else:
                self.fields[change.field] = change.new
        author = self.actor.person if by is None else by
        self.written.history.append((self.revision, author, changes))
        self.describe()
        if with_next:
            self._untold += changes
        else:
            self.add(EntryKind.CHANGE, changes=changes, by=by, step=step)
        self._changed()
        return changes

    def describe(self) -> None:
        """Give the object the title and the amount that its fields make."""
        if self.type.name:
            everybody = self.configuration.directory
            self.title = titles.title(self.type, self.fields, everybody, self.key)
        if self.type.amount:
            value = self.fields.get(self.type.amount)
            self.money = msgspec.convert(value, Money) if isinstance(value, dict) else None

    def stand(self, state: ObjectState) -> None:
        """The object stands otherwise with its flow."""
        if state != self.state:
            self.state = state
            self._changed()

    def set_source(self, source: Source) -> None:
        """The original in the other system is not what it was."""
        if source != self.source:
            self.source = source
            self._changed()

    def _changed(self) -> None:
        self.changed = True
        self.unit.emit(
            EventKind.OBJECT_CHANGED, object=self.id, object_key=self.key, by=self.actor.person
        )

    # --- people ------------------------------------------------------------------------------

    def take_part(self, person: str, *, follow: bool = False) -> None:
        """From now on the person may see the object, and follows its feed if so wished."""
        if person:
            self.written.readers.take_part(person, follow)

    def name(self, person: str) -> str:
        """A person's name in the language of whoever calls."""
        return self.configuration.spoken(person)

    # --- writing -----------------------------------------------------------------------------

    def save(self) -> None:
        """Write what was gathered; `changing` and `creating` do it at the end of their block."""
        if self._untold:
            self.add(EntryKind.CHANGE)
        write_object(self)
        self.fields_before, self.title_before = dict(self.fields), self.title
        self.money_before = self.money
        self.changed = False
        self.written = Written()


@contextmanager
def changing(
    unit: Unit, actor: Actor, key: str = "", *, object_id: int = 0, task: str = ""
) -> Iterator[Subject]:
    """Lock the object with this key or id, or that this task is about. Raises NotFound.

    Whether the actor may do what the block does is for the block to ask.
    """
    it = lock(unit, actor, key, object_id=object_id, task=task)
    yield it
    it.save()


def lock(unit: Unit, actor: Actor, key: str = "", *, object_id: int = 0, task: str = "") -> Subject:
    """The locked object; whoever takes it this way calls `save`. Raises NotFound."""
    if task:
        row = unit.first(_by_task, the_task=task)
    elif object_id:
        row = unit.first(_by_id, the_id=object_id)
    else:
        row = unit.first(_by_key, the_key=key)
    if row is None:
        raise access.no_task(task) if task else access.no_object(key or str(object_id))
    return Subject(unit, actor, directory.configuration(unit), object_row(row))


@contextmanager
def creating(
    unit: Unit,
    actor: Actor,
    object_type: ObjectType,
    fields: Mapping[str, object],
    *,
    requester: str = "",
    state: ObjectState = ObjectState.DRAFT,
    source: Source | None = None,
    title: str = "",
    money: Money | None = None,
) -> Iterator[Subject]:
    """Make an object of checked fields; its key is the next of the type's prefix.

    `title` and `money` are for types whose objects bring their own (connectors).
    """
    key = allocate(unit, object_type)
    row = ObjectRow(
        id=0,
        key=key,
        type=object_type.id,
        title=title or key,
        state=state,
        requester=requester,
        revision=1,
        raw_fields="{}",
        amount=money.amount if money else "",
        currency=money.currency if money else "",
        source=None,
        created_micros=to_micros(unit.now),
        changed_micros=to_micros(unit.now),
        entries=0,
        chain="",
    )
    it = Subject(unit, actor, directory.configuration(unit), row)
    it.fields = {name: value for name, value in fields.items() if value is not None}
    it.source = source
    it.describe()
    insert_object(it)
    it.changed = True
    it.take_part(requester, follow=True)
    yield it
    it.save()
