"""Finding objects by the words in their fields and feeds."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Select, and_, bindparam, func, or_, select

from core.api import Hit, Page
from core.errors import Invalid
from core.feed import Entry
from core.language import say
from core.near import usual_key
from core.objects import FieldKind, ObjectType
from server_stub import access
from server_stub.access import Actor
from server_stub.store.tables import entries, objects, readers
from server_stub.store.tables import search as index
from server_stub.store.unit import Reader
from server_stub.views import cursors, directory
from server_stub.views.directory import Configuration
from server_stub.views.query import parse
from server_stub.views.rows import OBJECT_COLUMNS, ObjectRow, object_row
from server_stub.views.words import excerpt, sought

MOST_WORDS = 12
_LAST, _FIRST = "\U0010ffff", "\x01"
"""Behind and before whatever a word may go on with."""

_CONDITIONS: dict[str, Any] = {
    "type": objects.c.type.in_(bindparam("types", expanding=True)),
    "from": objects.c.requester.in_(bindparam("people", expanding=True)),
}
_standing = (
    select(index.c.object, func.min(index.c.entry))
    .where(
        index.c.word >= bindparam("word"),
        index.c.word < bindparam("end"),
        index.c.object.in_(bindparam("objects", expanding=True)),
    )
    .group_by(index.c.object)
)
_said = select(entries.c.object, entries.c.number, entries.c.doc).where(
    entries.c.object.in_(bindparam("objects", expanding=True)),
    entries.c.number.in_(bindparam("numbers", expanding=True)),
)

_entry = msgspec.json.Decoder(Entry)


_BEGINNING = 2**62
"""Above every object's id."""

_visible = (
    select(*OBJECT_COLUMNS)
    .select_from(
        objects.outerjoin(
            readers,
            and_(readers.c.object == objects.c.id, readers.c.person == bindparam("reader")),
        )
    )
    .where(
        or_(
            objects.c.type.in_(bindparam("open_types", expanding=True)),
            readers.c.takes_part > 0,
        ),
    )
)
_named = _visible.where(objects.c.key == bindparam("key"))


@cache
def _statement(words: int, conditions: tuple[str, ...]) -> Select[Any]:
    """Objects that hold so many words, the last of which may be only begun, newest first."""
    whole = _visible.where(objects.c.id < bindparam("before"), objects.c.id != bindparam("but"))
    for number in range(words):
        holding = select(index.c.object)
        if number == words - 1:
            holding = holding.where(
                index.c.word >= bindparam(f"word{number}"), index.c.word < bindparam("end")
            )
        else:
            holding = holding.where(index.c.word == bindparam(f"word{number}"))
        whole = whole.where(objects.c.id.in_(holding))
    for name in conditions:
        whole = whole.where(_CONDITIONS[name])
    return whole.order_by(objects.c.id.desc()).limit(bindparam("most"))


def search(reader: Reader, actor: Actor, q: str, *, limit: int = 20, cursor: str = "") -> Page[Hit]:
    """Objects that hold every word of `q` and that the actor may see, newest first; before all
    others the one that has `q` for its key.

    `type:` and `from:` (also `from:me`) narrow it. Raises Invalid for a query that is none.
    """
    configuration = directory.configuration(reader)
    query = parse(q, actor, configuration, reader.now)
    if query.comparisons or not set(query.conditions) <= set(_CONDITIONS):
        raise Invalid(say("operations.query", part=q), hint=say("operations.search_hint"))
    words = sought(" ".join(query.words))[:MOST_WORDS]
    if (query.words and not words) or not (words or query.conditions):
        return Page(items=[])
    values: dict[str, Any] = {f"word{number}": word for number, word in enumerate(words)}
    if words:
        values["end"] = words[-1] + _LAST
    for each in query.conditions.values():
        values |= each
    seen = {
        "reader": actor.person,
        "open_types": [
            type_id
            for type_id, object_type in configuration.types.items()
            if access.sees_type(actor, object_type)
        ],
    }
    key = q.strip()
    named = [object_row(row) for row in reader.all(_named, key=usual_key(key) or key, **seen)]
    first = [] if cursor else named
    most = cursors.limited(limit) - len(first)
    before = cursors.number(cursor) if cursor else _BEGINNING
    rows = reader.all(
        _statement(len(words), tuple(sorted(query.conditions))),
        before=before,
        but=named[0].id if named else 0,
        most=most + 1,
        **seen,
        **values,
    )
    found = [object_row(row) for row in rows]
    more, found = len(found) > most, found[:most]
    return Page(
        items=_hits(reader, actor, configuration, [*first, *found], words),
        next=cursors.of_number(found[-1].id if found else before) if more else "",
    )


def _hits(
    reader: Reader,
    actor: Actor,
    configuration: Configuration,
    found: Sequence[ObjectRow],
    words: list[str],
) -> list[Hit]:
    said = _what_was_said(reader, found, words)
    return [
        _hit(configuration.visible_type(actor, row.type), row, words, said.get(row.id, ""))
        for row in found
    ]


def _hit(object_type: ObjectType, row: ObjectRow, words: list[str], said: str) -> Hit:
    amount_shown = object_type.amount == "" or object_type.field(object_type.amount) is not None
    return Hit(
        key=row.key,
        type=row.type,
        type_title=object_type.title,
        title=row.title,
        state=row.state.value,
        amount=f"{row.amount} {row.currency}".strip() if amount_shown else "",
        excerpt=excerpt(said or _fields_in_words(object_type, row.fields), words),
    )


def _what_was_said(
    reader: Reader, found: Sequence[ObjectRow], words: list[str]
) -> Mapping[int, str]:
    """For objects whose fields do not hold the first word: the entry of the feed that does."""
    if not found or not words:
        return {}
    standing = reader.all(
        _standing,
        word=words[0],
        end=words[0] + (_LAST if len(words) == 1 else _FIRST),
        objects=[row.id for row in found],
    )
    places = {object_: number for object_, number in standing if number}
    if not places:
        return {}
    rows = reader.all(_said, objects=list(places), numbers=sorted(set(places.values())))
    return {
        object_: _text(_entry.decode(doc))
        for object_, number, doc in rows
        if places[object_] == number
    }


def _text(entry: Entry) -> str:
    reason = entry.decision.reason if entry.decision else ""
    return " ".join((entry.text, reason, *(file.name for file in entry.files))).strip()


def _fields_in_words(object_type: ObjectType, fields: Mapping[str, Any]) -> str:
    """The fields that everybody who sees the object sees, as one text."""
    parts: list[str] = []
    for field in object_type.fields:
        value = fields.get(field.id)
        if value is None or field.read is not None:
            continue
        if field.kind is FieldKind.TABLE:
            open_columns = [column.id for column in field.columns if column.read is None]
            parts += [str(line[name]) for line in value for name in open_columns if name in line]
        elif field.kind in (FieldKind.TEXT, FieldKind.NUMBER, FieldKind.REFERENCE):
            parts.append(str(value))
    return " · ".join(parts)
