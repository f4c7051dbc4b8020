"""A short list to pick from, below a line that is typed in."""

from collections.abc import Sequence

from core.text import cell_width, fit
from tui.drawing.line import DIM, PLAIN, SELECTED, Line, text
from tui.widgets.drawn import Drawn

_WIDE = 60
"""Cells from which on details stand in a column of their own."""

Option = tuple[str, str, str]
"""Id, words, and a detail."""


class PickList(Drawn):
    """Shows what was found; the keys stay in the line above, which moves the selection here."""

    def __init__(self, *, ids: bool = True, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ids = ids
        """Whether the ids of the options are shown."""
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
        shown = f"{fit(key, self._left(cells))}  {words}" if self._ids else words
        right = min(self._widest(2), cells // 3) if cells >= _WIDE else 0
        style = SELECTED if index == self._index else PLAIN
        line = f" {shown}"
        if right:
            line = f"{fit(line, cells - right - 3)}  {fit(detail, right)}"
        elif detail:
            line += f"  {detail}"
        return [text(fit(line, cells), style)]

    def _left(self, cells: int) -> int:
        """Room of the ids: whole ones, where at least as much is left for words."""
        widest = self._widest(0)
        return widest if widest <= cells // 2 else max(1, cells // 3)

    def _widest(self, part: int) -> int:
        return max((cell_width(each[part]) for each in self._options), default=0)

    def _scroll(self) -> None:
        height = max(1, self.size.height)
        self._top = max(min(self._top, self._index), self._index - height + 1, 0)
