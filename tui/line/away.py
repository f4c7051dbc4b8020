"""Being away in the plain mode: what is known, then from when, until when, and who decides."""

from datetime import datetime

from core.client import case_routes
from core.client.client import Client
from core.errors import UsageError
from core.handling import AbsenceView, NewAbsence
from core.language import say
from tui.commands import output, session
from tui.commands.decide import Sender
from tui.days import moment_of
from tui.drawing.absence import absence_words
from tui.line.prompt import ask, choose, tell, yes


def be_away(client: Client) -> None:
    """Say when one is away, or that one is back. Raises SignoffError."""
    person = client.me().person
    known = sorted(client.absences(person).items, key=lambda each: each.begins)
    for words in [absence_words(each) for each in known] or [say("away.none")]:
        tell(words)
    options = [say("away.what.begin"), *([say("away.what.end")] if known else [])]
    chosen = choose(options)
    if chosen == 1:
        Sender(client).send(case_routes.end_absence(known[0].id), about=f"@{person}")
        tell(say("away.ended"))
    elif chosen == 0:
        _begin(client, person)


def _begin(client: Client, person: str) -> None:
    begins = _day("away.begins")
    ends = _day("away.ends", last_day=True)
    delegate = (ask(_label("away.delegate")) or "").removeprefix("@")
    new = NewAbsence(begins=begins, ends=ends, delegate=delegate)
    meant = AbsenceView(
        id="", person=person, begins=begins or session.now(), ends=ends, delegate=delegate
    )
    tell(absence_words(meant))
    if yes(say("line.right")):
        Sender(client).send(case_routes.add_absence(person, new), about=f"@{person}")
        tell(say("line.noted"))


def _day(label: str, *, last_day: bool = False) -> datetime | None:
    """The day that was typed, asked for until it is one; None where nothing was typed."""
    while True:
        typed = ask(_label(label)) or ""
        try:
            return moment_of(typed, say(label), last_day=last_day)
        except UsageError as wrong:
            output.complain(wrong)


def _label(key: str) -> str:
    return say("tui.label", label=say(key)).rstrip()
