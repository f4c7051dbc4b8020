"""One line of the inbox: which columns fit, and a task drawn into them."""

from datetime import datetime, timedelta

import msgspec
from rich.segment import Segment
from rich.style import Style

from core.language import label, say
from core.tasks import Priority, Task, TaskKind, TaskState
from core.text import cell_width, due, fit, money, one_line, waiting
from tui.actions import words_for
from tui.drawing.line import ACCENT, BOLD, DIM, LATE, PLAIN, SOON, Line, text
from tui.drawing.words import coded, requester

_SOON = timedelta(hours=4)


_ROOMY, _TIGHT = 14, 9
"""Cells of a title beside which an amount stands in full, or without decimals that are zero."""


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """Cells that the widest key and amount take; `whole`: without decimals that are all zero."""

    key: int = 7
    amount: int = 0
    whole: int = 0

    @classmethod
    def of(cls, tasks: list[Task]) -> "Sizes":
        """What these tasks take; an amount, unlike a key, is never cut."""
        amounts = [task.amount for task in tasks]
        return cls(
            key=min(max((cell_width(task.object) for task in tasks), default=0), 14),
            amount=max((cell_width(money(each)) for each in amounts), default=0),
            whole=max((cell_width(money(each, whole=True)) for each in amounts), default=0),
        )

    def or_more(self, other: "Sizes") -> "Sizes":
        """The larger of both: columns only ever grow while one looks at them."""
        return Sizes(
            key=max(self.key, other.key),
            amount=max(self.amount, other.amount),
            whole=max(self.whole, other.whole),
        )


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Widths in cells; 0: the column has no room. `title` takes what is left."""

    key: int
    title: int
    kind: int = 0
    amount: int = 0
    whole: bool = False
    """Amounts go without decimals that are zero."""
    person: int = 0
    due: int = 0

    @classmethod
    def fitting(cls, width: int, sizes: Sizes) -> "Columns":
        """The columns for a list `width` cells wide, the least important left out first."""
        key = min(sizes.key, max(6, width // 2))
        room = width - 2 - key - 1
        amounts = ((sizes.amount, _ROOMY), (sizes.whole, _TIGHT))
        amount = next((size for size, title in amounts if size and room - size > title), 0)
        whole = 0 < amount < sizes.amount
        room -= amount + 1 if amount else 0
        others = {"due": 0, "kind": 0, "person": 0}
        wanted = {"due": (_due_width(), 10), "kind": (8, 18), "person": (9, 20)}
        for name, (size, title) in wanted.items():
            if room - size - 1 >= title:
                others[name] = size
                room -= size + 1
        return cls(key=key, title=max(room, 0), amount=amount, whole=whole, **others)


def task_row(
    task: Task,
    columns: Columns,
    now: datetime,
    *,
    status: str = "",
    style: Style | None = None,
    marked: bool = False,
) -> Line:
    """The task as one line. `status` (decided, waiting to be sent) stands in place of the due
    time; `style` is for mark, key and title, where it is the selected one: what stands to the
    right of them is not sent again for an arrow key."""
    late = not columns.due and _is_late(task, now)
    cells = [
        Segment(_signs(task, late=late, marked=marked), style or BOLD),
        Segment(fit(task.object, columns.key) + " ", style or ACCENT),
        Segment(
            fit(_title(task, with_kind=not columns.kind), columns.title),
            style or _title_style(task, status),
        ),
    ]
    if columns.kind:
        cells.append(Segment(" " + fit(coded("kind", task.kind), columns.kind), PLAIN))
    if columns.amount:
        amount = money(task.amount, whole=columns.whole)
        cells.append(Segment(" " + fit(amount, columns.amount, right=True), PLAIN))
    if columns.person:
        cells.append(Segment(" " + fit(requester(task), columns.person), PLAIN))
    if columns.due:
        words, colour = _when(task, now, status)
        cells.append(Segment(" " + fit(words, columns.due, right=True), colour))
    return cells


def left_out(task: Task, columns: Columns, now: datetime, cells: int) -> Line:
    """What the row has no room for, to be shown below the list; empty where it shows everything."""
    parts: Line = []
    if not columns.amount and task.amount is not None:
        words = money(task.amount)
        whole = cell_width(words) > cells
        parts.append(text(money(task.amount, whole=whole), BOLD))
    if not columns.due:
        parts.append(text(*_when(task, now, "")))
    if not columns.person and requester(task):
        parts.append(text(requester(task), DIM))
    return parts


def _due_width() -> int:
    """The cells of the longest due time, or time of waiting, in the current language."""
    span = say("time.minute", n=59)
    return max(cell_width(say(key, span=span)) for key in ("time.late", "time.waiting"))


def _is_late(task: Task, now: datetime) -> bool:
    return task.state is TaskState.OPEN and task.due is not None and task.due < now


def _signs(task: Task, *, late: bool, marked: bool) -> str:
    """Marked or unread, and urgent; lateness where it has no column of its own is as urgent."""
    first = "+" if marked else "*" if task.unread else " "
    return first + ("!" if late or is_urgent(task) else " ")


def is_urgent(task: Task) -> bool:
    """Whether it was made urgent, urged, or its person reminded of it."""
    high = task.priority in (Priority.URGENT, Priority.HIGH)
    return bool(high or task.urged or task.reminded)


def _title(task: Task, *, with_kind: bool) -> str:
    """What it is about; the unusual kinds are named where they have no column of their own."""
    words = task.text if task.kind is TaskKind.QUESTION and task.text else task.title
    words = one_line(words or label(task.type_title))
    if with_kind and task.kind is not TaskKind.APPROVE:
        return say("tui.kind_and_title", kind=coded("kind", task.kind), title=words)
    return words


def _title_style(task: Task, status: str) -> Style:
    if status or task.state is not TaskState.OPEN:
        return DIM
    return BOLD if task.unread else PLAIN


def ending(task: Task) -> str:
    """How a task that is no longer open ended, in a word or two."""
    if task.decision is not None:
        return coded("decided", words_for(task.decision.kind, task))
    return coded("left", task.state)


def _when(task: Task, now: datetime, status: str) -> tuple[str, Style]:
    if status:
        return status, DIM
    if task.state is not TaskState.OPEN:
        return ending(task), DIM
    if task.due is None:
        return waiting(task.created, now), DIM
    left = task.due - now
    if left < timedelta(0):
        return due(task.due, now), LATE
    return due(task.due, now), SOON if left < _SOON else PLAIN
