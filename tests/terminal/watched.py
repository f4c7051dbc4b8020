"""A program on a terminal, whatever shows it: waiting for words on its screen, and for its end."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds after which what is waited for counts as never coming, on a busy machine too."""
_REST = 0.05


class Watched(ABC):
    """The base of `Session` and `Tmux`."""

    @property
    @abstractmethod
    def text(self) -> str:
        """What the screen shows."""

    @abstractmethod
    def rest(self, seconds: float) -> None:
        """Let so many seconds pass, or less where something comes."""

    @abstractmethod
    def exit_code(self) -> int | None:
        """The exit code; None while the program runs."""

    def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"never came; the screen shows:\n{self.text}"
            self.rest(_REST)

    def until_shown(self, words: str, *, broken: bool = False) -> None:
        """Wait until the screen shows the words; `broken`: they may be broken over two lines."""
        self.until(lambda: _shows(self.text, words, broken=broken))

    def wait_for_end(self) -> int:
        """The exit code, once the program has ended."""
        end = time.monotonic() + PATIENCE
        while (code := self.exit_code()) is None:
            assert time.monotonic() < end, "it does not end"
            self.rest(_REST)
        return code


def _shows(text: str, words: str, *, broken: bool) -> bool:
    joined = " ".join(line.strip() for line in text.splitlines()) if broken else ""
    return words in text or words in joined
