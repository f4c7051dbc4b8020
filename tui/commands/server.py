"""server start, stop, status: this user's embedded server."""

from core.api import ServerStatus
from core.client import local
from core.client.connect import open_client
from core.errors import Unreachable, UsageError
from core.language import say
from core.settings import Settings
from core.text import ago, duration
from tui.commands import output, session
from tui.commands.frame import command, noun
from tui.commands.options import Jq, Json
from tui.drawing.words import moment

app = noun("server")


@command(app, "start", text="server.start")
def start() -> None:
    """Start the server where it does not run."""
    settings = session.settings()
    _require_own(settings)
    running = local.is_ready(settings)
    local.ensure_server(settings)
    output.note(say("commands.server_ran" if running else "commands.server_started"))


@command(app, "stop", text="server.stop")
def stop() -> None:
    """Stop the server."""
    settings = session.settings()
    _require_own(settings)
    if not local.is_running(settings):
        output.note(say("commands.server_not_running"))
        return
    with open_client(settings) as client:
        client.stop_server()
    if not local.wait_until_stopped(settings):
        raise Unreachable(say("commands.server_stays"), where=settings.local_url)
    output.note(say("commands.server_stopped"))


@command(app, "status", text="server.status")
def status(json: Json = None, jq: Jq = None) -> None:
    """Say what runs and where."""
    if output.names_fields(ServerStatus, json):
        return
    settings = session.settings()
    if settings.embedded and not local.is_ready(settings):
        _tell_stopped(settings, json, jq)
        return
    with open_client(settings) as client:
        found = client.server()
    if json is not None or jq is not None:
        output.json(found, json, jq)
        return
    output.pairs(_rows(found, settings))


def _rows(found: ServerStatus, settings: Settings) -> list[tuple[str, str]]:
    started = found.started.isoformat()
    if output.is_terminal():
        started = f"{moment(found.started)} ({ago(found.started, session.now())})"
    rows = [
        (say("commands.server.state"), say("commands.server.running")),
        (say("commands.server.version"), found.version),
        (say("commands.server.address"), found.address),
        (say("commands.server.database"), f"{found.database} ({found.schema})"),
        (say("commands.server.pid"), str(found.pid)),
        (say("commands.server.started"), started),
        (say("commands.server.busy"), ", ".join(found.busy_with)),
    ]
    if found.embedded:
        stops = duration(found.idle_stop) if found.idle_stop else say("commands.server.never")
        rows.append((say("commands.server.idle_stop"), stops))
        rows.append((say("commands.server.log"), str(settings.log_file)))
    return rows


def _tell_stopped(settings: Settings, json: str | None, jq: str | None) -> None:
    """Nothing runs: that is an answer too, and starts nothing."""
    if json is not None or jq is not None:
        output.json(None if json is None else {}, json, jq)
        return
    output.pairs(
        [
            (say("commands.server.state"), say("commands.server.stopped")),
            (say("commands.server.address"), settings.local_url),
            (say("commands.server.database"), str(settings.database_file)),
            (say("commands.server.log"), str(settings.log_file)),
        ]
    )


def _require_own(settings: Settings) -> None:
    """A server for many is not started or stopped by whoever is signed in to it."""
    if not settings.embedded:
        raise UsageError(
            say("commands.server_elsewhere", url=settings.url),
            hint=say("commands.server_elsewhere.hint"),
        )
