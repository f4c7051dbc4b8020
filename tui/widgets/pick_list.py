"""A short list to pick from, below a line that is typed in."""

from collections.abc import Sequence

from core.text import cell_width, fit
from tui.drawing.line import DIM, PLAIN, SELECTED, Line, text
from tui.widgets.drawn import Drawn

Option = tuple[str, str, str]
"""Id, words, and a detail."""


class PickList(Drawn):
    """Shows what was found; the keys stay in the line above, which moves the selection here."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options: list[Option] = []
        self._index = 0
        self._top = 0
        self._instead = ""

    @property
    def chosen(self) -> Option | None:
        """The selected option."""
        return self._options[self._index] if self._options else None

    def show(self, options: Sequence[Option], *, instead: str = "") -> None:
        """Show other options; the selected one stays selected where it is still there."""
        before = self.chosen
        self._options = list(options)
        ids = [option[0] for option in self._options]
        self._index = ids.index(before[0]) if before is not None and before[0] in ids else 0
        self._instead = instead
        self._scroll()
        self.refresh()

    def move(self, by: int) -> None:
        """Select another one."""
        if self._options:
            self._index = max(0, min(self._index + by, len(self._options) - 1))
            self._scroll()
            self.refresh()

    def draw(self, y: int) -> Line:
        """One option."""
        index = self._top + y
        if index >= len(self._options):
            return [text("  " + self._instead, DIM)] if y == 0 and not self._options else []
        key, words, detail = self._options[index]
        cells = self.size.width
        left = min(max((cell_width(each[0]) for each in self._options), default=0), cells // 3)
        style = SELECTED if index == self._index else PLAIN
        line = f" {fit(key, left)}  {words}" + (f"  {detail}" if detail else "")
        return [text(fit(line, cells), style)]

    def _scroll(self) -> None:
        height = max(1, self.size.height)
        self._top = max(min(self._top, self._index), self._index - height + 1, 0)
