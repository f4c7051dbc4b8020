"""Words for what the server sends as codes: kinds, states, reasons, messages, values of fields."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.api import ObjectView, StepProgress, Urged
from core.language import Label, has_text, label, say
from core.objects import FieldDefinition, FieldKind, Money
from core.tasks import Reason, Task, TaskKind
from core.text import money, number
from tui.days import here
from tui.drawing.people_words import in_words

Names = Mapping[str, Label]
_EARLIER = ("approve", "do", "fill")
"""Kinds of step that somebody can be sent back to."""


def name_of(person: str, names: Names) -> str:
    """The name of a person, role or department, or its id."""
    return label(names.get(person)) or person


def coded(area: str, code: str) -> str:
    """The words of a code, or the code itself where this program is older than the server."""
    key = f"tui.{area}.{code}"
    return say(key) if has_text(key) else code


def spoken(key: str, values: Mapping[str, str], names: Names) -> str:
    """A text of a catalogue filled with values, ids of people and roles by their names.

    The bare values where this program is older than the server and does not know the text.
    """
    named = {name: _named(value, names) for name, value in values.items()}
    if has_text(key):
        try:
            return say(key, **named)
        except KeyError:
            pass
    return " ".join([key, *named.values()])


def _named(value: str, names: Names) -> str:
    """A value with the names of the ids in it, of one or of several."""
    found = label(names.get(value))
    if found or ", " not in value:
        return found or in_words(value, names)
    return ", ".join(label(names.get(each)) or each for each in value.split(", "))


def because(reason: Reason | None, names: Names) -> str:
    """Why a person was asked."""
    if reason is None:
        return ""
    key = reason.key if "." in reason.key else f"reason.{reason.key}"
    return spoken(key, reason.values, names)


_UNNAMED = re.compile(r"(choose|choose-all|together|wait|call|set|tell|flow)-\d+")
"""The ids that a step of such a kind has by itself."""


def requester(task: Task) -> str:
    """Who wants it: the requester's name, or whoever put the question."""
    who = requester_id(task)
    name = task.requester_name if who == task.requester else task.asked_by_name
    return label(name) or who


def requester_id(task: Task) -> str:
    """The id of who wants it."""
    is_question = task.kind is TaskKind.QUESTION and task.asked_by
    return task.asked_by if is_question else task.requester


def return_targets(view: ObjectView | None) -> list[tuple[str, str]]:
    """Where a task can be returned to, with the words for it: requester and earlier steps."""
    targets = [("requester", say("tui.to_requester")), ("previous", say("tui.to_previous"))]
    case = view.case if view is not None else None
    for step in case.steps if case is not None else ():
        if step.state == "done" and step.kind in _EARLIER:
            targets.append((step.step, label(step.title) or step.step))
    return targets


def step_words(step: StepProgress) -> str:
    """What a step is called: its title or id; where it was given neither, what it is."""
    if words := label(step.title):
        return words
    if step.step == "requester":
        return say("tui.step.requester")
    unnamed = _UNNAMED.fullmatch(step.step)
    if unnamed is None:
        return step.step
    kind = unnamed[1].replace("-", " ")
    return say("tui.step.flow") if kind == "flow" else say(f"drawing.{kind}")


def given_id(step: str) -> str:
    """The id that somebody gave a step; "" for one that it has by itself."""
    return "" if step == "requester" or _UNNAMED.fullmatch(step) else step


def moment(value: datetime) -> str:
    """A moment in the person's own time zone, to the minute."""
    return here(value).strftime("%Y-%m-%d %H:%M")


def not_urged(answer: Urged) -> str:
    """Who was not urged because they were a short while ago, and from when they can be again."""
    people = ", ".join(
        say("tui.rests", name=label(each.name) or each.person, when=moment(each.until))
        for each in answer.resting
    )
    return say("tui.not_urged", people=people) if people else ""


def value_words(field: FieldDefinition | None, value: Any, names: Names) -> str:
    """A field's value as a person reads it; what does not fit its kind is shown as it is."""
    if value is None or value == "":
        return ""
    if field is None:
        return _plain(value)
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        return _amount(value, field.currency)
    if field.kind is FieldKind.PERSON:
        return name_of(str(value), names)
    if field.kind is FieldKind.CHOICE:
        return _choice(field, str(value))
    if field.kind is FieldKind.TIME:
        return _moment(value)
    return _plain(value)


def is_number(field: FieldDefinition) -> bool:
    """Whether the field's values stand in a right-aligned column."""
    return field.kind in (FieldKind.NUMBER, FieldKind.MONEY)


def _amount(value: Any, currency: str) -> str:
    if isinstance(value, Mapping):
        amount = str(value.get("amount", ""))
        return money(Money(amount=amount, currency=str(value.get("currency") or currency)))
    return number(str(value))


def _choice(field: FieldDefinition, value: str) -> str:
    found = next((choice for choice in field.choices if choice.id == value), None)
    return (label(found.title) or value) if found is not None else value


def _moment(value: Any) -> str:
    try:
        return moment(datetime.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return say("tui.yes" if value else "tui.no")
    if isinstance(value, Mapping):
        if "name" in value:
            return str(value["name"])
        if "amount" in value:
            return _amount(value, "")
        return ", ".join(f"{key}: {_plain(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return say("tui.line_count" if len(value) == 1 else "tui.lines_count", n=len(value))
    return str(value)
