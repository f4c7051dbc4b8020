"""Which objects may have a field's value: the table `field_values`, written and asked.

A value stands there in a form that sorts the same on both databases: numbers, money, dates and
times as a float, all else by the beginning of its folded text. So the table answers with a few
objects too many, never with too few; `views.comparing` has the last word about each.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from math import isfinite
from typing import Any, Literal

from sqlalchemy import Select, bindparam, func, select

from core.objects import FieldDefinition, FieldKind, Money, ObjectType
from server_stub.access import Actor
from server_stub.store.moments import to_micros
from server_stub.store.tables import field_values as table
from server_stub.store.unit import Reader
from server_stub.views.comparing import as_key, wanted_key
from server_stub.views.directory import Configuration
from server_stub.views.query import Comparison
from server_stub.views.words import folded

FEW = 2_000
"""As many objects as are gathered by the table; where there are more, a walk finds some soon."""
KEPT = 60
"""Characters of a text."""
VOCABULARY = 2_000
"""As many different values of a field as are looked through for a part of a text."""
AMOUNT = "amount"
"""The field under which an object's own amount stands where its type has no such field."""

Place = tuple[str, str, float]
"""Field, beginning of the text ("" for a number), number."""
Shape = Literal["number", "text"]

_NUMBERS = (FieldKind.NUMBER, FieldKind.MONEY)
_MOMENTS = (FieldKind.DATE, FieldKind.TIME)
_UNKEPT = (FieldKind.TABLE, FieldKind.FILE)
_WHOLE = FieldDefinition(id=AMOUNT, kind=FieldKind.MONEY, title={})
_LAST = "\U0010ffff"
_INFINITE = float("inf")
_SHAPES: Mapping[str, tuple[bool, bool]] = {
    "=": (True, True),
    ">": (True, False),
    ">=": (True, False),
    "<": (False, True),
    "<=": (False, True),
}
"""For each operator: whether the wanted value is the lowest, and whether it is the highest."""

_between_numbers = (
    select(table.c.object)
    .where(
        table.c.field == bindparam("the_field"),
        table.c.text == "",
        table.c.number >= bindparam("low"),
        table.c.number <= bindparam("high"),
    )
    .limit(bindparam("most"))
)
_between_texts = (
    select(table.c.object)
    .where(
        table.c.field == bindparam("the_field"),
        table.c.text >= bindparam("low"),
        table.c.text <= bindparam("high"),
    )
    .limit(bindparam("most"))
)
_with_texts = (
    select(table.c.object)
    .where(
        table.c.field == bindparam("the_field"),
        table.c.text.in_(bindparam("texts", expanding=True)),
    )
    .limit(bindparam("most"))
)


@cache
def _vocabulary() -> Select[Any]:
    """The different texts of a field, each found by jumping over the one before it."""
    first = select(func.min(table.c.text).label("text")).where(
        table.c.field == bindparam("the_field")
    )
    found = first.cte("found", recursive=True)
    following = (
        select(func.min(table.c.text))
        .where(table.c.field == bindparam("the_field"), table.c.text > found.c.text)
        .scalar_subquery()
    )
    found = found.union_all(select(following).where(found.c.text.is_not(None)))
    return select(found.c.text).where(found.c.text.is_not(None)).limit(bindparam("most"))


def places(
    object_type: ObjectType, fields: Mapping[str, Any], money: Money | None
) -> frozenset[Place]:
    """Where an object's values stand in the table."""
    found = {
        place
        for field in object_type.fields
        if (value := fields.get(field.id)) is not None
        and (place := _place(field, value)) is not None
    }
    if money is not None and object_type.field(AMOUNT) is None:
        place = _place(_WHOLE, {"amount": money.amount})
        found |= {place} if place is not None else set()
    return frozenset(found)


def _place(field: FieldDefinition, value: object) -> Place | None:
    shape = _shape(field.kind)
    if shape is None:
        return None
    try:
        key = as_key(field.kind, value)
        if shape == "number":
            number = _number(key)
            return (field.id, "", number) if isfinite(number) else None
    except (ValueError, ArithmeticError, TypeError, KeyError):
        return None  # such a value meets no comparison either
    return field.id, key[:KEPT], 0.0


def _shape(kind: FieldKind) -> Shape | None:
    if kind in _UNKEPT:
        return None
    return "number" if kind in _NUMBERS or kind in _MOMENTS else "text"


def _number(key: Decimal | datetime) -> float:
    return float(key if isinstance(key, Decimal) else to_micros(key))


# --- asking ------------------------------------------------------------------------------------


def fewest(
    reader: Reader, actor: Actor, configuration: Configuration, comparisons: Iterable[Comparison]
) -> list[int] | None:
    """Objects among which are all that meet the comparisons; None where they may be many."""
    found: list[int] | None = None
    for each in comparisons:
        some = _candidates(reader, actor, configuration, each)
        if some is not None and (found is None or len(some) < len(found)):
            found = some
    return found


def _candidates(
    reader: Reader, actor: Actor, configuration: Configuration, comparison: Comparison
) -> list[int] | None:
    kinds = set(_kinds(actor, configuration, comparison.field))
    shapes = {_shape(kind) for kind in kinds}
    if len(shapes) != 1 or None in shapes:
        return None
    if comparison.operator in _SHAPES:
        rows = _ordered(reader, shapes == {"number"}, kinds, comparison)
    elif comparison.operator == ":" and shapes == {"text"}:
        rows = _holding(reader, comparison)
    else:
        return None
    return None if rows is None or len(rows) > FEW else [object_ for (object_,) in rows]


def _kinds(actor: Actor, configuration: Configuration, name: str) -> Iterator[FieldKind]:
    for type_id, whole in configuration.types.items():
        field = configuration.visible_type(actor, type_id).field(name)
        if field is not None:
            yield field.kind
        if name == AMOUNT and whole.field(AMOUNT) is None:
            yield FieldKind.MONEY


def _ordered(
    reader: Reader, numbers: bool, kinds: set[FieldKind], comparison: Comparison
) -> Any | None:
    is_low, is_high = _SHAPES[comparison.operator]
    low: object = -_INFINITE if numbers else ""
    high: object = _INFINITE if numbers else _LAST
    try:
        keys = [wanted_key(kind, comparison.value) for kind in kinds]
    except (ValueError, ArithmeticError):
        return None  # it can be compared with values of one kind of the field and not of another
    wanted = [_number(key) if numbers else key[:KEPT] for key in keys]
    return reader.all(
        _between_numbers if numbers else _between_texts,
        the_field=comparison.field,
        low=min(wanted) if is_low else low,
        high=max(wanted) if is_high else high,
        most=FEW + 1,
    )


def _holding(reader: Reader, comparison: Comparison) -> Any | None:
    known = reader.all(_vocabulary(), the_field=comparison.field, most=VOCABULARY + 1)
    if len(known) > VOCABULARY:
        return None
    part = folded(comparison.value)
    texts = [text for (text,) in known if part in text or len(text) == KEPT]
    if not texts:
        return []
    return reader.all(_with_texts, the_field=comparison.field, texts=texts, most=FEW + 1)
