"""What one server does, no other does until it gives it back or its time is over."""

from datetime import UTC, datetime, timedelta

from server_stub.store import leases
from server_stub.store.database import Database

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def take(store: Database, holder: str, now: datetime) -> bool:
    return await store.write(lambda unit: leases.take(unit, "poll", holder, MINUTE), now=now)


async def test_a_lease_has_one_holder_until_it_runs_out(store: Database) -> None:
    assert await take(store, "a", NOON)
    assert not await take(store, "b", NOON + MINUTE / 2)
    assert await take(store, "a", NOON + MINUTE / 2)
    assert not await take(store, "b", NOON + MINUTE)
    assert await take(store, "b", NOON + MINUTE * 2)


async def test_a_lease_that_was_given_back_is_free_at_once(store: Database) -> None:
    assert await take(store, "a", NOON)
    await store.write(lambda unit: leases.drop(unit, "poll", "b"))
    assert not await take(store, "b", NOON)
    await store.write(lambda unit: leases.drop(unit, "poll", "a"))
    assert await take(store, "b", NOON)
