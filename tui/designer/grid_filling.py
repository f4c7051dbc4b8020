"""Filling in the selected cell of a rule table, a heading, or what stands above the rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.errors import SignoffError
from core.flow.completing import Completion
from core.flow.entering import read
from core.language import label, say
from core.objects import FieldKind
from core.rules.cell_entering import (
    CellScope,
    columns_to_add,
    complete_typed,
    read_typed,
)
from core.rules.grid import ColumnKind, GridColumn, Value, column_of
from core.rules.table import Hit
from tui.designer.asking import people
from tui.designer.phrase_sheet import Lookup, PhraseSheet, Question, among
from tui.designer.whom import ask_whom

if TYPE_CHECKING:
    from tui.designer.grid_screen import GridScreen

_PEOPLE = ("ask", "copy")
_HEAD = ("title_en", "title_zh", "about_en", "about_zh", "hit", "rules", "object")
"""What stands above the rows, in the order in which it is offered."""


def change(screen: GridScreen) -> None:
    """Let the person fill in the selected cell, or say what the selected column is about."""
    document, column = screen.document, screen.document.chosen
    if column is None:
        add_column(screen)
    elif document.row < 0:
        _rename(screen)
    elif document.rows[document.row].otherwise and column.kind is not ColumnKind.OUTPUT:
        screen.tell(say("table.otherwise_has_none"))
    elif column.name in _PEOPLE and column.kind is ColumnKind.OUTPUT:
        _people(screen, column)
    else:
        _cell(screen, column)


def clear(screen: GridScreen) -> None:
    """Empty the selected cell."""
    document, column = screen.document, screen.document.chosen
    if column is not None and document.row >= 0 and document.value(document.row, column):
        _set(screen, column, "")


def help_for(screen: GridScreen) -> str:
    """What can be written in the selected cell."""
    column = screen.document.chosen
    if column is None:
        return ""
    if screen.document.row < 0:
        return say("table.help.heading")
    if column.kind is not ColumnKind.CELL:
        return say(f"table.help.{column.name}")
    field = _scope(screen, column).field
    kind = field.kind if field is not None else FieldKind.TEXT
    kinds = {
        FieldKind.NUMBER: "number", FieldKind.MONEY: "number", FieldKind.DATE: "moment",
        FieldKind.TIME: "moment", FieldKind.FLAG: "flag",
    }  # fmt: skip
    return say(f"table.help.{kinds.get(kind, 'word')}")


def _do(screen: GridScreen, change: Callable[[], None]) -> None:
    """Carry an edit out; what the file does not allow is said."""
    try:
        change()
    except SignoffError as error:
        screen.tell(f"{error.detail or error.message} {error.hint}".strip())
        return
    screen.changed()


def _set(screen: GridScreen, column: GridColumn, value: Value) -> None:
    document = screen.document
    _do(screen, lambda: document.set(document.row, column, value))


def _scope(screen: GridScreen, column: GridColumn) -> CellScope:
    document = screen.document
    others = [
        str(value)
        for number, row in enumerate(document.rows)
        if number != document.row and isinstance(value := row.values.get(column, ""), str) and value
    ]
    return CellScope(
        scope=screen.scope, column=column, others=tuple(dict.fromkeys(others))[:_MOST_OTHERS]
    )


_MOST_OTHERS = 200


def _cell(screen: GridScreen, column: GridColumn) -> None:
    scope, document = _scope(screen, column), screen.document
    value = document.value(document.row, column)
    written = "; ".join(value) if isinstance(value, list) else str(value)
    question = Question(
        heading=_heading(screen, column),
        label=say("designer.value"),
        value=written,
        help=help_for(screen),
        check=lambda words: read_typed(words, scope),
        complete=lambda words: complete_typed(words, scope),
        lookup=_lookup(screen, scope),
    )

    def answered(answers: list[str] | None) -> None:
        if answers is not None:
            _do(
                screen,
                lambda: document.set(document.row, column, read_typed(answers[0], scope)),
            )

    screen.app.push_screen(PhraseSheet(question), answered)


def _lookup(screen: GridScreen, scope: CellScope) -> Lookup | None:
    field = scope.field
    if field is None or field.kind is not FieldKind.PERSON:
        return None
    find = people(screen.services)

    async def look(words: str) -> list[Completion]:
        found = await find(words)
        return [Completion(each.text.removeprefix("person:"), each.words) for each in found]

    return look


def _heading(screen: GridScreen, column: GridColumn) -> str:
    title = screen.title_of(column)
    return say("table.at_cell", row=screen.document.row + 1, column=title)


# --- people ----------------------------------------------------------------------------------


def _people(screen: GridScreen, column: GridColumn) -> None:
    """Who, then for a role or group which of them."""
    ask_whom(
        screen,
        heading=_heading(screen, column),
        name="by" if column.name == "ask" else "copy",
        value=screen.document.value(screen.document.row, column),
        done=lambda people: _set(screen, column, people),
    )


# --- columns ---------------------------------------------------------------------------------


def add_column(screen: GridScreen) -> None:
    """Ask what the new column is about."""
    question = Question(
        heading=say("table.new_column"),
        label=say("table.which_column"),
        help=say("table.new_column.help"),
        complete=among(columns_to_add(screen.scope, screen.document.columns)),
        picks=True,
    )

    def picked(answers: list[str] | None) -> None:
        if answers:
            _do(screen, lambda: screen.document.add_column(column_of(answers[0])))

    screen.app.push_screen(PhraseSheet(question), picked)


def _rename(screen: GridScreen) -> None:
    column = screen.document.chosen
    if column is None or column.kind is not ColumnKind.CELL:
        screen.tell(say("table.output_stays"))
        return
    options = [
        each
        for each in columns_to_add(screen.scope, screen.document.columns)
        if column_of(each.text).kind is ColumnKind.CELL
    ]
    question = Question(
        heading=screen.title_of(column),
        label=say("table.which_column"),
        help=say("table.rename.help"),
        complete=among(options),
        picks=True,
    )

    def picked(answers: list[str] | None) -> None:
        if answers:
            _do(screen, lambda: screen.document.rename_column(answers[0]))

    screen.app.push_screen(PhraseSheet(question), picked)


# --- above the rows --------------------------------------------------------------------------


def change_head(screen: GridScreen) -> None:
    """Ask which of the lines above the rows, then for its value."""
    options = [
        Completion(each, f"{say(f'table.head.{each}')}: {_head(screen, each) or '-'}")
        for each in _HEAD
    ]
    first = Question(
        heading=say("table.whole"),
        label=say("table.which_line"),
        complete=among(options),
        picks=True,
    )

    def following(answers: list[str]) -> Question | None:
        return _head_question(screen, answers[0]) if len(answers) == 1 else None

    def answered(answers: list[str] | None) -> None:
        if answers is not None:
            _set_head(screen, *answers)

    screen.app.push_screen(PhraseSheet(first, following), answered)


def _head(screen: GridScreen, name: str) -> str:
    key, _, language = name.partition("_")
    value = screen.document.grid.head.get(key, "")
    if not language:
        return str(value)
    if isinstance(value, dict):
        return str(value.get(language, ""))
    return str(value) if language == "en" else ""


def _head_question(screen: GridScreen, name: str) -> Question:
    picks: list[Completion] = []
    if name == "hit":
        picks = [Completion(each.value, say(f"table.hit.{each.value}")) for each in Hit]
    elif name == "object":
        picks = [Completion(each.id, label(each.title)) for each in screen.words.types]
    value = _head(screen, name)
    return Question(
        heading=say("table.whole"),
        label=say(f"table.head.{name}"),
        value="" if picks else value,
        help=say(f"table.head.{name}.help"),
        check=(lambda words: read("id", words, screen.scope)) if name == "rules" else _any_text,
        complete=among(picks),
        picks=bool(picks),
        may_be_empty=name not in ("rules", "object", "hit"),
    )


def _any_text(_words: str) -> None:
    """Nothing is wrong with any text."""


def _set_head(screen: GridScreen, name: str, words: str) -> None:
    key, _, language = name.partition("_")
    value: Value = words
    if language:
        others = {each: _head(screen, f"{key}_{each}") for each in ("en", "zh")}
        value = {each: said for each, said in {**others, language: words}.items() if said}
    _do(screen, lambda: screen.document.set_head(key, value))
