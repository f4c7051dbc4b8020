"""What changed of an object: the history of its fields, and what is new since a revision."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, or_, select

from core.api import Page
from core.objects import FieldChange, FieldDefinition, FieldVersion, ObjectType
from server_stub import access
from server_stub.access import Actor
from server_stub.store.moments import from_micros
from server_stub.store.tables import field_history
from server_stub.store.unit import Reader, Row
from server_stub.views import cursors, directory
from server_stub.views.lookup import find

MOST = 500

_columns = (
    field_history.c.revision,
    field_history.c.field,
    field_history.c.at,
    field_history.c.by,
    field_history.c.old,
    field_history.c.new,
)
_since = (
    select(*_columns)
    .where(
        field_history.c.object == bindparam("the_object"),
        field_history.c.revision > bindparam("after"),
    )
    .order_by(field_history.c.revision, field_history.c.field)
)
_history = (
    select(*_columns)
    .where(
        field_history.c.object == bindparam("the_object"),
        field_history.c.field.in_(bindparam("shown", expanding=True)),
        or_(
            field_history.c.revision < bindparam("before"),
            and_(
                field_history.c.revision == bindparam("before"),
                field_history.c.field > bindparam("behind"),
            ),
        ),
    )
    .order_by(field_history.c.revision.desc(), field_history.c.field)
    .limit(bindparam("most"))
)
_history_of_field = _history.where(field_history.c.field == bindparam("the_field"))

_any = msgspec.json.Decoder()


def since(
    reader: Reader, object_id: int, revision: int, visible: ObjectType, *, person: str = ""
) -> tuple[FieldChange, ...]:
    """How the fields that a reader may see differ from what they were at `revision`.

    What was changed and changed back does not count, nor what was before a change by `person`, who
    reads: they know what they have written.
    """
    net: dict[str, tuple[Any, Any]] = {}
    for _, field, _, by, old, new in reader.all(_since, the_object=object_id, after=revision):
        if person and by == person:
            net.pop(field, None)
            continue
        first = net[field][0] if field in net else old
        net[field] = (first, new)
    changes = (
        shown(field, FieldChange(field=field.id, title=field.title, old=_read(old), new=_read(new)))
        for field in visible.fields
        if field.id in net
        for old, new in (net[field.id],)
    )
    return tuple(change for change in changes if change.old != change.new)


def shown(field: FieldDefinition, change: FieldChange) -> FieldChange:
    """The change with only the columns that `field`, as `visible_type` gave it, still has."""
    if not field.columns:
        return change
    return msgspec.structs.replace(
        change,
        old=access.visible_value(field, change.old),
        new=access.visible_value(field, change.new),
    )


def visible(changes: Iterable[FieldChange], object_type: ObjectType) -> tuple[FieldChange, ...]:
    """Those of the changes that stand in `object_type`, which `visible_type` gave."""
    seen = (
        shown(field, change)
        for change in changes
        if (field := object_type.field(change.field)) is not None
    )
    return tuple(change for change in seen if change.old != change.new)


def history(
    reader: Reader, actor: Actor, key: str, *, field: str = "", cursor: str = "", limit: int = 50
) -> Page[FieldVersion]:
    """The versions of one field or of all, newest first. Raises NotFound."""
    found = find(reader, actor, key)
    configuration = directory.configuration(reader)
    object_type = configuration.visible_type(actor, found.row.type)
    newest = found.row.revision + 1
    revision, behind = cursors.parts(cursor, 2) if cursor else (str(newest), "")
    before = max(0, min(cursors.whole(revision), newest))
    most = cursors.limited(limit, MOST)
    values = {
        "the_object": found.row.id,
        "before": before,
        "behind": behind,
        # Asked of the database: else a cursor would name a hidden field behind which it goes on.
        "shown": [each.id for each in object_type.fields],
        "most": most + 1,
    }
    if field:
        rows = reader.all(_history_of_field, the_field=field, **values)
    else:
        rows = reader.all(_history, **values)
    page = list(rows[:most])
    following = cursors.of(page[-1][0], page[-1][1]) if len(rows) > most else ""
    versions = (_version(row, object_type) for row in page)
    return Page(items=[each for each in versions if each is not None], next=following)


def _version(row: Row, object_type: ObjectType) -> FieldVersion | None:
    revision, name, at, by, old, new = row
    field = object_type.field(name)
    if field is None:
        return None
    change = FieldChange(field=name, title=field.title, old=_read(old), new=_read(new))
    change = shown(field, change)
    if change.old == change.new:
        return None
    return FieldVersion(revision=revision, at=from_micros(at), by=by, change=change)


def _read(value: str | None) -> Any:
    return None if value is None else _any.decode(value)
