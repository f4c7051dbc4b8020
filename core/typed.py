"""Fields of objects as a person types them, as they travel to the server.

One reader for every place in which somebody types a value: `--field`, the form in an editor, the
dialog of a decision. What `as_text` writes and what the screens show, it reads back. Each
reader takes what can mean one thing only; the server has the last word.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from core.amounts import plain, read_money, read_number
from core.errors import UsageError
from core.language import label, say
from core.near import hint_among
from core.objects import FieldDefinition, FieldKind, ObjectType

YES = frozenset({"yes", "y", "true", "1", "是"})
NO = frozenset({"no", "n", "false", "0", "否"})
_MOST_CHOICES = 20
_SHOWN = 40
"""How much of a wrong text is repeated, in characters."""
_DATE = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}) ?[:时点] ?(\d{1,2}) ?(?:[:分] ?(\d{1,2}) ?秒?|分)?", re.ASCII)


Local = Callable[[datetime], datetime]
"""What a time without an offset means."""


def read_value(
    field: FieldDefinition, text: str, *, name: str = "", local: Local | None = None
) -> object:
    """What the server takes for a text; None for an empty one, which empties the field.

    Raises UsageError that says how to write it; `name` is what the person knows the field as. A
    file's text stays as it is: the caller uploads it. A time without an offset is that of the
    person at this machine, or `local`.
    """
    text = text.strip()
    if not text:
        return None
    name = name or label(field.title) or field.id
    if field.kind is FieldKind.TABLE:
        return _table(field, text, name, local)
    found, example = _read(field, text, local or in_own_zone)
    if found is None:
        raise unread(name, text, example)
    return found


def read_lines(
    field: FieldDefinition, lines: Sequence[Any], *, name: str = "", local: Local | None = None
) -> list[object]:
    """The lines of a table, each a map from column (id or title) to text or value."""
    name = name or label(field.title) or field.id
    return [
        _line(field, line, f"{name}[{number}]", local) for number, line in enumerate(lines, start=1)
    ]


def as_text(field: FieldDefinition, value: Any) -> str:
    """A value as `read_value` reads it back."""
    if value is None:
        return ""
    if field.kind is FieldKind.FLAG:
        return "yes" if value else "no"
    if field.kind is FieldKind.TABLE:
        return msgspec.json.encode(lines_as_text(field, value)).decode()
    if isinstance(value, Mapping) and "amount" in value:
        return f"{value['amount']} {value.get('currency') or ''}".strip()
    if isinstance(value, Mapping):
        return str(value.get("name", ""))
    return str(value)


def lines_as_text(field: FieldDefinition, lines: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The lines of a table as `read_lines` reads them back."""
    columns = {column.id: column for column in field.columns}
    return [
        {name: as_text(columns[name], each) for name, each in line.items() if name in columns}
        for line in lines
    ]


def named(fields: Sequence[FieldDefinition], name: str) -> FieldDefinition | None:
    """The field with this id, or the one with this title in some language."""
    for field in fields:
        if field.id == name:
            return field
    wanted = plain(name).casefold()
    found = [each for each in fields if wanted in _words(each.id, each.title)]
    return found[0] if len(found) == 1 else None


def field_of(object_type: ObjectType, name: str) -> FieldDefinition:
    """The field of that name. Raises UsageError with the nearest names and all there are."""
    field = named(object_type.fields, name)
    if field is None:
        title = label(object_type.title) or object_type.id
        raise UsageError(
            say("typed.no_such_field", field=name, type=title),
            hint=hint_among(name, [each.id for each in object_type.fields]),
        )
    return field


def unread(name: str, text: str, example: str) -> UsageError:
    """The error for a text that does not fit its field."""
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return UsageError(
        say("typed.unread", field=name, text=shown), hint=say("typed.example", example=example)
    )


def _read(field: FieldDefinition, text: str, local: Local) -> tuple[object, str]:
    """The value, None where it cannot be read, and how it is written."""
    match field.kind:
        case FieldKind.NUMBER:
            return read_number(text), "1250.50"
        case FieldKind.MONEY:
            return read_money(text, field.currency), f"1250.50 {field.currency or 'EUR'}"
        case FieldKind.DATE:
            return _date(text), "2026-11-22"
        case FieldKind.TIME:
            return _moment(text, local), "2026-11-22T14:30"
        case FieldKind.FLAG:
            return _flag(text), f"{say('typed.yes')}, {say('typed.no')}"
        case FieldKind.CHOICE:
            return _choice(field, text), _choices(field)
        case FieldKind.PERSON:
            return plain(text).removeprefix("@"), ""
        case FieldKind.REFERENCE:
            return plain(text), ""
    return text, ""


def _date(text: str) -> str | None:
    words = plain(text)
    found = _DATE.fullmatch(words)
    try:
        if found is not None:
            year, month, day = (int(part) for part in found.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(words).isoformat()
    except ValueError:
        return None


def _moment(text: str, local: Local) -> str | None:
    words = plain(text)
    try:
        moment = _written_out(words) or datetime.fromisoformat(words)
        return (local(moment) if moment.tzinfo is None else moment.astimezone()).isoformat()
    except (ValueError, OverflowError):
        return None


def in_own_zone(moment: datetime) -> datetime:
    """Without an offset it is this person's own time. One that the change of the clocks leaves out
    is as long after the change: 02:30 is 03:30, as where the company's time is meant."""
    there = moment.astimezone()
    if moment.tzinfo is None and there.replace(tzinfo=None) != moment:
        return moment.replace(fold=1).astimezone()
    return there


def _written_out(words: str) -> datetime | None:
    """`2026年11月22日14时30分`, `2026/11/22 14:30`: a date and a clock, each as people write it."""
    day = _DATE.match(words)
    clock = _CLOCK.fullmatch(words[day.end() :].strip()) if day is not None else None
    if day is None or clock is None:
        return None
    year, month, date_ = (int(part) for part in day.groups())
    hour, minute, second = (int(part or 0) for part in clock.groups())
    return datetime(year, month, date_, hour, minute, second)


def _flag(text: str) -> bool | None:
    word = plain(text).casefold()
    return word in YES if word in YES | NO else None


def _choice(field: FieldDefinition, text: str) -> str | None:
    """By id, else by the title in any language where one choice alone has it."""
    for choice in field.choices:
        if text == choice.id:
            return choice.id
    wanted = plain(text).casefold()
    found = [each.id for each in field.choices if wanted in _words(each.id, each.title)]
    return found[0] if len(found) == 1 else None


def _words(id_: str, title: Mapping[str, str]) -> set[str]:
    return {plain(word).casefold() for word in (id_, *title.values())}


def _choices(field: FieldDefinition) -> str:
    words = []
    for choice in field.choices[:_MOST_CHOICES]:
        title = label(choice.title)
        same = plain(title).casefold() == choice.id.casefold()
        words.append(choice.id if same or not title else f"{choice.id} ({title})")
    return ", ".join(words) + (", …" if len(field.choices) > _MOST_CHOICES else "")


def _table(field: FieldDefinition, text: str, name: str, local: Local | None) -> list[object]:
    try:
        lines = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        lines = None
    if not isinstance(lines, list):
        raise unread(name, text, '[{"…": "…"}], @lines.json, @lines.csv')
    return read_lines(field, lines, name=name, local=local)


def _line(field: FieldDefinition, line: Any, name: str, local: Local | None) -> dict[str, object]:
    if not isinstance(line, Mapping):
        raise unread(name, str(line), '{"…": "…"}')
    found: dict[str, object] = {}
    for title, value in line.items():
        column = named(field.columns, str(title or ""))
        if column is None:
            raise UsageError(
                say("typed.no_such_column", field=name, column=title or ""),
                hint=hint_among(str(title or ""), [each.id for each in field.columns]),
            )
        cell = f"{name}.{column.id}"
        is_text = isinstance(value, str)
        found[column.id] = read_value(column, value, name=cell, local=local) if is_text else value
    return found
