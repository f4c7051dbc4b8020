"""Statements, compiled once for each dialect and handed to the driver as text and values.

SQLAlchemy's own execution costs about as much as the query on a small one; the rows of our tables
are plain types, so nothing between the compiled text and the driver's cursor is needed
(docs/why/storage.md).
"""

from collections.abc import Iterable, Mapping
from typing import Protocol, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Executable, Insert, TableClause, Update
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

Values = Mapping[str, object]


_MANY = "*"  # stands before the columns of a statement that is executed for many rows


class Compiled(Protocol):
    """A statement as text for the driver, with the way its values are bound."""

    text: str
    writes: str
    """The table into which it writes new values; "" where it reads or deletes."""

    def bind(self, values: dict[str, object]) -> tuple[str, Values]:
        """The text to execute and the values to execute it with."""
        ...


class _Plain:
    """The usual statement: its text never changes."""

    __slots__ = ("literals", "text", "writes")

    def __init__(self, text: str, literals: dict[str, object], writes: str) -> None:
        self.text = text
        self.literals = literals
        self.writes = writes

    def bind(self, values: dict[str, object]) -> tuple[str, Values]:
        return self.text, {**self.literals, **values} if self.literals else values


class _Expanding:
    """A statement with `IN` over a list: the text depends on how long the list is."""

    __slots__ = ("compiled", "text", "writes")

    def __init__(self, compiled: SQLCompiler, writes: str) -> None:
        self.compiled = compiled
        self.text = str(compiled)
        self.writes = writes

    def bind(self, values: dict[str, object]) -> tuple[str, Values]:
        state = self.compiled.construct_expanded_state(values)
        return state.statement, cast(Values, state.parameters)


class Statements:
    """The compiled statements of one dialect; forgets those whose statement object is gone."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: WeakKeyDictionary[Executable, Compiled] = WeakKeyDictionary()
        self._known_by_columns: WeakKeyDictionary[Executable, dict[tuple[str, ...], Compiled]] = (
            WeakKeyDictionary()
        )

    def get(self, statement: Executable, columns: Iterable[str], *, many: bool = False) -> Compiled:
        """The compiled `statement`; an insert or update sets the columns named in `columns`."""
        if not statement.is_dml:
            known = self._known.get(statement)
            if known is None:
                known = self._known[statement] = self._compile(statement, None, many)
            return known
        by_columns = self._known_by_columns.get(statement)
        if by_columns is None:
            by_columns = self._known_by_columns[statement] = {}
        key = (_MANY, *columns) if many else tuple(columns)
        compiled = by_columns.get(key)
        if compiled is None:
            compiled = by_columns[key] = self._compile(statement, list(key[many:]), many)
        return compiled

    def _compile(self, statement: Executable, columns: list[str] | None, many: bool) -> Compiled:
        compiled = cast(
            SQLCompiler,
            cast(ClauseElement, statement).compile(
                dialect=self._dialect, column_keys=columns, for_executemany=many
            ),
        )
        if any(bind.required for bind in compiled.post_compile_params):
            return _Expanding(compiled, _written(statement))
        required = {name for bind, name in compiled.bind_names.items() if bind.required}
        # Lists that are written in the statement are expanded here, once.
        expanded = compiled.construct_expanded_state(dict.fromkeys(required))
        parameters = cast(Values, expanded.parameters)
        literals = {name: value for name, value in parameters.items() if name not in required}
        return _Plain(expanded.statement, literals, _written(statement))


def _written(statement: Executable) -> str:
    if isinstance(statement, Insert | Update):
        return cast(TableClause, statement.table).name
    return ""
