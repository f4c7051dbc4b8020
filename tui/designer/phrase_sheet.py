"""A dialog for phrases: what is typed is checked at once, and what can follow is listed.

Questions that follow each other are asked by one dialog, so that whatever is typed fast, or pasted,
goes to the question that it was meant for.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import msgspec
from textual.message import Message
from textual.widget import Widget

from core.errors import Invalid, SignoffError, UsageError
from core.flow.completing import Completion, Completions, among
from core.language import say
from tui.drawing.line import BOLD, DIM, GOOD, SOON, Line, text, wrap
from tui.screens.sheet import Sheet
from tui.widgets.bar import Bar
from tui.widgets.line_input import LineInput
from tui.widgets.pick_list import PickList
from tui.work import start

_REST_SECONDS = 0.15
"""How long the typing rests before the server is asked."""
_MOST_BEFORE = 3
"""How many answers stay in sight while the next is asked for."""
_STEPS = {"down": 1, "up": -1, "pagedown": 5, "pageup": -5}

__all__ = ["Lookup", "Next", "PhraseSheet", "Question", "among"]

Lookup = Callable[[str], Awaitable[Sequence[Completion]]]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be typed, or picked."""

    heading: str
    label: str
    value: str = ""
    help: str = ""
    check: Callable[[str], object] = lambda _words: None
    """Raises UsageError or Invalid with what is wrong with a text."""
    complete: Callable[[str], Completions] = lambda _words: Completions()
    lookup: Lookup | None = None
    picks: bool = False
    """Only what is in the list will do."""
    may_be_empty: bool = True


Next = Callable[[list[str]], Question | None]


class PhraseSheet(Sheet[list[str]]):
    """Gives the answers to its questions."""

    grace = 0.0

    class Found(Message):
        """What the server knows for what was begun."""

        def __init__(self, words: str, items: Sequence[Completion]) -> None:
            super().__init__()
            self.words = words
            self.items = items

    def __init__(self, first: Question, following: Next = lambda _answers: None) -> None:
        """`following` gives the next question for the answers so far; None: that was all."""
        super().__init__(verb=say("designer.take"))
        self._question = first
        self._following = following
        self._answers: list[str] = []
        self._asked: list[str] = []
        """What each of them answers."""
        self._label = Bar(id="phrase-label")
        self._line = LineInput(first.value, id="phrase")
        self._says = Bar(id="phrase-says")
        self._list = PickList(id="phrase-list")
        self._found: tuple[str, tuple[Completion, ...]] = ("", ())
        self._moved = False
        self._goes_on = False
        """Enter was pressed before the server had answered for what was typed."""
        self._now = Completions()

    def heading(self) -> str:
        """What it is about."""
        return self._question.heading

    def lines(self, cells: int) -> list[Line]:
        """What was answered so far, and a line about what is asked now."""
        asked = zip(self._asked, self._answers, strict=True)
        before = [[text(f"{label}: {answer or '-'}", DIM)] for label, answer in asked]
        words = self._question.help
        help = wrap(words, cells) if words else ()
        return [*before[-_MOST_BEFORE:], *([text(part, DIM)] for part in help)]

    def fields(self) -> list[Widget]:
        """What is asked, the line, what is wrong with it, what can follow."""
        return [self._label, self._line, self._says, self._list]

    def on_mount(self) -> None:
        """Begin with what can be typed."""
        super().on_mount()
        self._typed()

    def _ask_on(self, question: Question) -> None:
        self._question = question
        self._found = ("", ())
        self._moved = False
        with self.prevent(LineInput.Changed):
            self._line.value = question.value
        self._line.cursor_position = len(question.value)
        self._list.show([])
        self.show_lines()
        self._typed()

    def hint_words(self) -> str:
        """How to begin anew, too, where something stands in the line already."""
        empties = say("designer.empties") if self._question.value else ""
        return "  ".join(filter(None, (super().hint_words(), empties)))

    # --- typing --------------------------------------------------------------------------------

    def on_input_changed(self, event: LineInput.Changed) -> None:
        """Judge it, and list what can follow."""
        event.stop()
        self._moved = False
        self._typed()

    def _typed(self) -> None:
        self._label.show([text(say("tui.label", label=self._question.label), BOLD)])
        self._complete()
        self._show_judgement(self._line.value)
        if self._question.lookup is not None:
            self.set_timer(_REST_SECONDS, self._look_up)

    def _complete(self) -> None:
        self._now = self._question.complete(self._line.value)
        words, found = self._found
        more = found if words == self._begun() else ()
        items = {each.text: each for each in (*self._now.items, *more)}
        self._list.show([(each.text, each.words, "") for each in items.values()])

    def _show_judgement(self, words: str) -> None:
        cells = max(10, self.app.size.width)
        judged = words.strip() and not self._question.picks
        self._show_what_enter_does()
        wrong = self._wrong(words.strip()) if judged else ""
        if wrong:
            self._says.show(*([text(part, SOON)] for part in list(wrap(wrong, cells))[:3]))
        else:
            self._says.show([text(say("designer.good") if judged else "", GOOD)])

    def _show_what_enter_does(self) -> None:
        """Write what is selected, go on to another question, or take it: that was all."""
        picks, chosen = self._question.picks, self._list.chosen
        if picks and chosen is None:
            return
        words = chosen[0] if picks and chosen is not None else self._line.value.strip()
        goes_on = self._following([*self._answers, words]) is not None
        verb = say("designer.goes_on" if goes_on else "designer.take")
        if self._means_list():
            verb = say("designer.writes")
        if verb != self.verb:
            self.verb = verb
            self.show_keys()

    def _wrong(self, words: str) -> str:
        try:
            self._question.check(words)
        except (UsageError, Invalid) as error:
            return f"{error.detail or error.message}  {error.hint}".strip()
        return ""

    def _begun(self) -> str:
        return self._line.value[self._now.start :]

    def _look_up(self) -> None:
        if self.is_mounted and self._question.lookup is not None:
            start(self, partial(self._look, self._question.lookup, self._begun()), "find")

    async def _look(self, lookup: Lookup, words: str) -> None:
        try:
            found = await lookup(words)
        except SignoffError:
            found = ()  # what can be typed without the server is listed already
        self.post_message(self.Found(words, found))

    def on_phrase_sheet_found(self, message: Found) -> None:
        """Show it, unless something else was typed meanwhile."""
        message.stop()
        self._found = (message.words, tuple(message.items))
        self._complete()
        self._show_what_enter_does()
        if self._goes_on and message.words == self._begun():
            self._goes_on = False
            self.go_on()

    # --- keys ----------------------------------------------------------------------------------

    def take(self, key: str) -> bool:
        """The arrows select what can follow; Tab writes it, and Enter where it is meant."""
        self._goes_on = False
        if key in ("enter", "tab"):
            self._complete()  # the message that something was typed may still be under way
        if key in _STEPS:
            self._list.move(_STEPS[key])
            self._moved = True
            self._show_what_enter_does()
        elif key == "tab" or (key == "enter" and self._means_list()):
            self._insert()
        else:
            return super().take(key)
        return True

    def _means_list(self) -> bool:
        """Whether Enter is about the list: an arrow was pressed, or what is typed will not do."""
        if self._list.chosen is None or self._question.picks:
            return False
        words = self._line.value.strip()
        wrong = bool(self._wrong(words)) if words else not self._question.may_be_empty
        return self._moved or wrong

    def _insert(self) -> None:
        if self._list.chosen is None or self._question.picks:
            return
        before, chosen = self._line.value[: self._now.start], self._list.chosen[0]
        written = before + chosen
        whole = written == self._line.value or self._question.complete(f"{written} ").items
        if whole and not chosen.endswith((".", " ", "/")):
            written += " "  # something has to follow
        self._line.value = written
        self._line.cursor_position = len(written)
        self._moved = False

    def go_on(self) -> None:
        """The next question, or all the answers; once it is known what there is to pick from."""
        asked = self._question
        if asked.picks and asked.lookup is not None and self._found[0] != self._begun():
            self._goes_on = True
            return
        words = self._answer()
        if words is None:
            return
        self._answers.append(words)
        self._asked.append(self._question.label)
        following = self._following(self._answers)
        if following is None:
            self.dismiss(self._answers)
        else:
            self._ask_on(following)

    def collect(self) -> None:
        """Not used: `go_on` closes the dialog."""
        return

    def _answer(self) -> str | None:
        """What was typed or picked; complains about what is wrong."""
        words = self._line.value.strip()
        if self._question.picks:
            if self._list.chosen is None:
                self.complain(say("designer.pick_one"))
                return None
            return self._list.chosen[0]
        if not words and not self._question.may_be_empty:
            self.complain(say("designer.needed"))
            return None
        if words and self._wrong(words):
            return None  # what is wrong stands below the line
        return words
