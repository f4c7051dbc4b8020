"""The part of the inbox that the terminal holds: a few pages around the selected record.

The inbox may have any length; the window keeps at most `MAX_PAGES` pages of it, which slide with
the selection. What is selected is a record, known by its task id: rows that come and go above or
below never move it to another one. A selected task that left the inbox stays in its place, marked
as gone, until the person moves on.
"""

from collections import deque
from collections.abc import Iterator

from core.api import InboxPage
from core.tasks import Task

MAX_PAGES = 4


class InboxWindow:
    """Rows `first` to `first + len(rows) - 1` of the inbox, and which record is selected."""

    def __init__(self) -> None:
        self._pages: deque[InboxPage] = deque()
        self.rows: list[Task] = []
        self.first = 0
        """How many tasks of the query stand before `rows`."""
        self.total = 0
        self.selected_id = ""
        self.gone: Task | None = None
        """The selected task where it has left the inbox."""
        self._index: dict[str, int] = {}

    # --- what is there ---------------------------------------------------------------------

    @property
    def selected(self) -> Task | None:
        """The selected record, also when it has left the inbox; None in an empty inbox."""
        index = self._index.get(self.selected_id)
        return None if index is None else self.rows[index]

    @property
    def position(self) -> int:
        """The selected record's place in the whole inbox, from 0; 0 in an empty inbox."""
        return self.first + self._index.get(self.selected_id, 0)

    @property
    def end(self) -> int:
        """The place after the last row held."""
        return self.first + len(self.rows)

    @property
    def before(self) -> str:
        """The cursor of the page before the window, "" at the beginning."""
        return self._pages[0].previous if self._pages else ""

    @property
    def after(self) -> str:
        """The cursor of the page after the window, "" at the end."""
        return self._pages[-1].next if self._pages else ""

    def at(self, place: int) -> Task | None:
        """The record at a place in the whole inbox, None where it is not held."""
        index = place - self.first
        return self.rows[index] if 0 <= index < len(self.rows) else None

    def neighbours(self) -> Iterator[str]:
        """The selected id, then those after it, then those before it, nearest first."""
        index = self._index.get(self.selected_id, 0)
        for task in [*self.rows[index:], *reversed(self.rows[:index])]:
            if self.gone is None or task.id != self.gone.id:
                yield task.id

    # --- what arrives ----------------------------------------------------------------------

    def replace(self, page: InboxPage) -> None:
        """Take the page as the whole window; the selection stays on its record."""
        place, selected = self.position, self.selected
        self._pages = deque([page])
        self.gone = None
        self._rebuild()
        if selected is not None and selected.id not in self._index:
            self._keep_gone(selected, place)
        elif selected is None:
            self.selected_id = self.rows[0].id if self.rows else ""

    def restart(
        self, page: InboxPage, *, at_end: bool = False, wanted: tuple[str, ...] = ()
    ) -> None:
        """Take the page of another query (or the other end), and select its first or last row.

        Where it holds some of the `wanted` tasks, the first of these is selected.
        """
        self._pages = deque([page])
        self.gone = None
        self._rebuild()
        self.selected_id = self.rows[-1 if at_end else 0].id if self.rows else ""
        self.selected_id = next((each for each in wanted if each in self._index), self.selected_id)

    def extend(self, page: InboxPage, *, cursor: str) -> bool:
        """Add the page that `cursor` led to; False where the window has moved on meanwhile."""
        place = self.position
        if cursor and cursor == self.after:
            self._pages.append(page)
            if len(self._pages) > MAX_PAGES and self._can_drop(self._pages[0]):
                self._pages.popleft()
        elif cursor and cursor == self.before:
            self._pages.appendleft(page)
            if len(self._pages) > MAX_PAGES and self._can_drop(self._pages[-1]):
                self._pages.pop()
        else:
            return False
        self._rebuild(place)
        return True

    def update(self, task: Task) -> None:
        """A task that is held became another revision of itself."""
        place = self.position
        if self.gone is not None and self.gone.id == task.id:
            self.gone = task
        for page in self._pages:
            for index, row in enumerate(page.items):
                if row.id == task.id:
                    page.items[index] = task
        self._rebuild(place)

    # --- where the person goes -------------------------------------------------------------

    def select(self, place: int) -> bool:
        """Select the record at a place, or the nearest one held; False where nothing moved."""
        if not self.rows:
            return False
        place = max(self.first, min(place, self.end - 1))
        before, task = self.selected_id, self.rows[place - self.first]
        if task.id == before:
            return False
        self.selected_id = task.id
        if self.gone is not None:
            self.gone = None
            self._rebuild()
        return True

    # --- inside ----------------------------------------------------------------------------

    def _can_drop(self, page: InboxPage) -> bool:
        return all(task.id != self.selected_id for task in page.items)

    def _keep_gone(self, task: Task, place: int) -> None:
        self.gone = task
        index = max(0, min(place - self.first, len(self.rows)))
        self.rows.insert(index, task)
        self._index = {row.id: number for number, row in enumerate(self.rows)}

    def _rebuild(self, place: int = 0) -> None:
        self.first = self._pages[0].position if self._pages else 0
        self.total = self._pages[-1].total if self._pages else 0
        seen: dict[str, Task] = {}
        for page in self._pages:
            for task in page.items:
                seen.setdefault(task.id, task)
        self.rows = list(seen.values())
        self._index = {row.id: number for number, row in enumerate(self.rows)}
        if self.gone is not None:
            self._keep_gone(self.gone, place)
