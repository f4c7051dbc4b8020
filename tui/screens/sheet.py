"""A dialog at the lower edge: what it is about, what to fill in, how to confirm.

It ignores keys until, after it first shows, none has come for a moment: a key that was already
under way, that somebody holds down, or that belongs to a long paste cannot confirm what nobody has
seen. Words that somebody typed by hand meanwhile are for its first line (`typed_ahead`). Nor does
Enter confirm what changed within that moment (an answer of the server came), or what the terminal
is too small to show. Where something cannot be taken back, Enter leads to a choice that stands on
"cancel".
"""

from collections.abc import Iterable
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget

from core.language import say
from tui.drawing.line import BAR, DIM, SOON, Line, crop, text, wrap
from tui.painted import PaintedApp
from tui.screens.typed_ahead import TypedAhead
from tui.widgets.bar import Bar
from tui.widgets.choice import Choice
from tui.widgets.line_input import LineInput
from tui.widgets.scroll_lines import ScrollLines

T = TypeVar("T")

GRACE_SECONDS = 0.4
"""How long no key may have come before a dialog that decides listens to them, and how long what it
shows has to have stood there before Enter confirms it."""
_FIELDS = "LineInput, Choice, TextArea, RowList, AskedField"
SMALLEST = (20, 6)
"""Columns and rows below which a dialog that decides cannot be read."""


class Sheet(ModalScreen[T | None], Generic[T], inherit_bindings=False):
    """The base of all dialogs. A subclass gives title, lines and fields, and `collect`."""

    AUTO_FOCUS = ""
    grace: float = GRACE_SECONDS
    """0 for dialogs that decide nothing: what was typed ahead goes into the first field."""

    def __init__(self, *, verb: str, sure: bool = False) -> None:
        super().__init__()
        self.verb = verb
        """What confirming does, as a word: `approve`."""
        self.sure = Choice([("no", say("tui.cancel")), ("yes", verb)], id="sure") if sure else None
        """Where it cannot be taken back: the last question."""
        self.listening = False
        """Whether the moment is over in which keys are ignored."""
        self._typed_ahead = TypedAhead()
        self._quiet: Timer | None = None
        self._quiet_since = 0.0
        self._words = ""
        self._words_since: float | None = None
        """Since when the person could read what is shown; None: it is not painted yet."""
        self._focused = False
        self._said = ""
        self.title_bar = Bar(id="sheet-title")
        self.body = ScrollLines(id="sheet-body")
        self.body.can_focus = False
        self.hint = Bar(id="sheet-hint")

    # --- what a subclass gives ---------------------------------------------------------------

    def heading(self) -> str:
        """The title."""
        raise NotImplementedError

    def lines(self, cells: int) -> list[Line]:
        """What has to be known before confirming."""
        return []

    def fields(self) -> list[Widget]:
        """What can be filled in, in order."""
        return []

    def room_for_lines(self, rows: int) -> int:
        """How many lines can be shown at once where the screen has so many rows."""
        return max(1, rows - 6)

    def line_for_words(self) -> Widget | None:
        """The line for words that are typed before the dialog listens, if it has one."""
        first = next(iter(self._focusable()), None)
        return first if isinstance(first, LineInput) else None

    def collect(self) -> T | None:
        """What was filled in; None where something is missing, which `complain` has said."""
        raise NotImplementedError

    # --- building -----------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Title, lines, fields, hint."""
        with Vertical(id="sheet"):
            yield self.title_bar
            yield self.body
            yield from self.fields()
            if self.sure is not None:
                yield self.sure
            yield self.hint

    def on_mount(self) -> None:
        """Fill it, and start to listen a moment after it has been painted."""
        self.show_lines()
        self.call_after_refresh(self._painted)

    def on_resize(self) -> None:
        """Another width breaks the lines elsewhere."""
        self.show_lines()

    def show_lines(self) -> None:
        """Draw title, lines and hint again."""
        cells, rows = self.app.size
        self.title_bar.show(crop([text(" " + self.heading(), BAR)], cells, BAR))
        found = self.lines(cells)
        self._note_words(found)
        lines = [crop(line, cells) for line in found]
        self.body.styles.height = min(len(lines), self.room_for_lines(rows))
        self.body.styles.display = "block" if lines else "none"
        self.body.show(lines)
        self.show_keys()

    def _note_words(self, lines: list[Line]) -> None:
        """Other words, not the same in another width, have to be read before they are confirmed."""
        parts = (part.text for line in lines for part in line)
        words = "".join([self.heading(), *parts]).replace(" ", "")
        if self.grace and words != self._words:
            self._words, self._words_since = words, None
            self.call_after_refresh(self._words_painted)

    def _words_painted(self) -> None:
        self._words_since = self._seconds()

    def _left_to_read(self) -> float:
        """Seconds until what is shown has stood there long enough to have been read."""
        if self._words_since is None:
            return self.grace
        return self.grace - (self._seconds() - self._words_since)

    def show_keys(self) -> None:
        """What the keys do now, in the last line."""
        hint = wrap(self.hint_words(), self.app.size.width)
        self.show_hint(*([text(part, DIM)] for part in hint))

    def hint_words(self) -> str:
        """What Enter really does next: confirm, go to the last question, or answer it."""
        if self.sure is None:
            return say("tui.confirm_hint", action=self.verb)
        if not self.sure.has_focus:
            return say("tui.confirm_asks_hint", action=self.verb)
        no = self.sure.chosen == "no"
        return say("tui.confirm_no_hint" if no else "tui.confirm_yes_hint", action=self.verb)

    def on_descendant_focus(self) -> None:
        """Enter does something else on the last question."""
        if self.sure is not None:
            self.show_keys()

    def on_choice_changed(self, message: Choice.Changed) -> None:
        """Enter does what is chosen."""
        message.stop()
        if self.sure is not None:
            self.show_keys()

    def complain(self, words: str) -> None:
        """Say what is missing, in place of the hint, until the next key."""
        self._said = words
        self.show_keys()

    def _unsay(self) -> None:
        if self._said:
            self._said = ""
            self.show_lines()

    def show_hint(self, *lines: Line) -> None:
        """What the keys do, unless something has been said since the last key."""
        said = wrap(self._said, self.app.size.width) if self._said else ()
        self.hint.show(*([[text(part, SOON)] for part in said] or lines))

    def _painted(self) -> None:
        if self._quiet is not None or self._focused:
            return  # a subclass is mounted by its own handler and by this one
        if self.grace:
            self._quiet_since = self._seconds()
            self._quiet = self.set_timer(self.grace, self._rested)
        else:
            self._listen()

    def _seconds(self) -> float:
        assert isinstance(self.app, PaintedApp)
        return self.app.seconds()

    def _rested(self) -> None:
        """Listen, unless a key or other words came: then wait for what is left of the moment."""
        left = max(self.grace - (self._seconds() - self._quiet_since), self._left_to_read())
        if left > 0:
            self._quiet = self.set_timer(left, self._rested)
        else:
            self._listen()

    def _listen(self) -> None:
        self._focused = True
        first = next(iter(self._focusable()), None)
        if first is not None:
            self.set_focus(first)
        self.call_later(self._take_typed_ahead, first)

    def _take_typed_ahead(self, first: Widget | None) -> None:
        """Keys that were under way to the dialog itself have all come by now."""
        self.listening = True
        if self.grace and self._typed_ahead.only_cancels:
            self.cancel()
        elif self.grace:
            self._take_words(self.line_for_words())
        elif first is not None:
            _type(first, self._typed_ahead.keys)

    def _take_words(self, line: Widget | None) -> None:
        """Into the line with what was typed by hand; say what is left out."""
        typed, said = self._typed_ahead, ""
        words = typed.words() if line is not None else []
        if line is not None:
            _type(line, words)
        if typed.has_letters and not words:
            said = say("tui.typed_too_soon")
        elif typed.ends_in_enter and words:
            said = say("tui.enter_too_soon")
        if said:  # behind the keys, which count as the next ones
            (line or self).call_later(self.complain, said)

    # --- keys ---------------------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        """Esc cancels, Enter goes on, Tab moves between the fields; the rest is for the field."""
        if self.take_from_field(event):
            event.stop()
            event.prevent_default()

    def take_from_field(self, event: Key) -> bool:
        """A key that came to the dialog or a field of it: taken here, or left to the field."""
        if not self.is_active:
            self._pass_on(event)
        elif not self.listening:
            self.type_ahead(event)
        else:
            self._unsay()
            return self.take(event.key)
        return True

    def type_ahead(self, event: Key) -> None:
        """A key that was typed before the dialog listens: for its first field, or for nothing."""
        if self.listening and self.focused is not None:
            self.focused.post_message(Key(event.key, event.character))
        else:
            self._quiet_since = self._seconds()
            self._typed_ahead.add(event, self._quiet_since)

    def _pass_on(self, event: Key) -> None:
        """A key that was typed after the one that closed the dialog."""
        if not self.grace:
            target = self.app.focused or self.app.screen
            target.post_message(Key(event.key, event.character))

    def take(self, key: str) -> bool:
        """Carry out what a key does in every dialog; False for a key that does nothing here."""
        if key in ("escape", "ctrl+c"):
            self.cancel()
        elif key in ("tab", "shift+tab"):
            self._step(-1 if key == "shift+tab" else 1)
        elif key in ("pagedown", "pageup"):
            self.body.move(key.replace("page", "page_"))
        elif key == "enter":
            self.go_on()
        else:
            return False
        return True

    def go_on(self) -> None:
        """Confirm; where it cannot be taken back only from the last question, standing on yes."""
        if self.grace and not self._is_readable():
            self.complain(say("tui.too_small"))
        elif self.sure is not None and self.sure.has_focus and self.sure.chosen == "no":
            self.cancel()
        elif self.grace and self._left_to_read() > 0:
            self.complain(say("tui.just_changed"))
        elif self.sure is not None and not self.sure.has_focus:
            self.set_focus(self.sure)
        else:
            result = self.collect()
            if result is not None:
                self.dismiss(result)

    def _is_readable(self) -> bool:
        columns, rows = self.app.size
        return columns >= SMALLEST[0] and rows >= SMALLEST[1]

    def cancel(self) -> None:
        """Leave without doing anything."""
        self.dismiss(None)

    def _focusable(self) -> list[Widget]:
        return [each for each in self.query(_FIELDS) if each.display]

    def _step(self, by: int) -> None:
        fields = self._focusable()
        if not fields:
            return
        focused = self.focused
        index = fields.index(focused) if focused in fields else 0
        self.set_focus(fields[(index + by) % len(fields)])


def _type(into: Widget, keys: Iterable[Key]) -> None:
    for key in keys:
        into.post_message(Key(key.key, key.character))
