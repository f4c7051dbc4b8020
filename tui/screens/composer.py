"""Writing a comment: several lines, @names completed."""

import re
from collections.abc import Sequence
from functools import partial

from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from core.api import Candidate
from core.errors import SignoffError
from core.language import label, say
from tui.screens.writing_sheet import WritingSheet
from tui.services import Services
from tui.widgets.pick_list import PickList
from tui.work import start

_MENTION = re.compile(r"@([\w.\-]*)$")
_MOST_CANDIDATES = 6


class Composer(WritingSheet):
    """Gives the comment to be sent; what was typed stays a draft until it has been sent."""

    class CandidatesFound(Message):
        """Who can be meant by what follows the @."""

        def __init__(self, typed: str, candidates: Sequence[Candidate]) -> None:
            super().__init__()
            self.typed = typed
            self.candidates = candidates

    hints = ("tui.comment_hint", "tui.comment_hint_short")

    def __init__(self, services: Services, key: str, *, words: str = "") -> None:
        super().__init__(
            services,
            draft=f"comment/{key}",
            heading=say("tui.comment_title", key=key),
            verb=say("form.send"),
            words=words,
        )
        self._key = key
        self._people = PickList(id="people")
        self._typed: str | None = None
        self._after_name = False
        """A name was completed just now, with the space that follows it."""

    def below(self) -> list[Widget]:
        """Who can be meant."""
        return [self._people]

    def on_mount(self) -> None:
        """Nobody is meant yet."""
        self._people.display = False
        super().on_mount()

    # --- keys ---------------------------------------------------------------------------------

    def take(self, key: str) -> bool:
        """Tab and Enter complete a name; the rest as in every text."""
        after_name, self._after_name = self._after_name, False
        if after_name and key == "space":
            return True
        return (self._completing and self._complete_by(key)) or super().take(key)

    def collect(self) -> str | None:
        """The comment; complains about an empty one."""
        words = super().collect()
        if not words:
            self.complain(say("tui.comment_empty"))
            return None
        return words

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep it, then look who may be meant."""
        super().on_text_area_changed(event)
        self._look_for_people()

    # --- names ------------------------------------------------------------------------------

    @property
    def _completing(self) -> bool:
        return bool(self._people.display)

    def _look_for_people(self) -> None:
        typed = self._before_cursor()
        if typed is None:
            self._typed = None
            self._people.display = False
        elif typed != self._typed:
            self._typed = typed
            start(self, partial(self._ask, typed), "people")

    def _before_cursor(self) -> str | None:
        row, at = self.area.cursor_location
        found = _MENTION.search(self.area.document.get_line(row)[:at])
        return found.group(1) if found is not None else None

    async def _ask(self, typed: str) -> None:
        try:
            found = (await self.services.client.complete(typed, self._key)).items
        except SignoffError:
            found = []  # without the server one writes the id by heart
        self.post_message(self.CandidatesFound(typed, found))

    def on_composer_candidates_found(self, message: CandidatesFound) -> None:
        """Show them, unless something else has been typed since."""
        if message.typed != self._typed:
            return
        options = [
            ("@" + each.id, label(each.name), label(each.detail))
            for each in message.candidates[:_MOST_CANDIDATES]
        ]
        self._people.styles.height = max(1, len(options))
        self._people.show(options)
        self._people.display = bool(options)

    def _complete_by(self, key: str) -> bool:
        if key in ("down", "up"):
            self._people.move(1 if key == "down" else -1)
        elif key in ("tab", "enter"):
            self._insert()
        elif key == "escape":
            self._people.display = False
        else:
            return False
        return True

    def _insert(self) -> None:
        chosen = self._people.chosen
        if chosen is None or self._typed is None:
            return
        row, at = self.area.cursor_location
        start = (row, at - len(self._typed) - 1)
        self.area.replace(chosen[0] + " ", start, (row, at))
        self._people.display = False
        self._after_name = True
