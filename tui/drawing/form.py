"""A form and the lines of a table, a few lines of the screen for each row."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.language import label, say
from core.objects import FieldDefinition, FieldKind
from core.text import cell_width, cut, fit, one_line
from tui.drawing.line import BOLD, DIM, LATE, PLAIN, SOON, Line, text, wrap
from tui.drawing.words import Names, value_words
from tui.state.form import Form, is_empty

_NARROW = 30
"""Cells below which a value stands below its label."""


def form_rows(form: Form, names: Names, cells: int) -> list[list[Line]]:
    """For each field its lines: a mark where it was changed, label, value, what is wrong."""
    widest = max((cell_width(_title(field)) for field in form.fields), default=0)
    room = min(widest, max(8, cells // 3))
    return [_field_row(form, field, names, room, cells) for field in form.fields]


def table_rows(
    field: FieldDefinition, lines: Sequence[Mapping[str, Any]], names: Names, cells: int
) -> list[list[Line]]:
    """For each line of a table one line, and one for adding another."""
    rows: list[list[Line]] = []
    for number, each in enumerate(lines, start=1):
        words = [
            value_words(column, each.get(column.id), names)
            for column in field.columns
            if not is_empty(each.get(column.id))
        ]
        line = one_line(f"{number}  " + "  ".join(words))
        rows.append([[text(" " + cut(line, cells - 1))]])
    return [*rows, [[text(" " + say("form.add_line"), DIM)]]]


def _field_row(
    form: Form, field: FieldDefinition, names: Names, room: int, cells: int
) -> list[Line]:
    value = form.values.get(field.id)
    complaint = form.complaints.get(field.id, "")
    mark = text(
        "!" if complaint else "*" if form.is_changed(field.id) else " ", LATE if complaint else SOON
    )
    words, style = _shown(field, value, names)
    if cells < _NARROW:
        rows = [
            [mark, text(cut(_title(field), cells - 1), DIM)],
            [text("  " + cut(words, cells - 2), style)],
        ]
    else:
        left = fit(_title(field), room)
        rows = [[mark, text(left + "  ", DIM), text(cut(words, cells - room - 3), style)]]
    indent = 2 if cells < _NARROW else room + 3
    for part in wrap(one_line(complaint), cells - indent) if complaint else ():
        rows.append([text(" " * indent), text(part, SOON)])
    return rows


def _shown(field: FieldDefinition, value: Any, names: Names) -> tuple[str, Any]:
    if is_empty(value):
        return (say("form.required") if field.required else "-"), DIM
    words = one_line(value_words(field, value, names))
    return words, BOLD if field.kind is FieldKind.MONEY else PLAIN


def _title(field: FieldDefinition) -> str:
    return label(field.title) or field.id
