"""flow design: the designer, for a flow that is published, one in a file, or a new one."""

import errno
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.errors import UsageError
from core.language import say
from tui.commands import session
from tui.commands.flow_draw import is_file
from tui.commands.frame import command

Designed = Annotated[str, typer.Argument(metavar="[FLOW]", help=say("help.arg.flow_designed"))]
NewTable = Annotated[bool, typer.Option("--new-table", help=say("help.opt.design_new_table"))]
New = Annotated[bool, typer.Option("--new", help=say("help.opt.design_new"))]

_INCAPABLE = frozenset({"", "dumb", "unknown"})


def add_to(app: typer.Typer) -> None:
    """Make `design` one of the verbs of `app`."""
    command(app, "design", text="flow.design")(design)


def design(flow: Designed = "", new: New = False, new_table: NewTable = False) -> None:
    """Draw up a flow or rule table, or change one."""
    if [bool(flow), new, new_table].count(True) != 1:
        raise UsageError(say("commands.design_what"), hint=say("commands.design_what.hint"))
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not terminal or os.environ.get("TERM", "") in _INCAPABLE:
        raise UsageError(say("commands.design_no_terminal"))
    from tui.designer.program import run

    file = Path(flow) if is_file(flow) or flow.endswith(".csv") else None
    if file is not None and file.is_dir():
        raise UsageError(say("commands.no_file", file=file))
    if file is not None and not file.exists():
        detail = os.strerror(errno.ENOENT)
        hint = say("commands.design_what")
        raise UsageError(say("commands.unreadable", file=file, detail=detail), hint=hint)
    raise typer.Exit(run(session.settings(), flow, file, table=new_table))
