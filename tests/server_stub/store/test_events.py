"""A reader that resumes from an id misses no event, although transactions commit out of order."""

import asyncio
import threading
from collections.abc import Callable

import psycopg
from sqlalchemy import bindparam, insert, select

from core.events import EventKind
from server_stub.store import events
from server_stub.store.database import Database
from server_stub.store.tables import counters
from server_stub.store.unit import Unit

ADD = insert(counters)
OFFSET = select(counters.c.value).where(counters.c.name == bindparam("which"))


def emits(about: str) -> Callable[[Unit], None]:
    return lambda unit: unit.emit(EventKind.CONFIGURATION_CHANGED, about=about)


async def after(store: Database, position: int) -> tuple[list[str], int, bool]:
    part = await store.read(lambda reader: events.read_after(reader, position))
    found = [stored.event for stored in part.events]
    return [each.about for each in found], found[-1].id if found else position, part.more


async def test_events_come_in_order_and_go_on_where_the_reader_was(store: Database) -> None:
    def several(unit: Unit) -> None:
        for about in "abc":
            unit.emit(EventKind.CONFIGURATION_CHANGED, about=about)

    await store.write(several)
    found, position, more = await after(store, 0)
    assert (found, more) == (["a", "b", "c"], False)
    await store.write(emits("d"))
    assert (await after(store, position))[0] == ["d"]
    assert await store.read(events.last_id) == (await after(store, position))[1]


async def test_an_event_of_a_slower_transaction_is_not_overtaken(postgresql_url: str) -> None:
    store = await Database.open(postgresql_url)
    began, may_end = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slow(unit: Unit) -> None:
        unit.run(ADD, name="slow", value=1)  # has its number now, and commits last
        loop.call_soon_threadsafe(began.set)
        may_end.wait(10)
        unit.emit(EventKind.CONFIGURATION_CHANGED, about="slow")

    slowly = asyncio.ensure_future(store.write(slow))
    await began.wait()
    await store.write(emits("fast"))
    found, position, more = await after(store, 0)
    assert (found, more) == ([], True)
    may_end.set()
    await slowly
    found, position, more = await after(store, position)
    assert (found, more) == (["slow", "fast"], False)
    await store.close()


async def test_no_event_is_missed_by_a_reader_beside_many_writers(store: Database) -> None:
    seen: list[str] = []

    async def read() -> None:
        position = 0
        while len(seen) < 200:
            found, position, _ = await after(store, position)
            seen.extend(found)
            await asyncio.sleep(0)

    reading = asyncio.create_task(read())
    await asyncio.gather(*(store.write(emits(str(number))) for number in range(200)))
    await asyncio.wait_for(reading, 60)
    assert sorted(seen, key=int) == [str(number) for number in range(200)]


async def test_a_waiting_reader_is_woken(store: Database) -> None:
    seen = store.changed.count
    waiting = asyncio.create_task(store.changed.wait(seen))
    await store.write(emits("a"))
    await asyncio.wait_for(waiting, 60)


async def test_another_server_is_woken(postgresql_url: str) -> None:
    one, other = await Database.open(postgresql_url), await Database.open(postgresql_url)
    await asyncio.wait_for(other.changed.wait(0), 60)  # it listens
    seen = other.changed.count
    await one.write(emits("a"))
    await asyncio.wait_for(other.changed.wait(seen), 60)
    assert (await after(other, 0))[0] == ["a"]
    await one.close()
    await other.close()


async def test_after_a_restore_elsewhere_new_events_follow_the_old_ones(
    postgresql_url: str,
) -> None:
    store = await Database.open(postgresql_url)
    await store.write(emits("old"))
    await store.close()
    with psycopg.connect(postgresql_url) as connection:  # written by a cluster far ahead of this
        connection.execute("UPDATE events SET id = id + (1000000::bigint << 20)")
    store = await Database.open(postgresql_url)
    found, position, _ = await after(store, 0)
    assert found == ["old"]
    await store.write(emits("new"))
    found, _, more = await after(store, position)
    assert (found, more) == (["new"], False)
    await store.close()
