"""A dialog to read in: lines for the width there is, moved through with the keys."""

from collections.abc import Callable

from rich.style import Style

from core.language import say
from tui.drawing.line import DIM, Line, text
from tui.screens.sheet import Sheet

_MOVES = {
    "down": "down",
    "j": "down",
    "up": "up",
    "k": "up",
    "pagedown": "page_down",
    "space": "page_down",
    "pageup": "page_up",
    "backspace": "page_up",
    "home": "first",
    "end": "last",
}


_BEFORE = 5
"""Lines shown before the one that it begins at."""


class ReadSheet(Sheet[None]):
    """Shows lines; a key that does not move closes it."""

    grace = 0.0

    def __init__(
        self, heading: str, make: Callable[[int], list[Line]], *, to: Style | None = None
    ) -> None:
        """`to`: begins at the first line in this style."""
        super().__init__(verb=say("actions.back"))
        self._heading = heading
        self._make = make
        self._to = to

    def heading(self) -> str:
        """What is shown."""
        return self._heading

    def lines(self, cells: int) -> list[Line]:
        """The lines for this width."""
        return self._make(cells)

    def show_lines(self) -> None:
        """As the others, with another hint."""
        super().show_lines()
        self.hint.show([text(say("designer.read_hint"), DIM)])

    def on_mount(self) -> None:
        """Begin at what matters most."""
        super().on_mount()
        self.call_after_refresh(self._go_to_start)

    def _go_to_start(self) -> None:
        for number, line in enumerate(self.body.lines):
            if self._to is not None and any(each.style == self._to for each in line):
                self.body.scroll_lines(max(0, number - _BEFORE))
                return

    def collect(self) -> None:
        """Nothing."""
        return

    def take(self, key: str) -> bool:
        """Move, or close."""
        if key in _MOVES:
            self.body.move(_MOVES[key])
        else:
            self.cancel()
        return True
