"""A dialog to read in: lines for the width there is, moved through with the keys."""

from collections.abc import Callable

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


class ReadSheet(Sheet[None]):
    """Shows lines; a key that does not move closes it."""

    grace = 0.0

    def __init__(self, heading: str, make: Callable[[int], list[Line]]) -> None:
        super().__init__(verb=say("actions.back"))
        self._heading = heading
        self._make = make

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
