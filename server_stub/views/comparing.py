"""Comparing a field's value with what a query says, by the kind of the field."""

import operator
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from core.objects import FieldDefinition, FieldKind
from server_stub.views.words import folded

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


def matches(field: FieldDefinition, value: object, operator_: str, wanted: str) -> bool:
    """Whether a value stands to `wanted` as the operator says; an empty one is only unequal."""
    if value is None:
        return operator_ == "!="
    if operator_ == ":":
        return folded(wanted) in folded(_words(value))
    try:
        return OPERATORS[operator_](as_key(field.kind, value), wanted_key(field.kind, wanted))
    except (ValueError, InvalidOperation, TypeError):
        return False


def comparable(field: FieldDefinition, operator_: str, wanted: str) -> bool:
    """Whether `wanted` can be compared with values of the field's kind."""
    if operator_ == ":":
        return True
    try:
        wanted_key(field.kind, wanted)
    except (ValueError, InvalidOperation):
        return False
    return field.kind is not FieldKind.TABLE


def money_matches(amount: str, operator_: str, wanted: str) -> bool:
    """`matches` for an amount without a field of its own."""
    if not amount:
        return operator_ == "!="
    if operator_ == ":":
        return wanted in amount
    try:
        return OPERATORS[operator_](Decimal(amount), wanted_key(FieldKind.MONEY, wanted))
    except (ValueError, InvalidOperation):
        return False


def as_key(kind: FieldKind, value: Any) -> Any:
    """What a value is compared by: a decimal, a moment or folded text. Raises ValueError,
    ArithmeticError, TypeError or KeyError for what is no value of the kind."""
    if kind is FieldKind.MONEY:
        return Decimal(value["amount"])
    if kind is FieldKind.FILE:
        return folded(str(value.get("name", "")))
    return wanted_key(kind, str(value))


def wanted_key(kind: FieldKind, text: str) -> Any:
    """What a query asks for, as `as_key` has it. Raises ValueError or InvalidOperation."""
    if kind in (FieldKind.NUMBER, FieldKind.MONEY):
        number = Decimal(text.replace(",", ""))
        if not number.is_finite():
            raise ValueError(text)
        return number
    if kind in (FieldKind.DATE, FieldKind.TIME):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return folded(text)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(_words(each) for each in value.values())
    if isinstance(value, list):
        return " ".join(_words(each) for each in value)
    return str(value)
