"""Lines that are longer than the screen, moved through with the keys; nothing animates."""

from rich.segment import Segment
from textual.events import Focus, Resize

from tui.drawing.line import Line
from tui.widgets.drawn import Drawn


class ScrollLines(Drawn, can_focus=True):
    """Shows a part of `lines`, from line `top` on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: list[Line] = []
        self.top = 0

    def show(self, lines: list[Line], top: int | None = None) -> None:
        """Show other lines; without `top` from where the reader is."""
        self.lines = lines
        self.top = self._within(self.top if top is None else top)
        self.refresh()

    def move(self, action: str) -> bool:
        """Carry out an action of the registry that moves; False for any other."""
        page = max(1, self.size.height - 1)
        steps = {"down": 1, "up": -1, "page_down": page, "page_up": -page}
        if action in steps:
            self.scroll_lines(self.top + steps[action])
        elif action == "first":
            self.scroll_lines(0)
        elif action == "last":
            self.scroll_lines(len(self.lines))
        else:
            return False
        return True

    def scroll_lines(self, top: int) -> None:
        """Bring line `top` to the upper edge, as far as there are lines."""
        top = self._within(top)
        if top != self.top:
            self.top = top
            self.refresh()

    def draw(self, y: int) -> Line:
        """The line at `y`."""
        index = self.top + y
        return self.lines[index] if index < len(self.lines) else [Segment("")]

    def on_resize(self, _event: Resize) -> None:
        """Another size: stay within the lines."""
        self.top = self._within(self.top)

    def on_focus(self, _event: Focus) -> None:
        """Put the terminal's own cursor where the reader reads (screen readers follow it)."""
        self.app.cursor_position = self.region.offset

    def _within(self, top: int) -> int:
        return max(0, min(top, len(self.lines) - max(1, self.size.height)))
