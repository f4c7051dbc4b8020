"""Recorded actions reach their connector at least once, one after the other for each object."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from server_stub.jobs import outbox
from server_stub.jobs.outbox import Outbox
from server_stub.operations import calls
from server_stub.operations.calls import Call
from server_stub.operations.claims import LEASE, claim, free_all
from server_stub.operations.delivery import Delivery, DeliveryKind
from server_stub.store.database import Database
from server_stub.store.tables import calls as table
from server_stub.store.unit import Unit

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STATES = select(table.c.key, table.c.state, table.c.attempts).order_by(table.c.id)
DONE = Delivery(kind=DeliveryKind.DONE)


def queue(*keys: str) -> Callable[[Unit], None]:
    """Keys like `1:confirm`: the object and the action."""

    def work(unit: Unit) -> None:
        for key in keys:
            calls.queue(unit, key=key, object=int(key[0]), connector="erp", action=key[2:])

    return work


async def claimed(store: Database, now: datetime, holder: str = "a") -> list[tuple[str, int]]:
    found = await store.write(lambda unit: claim(unit, holder, 10), now=now)
    return [(call.key, call.attempts) for call in found]


def record(unit: Unit, call: Call, delivery: Delivery) -> None:
    if delivery.kind is DeliveryKind.LATER:
        calls.put_off(unit, call)
    else:
        calls.end(unit, call, state=delivery.kind.value)


async def test_each_object_has_one_action_under_way_in_the_order_of_queueing(
    store: Database,
) -> None:
    await store.write(queue("1:a", "1:b", "2:a"), now=NOW)
    assert await claimed(store, NOW) == [("1:a", 1), ("2:a", 1)]
    assert await claimed(store, NOW, "b") == []


async def test_an_action_whose_server_died_is_taken_up_and_counted(store: Database) -> None:
    await store.write(queue("1:a"), now=NOW)
    await claimed(store, NOW)
    assert await claimed(store, NOW + LEASE - timedelta(seconds=1), "b") == []
    assert await claimed(store, NOW + LEASE, "b") == [("1:a", 2)]
    await store.write(free_all)
    assert await claimed(store, NOW + LEASE, "c") == [("1:a", 3)]


async def test_a_pause_is_kept_also_by_what_comes_after(store: Database) -> None:
    await store.write(queue("1:a", "1:b"), now=NOW)
    (call,) = await store.write(lambda unit: claim(unit, "a", 1), now=NOW)
    later = NOW + timedelta(seconds=30)
    await store.write(lambda unit: calls.put_off(unit, call, wish=30), now=NOW)
    assert await claimed(store, NOW + timedelta(seconds=29)) == []
    assert await claimed(store, later) == [("1:a", 2)]


async def test_many_servers_claim_each_action_once(store: Database) -> None:
    await store.write(queue(*(f"{n}:{word}" for n in range(10) for word in ("a", "b"))), now=NOW)
    found = await asyncio.gather(*(claimed(store, NOW, holder) for holder in "abcdefgh"))
    keys = [key for each in found for key, _ in each]
    assert sorted(keys) == [f"{n}:a" for n in range(10)]


def test_pauses_double_up_to_ten_minutes_and_grant_the_other_sides_wish() -> None:
    waited, pauses = 0.0, []
    for _ in range(13):
        pauses.append(calls.pause(waited))
        waited += pauses[-1]
    assert pauses == [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]
    assert calls.pause(0, wish=7) == 7
    assert calls.pause(100, wish=7) == 100


class Systems:
    """Stands for the connectors: notes what was delivered, fails where it is told to."""

    def __init__(self) -> None:
        self.delivered: list[str] = []
        self.at_once = 0
        self.most = 0
        self.broken: set[str] = set()
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def deliver(self, call: Call) -> Delivery:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.may_go_on.wait()
        self.at_once -= 1
        self.delivered.append(call.key)
        if call.key in self.broken:
            self.broken.discard(call.key)
            raise RuntimeError("a defect")
        return DONE


@asynccontextmanager
async def running(store: Database, systems: Systems) -> AsyncIterator[None]:
    job = asyncio.create_task(Outbox(store, systems, record, holder="a").run())
    try:
        yield
    finally:
        job.cancel()
        await asyncio.gather(job, return_exceptions=True)


async def until_done(store: Database, number: int) -> None:
    async with asyncio.timeout(60):
        while True:
            rows = await store.read(lambda reader: reader.all(STATES))
            if sum(state == "done" for _, state, _ in rows) == number:
                return
            await asyncio.sleep(0.01)


async def test_what_is_queued_is_delivered_and_written_down(store: Database) -> None:
    systems = Systems()
    async with running(store, systems):
        await store.write(queue("1:a", "1:b", "1:c", "2:a"))
        await until_done(store, 4)
    assert sorted(systems.delivered) == ["1:a", "1:b", "1:c", "2:a"]
    assert [key for key in systems.delivered if key[0] == "1"] == ["1:a", "1:b", "1:c"]


async def test_a_slow_system_does_not_take_more_than_its_share(store: Database) -> None:
    systems = Systems()
    systems.may_go_on.clear()
    await store.write(queue(*(f"{n}:a" for n in range(10))))
    async with running(store, systems):
        async with asyncio.timeout(60):
            while systems.at_once < outbox.AT_ONCE:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        systems.may_go_on.set()
        await until_done(store, 10)
    assert systems.most == outbox.AT_ONCE


async def test_a_defect_in_one_delivery_ends_no_other_and_is_tried_again(
    store: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "LONGEST_PAUSE", 0)
    systems = Systems()
    systems.broken = {"1:a"}
    await store.write(queue("1:a", "2:a"))
    async with running(store, systems):
        await until_done(store, 2)
    assert sorted(systems.delivered) == ["1:a", "1:a", "2:a"]
    assert "1:a" in caplog.text
    rows = await store.read(lambda reader: reader.all(STATES))
    assert [tuple(row) for row in rows] == [("1:a", "done", 2), ("2:a", "done", 1)]


class Endless:
    """A system that never comes to an end with its answer."""

    async def deliver(self, call: Call) -> Delivery:
        await asyncio.Event().wait()
        return DONE


async def test_an_attempt_ends_before_anybody_else_may_begin_one(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outbox._LONGEST_ATTEMPT < LEASE
    monkeypatch.setattr(outbox, "_LONGEST_ATTEMPT", timedelta(0))
    said: asyncio.Queue[Delivery] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def note(unit: Unit, call: Call, delivery: Delivery) -> None:
        record(unit, call, delivery)
        loop.call_soon_threadsafe(said.put_nowait, delivery)

    await store.write(queue("1:a"))
    running = asyncio.create_task(Outbox(store, Endless(), note, holder="a").run())
    assert (await said.get()).kind is DeliveryKind.LATER
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
