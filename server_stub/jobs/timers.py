"""Doing what becomes due: timers fire, cases hear of signals.

It looks for what is due, the longest ago first, a bounded part at a time, so that after a long
pause everything is caught up in its order; several servers share the work, each item happening
once (`operations.due`). It sleeps until something is due or was written that may be, and never
long, because the clock of a machine may be set.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from core.errors import Unreachable
from server_stub.operations.due import KINDS, Item, Kind
from server_stub.store.database import Database
from server_stub.store.moments import to_micros
from server_stub.store.unit import Unit

T = TypeVar("T")

PART = 1000
"""Items that are looked up at a time."""
AT_ONCE = 32
"""Cases that move at the same time on SQLite, where they are written in groups."""
_APART = 2
"""The same on PostgreSQL. It ends one of two changes where one reads a page of an index on which
the other writes: 32 neighbours at once were each tried twice."""
_LOOK_AGAIN = 5.0
"""Seconds after which it looks without being woken."""

_log = logging.getLogger("signoff.timers")


def _machine_clock() -> datetime:
    return datetime.now(UTC)


class DueWork:
    """Does what is due until it is stopped."""

    def __init__(
        self,
        database: Database,
        *,
        kinds: Sequence[Kind] = KINDS,
        clock: Callable[[], datetime] = _machine_clock,
    ) -> None:
        self._database = database
        self._kinds = kinds
        self._clock = clock
        self._at_once = AT_ONCE if database.dialect == "sqlite" else _APART

    async def run(self) -> None:
        """Work for ever."""
        while True:
            seen = self._database.awaited.count
            try:
                done = await self.turn()
                pause = _LOOK_AGAIN if done else await self._until_next()
            except Unreachable:  # the database is away; it is asked again
                done, pause = 0, _LOOK_AGAIN
            except Exception:
                _log.exception("what is due cannot be read")
                done, pause = 0, _LOOK_AGAIN
            if not done:
                await self._rest(seen, pause)

    async def turn(self) -> int:
        """Do one part of all that is due now; how much was done here."""
        now = self._clock()
        done = 0
        for kind in self._kinds:
            look = partial(kind.look, now=to_micros(now), most=PART)
            items = await self._database.read(look)
            shares = _shares(items, self._at_once)
            done += sum(await asyncio.gather(*(self._share(kind, share) for share in shares)))
        return done

    async def _share(self, kind: Kind, items: Iterable[Item]) -> int:
        """One after the other, the longest ago first."""
        done = 0
        for item in items:
            try:
                done += await self._write(kind.do, item)
            except Unreachable:  # the database is away: it stays due
                raise
            except Exception:
                # A defect, or nobody left to ask: it must not keep others from their turn.
                _log.exception("%s of %s: %s failed", kind.name, item.case, item.key)
                await self._write(kind.put_off, item)
                done += 1
        return done

    async def _write(self, work: Callable[[Unit, Item], T], item: Item) -> T:
        return await self._database.write(lambda unit: work(unit, item), now=self._clock())

    async def _until_next(self) -> float:
        """Seconds until something is due, at most a few."""
        nexts = [await self._database.read(kind.next) for kind in self._kinds]
        known = [moment for moment in nexts if moment is not None]
        if not known:
            return _LOOK_AGAIN
        left = (min(known) - to_micros(self._clock())) / 1_000_000
        return min(max(left, 0.0), _LOOK_AGAIN)

    async def _rest(self, seen: int, seconds: float) -> None:
        waking = asyncio.create_task(self._database.awaited.wait(seen))
        try:
            await asyncio.wait({waking}, timeout=seconds)
        finally:
            waking.cancel()


def _shares(items: Sequence[Item], number: int) -> list[list[Item]]:
    """The items in so many shares that can be done beside each other: all of one case is in one,
    and its neighbours in the tables are, too. In each they keep their order."""
    cases = sorted({(item.object or 0, item.case) for item in items})
    size = -(-len(cases) // number) or 1
    share_of = {case: at // size for at, (_, case) in enumerate(cases)}
    shares: dict[int, list[Item]] = {}
    for item in items:
        shares.setdefault(share_of[item.case], []).append(item)
    return list(shares.values())
