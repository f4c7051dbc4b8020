"""A cell of a rule table as a person types it: what is to be written, and what can follow."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from core.errors import UsageError
from core.flow.completing import Completion, Completions, among, complete
from core.flow.entering import Scope, read
from core.language import has_text, label, say
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.rules.axes import MOMENTS, ORDERED
from core.rules.cells import CellError, read_cell
from core.rules.grid import WHEN, ColumnKind, GridColumn
from core.rules.sheets import OUTPUTS
from core.tasks import Priority

_KINDS = {
    "ask": "people", "copy": "people", "mode": "mode", "within": "span", "call": "action",
    "when": "condition",
}  # fmt: skip
_WITHOUT_CELLS = (FieldKind.TABLE, FieldKind.FILE)
_BEGINNINGS = ("under", "up_to", "over", "from")
_WORD = re.compile(r'"[^"]*"|[^\s,，、;；"]+')
_OF_REQUESTER = ("department", "region")


class CellScope(msgspec.Struct, frozen=True, kw_only=True):
    """What a cell is judged by."""

    scope: Scope
    column: GridColumn
    others: tuple[str, ...] = ()
    """What stands in the other cells of the column."""

    @property
    def field(self) -> FieldDefinition | None:
        """The field that the column is about; None for an output, or a word of the requester."""
        object_type = self.scope.object_type
        if object_type is None or self.column.kind is not ColumnKind.CELL:
            return None
        return field_of(object_type, self.column.name)

    @property
    def kind(self) -> str:
        """How an output is typed: a kind of `core.flow.entering`."""
        return _KINDS.get(self.column.name, "word")


def field_of(object_type: ObjectType, heading: str) -> FieldDefinition | None:
    """The field that a heading names, by its id or its title in any language."""
    word = heading.casefold()
    for field in object_type.fields:
        titles = [each.casefold() for each in field.title.values()]
        if word in (field.id.casefold(), field.id.replace("_", " ").casefold(), *titles):
            return field
    return None


def choices_in_words(text: str, field: FieldDefinition | None) -> str:
    """A cell with the titles of choices in place of their ids, in the current language."""
    if field is None or not field.choices:
        return text
    titles = {each.id: label(each.title) for each in field.choices if each.title}
    return _WORD.sub(lambda found: titles.get(found[0].strip('"'), found[0]), text)


def read_typed(text: str, cell: CellScope) -> object:
    """The value to be written for what was typed. Raises UsageError with what is wrong."""
    text = " ".join(text.split())
    if cell.column.kind is ColumnKind.CELL:
        return _condition(text, cell)
    if cell.column.name == "priority":
        if text and text not in list(Priority):
            raise UsageError(say("designer.unknown", name=text))
        return text
    return read(cell.kind, text, cell.scope)


def _condition(text: str, cell: CellScope) -> str:
    try:
        read_cell(text, cell.field)
    except CellError as error:
        key = f"check.{error.key}"
        hint = say(f"{key}.hint", **error.values) if has_text(f"{key}.hint") else ""
        raise UsageError(say(key, **error.values), hint=hint) from None
    return text


def complete_typed(text: str, cell: CellScope) -> Completions:
    """What can follow `text` in a cell."""
    if cell.column.kind is ColumnKind.CELL:
        return _values(text, cell)
    if cell.column.name == "priority":
        options = [
            Completion(each, say(f"design_form.choice.priority.{each}")) for each in Priority
        ]
        return among(options)(text)
    return complete(cell.kind, text, cell.scope)


def _values(text: str, cell: CellScope) -> Completions:
    field = cell.field
    if field is not None and field.kind in ORDERED:
        return _fitting(text, 0, _ranges(field, cell.others))
    start = _last_word(text)
    return _fitting(text[start:], start, _words(field, cell.others))


def _fitting(begun: str, start: int, items: Iterable[Completion]) -> Completions:
    wanted = begun.casefold().strip()
    found = {each.text: each for each in items}.values()
    return Completions(
        start=start,
        items=tuple(
            each
            for each in found
            if wanted in f"{each.text} {each.words}".casefold() and each.text.casefold() != wanted
        ),
    )


def _last_word(text: str) -> int:
    """Where the alternative begins that is being typed."""
    ends = [
        text.rfind(mark) + len(mark) for mark in (",", "，", "、", " or ", " 或 ") if mark in text
    ]
    for mark in ("other than ", "not ", "不是 "):
        if text.startswith(mark):
            ends.append(len(mark))
    start = max(ends, default=0)
    return start + len(text[start:]) - len(text[start:].lstrip())


def _ranges(field: FieldDefinition, others: Iterable[str]) -> Iterator[Completion]:
    kind = "moment" if field.kind in MOMENTS else "number"
    for each in _BEGINNINGS:
        words = say(f"rules.cell_{each}", limit="").strip() + " "
        yield Completion(words, say(f"table.cell.{each}_{kind}"))
    yield from _empty(field)
    yield from (Completion(each) for each in dict.fromkeys(others))


def _words(field: FieldDefinition | None, others: Iterable[str]) -> Iterator[Completion]:
    if field is not None and field.kind is FieldKind.CHOICE:
        yield from (Completion(each.id, label(each.title)) for each in field.choices)
    elif field is not None and field.kind is FieldKind.FLAG:
        yield Completion(say("rules.cell_yes"), label(field.title))
        yield Completion(say("rules.cell_no"), "")
    else:
        yield from (Completion(each) for each in dict.fromkeys(others))
    if field is None or field.kind is not FieldKind.FLAG:
        yield Completion(say("rules.cell_not", values="").strip() + " ", say("table.cell.not"))
    yield from _empty(field)


def _empty(field: FieldDefinition | None) -> Iterator[Completion]:
    if field is None or not field.required:
        yield Completion(say("rules.cell_empty"), say("table.cell.empty"))
        yield Completion(say("rules.cell_given"), say("table.cell.given"))


# --- columns ---------------------------------------------------------------------------------


def columns_to_add(scope: Scope, there: Iterable[GridColumn]) -> list[Completion]:
    """The columns that a table can still get: by what is written, with what it means."""
    object_type, known = scope.object_type, list(there)
    fields = object_type.fields if object_type is not None else ()
    used = {
        field.id
        for each in known
        if object_type is not None and (field := field_of(object_type, each.name)) is not None
    }
    found = [
        Completion(each.id, say("table.column.field", field=label(each.title) or each.id))
        for each in fields
        if each.kind not in _WITHOUT_CELLS and each.id not in used
    ]
    names = {each.name for each in known}
    found += [
        Completion(each, column_title(GridColumn(ColumnKind.OUTPUT, each), scope))
        for each in OUTPUTS
        if GridColumn(ColumnKind.OUTPUT, each) not in known
    ]
    if WHEN not in known:
        found.append(Completion("when", say("table.column.when")))
    attributes = (*_OF_REQUESTER, *scope.words.attributes)
    return found + [
        Completion(f"requester.{each}", say("design_words.word.requester", name=each))
        for each in attributes
        if f"requester.{each}" not in names
    ]


def column_title(column: GridColumn, scope: Scope) -> str:
    """What a column is called in the reader's language."""
    if column.kind is not ColumnKind.CELL:
        return say(f"table.column.{column.name}")
    object_type = scope.object_type
    field = field_of(object_type, column.name) if object_type is not None else None
    return label(field.title) or field.id if field is not None else column.name
