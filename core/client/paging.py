"""Listings, followed to their end."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from core.api import Page

T = TypeVar("T")


def whole(part: Callable[[str], Page[T]]) -> list[T]:
    """All that a listing holds; `part` reads what comes after a cursor ("": from the start)."""
    page = part("")
    found = list(page.items)
    while page.next:
        page = part(page.next)
        found += page.items
    return found


async def whole_async(part: Callable[[str], Awaitable[Page[T]]]) -> list[T]:
    """`whole` for the client that waits."""
    page = await part("")
    found = list(page.items)
    while page.next:
        page = await part(page.next)
        found += page.items
    return found
