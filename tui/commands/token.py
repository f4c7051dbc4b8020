"""token create, list, revoke: what programs and other machines sign in with."""

from typing import Annotated

import typer

from core.api import NewToken, Token
from core.client.paging import whole
from core.language import say
from core.text import ago, due
from tui.commands import output, session
from tui.commands.frame import command, noun
from tui.commands.many import Result, for_each
from tui.commands.options import Jq, Json, whole_number
from tui.commands.output import Column

app = noun("token")

Ids = Annotated[list[str], typer.Argument(metavar="ID…", help=say("help.arg.token"))]
For = Annotated[
    str, typer.Option("--for", metavar=say("help.metavar.person"), help=say("help.opt.token_for"))
]
Words = Annotated[
    str, typer.Option("--label", metavar=say("help.metavar.text"), help=say("help.opt.label"))
]
Days = Annotated[
    int,
    typer.Option(
        "--days", parser=whole_number, metavar=say("help.metavar.n"), help=say("help.opt.days")
    ),
]


@command(app, "create", text="token.create")
def create(
    person: For = "", label: Words = "", days: Days = 0, json: Json = None, jq: Jq = None
) -> None:
    """Make a token and show it, once."""
    if output.names_fields(Token, json):
        return
    with session.talking() as client:
        new = NewToken(person=person.removeprefix("@"), label=label, days=days)
        token = client.create_token(new)
    if json is not None or jq is not None:
        output.json(token, json, jq)
        return
    output.line(token.secret)
    output.note(say("commands.token_made", person=token.person, id=token.id))


@command(app, "list", text="token.list")
def list_(json: Json = None, jq: Jq = None) -> None:
    """List tokens, without their secrets."""
    if output.names_fields(Token, json):
        return
    with session.talking() as client:
        tokens = whole(lambda cursor: client.tokens(cursor=cursor))
    now = session.now()
    columns: list[Column[Token]] = [
        Column(title=say("columns.id"), show=lambda token: token.id),
        Column(title=say("columns.person"), show=lambda token: token.person),
        Column(title=say("columns.label"), show=lambda token: token.label, shrinks=True),
        Column(
            title=say("columns.created"),
            show=lambda token: ago(token.created, now),
            give=lambda token: token.created.isoformat(),
        ),
        Column(
            title=say("columns.expires"),
            show=lambda token: due(token.expires, now),
            give=lambda token: token.expires.isoformat() if token.expires else "",
        ),
        Column(
            title=say("columns.used"),
            show=lambda token: ago(token.used, now) if token.used else "",
            give=lambda token: token.used.isoformat() if token.used else "",
        ),
    ]
    output.listing(tokens, columns, json, jq)


@command(app, "revoke", text="token.revoke")
def revoke(ids: Ids) -> None:
    """Make tokens worthless."""
    with session.talking() as client:

        def act(token: str) -> Result:
            client.revoke_token(token)
            return Result(key=token, outcome="revoked")

        for_each(ids, act)
