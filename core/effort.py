"""How much work a check or trial may cost, counted in steps so that it is the same on any machine.

A step is about a microsecond. Whoever runs what somebody has sent sets a limit with `limited`; what
can take long says with `spend` what it is about to do. Without a limit nothing is counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class TooMuchError(Exception):
    """The limit is reached; what was found so far says nothing about the rest."""


class _Purse:
    """What is left."""

    def __init__(self, steps: int) -> None:
        self.left = steps


_purse: ContextVar[_Purse | None] = ContextVar("effort", default=None)


@contextmanager
def limited(steps: int) -> Iterator[None]:
    """Raise TooMuchError from `spend` once more than so many steps were spent in here."""
    token = _purse.set(_Purse(steps))
    try:
        yield
    finally:
        _purse.reset(token)


def spend(steps: int) -> None:
    """Count work before it is done. Raises TooMuchError where a limit is set and reached."""
    purse = _purse.get()
    if purse is not None:
        purse.left -= steps
        if purse.left < 0:
            raise TooMuchError
