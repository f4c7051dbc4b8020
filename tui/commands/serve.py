"""serve: run a server in the foreground, for this machine or for many."""

import os
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

import typer

from core.errors import UsageError
from core.language import say
from core.settings import DEFAULT_PORT
from tui.commands import output
from tui.commands.frame import command, noun
from tui.commands.options import whole_number

app = noun("signoff")

_HIGHEST_PORT = 65_535


def port_number(text: str | int) -> int:
    """The number of a port, for an option; the system would take a higher one for another."""
    number = whole_number(text)
    if number > _HIGHEST_PORT:
        raise typer.BadParameter(say("commands.not_a_port", n=number, most=_HIGHEST_PORT))
    return number


Host = Annotated[
    str, typer.Option("--host", metavar=say("help.metavar.host"), help=say("help.opt.host"))
]
Port = Annotated[
    int,
    typer.Option(
        "--port", parser=port_number, metavar=say("help.metavar.n"), help=say("help.opt.port")
    ),
]
Socket = Annotated[
    Path | None,
    typer.Option("--socket", metavar=say("help.metavar.file"), help=say("help.opt.socket")),
]
DatabaseUrl = Annotated[
    str,
    typer.Option("--database", metavar="URL", help=say("help.opt.database")),
]
Migrate = Annotated[bool, typer.Option("--migrate", help=say("help.opt.migrate"))]


@command(app, "serve", talks=False)
def serve(
    host: Host = "",
    port: Port = 0,
    socket: Socket = None,
    database: DatabaseUrl = "",
    migrate: Migrate = False,
) -> None:
    """Run a server."""
    if socket is not None and (host or port):
        raise UsageError(say("commands.socket_or_port"))
    words = [sys.executable, "-m", "server_stub.serve"]
    if socket is not None:
        words += ["--socket", str(socket.absolute())]
    else:
        words += ["--host", host or "127.0.0.1", "--port", str(port or DEFAULT_PORT)]
    if migrate:
        words.append("--migrate")
    environment = dict(os.environ)
    if database:
        # Not as an argument: everybody on the machine sees those, and there may be a password.
        environment["SIGNOFF_DATABASE"] = database
        if _names_password(database):
            output.note(say("commands.database_password"))
    output.finish()
    # The server takes the place of this process: signals reach it, its exit code is the command's.
    os.execve(sys.executable, words, environment)


def _names_password(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.password or "password" in parse_qs(parts.query))
    except ValueError:  # no address at all, which the server says
        return False
