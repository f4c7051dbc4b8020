"""The line between two panes, whose upper end points to the one that the keys go to."""

from rich.segment import Segment

from tui.drawing.line import BOLD, DIM, Line
from tui.widgets.drawn import Drawn


class Divider(Drawn):
    """A vertical line with a space on either side."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._to_right = False

    def point(self, *, to_right: bool) -> None:
        """The keys go to the pane on the right, or to the one on the left."""
        if to_right != self._to_right:
            self._to_right = to_right
            self.refresh_line(0)

    def draw(self, y: int) -> Line:
        """One piece of it."""
        if y == 0:
            return [Segment(" │>" if self._to_right else "<│ ", BOLD)]
        return [Segment(" │ ", DIM)]
