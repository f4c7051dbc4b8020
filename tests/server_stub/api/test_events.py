"""Whoever listens is told what they may see, once, also after the link broke."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, insert

from core.errors import SignInFirst
from core.events import EventKind
from core.objects import ObjectType
from core.people import Person
from server_stub.api import events as streams
from server_stub.api.frame import Frame
from server_stub.api.tail import Tail
from server_stub.operations import configuration
from server_stub.running import Running
from server_stub.store.database import Database
from server_stub.store.events import last_id
from server_stub.store.tables import events, objects, readers
from server_stub.store.unit import Reader, Unit
from tests.server_stub.serving import Served

ADD_OBJECT = insert(objects).returning(objects.c.id)
ADD_READER = insert(readers)
FORGET = delete(events)
PEOPLE = ("li", "wang")


def company(unit: Unit) -> None:
    for name in PEOPLE:
        configuration.define(unit, "person", name, Person(id=name, name={}))
    closed = ObjectType(id="po", title={}, prefix="PO", read=())
    configuration.define(unit, "type", "po", closed)
    configuration.changed(unit)


def an_order_of(person: str) -> Callable[[Unit], int]:
    def work(unit: Unit) -> int:
        row = unit.first(
            ADD_OBJECT, key=f"PO-{person}", type="po", title="t", state="draft", requester=person,
            revision=1, fields="{}", created=1, changed=1,
        )  # fmt: skip
        assert row is not None
        unit.run(ADD_READER, object=row[0], person=person, takes_part=1)
        unit.emit(EventKind.OBJECT_CHANGED, object=row[0], object_key=f"PO-{person}")
        return int(row[0])

    return work


def emits(about: str) -> Callable[[Unit], None]:
    return lambda unit: unit.emit(EventKind.CONFIGURATION_CHANGED, about=about)


Message = dict[str, Any]


@asynccontextmanager
async def listening(
    served: Served, last: int | None = None, **headers: str
) -> AsyncIterator[AsyncIterator[Message]]:
    more = {} if last is None else {"last_event_id": str(last)}
    async with (
        served.client(**headers, **more) as client,
        client.stream("GET", "/v1/events") as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield messages(answer)


async def messages(answer: httpx.Response) -> AsyncIterator[Message]:
    found: Message = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if name:
            found[name] = json.loads(value) if name == "data" else value
        elif found:
            yield found
            found = {}


async def next_of(stream: AsyncIterator[Message]) -> Message:
    return await asyncio.wait_for(anext(stream), 60)


async def test_a_listener_is_told_where_it_begins_and_then_what_happens(
    served: Served, store: Database
) -> None:
    async with listening(served) as stream:
        ready = await next_of(stream)
        assert ready["event"] == "ready"
        await store.write(company)
        told = await next_of(stream)
        assert told["event"] == "configuration.changed"
        assert told["data"]["id"] == int(told["id"]) > int(ready["id"])


async def test_a_misspelt_parameter_is_refused_and_does_not_begin_elsewhere(
    served: Served,
) -> None:
    async with served.client() as client:
        answer = await client.get("/v1/events?aftr=1", timeout=60)
    assert answer.status_code == 422
    assert "There are: after" in answer.json()["hint"]


async def test_a_link_that_broke_goes_on_where_it_was(served: Served, store: Database) -> None:
    async with listening(served) as stream:
        last = int((await next_of(stream))["id"])
    for number in range(5):
        await store.write(emits(str(number)))
    async with listening(served, last) as stream:
        told = [await next_of(stream) for _ in range(5)]
        await store.write(emits("5"))
        told.append(await next_of(stream))
    assert [each["data"]["about"] for each in told] == [str(number) for number in range(6)]


async def test_two_who_begin_to_listen_at_the_same_moment_miss_nothing(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tail, read = Tail(store, Running()), store.read
    looked, late = asyncio.Event(), asyncio.Event()

    async def slow_for_the_first(work: Callable[[Reader], Any], **named: Any) -> Any:
        monkeypatch.setattr(store, "read", read)
        found = await read(work, **named)
        looked.set()
        await late.wait()
        return found

    first, second = [tail.follow(await store.read(last_id)) for _ in range(2)]
    monkeypatch.setattr(store, "read", slow_for_the_first)
    beginning = asyncio.ensure_future(anext(first))
    async with asyncio.timeout(60):
        await looked.wait()
        await store.write(emits("meanwhile"))
        await anext(second)
        late.set()
        part = await beginning
        while not part.events:
            part = await anext(first)
    assert [each.event.about for each in part.events] == ["meanwhile"]
    tail.close()


async def test_each_is_told_only_what_they_may_see(served: Served, store: Database) -> None:
    await store.write(company)
    async with (
        listening(served, signoff_as="li") as li,
        listening(served, signoff_as="wang") as wang,
        listening(served) as owner,
    ):
        for stream in (li, wang, owner):
            await next_of(stream)
        for person in PEOPLE:
            await store.write(an_order_of(person))
        assert (await next_of(li))["data"]["object"] == "PO-li"
        assert (await next_of(wang))["data"]["object"] == "PO-wang"
        assert [(await next_of(owner))["data"]["object"] for _ in PEOPLE] == ["PO-li", "PO-wang"]


async def test_what_is_no_longer_kept_is_told_as_resync(served: Served, store: Database) -> None:
    await store.write(company)
    async with listening(served) as stream:
        last = int((await next_of(stream))["id"])
    for _ in range(3):
        await store.write(lambda unit: unit.emit(EventKind.CONFIGURATION_CHANGED))
    await store.write(lambda unit: unit.run(FORGET))
    await store.write(lambda unit: unit.emit(EventKind.CONFIGURATION_CHANGED))
    async with listening(served, last) as stream:
        assert (await next_of(stream))["event"] == "resync"
    async with listening(served, 2**60) as stream:
        assert (await next_of(stream))["event"] == "resync"


async def test_a_stopping_server_ends_the_streams(served: Served, store: Database) -> None:
    async with listening(served) as stream:
        await next_of(stream)
        served.running.stop()
        rest = [message async for message in stream]
    assert rest == []


async def test_a_token_that_no_longer_holds_ends_the_stream_while_events_flow(
    served: Served, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise SignInFirst

    await store.write(company)
    async with listening(served) as stream:
        await next_of(stream)
        monkeypatch.setattr(streams, "CHECK_SECONDS", 0.0)
        monkeypatch.setattr(Frame, "identify", refuse)
        await store.write(an_order_of("li"))
        async with asyncio.timeout(4):  # sooner than the stream looks when nothing happens
            assert [message async for message in stream] == []
