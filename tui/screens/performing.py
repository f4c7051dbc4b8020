"""What each action of the registry does at the desk; that it makes sense now is decided there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.actions import Action, Situation
from tui.screens import (
    away_sheet,
    deciding,
    drawn_case,
    filling,
    finding,
    marking,
    steering,
    talking,
)

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

Perform = Callable[["DeskScreen", Situation], None]


def perform(desk: DeskScreen, action: Action, situation: Situation) -> None:
    """Carry out an action."""
    _PERFORM[action.id](desk, situation)


_PERFORM: dict[str, Perform] = {
    "approve": deciding.approve,
    "reject": deciding.reject,
    "return": deciding.send_back,
    "done": deciding.tick_off,
    "abstain": deciding.abstain,
    "skip": deciding.skip,
    "undo": lambda desk, _: desk.shell.take_back(),
    "mark": marking.mark,
    "mark_all": marking.mark_all,
    "unmark": marking.unmark,
    "results": marking.show_results,
    "forward": deciding.forward,
    "comment": talking.comment,
    "ask": talking.ask,
    "follow": talking.follow,
    "urge": talking.urge,
    "new": filling.new,
    "edit": filling.edit,
    "submit": talking.submit,
    "resubmit": talking.resubmit,
    "withdraw": talking.withdraw,
    "take_back": steering.take_back,
    "remove_signer": steering.remove_signer,
    "case": lambda desk, situation: steering.menu(desk, situation, perform),
    "suspend": steering.suspend,
    "resume": steering.resume,
    "jump": steering.jump,
    "reassign": steering.reassign,
    "end": steering.end,
    "away": away_sheet.be_away,
    "open": lambda desk, _: desk.open_selected(),
    "back": lambda desk, _: desk.go_back(),
    "unread": finding.show_unread,
    "switch": lambda desk, _: desk.switch(),
    "filter": finding.filter_inbox,
    "goto": finding.go_to,
    "mine": finding.show_mine,
    "drawn": drawn_case.draw,
    "why": finding.say_why,
    "retry": lambda desk, _: desk.shell.retry(),
    "redraw": lambda desk, _: desk.shell.action_repaint(),
    "help": finding.show_help,
    "quit": lambda desk, _: desk.shell.exit(0),
}
