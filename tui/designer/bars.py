"""The lines above and below the designer."""

from collections.abc import Iterable

from core.language import say
from core.text import cell_width
from tui.actions import Action, key_words
from tui.drawing.line import ACCENT, BOLD, DIM, SOON, Line, crop, text, width

_GAP = "  "


def key_line(actions: Iterable[Action], cells: int) -> Line:
    """The keys, the most important first, as many as have room; help and leaving always."""
    shown = sorted((each for each in actions if each.footer), key=lambda each: each.footer)
    kept = [each for each in shown if each.id in ("help", "quit")]
    used = sum(_size(each) for each in kept)
    for each in shown:
        if each not in kept and used + _size(each) <= cells + len(_GAP):
            kept.append(each)
            used += _size(each)
    line: Line = []
    for each in shown:
        if each in kept:
            line += [text(_GAP if line else ""), text(key_words(each.keys[0]), ACCENT)]
            line.append(text(f" {each.title}"))
    return crop(line, cells)


def _size(action: Action) -> int:
    return cell_width(f"{key_words(action.keys[0])} {action.title}") + len(_GAP)


def title_line(
    cells: int, *, title: str, file: str, changed: bool, state: str, name: str = ""
) -> Line:
    """Which flow or, by `name`, table it is, whether it was changed, what the check says."""
    left = [text(name or say("designer.title"), BOLD), text(f"  {title}")]
    if changed:
        left.append(text(f"  {say('designer.changed')}", SOON))
    if file and cells >= 80:
        left.append(text(f"  {file}", DIM))
    right = [text(state, SOON if state else DIM)]
    left = crop(left, max(0, cells - width(right) - 2))
    return [*left, text(" " * max(1, cells - width(left) - width(right))), *right]
