"""One transaction: what every change and every reading of the database goes through."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Executable

from core.events import EventKind

T = TypeVar("T")
Row = tuple[Any, ...]


class Reader(Protocol):
    """A view of the database as it is at one moment."""

    dialect: str
    """`sqlite` or `postgresql`."""
    now: datetime
    """The time of this transaction, UTC: the only clock that views and operations read."""

    def all(self, statement: Executable, **values: object) -> Sequence[Row]:
        """Every row of a query. Statements are built once, at import; values are bound by name."""
        ...

    def first(self, statement: Executable, **values: object) -> Row | None:
        """The first row of a query, or None."""
        ...


class Unit(Reader, Protocol):
    """A transaction that changes something. It commits whole or not at all."""

    def run(self, statement: Executable, **values: object) -> int:
        """Execute a changing statement; answers how many rows it touched."""
        ...

    def run_many(self, statement: Executable, rows: Sequence[dict[str, object]]) -> None:
        """Execute a changing statement for each row."""
        ...

    def emit(self, kind: EventKind, **values: object) -> None:
        """Add an event (columns of the table `events`); terminals wake after the commit."""
        ...

    def after_commit(self, then: Callable[[], None]) -> None:
        """Call `then` once this transaction is durable (wake a job, refresh a cache)."""
        ...


class Store(Protocol):
    """The database, opened: hands out units of work from any thread and any event loop."""

    dialect: str

    async def write(self, work: Callable[[Unit], T], *, now: datetime | None = None) -> T:
        """Run `work` in a transaction of its own and answer once it is durable.

        On SQLite one thread writes: whatever waits is run one after the other, each in a savepoint,
        and committed as a group. On PostgreSQL each has a connection; serialization failures and
        deadlocks run `work` again, so `work` has no other effect than on its unit.
        Raises whatever `work` raises, with nothing of it kept.
        """
        ...

    async def read(self, work: Callable[[Reader], T]) -> T:
        """Run `work` on a consistent view that changes nothing."""
        ...
