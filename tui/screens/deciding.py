"""Approve, reject, return, done, abstain, skip, forward.

A decision carries the record it was made on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from core.api import Decide
from core.errors import WarningUnanswered
from core.language import say
from core.tasks import DecisionKind, Task
from tui.actions import Situation
from tui.drawing.bars import holding
from tui.screens.ask_sheet import AskSheet
from tui.screens.decide_sheet import DecideSheet
from tui.screens.hand_sheet import HandSheet, handing, ways_to_hand
from tui.screens.lookups import people
from tui.screens.marking import decide_marked
from tui.state.held import HeldDecision
from tui.widgets.pick_list import Option

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def approve(desk: DeskScreen, situation: Situation) -> None:
    """Agree."""
    _decide(desk, situation, DecisionKind.APPROVE)


def reject(desk: DeskScreen, situation: Situation) -> None:
    """Say no."""
    _decide(desk, situation, DecisionKind.REJECT)


def send_back(desk: DeskScreen, situation: Situation) -> None:
    """Return it to the requester or an earlier step."""
    _decide(desk, situation, DecisionKind.RETURN)


def tick_off(desk: DeskScreen, situation: Situation) -> None:
    """Tick off what was to be done, answer a question, take note of a copy."""
    _decide(desk, situation, DecisionKind.DONE)


def abstain(desk: DeskScreen, situation: Situation) -> None:
    """Answer, neither for nor against."""
    _decide(desk, situation, DecisionKind.ABSTAIN)


def skip(desk: DeskScreen, situation: Situation) -> None:
    """Leave out what went wrong."""
    _decide(desk, situation, DecisionKind.SKIP)


def forward(desk: DeskScreen, situation: Situation) -> None:
    """Give the task to somebody else, or have others answer it, too, where the flow allows it."""
    task = situation.task
    if task is None or _is_held(desk, task):
        return

    def picked(option: Option | None) -> None:
        if option is not None:
            desk.shell.send(handing(task, sheet.way, option[0]), task.object)

    sheet = HandSheet(
        people(desk.services.client, task.object),
        task,
        ways_to_hand(task),
        sure=desk.services.options.asks_last("forward"),
    )
    desk.app.push_screen(sheet, picked)


def ask_about_warning(desk: DeskScreen, held: HeldDecision, error: WarningUnanswered) -> None:
    """Another system warns before it carries out a decision: it is sent again only after a yes."""
    warning = str(error.values.get("warning", ""))
    system = str(error.values.get("system", ""))

    def answered(word: str | None) -> None:
        if word is not None:
            agreed = (*held.decide.agreed, warning)
            decide = msgspec.structs.replace(held.decide, agreed=agreed)
            desk.shell.hold(held.task, decide, held.typed)

    sheet = AskSheet(
        heading=say("tui.warning_title", system=system or held.task.object),
        verb=say("tui.agree"),
        says=(f"{held.task.object}  {held.task.title}", error.message),
    )
    desk.app.push_screen(sheet, answered)


def _decide(desk: DeskScreen, situation: Situation, kind: DecisionKind) -> None:
    if situation.marked:
        decide_marked(desk, situation, kind)
        return
    task = situation.task
    if task is None or _is_held(desk, task):
        return

    sheet = DecideSheet(desk.services, task, kind, situation.view)

    def collected(decide: Decide | None) -> None:
        if decide is not None:
            desk.shell.hold(task, decide, sheet.typed())
        elif sheet.typed():
            desk.tell(say("tui.draft_kept"))

    desk.app.push_screen(sheet, collected)


def _is_held(desk: DeskScreen, task: Task) -> bool:
    """Whether the person has decided about it already; says so."""
    held = desk.held.about(task.id)
    if held is not None:
        desk.tell(say("tui.already_held", key=task.object, what=holding(held)))
    return held is not None
