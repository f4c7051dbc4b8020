"""The dialog of an absence: when one is away, and who decides meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from core.api import Me
from core.client.client import AsyncClient
from core.errors import SignoffError, UsageError
from core.handling import AbsenceView, NewAbsence
from core.language import say
from tui.actions import Situation
from tui.days import here, moment_of
from tui.drawing.line import DIM, SOON, Line, text, wrap
from tui.drawing.words import moment
from tui.messages import Answered, AskingFailed
from tui.screens.find_sheet import FindSheet
from tui.screens.lookups import Lookup, people
from tui.screens.sheet import GRACE_SECONDS
from tui.services import Services
from tui.widgets.choice import Choice
from tui.widgets.line_input import Labelled
from tui.widgets.pick_list import Option
from tui.work import start

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

_BEGIN, _END = "begin", "end"
_NOBODY: Option = ("", "", "")


class AwaySheet(FindSheet):
    """Gives who decides meanwhile, or nobody; `new` is the absence, `ends` the one to be ended."""

    class Read(Message):
        """The absences that are not over, or why they could not be read."""

        def __init__(self, found: list[AbsenceView], error: SignoffError | None = None) -> None:
            super().__init__()
            self.found = found
            self.error = error

    def __init__(self, services: Services, me: Me) -> None:
        super().__init__(
            _others(services.client, me.person),
            heading=say("away.heading"),
            verb=say("away.verb.begin"),
            label=say("away.delegate"),
        )
        self.grace = GRACE_SECONDS  # with nothing filled in Enter means: from now on, for good
        self.new = NewAbsence()
        self._services = services
        self._me = me
        self._known: list[AbsenceView] | None = None
        self._error: SignoffError | None = None
        self._begins = Labelled(say("away.begins"), id="begins")
        self._ends = Labelled(say("away.ends"), id="ends")
        self._what = Choice(
            [(_BEGIN, say("away.what.begin")), (_END, say("away.what.end"))], id="what"
        )

    @property
    def ends(self) -> AbsenceView | None:
        """The absence that is to be ended: the present one, or the next."""
        return self._known[0] if self._known and self._what.chosen == _END else None

    def on_mount(self) -> None:
        """Read what is known already."""
        super().on_mount()
        start(self, self._load, "absences")

    async def _load(self) -> None:
        try:
            page = await self._services.client.absences(self._me.person)
        except SignoffError as error:
            self.post_message(self.Read([], error))
        else:
            self.post_message(self.Read(sorted(page.items, key=lambda each: each.begins)))

    def on_away_sheet_read(self, message: Read) -> None:
        """Show it."""
        self._known, self._error = message.found, message.error
        self.show_lines()

    def lines(self, cells: int) -> list[Line]:
        """When one is away already."""
        if self._error is not None:
            return [[text(part, SOON)] for part in wrap(self._error.message, cells)]
        if self._known is None:
            return [[text(say("tui.loading"), DIM)]]
        told = [_words(each) for each in self._known] or [say("away.none")]
        return [[text(part)] for words in told for part in wrap(words, cells)]

    def fields(self) -> list[Widget]:
        """Who, from when, until when; or back again."""
        return [*super().fields(), self._begins, self._ends, self._what]

    def on_choice_changed(self, message: Choice.Changed) -> None:
        """What Enter does is called as it was chosen."""
        self.verb = say(f"away.verb.{self._what.chosen}")
        super().on_choice_changed(message)
        self.show_keys()

    def take(self, key: str) -> bool:
        """On the choice the arrows are the choice's own."""
        if self._what.has_focus and key in ("up", "down"):
            return False
        return super().take(key)

    def collect(self) -> Option | None:
        """Who decides; complains about days that are none, and where there is nothing to end."""
        if self._what.chosen == _END:
            if self.ends is None:
                self.complain(self._nothing_to_end())
                return None
            return _NOBODY
        picked = super().collect() if self._line.value else _NOBODY
        if picked is None:
            self.complain(say("tui.forward_nobody"))
            return None
        try:
            self.new = NewAbsence(
                begins=moment_of(self._begins.value, say("away.begins")),
                ends=moment_of(self._ends.value, say("away.ends"), last_day=True),
                delegate=picked[0],
            )
        except UsageError as wrong:
            self.complain(wrong.message)
            return None
        return picked

    def _nothing_to_end(self) -> str:
        if self._error is not None:
            return self._error.message
        return say("away.none" if self._known is not None else "tui.loading")


def be_away(desk: DeskScreen, _situation: Situation) -> None:
    """Say when one is away, or that one is back."""
    me = desk.shell.me
    if me is None:
        desk.tell(say("tui.loading"))
        return

    def answered(option: Option | None) -> None:
        if option is not None:
            start(desk, partial(_send, desk, me.person, sheet.new, sheet.ends), "away")

    sheet = AwaySheet(desk.services, me)
    desk.app.push_screen(sheet, answered)


def _others(client: AsyncClient, person: str) -> Lookup:
    """Other people, once something is typed: with nothing typed nobody is meant."""
    look = people(client, "")

    async def others(words: str) -> Sequence[Option]:
        found = await look(words) if words else ()
        return [each for each in found if each[0] != person]

    return others


async def _send(desk: DeskScreen, person: str, new: NewAbsence, ends: AbsenceView | None) -> None:
    client = desk.services.client
    try:
        if ends is not None:
            await client.end_absence(ends.id)
            desk.post_message(Answered(say("away.ended")))
        else:
            desk.post_message(Answered(_words(await client.add_absence(person, new))))
    except SignoffError as error:
        desk.post_message(AskingFailed(error))


def _words(absence: AbsenceView) -> str:
    begins = _day(absence.begins)
    if absence.ends is None:
        when = say("away.for_good", begins=begins)
    else:
        when = say("away.until", begins=begins, ends=_day(absence.ends, ends=True))
    if not absence.delegate:
        return say("away.nobody_decides", when=when)
    return say("away.decides", when=when, who=f"@{absence.delegate}")


def _day(at: datetime, *, ends: bool = False) -> str:
    """A whole day as such, an end by its last day; anything else to the minute."""
    begins = here(at)
    if begins.time() != time() or (ends and begins.date() == date.min):
        return moment(at)
    return str((begins - timedelta(days=int(ends))).date())
