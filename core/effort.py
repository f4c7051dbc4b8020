"""How much work a check or trial may cost, counted in steps so that it is the same on any machine.

A step is about a microsecond. Whoever runs what somebody has sent sets a limit with `limited`; what
can take long says with `spend` what it is about to do. Without a limit nothing is counted.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic


class TooMuchError(Exception):
    """The limit is reached; what was found so far says nothing about the rest."""


SLICE = 0.3
"""Seconds between two pauses."""


class Purse:
    """What is left, here and around it."""

    def __init__(
        self, steps: int, around: "Purse | None", pause: Callable[[], None] | None = None
    ) -> None:
        self.left = steps
        self.around = around
        self._pause = pause
        self._rested = monotonic()

    def take(self, steps: int) -> bool:
        """Whether there was as much; pauses where it is time to."""
        self.left -= steps
        if self._pause is not None and monotonic() - self._rested >= SLICE:
            self._pause()
            self._rested = monotonic()
        return self.left >= 0


_purse: ContextVar[Purse | None] = ContextVar("effort", default=None)


@contextmanager
def limited(steps: int, pause: Callable[[], None] | None = None) -> Iterator[Purse]:
    """Raise TooMuchError from `spend` once more than so many steps were spent in here.

    What is spent counts for a limit around this one, too. `pause` is called each `SLICE` seconds
    by whatever spends; it may wait, so that others get on, and what it raises ends the work.
    """
    purse = Purse(steps, _purse.get(), pause)
    token = _purse.set(purse)
    try:
        yield purse
    finally:
        _purse.reset(token)


def spend(steps: int) -> None:
    """Count work before it is done; 0: only a place to pause at.

    Raises TooMuchError where a limit is set and reached.
    """
    purse, enough = _purse.get(), True
    while purse is not None:
        enough = purse.take(steps) and enough
        purse = purse.around
    if not enough:
        raise TooMuchError
