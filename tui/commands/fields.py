"""Fields of objects as a person types them: `amount=1250.00 EUR`, `lines=@lines.csv`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from core.errors import UsageError
from core.language import label, say
from core.objects import FieldDefinition, FieldKind, ObjectType
from tui.commands.words import text_of

if TYPE_CHECKING:
    from core.client.client import Client

_YES = frozenset({"yes", "y", "true", "1", "是"})
_NO = frozenset({"no", "n", "false", "0", "否"})


def parse_fields(
    client: "Client", object_type: ObjectType, words: Sequence[str]
) -> dict[str, object]:
    """`name=value` words as the server takes them. Raises UsageError for what cannot be read."""
    values: dict[str, object] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise UsageError(say("commands.field_form", word=word))
        values[name] = parse(client, field_of(object_type, name), text)
    return values


def field_of(object_type: ObjectType, name: str) -> FieldDefinition:
    """The field with this id. Raises UsageError that names the fields there are."""
    field = object_type.field(name)
    if field is None:
        known = ", ".join(each.id for each in object_type.fields)
        title = label(object_type.title) or object_type.id
        raise UsageError(
            say("commands.no_such_field", field=name, type=title),
            hint=say("commands.no_such_field.hint", fields=known),
        )
    return field


def parse(client: "Client", field: FieldDefinition, text: str) -> object:
    """What the server takes for a text; None for an empty one, which empties the field."""
    text = text.strip()
    if not text:
        return None
    if field.kind is FieldKind.FILE:
        return _file(client, text)
    if field.kind is FieldKind.TABLE:
        return _table(client, field, text)
    reader = _READERS.get(field.kind)
    return reader(field, text) if reader is not None else text


def rows(client: "Client", field: FieldDefinition, lines: Sequence[Any]) -> list[object]:
    """The lines of a table, each a map from column to text or value."""
    columns = {column.id: column for column in field.columns}
    found: list[object] = []
    for number, line in enumerate(lines, start=1):
        if not isinstance(line, Mapping) or not set(line) <= set(columns):
            known = ", ".join(columns)
            raise UsageError(say("commands.bad_line", field=field.id, number=number, columns=known))
        found.append(
            {
                name: parse(client, columns[name], value) if isinstance(value, str) else value
                for name, value in line.items()
            }
        )
    return found


def as_text(field: FieldDefinition, value: Any) -> str:
    """A value as `parse` reads it back."""
    if value is None:
        return ""
    if field.kind is FieldKind.FLAG:
        return "yes" if value else "no"
    if isinstance(value, Mapping) and "amount" in value:
        return f"{value['amount']} {value.get('currency') or ''}".strip()
    if isinstance(value, Mapping):
        return str(value.get("name", ""))
    return str(value)


def _number(field: FieldDefinition, text: str) -> str:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise _unread(field, text, "12.50") from None
    if not number.is_finite():
        raise _unread(field, text, "12.50")
    return format(number, "f")


def _money(field: FieldDefinition, text: str) -> dict[str, str]:
    words = text.split()
    currency = next((word.upper() for word in words if word.isalpha()), field.currency)
    amounts = [word for word in words if not word.isalpha()]
    if len(amounts) != 1 or len(words) > 2:
        raise _unread(field, text, f"1250.00 {field.currency or 'EUR'}")
    return {"amount": _number(field, amounts[0]), "currency": currency}


def _date(field: FieldDefinition, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _unread(field, text, "2026-11-22") from None


def _time(field: FieldDefinition, text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _unread(field, text, "2026-11-22T14:30") from None
    # Without an offset it is the person's own time.
    return moment.astimezone().isoformat()


def _flag(field: FieldDefinition, text: str) -> bool:
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    raise _unread(field, text, "yes, no")


def _choice(field: FieldDefinition, text: str) -> str:
    for choice in field.choices:
        if text == choice.id or text in choice.title.values():
            return choice.id
    raise _unread(field, text, ", ".join(choice.id for choice in field.choices))


def _person(field: FieldDefinition, text: str) -> str:
    return text.removeprefix("@")


_READERS = {
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.DATE: _date,
    FieldKind.TIME: _time,
    FieldKind.FLAG: _flag,
    FieldKind.CHOICE: _choice,
    FieldKind.PERSON: _person,
}


def _file(client: "Client", text: str) -> object:
    return msgspec.to_builtins(upload(client, Path(text.removeprefix("@"))))


def upload(client: "Client", file: Path) -> Any:
    """Store a file on the server. Raises UsageError where it cannot be read."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(
            say("commands.unreadable", file=file, detail=error.strerror or error)
        ) from None
    return client.upload(file.name, content)


def _table(client: "Client", field: FieldDefinition, text: str) -> list[object]:
    if text.startswith("@"):
        file = Path(text[1:])
        content = text_of(file)
        if file.suffix.lower() == ".csv":
            import csv

            return rows(client, field, list(csv.DictReader(content.splitlines())))
        text = content
    try:
        lines = msgspec.json.decode(text)
    except msgspec.DecodeError:
        lines = None
    if not isinstance(lines, list):
        raise _unread(field, text[:40], '[{"…": "…"}], @lines.json, @lines.csv')
    return rows(client, field, lines)


def _unread(field: FieldDefinition, text: str, example: str) -> UsageError:
    return UsageError(
        say("commands.bad_field", field=field.id, text=text),
        hint=say("commands.bad_field.hint", example=example),
    )
