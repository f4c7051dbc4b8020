"""Timers fire once: with several servers, after a long pause, whatever the clock does."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from core.api import ObjectView
from core.commands import AnyCommand
from core.events import EventKind
from core.feed import EntryKind
from core.flow.parsing import parse_flow
from core.tasks import Task
from server_stub import access
from server_stub.jobs.timers import DueWork
from server_stub.operations import configuration, course, publish
from server_stub.operations.due import Item, Kind
from server_stub.operations.subject import Subject
from server_stub.operations.waiting import set_timer
from server_stub.store.case_tables import timers
from server_stub.store.database import Database
from server_stub.store.events import read_after
from server_stub.store.moments import to_micros
from server_stub.store.unit import Reader, Unit
from server_stub.views import feed, inbox, objects
from tests.server_stub.company import Company

LADDER = """
flow: approval
title: Approval
object: order
owner: person:olga
automatic approval: allowed
steps:
  - approve: buyer
    by: person:bea
    within: 8 hours
    late: {remind: [50%], escalate: 100%, final: approve at 150%}
"""
WAIT = """
flow: approval
title: Approval
object: order
owner: person:olga
steps:
  - wait: 2 days
  - approve: buyer
    by: person:bea
"""
HOW_MANY = select(func.count()).select_from(timers)


async def published(company: Company, text: str) -> None:
    def work(unit: Unit) -> None:
        publish.publish(unit, access.SYSTEM, parse_flow(text), text)
        configuration.changed(unit)

    await company.store.write(work, now=company.now)


async def turn(company: Company, after: timedelta, servers: int = 1) -> int:
    """All that becomes due `after` now, by several servers at once; how much they did."""
    company.now += after
    work = [DueWork(company.store, clock=lambda: company.now) for _ in range(servers)]
    done = 0
    while now := sum(await asyncio.gather(*(each.turn() for each in work))):
        done += now
    return done


async def task_of(company: Company, who: str) -> Task:
    (task,) = (await company.see(inbox.page, who, now=company.now)).items
    return task


async def messages(company: Company, order: ObjectView) -> list[str]:
    page = await company.see(feed.page, "ada", order.object.key)
    return [entry.message for entry in page.items if entry.kind is EntryKind.MESSAGE]


async def waiting(company: Company) -> int:
    row = await company.read(lambda reader: reader.first(HOW_MANY))
    return int(row[0]) if row else 0


async def test_a_reminder_marks_the_task_once_however_many_servers_look(company: Company) -> None:
    await published(company, LADDER)
    await company.order()
    assert await turn(company, timedelta(hours=3), servers=3) == 0
    assert await turn(company, timedelta(hours=2), servers=3) == 1
    task = await task_of(company, "bea")
    assert task.reminded == 50
    heard = await company.read(lambda reader: read_after(reader, 0))
    reminded = [each.event for each in heard.events if each.event.about == "reminded"]
    assert [(event.kind, event.person) for event in reminded] == [(EventKind.TASK_CHANGED, "bea")]


async def test_what_became_due_while_nobody_served_happens_in_its_order(company: Company) -> None:
    await published(company, LADDER)
    order = await company.order()
    assert await turn(company, timedelta(days=9)) == 3
    view = await company.see(objects.view, "rita", order.object.key)
    assert view.object.state == "approved"
    told = await messages(company, order)
    assert told.index("feed.escalated") < told.index("feed.approved")
    assert await waiting(company) == 0


async def test_a_clock_that_is_set_back_fires_nothing_early_and_nothing_twice(
    company: Company,
) -> None:
    await published(company, LADDER)
    await company.order()
    assert await turn(company, timedelta(hours=5)) == 1
    assert await turn(company, -timedelta(hours=4)) == 0
    assert await turn(company, timedelta(hours=4)) == 0
    assert await turn(company, timedelta(hours=4)) == 1


async def test_a_wait_ends_when_its_time_has_come(company: Company) -> None:
    await published(company, WAIT)
    await company.order()
    assert await turn(company, timedelta(days=1)) == 0
    assert (await company.see(inbox.page, "bea", now=company.now)).items == []
    assert await turn(company, timedelta(days=1)) == 1
    assert (await task_of(company, "bea")).step == "buyer"


async def test_a_timer_that_cannot_fire_is_put_off_and_keeps_no_other(
    company: Company, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await published(company, WAIT)
    orders = [await company.order() for _ in range(2)]
    broken = orders[0].object.key

    real = course.run

    def run(it: Subject, command: AnyCommand) -> object:
        if it.key == broken:
            raise RuntimeError("a defect")
        return real(it, command)

    with monkeypatch.context() as patched:
        patched.setattr(course, "run", run)
        await turn(company, timedelta(days=3))
    assert broken in caplog.text
    assert (await task_of(company, "bea")).object == orders[1].object.key
    assert await turn(company, timedelta(hours=2)) == 1
    assert len((await company.see(inbox.page, "bea", now=company.now)).items) == 2


async def test_twenty_thousand_waiting_timers_are_rows_and_nothing_else(company: Company) -> None:
    later = to_micros(company.now + timedelta(days=30))
    rows: list[dict[str, object]] = [
        {"case": f"PO-{number}", "key": "t", "due": later + number} for number in range(20_000)
    ]
    await company.store.write(lambda unit: unit.run_many(insert(timers), rows))
    await published(company, LADDER)
    await company.order()
    assert await turn(company, timedelta(hours=5)) == 1
    assert await waiting(company) == 20_001


async def test_a_server_that_runs_fires_what_becomes_due_and_wakes_for_what_is_new(
    company: Company,
) -> None:
    await published(company, WAIT)
    order = await company.order()
    now: list[datetime] = [company.now]
    job = asyncio.create_task(DueWork(company.store, clock=lambda: now[0]).run())
    try:
        now[0] += timedelta(days=3)
        await company.store.write(lambda unit: unit.emit(EventKind.RESYNC))
        async with asyncio.timeout(60):
            while not (await company.see(inbox.page, "bea", now=now[0])).items:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    finally:
        job.cancel()
        with suppress(asyncio.CancelledError):
            await job
    assert (await task_of(company, "bea")).object == order.object.key


async def test_of_much_that_is_due_neighbours_are_done_one_after_the_other(store: Database) -> None:
    due = [Item(case=f"C{n}", key=key, object=n) for key in ("1", "2") for n in range(40)]
    done: list[Item] = []
    beside: list[int] = []
    under_way: set[int] = set()

    def do(unit: Unit, item: Item) -> bool:
        here = item.object or 0
        beside.extend(abs(here - other) for other in set(under_way))
        under_way.add(here)
        unit.first(HOW_MANY)
        done.append(item)
        under_way.discard(here)
        return True

    def look(_: Reader, now: int, most: int) -> list[Item]:
        return [] if done else due

    kind = Kind("test", look, do, lambda unit, item: None, lambda reader: None)
    assert await DueWork(store, kinds=(kind,)).turn() == len(due)
    assert sorted(done, key=str) == sorted(due, key=str)
    for n in range(40):
        assert [each.key for each in done if each.object == n] == ["1", "2"]
    assert 0 not in beside
    assert sum(apart < 3 for apart in beside) <= 2 + len(beside) // 10


async def test_a_timer_of_a_case_that_is_no_more_is_forgotten(store: Database) -> None:
    now = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
    await store.write(lambda unit: set_timer(unit, "PO-1", "k", now))
    assert await DueWork(store, clock=lambda: now + timedelta(hours=1)).turn() == 1
    assert await DueWork(store, clock=lambda: now + timedelta(hours=1)).turn() == 0
