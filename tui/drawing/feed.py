"""The feed of an object: who said, decided or changed what, oldest first, unread ones marked."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.segment import Segment

from core.api import FeedPage, ObjectView
from core.feed import Entry, EntryKind, step_name
from core.language import label, say
from core.tasks import Decision, DecisionKind
from core.text import ago, cut, one_line
from tui.drawing.fields import change_lines
from tui.drawing.line import ACCENT, BOLD, DIM, GOOD, LATE, PLAIN, SOON, Line, text, wrap
from tui.drawing.words import Names, coded, given_id, moment, name_of, spoken

_INDENT = "  "
_DECISION_STYLES = {
    DecisionKind.APPROVE: GOOD,
    DecisionKind.REJECT: LATE,
    DecisionKind.RETURN: SOON,
    DecisionKind.DONE: GOOD,
}


def unread_entries(feed: FeedPage, seen: int, reader: str = "") -> list[int]:
    """The numbers of what is news to the reader: not what they did, nor what came of it at once."""
    own = {entry.at for entry in feed.items if reader and entry.by == reader}
    return [
        entry.number
        for entry in feed.items
        if entry.number > seen and not (entry.at in own and entry.by in ("", reader))
    ]


NEWS = 0
"""Stands for a number, on the line before the first entry that is news."""
AROUND = -1
"""Stands for a number, on a line that tells of what is not shown."""


def feed_lines(
    feed: FeedPage,
    seen: int,
    now: datetime,
    width: int,
    *,
    reader: str = "",
    before: str = "",
    after: str = "",
    view: ObjectView | None = None,
) -> Iterator[tuple[int, Line]]:
    """Every entry of the page, its number with each of its lines.

    A line stands before the first one that is news to the reader. `before` and `after` are said
    at either end. By `view` changed values read as the object's own.
    """
    news = unread_entries(feed, seen, reader)
    marked = seen <= 0 or not news
    if before:
        yield AROUND, [text(cut(before, width), DIM)]
    for entry in feed.items:
        if not marked and entry.number == news[0]:
            yield NEWS, [text(cut(f"-- {say('tui.feed_unread')} --", width), SOON)]
            marked = True
        lines = entry_lines(entry, feed.names, now, width, view)
        yield from ((entry.number, line) for line in lines)
    if after:
        yield AROUND, [text(cut(after, width), DIM)]


def entry_lines(
    entry: Entry, names: Names, now: datetime, width: int, view: ObjectView | None = None
) -> Iterator[Line]:
    """One entry: who and when, then what."""
    if entry.kind is EntryKind.MESSAGE:
        yield from _message(entry, names, now, width, view)
        return
    who = name_of(entry.by, names) if entry.by else say("tui.system")
    if entry.acting and entry.acting != entry.by:
        who = say("tui.acting_for", who=name_of(entry.acting, names), person=who)
    yield [
        text(cut(who, max(4, width - 12)), BOLD),
        text(_INDENT + _when(entry, now), DIM),
        *_reply(entry),
    ]
    if entry.decision is not None:
        yield _decision(entry, entry.decision, names)
    for part in wrap(_said(entry), width - len(_INDENT)) if _said(entry) else ():
        yield [text(_INDENT), *_with_mentions(part)]
    for line in change_lines(entry.changes, view, names, width - len(_INDENT)):
        yield [text(_INDENT), *line]
    for file in entry.files:
        yield [text(_INDENT), text(cut(f"[{file.name}] {_size(file.size)}", width - 2), ACCENT)]


def _message(
    entry: Entry, names: Names, now: datetime, width: int, view: ObjectView | None
) -> Iterator[Line]:
    words = spoken(entry.message, entry.values, names) if entry.message else entry.text
    step = label(names.get(step_name(entry))) or given_id(entry.step)
    words = "  ".join(filter(None, (one_line(words), step and f"({step})", _when(entry, now))))
    for number, part in enumerate(wrap(words, width - len(_INDENT))):
        yield [text(". " if number == 0 else _INDENT, DIM), text(part, DIM)]
    for line in change_lines(entry.changes, view, names, width - len(_INDENT)):
        yield [text(_INDENT), *line]


def _said(entry: Entry) -> str:
    if entry.decision is not None and not entry.text:
        return entry.decision.reason
    return entry.text


def _decision(entry: Entry, decision: Decision, names: Names) -> Line:
    words = coded("decided", decision.kind)
    if entry.message:
        words = spoken(entry.message, entry.values, names)
    elif entry.step:
        words = f"{words}  ({_place(entry, names)})"
    return [text(_INDENT), text(words, _DECISION_STYLES.get(decision.kind, PLAIN))]


def _place(entry: Entry, names: Names) -> str:
    """The step at which it was decided, and under which version of the flow."""
    step = label(names.get(step_name(entry))) or entry.step
    if not entry.flow_version:
        return step
    return say("tui.step_version", step=step, version=entry.flow_version)


def _reply(entry: Entry) -> Sequence[Segment]:
    return [text(f"  {say('tui.reply', n=entry.reply_to)}", DIM)] if entry.reply_to else []


def _with_mentions(words: str) -> Line:
    """The words with every @name marked."""
    line: Line = []
    for number, part in enumerate(words.split(" ")):
        space = " " if number else ""
        mention = len(part) > 1 and part.startswith("@")
        line.append(text(space + part, ACCENT if mention else PLAIN))
    return line


def _when(entry: Entry, now: datetime) -> str:
    if (now - entry.at).days >= 7:
        return moment(entry.at)
    return ago(entry.at, now)


def _size(octets: int) -> str:
    return f"{octets / 1024:,.0f} KB" if octets >= 1024 else f"{octets} B"
