"""The table of field values, kept in the same transaction as the fields themselves."""

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from server_stub.store.tables import field_values
from server_stub.store.unit import Unit
from server_stub.views.field_index import Place, places

if TYPE_CHECKING:
    from server_stub.operations.subject import Subject

_add = insert(field_values).on_conflict_do_nothing()
_remove = delete(field_values).where(
    field_values.c.field == bindparam("the_field"),
    field_values.c.text == bindparam("the_text"),
    field_values.c.number == bindparam("the_number"),
    field_values.c.object == bindparam("the_object"),
)


def index(it: "Subject") -> None:
    """Write where the object's values stand now, and no longer where they stood."""
    if not it.changed:
        return
    before: frozenset[Place] = frozenset()
    if it.fields_before is not None:
        if it.fields_before == it.fields and it.money_before == it.money:
            return
        before = places(it.type, it.fields_before, it.money_before)
    replace(it.unit, it.id, before, places(it.type, it.fields, it.money))


def replace(unit: Unit, object_id: int, before: frozenset[Place], after: frozenset[Place]) -> None:
    """The object's values no longer stand at the places `before` but at those `after`."""
    unit.run_many(
        _remove,
        [
            {"the_field": field, "the_text": text, "the_number": number, "the_object": object_id}
            for field, text, number in sorted(before - after)
        ],
    )
    unit.run_many(
        _add,
        [
            {"field": field, "text": text, "number": number, "object": object_id}
            for field, text, number in sorted(after - before)
        ],
    )
