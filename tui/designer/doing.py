"""What each action of the designer does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from core.flow.definition import Who
from core.flow.wording import who_words
from core.language import say
from tui.designer import adding, filling, moving, past, publishing, tables, trying
from tui.designer.actions import DESIGN_ACTIONS, GROUPS, possible
from tui.designer.help_lines import help_lines
from tui.designer.read_sheet import ReadSheet
from tui.designer.tree_lines import row_title
from tui.drawing.flow import flow_lines
from tui.drawing.line import Line
from tui.drawing.people_words import people_in_words

if TYPE_CHECKING:
    from tui.designer.screen import DesignerScreen

Do = Callable[["DesignerScreen"], None]


def perform(screen: DesignerScreen, action: str) -> None:
    """Carry out an action. Raises Invalid where the file cannot be changed there."""
    _DO[action](screen)


def _edit(name: str) -> Do:
    def do(screen: DesignerScreen) -> None:
        before = screen.document.text
        getattr(screen.document, name)()
        if screen.document.text != before:
            screen.changed()
        else:
            screen.tell(say("designer.nothing_to_do"))

    return do


def _finding(screen: DesignerScreen) -> None:
    screen.to_form(of=False)
    if screen.found.next(screen.document) is None:
        screen.tell(screen.found.state())


def view(screen: DesignerScreen) -> None:
    """The flow as boxes, as wide as the screen."""
    flow = screen.document.flow
    if flow is None or screen.document.problems.errors:
        screen.tell(say("designer.not_drawn"))
        return

    names = screen.names

    def say_who(who: Who) -> str:
        return people_in_words(who_words(who), names)

    def lines(cells: int) -> list[Line]:
        now = screen.services.clock.now()
        return flow_lines(flow, None, now, cells, say_who=say_who)

    screen.app.push_screen(ReadSheet(row_title(screen.document, screen.document.rows[0]), lines))


def _help(screen: DesignerScreen) -> None:
    now = [each for each in DESIGN_ACTIONS if possible(each, in_form=screen.in_form)]
    make = partial(help_lines, now, GROUPS, "design_actions")
    screen.app.push_screen(ReadSheet(say("tui.help_title"), make))


def _redraw(screen: DesignerScreen) -> None:
    repaint = getattr(screen.app, "action_repaint", screen.refresh)
    repaint()


_DO: dict[str, Do] = {
    "add": adding.add,
    "add_before": partial(adding.add, before=True),
    "branch": adding.add_branch,
    "properties": lambda screen: screen.to_form(),
    "back": lambda screen: screen.to_form(of=False),
    "change": filling.change,
    "clear": filling.clear,
    "remove": _edit("remove"),
    "copy": _edit("duplicate"),
    "move_up": _edit("move_up"),
    "move_down": _edit("move_down"),
    "move_in": _edit("move_in"),
    "undo": _edit("undo"),
    "redo": _edit("redo"),
    "finding": _finding,
    "try": trying.pick_object,
    "past": past.simulate,
    "move_cases": lambda screen: moving.offer(screen, [screen.about], asked=True),
    "table": tables.open_table,
    "view": view,
    "save": publishing.save,
    "publish": publishing.plan,
    "redraw": _redraw,
    "help": _help,
    "quit": lambda screen: screen.app.exit(0),
}
