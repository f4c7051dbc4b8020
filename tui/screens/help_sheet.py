"""The help: every action that is possible on what is on the screen, from the registry."""

from core.language import say
from core.text import cell_width, fit
from tui.actions import BY_ID, CASE, Action, Situation, by_group, key_words, possible_now
from tui.drawing.line import ACCENT, DIM, HEADING, Line, text, wrap
from tui.keymap import Keymap
from tui.screens.sheet import Sheet

_MOVES = {
    "down": "down",
    "up": "up",
    "space": "page_down",
    "pagedown": "page_down",
    "pageup": "page_up",
    "home": "first",
    "end": "last",
    "j": "down",
    "k": "up",
}


class HelpSheet(Sheet[None]):
    """Lists keys; any key that does not move closes it."""

    grace = 0.0

    def __init__(self, keymap: Keymap, situation: Situation) -> None:
        super().__init__(verb=say("actions.help"))
        self._keymap = keymap
        self._situation = situation

    def heading(self) -> str:
        """The title."""
        return say("tui.help_title")

    def lines(self, cells: int) -> list[Line]:
        """The actions under their groups; what is not possible now is left out."""
        now = possible_now(self._situation)
        room = min(18, cells // 2)
        lines: list[Line] = []
        for title, actions in by_group(now):
            lines += [[text(title, HEADING)]]
            for action in actions:
                keys = "  ".join(key_words(key) for key in self._keys(action))
                for number, part in enumerate(wrap(action.help, max(8, cells - room - 2))):
                    head = fit(keys if number == 0 else "", room)
                    lines.append([text("  " + head, ACCENT), text(part)])
        return lines

    def _keys(self, action: Action) -> tuple[str, ...]:
        """Its keys; what has none stands in the menu of the case."""
        keys = self._keymap.keys(action)
        return keys or (self._keymap.keys(BY_ID[CASE]) if action.group == CASE else ())

    def show_lines(self) -> None:
        """As the others, with another hint."""
        super().show_lines()
        words = say("tui.help_more")
        if cell_width(words) > self.app.size.width:
            words = say("tui.help_more_short")
        self.show_hint([text(words, DIM)])

    def collect(self) -> None:
        """Nothing."""
        return

    def take(self, key: str) -> bool:
        """Move, or close."""
        if key in _MOVES:
            self.body.move(_MOVES[key])
        else:
            self.cancel()
        return True
