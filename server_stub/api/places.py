"""Threads that compute for long, a few at a time, in turns: none of them keeps the others waiting
until it has ended."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Places:
    """So many threads may compute; those that wait get on in the order in which they came."""

    def __init__(self, number: int) -> None:
        self._lock = Lock()
        self._free = number
        self._waiting: deque[Event] = deque()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Compute in here, once there is a place."""
        mine: Event | None = None
        with self._lock:
            if self._free:
                self._free -= 1
            else:
                mine = self._queue()
        if mine is not None:
            mine.wait()
        try:
            yield
        finally:
            self._leave()

    def give_way(self) -> None:
        """Whoever has a place lets one of those that wait get on, and waits behind the last."""
        with self._lock:
            if not self._waiting:
                return
            mine = self._queue()
            self._waiting.popleft().set()
        mine.wait()

    def _queue(self) -> Event:
        mine = Event()
        self._waiting.append(mine)
        return mine

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
