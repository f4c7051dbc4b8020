"""What came of each marked task that was decided about."""

from core.language import say
from tui.drawing.line import Line
from tui.drawing.marked import result_lines
from tui.drawing.words import coded
from tui.screens.sheet import Sheet
from tui.state.batch import Batch, Outcome

_MOVES = {
    "down": "down",
    "up": "up",
    "j": "down",
    "k": "up",
    "space": "page_down",
    "pagedown": "page_down",
    "pageup": "page_up",
    "home": "first",
    "end": "last",
}
_CLOSES = ("escape", "enter", "q", "ctrl+c")


class ResultSheet(Sheet[None]):
    """Lists them, what did not work first.

    It may open by itself, so it takes no key that was under way for one that closes it.
    """

    def __init__(self, batch: Batch) -> None:
        super().__init__(verb=say("actions.results"))
        self._batch = batch

    def heading(self) -> str:
        """How many were decided."""
        n, of = len(self._batch.of(Outcome.DONE)), len(self._batch.all())
        what = coded("decided", self._batch.kind)
        return say("marks.results_title", n=n, of=of, what=what)

    def lines(self, cells: int) -> list[Line]:
        """One after the other."""
        return list(result_lines(self._batch, cells))

    def hint_words(self) -> str:
        """How to move and to close it."""
        return say("marks.results_hint")

    def collect(self) -> None:
        """Nothing."""
        return

    def take(self, key: str) -> bool:
        """Move, or close."""
        if key in _MOVES:
            self.body.move(_MOVES[key])
        elif key in _CLOSES:
            self.cancel()
        return True
