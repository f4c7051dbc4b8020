"""Where nobody at all can be asked the engine refuses; what was due stays due until somebody is."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import Table, select

from core.flow.parsing import parse_flow
from core.handling import NewSignal
from server_stub import access
from server_stub.jobs.outbox import Outbox
from server_stub.jobs.timers import DueWork
from server_stub.operations import calls, configuration, delivered, publish, signals
from server_stub.operations.calls import Call
from server_stub.operations.delivery import Delivery, DeliveryKind
from server_stub.store.case_tables import signal_targets, timers
from server_stub.store.tables import calls as call_table
from server_stub.store.unit import Unit
from server_stub.views import inbox
from tests.server_stub.company import PEOPLE, Company, connect_webhook

FLOW = """
flow: approval
title: Approval
object: order
owner: person:olga
steps:
  - FIRST
  - approve: buyer
    by: person:bea
"""


async def started(company: Company, first: str) -> str:
    """An order whose case waits at the step `first`; then everybody has left."""

    def work(unit: Unit) -> None:
        text = FLOW.replace("FIRST", first)
        connect_webhook(unit, "book")
        publish.publish(unit, access.SYSTEM, parse_flow(text), text)
        configuration.changed(unit)

    company.now = datetime.now(UTC) - timedelta(hours=1)  # the outbox looks at the real clock
    await company.store.write(work, now=company.now)
    key = (await company.order()).object.key
    await there(company, active=False)
    return key


async def there(company: Company, *, active: bool) -> None:
    """Everybody leaves, or bea comes back."""

    def work(unit: Unit) -> None:
        for each in PEOPLE:
            if not active or each.id == "bea":
                configuration.define(unit, "person", each.id, replace(each, active=active))
        configuration.changed(unit)

    await company.store.write(work, now=company.now)


async def turn(company: Company, after: timedelta) -> None:
    company.now += after
    work = DueWork(company.store, clock=lambda: company.now)
    while await work.turn():
        pass


async def asked(company: Company) -> list[str]:
    page = await company.see(inbox.page, "bea", now=company.now)
    return [task.object for task in page.items if task.step == "buyer"]


async def failed(company: Company, table: Table) -> list[int]:
    """How often each of what is due failed."""
    rows = await company.read(lambda reader: reader.all(select(table.c.failed)))
    return [row[0] for row in rows]


async def test_a_timer_stays_due(company: Company, caplog: pytest.LogCaptureFixture) -> None:
    key = await started(company, "wait: 2 days")
    await turn(company, timedelta(days=3))
    await turn(company, timedelta(hours=1))
    assert await failed(company, timers) == [2]
    assert await asked(company) == []
    await there(company, active=True)
    await turn(company, timedelta(hours=1))
    assert await asked(company) == [key]
    assert await failed(company, timers) == []
    assert key in caplog.text


async def test_a_signal_stays_to_be_told(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    key = await started(company, "wait: {event: shop.paid}")
    paid = NewSignal(name="shop.paid", id="1", fields={})
    await company.store.write(lambda unit: signals.take(unit, "shop", paid), now=company.now)
    await turn(company, timedelta(minutes=1))
    await turn(company, timedelta(hours=1))
    assert await failed(company, signal_targets) == [2]
    assert await asked(company) == []
    await there(company, active=True)
    await turn(company, timedelta(hours=1))
    assert await asked(company) == [key]
    assert await failed(company, signal_targets) == []
    assert key in caplog.text


class Willing:
    """Stands for a system that does what it is asked, and knows what it did already."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    async def deliver(self, call: Call) -> Delivery:
        self.keys.append(call.key)
        return Delivery(kind=DeliveryKind.DONE)


async def test_an_answer_to_a_call_stays_to_be_told(
    company: Company, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "LONGEST_PAUSE", 0)
    key = await started(company, "call: erp.book")
    system = Willing()
    job = asyncio.create_task(Outbox(company.store, system, delivered.record, holder="a").run())
    states = select(call_table.c.state)
    try:
        async with asyncio.timeout(60):
            while len(system.keys) < 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            assert [row[0] for row in await company.read(lambda it: it.all(states))] != ["done"]
            assert await asked(company) == []
            await there(company, active=True)
            while not await asked(company):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    finally:
        job.cancel()
        with suppress(asyncio.CancelledError):
            await job
    assert await asked(company) == [key]
    assert [row[0] for row in await company.read(lambda it: it.all(states))] == ["done"]
    assert len(set(system.keys)) == 1, "the same key each time, so that it is done once over there"
    assert key in caplog.text
