"""A form for an editor: the fields of an object as YAML, with what each of them is beside it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.errors import UsageError
from core.language import label, say
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.typed import as_text, field_of, lines_as_text, read_lines, read_value
from tui.commands.fields import stored, with_files

if TYPE_CHECKING:
    from core.client.client import Client


def form(
    object_type: ObjectType,
    values: Mapping[str, Any],
    writable: Sequence[str],
    about: str = "",
) -> str:
    """The form for the writable fields, filled with `values`; `about` says what it is for."""
    head = [*about.splitlines(), *say("commands.form_head").splitlines()]
    parts = ["".join(f"# {line}\n" for line in head)]
    for field in object_type.fields:
        if field.id in writable:
            parts.append(_explained(field) + _written(field, values.get(field.id)))
    return "\n".join(parts)


def read_form(
    client: "Client", object_type: ObjectType, text: str, before: Mapping[str, Any]
) -> dict[str, object]:
    """The values that a form holds; what stands as it stood is the value from `before` itself.

    Raises UsageError that says what cannot be read. Files that are named anew are uploaded.
    """
    found = {}
    for name, value in _parsed(text).items():
        field = field_of(object_type, name)
        found[field.id] = _value(client, field, value, before.get(field.id))
    return found


def _parsed(text: str) -> dict[str, Any]:
    import yaml

    try:
        # Every scalar stays the text that was typed: 12.50 must not become 12.5.
        found = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        detail = " ".join(str(error).split())
        raise UsageError(say("commands.form_unread", detail=detail)) from None
    if found is None or found == "":
        return {}
    if not isinstance(found, dict):
        raise UsageError(say("commands.form_unread", detail=str(found)[:40]))
    return found


def _value(client: "Client", field: FieldDefinition, value: Any, before: Any) -> object:
    if field.kind is FieldKind.TABLE:
        lines = value if isinstance(value, list) else []
        if lines == lines_as_text(field, before or []):
            return before
        return with_files(client, field, read_lines(field, lines, name=field.id), before)
    if not isinstance(value, str):
        raise UsageError(say("commands.form_unread", detail=field.id))
    if value.strip() == as_text(field, before).strip():
        return before
    if field.kind is FieldKind.FILE and value.strip():
        return stored(client, value.strip())
    return read_value(field, value, name=field.id)


def _explained(field: FieldDefinition) -> str:
    words = [label(field.title) or field.id, say(f"commands.field_kind.{field.kind}")]
    if field.currency:
        words.append(field.currency)
    if field.choices:
        words.append(" | ".join(choice.id for choice in field.choices))
    if field.columns:
        words.append(", ".join(column.id for column in field.columns))
    if field.required:
        words.append(say("commands.required"))
    lines = [", ".join(words), *label(field.help).splitlines()]
    return "".join(f"# {line}\n" for line in lines)


def _written(field: FieldDefinition, value: Any) -> str:
    if field.kind is not FieldKind.TABLE:
        return _dump({field.id: as_text(field, value)})
    return _dump({field.id: lines_as_text(field, value or [])})


def _dump(value: dict[str, Any]) -> str:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes texts of several lines as such."""

    def text(dumper: yaml.SafeDumper, words: str) -> yaml.Node:
        style = "|" if "\n" in words else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=style)

    Dumper.add_representer(str, text)
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000)
