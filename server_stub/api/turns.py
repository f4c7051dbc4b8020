"""Calls that take long, one of each person at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.errors import Refused
from core.language import say

MOST_WAITING = 4
"""How many such calls of one person may wait for each other."""


class Turns:
    """One call of each person at a time."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = {}

    @asynccontextmanager
    async def of(self, person: str) -> AsyncIterator[None]:
        """Wait for this person's earlier calls. Raises Refused where too many wait already."""
        waiting = self._waiting.get(person, 0)
        if waiting > MOST_WAITING:
            raise Refused(say("server.checks_wait", n=MOST_WAITING))
        self._waiting[person] = waiting + 1
        try:
            async with self._locks.setdefault(person, asyncio.Lock()):
                yield
        finally:
            self._waiting[person] -= 1
            if not self._waiting[person]:
                del self._waiting[person], self._locks[person]
