"""What an expression gives, turned back into what a field stores."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.objects import FieldDefinition, FieldKind
from core.rules.context import UnclearError, decimal
from core.rules.expressions import as_text

Local = Callable[[datetime], datetime]
"""Says which moment a time without an offset is."""


def stored(
    value: Any,
    definition: FieldDefinition,
    before: object = None,
    local: Local = lambda clock: clock.replace(tzinfo=UTC),
) -> object:
    """`value` as a field of this definition stores it; None empties it.

    Money keeps the currency that the field had (`before`) where the value names none. Raises
    UnclearError where the value does not fit the field.
    """
    if value is None or value == "":
        return None
    try:
        if definition.kind is FieldKind.TIME:
            moment = _moment(value)
            return (local(moment) if moment.tzinfo is None else moment).isoformat()
        return _write(value, definition, before)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise UnclearError(f"{definition.id}: {value!r}") from error


def _write(value: Any, definition: FieldDefinition, before: object) -> object:
    kind = definition.kind
    if kind is FieldKind.NUMBER:
        return f"{decimal(value):f}"
    if kind is FieldKind.MONEY:
        return _money(value, definition, before)
    if kind is FieldKind.DATE:
        return _moment(value).date().isoformat()
    if kind is FieldKind.FLAG:
        return _flag(value)
    if kind in (FieldKind.FILE, FieldKind.TABLE):
        return value
    return as_text(value)


def _money(value: Any, definition: FieldDefinition, before: object) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    held = before.get("currency") if isinstance(before, dict) else ""
    return {"amount": f"{decimal(value):f}", "currency": held or definition.currency}


def _moment(value: Any) -> datetime:
    if isinstance(value, Decimal):
        micros = int(value.scaleb(6))
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return datetime.fromisoformat(value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise ValueError("neither true nor false")
