"""The index of words, kept in the same transaction as what it indexes.

Fields that only some may see are not indexed at all: a search that finds nothing in them tells
nothing either.
"""

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from core.feed import Entry
from core.objects import FieldKind, ObjectType
from core.people import Directory
from server_stub.operations.titles import written as in_words
from server_stub.store.tables import search
from server_stub.store.unit import Unit
from server_stub.views.words import words

if TYPE_CHECKING:
    from server_stub.operations.subject import Subject

_add = insert(search).on_conflict_do_nothing()
_remove = delete(search).where(
    search.c.word == bindparam("the_word"),
    search.c.object == bindparam("the_object"),
    search.c.entry == 0,
)


def index(it: "Subject") -> None:
    """Index what the operation changed of the object: its fields, and its new entries."""
    rows = [
        {"word": word, "object": it.id, "entry": sealed.entry.number}
        for sealed in it.written.entries
        for word in sorted(words(*entry_texts(sealed.entry)))
    ]
    if it.changed and (it.fields, it.title) != (it.fields_before, it.title_before):
        people = it.configuration.directory
        after = field_words(it.type, people, it.key, it.title, it.fields)
        before = (
            field_words(it.type, people, it.key, it.title_before, it.fields_before)
            if it.fields_before is not None
            else set()
        )
        replace(it.unit, it.id, before, after)
    it.unit.run_many(_add, rows)


def replace(unit: Unit, object_id: int, before: set[str], after: set[str]) -> None:
    """The words of an object's fields are no longer those `before` but those `after`."""
    gone = [{"the_word": word, "the_object": object_id} for word in sorted(before - after)]
    new = [{"word": word, "object": object_id, "entry": 0} for word in sorted(after - before)]
    unit.run_many(_remove, gone)
    unit.run_many(_add, new)


def entry_texts(entry: Entry) -> list[str]:
    """What people said in an entry."""
    reason = [entry.decision.reason] if entry.decision else []
    return [entry.text, *reason, *(file.name for file in entry.files)]


def field_words(
    object_type: ObjectType, directory: Directory, key: str, title: str, fields: dict[str, Any]
) -> set[str]:
    """The words of an object's key, title and those fields that everybody may see."""
    texts = [key, title]
    for field in object_type.fields:
        value = fields.get(field.id)
        if value is None or field.read is not None:
            continue
        if field.kind == FieldKind.TABLE and isinstance(value, list):
            texts += [
                in_words(column, line.get(column.id), directory)
                for line in value
                for column in field.columns
                if column.read is None
            ]
        else:
            texts.append(in_words(field, value, directory))
    return words(*texts)
