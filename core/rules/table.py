"""Rule tables: rows of conditions on fields, and what holds where a row does.

A table is looked up, not worked through: for each column the values at which some row's answer
changes are kept in order, with the rows that hold there as bits of an integer. What holds for an
object is found with one search a column, however many rows there are. `core.rules.zen_table` gives
the same table to the ZEN engine; the tests hold the two to the same answers.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum

import msgspec

from core.flow.terms import Expression, Place, Span, Vote, Who
from core.language import Label
from core.rules.context import Context, UnclearError
from core.rules.expressions import holds
from core.tasks import Priority


class Hit(StrEnum):
    """Which rows apply where several hold."""

    FIRST = "first"
    ONLY_ONE = "only one"
    """Two that hold at once are a mistake."""
    EVERY = "every"


class Range(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Numbers or moments (seconds since 1970 UTC) between two ends; None: no end."""

    low: Decimal | None = None
    high: Decimal | None = None
    with_low: bool = True
    with_high: bool = True


class Cell(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a row demands of one field."""

    text: str
    """As it was written."""
    ranges: tuple[Range, ...] = ()
    values: tuple[str, ...] = ()
    """Words; `true` and `false` for a flag."""
    empty: bool = False
    """The field may be empty."""
    negated: bool = False
    """Everything but that, so also an empty field, unless `empty` is among it."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One field, or `requester.…` or `currency_of.…`, that rows look at."""

    path: str
    ordered: bool = False
    """A number, money, a date or a time."""


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One rule: where all its cells and its condition hold, the rest of it applies."""

    name: str
    """Its conditions as written; no two rows have the same."""
    cells: dict[str, Cell] = {}
    """By the column's path; a column without one does not matter to the row."""
    when: Expression | None = None
    otherwise: bool = False
    """Holds where no other row does."""
    ask: tuple[Who, ...] = ()
    vote: Vote | None = None
    within: Span | None = None
    priority: Priority | None = None
    copy: tuple[Who, ...] = ()
    calls: tuple[str, ...] = ()
    """Actions, `connector.action`."""
    place: Place = Place()


class Table(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A rule table as understood from its file."""

    id: str
    title: Label = {}
    about: Label = {}
    object_type: str
    hit: Hit = Hit.FIRST
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    file: str = ""
    place: Place = Place()

    def row(self, name: str) -> Row | None:
        """The row of this name."""
        kept: dict[str, dict[str, Row]] = self.__dict__
        if "by_name" not in kept:
            kept["by_name"] = {row.name: row for row in self.rows}
        return kept["by_name"].get(name)


class SeveralRowsError(UnclearError):
    """Two rows hold at once in a table in which only one may."""


def rows_for(table: Table, context: Context) -> tuple[Row, ...]:
    """The rows that apply to an object, in their order; () where none does.

    Raises SeveralRowsError where `only one` may hold and several do, UnclearError for a value that
    is not of its kind.
    """
    found = _held(table, context)
    first = next(found, None)
    if first is None:
        last = table.rows[-1:] if table.rows and table.rows[-1].otherwise else ()
        return tuple(last)
    if table.hit is Hit.FIRST:
        return (first,)
    rows = (first, *found)
    if table.hit is Hit.ONLY_ONE and len(rows) > 1:
        names = " / ".join(row.name for row in rows[:2])
        raise SeveralRowsError(f"{table.id}: {names}")
    return rows


def _held(table: Table, context: Context) -> Iterator[Row]:
    for row in index_of(table).held(context):
        if row.when is None or holds(row.when.text, context):
            yield row


# --- the index -------------------------------------------------------------------------------


_BLOCK = 2000
"""Rows that are kept as bits of one integer: so memory grows with the rows, not their square."""


class TableIndex:
    """The rows of a table in blocks, in their order."""

    def __init__(self, table: Table) -> None:
        rows = [row for row in table.rows if not row.otherwise]
        self._blocks = [
            _Block(table.columns, rows[start : start + _BLOCK])
            for start in range(0, len(rows), _BLOCK)
        ]

    def held(self, context: Context) -> Iterator[Row]:
        """The rows whose cells all hold; their conditions are not asked."""
        for block in self._blocks:
            yield from block.held(context)


class _Block:
    """For each column which rows hold for which values, as bits."""

    def __init__(self, columns: Iterable[Column], rows: list[Row]) -> None:
        self._rows = rows
        self._all = (1 << len(rows)) - 1
        self._columns = [
            (column.path, (_Order if column.ordered else _Words)(column.path, rows))
            for column in columns
        ]

    def held(self, context: Context) -> Iterator[Row]:
        mask = self._all
        for path, column in self._columns:
            mask &= column.rows(_value(context, path))
            if not mask:
                return
        while mask:
            bit = mask & -mask
            yield self._rows[bit.bit_length() - 1]
            mask ^= bit


def index_of(table: Table) -> TableIndex:
    """The index of `table`, made once and kept with it."""
    kept: dict[str, TableIndex] = table.__dict__
    found = kept.get("index")
    if found is None:
        found = kept["index"] = TableIndex(table)
    return found


def _value(context: Context, path: str) -> object:
    first, _, rest = path.partition(".")
    value = context.value(first)
    for name in rest.split(".") if rest else ():
        value = value.get(name) if isinstance(value, dict) else None
    return None if value == "" else value


class _Order:
    """A column of numbers or moments: cells between limits, the even ones open, the odd points."""

    def __init__(self, path: str, rows: list[Row]) -> None:
        self.limits = limits_of(row.cells[path] for row in rows if path in row.cells)
        size = 2 * len(self.limits) + 1
        changes = [0] * (size + 1)
        self.missing = 0
        for number, row in enumerate(rows):
            cell = row.cells.get(path)
            runs = [(0, size - 1)] if cell is None else runs_of(cell, self.limits)
            for first, last in runs:
                changes[first] ^= 1 << number
                changes[last + 1] ^= 1 << number
            self.missing |= (cell is None or cell.empty != cell.negated) << number
        self.masks: list[int] = []
        mask = 0
        for change in changes[:size]:
            mask ^= change
            self.masks.append(mask)

    def rows(self, value: object) -> int:
        """The rows that hold for a value."""
        if not isinstance(value, Decimal):
            return self.missing
        at = bisect_left(self.limits, value)
        on = at < len(self.limits) and self.limits[at] == value
        return self.masks[2 * at + on]


class _Words:
    """A column of words or flags."""

    def __init__(self, path: str, rows: list[Row]) -> None:
        cells = [row.cells.get(path) for row in rows]
        self.other = self.missing = 0
        for number, cell in enumerate(cells):
            self.other |= (cell is None or cell.negated) << number
            self.missing |= (cell is None or cell.empty != cell.negated) << number
        self.masks: dict[str, int] = {}
        for number, cell in enumerate(cells):
            for word in dict.fromkeys(cell.values) if cell is not None else ():
                self.masks[word] = self.masks.get(word, self.other) ^ 1 << number

    def rows(self, value: object) -> int:
        """The rows that hold for a value."""
        if value is None:
            return self.missing
        word = ("false", "true")[value] if isinstance(value, bool) else str(value)
        return self.masks.get(word, self.other)


def limits_of(cells: Iterable[Cell]) -> list[Decimal]:
    """Every end of a range, in order."""
    ends = (end for cell in cells for each in cell.ranges for end in (each.low, each.high))
    return sorted({end for end in ends if end is not None})


def runs_of(cell: Cell, limits: list[Decimal]) -> list[tuple[int, int]]:
    """The cells between limits that a cell takes, as runs (first, last) that do not meet."""
    size = 2 * len(limits) + 1
    taken = sorted(run for each in cell.ranges if (run := _run(each, limits, size)) is not None)
    runs: list[tuple[int, int]] = []
    for first, last in taken:
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return _others(runs, size) if cell.negated else runs


def _run(each: Range, limits: list[Decimal], size: int) -> tuple[int, int] | None:
    low = 0 if each.low is None else 2 * bisect_left(limits, each.low) + 1 + (not each.with_low)
    high = size - 1
    if each.high is not None:
        high = 2 * bisect_left(limits, each.high) + 1 - (not each.with_high)
    return (low, high) if low <= high else None


def _others(runs: list[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    found = []
    begin = 0
    for first, last in runs:
        if begin < first:
            found.append((begin, first - 1))
        begin = last + 1
    if begin < size:
        found.append((begin, size - 1))
    return found
