"""What an operation gathered about one object, as rows: a statement a table, not one a row."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import bindparam, case, insert, update
from sqlalchemy.dialects import postgresql

from core.objects import FieldChange, ObjectType
from server_stub.operations import field_index, searching
from server_stub.operations.fields import hashes
from server_stub.store.moments import to_micros
from server_stub.store.tables import (
    counters,
    entries,
    field_history,
    object_files,
    objects,
    readers,
    tasks,
)
from server_stub.store.unit import Unit
from server_stub.views.chain import Sealed

if TYPE_CHECKING:
    from server_stub.operations.subject import Subject

NEVER = 2**31 - 1

_insert_object = insert(objects).returning(objects.c.id)
_update_object = update(objects).where(objects.c.id == bindparam("the_id"))
_insert_entry = insert(entries)
_insert_history = insert(field_history)
_insert_task = insert(tasks)
_close_task = (
    update(tasks).where(tasks.c.id == bindparam("the_id")).values(revision=tasks.c.revision + 1)
)
_update_task = update(tasks).where(tasks.c.id == bindparam("the_id"))
_attach = postgresql.insert(object_files).on_conflict_do_nothing()
_new_reader = postgresql.insert(readers)
_read = _new_reader.on_conflict_do_update(
    index_elements=["object", "person"],
    set_={
        "takes_part": 1,
        "follows": case((_new_reader.excluded.follows == 1, 1), else_=readers.c.follows),
        # Whoever had seen everything has seen what they write themselves, and what comes of it.
        "seen": case(
            (readers.c.seen >= bindparam("before"), bindparam("upto")), else_=readers.c.seen
        ),
    },
)
_new_counter = postgresql.insert(counters)
_next = _new_counter.on_conflict_do_update(
    index_elements=["name"], set_={"value": counters.c.value + 1}
).returning(counters.c.value)


class ReaderChange(msgspec.Struct):
    """What an operation makes of one person's standing to the object."""

    follows: bool = False
    wrote: bool = False


class ReaderChanges:
    """What an operation makes of everybody's standing to the object."""

    def __init__(self) -> None:
        self.people: dict[str, ReaderChange] = {}

    def take_part(self, person: str, follow: bool) -> None:
        """The person may see the object from now on, and follows it if so wished."""
        change = self.people.setdefault(person, ReaderChange())
        change.follows = change.follows or follow

    def wrote(self, person: str) -> None:
        """The person wrote an entry."""
        self.people.setdefault(person, ReaderChange()).wrote = True


class Written:
    """Everything that is still to be written about one object."""

    def __init__(self) -> None:
        self.entries: list[Sealed] = []
        self.history: list[tuple[int, str, tuple[FieldChange, ...]]] = []
        self.opened: list[dict[str, object]] = []
        self.closed: list[dict[str, object]] = []
        self.moved: list[dict[str, object]] = []
        """Tasks that change without being decided about: urged, reworded."""
        self.readers = ReaderChanges()


def allocate(unit: Unit, object_type: ObjectType) -> str:
    """The next key of the type: `PO-1042`. Keys are never given twice."""
    row = unit.first(_next, name=f"key:{object_type.prefix}", value=1)
    assert row is not None
    return f"{object_type.prefix}-{row[0]}"


def insert_object(it: "Subject") -> None:
    """Make the row of a new object, which gives it its id."""
    row = it.unit.first(
        _insert_object,
        key=it.key,
        type=it.type.id,
        requester=it.requester,
        created=it.created_micros,
        **_columns(it),
    )
    assert row is not None
    it.id = row[0]


def write_object(it: "Subject") -> None:
    """Write all that was gathered about the object."""
    written, unit = it.written, it.unit
    if written.entries or it.changed:
        columns = _columns(it)
        if not it.changed:
            del columns["fields"]
        unit.run(_update_object, the_id=it.id, **columns)
    unit.run_many(_insert_entry, [_entry_row(it.id, each) for each in written.entries])
    unit.run_many(_insert_history, list(_history_rows(it)))
    unit.run_many(_insert_task, written.opened)
    unit.run_many(_close_task, written.closed)
    for shape in {tuple(row): None for row in written.moved}:
        unit.run_many(_update_task, [row for row in written.moved if tuple(row) == shape])
    unit.run_many(_read, _reader_rows(it))
    unit.run_many(_attach, [{"object": it.id, "hash": hash_} for hash_ in _attached(it)])
    searching.index(it)
    field_index.index(it)


def _columns(it: "Subject") -> dict[str, object]:
    return {
        "title": it.title,
        "state": it.state.value,
        "revision": it.revision,
        "fields": msgspec.json.encode(it.fields).decode(),
        "amount": it.money.amount if it.money else "",
        "currency": it.money.currency if it.money else "",
        "source": msgspec.json.encode(it.source).decode() if it.source else None,
        "changed": to_micros(it.unit.now),
        "entries": it.entries,
        "chain": it.chain,
    }


def _entry_row(object_id: int, sealed: Sealed) -> dict[str, object]:
    entry = sealed.entry
    return {
        "object": object_id,
        "number": entry.number,
        "at": to_micros(entry.at),
        "kind": entry.kind.value,
        "by": entry.by,
        "doc": sealed.doc,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _history_rows(it: "Subject") -> Iterator[dict[str, object]]:
    for revision, by, changes in it.written.history:
        for change in changes:
            yield {
                "object": it.id,
                "revision": revision,
                "field": change.field,
                "at": to_micros(it.unit.now),
                "by": by,
                "old": _json_or_none(change.old),
                "new": _json_or_none(change.new),
            }


def _json_or_none(value: object) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _reader_rows(it: "Subject") -> list[dict[str, object]]:
    before = it.entries - len(it.written.entries)
    return [
        {
            "object": it.id,
            "person": person,
            "takes_part": 1,
            "follows": int(change.follows),
            "seen": it.entries if change.wrote and before == 0 else 0,
            "before": before if change.wrote else NEVER,
            "upto": it.entries,
        }
        for person, change in sorted(it.written.readers.people.items())
    ]


def _attached(it: "Subject") -> set[str]:
    found = {file.hash for each in it.written.entries for file in each.entry.files}
    if it.changed:
        found |= hashes(it.type, it.fields)
    return found
