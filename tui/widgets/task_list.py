"""The inbox as lines: draws what is visible of a window of any length, and moves the selection.

An arrow key repaints two lines. The selection is a record, so the list never remembers a row
number beyond the next paint.
"""

from collections.abc import Mapping
from datetime import datetime

from rich.segment import Segment
from textual.events import Blur, Focus, Resize
from textual.geometry import Offset
from textual.message import Message

from core.language import say
from core.tasks import Task, TaskState
from tui.clock import Clock
from tui.drawing.line import DIM, MARKED, SELECTED, Line, text, wrap
from tui.drawing.task_row import Columns, Sizes, task_row
from tui.state.inbox import InboxWindow
from tui.state.marks import Marks
from tui.widgets.drawn import Drawn


class TaskList(Drawn, can_focus=True):
    """Shows `window`; posts what the person did and what is missing."""

    class SelectionMoved(Message):
        """The person selected another record."""

    class EdgeNeared(Message):
        """Lines beyond the window will be wanted soon: `after` or `before` it."""

        def __init__(self, *, after: bool) -> None:
            super().__init__()
            self.after = after

    class FarEndWanted(Message):
        """The person went to the very beginning or end, which the window does not hold."""

        def __init__(self, *, last: bool) -> None:
            super().__init__()
            self.last = last

    class Fitted(Message):
        """The columns are other ones: the list has another width."""

    def __init__(
        self, window: InboxWindow, marks: Marks, clock: Clock, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.window = window
        self.marks = marks
        self.statuses: Mapping[str, str] = {}
        """Task id to what becomes of the person's decision about it."""
        self.message = ""
        """What stands in place of an empty list."""
        self._clock = clock
        self._top = 0
        self._owed = 0
        self._sizes = Sizes()
        self.columns = Columns.fitting(80, self._sizes)

    # --- what changed ----------------------------------------------------------------------

    def refresh_rows(self) -> None:
        """The window holds other rows: the selected record stays on its line of the screen."""
        self._sizes = self._sizes.or_more(Sizes.of(self.window.rows))
        self._fit()
        self._scroll_to_selection()
        self.refresh()
        self._look_ahead()

    def refresh_selected(self) -> None:
        """The selected record is drawn otherwise: it was marked, or no longer is."""
        self.refresh_line(self.window.position - self._top)

    def hold_line(self) -> int | None:
        """The line on which the selected record stands, to be kept by `restore_line`.

        None at the very beginning: what comes in above the first row has to be seen.
        """
        return self.window.position - self._top if self._top else None

    def restore_line(self, line: int | None) -> None:
        """Scroll so that the selected record stands on `line` again."""
        self._top = 0 if line is None else self.window.position - line
        self.refresh_rows()

    # --- moving ----------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """Carry out an action of the registry that moves; False for any other."""
        page = max(1, self.size.height - 1)
        steps = {"down": 1, "up": -1, "page_down": page, "page_up": -page}
        owed, self._owed = self._owed, 0
        if action in steps:
            self._step(steps[action] + owed)
        elif action == "first":
            self._go_to_end(last=False)
        elif action == "last":
            self._go_to_end(last=True)
        else:
            return False
        return True

    def catch_up(self) -> None:
        """Go on with the steps that were asked for before their rows had arrived."""
        owed, self._owed = self._owed, 0
        if owed:
            self._step(owed)

    def stay(self) -> None:
        """Something is done with the selected record: what was still owed is forgotten."""
        self._owed = 0

    def _step(self, by: int) -> None:
        place = self.window.position + by
        if self.window.after and place >= self.window.end:
            self._owed = place - self.window.end + 1
        elif self.window.before and place < self.window.first:
            self._owed = place - self.window.first
        self._select(place)
        if self._owed:
            self._look_ahead()

    def _select(self, place: int) -> None:
        before, ghost = self.window.position, self.window.gone
        if not self.window.select(place):
            return
        top = self._top
        self._scroll_to_selection()
        self._scroll_on(top)
        if self._top != top or ghost is not None:
            self.refresh()
        else:
            self.refresh_line(before - top)
            self.refresh_line(self.window.position - top)
        self._place_cursor()
        # Straight to the screen, so that it comes before the paint: one paint for one key.
        self.screen.post_message(self.SelectionMoved())
        self._look_ahead()

    def _go_to_end(self, *, last: bool) -> None:
        if self.window.after if last else self.window.before:
            self.post_message(self.FarEndWanted(last=last))
        else:
            self._select(self.window.end - 1 if last else self.window.first)

    def _scroll_to_selection(self) -> None:
        height = max(1, self.size.height)
        place = self.window.position
        top = min(self._top, place)
        top = max(top, place - height + 1)
        end = max(self.window.end, self.window.total)
        self._top = max(0, min(top, end - height))

    def _scroll_on(self, before: int) -> None:
        """Beside another pane scroll by many lines at a time: all of them are sent again."""
        moved = self._top - before
        if abs(moved) == 1 and self.size.width < self.app.size.width:
            top = self._top + moved * (self.size.height // 3)
            self._top = max(self.window.first, min(top, self.window.end - self.size.height))

    def _look_ahead(self) -> None:
        margin = max(1, self.size.height)
        if self.window.after and self._top + 2 * margin > self.window.end:
            self.post_message(self.EdgeNeared(after=True))
        if self.window.before and self._top - margin < self.window.first:
            self.post_message(self.EdgeNeared(after=False))

    # --- drawing ---------------------------------------------------------------------------

    def draw(self, y: int) -> Line:
        """The record on line `y`."""
        place = self._top + y
        task = self.window.at(place)
        if task is not None:
            return self._row(task, self._clock.now())
        if not self.window.rows:
            return self._instead(y)
        return [Segment("  " + say("tui.loading"), DIM)] if place < self.window.total else []

    def _row(self, task: Task, now: datetime) -> Line:
        status = self.statuses.get(task.id, "")
        style = None
        if task.id == self.window.selected_id:
            style = SELECTED if self.has_focus else MARKED
        if not status and task is self.window.gone and task.state is TaskState.OPEN:
            status = say("tui.gone")
        marked = task.id in self.marks
        return task_row(task, self.columns, now, status=status, style=style, marked=marked)

    def _instead(self, y: int) -> Line:
        lines = list(wrap(self.message, max(2, self.size.width - 4)))
        return [text("  " + lines[y - 1], DIM)] if 1 <= y <= len(lines) else []

    # --- events ----------------------------------------------------------------------------

    def on_resize(self, _event: Resize) -> None:
        """Another size: other columns, the selection stays visible."""
        self._fit()
        self.post_message(self.Fitted())
        self._scroll_to_selection()
        self._place_cursor()
        self.refresh()
        self._look_ahead()

    def on_focus(self, _event: Focus) -> None:
        """The keys come here."""
        self.refresh_line(self.window.position - self._top)
        self._place_cursor()

    def on_blur(self, _event: Blur) -> None:
        """The keys go elsewhere."""
        self.refresh_line(self.window.position - self._top)

    def _fit(self) -> None:
        self.columns = Columns.fitting(self.size.width or 80, self._sizes)

    def _place_cursor(self) -> None:
        # The terminal's own cursor follows the selection, for screen readers and braille lines.
        if self.has_focus:
            line = self.window.position - self._top
            self.app.cursor_position = self.region.offset + Offset(0, max(0, line))
