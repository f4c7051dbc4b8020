"""What a person can do in the grid of a rule table: keys, key bar and help are read from here."""

from core.language import has_text, say
from tui.designer.actions import DesignAction


class GridAction(DesignAction, frozen=True, kw_only=True):
    """One of the grid's actions; what it shares with flows it calls by the same words."""

    @property
    def title(self) -> str:
        """A word or two."""
        return say(self._key)

    @property
    def help(self) -> str:
        """One line for the help."""
        return say(f"{self._key}.help")

    @property
    def _key(self) -> str:
        own = f"table.action.{self.id}"
        return own if has_text(own) else f"design_actions.action.{self.id}"


def _do(id: str, *keys: str, footer: int = 0, group: str) -> GridAction:
    return GridAction(id=id, keys=keys, group=group, footer=footer)


GRID_ACTIONS: tuple[GridAction, ...] = (
    _do("change", "enter", "f4", footer=1, group="cell"),
    _do("clear", "x", "delete", footer=10, group="cell"),
    _do("add", "a", "insert", "f2", footer=2, group="row"),
    _do("add_before", "i", group="row"),
    _do("otherwise", "o", footer=9, group="row"),
    _do("hole", "g", "f3", footer=3, group="row"),
    _do("copy", "c", group="row"),
    _do("remove", "d", footer=8, group="row"),
    _do("move_up", "K", "shift+up", group="row"),
    _do("move_down", "J", "shift+down", group="row"),
    _do("column", "A", footer=4, group="column"),
    _do("column_remove", "D", group="column"),
    _do("column_left", "H", "shift+left", group="column"),
    _do("column_right", "L", "shift+right", group="column"),
    _do("head", "e", "f6", footer=11, group="table"),
    _do("undo", "u", "ctrl+z", footer=5, group="table"),
    _do("redo", "ctrl+y", "U", group="table"),
    _do("finding", "n", "f5", footer=12, group="table"),
    _do("save", "s", "ctrl+s", footer=6, group="table"),
    _do("publish", "P", "f9", footer=7, group="table"),
    _do("left", "left", "h", "shift+tab", group="move"),
    _do("right", "right", "l", "tab", group="move"),
    _do("up", "up", "k", group="move"),
    _do("down", "down", "j", group="move"),
    _do("page_up", "pageup", "backspace", group="move"),
    _do("page_down", "pagedown", "space", group="move"),
    _do("first", "home", group="move"),
    _do("last", "end", "G", group="move"),
    _do("redraw", "ctrl+l", group="program"),
    _do("help", "question_mark", "f1", footer=14, group="program"),
    _do("back", "escape", group="program"),
    _do("quit", "q", "f10", "ctrl+c", footer=15, group="program"),
)
GRID_GROUPS = ("cell", "row", "column", "table", "move", "program")
BY_KEY = {key: action for action in GRID_ACTIONS for key in action.keys}
