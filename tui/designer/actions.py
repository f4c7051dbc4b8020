"""What a person can do in the designer: keys, key bar and help are read from here."""

from core.language import say
from tui.actions import Action


class DesignAction(Action, frozen=True, kw_only=True):
    """One of the designer's actions; its words are in the catalogue area `designer`."""

    in_form: bool = False
    """It is about the form's line."""
    in_tree: bool = False
    """It is about the selected step."""

    @property
    def title(self) -> str:
        """A word or two."""
        return say(f"design_actions.action.{self.id}")

    @property
    def help(self) -> str:
        """One line for the help."""
        return say(f"design_actions.action.{self.id}.help")


def _tree(id: str, *keys: str, footer: int = 0, group: str = "step") -> DesignAction:
    return DesignAction(id=id, keys=keys, group=group, footer=footer, in_tree=True)


def _form(id: str, *keys: str, footer: int = 0) -> DesignAction:
    return DesignAction(id=id, keys=keys, group="form", footer=footer, in_form=True)


def _any(id: str, *keys: str, footer: int = 0, group: str = "flow") -> DesignAction:
    return DesignAction(id=id, keys=keys, group=group, footer=footer)


DESIGN_ACTIONS: tuple[DesignAction, ...] = (
    _tree("add", "a", "insert", "f2", footer=1),
    _tree("add_before", "i"),
    _tree("branch", "b", "f3", footer=2),
    _tree("properties", "enter", "right", "l", "tab", footer=3, group="move"),
    _form("change", "enter", "f4", footer=1),
    _form("clear", "delete", "x", footer=3),
    _form("back", "escape", "left", "h", "tab", "shift+tab", footer=2),
    _tree("remove", "d", "delete", footer=12),
    _tree("copy", "c"),
    _tree("move_up", "K", "shift+up", footer=13),
    _tree("move_down", "J", "shift+down", footer=13),
    _tree("move_in", "I"),
    _any("undo", "u", "ctrl+z", footer=5),
    _any("redo", "ctrl+y", "U"),
    _any("finding", "n", "f5", footer=8),
    _any("try", "t", "f6", footer=4),
    _any("past", "T", "f8", footer=9),
    _any("view", "v", "f7", footer=10),
    _any("move_cases", "m", footer=16),
    _any("table", "r", footer=11),
    _any("save", "s", "ctrl+s", footer=6),
    _any("publish", "P", "f9", footer=7),
    _any("down", "down", "j", group="move"),
    _any("up", "up", "k", group="move"),
    _any("page_down", "pagedown", "space", group="move"),
    _any("page_up", "pageup", "backspace", group="move"),
    _any("first", "home", group="move"),
    _any("last", "end", "G", group="move"),
    _any("redraw", "ctrl+l", group="program"),
    _any("help", "question_mark", "f1", footer=14, group="program"),
    _any("quit", "q", "f10", "ctrl+c", footer=15, group="program"),
)
GROUPS = ("step", "form", "flow", "move", "program")


def possible(action: DesignAction, *, in_form: bool) -> bool:
    """Whether an action makes sense where the keys go."""
    return not (action.in_tree if in_form else action.in_form)


class Keys:
    """Which key calls which action; the same key may be another one's in the form."""

    def __init__(self) -> None:
        self._by_key = {
            (key, in_form): action
            for in_form in (False, True)
            for action in DESIGN_ACTIONS
            if possible(action, in_form=in_form)
            for key in action.keys
        }

    def action(self, key: str, *, in_form: bool) -> DesignAction | None:
        """The action that a key calls."""
        return self._by_key.get((key, in_form))
