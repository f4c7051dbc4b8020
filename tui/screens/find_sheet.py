"""Dialogs that look something up while one types: an object to go to, a person to forward to."""

from collections.abc import Sequence
from functools import partial

from textual.message import Message
from textual.widget import Widget

from core.errors import SignoffError
from core.language import say
from tui.screens.lookups import Lookup
from tui.screens.sheet import GRACE_SECONDS, Sheet
from tui.widgets.line_input import Labelled, LineInput
from tui.widgets.pick_list import Option, PickList
from tui.work import start

_REST_SECONDS = 0.15
"""How long the typing rests before it is looked up."""


class FindSheet(Sheet[Option]):
    """Gives the option that was picked. With `free` what was typed will do as well."""

    class Found(Message):
        """An answer for what was typed."""

        def __init__(self, words: str, options: Sequence[Option], failure: str = "") -> None:
            super().__init__()
            self.words = words
            self.options = options
            self.failure = failure

    def __init__(
        self,
        lookup: Lookup,
        *,
        heading: str,
        verb: str,
        label: str,
        words: str = "",
        free: bool = False,
        sure: bool = False,
        says_missing: str = "",
        ids: bool = True,
    ) -> None:
        super().__init__(verb=verb, sure=sure)
        self.grace = GRACE_SECONDS if sure else 0.0
        self._lookup = lookup
        self._heading = heading
        self._free = free
        self._missing = says_missing
        self._line = Labelled(label, words, id="find")
        self._list = PickList(ids=ids, id="found")
        self.failed = False
        """Whether nothing could be looked up last."""
        self._found_for: str | None = None
        self._confirmed: str | None = None
        """What Enter was pressed on before it had been looked up."""
        self._as_typed = False
        """Enter was pressed before anything was shown that could have been meant."""

    def heading(self) -> str:
        """What is looked for."""
        return self._heading

    def fields(self) -> list[Widget]:
        """The line and what was found."""
        return [self._line, self._list]

    def on_mount(self) -> None:
        """Look up what is there to begin with."""
        super().on_mount()
        self._look_up()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        """Look it up once the typing rests."""
        event.stop()
        words = self._line.value  # a scanner's Enter overtakes what is told of its letters
        if words != self._confirmed:
            self._confirmed = None
        if words != self._found_for:
            self._as_typed = False
        self.set_timer(_REST_SECONDS, self._look_up)

    def take(self, key: str) -> bool:
        """The arrows move in the list while the typing goes on."""
        steps = {"down": 1, "up": -1, "pagedown": 5, "pageup": -5}
        if key in steps and not self._asks_last():
            self._list.move(steps[key])
            return True
        return super().take(key)

    def on_find_sheet_found(self, message: Found) -> None:
        """Show what was found, unless something else has been typed since."""
        if message.words == self._line.value:
            self._found_for, self.failed = message.words, bool(message.failure)
            instead = message.failure or (say("tui.nothing_found") if message.words else "")
            self._list.show(message.options, instead=instead)
            confirmed, self._confirmed = self._confirmed, None
            if confirmed != message.words:
                return
            clear = self._is_clear(message.words, message.options)
            self._as_typed = self._free and not clear
            is_known = clear or self._as_typed
            # Where nothing was found, `collect` says so, or needs nothing.
            if is_known or (not message.options and self.collect() is not None):
                self.go_on()

    def _is_clear(self, words: str, options: Sequence[Option]) -> bool:
        """Whether there is no doubt which one is meant by who has not seen the list."""
        return len(options) == 1 or any(each[0] == words for each in options[:1])

    def collect(self) -> Option | None:
        """The picked option, or what was typed."""
        words = self._line.value
        chosen = self._list.chosen
        if chosen is not None and self._found_for == words and not self._as_typed:
            return chosen
        if self._free and words:
            return (words, "", "")
        self.complain(self._missing)
        return None

    def go_on(self) -> None:
        """Nothing picked: do not ask whether one is sure. Not looked up yet: wait for that."""
        words = self._line.value
        if words and words != self._found_for:
            self._confirmed = words
            self._look_up()
            return
        if self._asks_last() or self.sure is None or self.collect() is not None:
            super().go_on()

    def _asks_last(self) -> bool:
        return self.sure is not None and self.sure.has_focus

    def _look_up(self) -> None:
        words = self._line.value
        if words != self._found_for:
            start(self, partial(self._ask, words), "find")

    async def _ask(self, words: str) -> None:
        try:
            found = await self._lookup(words)
        except SignoffError as error:
            self.post_message(self.Found(words, [], error.message))
        else:
            self.post_message(self.Found(words, found))
