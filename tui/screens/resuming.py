"""A session goes on where the last one ended: restores the place, and keeps it as it changes."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tui.screens.restoring import Restoring
from tui.state.place import Place

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.screens.desk import DeskScreen

_REST_SECONDS = 1.0
"""How long after a change the place is written, so that a walk through the list is written once."""
_NEAR = 3


class Resuming:
    """Knows where the person was until they are there again, then where they are."""

    def __init__(self, desk: DeskScreen) -> None:
        self._desk = desk
        self._places = desk.services.places
        self._was = Place()
        self._returning = False
        self._writing: Timer | None = None
        self.marks = Restoring(desk)

    # --- going there --------------------------------------------------------------------------

    def begin(self) -> None:
        """Before anything is asked for: the first page of the inbox is the one around the task."""
        if self._places is None:
            return
        self._was = self._places.load()
        self._returning = bool(self._was.page)
        self.marks.remember(self._was.marks)
        self._desk.inbox.start_at(self._was.query, self._was.near)

    def list_shown(self) -> None:
        """The list is there: open the page that was open, unless a key was faster."""
        if self._desk.shell.me is not None and self._desk.inbox.loaded:
            self.marks.begin()
        if not self._returning or not self._desk.inbox.loaded:
            return
        self._returning = False
        desk, was = self._desk, self._was
        task = desk.inbox.window.selected
        desk.open_object(was.page, via_task=task is not None and task.object == was.page)
        desk.object.return_to(was.entry, was.below)

    def acted(self) -> None:
        """The person goes somewhere else."""
        self._returning = False

    def person_learnt(self, person: str) -> None:
        """Another person than the one whose place it was begins at the beginning."""
        if self._was.person and self._was.person != person:
            self._was, self._returning = Place(), False
            self.marks.forget()
            self._desk.go_to_list()
            self._desk.inbox.search("")
        elif self._desk.inbox.loaded:
            self.marks.begin()

    # --- keeping it ---------------------------------------------------------------------------

    def changed(self) -> None:
        """The person may be somewhere else: write it down when they rest."""
        if self._places is not None and self._writing is None and self._desk.inbox.loaded:
            self._writing = self._desk.set_timer(_REST_SECONDS, self.save)

    def save(self) -> None:
        """Write down where the person is; nothing before they have seen anything."""
        self._writing = None
        if self._places is not None and self._desk.inbox.loaded and not self._returning:
            self._places.save(self._place())

    def _place(self) -> Place:
        desk, me = self._desk, self._desk.shell.me
        entry, below = desk.object.spot if desk.is_open else (0, 0)
        return Place(
            person=me.person if me is not None else self._was.person,
            query=desk.inbox.query_words,
            tasks=tuple(islice(desk.inbox.window.neighbours(), _NEAR)),
            page=desk.object.key if desk.is_open else "",
            entry=entry,
            below=below,
            marks=self.marks.kept(),
        )
