"""Asking for a line."""

import sys

from tui.commands import output
from tui.commands.drawn import width_of_text
from tui.drawing.line import wrap


def broken(words: str) -> list[str]:
    """The words in lines that fit the screen, which itself would break inside words."""
    return list(wrap(words, width_of_text() - 1)) if output.is_terminal() else [words]


def ask(prompt: str) -> str | None:
    """What the person types, stripped; None at the end of input (Ctrl-D)."""
    sys.stdout.write("\n".join(broken(prompt)) + " ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None


def yes(question: str) -> bool:
    """Whether the person agrees; anything but a clear yes is a no."""
    return (ask(question) or "").lower() in ("y", "yes", "是")
