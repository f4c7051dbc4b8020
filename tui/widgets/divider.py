"""The line between two panes."""

from rich.segment import Segment

from tui.drawing.line import DIM, Line
from tui.widgets.drawn import Drawn


class Divider(Drawn):
    """A vertical line with a space on either side."""

    def draw(self, y: int) -> Line:
        """One piece of it."""
        return [Segment(" │ ", DIM)]
