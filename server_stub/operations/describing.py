"""Objects of a type that was changed: what they say of themselves is written anew.

Title, amount, the words of the search and the values of the inbox's filters are made of the fields
as the type has them. A field that only some may see from now on has to leave the title and the
search at once, and not when somebody changes the object the next time.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import bindparam, update

from core.objects import FieldDefinition, FieldKind, Money, ObjectType
from core.people import Directory
from server_stub.operations import field_index, searching, titles
from server_stub.operations import values as kinds
from server_stub.store.tables import objects
from server_stub.store.unit import Reader, Unit
from server_stub.views.field_index import places
from server_stub.views.rows import ObjectRow, object_row, select_objects

AT_ONCE = 500
"""Objects that are read by one statement."""

_some = (
    select_objects()
    .where(objects.c.type == bindparam("the_type"), objects.c.id > bindparam("after"))
    .order_by(objects.c.id)
    .limit(AT_ONCE)
)
_locked = _some.with_for_update()
_describe = update(objects).where(objects.c.id == bindparam("the_id"))
_WORDS = (FieldKind.TEXT, FieldKind.CHOICE, FieldKind.PERSON, FieldKind.REFERENCE)


def describe_anew(unit: Unit, old: ObjectType, new: ObjectType, directory: Directory) -> None:
    """Objects of the type say of themselves what the `new` definition makes of their fields."""
    if _shape(old) == _shape(new):
        return
    for row in _objects(unit, _locked, new.id):
        _describe_object(unit, row, old, new, directory)


def other_values(
    reader: Reader, old: ObjectType, new: ObjectType, directory: Directory
) -> list[tuple[str, FieldDefinition]]:
    """Fields and columns that `new` adds while objects hold values of another kind under their
    name: those of a field that the type once had."""
    added = list(_added(new, old))
    found: dict[str, tuple[str, FieldDefinition]] = {}
    if added:
        for row in _objects(reader, _some, new.id):
            for table, field in added:
                path = f"{table}.{field.id}" if table else field.id
                values = _values(row.fields, table, field.id)
                if path not in found and not all(_is_of(field, it, directory) for it in values):
                    found[path] = path, field
    return list(found.values())


def _objects(reader: Reader, statement: Any, type_id: str) -> Iterator[ObjectRow]:
    after = 0
    while rows := reader.all(statement, the_type=type_id, after=after):
        yield from map(object_row, rows)
        after = rows[-1][0]


def _describe_object(
    unit: Unit, row: ObjectRow, old: ObjectType, new: ObjectType, directory: Directory
) -> None:
    title, money = row.title, row.money
    if new.name:
        title = titles.title(new, row.fields, directory, row.key)
    elif old.name:
        title = row.key
    if new.amount or old.amount:
        value = row.fields.get(new.amount)
        money = msgspec.convert(value, Money) if isinstance(value, dict) else None
    if (title, money) != (row.title, row.money):
        values = {"amount": money.amount, "currency": money.currency} if money else {}
        columns: dict[str, object] = {"title": title, "amount": "", "currency": "", **values}
        unit.run(_describe, the_id=row.id, **columns)
    searching.replace(
        unit,
        row.id,
        searching.field_words(old, directory, row.key, row.title, row.fields),
        searching.field_words(new, directory, row.key, title, row.fields),
    )
    before, after = places(old, row.fields, row.money), places(new, row.fields, money)
    field_index.replace(unit, row.id, before, after)


def _shape(object_type: ObjectType) -> tuple[object, ...]:
    """What of a type stands in what its objects say of themselves."""
    fields = tuple(_field_shape(field) for field in object_type.fields)
    return object_type.name, object_type.amount, fields


def _field_shape(field: FieldDefinition) -> tuple[object, ...]:
    columns = tuple(_field_shape(column) for column in field.columns)
    return field.id, field.kind, field.read is None, field.choices, columns


def _added(new: ObjectType, old: ObjectType) -> Iterator[tuple[str, FieldDefinition]]:
    """The fields that `old` has not, and the columns, each with its table."""
    for field in new.fields:
        before = old.field(field.id)
        if before is None:
            yield "", field
        known = {column.id for column in before.columns} if before else set()
        for column in field.columns:
            if column.id not in known:
                yield field.id, column


def _values(fields: dict[str, Any], table: str, name: str) -> list[Any]:
    """The values under a name, empty ones left out."""
    holders = fields.get(table) if table else [fields]
    if not isinstance(holders, list):
        return []
    found = (each.get(name) for each in holders if isinstance(each, dict))
    return [value for value in found if value is not None]


def _is_of(field: FieldDefinition, value: object, directory: Directory) -> bool:
    """Whether a kept value is one of the field's kind."""
    if field.kind in _WORDS:
        return isinstance(value, str)
    try:
        return type(kinds.checked(field, value, directory)) is type(value)
    except ValueError:
        return False
