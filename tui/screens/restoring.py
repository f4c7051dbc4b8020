"""The marks of an earlier session: set again on what is still as it was marked, and said.

A decision about all that is marked has to be about what the person saw when they marked it. So a
task that is over, or that has changed since, is not marked again, nor is one that was marked long
ago: what somebody marked yesterday they do not have in mind.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from core.errors import Invalid, NotFound, SignoffError, UsageError
from core.language import say
from core.tasks import Task, TaskState
from tui.actions import BY_ID, DECISIONS
from tui.state.place import Marked
from tui.work import start

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

_LONGEST = timedelta(hours=12)
"""How long a mark outlives its session."""
_MOST = 200
"""Each is asked about, so a whole inbox that was marked is not marked again."""
_NAMED = 5
"""Keys that are named."""


class MarksRead(Message):
    """How the tasks stand that were marked, by their ids; None: not there for this reader."""

    def __init__(self, found: dict[str, Task | None]) -> None:
        super().__init__()
        self.found = found


class Restoring:
    """Knows since when each task is marked, and which marks are not set again yet."""

    def __init__(self, desk: DeskScreen) -> None:
        self._desk = desk
        self._waiting: tuple[Marked, ...] = ()
        self._since: dict[str, datetime] = {}
        self._asking = False

    def remember(self, marks: Iterable[Marked]) -> None:
        """These were set when the last session ended."""
        now = self._desk.services.clock.now()
        fresh = [each for each in marks if each.at <= now < each.at + _LONGEST]
        self._waiting = tuple(fresh[:_MOST])

    def forget(self) -> None:
        """They were somebody else's."""
        self._waiting = ()

    def begin(self) -> None:
        """Ask how those stand that are not set yet."""
        if self._waiting and not self._asking:
            self._asking = True  # to begin anew with each refresh of the list might never end
            start(self._desk, partial(self._read, self._waiting), "marked")

    def kept(self) -> tuple[Marked, ...]:
        """What outlives this session."""
        now, marks = self._desk.services.clock.now(), self._desk.inbox.marks.all()
        self._since = {each.id: self._since.get(each.id, now) for each in marks}
        here = tuple(
            Marked(
                task=each.id,
                revision=each.revision,
                object_revision=each.object_revision,
                at=self._since[each.id],
            )
            for each in marks
        )
        return (*self._waiting, *here)[:_MOST]

    async def _read(self, marks: tuple[Marked, ...]) -> None:
        found: dict[str, Task | None] = {}
        for each in marks:
            try:
                found[each.task] = await self._desk.services.client.task(each.task)
            except (Invalid, NotFound, UsageError):
                found[each.task] = None
            except SignoffError:
                break  # asked again with the next connection
        self._desk.post_message(MarksRead(found))

    def read(self, message: MarksRead) -> None:
        """Mark what is as it was, and say what is marked and what is not any more."""
        self._asking = False
        asked = [each for each in self._waiting if each.task in message.found]
        self._waiting = tuple(each for each in self._waiting if each not in asked)
        marks, lost = self._desk.inbox.marks, 0
        again: list[Task] = []
        for each in asked:
            task = message.found[each.task]
            if task is None or not _is_as_marked(task, each):
                lost += 1
                continue
            self._since[task.id] = each.at
            again.append(task)
        marks.restore(again, self._desk.inbox.window.rows)
        self._tell(again, lost)

    def _tell(self, again: list[Task], lost: int) -> None:
        desk = self._desk
        words = []
        if again:
            keys = ", ".join(each.object for each in again[:_NAMED])
            keys += "…" if len(again) > _NAMED else ""
            key = desk.services.options.keymap.shown(BY_ID["unmark"])
            words.append(say("marks.again", n=len(again), keys=keys, key=key))
        if lost:
            words.append(say("marks.not_again", n=lost))
        if words:
            desk.tell(" ".join(words))
            desk.inbox.redraw()
            desk.show_all()


def _is_as_marked(task: Task, mark: Marked) -> bool:
    seen = (mark.revision, mark.object_revision)
    decides = any(each in DECISIONS for each in task.can)
    return (
        task.state is TaskState.OPEN and decides and (task.revision, task.object_revision) == seen
    )
