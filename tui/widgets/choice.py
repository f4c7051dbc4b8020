"""One of a few things, chosen with the arrows or by number."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.events import Blur, Focus, Key, Paste
from textual.message import Message
from textual.widget import Widget

from tui.drawing.line import BOLD, DIM, PLAIN, SELECTED, Line, text
from tui.widgets.drawn import Drawn
from tui.widgets.in_order import passed_on


class Choice(Drawn, can_focus=True):
    """Shows all options on one line where they fit, else the chosen one between arrows."""

    class Changed(Message):
        """Another option is chosen."""

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        *,
        label: str = "",
        line: Widget | None = None,
        id: str | None = None,
    ) -> None:
        """`line`: where words go that are typed while the choice has the keys."""
        super().__init__(id=id)
        self.index = 0
        self._line = line
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
        """Arrows step through the options, a number chooses one; Enter is for the sheet, words for
        the line that they belong to."""
        if passed_on(self, event):
            return
        steps = {"left": -1, "up": -1, "right": 1, "down": 1, "space": 1}
        number = event.character or ""
        if event.key in steps:
            self.index = (self.index + steps[event.key]) % len(self._options)
        elif number.isdecimal() and 0 < int(number) <= len(self._options):
            self.index = int(number) - 1
        elif event.is_printable and self._line is not None:
            self._go_on_with(Key(event.key, event.character))
            event.stop()
            return
        else:
            return
        event.stop()
        event.prevent_default()
        self.refresh()
        self.post_message(self.Changed())

    def on_paste(self, event: Paste) -> None:
        """What is pasted is no choice."""
        if self._line is not None:
            event.stop()
            self._go_on_with(Paste(event.text))

    def _go_on_with(self, event: Key | Paste) -> None:
        """The keys are for the line from here on."""
        assert self._line is not None
        self.screen.set_focus(self._line)
        self._line.post_message(event)

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
