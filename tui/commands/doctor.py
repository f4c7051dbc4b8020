"""doctor, whoami: whether everything works, and as whom."""

import os
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import typer

from core.api import Me
from core.client import local
from core.client.client import Client
from core.client.connect import open_client
from core.connections import ConnectorView, Finding
from core.errors import NotAllowed, SignoffError
from core.language import label, say
from tui.commands import exits, output, session
from tui.commands.config import all_paths
from tui.commands.frame import command, noun
from tui.commands.options import Jq, Json
from tui.commands.output import Column

app = noun("signoff")


@command(app, "whoami")
def whoami(json: Json = None, jq: Jq = None) -> None:
    """Say who the server takes the caller for."""
    if output.names_fields(Me, json):
        return
    with session.talking() as client:
        me = client.me()
    if json is not None or jq is not None:
        output.json(me, json, jq)
        return
    output.pairs(
        [
            (say("commands.who.person"), me.person),
            (say("commands.who.name"), label(me.name)),
            (say("commands.who.acting"), me.acting),
            (say("commands.who.roles"), ", ".join(me.roles)),
            (say("commands.who.owner"), say("commands.yes") if me.owner else ""),
            (say("commands.who.server"), f"{session.settings().url or client.where}"),
        ]
    )


@command(app, "doctor")
def doctor(json: Json = None, jq: Jq = None) -> None:
    """Check that everything works."""
    if output.names_fields(Finding, json):
        return
    findings = [*_folders(), *_terminal(), *_server(), *_waiting()]
    columns: list[Column[Finding]] = [
        Column(
            title=say("columns.state"),
            show=lambda each: say(f"commands.finding.{each.state}"),
            give=lambda each: each.state,
        ),
        Column(title=say("columns.what"), show=lambda each: each.subject),
        Column(title=say("columns.details"), show=_details, shrinks=True),
    ]
    output.listing(findings, columns, json, jq)
    if any(each.state == "error" for each in findings):
        raise typer.Exit(exits.REFUSED)


def _details(finding: Finding) -> str:
    return f"{finding.detail} {finding.hint}".strip()


def _folders() -> Iterator[Finding]:
    for name, path in all_paths():
        subject = say(f"commands.path.{name}")
        if not path.exists():
            detail = say("commands.not_there_yet", path=path)
            yield Finding(state="ok", subject=subject, detail=detail)
            continue
        status = path.stat()
        if status.st_uid != os.getuid():
            hint = say("commands.wrong_owner", path=path)
            yield Finding(state="error", subject=subject, detail=str(path), hint=hint)
        elif name in ("token_file", "key_file") and status.st_mode & 0o077:
            hint = say("commands.too_open", path=path)
            yield Finding(state="error", subject=subject, detail=str(path), hint=hint)
        else:
            yield Finding(state="ok", subject=subject, detail=str(path))


def _terminal() -> Iterator[Finding]:
    subject = say("commands.terminal")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding != "utf8":
        hint = say("commands.encoding_hint")
        yield Finding(state="warning", subject=subject, detail=sys.stdout.encoding, hint=hint)
    size = os.get_terminal_size() if output.is_terminal() else None
    shown = f"{size.columns}x{size.lines}" if size else say("commands.no_screen")
    detail = f"TERM={os.environ.get('TERM', '')} {shown}"
    yield Finding(state="ok", subject=subject, detail=detail)


def _server() -> Iterator[Finding]:
    settings = session.settings()
    subject = say("commands.doctor_server")
    try:
        if settings.embedded:
            local.ensure_server(settings)
        with open_client(settings) as client:
            me = client.me()
            detail = say(
                "commands.answers_as", where=client.where, version=me.server, who=me.person
            )
            yield Finding(state="ok", subject=subject, detail=detail)
            yield from (_connector(each) for each in _connectors(client))
    except SignoffError as error:
        yield Finding(state="error", subject=subject, detail=error.message, hint=error.hint)
    if settings.url.startswith("http://") and not _is_here(settings.url):
        hint = say("commands.unencrypted_hint")
        yield Finding(state="warning", subject=subject, detail=settings.url, hint=hint)


def _connectors(client: Client) -> list[ConnectorView]:
    try:
        return client.connectors().items
    except NotAllowed:
        return []  # they are the administrators' matter


def _connector(connector: ConnectorView) -> Finding:
    states = {"ok": "ok", "off": "ok", "refused": "error"}
    detail = " ".join(part for part in (connector.state, connector.url, connector.detail) if part)
    hint = "" if connector.state in ("ok", "off") else f"signoff connect test {connector.name}"
    state = states.get(connector.state, "warning")
    return Finding(state=state, subject=connector.name, detail=detail, hint=hint)


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")


def _waiting() -> Iterator[Finding]:
    box = session.outbox()
    waiting = box.waiting()
    if waiting:
        detail = say(
            "commands.waiting_to_be_sent",
            n=len(waiting),
            keys=", ".join(dict.fromkeys(item.about for item in waiting)),
        )
        yield Finding(state="warning", subject=say("commands.outbox"), detail=detail)
    for file in box.unreadable():
        hint = say("commands.unreadable_item")
        yield Finding(state="error", subject=say("commands.outbox"), detail=str(file), hint=hint)
