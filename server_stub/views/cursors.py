"""Cursors: where a part of a listing ended, as an opaque word; and how long a part may be."""

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import TypeVar

from core.api import Page
from core.errors import Invalid
from core.language import say

T = TypeVar("T")
MOST = 200


def limited(limit: int, most: int = MOST) -> int:
    """A page's length within what is served at once."""
    return max(1, min(limit, most))


def of(*parts: object) -> str:
    """A cursor that holds these parts."""
    text = "\x1f".join(str(part) for part in parts)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def parts(cursor: str, count: int) -> list[str]:
    """The parts of a cursor. Raises Invalid where it is none that `of` made of so many."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars="-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise bad() from None
    found = text.split("\x1f")
    if len(found) != count or "\0" in text:  # PostgreSQL keeps no such text
        raise bad()
    return found


def of_number(number: int) -> str:
    """A cursor that holds one number."""
    return of(number)


def number(cursor: str) -> int:
    """The number in a cursor. Raises Invalid."""
    return whole(parts(cursor, 1)[0])


def whole(text: str) -> int:
    """A number that stands in a cursor. Raises Invalid."""
    try:
        value = int(text)
    except ValueError:
        raise bad() from None
    if abs(value) >= 2**63:
        raise bad()
    return value


def part(items: Iterable[T], name: Callable[[T], str], limit: int, cursor: str) -> Page[T]:
    """A part of a short listing that is known as a whole, in the order of the items' names."""
    after = parts(cursor, 1)[0] if cursor else ""
    most = limited(limit)
    rest = sorted((each for each in items if name(each) > after), key=name)
    more, shown = len(rest) > most, rest[:most]
    return Page(items=shown, next=of(name(shown[-1])) if more else "")


def bad() -> Invalid:
    """The error for what is no cursor of the listing."""
    return Invalid(say("operations.bad_cursor"))
