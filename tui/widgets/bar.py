"""A line, or a few, that are set as a whole: the title, the status, the keys."""

from tui.drawing.line import Line
from tui.widgets.drawn import Drawn


class Bar(Drawn):
    """Setting what is shown already costs nothing."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = [[]]

    def show(self, *lines: Line) -> None:
        """Show other lines, one as a rule; the bar is as high as there are lines."""
        shown = list(lines)
        if shown == self._lines:
            return
        if len(shown) != len(self._lines):
            self.styles.height = len(shown)
        self._lines = shown
        self.refresh()

    def draw(self, y: int) -> Line:
        """One of the lines."""
        return self._lines[y] if y < len(self._lines) else []
