"""The base of the full-screen programs: their styles, and painting only what differs."""

import time
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.screen import Screen

from core.language import say
from tui.terminal.driver import PasteHangs, TerminalDriver
from tui.terminal.painter import Painter
from tui.terminal.pieces import pieces_of


@runtime_checkable
class Telling(Protocol):
    """A screen that says something in a line of its own."""

    def tell(self, words: str) -> None:
        """Say it, until there is something else to say."""


@runtime_checkable
class Complaining(Protocol):
    """A dialog that says something in place of its hint."""

    def complain(self, words: str) -> None:
        """Say it, until the next key."""


class PaintedApp(App[int], inherit_bindings=False):
    """Sends a terminal only what differs from what it shows (see `tui.terminal.painter`)."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*sorted(Path(__file__).parent.glob("*/*.tcss"))]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "signoff"
    # Before all others: in dialogs, too, another program may have written on the terminal.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "repaint", show=False, priority=True)
    ]

    def __init__(self) -> None:
        super().__init__(driver_class=TerminalDriver)
        self._painter: Painter | None = None
        self.seconds: Callable[[], float] = time.monotonic
        """Seconds that go forward only, by which dialogs measure; a test says how many passed."""

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Textual's own way, for everything that is no update of the compositor (nothing today)."""
        if not isinstance(renderable, ChopsUpdate | LayoutUpdate):
            super()._display(screen, renderable)
            return
        driver = self._driver
        if self._batch_count or driver is None or self.is_headless or not self._running:
            return
        size = self.size
        if self._painter is None:
            self._painter = Painter(size.width, size.height, colours=not self.no_color)
        elif (self._painter.width, self._painter.height) != (size.width, size.height):
            self._painter.resize(size.width, size.height)
        cursor = screen.outer_size.clamp_offset(self.cursor_position)
        driver.write(self._painter.paint(pieces_of(renderable), (cursor.x, cursor.y)))

    def action_repaint(self) -> None:
        """Draw everything anew: another program wrote on the terminal."""
        if self._painter is not None:
            self._painter.forget()
        self.screen.refresh()

    def on_paste_hangs(self, message: PasteHangs) -> None:
        """Say how to end it, for no key does anything until then."""
        words = say("tui.paste_hangs") if message.hangs else ""
        if isinstance(self.screen, Complaining):
            self.screen.complain(words)
        elif isinstance(self.screen, Telling):
            self.screen.tell(words)

    def on_resize(self, event: Resize) -> None:
        """Terminals differ in what they show after a change of size: assume nothing."""
        if self._painter is not None:
            self._painter.resize(event.size.width, event.size.height)
            self.screen.refresh()
