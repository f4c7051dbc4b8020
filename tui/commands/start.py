"""`signoff` alone: the inbox in the terminal, or in lines where the terminal can do no more."""

import os
import sys

from core.errors import UsageError
from core.language import say
from tui.commands import session

_INCAPABLE = frozenset({"", "dumb", "unknown"})


def open_inbox(*, in_lines: bool) -> int:
    """Open the inbox; returns the exit code. Raises UsageError where nobody is at a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(say("commands.no_terminal"), hint=say("commands.no_terminal.hint"))
    if in_lines or os.environ.get("TERM", "") in _INCAPABLE:
        from tui.line.inbox import run

        return run(session.settings())
    from tui.app import run as run_app

    return run_app(session.settings())
