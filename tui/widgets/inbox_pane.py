"""The inbox: column heads and the list, and the pages that it fetches as the person moves."""

from collections.abc import Collection
from functools import partial
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.worker import Worker, WorkerState

from core.api import InboxPage
from core.errors import NotFound, SignoffError
from core.events import Event, EventKind
from core.language import say
from core.tasks import Task, TaskState
from tui.drawing.bars import column_heads
from tui.services import Services
from tui.state.inbox import InboxWindow
from tui.state.marks import Marks
from tui.widgets.bar import Bar
from tui.widgets.task_list import TaskList
from tui.work import Work, start

SMALLEST_PAGE = 50
How = Literal["start", "end", "begin", "refresh", "more"]


class InboxPane(Vertical):
    """Keeps the window around the selection; says when it has changed."""

    class Changed(Message):
        """The list holds other rows."""

    class Failed(Message):
        """A page could not be read."""

        def __init__(self, error: SignoffError) -> None:
            super().__init__()
            self.error = error

    class PageRead(Message):
        """A page has arrived: the `start` or `end` of the query, `more` of it, or a `refresh`.

        `begin` is the very first one; a second one that was under way refreshes it.
        """

        def __init__(self, page: InboxPage, how: How, query: str, cursor: str = "") -> None:
            super().__init__()
            self.page = page
            self.how = how
            self.query = query
            self.cursor = cursor

    class SelectedLeft(Message):
        """The selected task has left the inbox."""

        def __init__(self, task: Task) -> None:
            super().__init__()
            self.task = task

    class EndLearnt(Message):
        """How a task that left the inbox ended."""

        def __init__(self, task: Task) -> None:
            super().__init__()
            self.task = task

    class MarksChecked(Message):
        """How marked tasks stand that are no longer in the list; None: gone for this reader."""

        def __init__(self, found: dict[str, Task | None]) -> None:
            super().__init__()
            self.found = found

    class MarksLost(Message):
        """Marked tasks are over, and so are their marks."""

        def __init__(self, tasks: list[Task]) -> None:
            super().__init__()
            self.tasks = tasks

    def __init__(self, services: Services, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.window = InboxWindow()
        self.marks = Marks()
        self.query_words = ""
        self.list = TaskList(self.window, self.marks, services.clock, id="tasks")
        self.loaded = False
        self._services = services
        self._heads = Bar(id="heads")
        self._stale = False
        self._wanted: tuple[str, ...] = ()
        self._reading: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """Heads above the list."""
        yield self._heads
        yield self.list

    # --- asked for from outside ------------------------------------------------------------

    def start_at(self, query: str, tasks: tuple[str, ...]) -> None:
        """Begin with the part of a query around the first of these tasks that is still there."""
        self.query_words, self._wanted = query, tasks
        self.marks.filter_changed(query)

    def refresh_inbox(self) -> None:
        """Read the part around the selection again; at once, or after the reading under way."""
        if self._reading is not None and self._reading.is_running:
            self._stale = True
        elif self.loaded:
            self._read(self._refresh)
        else:
            self._read(self._begin)

    def search(self, words: str) -> None:
        """Show the tasks that match other words, from the first one on."""
        if words != self.query_words:
            self.marks.filter_changed(words)
        self.query_words, self._wanted = words, ()
        self._stale = False
        self._read(partial(self._end, "start", words))

    def decided(self, task: Task) -> None:
        """A task that may be in the list is over; it leaves with the next reading."""
        self.window.update(task)
        self.list.refresh()

    def check_marks(self, ids: Collection[str]) -> None:
        """Ask how marked tasks stand; those that are over lose their mark."""
        marked = [each for each in ids if each in self.marks]
        if marked:
            start(self, partial(self._check_marks, marked), "marks", exclusive=False)

    def marks_concerned(self, event: Event) -> None:
        """Something happened that a marked task outside of the list may not have survived."""
        if event.kind is EventKind.TASK_CLOSED:
            shown = any(each.id == event.task for each in self.window.rows)
            self.check_marks(() if shown else (event.task,))
        elif event.kind is EventKind.RESYNC:
            self.check_unseen_marks()

    def check_unseen_marks(self) -> None:
        """Events may have been missed: ask about the marked tasks that the list does not show."""
        shown = {each.id for each in self.window.rows}
        self.check_marks([each.id for each in self.marks.all() if each.id not in shown])

    def redraw(self) -> None:
        """Statuses or the time have changed."""
        self.list.refresh()

    # --- reading: posts messages, changes nothing ---------------------------------------------

    def _read(self, reading: Work) -> None:
        self._reading = start(self, reading, "inbox")

    @property
    def _limit(self) -> int:
        return max(SMALLEST_PAGE, 3 * self.size.height)

    async def _end(self, how: How, query: str) -> None:
        try:
            page = await self._services.client.inbox(query, limit=self._limit, last=how == "end")
        except SignoffError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.PageRead(page, how, query))

    async def _more(self, cursor: str, query: str) -> None:
        try:
            page = await self._services.client.inbox(query, limit=self._limit, cursor=cursor)
        except SignoffError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.PageRead(page, "more", query, cursor))

    async def _begin(self) -> None:
        await self._around("begin", self._wanted)

    async def _refresh(self) -> None:
        await self._around("refresh", tuple(self.window.neighbours())[:3])

    async def _around(self, how: How, tasks: tuple[str, ...]) -> None:
        query, page = self.query_words, None
        try:
            for task_id in tasks:
                try:
                    page = await self._services.client.inbox(
                        query, limit=self._limit, around=task_id
                    )
                    break
                except NotFound:
                    continue
            if page is None:
                page = await self._services.client.inbox(query, limit=self._limit)
        except SignoffError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.PageRead(page, how, query))

    async def _learn_end(self, task_id: str) -> None:
        try:
            task = await self._services.client.task(task_id)
        except SignoffError:
            return  # it may be gone for this reader altogether; the row says so
        self.post_message(self.EndLearnt(task))

    async def _check_marks(self, ids: list[str]) -> None:
        found: dict[str, Task | None] = {}
        for task_id in ids:
            try:
                found[task_id] = await self._services.client.task(task_id)
            except NotFound:
                found[task_id] = None
            except SignoffError:
                break  # asked again with the next connection
        self.post_message(self.MarksChecked(found))

    # --- what has happened ------------------------------------------------------------------

    def on_inbox_pane_page_read(self, message: PageRead) -> None:
        """Take the page into the window; the selected record stays selected, on its line."""
        message.stop()
        if message.query != self.query_words:
            return
        line = self.list.hold_line()
        before = {each.id for each in self.window.rows}
        if message.how == "more":
            self.window.extend(message.page, cursor=message.cursor)
        elif message.how in ("refresh", "begin") and self.loaded:
            self._take_refreshed(message.page)
        else:
            self.window.restart(message.page, at_end=message.how == "end", wanted=self._wanted)
            self._wanted = ()
        self.loaded = True
        self._show_marks(before if message.how == "refresh" else set())
        self._say_if_empty()
        if message.how in ("more", "refresh"):
            self.list.restore_line(line)
        else:
            self.list.refresh_rows()
        self.list.catch_up()
        self._show_heads()
        self.post_message(self.Changed())

    def _show_marks(self, before: set[str]) -> None:
        """Marks go by what is shown now; those that were among the rows and are not: gone?"""
        gone = self.window.gone
        rows = [each for each in self.window.rows if gone is None or each.id != gone.id]
        self.marks.shown(rows)
        self.check_marks(before - {each.id for each in rows})

    def on_inbox_pane_marks_checked(self, message: MarksChecked) -> None:
        """Take the marks of those that are over away; the rest is marked as it was seen."""
        message.stop()
        lost: list[Task] = []
        for task_id, task in message.found.items():
            if task is None or task.state is not TaskState.OPEN:
                marked = self.marks.remove(task_id)
                lost += [task or marked] if marked is not None else []
        if lost:
            self.list.refresh()
            self.post_message(self.MarksLost(lost))

    def _take_refreshed(self, page: InboxPage) -> None:
        was_gone = self.window.gone
        self.window.replace(page)
        gone = self.window.gone
        if gone is None:
            return
        if was_gone is not None and was_gone.id == gone.id:
            self.window.update(was_gone)
        else:
            learn = partial(self._learn_end, gone.id)
            start(self, learn, "ended")

    def on_inbox_pane_end_learnt(self, message: EndLearnt) -> None:
        """Show how the selected task ended, in its place."""
        message.stop()
        self.window.update(message.task)
        self.list.refresh()
        self.post_message(self.SelectedLeft(message.task))
        self.post_message(self.Changed())

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Read once more what changed while a page was being read."""
        if event.worker is self._reading and event.state is WorkerState.SUCCESS and self._stale:
            self._stale = False
            self._read(self._refresh if self.loaded else self._begin)

    def on_task_list_edge_neared(self, message: TaskList.EdgeNeared) -> None:
        """Fetch the next page before the person gets there."""
        message.stop()
        if self._reading is not None and self._reading.is_running:
            return
        cursor = self.window.after if message.after else self.window.before
        if cursor:
            self._read(partial(self._more, cursor, self.query_words))

    def on_task_list_far_end_wanted(self, message: TaskList.FarEndWanted) -> None:
        """Jump to the other end without walking there."""
        message.stop()
        self._read(partial(self._end, "end" if message.last else "start", self.query_words))

    def on_task_list_fitted(self, message: TaskList.Fitted) -> None:
        """Other columns: their heads follow once the list has them, not before."""
        message.stop()
        self._show_heads()

    def _show_heads(self) -> None:
        self._heads.show(column_heads(self.list.columns, self.size.width))

    def _say_if_empty(self) -> None:
        words = say("tui.empty_filter", query=self.query_words) if self.query_words else ""
        self.list.message = words or say("tui.empty")
