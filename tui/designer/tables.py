"""From a step to the rule table that it names: its file, else what is published, else a new one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.message import Message

from core.errors import NotFound, SignoffError
from core.language import say
from core.rules.table import Hit
from core.rules.table_editing import TableDocument, new_table
from tui.designer.grid_screen import GridScreen
from tui.designer.keeping import TABLES, Kept
from tui.designer.opening import find_table, opened
from tui.work import start

if TYPE_CHECKING:
    from tui.designer.screen import DesignerScreen

_KEYS = ("by", "tell", "call")


class TableOpened(Message):
    """A rule table that a step names can be edited."""

    def __init__(self, name: str, kept: Kept[TableDocument]) -> None:
        super().__init__()
        self.name = name
        self.kept = kept


def open_table(screen: DesignerScreen) -> None:
    """Open the table that the selected step names."""
    name = _at(screen.document.value(screen.document.row.path))
    if not name:
        screen.tell(say("table.not_for_step"))
        return
    known = screen.tables.get(name)
    if known is not None:
        show_table(screen, known)
        return
    screen.tell(say("table.opening", id=name))
    start(screen, partial(_open, screen, name), "table")


def show_table(screen: DesignerScreen, kept: Kept[TableDocument]) -> None:
    """Show it; when it is left the flow is checked anew."""
    screen.tell("")
    table = GridScreen(screen.services, kept, inside=True)
    screen.app.push_screen(table, lambda _none: screen.changed(edited=False))


class Tables:
    """The rule tables of a flow that have files, or were opened: they are checked with it."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept[Any] | None] = {}

    def of(self, screen: DesignerScreen) -> dict[str, str]:
        """Their texts by file name."""
        document = screen.document
        for name in filter(None, (_at(document.value(row.path)) for row in document.rows)):
            if name not in self._kept:
                self._kept[name] = _in_file(screen, name)
        return {_file_name(each): each.text for each in self.known()}

    def get(self, name: str) -> Kept[Any] | None:
        """A table that is known already."""
        return self._kept.get(name)

    def known(self) -> list[Kept[Any]]:
        """All of them."""
        return [each for each in self._kept.values() if each is not None]

    def opened(self, name: str, kept: Kept[Any]) -> None:
        """Remember a table that was opened: what is not saved of it counts, too."""
        self._kept[name] = kept


def _file_name(kept: Kept[Any]) -> str:
    """Below a folder of their own: a flow may have a file, or an id, of the same name."""
    return f"{TABLES}{kept.file.name if kept.file is not None else f'{kept.name}.yaml'}"


def _in_file(screen: DesignerScreen, name: str) -> Kept[Any] | None:
    file = find_table(name, screen.kept.file)
    try:
        return opened(file, screen.services.drafts) if file is not None else None
    except (OSError, SignoffError):
        return None  # opening it says what is wrong with it


def _at(value: Any) -> str:
    """The rule table that a step names; "" for none."""
    said = [value.get(key) for key in _KEYS] if isinstance(value, dict) else []
    items = [each for one in said for each in (one if isinstance(one, list) else [one])]
    tables = [each for each in items if isinstance(each, str) and each.startswith("table ")]
    return tables[0].removeprefix("table ").strip() if tables else ""


async def _open(screen: DesignerScreen, name: str) -> None:
    drafts = screen.services.drafts
    file = find_table(name, screen.kept.file)
    try:
        if file is not None:
            kept: Kept[Any] = opened(file, drafts)
        else:
            kept = await _without_file(screen, name)
    except OSError as error:
        screen.tell(error.strerror or str(error))
    except SignoffError as error:
        screen.post_message(screen.Failed(error))
    else:
        screen.post_message(TableOpened(name, kept))


async def _without_file(screen: DesignerScreen, name: str) -> Kept[TableDocument]:
    try:
        text = (await screen.services.client.design_table(name)).text
        told = ""
    except NotFound:
        text = new_table(name, {}, screen.object_type, Hit.FIRST.value)
        told = say("table.begun", id=name)
    document = TableDocument(text, f"{name}.yaml")
    kept = Kept(document, None, name, screen.services.drafts, draft=f"{TABLES}{name}")
    kept.told = kept.told or told
    return kept
