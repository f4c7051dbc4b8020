"""The newest events, read once for everybody who listens on this server."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress

from core.errors import Unreachable
from server_stub.running import Running
from server_stub.store import events
from server_stub.store.database import Database
from server_stub.store.signal import Signal
from server_stub.store.unit import Reader
from server_stub.views.audience import Heard, HeardPart, heard_after
from server_stub.views.directory import Configuration, configuration

_log = logging.getLogger("signoff.events")

_KEPT = 4000
"""How many events stay in memory; who is further behind reads the database."""
_SLOW_COMMITS = 0.02
"""Seconds until events that wait for a slower transaction are looked for again."""
_BY_ITSELF = 5.0
"""Seconds until it looks without being woken: a server may die before it wakes the others."""


class Tail:
    """Follows the table of events while there are listeners, and hands the same to all."""

    def __init__(self, database: Database, running: Running) -> None:
        self._database = database
        self._events: deque[Heard] = deque(maxlen=_KEPT)
        self._start = 0
        self._position = 0
        self._added = Signal()
        self._configuration: Configuration | None = None
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self._running = running

    async def position(self) -> int:
        """The id of the newest event."""
        return await self._database.read(events.last_id)

    async def follow(self, after: int) -> AsyncIterator[HeardPart]:
        """Parts of what comes behind `after`; an empty part now and then.

        It ends when the database is away, so that whoever listens learns of it and comes again.
        """
        self._running.listening += 1
        try:
            await self._begin()
            task = self._task
            while self._task is task and not self._closed:
                seen = self._added.count
                part = await self._behind(after)
                if part.events:
                    after = part.events[-1].event.id
                yield part
                if not part.more:
                    with suppress(TimeoutError):
                        async with asyncio.timeout(_BY_ITSELF):
                            await self._added.wait(seen)
        except Unreachable:
            return
        finally:
            self._running.listening -= 1
            if not self._running.listening:
                self._end()

    def close(self) -> None:
        """Let every listener's stream come to its end, so that the server can stop."""
        self._closed = True
        self._end()
        self._added.wake()

    async def _begin(self) -> None:
        if self._task is None and not self._closed:
            start, known = await self._database.read(
                lambda reader: (events.last_id(reader), configuration(reader))
            )
            if self._task is None and not self._closed:  # nobody else began meanwhile
                self._start = self._position = start
                self._configuration = known
                self._task = asyncio.create_task(self._read())

    def _end(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._events.clear()

    async def _behind(self, after: int) -> HeardPart:
        if after < self._start or self._configuration is None:
            return await self._database.read(lambda reader: heard_after(reader, after))
        found = [heard for heard in self._events if heard.event.id > after]
        return HeardPart(found, False, self._configuration)

    async def _read(self) -> None:
        while True:
            seen = self._database.changed.count
            try:
                part = await self._database.read(self._next)
            except Unreachable:
                self._task = None
                self._events.clear()
                self._added.wake()
                return
            except Exception:  # nothing is lost by looking again
                _log.exception("events cannot be read")
                await asyncio.sleep(1)
                continue
            self._keep(part)
            if part.more:
                await asyncio.sleep(0 if part.events else _SLOW_COMMITS)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(_BY_ITSELF):
                    await self._database.changed.wait(seen)

    def _next(self, reader: Reader) -> HeardPart:
        return heard_after(reader, self._position)

    def _keep(self, part: HeardPart) -> None:
        self._configuration = part.configuration
        if not part.events:
            return
        overflow = len(self._events) + len(part.events) - _KEPT
        if overflow > 0:
            everything = [*self._events, *part.events]
            self._start = everything[overflow - 1].event.id
        self._events.extend(part.events)
        self._position = part.events[-1].event.id
        self._added.wake()
