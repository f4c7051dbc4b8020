"""Esc and the key after it kept apart: Textual takes the two of them for one key with Alt."""

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

_ESC = "\x1b"
_GOES_ON = ("[", "O")
"""What follows the ESC of an arrow or a function key that came in pieces."""


class TwoKeysParser(XTermParser):
    """Textual's parser, which hears an Esc that came alone before the key that follows it.

    A key with Alt comes as one piece, ESC and the letter together; whoever presses Esc and then a
    letter sends two. Only what may be the rest of an arrow or function key is waited for.
    """

    def __init__(self, debug: bool = False) -> None:
        self._alone = False
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """The keys in a piece of input as it was read; "" at the end."""
        waits = self._timeout_time is not None  # else the Esc has been heard meanwhile
        if self._alone and waits and data and not data.startswith(_GOES_ON):
            self._timeout_time = 0.0  # its time is over
            yield from self.tick()
        self._alone = data == _ESC
        yield from super().feed(data)
