"""Rows of one or more lines each, one of them selected; the keys move the selection."""

from collections.abc import Sequence

from textual.events import Blur, Focus
from textual.geometry import Offset

from core.text import fit
from tui.drawing.line import PLAIN, SELECTED, Line, text
from tui.widgets.drawn import Drawn

_STEPS = {"down": 1, "up": -1, "j": 1, "k": -1}


class RowList(Drawn, can_focus=True):
    """Shows rows; the first line of the selected one is reversed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.index = 0
        self._rows: list[list[Line]] = []
        self._flat: list[tuple[int, Line]] = []
        self._top = 0

    def show(self, rows: Sequence[list[Line]]) -> None:
        """Show other rows; the selection stays at its number."""
        self._rows = list(rows)
        self._flat = [(number, line) for number, row in enumerate(rows) for line in row]
        self.index = max(0, min(self.index, len(self._rows) - 1))
        self._scroll()
        self.refresh()

    @property
    def lines_wanted(self) -> int:
        """The height at which nothing has to be scrolled."""
        return max(1, len(self._flat))

    def take(self, key: str) -> bool:
        """Move the selection by a key; False for one that does not move."""
        page = max(1, self.size.height - 1)
        steps = {**_STEPS, "pagedown": page, "pageup": -page}
        if key in steps:
            self.select(self.index + steps[key])
        elif key in ("home", "end"):
            self.select(0 if key == "home" else len(self._rows))
        else:
            return False
        return True

    def select(self, index: int) -> None:
        """Select a row, or the nearest one."""
        self.index = max(0, min(index, len(self._rows) - 1))
        self._scroll()
        self.refresh()

    def draw(self, y: int) -> Line:
        """One line of a row."""
        at = self._top + y
        if at >= len(self._flat):
            return []
        number, line = self._flat[at]
        if number != self.index or not self.has_focus:
            return line
        first = at == 0 or self._flat[at - 1][0] != number
        if not first:
            return line
        words = "".join(segment.text for segment in line)
        return [text(fit(words, self.size.width), SELECTED if self.has_focus else PLAIN)]

    def on_focus(self, _event: Focus) -> None:
        """The keys come here."""
        self.refresh()
        self._place_cursor()

    def on_blur(self, _event: Blur) -> None:
        """The keys go elsewhere."""
        self.refresh()

    def on_resize(self) -> None:
        """Keep the selection on the screen."""
        self._scroll()
        self.refresh()

    def _bounds(self) -> tuple[int, int]:
        lines = [at for at, (number, _) in enumerate(self._flat) if number == self.index]
        return (lines[0], lines[-1]) if lines else (0, 0)

    def _scroll(self) -> None:
        height = max(1, self.size.height)
        first, last = self._bounds()
        top = max(self._top, last - height + 1)
        most = len(self._flat) - height  # no empty lines below while there are some above
        self._top = max(0, min(top, first, most))
        self._place_cursor()

    def _place_cursor(self) -> None:
        # The terminal's own cursor follows the selection, for screen readers and braille lines.
        if self.has_focus:
            line = self._bounds()[0] - self._top
            self.app.cursor_position = self.region.offset + Offset(0, max(0, line))
