"""The frame of the desk: where one is above the panes; what is said, and which keys, below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language import say
from tui.actions import BY_ID, in_footer
from tui.drawing.bars import held_line, key_bar, link_words, title_bar
from tui.drawing.line import PLAIN, Line, text, wrap
from tui.drawing.marked import marks_words
from tui.drawing.task_row import left_out
from tui.state.link import Link
from tui.widgets.bar import Bar

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

_HAND_HELD = 30
"""Columns below which what a row leaves out takes two lines."""


class Frame:
    """Draws the three bars of a desk from what the desk shows."""

    def __init__(self, desk: DeskScreen) -> None:
        self.title = Bar(id="title")
        self.status = Bar(id="status")
        self.keys = Bar(id="keys")
        self.link = Link()
        self.who = ""
        self.told = ""
        """What was said last, until there is something else to say."""
        self._desk = desk

    def tell(self, words: str) -> None:
        """Say something in the status line."""
        self.told = words
        self.show_status()

    def show(self) -> None:
        """All three; drawing what is shown already costs nothing."""
        self.show_title()
        self.show_status()
        keymap = self._desk.services.options.keymap
        cells = self._desk.app.size.width
        situation = self._desk.situation
        steady = situation.task is not None
        self.keys.show(key_bar(in_footer(situation), keymap, cells, steady=steady))

    def show_title(self) -> None:
        """Where one is, who one is, and the connection."""
        desk, cells = self._desk, self._desk.app.size.width
        window = desk.inbox.window
        position = ""
        if window.rows:
            total = max(window.total, window.position + 1)
            position = say("tui.position", n=window.position + 1, total=total)
        link = link_words(self.link, desk.services.clock.now(), cells, self._key("retry"))
        self.title.show(
            title_bar(
                cells,
                place=say("tui.inbox"),
                position=position,
                query=desk.inbox.query_words,
                who=self.who,
                link=link,
                marked=self._marks_words,
            )
        )

    def show_status(self) -> None:
        """What is held, then what was said, else what the selected row has no room for."""
        size = self._desk.app.size
        lines: list[Line] = [[text(part, PLAIN)] for part in wrap(self.told, size.width) if part]
        held = self._held_line()
        if held:
            lines.insert(0, held)
        below = self._below_the_list(size.width)
        lines = (lines or below)[: max(1, size.height // 5)]
        lines += [[]] * (max(1, len(below)) - len(lines))  # the list does not change its height
        self.status.show(*lines)

    def _held_line(self) -> Line:
        now = self._desk.services.clock.now()
        held = self._desk.held.to_take_back(now)
        if held is None:
            return []
        together = len(self._desk.held.together(held))
        return held_line(held, now, self._key("undo"), together=together)

    def _marks_words(self, cells: int) -> str:
        desk = self._desk
        window = desk.inbox.window
        return marks_words(
            cells,
            count=len(desk.inbox.marks),
            out=desk.inbox.marks.outside,
            whole=not (window.before or window.after),
        )

    def _below_the_list(self, cells: int) -> list[Line]:
        desk = self._desk
        task = desk.inbox.window.selected
        if task is None or desk.is_wide or desk.is_reading:
            return []
        parts = left_out(task, desk.inbox.list.columns, desk.services.clock.now(), cells)
        if cells < _HAND_HELD:
            amount = parts[:1] if task.amount is not None else []
            return [amount, _beside(parts[len(amount) :])]
        return [_beside(parts)] if parts else []

    def _key(self, action: str) -> str:
        return self._desk.services.options.keymap.shown(BY_ID[action])


def _beside(parts: Line) -> Line:
    """The parts on one line, with room between them."""
    line: Line = []
    for part in parts:
        line += [text("  "), part] if line else [part]
    return line
