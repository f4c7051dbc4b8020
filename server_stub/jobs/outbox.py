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

import msgspec
from sqlalchemy import bindparam, exists, select, update

from server_stub.operations import calls as operation
from server_stub.operations.calls import Call
from server_stub.operations.delivery import Delivery, DeliveryKind
from server_stub.store.database import Database
from server_stub.store.moments import to_micros
from server_stub.store.tables import calls
from server_stub.store.unit import Reader, Unit

LEASE = timedelta(seconds=120)
"""Longer than any attempt takes: the slowest system may need 30 s for one answer."""
_LONGEST_ATTEMPT = LEASE - timedelta(seconds=20)
"""Then it is given up and put off: nobody else may begin while it is under way."""
AT_ONCE = 8
"""Attempts under way at the same time."""
_LOOK_AGAIN = 2.0
"""Seconds after which it looks without being woken: a pause may be over."""

_log = logging.getLogger("signoff.outbox")

_OPEN = ("waiting", "sending")
_earlier = calls.alias("earlier")
_READY = (
    select(*operation.COLUMNS)
    .where(
        calls.c.state.in_(_OPEN),
        calls.c.next_try <= bindparam("now"),
        calls.c.leased_until <= bindparam("now"),
        ~exists().where(
            _earlier.c.object == calls.c.object,
            _earlier.c.id < calls.c.id,
            _earlier.c.state.in_(_OPEN),
        ),
    )
    .order_by(calls.c.next_try, calls.c.id)
    .limit(bindparam("most"))
)
_CLAIMABLE = _READY.with_for_update(skip_locked=True, of=calls)
_CLAIM = update(calls).where(calls.c.id == bindparam("the_id"))
_FREE_ALL = update(calls).where(calls.c.leased_until > 0).values(leased_until=0, leased_by="")


class Deliverer(Protocol):
    """Carries actions out in other systems."""

    async def deliver(self, call: Call) -> Delivery:
        """Try once; how it ended."""
        ...


Record = Callable[[Unit, Call, Delivery], None]
"""Writes down how an attempt ended, and what follows from it."""


def claim(unit: Unit, holder: str, most: int) -> list[Call]:
    """Take up to `most` actions that are due, for `LEASE`; nobody else gets them meanwhile."""
    now = to_micros(unit.now)
    found = unit.all(_CLAIMABLE, now=now, most=most)
    claimed = [Call.from_row(row) for row in found]
    for call in claimed:
        unit.run(
            _CLAIM,
            the_id=call.id,
            state="sending",
            attempts=call.attempts + 1,
            leased_until=to_micros(unit.now + LEASE),
            leased_by=holder,
        )
    return [_tried(call) for call in claimed]


def free_all(unit: Unit) -> None:
    """Give back every lease: for a database that only this process uses, when it starts."""
    unit.run(_FREE_ALL)


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
                seen = self._database.changed.count
                try:
                    taken = await self._take()
                except Exception:  # the database is away; it is asked again
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
        if not free or not await self._database.read(lambda reader: _any_ready(reader, now)):
            return 0
        claimed = await self._database.write(lambda unit: claim(unit, self._holder, free))
        for call in claimed:
            task = asyncio.create_task(self._attempt(call))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(claimed)

    async def _rest(self, seen: int) -> None:
        """Until something changed, an attempt ended, or a while passed."""
        waking = asyncio.create_task(self._database.changed.wait(seen))
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


def _any_ready(reader: Reader, now: int) -> bool:
    return reader.first(_READY, now=now, most=1) is not None


def _tried(call: Call) -> Call:
    return msgspec.structs.replace(call, attempts=call.attempts + 1)
