"""The dialog of an absence: when one is away, and who decides meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from core.api import Me
from core.client import case_routes
from core.client.client import AsyncClient
from core.errors import SignoffError, UsageError
from core.handling import AbsenceView, NewAbsence
from core.language import say
from tui.actions import Situation
from tui.days import moment_of
from tui.drawing.absence import absence_words
from tui.drawing.line import DIM, SOON, Line, text, wrap
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
    """Gives who decides meanwhile, or nobody; `new` is the absence, `ends` the one to be ended.

    What is typed lies on disk at once; whoever asked drops it once it is said.
    """

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
            words=services.drafts.load(_draft("find")),
        )
        self.grace = GRACE_SECONDS  # with nothing filled in Enter means: from now on, for good
        self.new = NewAbsence()
        self._services = services
        self._me = me
        self._known: list[AbsenceView] | None = None
        self._error: SignoffError | None = None
        self._begins = self._day("begins")
        self._ends = self._day("ends")
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
        self._what.display = False  # nobody is back who is not away
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
        self._what.display = bool(self._known)
        self.show_lines()

    # --- what was typed ---------------------------------------------------------------------

    def typed(self) -> dict[str, str]:
        """What stands in the lines, by the name of its draft; empty lines belong to it, too."""
        lines = [each.input for each in (self._line, self._begins, self._ends)]
        said = {_draft(line.id): line.value for line in lines}
        return said if any(said.values()) else {}

    def on_input_changed(self, event: Input.Changed) -> None:
        """Nothing typed is ever lost."""
        self._services.drafts.save(_draft(event.input.id), event.value)
        if event.input is self._line.input:
            super().on_input_changed(event)
        event.stop()

    def _day(self, line: str) -> Labelled:
        return Labelled(say(f"away.{line}"), self._services.drafts.load(_draft(line)), id=line)

    # --- the parts --------------------------------------------------------------------------

    def lines(self, cells: int) -> list[Line]:
        """When one is away already."""
        if self._error is not None:
            return [[text(part, SOON)] for part in wrap(self._error.message, cells)]
        if self._known is None:
            return [[text(say("tui.loading"), DIM)]]
        told = [absence_words(each) for each in self._known] or [say("away.none")]
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
        """Who decides; complains about days that are none."""
        if self.ends is not None:
            return _NOBODY
        picked = self._delegate()
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

    def _delegate(self) -> Option | None:
        """Who was picked; whom nobody could look up goes as typed, for the server to find."""
        words = self._line.value
        if words and self.failed and self._found_for == words:
            return (words.removeprefix("@"), "", "")
        return super().collect() if words else _NOBODY


def _draft(line: str | None) -> str:
    return f"away/{line}"


def be_away(desk: DeskScreen, _situation: Situation) -> None:
    """Say when one is away, or that one is back; sent later where the server does not answer."""
    me = desk.shell.me
    if me is None:
        desk.tell(say("away.who"))
        return

    def answered(option: Option | None) -> None:
        if option is None:
            if sheet.typed():
                desk.tell(say("tui.draft_kept"))
        elif sheet.ends is not None:
            desk.shell.send(case_routes.end_absence(sheet.ends.id), f"@{me.person}")
        else:
            call = case_routes.add_absence(me.person, sheet.new)
            desk.shell.send(call, f"@{me.person}", drafts=sheet.typed())

    sheet = AwaySheet(desk.services, me)
    desk.app.push_screen(sheet, answered)


def _others(client: AsyncClient, person: str) -> Lookup:
    """Other people, once something is typed: with nothing typed nobody is meant."""
    look = people(client, "")

    async def others(words: str) -> Sequence[Option]:
        found = await look(words) if words else ()
        return [each for each in found if each[0] != person]

    return others
