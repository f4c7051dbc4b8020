"""What is pasted, as plain text: a paste is held back whole until nothing in it can act."""

import re
import time
from collections.abc import Callable

HANGS_SECONDS = 2.0
"""How long nothing may come of a paste that has not ended before the person is told."""
_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_SEQUENCES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, movements of the cursor
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links, device strings
    r"|\x1b[ -/]+[0-~]|\x1b[78=>c]"  # character sets, saved cursors, resets
)
_STOP = "\x03"
"""Ctrl-C: a paste of which nothing more comes ends with it."""
_ACTING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Pastes:
    """Takes the input of a terminal and gives it on with the control sequences out of pastes.

    Textual's parser takes an ESC inside of a paste for a key and types what follows it as keys,
    after the paste: words change places, and a pasted Ctrl-S sends. Coloured output copied out of
    another program is full of them.

    A paste whose end got lost would hold the keyboard for good. It is not ended by time, because
    on a slow link the rest of its words would then act as keys; `hangs` says when to tell the
    person, who then ends it with Ctrl-C. What came is the paste.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._pasting = False
        self._paste = ""
        self._last = ""
        self._seconds = seconds
        self._heard = 0.0
        self.hangs = False
        """Whether nothing has come for a while of a paste that has not ended."""

    def cleaned(self, text: str) -> str:
        """What of all input so far can be given on; an open paste waits for its end."""
        if self.hangs and text and not text.strip(_STOP):
            text = _END
        self._heard = self._seconds()
        parts: list[str] = []
        while text:
            part, text = self._of_paste(text) if self._pasting else self._of_keys(text)
            parts.append(part)
        return "".join(parts)

    def look(self) -> bool:
        """Whether `hangs` has changed, which is to be told."""
        silent = self._seconds() - self._heard >= HANGS_SECONDS
        before, self.hangs = self.hangs, self._pasting and (self.hangs or silent)
        return self.hangs is not before

    def _of_keys(self, text: str) -> tuple[str, str]:
        """All up to the beginning of a paste, which may have come in two readings; the rest."""
        seen = self._last + text
        place = seen.find(_BEGIN)
        if place < 0:
            self._last = seen[1 - len(_BEGIN) :]
            return text, ""
        cut = place + len(_BEGIN) - len(self._last)
        self._pasting, self._last = True, ""
        return text[:cut], text[cut:]

    def _of_paste(self, text: str) -> tuple[str, str]:
        self._paste += text
        paste, end, rest = self._paste.partition(_END)
        if not end:
            return "", ""
        self._pasting, self._paste = False, ""
        return _plain(paste) + end, rest


def _plain(text: str) -> str:
    return _ACTING.sub("", _SEQUENCES.sub("", text))
