"""What is pasted, as plain text: a paste is held back whole until nothing in it can act."""

import re

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_SEQUENCES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, movements of the cursor
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links, device strings
    r"|\x1b[ -/]+[0-~]|\x1b[78=>c]"  # character sets, saved cursors, resets
)
_ACTING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Pastes:
    """Takes the input of a terminal and gives it on with the control sequences out of pastes.

    Textual's parser takes an ESC inside of a paste for a key and types what follows it as keys,
    after the paste: words change places, and a pasted Ctrl-S sends. Coloured output copied out of
    another program is full of them.
    """

    def __init__(self) -> None:
        self._pasting = False
        self._paste = ""
        self._last = ""

    def cleaned(self, text: str) -> str:
        """What of all input so far can be given on; an open paste waits for its end."""
        parts: list[str] = []
        while text:
            part, text = self._of_paste(text) if self._pasting else self._of_keys(text)
            parts.append(part)
        return "".join(parts)

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
