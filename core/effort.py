"""How much work a check or trial may cost, counted in steps so that it is the same on any machine.

A step is about a microsecond. Whoever runs what somebody has sent sets a limit with `limited`; what
can take long says with `spend` what it is about to do. Without a limit nothing is counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class TooMuchError(Exception):
    """The limit is reached; what was found so far says nothing about the rest."""


class Purse:
    """What is left, here and around it."""

    def __init__(self, steps: int, around: "Purse | None") -> None:
        self.left = steps
        self.around = around


_purse: ContextVar[Purse | None] = ContextVar("effort", default=None)


@contextmanager
def limited(steps: int) -> Iterator[Purse]:
    """Raise TooMuchError from `spend` once more than so many steps were spent in here.

    What is spent counts for a limit around this one, too.
    """
    purse = Purse(steps, _purse.get())
    token = _purse.set(purse)
    try:
        yield purse
    finally:
        _purse.reset(token)


def spend(steps: int) -> None:
    """Count work before it is done. Raises TooMuchError where a limit is set and reached."""
    purse, over = _purse.get(), False
    while purse is not None:
        purse.left -= steps
        over = over or purse.left < 0
        purse = purse.around
    if over:
        raise TooMuchError
