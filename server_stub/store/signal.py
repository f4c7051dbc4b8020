"""A wake-up for tasks that wait, given from any thread."""

import asyncio
import threading
from collections.abc import Callable


class Signal:
    """Counts wake-ups, so that one between looking and waiting is not lost.

    The waiting side notes `count`, looks whether there is something to do, and then waits for a
    count beyond the noted one.
    """

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()
        self._waiting: set[Callable[[], None]] = set()

    def wake(self) -> None:
        """Wake everybody who waits; safe from any thread."""
        with self._lock:
            self.count += 1
            waiting = tuple(self._waiting)
            self._waiting.clear()
        for each in waiting:
            each()

    async def wait(self, beyond: int) -> None:
        """Return once `count` is beyond `beyond`."""
        loop = asyncio.get_running_loop()
        woken = asyncio.Event()

        def wake() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(woken.set)

        with self._lock:
            if self.count > beyond:
                return
            self._waiting.add(wake)
        try:
            await woken.wait()
        finally:
            with self._lock:
                self._waiting.discard(wake)
