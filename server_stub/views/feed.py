"""A feed as its reader may see it."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import bindparam, select

from core.api import FeedPage
from core.feed import Entry, EntryKind, step_name
from core.flow.index import index_of
from core.language import Label
from core.objects import ObjectType
from server_stub.access import Actor
from server_stub.store.tables import entries
from server_stub.store.unit import Reader, Row
from server_stub.views import changes, cursors, directory
from server_stub.views.chain import opened
from server_stub.views.directory import Configuration
from server_stub.views.lookup import find
from server_stub.views.objects import names
from server_stub.views.tasks import without_fields

_after = (
    select(entries.c.number, entries.c.doc, entries.c.hash)
    .where(entries.c.object == bindparam("the_object"), entries.c.number > bindparam("after"))
    .order_by(entries.c.number)
    .limit(bindparam("most"))
)
_before = (
    select(entries.c.number, entries.c.doc, entries.c.hash)
    .where(entries.c.object == bindparam("the_object"), entries.c.number < bindparam("before"))
    .order_by(entries.c.number.desc())
    .limit(bindparam("most"))
)

OLDER, NEWER = "<", ">"


def page(
    reader: Reader,
    actor: Actor,
    key: str,
    *,
    cursor: str = "",
    limit: int = 50,
    after: int = 0,
    last: bool = False,
) -> FeedPage:
    """A part of the feed, oldest first: from the start, behind entry `after`, or its end.

    A change of nothing but hidden fields is left out; numbers then have a gap for this reader.
    Raises NotFound.
    """
    found = find(reader, actor, key)
    most = cursors.limited(limit)
    direction, number = _place(cursor, after, last, found.row.entries)
    if direction == OLDER:
        rows = reader.all(_before, the_object=found.row.id, before=number, most=most)[::-1]
    else:
        rows = reader.all(_after, the_object=found.row.id, after=number, most=most)
    configuration = directory.configuration(reader)
    object_type = configuration.visible_type(actor, found.row.type)
    items = [entry for row in rows if (entry := visible(_entry(row), object_type)) is not None]
    return FeedPage(
        items=items,
        next=_next(rows, found.row.entries),
        previous=cursors.of(OLDER, rows[0][0]) if rows and rows[0][0] > 1 else "",
        names={**names(configuration, _people(items)), **_steps(reader, configuration, items)},
    )


def visible(entry: Entry, object_type: ObjectType) -> Entry | None:
    """The entry with the fields of `object_type`, which `visible_type` gave; None: all hidden.

    The hash stays the one of the whole entry.
    """
    entry = msgspec.structs.replace(entry, decision=without_fields(entry.decision))
    if not entry.changes:
        return entry
    shown = changes.visible(entry.changes, object_type)
    if not shown and entry.kind is EntryKind.CHANGE:
        return None
    return msgspec.structs.replace(entry, changes=shown)


def _place(cursor: str, after: int, last: bool, entries_: int) -> tuple[str, int]:
    direction, number = (OLDER, entries_ + 1) if last else (NEWER, after)
    if cursor:
        direction, text = cursors.parts(cursor, 2)
        if direction not in (OLDER, NEWER):
            raise cursors.bad()
        number = cursors.whole(text)
    return direction, max(0, min(number, entries_ + 1))


def _next(rows: Sequence[Row], entries_: int) -> str:
    return cursors.of(NEWER, rows[-1][0]) if rows and rows[-1][0] < entries_ else ""


def _entry(row: Row) -> Entry:
    return opened(row[1], row[2])


def _people(items: Iterable[Entry]) -> set[str]:
    people: set[str] = set()
    for entry in items:
        people |= {entry.by, entry.acting, *(mention.id for mention in entry.mentions)}
        for value in entry.values.values():
            people |= {part.rpartition(":")[2].strip() for part in (value, *value.split(", "))}
    return people


def _steps(
    reader: Reader, configuration: Configuration, items: Iterable[Entry]
) -> dict[str, Label]:
    """The titles of the steps that entries are about, by `core.feed.step_name`."""
    found: dict[str, Label] = {}
    for entry in items:
        name = step_name(entry)
        if not entry.step or name in found or not entry.flow_version:
            continue
        flow = configuration.flow(reader, entry.flow, entry.flow_version)
        spot = index_of(flow).spots.get(entry.step)
        if spot is not None and spot.step.title:
            found[name] = spot.step.title
    return found
