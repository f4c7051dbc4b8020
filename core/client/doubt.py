"""While the stream of events is down nobody waits long for what is only read.

A server that hangs, and a link that loses packets, take every request and answer none. What the
stream of events notices within seconds then holds for whatever else is waited for.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.client.link import LinkBroken
from core.language import say

DOUBT_SECONDS = 3.0
"""How long something is still waited for that is read while the stream is down."""


class Doubt:
    """Whether there is doubt that the server answers; holds what is being read to it."""

    def __init__(self, seconds: float = DOUBT_SECONDS) -> None:
        self._seconds = seconds
        self._doubtful = False
        self._waits: set[asyncio.Timeout] = set()

    def begins(self) -> None:
        """The stream is down: whatever is read has a few seconds left."""
        if not self._doubtful:
            self._doubtful = True
            self._give(self._end())

    def ends(self) -> None:
        """The stream is back: the usual patience holds again."""
        self._doubtful = False
        self._give(None)

    @asynccontextmanager
    async def hurried(self) -> AsyncIterator[None]:
        """Raises LinkBroken where what is read inside is still not there some time into doubt."""
        wait = asyncio.timeout_at(self._end() if self._doubtful else None)
        try:
            async with wait:
                self._waits.add(wait)
                yield
        except TimeoutError:
            raise LinkBroken(say("client.no_answer")) from None
        finally:
            self._waits.discard(wait)

    def _give(self, until: float | None) -> None:
        for each in self._waits:
            if not each.expired():
                each.reschedule(until)

    def _end(self) -> float:
        return asyncio.get_running_loop().time() + self._seconds
