"""The grid of a rule table: headings and rows, drawn only as far as they can be seen."""

from collections.abc import Mapping, Sequence

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.events import Blur, Focus
from textual.geometry import Offset

from core.language import say
from core.rules.grid import ColumnKind, GridColumn, GridRow
from core.rules.table_editing import TableDocument
from core.text import cell_width, fit
from tui.drawing.line import ACCENT, BOLD, DIM, LATE, MARKED, PLAIN, SELECTED, SOON, Line, text
from tui.widgets.drawn import Drawn

_WIDEST = 32
"""Cells that a column takes at most."""
_NARROWEST = 6
_LEAST = 12
"""Columns are not made narrower than this to have them all on the screen."""


class Words(msgspec.Struct, frozen=True):
    """A table in the reader's words."""

    titles: tuple[str, ...]
    """Of the columns."""
    cells: tuple[tuple[str, ...], ...]
    """By row and column."""


class GridView(Drawn, can_focus=True):
    """Shows the part of a table around the selected cell."""

    def __init__(self, document: TableDocument, *, id: str) -> None:
        super().__init__(id=id)
        self._document = document
        self._words = Words((), ())
        self._marks: Mapping[int, bool] = {}
        self._widths: list[int] = []
        self._rooms: list[int] = []
        """The widths on a screen as wide as this one."""
        self._top = self._left = 0
        self._shown = (-2, 0)

    def show(self, words: Words, marks: Mapping[int, bool]) -> None:
        """Show what the table says now; `marks`: rows with findings, True for mistakes."""
        if words is self._words and marks == self._marks:
            self.show_selected()
            return
        if words is not self._words:
            self._words = words
            columns = zip(*words.cells, strict=True) if words.cells else ((),) * len(words.titles)
            self._widths = [
                max(_NARROWEST, cell_width(title), *map(cell_width, cells), 0)
                for title, cells in zip(words.titles, columns, strict=True)
            ]
        self._marks = marks
        self._fit()
        self.refresh()

    def show_selected(self) -> None:
        """Another cell is selected: two lines are drawn, or all where something scrolled."""
        before, corner = self._shown, (self._top, self._left)
        self._scroll()
        if corner != (self._top, self._left):
            self.refresh()
        elif before != self._shown:
            for row in (before[0], self._shown[0]):
                self.refresh_line(self._line_of(row))

    @property
    def page(self) -> int:
        """How many rows a page has."""
        return max(1, self.size.height - 2)

    def on_focus(self, _event: Focus) -> None:
        """The keys are about this table."""
        self._scroll()
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        """They are about something else."""
        self.refresh()

    def on_resize(self) -> None:
        """Other columns have room."""
        self._fit()
        self.refresh()

    # --- what has room -------------------------------------------------------------------------

    @property
    def _number_room(self) -> int:
        """Cells of the numbers of rows, with the sign for a finding."""
        return len(str(max(1, len(self._document.rows)))) + 3

    def _fit(self) -> None:
        room = max(_NARROWEST, self.size.width - self._number_room)
        gaps = sum(cell_width(self._gap(number)) for number in range(len(self._widths)))
        fitting = (
            most
            for most in range(max(self._widths, default=0), _LEAST, -1)
            if sum(min(each, most) for each in self._widths) + gaps <= room
        )
        most = next(fitting, max(_LEAST + 2, min(_WIDEST, room // 4)))
        self._rooms = [min(each, most) for each in self._widths]
        self._scroll()

    def _scroll(self) -> None:
        document = self._document
        self._shown = (document.row, document.column)
        height = max(1, self.size.height - 1)
        row = max(0, document.row)
        self._top = max(0, min(self._top, row), row - height + 1)
        if document.row < 0:
            self._top = 0
        room = self.size.width - self._number_room
        self._left = min(self._left, document.column)
        while self._left < document.column and self._taken(document.column) > room:
            self._left += 1
        if self.has_focus:
            at = min(max(0, self._taken(document.column - 1)), max(0, self.size.width - 1))
            place = Offset(self._number_room + at, self._line_of(document.row))
            self.app.cursor_position = self.region.offset + place

    def _taken(self, column: int) -> int:
        """Cells from the first visible column to this one."""
        numbers = range(self._left, column + 1)
        return sum(self._rooms[each] + cell_width(self._gap(each)) for each in numbers)

    def _line_of(self, row: int) -> int:
        return 0 if row < 0 else row - self._top + 1

    # --- drawing -------------------------------------------------------------------------------

    def draw(self, y: int) -> Line:
        """The headings, or a row."""
        at = self._top + y - 1
        if y and at >= len(self._words.cells):
            return []
        words = self._words.cells[at] if y else self._words.titles
        line = [self._number(at) if y else text(" " * self._number_room)]
        row = self._document.rows[at] if y else None
        for number in range(self._left, len(words)):
            column = self._document.columns[number]
            room = self._rooms[number]
            style = self._style(row, column, -1 if row is None else at, number)
            line += [text(fit(words[number], room), style), text(self._gap(number), DIM)]
        return line

    def _number(self, row: int) -> Segment:
        room = self._number_room - 3
        sign = "!" if row in self._marks else " "
        style = LATE if self._marks.get(row) else SOON if row in self._marks else DIM
        return text(f"{sign}{row + 1:>{room}} ", style)

    def _gap(self, number: int) -> str:
        columns: Sequence[GridColumn] = self._document.columns
        is_last = number + 1 < len(columns) and columns[number + 1].kind is ColumnKind.OUTPUT
        ends = is_last and columns[number].kind is not ColumnKind.OUTPUT
        return " │ " if ends else "  "

    def _style(self, row: GridRow | None, column: GridColumn, at: int, number: int) -> Style:
        document = self._document
        if (at, number) == (document.row, document.column):
            return SELECTED if self.has_focus else MARKED
        if row is None:
            return BOLD
        if row.otherwise and column.kind is not ColumnKind.OUTPUT:
            return ACCENT
        return PLAIN if column in row.values else DIM


def nothing(column: GridColumn) -> str:
    """What stands where a cell says nothing."""
    return say("table.any") if column.kind is ColumnKind.CELL else "-"
