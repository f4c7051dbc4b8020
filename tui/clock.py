"""The time as the screens ask for it, so that tests can say what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime


def _system_time() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Gives the present moment; a test gives another source."""

    def __init__(self, source: Callable[[], datetime] = _system_time) -> None:
        self._source = source

    def now(self) -> datetime:
        """This moment, in UTC."""
        return self._source()
