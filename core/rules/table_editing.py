"""A rule table's file while somebody changes it in a grid: rows, columns, cells, undo and redo.

The text is the truth, as for flows (`core.flow.editing`): what is not touched stays as a person
wrote it. Columns that no row uses yet are remembered here, because YAML has no place for them.
"""

from collections.abc import Callable, Mapping

import msgspec

from core.errors import Invalid
from core.flow.writing import record_yaml
from core.language import say
from core.located import Problems, read_yaml_into
from core.objects import ObjectType
from core.rules.grid import ColumnKind, Grid, GridColumn, GridRow, GridText, Value
from core.rules.grid_csv import CsvGrid
from core.rules.grid_yaml import YamlGrid
from core.rules.holes import Hole, holes_of
from core.rules.sheets import Sheet, sheet_of_csv, sheet_of_yaml
from core.rules.table import Table
from core.rules.table_reading import read_head, read_table


class _State(msgspec.Struct, frozen=True):
    text: str
    row: int
    column: int
    more: tuple[tuple[int, GridColumn], ...]
    """Columns without a cell, each before which column it stands."""


class TableDocument:
    """The text of one rule table as a grid with a selected cell, and what was done to it."""

    def __init__(self, text: str, file: str = "") -> None:
        """`file` ends in `.csv` for a CSV. Raises Invalid where the text holds no rule table."""
        self.file = file
        self._is_csv = file.endswith(".csv")
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._bom = "\ufeff" if text.startswith("\ufeff") else ""
        self.row = 0
        """The selected row; -1: the headings."""
        self.column = 0
        self._more: tuple[tuple[int, GridColumn], ...] = ()
        self._done: list[_State] = []
        self._undone: list[_State] = []
        self._read(text.removeprefix("\ufeff").replace("\r\n", "\n"))

    def _read(self, text: str) -> None:
        self._text: GridText = CsvGrid(text) if self._is_csv else YamlGrid(text)
        columns = list(self._text.grid.columns)
        self._more = tuple(each for each in self._more if each[1] not in columns)
        for at, column in self._more:
            columns.insert(min(at, len(columns)), column)
        self.columns: tuple[GridColumn, ...] = tuple(columns)
        self.rows: tuple[GridRow, ...] = self._text.grid.rows
        self.select(self.row, self.column)

    # --- looking -------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The file as it is to be saved."""
        return self._bom + self._text.text.replace("\n", self._newline)

    @property
    def grid(self) -> Grid:
        """The table as it is written."""
        return self._text.grid

    @property
    def is_csv(self) -> bool:
        """Whether the file is a CSV."""
        return self._is_csv

    @property
    def id(self) -> str:
        """The table's id; "" where it has none yet."""
        return str(self.grid.head.get("rules", ""))

    @property
    def chosen(self) -> GridColumn | None:
        """The selected column."""
        return self.columns[self.column] if self.columns else None

    def value(self, row: int, column: GridColumn) -> Value:
        """What stands in a cell; "" for nothing."""
        return self.rows[row].values.get(column, "") if 0 <= row < len(self.rows) else ""

    def select(self, row: int, column: int) -> None:
        """Select a cell, or the nearest one."""
        self.row = max(-1, min(row, len(self.rows) - 1))
        self.column = max(0, min(column, len(self.columns) - 1))

    @property
    def number(self) -> int:
        """The selected row."""
        return self.row

    def number_at(self, line: int) -> int:
        """The row that stands on a line of the file; -1: above the rows."""
        found = [number for number, row in enumerate(self.rows) if row.first <= line]
        return found[-1] if found else -1

    def select_line(self, line: int) -> None:
        """Select the row that stands on a line of the file."""
        self.select(self.number_at(line), self.column)

    # --- meaning -------------------------------------------------------------------------------

    def table(self, object_type: ObjectType) -> Table | None:
        """The table as understood; None where it cannot be read without mistakes."""
        problems = Problems()
        sheet = self._sheet(problems)
        if sheet is None or not sheet.lines:
            return None
        table = read_table(read_head(sheet, problems), sheet, object_type, problems)
        return None if problems.errors else table

    def _sheet(self, problems: Problems) -> Sheet | None:
        if self._is_csv:
            return sheet_of_csv(self._text.text, self.file, problems)
        documents = read_yaml_into(problems, self._text.text, self.file)
        return sheet_of_yaml(documents[0], problems) if len(documents) == 1 else None

    def holes(self, object_type: ObjectType) -> list[Hole]:
        """The cases in which no row holds, whatever `otherwise` says. Takes up to some seconds.

        Raises Invalid where the table cannot be read without mistakes.
        """
        table = self.table(object_type)
        if table is None:
            raise Invalid(say("table.mistakes_first"))
        return holes_of(table, object_type)

    # --- undo ----------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last edit back."""
        if self._done:
            self._undone.append(self._state())
            self._go_to(self._done.pop())

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._undone:
            self._done.append(self._state())
            self._go_to(self._undone.pop())

    def replace(self, text: str) -> None:
        """Another text altogether, as one edit: the draft of an earlier session.

        Raises Invalid where it holds no rule table.
        """
        self._edit(lambda: text.removeprefix("\ufeff").replace("\r\n", "\n"))

    def _state(self) -> _State:
        return _State(self._text.text, self.row, self.column, self._more)

    def _go_to(self, state: _State) -> None:
        self.row, self.column, self._more = state.row, state.column, state.more
        self._read(state.text)

    def _edit(self, change: Callable[[], str], *, row: int | None = None) -> None:
        """Carry a change out as one edit; nothing is changed where it is refused."""
        before = self._state()
        text = change()
        if text == before.text and self._more == before.more:
            return
        try:
            self._read(text)
        except Invalid:
            self._go_to(before)
            raise
        self._done.append(before)
        self._undone.clear()
        if row is not None:
            self.select(row, self.column)

    # --- cells and rows ------------------------------------------------------------------------

    def set(self, row: int, column: GridColumn, value: Value) -> None:
        """Write a cell; "" empties it. Raises Invalid for a condition of `otherwise`."""
        if self.rows[row].otherwise and column.kind is not ColumnKind.OUTPUT and value:
            raise Invalid(say("table.otherwise_has_none"))
        self._remember(column)
        if self._is_csv and column not in self.columns:
            wider = CsvGrid(self._text.with_column(column, len(self.columns)))
            self._edit(lambda: wider.with_value(row, column, value))
        else:
            self._edit(lambda: self._text.with_value(row, column, value))

    def _remember(self, column: GridColumn) -> None:
        """Keep a column in its place though its last cell may become empty."""
        known = any(column == each for _, each in self._more)
        if not self._is_csv and column in self.columns and not known:
            self._more = (*self._more, (self.columns.index(column), column))

    def add_row(
        self, at: int, values: Mapping[GridColumn, Value], *, otherwise: bool = False
    ) -> None:
        """A new row before row `at`, or before `otherwise`, which stays the last.

        Columns that are not there yet are added. Raises Invalid for a second `otherwise`.
        """
        has_otherwise = bool(self.rows) and self.rows[-1].otherwise
        if otherwise and has_otherwise:
            raise Invalid(say("designer.one_otherwise"))
        most = len(self.rows) - has_otherwise
        place = len(self.rows) if otherwise else max(0, min(at, most))
        before = self._state()
        text = self._text
        for column in values:
            if column not in text.grid.columns:
                text = self._made(text.with_column(column, self._first_output()))
        self._edit(lambda: text.with_row(place, values, otherwise=otherwise), row=place)
        if self._done:
            self._done[-1] = before

    def _made(self, text: str) -> GridText:
        return CsvGrid(text) if self._is_csv else YamlGrid(text)

    def _first_output(self) -> int:
        """The number of the first column that is no condition on a field."""
        kinds = [each.kind for each in self.columns]
        found = [at for at, kind in enumerate(kinds) if kind is not ColumnKind.CELL]
        return found[0] if found else len(kinds)

    def remove_row(self) -> None:
        """Take the selected row away."""
        if self.row >= 0:
            self._edit(lambda: self._text.without_row(self.row))

    def copy_row(self) -> None:
        """The selected row once more, behind itself. Raises Invalid for `otherwise`."""
        if self.row < 0:
            return
        if self.rows[self.row].otherwise:
            raise Invalid(say("designer.one_otherwise"))
        self._edit(lambda: self._text.with_row_twice(self.row), row=self.row + 1)

    def move_row(self, by: int) -> None:
        """The selected row one up (-1) or down (1); `otherwise` stays the last."""
        to = self.row + by
        if self.row < 0 or not 0 <= to < len(self.rows):
            return
        if self.rows[self.row].otherwise or self.rows[to].otherwise:
            return
        place = to + (by > 0)
        self._edit(lambda: self._text.with_row_moved(self.row, place), row=to)

    # --- columns -------------------------------------------------------------------------------

    def add_column(self, column: GridColumn) -> None:
        """A new column: of a field behind the selected one, at most behind the last field.

        Raises Invalid where there is one like it.
        """
        if column in self.columns:
            raise Invalid(say("table.column_there"))
        last = self._first_output() if column.kind is ColumnKind.CELL else len(self.columns)
        at = min(self.column + 1, last) if column.kind is ColumnKind.CELL else last

        def change() -> str:
            if not self._is_csv:
                self._more = (*self._more, (at, column))
            return self._text.with_column(column, at)

        self._edit(change)
        self.select(self.row, self.columns.index(column))

    def remove_column(self) -> None:
        """Take the selected column away, with all that stands in it."""
        column = self.chosen
        if column is None:
            return

        def change() -> str:
            used = column in self._text.grid.columns
            self._more = tuple(each for each in self._more if each[1] != column)
            return self._text.without_column(column) if used else self._text.text

        self._edit(change)

    def rename_column(self, name: str) -> None:
        """The selected column is about another field; its cells stay as they are.

        Raises Invalid for an output, and where there is a column of that field.
        """
        column = self.chosen
        if column is None or column.name == name:
            return
        new = GridColumn(ColumnKind.CELL, name)
        if column.kind is not ColumnKind.CELL:
            raise Invalid(say("table.output_stays"))
        if new in self.columns:
            raise Invalid(say("table.column_there"))

        def change() -> str:
            self._more = tuple((at, new if each == column else each) for at, each in self._more)
            used = column in self._text.grid.columns
            return self._text.renamed(column, name) if used else self._text.text

        self._edit(change)

    def move_column(self, by: int) -> None:
        """The selected column one to the left (-1) or right (1).

        Raises Invalid where the file has no place for that order.
        """
        column, to = self.chosen, self.column + by
        if column is None or not 0 <= to < len(self.columns):
            return
        other = self.columns[to]
        if not self._is_csv and {column.kind, other.kind} != {ColumnKind.CELL}:
            raise Invalid(say("table.outputs_ordered"))
        order = list(self.columns)
        order[self.column], order[to] = other, column

        def change() -> str:
            text = self._text.with_columns(order)
            if not self._is_csv:
                unused = [each for _, each in self._more]
                self._more = tuple((at, each) for at, each in enumerate(order) if each in unused)
            return text

        self._edit(change)
        self.select(self.row, self.columns.index(column))

    # --- the head ------------------------------------------------------------------------------

    def set_head(self, key: str, value: Value) -> None:
        """Write a key above the rows; "" takes it away."""
        self._edit(lambda: self._text.with_head(key, value))


def new_table(table_id: str, title: Mapping[str, str], object_type: str, hit: str) -> str:
    """The file of a rule table without rows, as YAML."""
    record = {"rules": table_id, "title": dict(title), "object": object_type, "hit": hit}
    return record_yaml({**record, "rows": []})
