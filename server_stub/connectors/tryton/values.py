"""Tryton's JSON: exact types travel as objects with a `__class__`; and our own form of them."""

import base64
import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

MOST_DIGITS = 100
_DATE = ("year", "month", "day")
_TIME = ("hour", "minute", "second", "microsecond")


def dumps(value: object) -> bytes:
    """JSON as Tryton reads it."""
    return json.dumps(value, default=_encode, separators=(",", ":")).encode()


def loads(data: bytes) -> Any:
    """What Tryton wrote, with exact types restored. Raises ValueError for anything else."""
    try:
        return json.loads(data, object_hook=_decode, parse_constant=lambda _: None)
    except (ArithmeticError, LookupError, TypeError, RecursionError) as error:
        raise ValueError("not a value of Tryton's") from error


def _encode(value: object) -> dict[str, object]:
    match value:
        case Decimal():
            return {"__class__": "Decimal", "decimal": str(value)}
        case datetime():
            parts = {part: getattr(value, part) for part in _DATE + _TIME}
            return {"__class__": "datetime", **parts}
        case date():
            return {"__class__": "date", **{part: getattr(value, part) for part in _DATE}}
        case time():
            return {"__class__": "time", **{part: getattr(value, part) for part in _TIME}}
        case timedelta():
            return {"__class__": "timedelta", "seconds": value.total_seconds()}
        case bytes():
            return {"__class__": "bytes", "base64": base64.encodebytes(value).decode()}
    raise TypeError(f"{type(value).__name__} has no form in Tryton's JSON")


def _decode(found: dict[str, Any]) -> Any:
    match found.get("__class__"):
        case "Decimal":
            return _decimal(found["decimal"])
        case "datetime":
            return datetime(*(found.get(part, 0) for part in _DATE + _TIME))
        case "date":
            return date(*(found[part] for part in _DATE))
        case "time":
            return time(*(found.get(part, 0) for part in _TIME))
        case "timedelta":
            return timedelta(seconds=found["seconds"])
        case "bytes":
            return base64.b64decode(found["base64"])
    return found


def _decimal(text: str) -> Decimal | None:
    """A number; None for what is none (NaN), or has more digits than anybody counts with."""
    number = Decimal(text)
    return number if number.is_finite() and abs(number.adjusted()) <= MOST_DIGITS else None


def exact(value: object) -> str:
    """A number as an exact decimal string; a float as the shortest decimal that means it."""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def plain(value: object) -> object:
    """A Tryton value as signoff stores it: numbers and dates as text, the rest as it is."""
    match value:
        case bool() | None | str():
            return value
        case int() | float() | Decimal():
            return exact(value)
        case datetime():
            return value.isoformat(timespec="seconds") + "+00:00"
        case date() | time():
            return value.isoformat()
        case timedelta():
            return exact(value.total_seconds())
    return str(value)
