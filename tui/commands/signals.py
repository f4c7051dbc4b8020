"""signal: telling what happened outside, and which systems tell it by signed webhooks."""

from typing import Annotated

import typer

from core.client.paging import whole
from core.errors import UsageError
from core.handling import NewSignal, NewSource, Source
from core.language import say
from core.text import ago
from tui.commands import output, session
from tui.commands.frame import command, noun
from tui.commands.many import Result, for_each, show
from tui.commands.options import Fields, Jq, Json
from tui.commands.output import Column

app = noun("signal")

Name = Annotated[str, typer.Argument(metavar=say("help.metavar.event"), help=say("help.arg.event"))]
Id = Annotated[str, typer.Option("--id", metavar="ID", help=say("help.opt.event_id"))]
SourceName = Annotated[str, typer.Argument(metavar="NAME", help=say("help.arg.source"))]
SourceNames = Annotated[list[str], typer.Argument(metavar="NAME…", help=say("help.arg.source"))]


@command(app, "send", text="signal.send")
def send(name: Name, id_: Id, field: Fields = None) -> None:
    """Tell that something happened outside."""
    new = NewSignal(name=name, id=id_, fields=_values(field or []))
    with session.talking() as client:
        taken = client.send_signal(new)
    outcome = "repeated" if taken.repeated else "told"
    show(Result(key=name, outcome=outcome, detail="" if taken.repeated else str(taken.cases)))


@command(app, "sources", text="signal.sources")
def sources(json: Json = None, jq: Jq = None) -> None:
    """List the systems that send signed webhooks."""
    if output.names_fields(Source, json):
        return
    with session.talking() as client:
        found = whole(lambda cursor: client.sources(cursor=cursor))
    now = session.now()
    columns: list[Column[Source]] = [
        Column(title=say("columns.name"), show=lambda each: each.name),
        Column(title=say("columns.address"), show=lambda each: each.url),
        Column(
            title=say("columns.created"),
            show=lambda each: ago(each.created, now),
            give=lambda each: each.created.isoformat(),
        ),
        Column(
            title=say("columns.used"),
            show=lambda each: ago(each.last, now) if each.last else "",
            give=lambda each: each.last.isoformat() if each.last else "",
        ),
    ]
    output.listing(found, columns, json, jq)


@command(app, "add-source", text="signal.add_source")
def add_source(name: SourceName, json: Json = None, jq: Jq = None) -> None:
    """Let a system send signed webhooks, and show its secret, once."""
    if output.names_fields(Source, json):
        return
    with session.talking() as client:
        source = client.add_source(NewSource(name=name))
    if json is not None or jq is not None:
        output.json(source, json, jq)
        return
    output.line(source.secret)
    output.note(say("commands.source_made", name=source.name, url=source.url))


@command(app, "remove-source", text="signal.remove_source")
def remove_source(names: SourceNames) -> None:
    """Take no more webhooks from systems."""
    with session.talking() as client:

        def act(name: str) -> Result:
            client.remove_source(name)
            return Result(key=name, outcome="removed")

        for_each(names, act)


def _values(words: list[str]) -> dict[str, object]:
    """`name=value` words; what reads as a number, true or false is one."""
    values: dict[str, object] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not name:
            raise UsageError(say("commands.field_form", word=word))
        values[name] = _value(text)
    return values


def _value(text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        # What would not come out as it was written (1e5, 007, too many digits) stays a text.
        if str(number) == text:
            return number
    return text
