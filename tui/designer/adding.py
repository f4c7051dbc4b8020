"""New steps and branches: what they are, and the few things that each of them has to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from core.errors import SignoffError
from core.flow.completing import Completion, complete
from core.flow.editing import id_from
from core.flow.entering import read
from core.flow.outline import NAMED
from core.language import current_language, say
from tui.designer.asking import people
from tui.designer.phrase_sheet import PhraseSheet, Question, among

if TYPE_CHECKING:
    from tui.designer.screen import DesignerScreen

Record = dict[str, Any]


class Asked(msgspec.Struct, frozen=True):
    """One thing that a new step has to say. `name` gives its texts, `kind` how it is typed."""

    name: str
    kind: str
    optional: bool = False


_QUESTIONS: dict[str, tuple[Asked, ...]] = {
    "approve": (Asked("title", "text"), Asked("by", "people")),
    "do": (Asked("title", "text"), Asked("by", "people")),
    "fill": (Asked("title", "text"), Asked("by", "people"), Asked("fields", "fields")),
    "tell": (Asked("copy", "people"),),
    "choose": (Asked("when", "condition"),),
    "choose all": (Asked("when", "condition"),),
    "together": (),
    "call": (Asked("action", "action"),),
    "set": (Asked("field", "fields"), Asked("value", "value")),
    "wait": (Asked("span", "span"),),
    "wait until": (Asked("until", "condition"),),
    "wait event": (Asked("event", "word"),),
    "flow": (Asked("flow", "flow"),),
}
"""The kinds of steps, in the order in which they are offered."""


def add(screen: DesignerScreen, *, before: bool = False) -> None:
    """Ask for the kind of the new step, then for what such a step has to say."""
    kinds = [Completion(kind, say(f"design_words.kind_of_step.{kind}")) for kind in _QUESTIONS]
    first = Question(
        heading=say("designer.which_kind"),
        label=say("designer.kind_label"),
        complete=among(kinds),
        picks=True,
    )

    def following(answers: list[str]) -> Question | None:
        kind, number = answers[0], len(answers) - 1
        asked = _QUESTIONS[kind]
        return question(screen, kind, asked[number]) if number < len(asked) else None

    def answered(answers: list[str] | None) -> None:
        if answers:
            kind = answers[0]
            _add(screen, kind, before, _read(screen, _QUESTIONS[kind], answers[1:]))

    screen.app.push_screen(PhraseSheet(first, following), answered)


def question(screen: DesignerScreen, kind: str, asked: Asked) -> Question:
    """How one thing is asked for."""
    scope = screen.scope
    return Question(
        heading=say(f"design_words.kind_of_step.{kind}"),
        label=say(f"design_words.question.{asked.name}"),
        help=say(f"design_words.question.{asked.name}.help"),
        check=lambda words: read(asked.kind, words, scope),
        complete=lambda words: complete(asked.kind, words, scope),
        lookup=people(screen.services) if asked.kind == "people" else None,
        may_be_empty=asked.optional,
    )


def _read(screen: DesignerScreen, asked: Sequence[Asked], answers: Sequence[str]) -> list[Any]:
    pairs = zip(asked, answers, strict=True)
    return [read(each.kind, words, screen.scope) for each, words in pairs]


def _add(screen: DesignerScreen, kind: str, before: bool, answers: list[Any]) -> None:
    try:
        record = _record(screen, kind, answers)
        document = screen.document
        (document.add_before if before else document.add_step)(record)
    except SignoffError as error:
        screen.tell(f"{error.message} {error.hint}".strip())
        return
    if kind in ("choose", "choose all", "together"):
        document.selected = (*document.selected, kind, 0)  # steps go into the first branch
    screen.changed()


def _record(screen: DesignerScreen, kind: str, answers: list[Any]) -> Record:
    if kind in NAMED:
        title, by, *fields = answers
        record: Record = {kind: id_from(title, screen.document.ids(), kind)}
        record |= {"title": {current_language(): title}, "by": by}
        return record | ({"fields": fields[0]} if fields else {})
    if kind in ("choose", "choose all"):
        return {kind: [{"when": answers[0], "steps": []}]}
    if kind == "together":
        return {kind: [{"steps": []}, {"steps": []}]}
    if kind == "set":
        return {kind: {answers[0][0]: answers[1]}}
    if kind in ("wait until", "wait event"):
        return {"wait": {kind.removeprefix("wait "): answers[0]}}
    return {kind: answers[0]}


def add_branch(screen: DesignerScreen) -> None:
    """One more branch of the selected step, or behind the branch that it stands in."""
    row = screen.document.branching
    if row is None:
        screen.tell(say("designer.no_branches"))
        return
    together = row.step == "together"
    name, kind = ("way", "text") if together else ("when_or", "condition")
    asked = Asked(name, kind, optional=True)

    def answered(answers: list[str] | None) -> None:
        if answers is not None:
            _add_branch(screen, together, _read(screen, [asked], answers))

    screen.app.push_screen(PhraseSheet(question(screen, row.step, asked)), answered)


def _add_branch(screen: DesignerScreen, together: bool, answers: list[Any]) -> None:
    words = answers[0]
    if together:
        title = {"title": {current_language(): words}} if words else {}
        record: Record = {**title, "steps": []}
    else:
        record = {"when": words, "steps": []} if words else {"otherwise": []}
    try:
        screen.document.add_branch(record)
    except SignoffError as error:
        screen.tell(f"{error.message} {error.hint}".strip())
        return
    screen.changed()
