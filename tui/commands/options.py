"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from core.language import say
from tui.commands.completing import object_keys


def whole_number(text: str | int) -> int:
    """A number of 0 or more, for an option (Typer passes the default through here as well)."""
    if isinstance(text, int):
        return text
    if text.isdecimal():
        return int(text)
    raise typer.BadParameter(say("commands.not_a_number", text=text))


Keys = Annotated[
    list[str],
    typer.Argument(metavar="KEY…", help=say("help.arg.keys"), autocompletion=object_keys),
]
Key = Annotated[
    str, typer.Argument(metavar="KEY", help=say("help.arg.key"), autocompletion=object_keys)
]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar=say("help.metavar.field"), help=say("help.opt.field")),
]
Message = Annotated[
    str,
    typer.Option("-m", "--message", metavar=say("help.metavar.text"), help=say("help.opt.message")),
]
MessageFile = Annotated[
    Path | None,
    typer.Option(
        "-F", "--file", metavar=say("help.metavar.file"), help=say("help.opt.message_file")
    ),
]
Json = Annotated[
    str | None,
    typer.Option("--json", metavar=say("help.metavar.fields"), help=say("help.opt.json")),
]
Jq = Annotated[
    str | None,
    typer.Option("--jq", metavar=say("help.metavar.program"), help=say("help.opt.jq")),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit", parser=whole_number, metavar=say("help.metavar.n"), help=say("help.opt.limit")
    ),
]
All = Annotated[bool, typer.Option("--all", help=say("help.opt.all"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=say("help.opt.yes"))]
