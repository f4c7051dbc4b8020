"""What was typed before a dialog that decides listens: somebody's words, or nothing.

Words are kept where a hand typed them: one key after the other, no sign of a scanner, a paste or a
link that delivers late, all of which come at once; not one letter alone or held down, which may be
the key that opened the dialog; and nothing among them that moves or cancels.
"""

from textual.events import Key

_BY_HAND = 0.03
"""Seconds from key to key, on average, below which no hand has typed."""


class TypedAhead:
    """Keys in the order in which they came."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self._began = self._ended = 0.0

    def add(self, key: Key, at: float) -> None:
        """One more; `at` in seconds of a clock that goes forward only."""
        if not self.keys:
            self._began = at
        self._ended = at
        self.keys.append(key)

    @property
    def has_letters(self) -> bool:
        """Whether somebody may miss something."""
        return any(key.is_printable for key in self.keys)

    @property
    def ends_in_enter(self) -> bool:
        """Whether it was meant to be confirmed."""
        return bool(self.keys) and self.keys[-1].key == "enter"

    @property
    def only_cancels(self) -> bool:
        """Whether all that was pressed was to leave, which decides nothing."""
        return bool(self.keys) and all(key.key in ("escape", "ctrl+c") for key in self.keys)

    def words(self) -> list[Key]:
        """The keys that were typed by hand into a line, without an Enter at their end."""
        keys = self.keys[:-1] if self.ends_in_enter else self.keys
        letters = {key.character for key in keys if key.is_printable}
        if len(letters) < 2 or any(not _is_for_a_line(key) for key in keys):
            return []
        by_hand = self._ended - self._began >= _BY_HAND * (len(self.keys) - 1)
        return list(keys) if by_hand else []


def _is_for_a_line(key: Key) -> bool:
    return key.is_printable or key.key == "backspace"
