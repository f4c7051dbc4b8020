"""A single line that is set as a whole: the title, the status, the keys."""

from tui.drawing.line import Line
from tui.widgets.drawn import Drawn


class Bar(Drawn):
    """One line; setting the line that is shown already costs nothing."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._line: Line = []

    def show(self, line: Line) -> None:
        """Show another line."""
        if line != self._line:
            self._line = line
            self.refresh()

    def draw(self, y: int) -> Line:
        """The line."""
        return self._line
