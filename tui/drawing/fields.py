"""The fields of an object: label and value in two columns, tables of lines below."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.segment import Segment

from core.api import ObjectView
from core.language import has_text, label, say
from core.objects import FieldChange, FieldDefinition, FieldKind
from core.text import cell_width, cut, fit
from tui.drawing.line import BOLD, DIM, Line, text, wrap
from tui.drawing.words import Names, is_number, value_words

_GAP = "  "
_NARROWEST_COLUMN = 4


def field_lines(view: ObjectView, width: int) -> Iterator[Line]:
    """Every field that is filled and no table, in the order of its type."""
    fields = [
        field
        for field in view.type.fields
        if field.kind is not FieldKind.TABLE and _filled(view.object.fields.get(field.id))
    ]
    room = _label_width([_title(field) for field in fields], width)
    for field in fields:
        words = value_words(field, view.object.fields[field.id], view.names)
        yield from labelled(_title(field), words, room, width)


def how_written(field: FieldDefinition) -> list[str]:
    """What the business says about a field, and how it is typed on one line, as far as known."""
    example = f"form.example.{field.kind}"
    words = [label(field.help)]
    if has_text(example):
        words.append(say(example, currency=field.currency or "EUR"))
    return [each for each in words if each]


def labelled(title: str, words: str, room: int, width: int) -> Iterator[Line]:
    """A label in `room` cells and its value beside it, or below it on a small screen."""
    if width < 30:
        yield [text(cut(title, width), DIM)]
        yield from ([text(" " + part)] for part in wrap(words, width - 1))
        return
    for number, part in enumerate(wrap(words, width - room - len(_GAP))):
        head = fit(title, room) if number == 0 else " " * room
        yield [text(head + _GAP, DIM), text(part)]


def tables(view: ObjectView) -> list[tuple[FieldDefinition, list[Mapping[str, Any]]]]:
    """The table fields that have lines."""
    found = []
    for field in view.type.fields:
        value = view.object.fields.get(field.id)
        if field.kind is FieldKind.TABLE and isinstance(value, list | tuple) and value:
            rows = [row for row in value if isinstance(row, Mapping)]
            found.append((field, rows))
    return found


def table_lines(
    field: FieldDefinition, rows: Sequence[Mapping[str, Any]], names: Names, width: int
) -> Iterator[Line]:
    """A table: a head and one line a row; columns that do not fit are shown below each row."""
    columns = [each for each in field.columns if any(_filled(row.get(each.id)) for row in rows)]
    cells = [[value_words(each, row.get(each.id), names) for each in columns] for row in rows]
    widths = _column_widths(columns, cells, width)
    shown = len(widths)
    heads = [_title(each) for each in columns]
    yield [text(_table_row(columns[:shown], heads, widths), DIM)]
    for row in cells:
        yield [text(_table_row(columns[:shown], row, widths))]
        for title, words in zip(heads[shown:], row[shown:], strict=True):
            if words:
                yield [text(cut(f"{_GAP}{title}: {words}", width), DIM)]


def change_lines(
    changes: Sequence[FieldChange], view: ObjectView | None, names: Names, width: int
) -> Iterator[Line]:
    """What each field was and is now."""
    room = _label_width([label(change.title) or change.field for change in changes], width)
    for change in changes:
        field = view.type.field(change.field) if view is not None else None
        title = label(change.title) or change.field
        for words, style in _versions(change, field, names):
            parts = list(wrap(words, max(8, width - room - 4)))
            head = fit(title, room) if title else " " * room
            yield [text(head + _GAP, DIM), Segment(style, BOLD), text(parts[0])]
            for part in parts[1:]:
                yield [text(" " * (room + 4)), text(part)]
            title = ""


def _versions(
    change: FieldChange, field: FieldDefinition | None, names: Names
) -> Iterator[tuple[str, str]]:
    # Signs, not colours, say which is which.
    if isinstance(change.old, list | tuple) and isinstance(change.new, list | tuple):
        yield from _rows_changed(change.old, change.new, field, names)
        return
    if _filled(change.old):
        yield value_words(field, change.old, names), "- "
    yield value_words(field, change.new, names), "+ "


def _rows_changed(
    old: Sequence[Any], new: Sequence[Any], field: FieldDefinition | None, names: Names
) -> Iterator[tuple[str, str]]:
    for row in old:
        if row not in new:
            yield _row_words(row, field, names), "- "
    for row in new:
        if row not in old:
            yield _row_words(row, field, names), "+ "


def _row_words(row: Any, field: FieldDefinition | None, names: Names) -> str:
    """A row's values in the order of the table's columns, and what has no column after them."""
    if not isinstance(row, Mapping):
        return value_words(None, row, names)
    columns = {each.id: each for each in field.columns} if field is not None else {}
    order = [
        *(each for each in columns if each in row),
        *(each for each in row if each not in columns),
    ]
    words = (value_words(columns.get(key), row[key], names) for key in order)
    return " | ".join(word for word in words if word)


def _column_widths(
    columns: Sequence[FieldDefinition], cells: list[list[str]], width: int
) -> list[int]:
    """Natural widths, the widest text column narrowed first; fewer columns where none fit."""
    heads = [cell_width(_title(each)) for each in columns]
    widths = [
        max([heads[number], *(cell_width(row[number]) for row in cells)])
        for number in range(len(columns))
    ]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        texts = [
            number
            for number in range(len(widths))
            if not is_number(columns[number]) and widths[number] > max(_NARROWEST_COLUMN, 8)
        ]
        if texts:
            widths[max(texts, key=lambda number: widths[number])] -= 1
        elif len(widths) > 1:
            widths.pop()
        else:
            return [max(1, width)]
    return widths


def _table_row(
    columns: Sequence[FieldDefinition], words: Sequence[str], widths: Sequence[int]
) -> str:
    cells = [
        fit(word, size, right=is_number(each))
        for each, word, size in zip(columns, words, widths, strict=False)
    ]
    return _GAP.join(cells).rstrip()


def _label_width(titles: Sequence[str], width: int) -> int:
    widest = max((cell_width(title) for title in titles), default=0)
    return min(widest, max(8, width // 3))


def _title(field: FieldDefinition) -> str:
    return label(field.title) or field.id


def _filled(value: Any) -> bool:
    return value not in (None, "", [], (), {})
