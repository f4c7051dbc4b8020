"""The stream of events: what a link that falls silent means."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from core.client.client import AsyncClient
from core.client.doubt import Doubt
from core.client.events import LinkDown, LinkUp, stream
from core.client.network import async_http
from core.errors import Unreachable
from core.events import Event

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
_EVENT = (
    b'id: 7\ndata: {"id": 7, "at": "2026-03-02T09:00:00Z", "kind": "task.opened", "task": "t1"}\n\n'
)


class Frozen:
    """Says one thing on each stream, then nothing any more to anybody, and hangs up on nobody."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append(await reader.readuntil(b"\r\n\r\n"))
        if b"/events" in self.asked[-1]:
            writer.write(_HEAD + _EVENT)
        await reader.read()
        writer.close()


@asynccontextmanager
async def _at(server: Frozen) -> AsyncIterator[AsyncClient]:
    with TemporaryDirectory(prefix="so-") as folder:
        socket = str(Path(folder) / "s")
        listening = await asyncio.start_unix_server(server.serve, socket)
        async with listening, AsyncClient(async_http(f"unix://{socket}", {}), "here") as client:
            yield client


async def test_a_link_on_which_nothing_comes_any_more_is_down_and_resumed_where_it_was() -> None:
    server, heard = Frozen(), []
    at_once = asyncio.Event()
    async with _at(server) as client:
        async for each in stream(client, retry_now=at_once, silence=0.05):
            heard.append(each)
            if isinstance(each, LinkDown):
                at_once.set()
            if len(heard) == 4:
                break
    kinds = [type(each) for each in heard]
    assert kinds == [LinkUp, Event, LinkDown, LinkUp]
    down = heard[2]
    assert isinstance(down, LinkDown)
    assert "nothing has come" in down.error.message
    assert b"last-event-id: 7" in server.asked[1].lower()


async def test_what_is_read_meanwhile_is_not_waited_for_much_longer() -> None:
    async with _at(Frozen()) as client:
        client.doubt = Doubt(seconds=0.05)
        reading = asyncio.create_task(_refused(client))
        async for each in stream(client, silence=0.05):
            if isinstance(each, LinkDown):
                break
        assert "does not answer" in await reading
        assert "does not answer" in await _refused(client)


async def _refused(client: AsyncClient) -> str:
    with pytest.raises(Unreachable) as refused:
        await client.me()
    return refused.value.message
