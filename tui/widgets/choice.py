"""One of a few things, chosen with the arrows or by number."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.events import Blur, Focus, Key
from textual.message import Message

from tui.drawing.line import BOLD, DIM, PLAIN, SELECTED, Line, text
from tui.widgets.drawn import Drawn
from tui.widgets.in_order import passed_on


class Choice(Drawn, can_focus=True):
    """Shows all options on one line where they fit, else the chosen one between arrows."""

    class Changed(Message):
        """Another option is chosen."""

    def __init__(
        self, options: Sequence[tuple[str, str]], *, label: str = "", id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.index = 0
        self._options = list(options)
        self._label = label

    @property
    def chosen(self) -> str:
        """The id of the chosen option."""
        return self._options[self.index][0]

    def rename(self, option: str, words: str) -> None:
        """Call one of the options otherwise."""
        self._options = [(each, words if each == option else old) for each, old in self._options]
        self.refresh()

    def on_key(self, event: Key) -> None:
        """Arrows step through the options, a number chooses one; Enter is for the sheet."""
        if passed_on(self, event):
            return
        steps = {"left": -1, "up": -1, "right": 1, "down": 1, "space": 1}
        number = event.character or ""
        if event.key in steps:
            self.index = (self.index + steps[event.key]) % len(self._options)
        elif number.isdecimal() and 0 < int(number) <= len(self._options):
            self.index = int(number) - 1
        else:
            return
        event.stop()
        event.prevent_default()
        self.refresh()
        self.post_message(self.Changed())

    def draw(self, y: int) -> Line:
        """The options."""
        label = [text(f"{self._label}: ", DIM)] if self._label else []
        whole: Line = [*label]
        for number, (_id, words) in enumerate(self._options):
            chosen = number == self.index
            style = (SELECTED if self.has_focus else BOLD) if chosen else PLAIN
            whole += [text(f"{'>' if chosen else ' '}{words} ", style), Segment(" ")]
        if sum(segment.cell_length for segment in whole) <= self.size.width + 1:
            return whole
        words = self._options[self.index][1]
        return [*label, text(f"< {words} >", SELECTED if self.has_focus else BOLD)]

    def on_focus(self, _event: Focus) -> None:
        """The keys come here."""
        self.refresh()
        self.app.cursor_position = self.region.offset

    def on_blur(self, _event: Blur) -> None:
        """The keys go elsewhere."""
        self.refresh()
