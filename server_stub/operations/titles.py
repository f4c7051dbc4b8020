"""An object's own title, from the template of its type: `{supplier}: {material}`."""

import re
from collections.abc import Callable

from core.language import label
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.people import Directory
from core.text import cut, one_line
from server_stub import access

CELLS = 120
"""How wide a title may get."""

_HOLE = re.compile(r"\{([^{}]*)\}")
_BETWEEN = " · "
_LEFT_OVER = " \t:,;/-–·（）()"


def title(
    object_type: ObjectType, fields: dict[str, object], directory: Directory, key: str
) -> str:
    """The object's title; where the template gives nothing, its key.

    What stands between two ` · ` and has nothing but empty fields is left out. A title is seen by
    all who see the object, so fields that only some may see stay out of it.
    """

    def value(name: str) -> str:
        field = object_type.field(name.strip())
        if field is None or not access.is_open(field):
            return ""
        return written(field, fields.get(field.id), directory)

    parts = (_filled(part, value) for part in object_type.name.split(_BETWEEN))
    return cut(_BETWEEN.join(part for part in parts if part), CELLS) or key


def _filled(part: str, value: Callable[[str], str]) -> str:
    """A part of a template with its fields; "" where all of them are empty."""
    values = [value(name) for name in _HOLE.findall(part)]
    if values and not any(values):
        return ""
    filling = iter(values)
    text = one_line(_HOLE.sub(lambda _: next(filling), part))
    return text if all(values) else text.strip(_LEFT_OVER)


def written(field: FieldDefinition, value: object, directory: Directory) -> str:
    """A value as it stands in a title; languages of the business: its first."""
    if value is None:
        return ""
    if field.kind == FieldKind.MONEY and isinstance(value, dict):
        return f"{value.get('amount', '')} {value.get('currency', '')}".strip()
    if field.kind == FieldKind.PERSON:
        known = directory.people.get(str(value))
        return label(known.name, "en") if known else str(value)
    if field.kind == FieldKind.CHOICE:
        chosen = next((each for each in field.choices if each.id == value), None)
        return label(chosen.title, "en") if chosen else str(value)
    if field.kind == FieldKind.FILE and isinstance(value, dict):
        return str(value.get("name", ""))
    return "" if field.kind == FieldKind.TABLE else str(value)
