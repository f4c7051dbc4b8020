"""A dialog of rows, each of which is opened by Enter and taken out by x."""

from typing import TypeVar

from textual.widget import Widget

from core.language import say
from core.text import cell_width
from tui.drawing.line import BAR, DIM, Line, crop, text
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.widgets.row_list import RowList

T = TypeVar("T")
_ROOMY = 20
"""Rows of the screen from which on there is room for an empty line."""


class RowsSheet(Sheet[T]):
    """The base of forms and of tables of lines."""

    grace = 0.0

    def __init__(self, services: Services, *, heading: str, verb: str) -> None:
        super().__init__(verb=verb)
        self.services = services
        self.rows = RowList(id="rows")
        self._heading = heading

    # --- what a subclass gives -------------------------------------------------------------------

    def drawn_rows(self, cells: int) -> list[list[Line]]:
        """The rows as they are now."""
        raise NotImplementedError

    def open_row(self, index: int) -> None:
        """Change what a row holds."""
        raise NotImplementedError

    def take_out(self, index: int) -> None:
        """Empty a row, or take it away."""
        raise NotImplementedError

    def hints(self) -> list[str]:
        """What the keys do, the longest first."""
        return [say("form.part_hint"), say("form.part_hint_short")]

    # --- the dialog ------------------------------------------------------------------------------

    def heading(self) -> str:
        """What is filled in."""
        return self._heading

    def fields(self) -> list[Widget]:
        """The rows."""
        return [self.rows]

    def show_lines(self) -> None:
        """Title, rows, keys."""
        cells, height = self.app.size
        self.title_bar.show(crop([text(" " + self.heading(), BAR)], cells, BAR))
        self.body.styles.height = 1  # apart from the title, which is reversed like a selected row
        self.body.styles.display = "block" if height >= _ROOMY else "none"
        self.rows.show(self.drawn_rows(cells))
        self.rows.styles.height = min(self.rows.lines_wanted, max(2, height - 5))
        self.show_keys()

    def show_keys(self) -> None:
        """What the keys do, as far as there is room for words."""
        cells, hints = self.app.size.width, self.hints()
        words = next((each for each in hints if cell_width(each) <= cells), hints[-1])
        self.show_hint([text(words, DIM)])

    def take(self, key: str) -> bool:
        """Move, open, take out, finish."""
        self.show_keys()
        if self.rows.take(key):
            return True
        if key in ("enter", "right", "l"):
            self.open_row(self.rows.index)
        elif key in ("x", "delete"):
            self.take_out(self.rows.index)
        elif key in ("ctrl+s", "f2"):
            self.go_on()
        elif key in ("escape", "ctrl+c", "left", "h"):
            self.cancel()
        else:
            return False
        return True
