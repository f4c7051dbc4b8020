"""The base of all that draws its own lines: no markup, no layout, repainted line by line."""

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.drawing.line import PLAIN, Line, crop


class Drawn(Widget):
    """A widget whose lines are made by `draw`, one at a time."""

    ALLOW_SELECT = False

    def draw(self, y: int) -> Line:
        """Line `y` of what is visible."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """What Textual asks for."""
        cells = self.size.width
        line = crop(self.draw(y), cells, PLAIN)
        return Strip(line or [Segment(" " * cells, PLAIN)]).adjust_cell_length(cells, PLAIN)

    def refresh_line(self, y: int) -> None:
        """Line `y` has to be drawn again, and nothing else."""
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))
