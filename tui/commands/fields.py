"""Fields of objects on the command line: `amount=1250.00 EUR`, `lines=@lines.csv`, files."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from core.errors import UsageError
from core.language import say
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.typed import field_of, named, read_lines, read_value
from tui.commands.words import text_of

if TYPE_CHECKING:
    from core.client.client import Client

_DELIMITERS = ",;\t"


def parse_fields(
    client: "Client", object_type: ObjectType, words: Sequence[str]
) -> dict[str, object]:
    """`name=value` words as the server takes them. Raises UsageError for what cannot be read.

    Files are uploaded last, when every other word could be read.
    """
    values: dict[str, object] = {}
    files: list[tuple[str, str]] = []
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise UsageError(
                say("commands.field_form", word=word), hint=say("commands.field_form.hint")
            )
        field = field_of(object_type, name)
        if field.kind is FieldKind.FILE and text.strip():
            files.append((field.id, text.strip()))
        else:
            values[field.id] = given_value(client, field, text)
    return values | {name: stored(client, text) for name, text in files}


def given_value(client: "Client", field: FieldDefinition, text: str, *, name: str = "") -> object:
    """One field's words as the server takes them; a file is uploaded.

    `name` is what the person knows the field as. Raises UsageError for what cannot be read.
    """
    if field.kind is FieldKind.FILE and text.strip():
        return stored(client, text.strip())
    return with_files(client, field, _value(field, text, name))


def stored(client: "Client", text: str) -> object:
    """A file named as `PATH` or `@PATH`, uploaded, as a field holds it."""
    return msgspec.to_builtins(upload(client, Path(text.removeprefix("@"))))


def with_files(client: "Client", field: FieldDefinition, value: Any, before: Any = None) -> Any:
    """A table's lines with every file named in them uploaded; other values as they are.

    A name that a line of `before` has a file under means that file.
    """
    columns = [each.id for each in field.columns if each.kind is FieldKind.FILE]
    if not columns or not isinstance(value, list):
        return value
    known = {file["name"]: file for line in before or [] for file in map(line.get, columns) if file}
    for line in value:
        for name in columns:
            if isinstance(text := line.get(name), str):
                line[name] = known.get(text) or stored(client, text)
    return value


def upload(client: "Client", file: Path) -> Any:
    """Store a file on the server. Raises UsageError where it cannot be read."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(
            say("commands.unreadable", file=file, detail=error.strerror or error)
        ) from None
    return client.upload(file.name, content)


def _value(field: FieldDefinition, text: str, name: str) -> object:
    name = name or field.id
    if field.kind is FieldKind.TABLE and text.startswith("@"):
        file = Path(text[1:])
        content = text_of(file)
        if file.suffix.lower() in (".csv", ".tsv"):
            return read_lines(field, _table(field, content), name=name)
        text = content
    return read_value(field, text, name=name)


def _table(field: FieldDefinition, content: str) -> list[Any]:
    """The rows of a CSV file by its head; empty cells are left out.

    Spreadsheets separate by comma, semicolon or tab, as the country has it: the one by which the
    head holds the table's columns.
    """
    content = content.removeprefix("\ufeff")
    head = content.partition("\n")[0].strip("\r")

    def known(delimiter: str) -> int:
        names = next(csv.reader([head], delimiter=delimiter), [])
        return sum(named(field.columns, name) is not None for name in names)

    delimiter = max(_DELIMITERS, key=known)
    rows = csv.DictReader(StringIO(content, newline=""), delimiter=delimiter)
    return [{name: cell for name, cell in row.items() if cell} for row in rows]
