"""Whether an expression can be used on objects of a type: its words exist, its kinds fit.

ZEN has no types to ask, so a condition is tried on sample values of the right kinds: one that gives
no yes or no on any of them is none.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from core.objects import FieldDefinition, FieldKind, ObjectType
from core.people import Person
from core.rules.clock import UNTYPED
from core.rules.context import WORDS, Context, person_words
from core.rules.expressions import ExpressionError, fault, outcome
from core.rules.words import Words, read, tokens

_NUMBERS = (FieldKind.NUMBER, FieldKind.MONEY)
_MOMENTS = (FieldKind.DATE, FieldKind.TIME)
_DATED = (*_NUMBERS, *_MOMENTS, FieldKind.FLAG, FieldKind.TABLE)
"""What is no text; of a table it is the columns that count."""
_OBJECT = ("key", "title", "type")
_SPECIAL = frozenset({"person", "event"})
"""Words that only some conditions may use."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What speaks against an expression: `check.<key>` with its values; column from 1, 0: all."""

    key: str
    values: dict[str, str] = {}
    column: int = 0


def vet_value(text: str, object_type: ObjectType) -> Fault | None:
    """What speaks against an expression that computes a value."""
    found = _unreadable(text, object_type)
    if found is not None:
        return found
    words = read(text)
    for wrong in (*_unknown(words, object_type, WORDS - _SPECIAL), *_wrong(words, object_type)):
        return wrong
    return None


def vet_condition(
    text: str,
    object_type: ObjectType,
    people: Iterable[Person],
    *,
    about_person: bool = False,
    about_event: bool = False,
) -> Fault | None:
    """What speaks against a condition; `about_person`: it may speak of `person`, a candidate;
    `about_event`: of `event`, what came with something that happened outside."""
    found = _unreadable(text, object_type)
    if found is not None:
        return found
    words = read(text)
    special = {"person": about_person, "event": about_event}
    allowed = (WORDS - _SPECIAL) | {word for word, may in special.items() if may}
    for wrong in (*_unknown(words, object_type, allowed), *_wrong(words, object_type)):
        return wrong
    known = list(people)
    if "event" in words.names or ("person" in words.names and not known):
        return None  # nobody knows what comes with an event, or what can be said of people
    try:
        answers = [outcome(text, sample) for sample in _samples(words, object_type, known)]
    except ExpressionError as error:
        return Fault(key="not_an_expression", values={"detail": str(error)})
    if all(answer is None for answer in answers):
        return Fault(key="no_condition", values={"text": text})
    return None


def _unreadable(text: str, object_type: ObjectType) -> Fault | None:
    """A word that no expression can have, such as the title of a field, or what ZEN says of it."""
    word = next((each for each in tokens(text) if each.kind == "foreign"), None)
    if word is not None:
        known = ", ".join(_titled(word.text, object_type)) or _near(
            "", (f.id for f in object_type.fields)
        )
        values = {"name": word.text, "known": known}
        return Fault(key="unknown_name", values=values, column=word.at + 1)
    found = fault(text)
    if found is None:
        return None
    key, values, column = found
    return Fault(key=key.removeprefix("check."), values=values, column=column)


def _titled(title: str, object_type: ObjectType) -> Iterator[str]:
    """What is written for a title: the id of the field, or the choice in quotes."""
    for field in object_type.fields:
        if title in field.title.values():
            yield field.id
        yield from (f'"{each.id}"' for each in field.choices if title in each.title.values())


def _unknown(words: Words, object_type: ObjectType, allowed: frozenset[str]) -> Iterator[Fault]:
    fields = {field.id for field in object_type.fields}
    for path in sorted(words.paths):
        name, _, rest = path.partition(".")
        if name in WORDS and name in fields:
            yield Fault(key="word_is_field", values={"word": name})
        elif name == "object" and rest not in _OBJECT:
            known = ", ".join(f"object.{each}" for each in _OBJECT)
            yield Fault(key="unknown_name", values={"name": path, "known": known})
        elif name not in fields | allowed:
            yield Fault(key="unknown_name", values={"name": name, "known": _near(name, fields)})


def _near(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    return ", ".join(difflib.get_close_matches(name, names, n=1, cutoff=0.5) or names)


def _wrong(words: Words, object_type: ObjectType) -> Iterator[Fault]:
    yield from _mismatched(words, object_type)
    yield from _undated(words, object_type)


def _undated(words: Words, object_type: ObjectType) -> Iterator[Fault]:
    """What is read as a date and may be a text, which ZEN takes for the clock where it is `now`."""
    for path in words.dated:
        name, _, column = path.partition(".")
        if name in ("today", "now", *UNTYPED):
            continue
        tables = [field for field in object_type.fields if field.columns]
        if name == "#":
            found = [each for table in tables for each in table.columns if each.id == column]
        else:
            field = object_type.field(name)
            found = [field] if field is not None else []
        if not found or any(each.kind not in _DATED for each in found):
            yield Fault(key="date_wanted", values={"name": path.removeprefix("#.")})


def _mismatched(words: Words, object_type: ObjectType) -> Iterator[Fault]:
    """Constants that can never equal what they are compared with; ZEN would just say no."""
    for path, literal in words.literals:
        field = object_type.field(path)
        if field is None:
            continue
        is_text = literal[0] in "\"'"
        values = {"field": path, "literal": literal}
        if field.kind in _NUMBERS and is_text:
            yield Fault(key="text_for_number", values=values)
        elif field.kind in _MOMENTS and is_text:
            yield Fault(key="text_for_date", values=values)
        elif field.kind not in (*_NUMBERS, *_MOMENTS) and not is_text:
            yield Fault(key="number_for_text", values=values)
        elif field.kind is FieldKind.CHOICE:
            choices = [choice.id for choice in field.choices]
            if literal[1:-1] not in choices:
                yield Fault(key="unknown_choice", values={**values, "known": ", ".join(choices)})


# --- samples ---------------------------------------------------------------------------------


def _samples(words: Words, object_type: ObjectType, people: Iterable[Person]) -> Iterator[Context]:
    everybody = list(people) or [Person(id="somebody", name={})]
    fixed: Mapping[str, object] = {
        "object": dict.fromkeys(_OBJECT, "x"),
        "today": date(2026, 1, 1),
        "now": datetime(2026, 1, 1, tzinfo=UTC),
    }
    candidates = everybody if "person" in words.names else everybody[:1]
    for filled in (True, False):
        fields = {field.id: _sample(field, filled=filled) for field in object_type.fields}
        for person in candidates:
            other = {"requester": person_words(everybody[0]), "person": person_words(person)}
            yield Context(fields, object_type, {**fixed, **other})


def _sample(field: FieldDefinition, *, filled: bool) -> Any:
    """A stored value of the field's kind."""
    if field.kind is FieldKind.TABLE:
        line = {column.id: _sample(column, filled=True) for column in field.columns}
        return [line] if filled else []
    if field.kind is FieldKind.CHOICE:
        return field.choices[0 if filled else -1].id if field.choices else "x"
    return _SAMPLES.get(field.kind, "x")


_SAMPLES: dict[FieldKind, object] = {
    FieldKind.NUMBER: "1",
    FieldKind.MONEY: {"amount": "1", "currency": "EUR"},
    FieldKind.DATE: "2026-01-01",
    FieldKind.TIME: "2026-01-01T00:00:00+00:00",
    FieldKind.FLAG: True,
    FieldKind.FILE: {"hash": "x", "name": "x", "size": 1},
}
