"""Lines of which one is selected; who shows them moves the selection."""

from collections.abc import Sequence

from textual.events import Blur, Focus
from textual.geometry import Offset

from core.text import fit
from tui.drawing.line import MARKED, SELECTED, Line, text
from tui.widgets.drawn import Drawn


class RowsView(Drawn, can_focus=True):
    """Shows a part of the lines, always with the selected one."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.index = 0
        self._lines: list[Line] = []
        self._top = 0

    def show(self, lines: Sequence[Line], index: int) -> None:
        """Show other lines, or select another one."""
        self._lines = list(lines)
        self.index = max(0, min(index, len(self._lines) - 1))
        self._scroll()
        self.refresh()

    @property
    def page(self) -> int:
        """How far a page goes."""
        return max(1, self.size.height - 1)

    def draw(self, y: int) -> Line:
        """One line."""
        at = self._top + y
        if at >= len(self._lines):
            return []
        if at != self.index:
            return self._lines[at]
        words = "".join(segment.text for segment in self._lines[at])
        if not self.has_focus:
            return [text(words, MARKED)]
        return [text(fit(words, self.size.width), SELECTED)]

    def on_focus(self, _event: Focus) -> None:
        """The keys are about these lines."""
        self._scroll()
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        """The keys are about others."""
        self.refresh()

    def on_resize(self) -> None:
        """Keep the selection on the screen."""
        self._scroll()
        self.refresh()

    def _scroll(self) -> None:
        height = max(1, self.size.height)
        self._top = max(min(self._top, self.index), self.index - height + 1, 0)
        # The terminal's own cursor follows the selection, for screen readers and braille lines.
        if self.has_focus:
            self.app.cursor_position = self.region.offset + Offset(0, self.index - self._top)
