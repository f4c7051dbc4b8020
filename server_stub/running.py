"""What a running server knows of itself: where it listens, since when, whether it is busy."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import bindparam, func, select

from core.language import say
from server_stub.store.case_tables import signal_targets, timers
from server_stub.store.moments import to_micros
from server_stub.store.tables import calls, connectors
from server_stub.store.unit import Reader

_CONNECTORS = select(connectors.c.name).where(connectors.c.state != "off").order_by("name")
_SOON = timedelta(hours=1)
"""A timer that is due within it keeps the server; one that is due later fires at the next start."""
_TIMERS = select(func.count()).where(timers.c.due <= bindparam("soon"))
_UNTOLD = select(func.count()).select_from(signal_targets)
_UNDELIVERED = select(func.count()).where(calls.c.state.in_(("waiting", "sending")))


@cache
def our_version() -> str:
    """The version of this program."""
    try:
        return version("signoff")
    except PackageNotFoundError:  # run from a copy that was not installed
        return "0"


class Running:
    """One server process."""

    def __init__(self, *, address: str = "", embedded: bool = False, idle_stop: float = 0) -> None:
        self.pid = os.getpid()
        self.started = datetime.now(UTC)
        self.address = address
        self.embedded = embedded
        self.idle_stop = idle_stop
        """Seconds without a request after which the server stops; 0: never."""
        self.listening = 0
        """Event streams that are open."""
        self.endings: list[Callable[[], None]] = []
        """What is called, in order, when the server is told to stop."""
        self._last_request = time.monotonic()

    def stop(self) -> None:
        """Finish what was begun, answer nothing new, end."""
        endings, self.endings = self.endings, []
        for end in endings:
            end()

    def touch(self) -> None:
        """Somebody asked for something."""
        self._last_request = time.monotonic()

    def idle_for(self) -> float:
        """Seconds since the last request; 0 while a terminal listens."""
        return 0.0 if self.listening else time.monotonic() - self._last_request

    def busy_with(self, reader: Reader) -> tuple[str, ...]:
        """What keeps the server from stopping, in words."""
        found = [say("server.busy.connector", name=row[0]) for row in reader.all(_CONNECTORS)]
        undelivered = reader.first(_UNDELIVERED)
        if undelivered is not None and undelivered[0]:
            found.append(say("server.busy.calls", n=undelivered[0]))
        soon = reader.first(_TIMERS, soon=to_micros(datetime.now(UTC) + _SOON))
        if soon is not None and soon[0]:
            found.append(say("server.busy.timers", n=soon[0]))
        untold = reader.first(_UNTOLD)
        if untold is not None and untold[0]:
            found.append(say("server.busy.signals", n=untold[0]))
        if self.listening:
            found.append(say("server.busy.streams", n=self.listening))
        return tuple(found)
