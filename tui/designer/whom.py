"""Asking whom a step or a row of a table names: one or several, each with which of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.flow.completing import Completion, Completions, complete
from core.flow.entering import parts, read
from core.language import Label, say
from tui.designer.asking import people
from tui.designer.phrase_sheet import PhraseSheet, Question, among
from tui.drawing.people_words import people_in_words, phrase_of
from tui.state.people_options import takes_options, with_options

if TYPE_CHECKING:
    from tui.designer.workbench import Workbench

_MORE = "+"
_OPTIONS = ("where", "pick")


def ask_whom(
    screen: Workbench,
    *,
    heading: str,
    name: str,
    value: Any,
    done: Callable[[Any], None],
    required: bool = False,
) -> None:
    """Ask who, and of a role or group which of them; of several first which to change.

    `name` gives the texts of the question (`by`, `copy`), `value` is what the file says now, `done`
    gets what it shall say: a phrase, a map with options, a list of these, or "" for nobody.
    """
    asking = _Asking(screen, heading, name, items_of(value), required)

    def answered(answers: list[str] | None) -> None:
        if answers is not None:
            done(asking.people(answers))

    screen.app.push_screen(PhraseSheet(asking.first(), asking.following), answered)


def items_of(value: Any) -> list[Any]:
    """Whom a file names, one by one."""
    if isinstance(value, list):
        return value
    return [value] if value else []


def _picked(options: Sequence[Completion]) -> Callable[[str], Completions]:
    """By its number, whatever else has that in its words; else by words."""
    by_words = among(options)

    def complete(words: str) -> Completions:
        exactly = tuple(each for each in options if each.text == words.strip())
        return Completions(items=exactly) if exactly else by_words(words)

    return complete


class _Asking:
    """The questions that follow each other, and what their answers mean."""

    def __init__(
        self, screen: Workbench, heading: str, name: str, items: list[Any], required: bool
    ) -> None:
        self._screen = screen
        self._heading = heading
        self._name = name
        self._items = items
        self._required = required
        self._several = len(items) > 1

    def first(self) -> Question:
        """Which of several; else who."""
        if not self._several:
            return self._who(self._items[0] if self._items else None)
        names: Mapping[str, Label] = self._screen.names
        numbered = [
            Completion(str(number), people_in_words(each, names))
            for number, each in enumerate(self._items, start=1)
        ]
        return Question(
            heading=self._heading,
            label=say("designer.which_of_them"),
            help=say("designer.which_of_them.help"),
            complete=_picked([*numbered, Completion(_MORE, say("designer.one_more"))]),
            picks=True,
        )

    def following(self, answers: list[str]) -> Question | None:
        """Who, of several; then for one role or group its options."""
        said = answers[1:] if self._several else answers
        before = self._before(answers)
        if not said:
            return self._who(before)
        if len(parts(said[0])) != 1 or not takes_options(said[0]) or len(said) > len(_OPTIONS):
            return None
        return self._option(_OPTIONS[len(said) - 1], before)

    def people(self, answers: Sequence[str]) -> Any:
        """What the file shall say."""
        who, *more = answers[1:] if self._several else answers
        said = dict(zip(_OPTIONS, more, strict=False))
        found = with_options(read("people", who, self._screen.scope) if who else "", said)
        if not self._several:
            return found
        at = len(self._items) if answers[0] == _MORE else int(answers[0]) - 1
        rest = [*self._items[:at], *items_of(found), *self._items[at + 1 :]]
        return rest[0] if len(rest) == 1 else rest

    def _before(self, answers: Sequence[str]) -> Any:
        if not self._several:
            return self._items[0] if self._items else None
        return None if answers[0] == _MORE else self._items[int(answers[0]) - 1]

    def _who(self, before: Any) -> Question:
        scope = self._screen.scope
        help = say(f"design_words.question.{self._name}.help")
        if self._several and before is not None:
            help = say("designer.empty_takes_away", help=help)
        return Question(
            heading=self._heading,
            label=say(f"design_words.question.{self._name}"),
            value=phrase_of(before) if isinstance(before, dict) else before or "",
            help=help,
            check=lambda words: read("people", words, scope),
            complete=lambda words: complete("people", words, scope),
            lookup=people(self._screen.services),
            may_be_empty=not self._required or (self._several and before is not None),
        )

    def _option(self, kind: str, before: Any) -> Question:
        scope = self._screen.scope
        return Question(
            heading=self._heading,
            label=say(f"design_form.prop.{kind}"),
            value=str(before.get(kind, "")) if isinstance(before, dict) else "",
            help=say(f"design_form.prop.{kind}.help"),
            check=lambda words: read(kind, words, scope),
            complete=lambda words: complete(kind, words, scope),
        )
