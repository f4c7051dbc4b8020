"""people: whom one can ask, forward to or mention."""

from typing import Annotated

import typer

from core.language import label, say
from core.people import Person
from tui.commands import output, session
from tui.commands.frame import command, noun
from tui.commands.options import All, Jq, Json, Limit
from tui.commands.output import Column

app = noun("signoff")

_SCREENFUL = 50

Words = Annotated[
    str, typer.Argument(metavar=say("help.metavar.text"), help=say("help.arg.people"))
]


@command(app, "people")
def people(
    words: Words = "", json: Json = None, jq: Jq = None, limit: Limit = None, all_: All = False
) -> None:
    """List people by id or name."""
    if output.names_fields(Person, json):
        return
    wanted = limit
    drawn = output.is_terminal() and json is None and jq is None
    if wanted is None and drawn and not all_:
        wanted = _SCREENFUL
    found, more = _read(words.removeprefix("@"), wanted)
    columns: list[Column[Person]] = [
        Column(title=say("columns.id"), show=lambda person: person.id),
        Column(title=say("columns.name"), show=lambda person: label(person.name), shrinks=True),
        Column(title=say("columns.department"), show=lambda person: person.department, spare=True),
        Column(
            title=say("columns.roles"),
            show=lambda person: ", ".join(person.roles),
            shrinks=True,
            spare=True,
        ),
    ]
    output.listing(found, columns, json, jq)
    if drawn and not found:
        output.note(say("commands.nobody_found", words=words))
    elif drawn and more:
        output.note(say("commands.more_people", shown=len(found)))


def _read(words: str, wanted: int | None) -> tuple[list[Person], bool]:
    """The first `wanted` people (None: all), and whether there are more."""
    found: list[Person] = []
    cursor = ""
    with session.talking() as client:
        while True:
            page = client.people(words, cursor=cursor)
            found += page.items
            cursor = page.next
            if not cursor or (wanted is not None and len(found) >= wanted):
                return found[:wanted], bool(cursor) or len(found) > (wanted or len(found))
