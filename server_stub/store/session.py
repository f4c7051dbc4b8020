"""A transaction on a driver's connection: the readers and units that works are given."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from sqlalchemy import Executable

from core.events import EventKind
from server_stub.store.moments import to_micros
from server_stub.store.statements import Compiled, Statements
from server_stub.store.unit import Row


class Cursor(Protocol):
    """What sqlite3 and psycopg cursors have in common, as far as it is used here."""

    @property
    def rowcount(self) -> int:
        """How many rows the last statement touched."""
        ...

    def execute(self, text: Any, values: Any = ..., /) -> Any:
        """Execute one statement."""
        ...

    def executemany(self, text: Any, rows: Any, /) -> Any:
        """Execute one statement for each row."""
        ...

    def fetchall(self) -> list[Any]:
        """The rest of the rows."""
        ...

    def fetchone(self) -> Any:
        """The next row, or None."""
        ...


class Session:
    """Reading inside one transaction."""

    __slots__ = ("_statements", "cursor", "dialect", "now")

    def __init__(
        self,
        dialect: str,
        statements: Statements,
        cursor: Cursor,
        now: datetime | None = None,
    ) -> None:
        self.dialect = dialect
        self.cursor = cursor
        self.now = now or datetime.now(UTC)
        self._statements = statements

    def all(self, statement: Executable, **values: object) -> Sequence[Row]:
        """Every row of a query."""
        self._execute(statement, values)
        return self.cursor.fetchall()

    def first(self, statement: Executable, **values: object) -> Row | None:
        """The first row of a query, or None."""
        self._execute(statement, values)
        if statement.is_dml:  # RETURNING: SQLite has not ended the statement before the last row
            return next(iter(self.cursor.fetchall()), None)
        return cast(Row | None, self.cursor.fetchone())

    def _execute(self, statement: Executable, values: dict[str, object]) -> Compiled:
        compiled = self._statements.get(statement, values)
        text, bound = compiled.bind(values)
        self.cursor.execute(text, bound)
        return compiled


class ChangingSession(Session):
    """Reading and changing inside one transaction."""

    __slots__ = ("events", "hooks", "written")

    def __init__(self, dialect: str, statements: Statements, cursor: Cursor, now: datetime) -> None:
        super().__init__(dialect, statements, cursor, now)
        self.events: list[dict[str, object]] = []
        self.hooks: list[Callable[[], None]] = []
        self.written: set[str] = set()
        """The tables that hold new values; rows that are gone do not count."""

    def run(self, statement: Executable, **values: object) -> int:
        """Execute a changing statement; answers how many rows it touched."""
        self._execute(statement, values)
        return self.cursor.rowcount

    def run_many(self, statement: Executable, rows: Sequence[dict[str, object]]) -> None:
        """Execute a changing statement for each row; every row names the same values."""
        if not rows:
            return
        compiled = self._statements.get(statement, rows[0], many=True)
        self.written.add(compiled.writes)
        bound = [compiled.bind(row) for row in rows]
        if len({text for text, _ in bound}) == 1:
            self.cursor.executemany(bound[0][0], [values for _, values in bound])
        else:
            for text, values in bound:
                self.cursor.execute(text, values)

    def emit(self, kind: EventKind, **values: object) -> None:
        """Add an event of this moment; all are written at the end of the transaction."""
        self.events.append({"kind": str(kind), "at": to_micros(self.now), **values})

    def after_commit(self, then: Callable[[], None]) -> None:
        """Call `then` on the caller's event loop once this transaction is durable."""
        self.hooks.append(then)

    def _execute(self, statement: Executable, values: dict[str, object]) -> Compiled:
        compiled = super()._execute(statement, values)
        self.written.add(compiled.writes)
        return compiled
