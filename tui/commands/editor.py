"""Writing in the person's own editor, where there is a terminal for it."""

import sys

from core.errors import UsageError
from core.language import say
from tui.editor import write_in_editor


def edited(text: str, *, about: str = "", suffix: str = ".md") -> str:
    """The text as the person leaves it. Raises UsageError where there is no editor to open."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(say("commands.no_editor_here"), hint=say("commands.no_editor_here.hint"))
    name = "".join(each for each in about if each.isalnum() or each in "-_")[:40] or "text"
    return write_in_editor(text, name=f"{name}{suffix}")
