"""What each action of the grid does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from core.errors import SignoffError
from core.flow.completing import Completion
from core.language import say
from core.objects import ObjectType
from core.rules.cell_entering import field_of
from core.rules.grid import ColumnKind, GridColumn, Value
from core.rules.holes import Hole
from core.rules.table_editing import TableDocument
from tui.designer import grid_filling, publishing
from tui.designer.grid_actions import GRID_ACTIONS, GRID_GROUPS
from tui.designer.help_lines import help_lines
from tui.designer.phrase_sheet import PhraseSheet, Question, among
from tui.designer.read_sheet import ReadSheet
from tui.work import start

if TYPE_CHECKING:
    from tui.designer.grid_screen import GridScreen

Do = Callable[["GridScreen"], None]


class HolesFound(Message):
    """The holes of a text; `at`: the row and column that were selected when they were asked for."""

    def __init__(self, of: str, holes: Sequence[Hole], at: tuple[int, int]) -> None:
        super().__init__()
        self.of = of
        self.holes = holes
        self.at = at


def perform(screen: GridScreen, action: str) -> None:
    """Carry out an action. Raises Invalid where the file cannot be changed there."""
    _DO[action](screen)


def _edit(change: Callable[[TableDocument], None]) -> Do:
    def do(screen: GridScreen) -> None:
        document = screen.document
        before = (document.text, document.columns)
        change(document)
        if (document.text, document.columns) != before:
            screen.changed()
        else:
            screen.tell(say("designer.nothing_to_do"))

    return do


def _add(screen: GridScreen, *, below: int) -> None:
    """A row without anything in it yet: its cells are filled in with Enter."""
    document = screen.document
    document.add_row(max(0, document.row + below), {})
    screen.changed()


def _otherwise(screen: GridScreen) -> None:
    screen.document.add_row(len(screen.document.rows), {}, otherwise=True)
    _to_output(screen)
    screen.changed()


def _to_output(screen: GridScreen) -> None:
    """Select the first result of the row that was added: it has to be said."""
    document = screen.document
    kinds = [each.kind for each in document.columns]
    at = kinds.index(ColumnKind.OUTPUT) if ColumnKind.OUTPUT in kinds else document.column
    document.select(document.row, at)


# --- holes -----------------------------------------------------------------------------------


def _hole(screen: GridScreen) -> None:
    object_type = screen.scope.object_type
    if object_type is None:
        screen.tell(say("table.type_unknown"))
        return
    screen.tell(say("table.looking_for_holes"))
    start(screen, partial(_find_holes, screen, object_type), "holes")


async def _find_holes(screen: GridScreen, object_type: ObjectType) -> None:
    document, text = screen.document, screen.document.text
    at = (document.row, document.column)
    try:
        holes = await asyncio.to_thread(document.holes, object_type)
    except SignoffError as error:
        screen.post_message(screen.Failed(error))
    else:
        screen.post_message(HolesFound(text, holes, at))


def pick_hole(screen: GridScreen, holes: Sequence[Hole], at: tuple[int, int]) -> None:
    """Make a row of a hole: of the only one, or of the one that is picked.

    Of a large table they come late. Whoever has left the place `at` meanwhile stays where they
    are, so that the next key is about what they see.
    """
    document = screen.document
    if not holes:
        screen.tell(say("table.no_holes"))
    elif len(holes) == 1:
        _close(screen, holes[0], stays=(document.row, document.column) != at)
    else:
        numbered = {str(number): each for number, each in enumerate(holes, start=1)}
        question = Question(
            heading=say("table.holes"),
            label=say("table.hole"),
            help=say("table.holes.help"),
            complete=among([Completion(key, each.words) for key, each in numbered.items()]),
            picks=True,
        )

        def picked(answers: list[str] | None) -> None:
            if answers:
                _close(screen, numbered[answers[0]], stays=False)

        screen.app.push_screen(PhraseSheet(question), picked)


def _close(screen: GridScreen, hole: Hole, *, stays: bool) -> None:
    document = screen.document
    row, column = document.row, document.chosen
    values: dict[GridColumn, Value] = {
        _column(screen, path): cell for path, cell in hole.cells.items()
    }
    try:
        document.add_row(len(document.rows), values)
    except SignoffError as error:
        screen.tell(error.message)
        return
    words = say("table.hole_closed", words=hole.words)
    if stays and column is not None:
        added = document.row
        document.select(row + (row >= added), document.columns.index(column))
        words = say("table.hole_added", n=added + 1, words=hole.words)
    else:
        _to_output(screen)
    screen.changed()
    screen.tell(words)


def _column(screen: GridScreen, path: str) -> GridColumn:
    """The column about a field as the table calls it, or a new one."""
    object_type = screen.scope.object_type
    for each in screen.document.columns:
        field = field_of(object_type, each.name) if object_type is not None else None
        if each.kind is ColumnKind.CELL and path in (each.name, field.id if field else ""):
            return each
    return GridColumn(ColumnKind.CELL, path)


# --- the rest --------------------------------------------------------------------------------


def _finding(screen: GridScreen) -> None:
    if screen.found.next(screen.document) is None:
        screen.tell(screen.found.state())


def _help(screen: GridScreen) -> None:
    make = partial(help_lines, GRID_ACTIONS, GRID_GROUPS, "table")
    screen.app.push_screen(ReadSheet(say("tui.help_title"), make))


def _redraw(screen: GridScreen) -> None:
    repaint = getattr(screen.app, "action_repaint", screen.refresh)
    repaint()


def _back(screen: GridScreen) -> None:
    if screen.inside:
        screen.dismiss(None)


def _quit(screen: GridScreen) -> None:
    if screen.inside:
        screen.dismiss(None)
    else:
        screen.app.exit(0)


_DO: dict[str, Do] = {
    "change": grid_filling.change,
    "clear": grid_filling.clear,
    "add": partial(_add, below=1),
    "add_before": partial(_add, below=0),
    "otherwise": _otherwise,
    "hole": _hole,
    "copy": _edit(TableDocument.copy_row),
    "remove": _edit(TableDocument.remove_row),
    "move_up": _edit(lambda document: document.move_row(-1)),
    "move_down": _edit(lambda document: document.move_row(1)),
    "column": grid_filling.add_column,
    "column_remove": _edit(TableDocument.remove_column),
    "column_left": _edit(lambda document: document.move_column(-1)),
    "column_right": _edit(lambda document: document.move_column(1)),
    "head": grid_filling.change_head,
    "undo": _edit(TableDocument.undo),
    "redo": _edit(TableDocument.redo),
    "finding": _finding,
    "save": publishing.save,
    "publish": publishing.plan,
    "redraw": _redraw,
    "help": _help,
    "back": _back,
    "quit": _quit,
}
