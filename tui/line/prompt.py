"""Asking for a line, for one of several things, for a yes."""

import sys
from collections.abc import Sequence

from core.language import say
from core.text import place_of
from tui.commands import output
from tui.commands.drawn import width_of_text
from tui.drawing.line import wrap


def broken(words: str) -> list[str]:
    """The words in lines that fit the screen, which itself would break inside words."""
    return list(wrap(words, width_of_text() - 1)) if output.is_terminal() else [words]


def tell(words: str) -> None:
    """Say something."""
    for line in broken(words):
        output.line(line)


def ask(prompt: str) -> str | None:
    """What the person types, stripped; None at the end of input (Ctrl-D)."""
    sys.stdout.write("\n".join(broken(prompt)) + " ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None


def yes(question: str) -> bool:
    """Whether the person agrees; anything but a clear yes is a no."""
    return (ask(question) or "").lower() in ("y", "yes", "是")


def choose(options: Sequence[str]) -> int | None:
    """The place of the option whose number is typed, from 0; None where none was chosen."""
    for number, words in enumerate(options, start=1):
        tell(f"{number}. {words}")
    word = ask(say("line.choose"))
    place = place_of(word or "", len(options))
    if word and place is None:
        tell(say("line.no_number", n=len(options)))
    return place
