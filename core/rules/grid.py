"""A rule table as a grid, as it is written: columns, rows, and what stands in each cell.

What the cells mean is none of its business (`core.rules.table_reading`), so a table can be shown
and edited while something in it is wrong.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from core.rules.sheets import OUTPUTS, output_name

Value = Any
"""What stands in a cell: a text, or where people are named a list or a map of texts."""
HEAD_KEYS = ("rules", "title", "about", "object", "hit")


class ColumnKind(StrEnum):
    """What the cells of a column say."""

    CELL = "cell"
    """What a row demands of one field."""
    WHEN = "when"
    """A condition in the language of flows."""
    OUTPUT = "output"


class GridColumn(msgspec.Struct, frozen=True):
    """One column: a field by its heading as written, or an output by its name in English."""

    kind: ColumnKind
    name: str


WHEN = GridColumn(ColumnKind.WHEN, "when")


def column_of(heading: str) -> GridColumn:
    """The column that a heading means."""
    name = output_name(heading)
    if name in OUTPUTS:
        return GridColumn(ColumnKind.OUTPUT, name)
    return WHEN if name == "when" else GridColumn(ColumnKind.CELL, heading.strip())


class GridRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row; cells without a value are left out. Lines of the file count from 1."""

    values: Mapping[GridColumn, Value]
    otherwise: bool = False
    first: int = 1
    last: int = 1


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A whole table as written."""

    head: Mapping[str, Value]
    """The keys above the rows, by their names in English."""
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]


class GridText(Protocol):
    """A file that holds a rule table; each edit gives the text afterwards, all else as it was.

    Edits raise Invalid where the file is written in a way that only an editor can change.
    """

    text: str
    grid: Grid

    def with_value(self, row: int, column: GridColumn, value: Value) -> str:
        """Another value in a cell; "" empties it."""

    def with_row(self, at: int, values: Mapping[GridColumn, Value], *, otherwise: bool) -> str:
        """A new row before row `at`."""

    def without_row(self, row: int) -> str:
        """Without a row."""

    def with_row_moved(self, row: int, to: int) -> str:
        """A row before the one that is row `to` now."""

    def with_row_twice(self, row: int) -> str:
        """A row once more, behind itself."""

    def with_column(self, column: GridColumn, at: int) -> str:
        """A new column before column `at`; the same text where only cells can hold it."""

    def without_column(self, column: GridColumn) -> str:
        """Without a column and all that stands in it."""

    def renamed(self, column: GridColumn, name: str) -> str:
        """A column of another field, its cells as they were."""

    def with_columns(self, order: Iterable[GridColumn]) -> str:
        """The columns in another order, as far as the file can say that."""

    def with_head(self, key: str, value: Value) -> str:
        """Another value of a key above the rows; "" takes it away."""
