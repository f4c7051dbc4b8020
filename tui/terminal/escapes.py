"""Esc and the key after it kept apart: Textual takes the two of them for one key with Alt."""

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.message import Message

_ESC = "\x1b"
_GOES_ON = ("[", "O")
"""What follows the ESC of an arrow or a function key that came in pieces."""


class TwoKeysParser(XTermParser):
    """Textual's parser, which hears an Esc that came alone before the key that follows it.

    A key with Alt comes as one piece, ESC and the letter together; whoever presses Esc and then a
    letter sends two. Only what may be the rest of an arrow or function key is waited for; where
    that does not come, it was two keys as well.
    """

    def __init__(self, debug: bool = False) -> None:
        self._alone = False
        self._second = ""
        """What came after such an Esc, while it may be a part of an arrow or function key."""
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """The keys in a piece of input as it was read; "" at the end."""
        waits = self._timeout_time is not None  # else the Esc has been heard meanwhile
        may_go_on = data.startswith(_GOES_ON) if self._alone else not data.startswith(_ESC)
        if (self._alone or self._second) and waits and data and not may_go_on:
            yield from self._at_once()
        elif self._alone and waits and data:
            self._second = data[0]
        self._alone = data == _ESC
        yield from super().feed(data)
        if self._timeout_time is None:
            self._second = ""

    def tick(self) -> Iterable[Message]:
        """The keys of what is waited for no longer."""
        events = list(super().tick())
        if events and self._second:  # the first one stands for both of them
            yield Key("escape", _ESC)
            yield from self._sequence_to_key_events(self._second)
            events, self._second = events[1:], ""
        yield from events

    def _at_once(self) -> Iterable[Message]:
        self._timeout_time = 0.0  # its time is over
        yield from self.tick()
