"""The page of an object: what it is, what is asked, what changed, its fields, course and feed."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from rich.segment import Segment
from rich.style import Style

from core.api import FeedPage, ObjectView
from core.language import label, say
from core.objects import ObjectState, Source
from core.tasks import Task, TaskKind, TaskState
from core.text import ago, cell_width, cut, due, head, money, one_line
from tui.actions import words_for
from tui.drawing.course import course_lines, course_title
from tui.drawing.feed import AROUND, NEWS, feed_lines, unread_entries
from tui.drawing.fields import change_lines, field_lines, table_lines, tables
from tui.drawing.line import (
    ACCENT,
    BOLD,
    DIM,
    GOOD,
    HEADING,
    LATE,
    LINK,
    PLAIN,
    SOON,
    Line,
    crop,
    text,
    width,
    wrap,
)
from tui.drawing.people_words import in_words
from tui.drawing.task_row import ending
from tui.drawing.words import Names, because, coded, name_of

_STATE_STYLES = {
    ObjectState.APPROVED: GOOD,
    ObjectState.REJECTED: LATE,
    ObjectState.RETURNED: SOON,
}


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one drawing of the page needs."""

    view: ObjectView
    feed: FeedPage
    task: Task | None = None
    """The task through which the reader looks at it."""
    seen: int = 0
    """The last entry that had been seen when the page was opened."""
    reader: str = ""
    """Who looks at it: what they did themselves is not news."""
    status: str = ""
    """What becomes of the reader's own decision: held, queued."""
    before: str = ""
    """What is said above the oldest entry held: that there are older ones."""
    after: str = ""
    """What is said below the newest entry held."""


class PageLines(msgspec.Struct, frozen=True, kw_only=True):
    """The drawn page, and the numbers of lines that one goes to."""

    lines: list[Line]
    unread: int
    """Where the unread part of the feed begins."""
    feed: int
    """Where the feed begins, with its title."""
    entries: dict[int, int]
    """Where each entry of the feed begins, by its number."""


def page_lines(page: Page, now: datetime, cells: int) -> PageLines:
    """The page `cells` wide."""
    lines: list[Line] = []
    for title, part in _parts(page, now, cells):
        if title:
            lines += [[], [Segment(cut(title, cells), HEADING)]]
        lines.extend(crop(line, cells) for line in part)
    top = unread = len(lines) + 1
    lines += [[], [Segment(cut(_feed_title(page), cells), HEADING)]]
    entries: dict[int, int] = {}
    said = feed_lines(
        page.feed,
        page.seen,
        now,
        cells,
        reader=page.reader,
        view=page.view,
        before=page.before,
        after=page.after,
    )
    for number, line in said:
        if number == NEWS:
            unread = len(lines)
        elif number != AROUND:
            entries.setdefault(number, len(lines))
        lines.append(crop(line, cells))
    return PageLines(lines=lines, unread=unread, feed=top, entries=entries)


def _parts(page: Page, now: datetime, cells: int) -> Iterator[tuple[str, list[Line]]]:
    view = page.view
    yield "", list(_head(view, now, cells))
    if page.task is not None:
        yield say("tui.part_task"), list(_task(page, page.task, now, cells))
    if view.changed_since_seen:
        yield (
            say("tui.part_changed"),
            list(change_lines(view.changed_since_seen, view, view.names, cells)),
        )
    fields = list(field_lines(view, cells))
    if view.object.source is not None:
        fields += _source(view.object.source, cells)
    if fields:
        yield say("tui.part_fields"), fields
    for field, rows in tables(view):
        title = f"{label(field.title) or field.id} ({len(rows)})"
        yield title, list(table_lines(field, rows, view.names, cells))
    if view.case is not None:
        yield course_title(view.case), list(course_lines(view.case, now, cells))


def _head(view: ObjectView, now: datetime, cells: int) -> Iterator[Line]:
    state = coded("state", view.object.state)
    style = _STATE_STYLES.get(view.object.state, ACCENT)
    key = text(view.object.key, BOLD)
    room = cells - width([key]) - width([text(state)])
    yield [key, Segment(" " * max(room, 1)), text(state, style)]
    yield from ([text(part, BOLD)] for part in wrap(one_line(view.object.title), cells))
    if view.object.amount is not None:
        yield [text(money(view.object.amount), BOLD)]
    words = say(
        "tui.requested_by",
        kind=label(view.object.type_title) or view.object.type,
        person=name_of(view.object.requester, view.names) or say("tui.system"),
        ago=ago(view.object.created, now),
    )
    yield from ([text(part, DIM)] for part in wrap(one_line(words), cells))
    if view.case is None and view.waiting_for:  # where a flow runs, its course says so
        people = ", ".join(
            dict.fromkeys(label(each.name) or each.person for each in view.waiting_for)
        )
        words = say("tui.waits_for", people=people)
        yield from ([text(part)] for part in wrap(one_line(words), cells))


def _source(source: Source, cells: int) -> Iterator[Line]:
    words = say("tui.source", connector=source.connector, id=source.id, state=source.state or "?")
    yield from ([text(part, DIM)] for part in wrap(one_line(words), cells))
    if source.url:
        yield from ([text(part, LINK)] for part in _pieces(one_line(source.url), cells))


def _pieces(words: str, cells: int) -> Iterator[str]:
    # A link is broken anywhere: it has no spaces, and nothing of it may be lost.
    while words:
        first = head(words, cells) or words[:1]
        yield first
        words = words[len(first) :]


def _task(page: Page, task: Task, now: datetime, cells: int) -> Iterator[Line]:
    if task.state is not TaskState.OPEN:
        yield from _ended_task(page, task, cells)
        return
    step = label(task.step_title)
    what = coded("asked", task.kind)
    if step:
        what = say("tui.asked_step", what=what, step=step)
    when = due(task.due, now)
    style = LATE if task.due is not None and task.due < now else PLAIN
    if cell_width(what) + 2 + cell_width(when) <= cells:
        yield [text(what, BOLD), text(f"  {when}" if when else "", style)]
    else:
        yield from ([text(part, BOLD)] for part in wrap(one_line(what), cells))
        yield [text(when, style)]
    for words, style in _task_notes(page, task):
        yield from ([text(part, style)] for part in wrap(one_line(words), cells))


def _task_notes(page: Page, task: Task) -> Iterator[tuple[str, Style]]:
    names = _names(page)
    if page.status:
        yield page.status, SOON
    if task.text:
        who = name_of(task.asked_by, names)
        said = in_words(task.text, {}) if task.kind is TaskKind.INCIDENT else task.text
        yield (f"{who}: {said}" if who else said), PLAIN
    reason = because(task.because, names)
    if reason:
        yield reason, DIM
    if task.urged:
        yield say("tui.urged", n=task.urged), SOON
    if task.reminded:
        yield say("tui.reminded", n=task.reminded), SOON
    if task.signatures_needed > 1 or task.signatures:
        yield _signatures(task, names), PLAIN
    if task.cannot:
        yield task.cannot, SOON


def _signatures(task: Task, names: Names) -> str:
    signed = ", ".join(name_of(each, names) for each in task.signatures)
    if not signed:
        return say("tui.signatures_none", of=task.signatures_needed)
    return say("tui.signatures", n=len(task.signatures), of=task.signatures_needed, names=signed)


def _ended_task(page: Page, task: Task, cells: int) -> Iterator[Line]:
    """How it ended, and nothing of what was asked: that would read as if it still were."""
    words = ended(task, _names(page))
    if task.decision is not None and task.decision.reason:
        words = say("tui.with_reason", what=words, reason=task.decision.reason)
    yield from ([text(part, BOLD)] for part in wrap(one_line(words), cells))


def _names(page: Page) -> Names:
    return {**page.feed.names, **page.view.names}


def ended(task: Task, names: Names) -> str:
    """How a task that is no longer open ended, and by whom."""
    decision = task.decision
    if decision is not None and decision.by == task.person:
        return coded("you_decided", words_for(decision.kind, task))
    who = name_of(task.closed_by or (decision.by if decision is not None else ""), names)
    if who and task.state is TaskState.CLOSED_BY_PEER:
        return say("tui.decided_by", who=who)
    words = ending(task) if decision is not None else coded("task_state", task.state)
    return say("tui.ended_by", what=words, who=who) if who else words


def _feed_title(page: Page) -> str:
    unread = len(unread_entries(page.feed, page.seen, page.reader))
    return say("tui.part_feed_unread", n=unread) if unread else say("tui.part_feed")
