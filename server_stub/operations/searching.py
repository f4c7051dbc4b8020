"""The index of words, kept in the same transaction as what it indexes.

Fields that only some may see are not indexed at all: a search that finds nothing in them tells
nothing either.
"""

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from core.feed import Entry
from core.objects import FieldKind
from server_stub.operations.titles import written as in_words
from server_stub.store.tables import search
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
    if it.changed:
        after = field_words(it, it.title, it.fields)
        before = (
            field_words(it, it.title_before, it.fields_before)
            if it.fields_before is not None
            else set()
        )
        rows += [{"word": word, "object": it.id, "entry": 0} for word in sorted(after - before)]
        it.unit.run_many(
            _remove,
            [{"the_word": word, "the_object": it.id} for word in sorted(before - after)],
        )
    it.unit.run_many(_add, rows)


def entry_texts(entry: Entry) -> list[str]:
    """What people said in an entry."""
    reason = [entry.decision.reason] if entry.decision else []
    return [entry.text, *reason, *(file.name for file in entry.files)]


def field_words(it: "Subject", title: str, fields: dict[str, object]) -> set[str]:
    """The words of an object's key, title and fields."""
    directory = it.configuration.directory
    texts = [it.key, title]
    for field in it.type.fields:
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
