"""The designer's help: every action that is possible where the keys go."""

from collections.abc import Sequence

from core.language import say
from core.text import fit
from tui.actions import key_words
from tui.designer.actions import DesignAction
from tui.drawing.line import ACCENT, HEADING, Line, text, wrap


def help_lines(
    actions: Sequence[DesignAction], groups: Sequence[str], area: str, cells: int
) -> list[Line]:
    """The actions under their groups, with all their keys; `area` names the groups."""
    room = min(24, cells // 2)
    lines: list[Line] = []
    for group in groups:
        shown = [
            each for each in actions if each.group == group
        ]  # fmt: skip
        if shown:
            lines.append([text(say(f"{area}.group.{group}"), HEADING)])
        for action in shown:
            keys = "  ".join(key_words(key) for key in action.keys)
            for number, part in enumerate(wrap(action.help, max(8, cells - room - 2))):
                head = fit(keys if number == 0 else "", room - 1)
                lines.append([text(f"  {head} ", ACCENT), text(part)])
    return lines
