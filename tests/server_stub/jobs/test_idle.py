"""The embedded server stops when nobody needs it, and not before."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert

from server_stub.jobs.idle import stop_when_idle
from server_stub.operations.waiting import cancel_timer, set_timer
from server_stub.running import Running
from server_stub.store.database import Database
from server_stub.store.moments import to_micros
from server_stub.store.tables import calls, connectors

IDLE = 0.02
CONNECT = insert(connectors)
DISCONNECT = delete(connectors)
QUEUE = insert(calls)


def server() -> tuple[Running, asyncio.Event]:
    running, stopped = Running(idle_stop=IDLE), asyncio.Event()
    running.endings.append(stopped.set)
    return running, stopped


async def stays(stopped: asyncio.Event) -> bool:
    """It had ten times the time to stop, and did not."""
    done, pending = await asyncio.wait([asyncio.create_task(stopped.wait())], timeout=10 * IDLE)
    for task in pending:
        task.cancel()
    return not done


async def test_it_stops_after_a_while_without_requests(store: Database) -> None:
    running, stopped = server()
    await asyncio.wait_for(stop_when_idle(store, running), 60)
    assert stopped.is_set()


async def test_a_terminal_that_listens_keeps_it(store: Database) -> None:
    running, stopped = server()
    running.listening = 1
    watching = asyncio.create_task(stop_when_idle(store, running))
    assert await stays(stopped)
    running.listening = 0
    await asyncio.wait_for(watching, 60)


async def test_a_connector_keeps_it(store: Database) -> None:
    row: dict[str, object] = {
        "name": "erp", "system": "tryton", "url": "", "doc": "{}", "state": "ok",
    }  # fmt: skip
    await store.write(lambda unit: unit.run(CONNECT, **row))
    running, stopped = server()
    watching = asyncio.create_task(stop_when_idle(store, running))
    assert await stays(stopped)
    await store.write(lambda unit: unit.run(DISCONNECT))
    await asyncio.wait_for(watching, 60)


async def test_what_is_still_to_be_delivered_keeps_it_and_is_told(store: Database) -> None:
    now = to_micros(datetime.now(UTC))
    row: dict[str, object] = {
        "key": "k", "object": 1, "connector": "erp", "action": "confirm", "doc": "{}",
        "state": "waiting", "next_try": now, "created": now,
    }  # fmt: skip
    await store.write(lambda unit: unit.run(QUEUE, **row))
    running, stopped = server()
    watching = asyncio.create_task(stop_when_idle(store, running))
    assert await stays(stopped)
    assert await store.read(running.busy_with) == ("1 actions to deliver",)
    watching.cancel()


async def test_a_timer_that_is_due_soon_keeps_it_and_one_that_is_due_later_does_not(
    store: Database,
) -> None:
    now = datetime.now(UTC)
    await store.write(lambda unit: set_timer(unit, "PO-1", "soon", now + timedelta(minutes=30)))
    await store.write(lambda unit: set_timer(unit, "PO-2", "later", now + timedelta(days=3)))
    running, stopped = server()
    watching = asyncio.create_task(stop_when_idle(store, running))
    assert await stays(stopped)
    assert await store.read(running.busy_with) == ("1 timers due within an hour",)
    await store.write(lambda unit: cancel_timer(unit, "PO-1", "soon"))
    await asyncio.wait_for(watching, 60)
