"""Works are whole or not at all, durable when answered, and do not disturb each other."""

import asyncio
import threading

import pytest
from sqlalchemy import bindparam, delete, func, insert, select, update

from core.events import EventKind
from server_stub.store import events
from server_stub.store.case_tables import timers
from server_stub.store.database import Database
from server_stub.store.tables import counters, objects
from server_stub.store.unit import Reader, Unit

ADD = insert(counters)
VALUE = select(counters.c.value).where(counters.c.name == bindparam("which"))
SET = update(counters).where(counters.c.name == bindparam("which"))
COUNT = select(func.count()).select_from(counters)
ADD_TIMER = insert(timers)
FORGET_TIMERS = delete(timers)
SOME = select(counters.c.name).where(counters.c.name.in_(bindparam("names", expanding=True)))


async def count(store: Database) -> int:
    found = await store.read(lambda reader: reader.first(COUNT))
    assert found is not None
    return int(found[0])


async def test_a_change_is_there_once_it_was_answered(store: Database) -> None:
    assert await store.write(lambda unit: unit.run(ADD, name="a", value=7)) == 1
    assert await store.read(lambda reader: reader.first(VALUE, which="a")) == (7,)
    assert await store.read(lambda reader: reader.first(VALUE, which="b")) is None


async def test_a_failing_work_leaves_nothing_and_harms_no_other_of_its_group(
    store: Database,
) -> None:
    def fails(unit: Unit) -> None:
        unit.run(ADD, name="half", value=1)
        unit.emit(EventKind.OBJECT_CHANGED)
        raise ValueError("no")

    def works(name: str) -> "asyncio.Future[int]":
        return asyncio.ensure_future(store.write(lambda unit: unit.run(ADD, name=name, value=1)))

    results = await asyncio.gather(
        works("a"), store.write(fails), works("b"), store.write(fails), return_exceptions=True
    )
    assert [type(each) for each in results] == [int, ValueError, int, ValueError]
    assert await count(store) == 2
    part = await store.read(lambda reader: events.read_after(reader, 0))
    assert part.events == []


async def test_many_writers_at_once_count_every_step(store: Database) -> None:
    await store.write(lambda unit: unit.run(ADD, name="n", value=0))

    def step(unit: Unit) -> None:
        found = unit.first(VALUE, which="n")
        assert found is not None
        unit.run(SET, which="n", value=found[0] + 1)

    await asyncio.gather(*(store.write(step) for _ in range(60)))
    assert await store.read(lambda reader: reader.first(VALUE, which="n")) == (60,)


async def test_a_reader_sees_one_moment(store: Database) -> None:
    await store.write(lambda unit: unit.run(ADD, name="a", value=1))
    loop = asyncio.get_running_loop()
    began, written = asyncio.Event(), asyncio.Event()

    def look(reader: Reader) -> tuple[int, int]:
        before = reader.first(COUNT)
        loop.call_soon_threadsafe(began.set)
        asyncio.run_coroutine_threadsafe(written.wait(), loop).result()
        after = reader.first(COUNT)
        assert before is not None
        assert after is not None
        return before[0], after[0]

    # From a thread and an event loop of its own, since it waits for this one.
    looking = asyncio.create_task(asyncio.to_thread(lambda: asyncio.run(store.read(look))))
    await began.wait()
    await store.write(lambda unit: unit.run(ADD, name="b", value=1))
    written.set()
    assert await looking == (1, 1)
    assert await count(store) == 2


async def test_a_reader_cannot_change_anything(store: Database) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        await store.read(lambda reader: reader.all(ADD, name="a", value=1))


async def test_hooks_run_after_the_commit_and_only_then(store: Database) -> None:
    seen: list[str] = []

    def works(unit: Unit) -> None:
        unit.after_commit(lambda: seen.append("works"))

    def fails(unit: Unit) -> None:
        unit.after_commit(lambda: seen.append("fails"))
        raise ValueError("no")

    await store.write(works)
    with pytest.raises(ValueError, match="no"):
        await store.write(fails)
    assert seen == ["works"]


async def test_lists_returning_and_many_rows_work_alike_on_both(store: Database) -> None:
    def work(unit: Unit) -> int:
        unit.run_many(ADD, [{"name": name, "value": 1} for name in "abc"])
        unit.run_many(ADD, [])
        new = unit.first(
            NEW, key="PO-1", type="po", title="t", state="draft", requester="li", revision=1,
            fields="{}", created=1, changed=1,
        )  # fmt: skip
        assert new is not None
        return int(new[0])

    assert await store.write(work) > 0
    found = await store.read(lambda reader: reader.all(SOME, names=["a", "c", "x"]))
    assert sorted(found) == [("a",), ("c",)]
    assert await store.read(lambda reader: reader.all(SOME, names=[])) == []


NEW = insert(objects).returning(objects.c.id)


async def test_a_list_written_in_a_statement_goes_with_values_given_later(store: Database) -> None:
    await store.write(
        lambda unit: unit.run_many(ADD, [{"name": name, "value": 1} for name in "abcd"])
    )
    found = await store.read(lambda reader: reader.all(LITERAL, least=1, most=2))
    assert found == [("a",), ("b",)]
    assert await store.read(lambda reader: reader.all(LITERAL, least=2, most=2)) == []


LITERAL = (
    select(counters.c.name)
    .where(counters.c.name.in_(("a", "b", "c")), counters.c.value >= bindparam("least"))
    .order_by(counters.c.name)
    .limit(bindparam("most"))
)


async def test_a_long_reading_does_not_hold_up_the_event_loop_twice(sqlite_url: str) -> None:
    store = await Database.open(sqlite_url)
    threads: list[int] = []

    def long(_: Reader) -> None:
        threads.append(threading.get_ident())
        sum(range(2_000_000))

    await store.read(long)
    await store.read(long)
    assert threads[0] == threading.get_ident()
    assert threads[1] != threading.get_ident()
    await store.close()


@pytest.mark.parametrize("many", [False, True])
async def test_jobs_wake_for_what_they_may_have_to_do_and_on_one_server_for_nothing_else(
    store: Database, many: bool
) -> None:
    row: dict[str, object] = {"case": "c", "key": "k", "due": 1, "failed": 0}

    def some(unit: Unit) -> None:
        unit.run(ADD, name="a", value=1)
        unit.run(FORGET_TIMERS)
        unit.emit(EventKind.OBJECT_CHANGED)

    def fails(unit: Unit) -> None:
        timer(unit)
        raise ValueError("no")

    def timer(unit: Unit) -> None:
        if many:
            unit.run_many(ADD_TIMER, [row])
        else:
            unit.run(ADD_TIMER, **row)
        unit.emit(EventKind.OBJECT_CHANGED)

    with pytest.raises(ValueError, match="no"):
        await store.write(fails)
    await store.write(some)
    assert store.changed.count
    assert store.awaited.count == (0 if store.dialect == "sqlite" else store.changed.count)
    before = store.awaited.count
    await store.write(timer)
    await asyncio.wait_for(store.awaited.wait(before), 60)
