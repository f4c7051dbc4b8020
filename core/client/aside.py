"""Work that blocks, done aside of an event loop, by a thread that keeps no program from ending.

`asyncio.to_thread` does: a loop that ends waits for its threads, and one that waits for a server
that hangs holds the terminal of whoever leaves.
"""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """What `work` gives, or raises; whoever no longer waits leaves it to itself."""
    done: Future[T] = Future()
    context = contextvars.copy_context()

    def run() -> None:
        if not done.set_running_or_notify_cancel():
            return
        try:
            done.set_result(context.run(work))
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(done)
