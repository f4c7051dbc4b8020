"""The object that is being read: fetched when it is looked at, drawn as one page of lines."""

import asyncio
from datetime import datetime
from functools import partial

import msgspec
from rich.segment import Segment
from textual.events import Resize
from textual.message import Message
from textual.worker import Worker

from core.api import FeedPage, ObjectView
from core.errors import SignoffError
from core.feed import Followed
from core.language import say
from core.objects import FieldChange
from core.tasks import Task, TaskState
from tui.drawing.line import BOLD, DIM, SOON, Line, text, wrap
from tui.drawing.object_page import Page, PageLines, page_lines
from tui.messages import AskingFailed
from tui.services import Services
from tui.state.feed import FeedWindow
from tui.state.own_task import asks_again, own_task
from tui.widgets.scroll_lines import ScrollLines
from tui.work import start

FEED_ENTRIES = 50


class ObjectPane(ScrollLines):
    """One object with its feed; `record` is the task through which the person looks at it."""

    class Read(Message):
        """The object and the end of its feed have arrived, and the person's task if it ended."""

        def __init__(
            self, key: str, view: ObjectView, feed: FeedPage, asked: str, ended: Task | None
        ) -> None:
            super().__init__()
            self.key = key
            self.view = view
            self.feed = feed
            self.asked = asked
            """The task that was asked about because it is no longer among the open ones."""
            self.ended = ended

    class MoreRead(Message):
        """Another part of the feed has arrived, to which `cursor` led; "": its end alone."""

        def __init__(self, key: str, feed: FeedPage, cursor: str) -> None:
            super().__init__()
            self.key = key
            self.feed = feed
            self.cursor = cursor

    class Failed(Message):
        """It could not be read."""

        def __init__(self, key: str, error: SignoffError) -> None:
            super().__init__()
            self.key = key
            self.error = error

    class Shown(Message):
        """Another object, or more of it, is shown."""

    def __init__(self, services: Services, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.key = ""
        self.record: Task | None = None
        self.view: ObjectView | None = None
        self.entries = FeedWindow()
        self.status = ""
        """What becomes of the person's own decision."""
        self.seen = 0
        """The last entry that had been seen when the object was opened."""
        self.reader = ""
        """Who looks at it, once the server has said."""
        self._services = services
        self._error: SignoffError | None = None
        self._drawn: PageLines | None = None
        self._marked = 0
        self._return: tuple[int, int] | None = None
        self._reading_more: Worker[None] | None = None

    # --- asked for from outside ------------------------------------------------------------

    def look_at(self, key: str, task: Task | None = None) -> None:
        """Show an object; the one that is shown already keeps its place and is read again."""
        if key != self.key:
            self.key, self.view, self.entries = key, None, FeedWindow()
            self._error, self._marked, self.top, self._drawn = None, 0, 0, None
            self._return = None
        self.record = task
        self.redraw()
        self.reload()

    @property
    def spot(self) -> tuple[int, int]:
        """The entry at the upper edge and the lines below its beginning; entry 0: of the page."""
        return self._place() or (0, self.top)

    def return_to(self, entry: int, below: int) -> None:
        """Once the object has been read, scroll to where a person was."""
        self._return = (entry, below)

    def reload(self) -> None:
        """Read the object again."""
        if self.key:
            start(self, partial(self._load, self.key, self.record), "object")

    def mark_seen(self) -> None:
        """The person has opened it: the feed counts as read as far as it is shown."""
        last = self.entries.last
        if last > max(self._marked, self.seen):
            self._marked = last
            start(self, partial(self._mark, self.key, last), "seen", exclusive=False)

    def show_unread(self) -> None:
        """Scroll to what is new in the feed."""
        if self._drawn is not None:
            self.scroll_lines(self._drawn.unread)

    def redraw(self) -> None:
        """Draw the page again, for another width or another time."""
        now = self._services.clock.now()
        width = self.size.width
        if width:
            place = self._place()
            lines = self._lines(now, width)
            self.show(lines, self._line_of(place))
        self.post_message(self.Shown())

    # --- the reader's place --------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """Carry out an action that moves; near an end of what is held, fetch more of the feed."""
        if action == "last" and self.entries.newer:
            self._read_more("")
            return True
        before = self.top
        if not super().move(action):
            return False
        if action in ("up", "page_up"):
            self._look_back(moved=self.top != before)
        elif action in ("down", "page_down") and self._is_near_end():
            self._read_more(self.entries.newer)
        return True

    def _is_near_end(self) -> bool:
        near = self.top + 2 * self.size.height > len(self.lines)
        return near and bool(self.entries.newer)

    def _look_back(self, *, moved: bool) -> None:
        """Older entries are for who goes back in the feed, not for who reads the page above it."""
        if self._drawn is None or not self.entries.older:
            return
        oldest = min(self._drawn.entries.values(), default=self._drawn.feed)
        in_feed = self.top >= self._drawn.feed and self.top - oldest <= self.size.height
        all_shown = not moved and oldest < self.top + self.size.height
        if in_feed or all_shown:
            self._read_more(self.entries.older)

    def _read_more(self, cursor: str) -> None:
        if self._reading_more is None or not self._reading_more.is_running:
            self._reading_more = start(self, partial(self._load_more, self.key, cursor), "feed")

    def _place(self) -> tuple[int, int] | None:
        """The entry at the upper edge, and how far below its first line the edge is.

        None for who reads the page above the feed: what comes in below does not move it.
        """
        if self._drawn is None or self.top < self._drawn.feed or not self._drawn.entries:
            return None
        places = self._drawn.entries
        number = max((each for each in places if places[each] <= self.top), default=min(places))
        return number, self.top - places[number]

    def _line_of(self, place: tuple[int, int] | None) -> int | None:
        if place is None or self._drawn is None or place[0] not in self._drawn.entries:
            return None
        return self._drawn.entries[place[0]] + place[1]

    # --- reading: posts messages, changes nothing ----------------------------------------------

    async def _load(self, key: str, record: Task | None) -> None:
        client = self._services.client
        try:
            view, feed = await asyncio.gather(
                client.view(key), client.feed(key, last=True, limit=FEED_ENTRIES)
            )
        except SignoffError as error:
            self.post_message(self.Failed(key, error))
            return
        asked, ended = "", None
        if record is not None and all(task.id != record.id for task in view.tasks):
            asked = record.id
            try:
                ended = await client.task(asked)
            except SignoffError:
                ended = None  # gone for this reader altogether: no task of theirs is shown
        self.post_message(self.Read(key, view, feed, asked, ended))

    async def _load_more(self, key: str, cursor: str) -> None:
        client = self._services.client
        try:
            feed = await client.feed(key, cursor=cursor, last=not cursor, limit=FEED_ENTRIES)
        except SignoffError as error:
            self.post_message(AskingFailed(error))
        else:
            self.post_message(self.MoreRead(key, feed, cursor))

    async def _mark(self, key: str, entry: int) -> None:
        try:
            await self._services.client.seen(key, entry)
        except SignoffError:
            return  # it stays unread; nothing is lost

    # --- what has happened ------------------------------------------------------------------

    def on_object_pane_read(self, message: Read) -> None:
        """Show it, unless the person looks at something else by now."""
        message.stop()
        if message.key != self.key:
            return
        if self.view is None:
            self.seen = message.view.feed.seen
        self.view = _keeping_what_was_shown(self.view, message.view)
        self.entries.take_end(message.feed)
        self._error = None
        mine = own_task(message.view, self.record)
        if mine is not None:
            self.record = mine
        elif self.record is not None and message.asked == self.record.id:
            self.record = message.ended
        self.redraw()
        if self._return is not None:
            (entry, below), self._return = self._return, None
            self.scroll_lines((self._line_of((entry, below)) or 0) if entry else below)

    def on_object_pane_more_read(self, message: MoreRead) -> None:
        """Show it; the reader stays where they are, but who asked for the end goes there."""
        message.stop()
        if message.key != self.key:
            return
        if message.cursor:
            entries, cursor = self.entries, message.cursor
            _ = entries.add_older(message.feed, cursor) or entries.add_newer(message.feed, cursor)
            self.redraw()
        else:
            self.entries.restart(message.feed)
            self.redraw()
            self.scroll_lines(len(self.lines))

    def on_object_pane_failed(self, message: Failed) -> None:
        """Say why it cannot be shown; what was read before stays."""
        message.stop()
        if message.key == self.key:
            self._error = message.error
            self.redraw()

    def on_resize(self, event: Resize) -> None:
        """Another width breaks the lines elsewhere."""
        super().on_resize(event)
        self.redraw()

    def record_changed(self, task: Task) -> None:
        """The task through which the person looks at the object became another revision."""
        if self.record is not None and self.record.id == task.id and self.record != task:
            self.record = task
            self.redraw()

    def asked_now(self, task: Task | None) -> Task | None:
        """`task`, or where it is over the one that has taken its place on the page shown."""
        mine = self.record
        if task is None or mine is None or mine.object != task.object:
            return task
        over = task.state is not TaskState.OPEN and mine.state is TaskState.OPEN
        return mine if over and asks_again(mine, task) else task

    def followed(self, followed: Followed) -> None:
        """The person follows it now, or no longer."""
        if self.view is not None:
            self.view = msgspec.structs.replace(self.view, feed=followed)

    # --- drawing ------------------------------------------------------------------------------

    def _lines(self, now: datetime, width: int) -> list[Line]:
        if not self.key:
            self._drawn = None
            return [[text(say("tui.nothing_shown"), DIM)]]
        feed = self.entries.page
        if self.view is None or feed is None:
            self._drawn = None
            return self._instead(width)
        page = Page(
            view=self.view,
            feed=feed,
            task=self.record,
            seen=self.seen,
            reader=self.reader,
            status=self.status,
            before=self._before(),
            after=say("reading.newer") if self.entries.newer else "",
        )
        self._drawn = page_lines(page, now, width)
        return self._drawn.lines

    def _before(self) -> str:
        if self.entries.older:
            return say("reading.older")
        return say("reading.beginning") if self.entries.was_longer else ""

    def _instead(self, width: int) -> list[Line]:
        lines = [[text(self.key, BOLD)]]
        if self.record is not None:
            lines += [[text(part, BOLD)] for part in wrap(self.record.title, width)]
        lines.append([Segment("")])
        if self._error is None:
            return [*lines, [text(say("tui.loading"), DIM)]]
        return lines + [[text(part, SOON)] for part in wrap(self._error.message, width)]


def _keeping_what_was_shown(before: ObjectView | None, now: ObjectView) -> ObjectView:
    """What changed since the person last looked stays shown for as long as the page is open.

    So do names: the server tells those of the people who have something to do with the object now.
    """
    if before is None or before.object.key != now.object.key:
        return now
    changes: dict[str, FieldChange] = {each.field: each for each in before.changed_since_seen}
    for change in now.changed_since_seen:
        first = changes.get(change.field)
        changes[change.field] = (
            change if first is None else msgspec.structs.replace(change, old=first.old)
        )
    return msgspec.structs.replace(
        now, changed_since_seen=tuple(changes.values()), names={**before.names, **now.names}
    )
