"""Values made up to try a flow with, for whom no object of its type is at hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from core.errors import UsageError
from core.flow.bench import typed
from core.flow.completing import Completion, Completions, among
from core.language import label, say
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.rules.context import UnclearError
from tui.designer.asking import people
from tui.designer.phrase_sheet import Lookup, PhraseSheet, Question

if TYPE_CHECKING:
    from tui.designer.screen import DesignerScreen

_REQUESTER = "requester"
_WITHOUT = (FieldKind.TABLE, FieldKind.FILE)
_FOR_PEOPLE = ("title", "about", "text", "approve", "do", "fill", "id")
_MOST = 12
"""Fields that are asked for where a rule table may look at any of them."""


def ask(screen: DesignerScreen, then: Callable[[str], object]) -> None:
    """Ask who submits it and what each field holds that the flow looks at; `then` takes a CSV."""
    fields = _looked_at(screen)

    def question(number: int) -> Question:
        return _of_field(screen, fields[number - 1]) if number else _of_requester(screen)

    def following(answers: list[str]) -> Question | None:
        return question(len(answers)) if len(answers) <= len(fields) else None

    def answered(answers: list[str] | None) -> None:
        if answers is not None:
            then(_csv([_REQUESTER, *(each.id for each in fields)], answers))

    screen.app.push_screen(PhraseSheet(question(0), following), answered)


def _looked_at(screen: DesignerScreen) -> list[FieldDefinition]:
    """The fields that the flow's file names; all, as far as there is patience, with a table."""
    object_type = screen.scope.object_type
    known = object_type.fields if object_type is not None else ()
    fields = [each for each in known if each.kind not in _WITHOUT]
    words = set(_words(screen.document.data.get("steps")))
    named = [each for each in fields if each.id in words]
    return fields[:_MOST] if "table" in words else named


def _words(data: Any) -> Iterator[str]:
    """The words of conditions and values, without what is only for people to read."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in _FOR_PEOPLE:
                yield from _words(value)
    elif isinstance(data, list):
        for value in data:
            yield from _words(value)
    elif isinstance(data, str):
        yield from re.findall(r"\w+", data)


def _of_requester(screen: DesignerScreen) -> Question:
    find = people(screen.services)

    async def look(words: str) -> list[Completion]:
        found = await find(words)
        return [Completion(each.text.removeprefix("person:"), each.words) for each in found]

    return Question(
        heading=say("design_trying.made_up"),
        label=say("design_trying.made_up.requester"),
        help=say("design_trying.made_up.requester.help"),
        lookup=look,
    )


def _of_field(screen: DesignerScreen, field: FieldDefinition) -> Question:
    options = [Completion(each.id, label(each.title)) for each in field.choices]
    if field.kind is FieldKind.FLAG:
        options = [Completion(say(f"tui.{each}")) for each in ("yes", "no")]
    lookup: Lookup | None = None
    if field.kind is FieldKind.PERSON:
        lookup = _of_requester(screen).lookup
    complete: Callable[[str], Completions] = among(options)
    return Question(
        heading=say("design_trying.made_up"),
        label=label(field.title) or field.id,
        help=say("design_trying.made_up.help", kind=say(f"design_words.kind.{field.kind.value}")),
        complete=complete,
        lookup=lookup,
        check=lambda words: _judge(field, words),
    )


def _judge(field: FieldDefinition, words: str) -> None:
    """Raises UsageError for a text that is no value of the field."""
    object_type = ObjectType(id="x", title={}, prefix="X", fields=(field,))
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        words = words.replace(",", "").replace("，", "")
    elif field.kind is FieldKind.CHOICE:
        names = [(each.id, *each.title.values()) for each in field.choices]
        if not any(words.casefold() in map(str.casefold, each) for each in names):
            raise UsageError(say("designer.unknown", name=words))
        return
    elif field.kind is FieldKind.FLAG:
        words = "true"
    try:
        typed({field.id: words}, object_type)
    except UnclearError:
        message = say("simulating.value", field=label(field.title) or field.id, text=words)
        raise UsageError(message) from None


def _csv(headings: list[str], values: list[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([headings, values])
    return file.getvalue()
