"""The lines above and below: where one is, how the link stands, which keys there are."""

from collections.abc import Callable, Iterable
from datetime import datetime

from rich.segment import Segment

from core.language import say
from core.text import cell_width, cut, duration
from tui.actions import BY_ID, Action
from tui.drawing.line import ACCENT, BOLD, DIM, GOOD, LATE, LINK, PLAIN, SOON, Line, text
from tui.drawing.task_row import Columns
from tui.keymap import Keymap
from tui.state.held import Held, HeldDecision
from tui.state.link import Link, LinkState

_GAP = 2
_WORDY = 60
"""Cells from which on the help is named, and not its key alone."""
_HEADS = ("key", "title", "kind", "amount", "person", "due")


def title_bar(
    cells: int,
    *,
    place: str,
    position: str,
    query: str,
    who: str,
    link: Line,
    marked: Callable[[int], str] = lambda cells: "",
) -> Line:
    """Where one is on the left, who one is and the link on the right, as room allows.

    `marked`: how many are marked, in so many cells.
    """
    right = sum(cell_width(segment.text) for segment in link)
    left = [text(place, BOLD)] if cells >= 30 else []
    if position:
        left.append(text(("  " if left else "") + position, PLAIN))
    used = sum(cell_width(segment.text) for segment in left)
    if marks := marked(cells - used - right - 3):
        left.append(text("  " + marks, BOLD))
        used = sum(cell_width(segment.text) for segment in left)
    if query and cells - used - right > 8:
        left.append(text("  " + cut(query, min(30, cells - used - right - 4)), SOON))
        used = sum(cell_width(segment.text) for segment in left)
    if who and cells - used - right - cell_width(who) >= 6:
        link = [text(who + "  ", DIM), *link]
        right += cell_width(who) + 2
    return [*left, Segment(" " * max(1, cells - used - right), PLAIN), *link]


def link_words(link: Link, now: datetime, cells: int, retry: str) -> Line:
    """The state of the link in a word or two."""
    queued = [text(say("tui.queued", n=link.queued) + "  ", SOON)] if link.queued else []
    if link.state is LinkState.ONLINE:
        return [*queued, text(say("tui.online"), GOOD)]
    if link.state is LinkState.CONNECTING:
        return [*queued, text(say("tui.connecting"), SOON)]
    if cells < 60 or link.since is None:
        return [*queued, text(say("tui.offline_short"), LATE)]
    span = duration(now - link.since)
    return [*queued, text(say("tui.offline", span=span, key=retry), LATE)]


def held_line(held: Held, now: datetime, undo: str, *, together: int = 1) -> Line:
    """The decision that can still be taken back, for how long, and by which key.

    `together`: for so many marked tasks, which are taken back together.
    """
    if together > 1 and isinstance(held, HeldDecision):
        action, seconds = say(f"actions.{held.decide.decision}"), held.seconds_left(now)
        return [text(say("marks.held", action=action, of=together, n=seconds, undo=undo), SOON)]
    words = say(
        "tui.held",
        action=say(f"actions.{held.words}"),
        key=held.item.about,
        n=held.seconds_left(now),
        undo=undo,
    )
    return [text(words, SOON)]


def held_words(held: Held, now: datetime) -> str:
    """What becomes of a decision, for the line of its task: held back, or being sent."""
    if held.seconds_left(now) > 0:
        return holding(held)
    return say("tui.waiting_to_send")


def holding(held: Held) -> str:
    """What is held back, as what goes on: `approving`."""
    area = "tui" if isinstance(held, HeldDecision) else "steering"
    return say(f"{area}.holding.{held.words}")


def column_heads(columns: Columns, cells: int) -> Line:
    """The titles of the list's columns, underlined from edge to edge."""
    sizes = {name: getattr(columns, name) for name in _HEADS}
    parts = ["  "]
    for name in _HEADS:
        if not sizes[name]:
            continue
        words = cut(say(f"tui.head.{name}"), sizes[name])
        padding = " " * (sizes[name] - cell_width(words))
        gap = "" if name in ("key", "title") else " "
        right = name in ("amount", "due")
        parts.append(gap + (padding + words if right else words + padding))
        if name == "key":
            parts.append(" ")
    words = "".join(parts)
    return [Segment(words + " " * (cells - cell_width(words)), LINK)]


def key_bar(actions: Iterable[Action], keymap: Keymap, cells: int, *, steady: bool = True) -> Line:
    """The keys that can be pressed now, the most important first; whole ones only.

    What decides has a room of its own at the beginning, so that the rest stands still (`steady`)
    while one moves through tasks of different kinds. Where the words of all that decides have no
    room, all keys go without words: none of them may be missing. The key of the help, which lists
    what has no room, is always there.
    """
    shown = [each for each in actions if keymap.shown(each)]
    deciding = [each for each in shown if each.ends_it]
    room = cells - _room_of_help(shown, keymap, cells)
    wordy = sum(_GAP + cell_width(f"{keymap.shown(each)} {each.title}") for each in deciding)
    if wordy - _GAP > room:
        return _keys_alone(shown, keymap, cells)
    line: Line = []
    used, moved_on = 0, False
    for action in shown:
        key = keymap.shown(action)
        gap = _GAP if line else 0
        if action.id == "help":
            room = cells
        if not moved_on and not action.ends_it:
            moved_on = True
            gap = max(gap, _deciding_room(keymap, cells) - used if steady else 0)
        words = " " + action.title
        if action.id == "help" and used + gap + cell_width(key + words) > cells:
            words = ""
        size = cell_width(key + words)
        if used + gap + size > room:
            continue
        line += [Segment(" " * gap, PLAIN), text(key, ACCENT), text(words, PLAIN)]
        used += gap + size
    return line


def _keys_alone(shown: list[Action], keymap: Keymap, cells: int) -> Line:
    """Keys without words: what decides first, the help last, between them what has room."""
    keys = {each.id: keymap.shown(each) for each in shown}
    helps = {"help"} & set(keys)
    kept = [each.id for each in shown if each.ends_it]
    used = sum(cell_width(keys[each]) + _GAP for each in [*kept, *helps]) - _GAP
    for action in shown:
        size = cell_width(keys[action.id]) + _GAP
        if action.id not in kept and action.id not in helps and used + size <= cells:
            kept.append(action.id)
            used += size
    words = (" " * _GAP).join(keys[each] for each in [*kept, *helps])
    return [text(words, ACCENT)]


def _room_of_help(actions: list[Action], keymap: Keymap, cells: int) -> int:
    found = next((each for each in actions if each.id == "help"), None)
    if found is None:
        return 0
    key = keymap.shown(found)
    return _GAP + cell_width(key if cells < _WORDY else f"{key} {found.title}")


def _deciding_room(keymap: Keymap, cells: int) -> int:
    deciding = [BY_ID[each] for each in ("approve", "reject", "return")]
    sizes = [cell_width(keymap.shown(each)) + 1 + cell_width(each.title) for each in deciding]
    room = sum(sizes) + _GAP * len(sizes)
    return room if room <= cells // 2 else 0
