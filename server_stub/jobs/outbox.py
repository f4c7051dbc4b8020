"""The outbox: hands recorded actions to their connector, at least once, in order for each object.

An action is claimed in a transaction of its own, with a lease and counted as tried, before anything
is sent; so after a crash it is tried again by whoever comes first once the lease has run out, and
the connector is told that an earlier attempt may have had its effect.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

from core.errors import Unreachable
from server_stub.operations import calls as operation
from server_stub.operations.calls import Call
from server_stub.operations.claims import LEASE, any_ready, claim
from server_stub.operations.delivery import Delivery, DeliveryKind
from server_stub.store.database import Database
from server_stub.store.moments import to_micros
from server_stub.store.unit import Unit

_LONGEST_ATTEMPT = LEASE - timedelta(seconds=20)
"""Then it is given up and put off: nobody else may begin while it is under way."""
AT_ONCE = 8
"""Attempts under way at the same time."""
_LOOK_AGAIN = 2.0
"""Seconds after which it looks without being woken: a pause may be over."""

_log = logging.getLogger("signoff.outbox")


class Deliverer(Protocol):
    """Carries actions out in other systems."""

    async def deliver(self, call: Call) -> Delivery:
        """Try once; how it ended."""
        ...


Record = Callable[[Unit, Call, Delivery], None]
"""Writes down how an attempt ended, and what follows from it."""


class Outbox:
    """Claims what is due and delivers it, a few at a time, until it is stopped."""

    def __init__(
        self, database: Database, deliverer: Deliverer, record: Record, *, holder: str
    ) -> None:
        self._database = database
        self._deliverer = deliverer
        self._record = record
        self._holder = holder
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Deliver for ever; cancelling it ends the attempts under way, whose leases run out."""
        try:
            while True:
                seen = self._database.awaited.count
                try:
                    taken = await self._take()
                except Unreachable:  # the database is away; it is asked again
                    taken = 0
                except Exception:
                    _log.exception("the outbox cannot be read")
                    taken = 0
                if not taken:
                    await self._rest(seen)
        finally:
            for task in tuple(self._under_way):
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _take(self) -> int:
        free = AT_ONCE - len(self._under_way)
        now = to_micros(datetime.now(UTC))
        if not free or not await self._database.read(lambda reader: any_ready(reader, now)):
            return 0
        claimed = await self._database.write(lambda unit: claim(unit, self._holder, free))
        for call in claimed:
            task = asyncio.create_task(self._attempt(call))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(claimed)

    async def _rest(self, seen: int) -> None:
        """Until something changed, an attempt ended, or a while passed."""
        waking = asyncio.create_task(self._database.awaited.wait(seen))
        full = len(self._under_way) >= AT_ONCE
        awaited = set(self._under_way) if full else {waking, *self._under_way}
        try:
            await asyncio.wait(awaited, timeout=_LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waking.cancel()

    async def _attempt(self, call: Call) -> None:
        try:
            async with asyncio.timeout(_LONGEST_ATTEMPT.total_seconds()):
                delivery = await self._deliverer.deliver(call)
            await self._database.write(lambda unit: self._record(unit, call, delivery))
        except TimeoutError:
            late = Delivery(
                kind=DeliveryKind.LATER, message="connectors.no_answer", values={"text": "timeout"}
            )
            with suppress(Exception):  # the database is away: the lease runs out by itself
                await self._database.write(lambda unit: self._record(unit, call, late))
        except Unreachable:  # the database is away: the lease runs out, and it is read back
            _log.warning("how call %s to %s ended cannot be noted", call.key, call.connector)
        except Exception as error:
            _log.exception("call %s to %s failed", call.key, call.connector)
            await self._put_off(call, error)

    async def _put_off(self, call: Call, error: Exception) -> None:
        """A defect, here or in the connector, must neither end the others nor be tried at once."""
        detail = type(error).__name__
        defect = Delivery(
            kind=DeliveryKind.LATER, message="connectors.defect", values={"text": detail}
        )
        try:
            await self._database.write(lambda unit: self._record(unit, call, defect))
        except Exception:  # the defect is in the recording
            with suppress(Exception):  # the database is away: the lease runs out by itself
                await self._database.write(
                    lambda unit: operation.put_off(unit, call, detail=detail)
                )
