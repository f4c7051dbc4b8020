"""Blocking work beside an event loop, which ends without waiting for it."""

import asyncio
from threading import Event

import pytest

from core.client.aside import aside
from core.errors import UsageError


async def test_what_work_gives_or_raises_comes_back() -> None:
    assert await aside(lambda: 7) == 7

    def refuse() -> None:
        raise UsageError("no")

    with pytest.raises(UsageError):
        await aside(refuse)


def test_a_loop_ends_while_such_work_still_hangs() -> None:
    released, ended = Event(), Event()

    async def leave() -> None:
        loop, began = asyncio.get_running_loop(), asyncio.Event()

        def hang() -> None:
            loop.call_soon_threadsafe(began.set)
            released.wait(20)
            ended.set()

        hanging = asyncio.create_task(aside(hang))
        await began.wait()
        hanging.cancel()

    asyncio.run(leave())
    assert not ended.is_set()
    released.set()
