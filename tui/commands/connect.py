"""connect: other systems, how they stand, and who decides there under which login."""

from pathlib import Path
from typing import Annotated, Any

import typer

from core.client.paging import whole
from core.connections import (
    SYSTEMS,
    ConnectorPerson,
    ConnectorView,
    Exchange,
    Finding,
    NewConnector,
)
from core.described import read_described
from core.errors import UsageError
from core.language import say
from core.text import ago
from tui.commands import exits, output, session
from tui.commands.frame import command, noun
from tui.commands.options import Jq, Json, Limit, Yes
from tui.commands.output import Column
from tui.commands.words import confirmed, secret, text_of
from tui.drawing.words import moment

app = noun("connect")

_EXCHANGES = 50


def known_system(text: str) -> str:
    """A kind of system that can be connected; said before anything else is asked for."""
    if text in SYSTEMS:
        return text
    known = ", ".join(SYSTEMS)
    raise typer.BadParameter(say("connectors.unknown_system", system=text, known=known))


System = Annotated[
    str,
    typer.Argument(
        parser=known_system,
        autocompletion=lambda: list(SYSTEMS),
        metavar="SYSTEM",
        help=say("help.arg.system"),
    ),
]
Name = Annotated[str, typer.Argument(metavar="NAME", help=say("help.arg.connector"))]
Person = Annotated[
    str, typer.Argument(metavar=say("help.metavar.person"), help=say("help.arg.connect_person"))
]
Ways = Annotated[
    list[str],
    typer.Argument(metavar=say("help.metavar.way"), help=say("help.arg.ways")),
]
Url = Annotated[str, typer.Option("--url", metavar="URL", help=say("help.opt.connector_url"))]
User = Annotated[
    str, typer.Option("--user", metavar=say("help.metavar.login"), help=say("help.opt.user"))
]
PasswordEnv = Annotated[
    str, typer.Option("--password-env", metavar="VAR", help=say("help.opt.password_env"))
]
Login = Annotated[
    str, typer.Option("--login", metavar=say("help.metavar.login"), help=say("help.opt.login"))
]
Way = Annotated[
    list[str] | None,
    typer.Option("--way", metavar=say("help.metavar.way"), help=say("help.opt.way")),
]
Actions = Annotated[
    Path | None,
    typer.Option("--actions", metavar=say("help.metavar.file"), help=say("help.opt.actions")),
]
NoPassword = Annotated[bool, typer.Option("--no-password", help=say("help.opt.no_password"))]
Remove = Annotated[bool, typer.Option("--remove", help=say("help.opt.remove_login"))]


@command(app, "add", text="connect.add")
def add(
    system: System,
    name: Name,
    url: Url,
    user: User = "",
    password_env: PasswordEnv = "",
    way: Way = None,
    actions: Actions = None,
    json: Json = None,
    jq: Jq = None,
) -> None:
    """Connect another system."""
    if output.names_fields(ConnectorView, json):
        return
    _require_address(url)
    new = NewConnector(
        system=system,
        name=name,
        url=url,
        user=user,
        password=_password(password_env, asked=bool(user)),
        ways=_ways(way or []),
        **_described(actions),
    )
    with session.talking() as client:
        made = client.add_connector(new)
    _tell([made], json, jq)
    output.note(say("commands.connected", name=name))


@command(app, "list", text="connect.list")
def list_(json: Json = None, jq: Jq = None) -> None:
    """List connected systems and how they stand."""
    if output.names_fields(ConnectorView, json):
        return
    with session.talking() as client:
        found = whole(lambda cursor: client.connectors(cursor=cursor))
    _tell(found, json, jq)


@command(app, "test", text="connect.test")
def examine(name: Name, json: Json = None, jq: Jq = None) -> None:
    """Say what works and what is missing."""
    if output.names_fields(Finding, json):
        return
    with session.talking() as client:
        findings = client.test_connector(name).items
    columns: list[Column[Finding]] = [
        Column(
            title=say("columns.state"),
            show=lambda each: say(f"commands.finding.{each.state}"),
            give=lambda each: each.state,
        ),
        Column(title=say("columns.what"), show=lambda each: each.subject),
        Column(title=say("columns.details"), show=lambda each: each.detail, shrinks=True),
        Column(title=say("columns.hint"), show=lambda each: each.hint, shrinks=True),
    ]
    output.listing(findings, columns, json, jq)
    if any(each.state == "error" for each in findings):
        raise typer.Exit(exits.REFUSED)


@command(app, "sync", text="connect.sync")
def sync(name: Name, json: Json = None, jq: Jq = None) -> None:
    """Read the other system now."""
    if output.names_fields(ConnectorView, json):
        return
    with session.talking() as client:
        found = client.sync_connector(name)
    _tell([found], json, jq)


@command(app, "log", text="connect.log")
def log(name: Name, limit: Limit = None, json: Json = None, jq: Jq = None) -> None:
    """Show what was said between the two systems, newest first."""
    if output.names_fields(Exchange, json):
        return
    with session.talking() as client:
        found = client.connector_log(name, limit=limit or _EXCHANGES).items
    columns: list[Column[Exchange]] = [
        Column(
            title=say("columns.at"),
            show=lambda each: moment(each.at),
            give=lambda each: each.at.isoformat(),
        ),
        Column(title=say("columns.person"), show=lambda each: each.person),
        Column(title=say("columns.object"), show=lambda each: each.object),
        Column(title=say("columns.what"), show=lambda each: each.what, shrinks=True),
        Column(title=say("columns.outcome"), show=lambda each: each.outcome),
        Column(title="ms", show=lambda each: str(each.milliseconds), right=True),
        Column(title=say("columns.details"), show=lambda each: each.detail, shrinks=True),
    ]
    output.listing(found, columns, json, jq)


@command(app, "person", text="connect.person")
def person(
    name: Name,
    person: Person,
    login: Login = "",
    password_env: PasswordEnv = "",
    no_password: NoPassword = False,
    remove: Remove = False,
    json: Json = None,
    jq: Jq = None,
) -> None:
    """Say under which login a person decides there."""
    if output.names_fields(ConnectorView, json):
        return
    who = person.removeprefix("@")
    if bool(login) == remove:
        raise UsageError(say("commands.login_or_remove"))
    asked = not (remove or no_password)
    password = _password(password_env, asked=True) if asked else ""
    with session.talking() as client:
        if remove:
            found = client.remove_connector_person(name, who)
        else:
            body = ConnectorPerson(login=login, password=password)
            found = client.set_connector_person(name, who, body)
    _tell([found], json, jq)
    if not remove:
        output.note(say("commands.person_connected", name=name, person=who, login=login))


@command(app, "ways", text="connect.ways")
def ways(name: Name, ways: Ways, json: Json = None, jq: Jq = None) -> None:
    """Say how each kind of document is decided."""
    if output.names_fields(ConnectorView, json):
        return
    chosen = _ways(ways)
    with session.talking() as client:
        found = client.set_connector_ways(name, chosen)
    _tell([found], json, jq)


@command(app, "remove", text="connect.remove")
def remove(name: Name, yes: Yes = False) -> None:
    """Disconnect a system."""
    if not confirmed(say("commands.remove_question", name=name), yes=yes):
        raise typer.Exit(exits.REFUSED)
    with session.talking() as client:
        client.remove_connector(name)
    output.note(say("commands.disconnected", name=name))


def _tell(found: list[ConnectorView], json: str | None, jq: str | None) -> None:
    now = session.now()
    columns: list[Column[ConnectorView]] = [
        Column(title=say("columns.name"), show=lambda each: each.name),
        Column(title=say("columns.system"), show=lambda each: each.system),
        Column(
            title=say("columns.state"),
            show=lambda each: say(f"commands.connector.{each.state}"),
            give=lambda each: each.state,
        ),
        Column(
            title=say("columns.contact"),
            show=lambda each: ago(each.last_contact, now) if each.last_contact else "",
            give=lambda each: each.last_contact.isoformat() if each.last_contact else "",
        ),
        Column(title=say("columns.waiting"), show=lambda each: str(each.waiting), right=True),
        Column(title=say("columns.queued"), show=lambda each: str(each.queued), right=True),
        Column(title="URL", show=lambda each: each.url, shrinks=True),
        Column(title=say("columns.details"), show=lambda each: each.detail, shrinks=True),
        Column(title=say("columns.ways"), show=_unusual_ways, shrinks=True),
    ]
    output.listing(found, columns, json, jq)


def _unusual_ways(each: ConnectorView) -> str:
    """The kinds that are not mirrored, which is what is usual."""
    return " ".join(f"{kind}={way}" for kind, way in each.ways.items() if way != "mirror")


def _require_address(url: str) -> None:
    from urllib.parse import urlsplit

    try:
        urlsplit(url).port  # noqa: B018 - reading it checks its range
    except ValueError as error:
        raise UsageError(say("commands.bad_address", url=url, detail=error)) from None


def _ways(words: list[str]) -> dict[str, str]:
    """`kind=way` words as a map."""
    found = {}
    for word in words:
        kind, equals, way = word.partition("=")
        if not equals or way not in ("mirror", "flow", "off"):
            raise UsageError(say("commands.bad_way", word=word))
        found[kind] = way
    return found


def _password(variable: str, *, asked: bool) -> str:
    return secret(variable, "password") if variable or asked else ""


def _described(file: Path | None) -> dict[str, Any]:
    """`headers` and `actions` of a file. Raises Invalid with each mistake's place."""
    if file is None:
        return {}
    found = read_described(text_of(file), str(file))
    return {"headers": found.headers, "actions": found.actions}
