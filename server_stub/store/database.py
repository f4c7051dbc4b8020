"""The database, opened: SQLite in a file, or PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from core.errors import UsageError
from core.language import say
from server_stub.store.signal import Signal
from server_stub.store.unit import Reader, Unit

T = TypeVar("T")

APART = 6
"""How many long readings are under way at once; the others wait until one has ended."""

AWAITED = frozenset({"calls", "signal_targets", "timers"})
"""The tables of what is done by itself, at once or later. Most changes write into none of them, and
looking for work after each would cost a tenth of the change."""


class Database(ABC):
    """What `server_stub.store.unit.Store` promises, with its opening and closing."""

    dialect: str
    url: str
    """The address without its password."""
    schema: str
    """The revision of the schema."""
    changed: Signal
    """Wakes when there may be new events, also those of other servers."""
    awaited: Signal
    """Wakes when there may be new work for the jobs: something was written into `AWAITED`."""

    @staticmethod
    async def open(url: str, *, migrate: bool | None = None) -> "Database":
        """Open `sqlite:///PATH` or `postgresql://…`; makes the schema in an empty database.

        An older schema is brought up to date: on SQLite after a copy was made beside the file, on
        PostgreSQL only where `migrate` is True, since other servers may still run the older
        program. Raises DatabaseTooNew, or UsageError for what cannot be opened.
        """
        if url.startswith("sqlite:///"):
            from server_stub.store.sqlite import SqliteDatabase

            path = Path(url.removeprefix("sqlite:///"))
            return await SqliteDatabase.open_file(path, migrate=migrate is not False)
        if url.startswith(("postgresql://", "postgres://")):
            from server_stub.store.postgresql import PostgresqlDatabase

            return await PostgresqlDatabase.open_url(url, migrate=migrate is True)
        # What follows may hold a password, and this is written to a log.
        kind, colon, _ = url.partition(":")
        raise UsageError(say("server.unknown_database", url=f"{kind}:…" if colon else "…"))

    @abstractmethod
    async def write(self, work: Callable[[Unit], T], *, now: datetime | None = None) -> T:
        """Run `work` in a transaction of its own and answer once it is durable."""

    @abstractmethod
    async def read(
        self, work: Callable[[Reader], T], *, kind: object = None, apart: bool = False
    ) -> T:
        """Run `work` on a consistent view that changes nothing.

        `kind` tells readings apart that share a function, by how long they may take. `apart`: it
        may take seconds of computing, so `APART` at a time and never in the place of others.
        """

    @abstractmethod
    async def close(self) -> None:
        """End what was begun, refuse what is new, give back connections and threads."""
