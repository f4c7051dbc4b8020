"""A labelled line to type in."""

import re

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key, Paste
from textual.widgets import Input

from core.language import say
from core.text import cell_width, clean, cut, one_line
from tui.drawing.line import DIM, text, width
from tui.widgets.bar import Bar
from tui.widgets.in_order import take_in_order


class LineInput(Input):
    """Textual's input on one line, without a blinking cursor (idle traffic)."""

    def __init__(self, value: str = "", *, id: str | None = None, selected: bool = False) -> None:
        super().__init__(value, id=id, compact=True, select_on_focus=selected)
        self.cursor_blink = False

    async def _on_key(self, event: Key) -> None:
        if not await take_in_order(self, event):
            await super()._on_key(event)

    def _on_paste(self, event: Paste) -> None:
        """Lines that are pasted become one; Textual takes the first of them and drops the rest."""
        event.stop()
        event.prevent_default()
        self.replace(one_line(clean(event.text).strip("\n")), *self.selection)


class Labelled(Horizontal):
    """A label and the line to type in beside it."""

    def __init__(self, label: str, value: str = "", *, id: str, selected: bool = False) -> None:
        """`selected`: what is typed takes the place of the value, until the keys move in it."""
        super().__init__()
        self.input = LineInput(value, id=id, selected=selected)
        self._label = label
        self._bar = Bar()

    def compose(self) -> ComposeResult:
        """Label, input."""
        yield self._bar
        yield self.input

    def on_mount(self) -> None:
        """Give the label the room it needs; on a small screen without what stands in brackets."""
        cells = self.app.size.width
        words = self._label
        if cell_width(words) > cells // 3:
            words = re.split(r"\s*[(（]", words)[0]
        words = say("tui.label", label=cut(words, max(4, cells // 2 - 2)))
        line = [text(words, DIM)]
        self._bar.styles.width = width(line)
        self._bar.show(line)

    @property
    def value(self) -> str:
        """What was typed, without spaces around it."""
        return self.input.value.strip()
