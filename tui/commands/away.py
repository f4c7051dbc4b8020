"""away, hand-over: who is absent, who decides meanwhile, and who takes over from a leaver."""

from typing import Annotated

import typer

from core.client import case_routes, marks
from core.client.client import Client
from core.client.paging import whole
from core.errors import Unreachable
from core.handling import AbsenceView, HandOver, NewAbsence
from core.language import say
from tui.commands import output, session
from tui.commands.decide import Sender
from tui.commands.frame import command, noun
from tui.commands.many import Result, for_each
from tui.commands.options import All, Jq, Json, Message, MessageFile
from tui.commands.output import Column
from tui.commands.words import message_text
from tui.days import moment_of
from tui.drawing.words import moment

app = noun("signoff")

From = Annotated[
    str, typer.Option("--from", metavar=say("help.metavar.day"), help=say("help.opt.away_from"))
]
Until = Annotated[
    str, typer.Option("--until", metavar=say("help.metavar.day"), help=say("help.opt.away_until"))
]
Delegate = Annotated[
    str,
    typer.Option(
        "--delegate", metavar=say("help.metavar.person"), help=say("help.opt.away_delegate")
    ),
]
For = Annotated[
    str, typer.Option("--for", metavar=say("help.metavar.person"), help=say("help.opt.away_for"))
]
Back = Annotated[bool, typer.Option("--back", help=say("help.opt.away_back"))]
Leavers = Annotated[
    list[str], typer.Argument(metavar=say("help.metavar.people"), help=say("help.arg.leavers"))
]
To = Annotated[
    str, typer.Option("--to", metavar=say("help.metavar.person"), help=say("help.opt.successor"))
]


@command(app, "away")
def away(
    begins: From = "",
    until: Until = "",
    delegate: Delegate = "",
    person: For = "",
    back: Back = False,
    everybody: All = False,
    json: Json = None,
    jq: Jq = None,
) -> None:
    """Say when you are away and who decides meanwhile; without options list it."""
    if output.names_fields(AbsenceView, json):
        return
    with session.talking() as client:
        who = person.removeprefix("@") or _caller(client)
        if back:
            found = _end(client, who)
        elif begins or until or delegate:
            new = NewAbsence(
                begins=moment_of(begins, "--from"),
                ends=moment_of(until, "--until", last_day=True),
                delegate=delegate.removeprefix("@"),
            )
            found = [Sender(client).send(case_routes.add_absence(who, new), about=f"@{who}")]
        else:
            whose = "" if everybody else who
            found = whole(lambda cursor: client.absences(whose, cursor=cursor))
    _tell(found, json, jq)


@command(app, "hand-over", text="hand_over")
def hand_over(
    people: Leavers, to: To = "", message: Message = "", file: MessageFile = None
) -> None:
    """Give whatever waits for people who leave to others."""
    body = HandOver(to=to.removeprefix("@"), reason=message_text(people, message, file))
    with session.talking() as client:

        def act(person: str) -> Result:
            done = client.hand_over(person.removeprefix("@"), body)
            return Result(key=person, outcome="handed_over", detail=" ".join(done.objects))

        for_each(people, act)


def _caller(client: Client) -> str:
    """Who calls, also where the server is away and the login that gave the token said who it is."""
    try:
        return client.me().person
    except Unreachable:
        settings = session.settings()
        known = settings.acting or marks.owners(settings, client.where).get(client.identity, "")
        if not known:
            raise
        return known


def _end(client: Client, who: str) -> list[AbsenceView]:
    """The present absences end; where there is none, the next one does not begin.

    Who is not away is back already: that is said, and nothing is wrong.
    """
    known = whole(lambda cursor: client.absences(who, cursor=cursor))
    known.sort(key=lambda each: each.begins)
    over = [each for each in known if each.now] or known[:1]
    if not over:
        output.note(say("commands.not_away", person=who))
    return [client.end_absence(each.id) for each in over]


def _tell(found: list[AbsenceView], json: str | None, jq: str | None) -> None:
    columns: list[Column[AbsenceView]] = [
        Column(title=say("columns.person"), show=lambda each: f"@{each.person}"),
        Column(
            title=say("columns.begins"),
            show=lambda each: moment(each.begins),
            give=lambda each: each.begins.isoformat(),
        ),
        Column(
            title=say("columns.ends"),
            show=lambda each: moment(each.ends) if each.ends else say("commands.for_good"),
            give=lambda each: each.ends.isoformat() if each.ends else "",
        ),
        Column(
            title=say("columns.delegate"),
            show=lambda each: f"@{each.delegate}" if each.delegate else "",
        ),
    ]
    output.listing(found, columns, json, jq)
