"""After publishing: the cases that run on an older version, and moving them, which is tried first.

Steps that the new version does not have any more are asked for: which one takes their place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.message import Message
from textual.widget import Widget

from core.api import Page
from core.client.paging import whole_async
from core.errors import NotAllowed, SignoffError
from core.flow.completing import Completion
from core.flow.definition import REQUESTER
from core.language import say
from core.moves import MOVED, REFUSED, THERE, CaseMove, FlowMove
from tui.designer.phrase_sheet import PhraseSheet, Question, among
from tui.designer.read_sheet import ReadSheet
from tui.drawing.line import BOLD, DIM, LATE, SOON, Line, text, wrap
from tui.drawing.moved import counts, details, places
from tui.screens.sheet import Sheet
from tui.widgets.line_input import Labelled
from tui.work import start

if TYPE_CHECKING:
    from tui.designer.workbench import Workbench

_AT_ONCE = 200
"""Cases of one request."""
_STAYS = "-"


class Listed(Message):
    """The server said what moving would make of each case."""

    def __init__(
        self, flow: str, wanted: FlowMove, cases: Sequence[CaseMove], *, asked: bool = True
    ) -> None:
        """`asked`: somebody wants to know; else it is said only where there is something."""
        super().__init__()
        self.flow = flow
        self.asked = asked
        self.wanted = wanted
        self.cases = [each for each in cases if each.outcome != THERE]


class Moved(Message):
    """What became of each case."""

    def __init__(self, flow: str, cases: Sequence[CaseMove]) -> None:
        super().__init__()
        self.flow = flow
        self.cases = cases


def offer(screen: Workbench, flows: Sequence[str], *, asked: bool = False) -> None:
    """Ask for the cases that run on an older version of each of the flows."""
    for flow in flows:
        wanted = FlowMove(limit=_AT_ONCE)
        start(screen, partial(_list, screen, flow, wanted, asked=asked), "move", exclusive=False)


async def _list(screen: Workbench, flow: str, wanted: FlowMove, *, asked: bool = True) -> None:
    try:
        cases = await _all(screen, flow, wanted, for_real=False)
    except NotAllowed as error:
        if asked:  # who may publish a flow, but not move its cases, is not offered it
            screen.post_message(screen.Failed(error))
        return
    except SignoffError as error:
        screen.post_message(screen.Failed(error))
        return
    screen.post_message(Listed(flow, wanted, cases, asked=asked))


async def _all(screen: Workbench, flow: str, wanted: FlowMove, *, for_real: bool) -> list[CaseMove]:
    client = screen.services.client
    act = client.move_cases if for_real else client.try_move

    def part(cursor: str) -> Awaitable[Page[CaseMove]]:
        return asyncio.shield(act(flow, replace(wanted, cursor=cursor)))

    return await whole_async(part)


# --- asking ----------------------------------------------------------------------------------


def show_trial(screen: Workbench, listed: Listed) -> None:
    """Say what would become of each case; ask for the steps that take the place of lost ones."""
    if not listed.cases:
        if listed.asked:
            screen.tell(say("moving.nothing", flow=listed.flow))
        return
    lost = _lost(screen, listed)
    if lost:
        _ask_steps(screen, listed, lost)
        return

    def decided(reason: str | None) -> None:
        if reason is not None:
            wanted = replace(listed.wanted, reason=reason)
            start(screen, partial(_move, screen, listed.flow, wanted), "move")

    screen.app.push_screen(MoveSheet(listed), decided)


def _lost(screen: Workbench, listed: Listed) -> list[str]:
    """Steps at which cases stay that the flow does not have any more; each is asked for once."""
    known = {REQUESTER, *screen.step_ids, *listed.wanted.steps}
    if not screen.step_ids:
        return []
    steps = [step for each in listed.cases if each.outcome == REFUSED for step in each.at]
    return [step for step in dict.fromkeys(steps) if step not in known]


def _ask_steps(screen: Workbench, listed: Listed, lost: Sequence[str]) -> None:
    def question(step: str) -> Question:
        at = sum(step in each.at for each in listed.cases)
        options = [Completion(key, title) for key, title in screen.places.items()]
        return Question(
            heading=say("designer.move"),
            label=say("designer.move.step", step=step),
            help=say("designer.move.step.help", step=step, n=at),
            complete=among([*options, Completion(_STAYS, say("designer.move.stays"))]),
            picks=True,
        )

    def following(answers: list[str]) -> Question | None:
        return question(lost[len(answers)]) if len(answers) < len(lost) else None

    def answered(answers: list[str] | None) -> None:
        if answers is None:
            return
        pairs = dict(zip(lost, answers, strict=True))
        steps = {old: new for old, new in pairs.items() if new != _STAYS}
        if steps:
            wanted = replace(listed.wanted, steps={**listed.wanted.steps, **steps})
            start(screen, partial(_list, screen, listed.flow, wanted), "move")
        elif any(each.outcome == MOVED for each in listed.cases):
            stays = replace(listed.wanted, steps={step: step for step in lost})
            show_trial(screen, Listed(listed.flow, stays, listed.cases))

    screen.app.push_screen(PhraseSheet(question(lost[0]), following), answered)


async def _move(screen: Workbench, flow: str, wanted: FlowMove) -> None:
    steps = {old: new for old, new in wanted.steps.items() if old != new}
    try:
        cases = await _all(screen, flow, replace(wanted, steps=steps), for_real=True)
    except SignoffError as error:
        screen.post_message(screen.Failed(error))
    else:
        screen.post_message(Moved(flow, cases))


def show_moved(screen: Workbench, moved: Moved) -> None:
    """Say what became of each case."""
    screen.tell(say("moving.done", **counts(moved.cases)))
    if screen.is_current and any(each.outcome != MOVED for each in moved.cases):
        lines = partial(case_lines, moved.cases, for_real=True)
        screen.app.push_screen(ReadSheet(say("designer.move"), lines))


class MoveSheet(Sheet[str]):
    """The trial: what would become of each case; moving them is asked twice, with the reason."""

    def __init__(self, listed: Listed) -> None:
        can = any(each.outcome == MOVED for each in listed.cases)
        super().__init__(verb=say("designer.move.verb" if can else "tui.cancel"), sure=can)
        self._listed = listed
        why = say("designer.move.why")
        self._reason = Labelled(say("designer.move.reason"), why, id="move-reason")
        self._can = can

    def heading(self) -> str:
        """What it is about."""
        return say("designer.move")

    def lines(self, cells: int) -> list[Line]:
        """How many, then case by case."""
        cases = self._listed.cases
        words = say("designer.move.cases", n=len(cases), flow=self._listed.flow)
        lines = [[text(part, BOLD)] for part in wrap(words, cells)]
        lines += [[text(part)] for part in wrap(say("moving.tried", **counts(cases)), cells)]
        return [*lines, *case_lines(cases, cells)]

    def fields(self) -> list[Widget]:
        """Why they are moved; it stands in their feeds."""
        return [self._reason] if self._can else []

    def collect(self) -> str | None:
        """The reason; complains where there is none, and moves nothing where nothing would move."""
        if not self._can:
            self.cancel()
            return None
        if not self._reason.value:
            self.complain(say("designer.needed"))
        return self._reason.value or None


def case_lines(cases: Sequence[CaseMove], cells: int, *, for_real: bool = False) -> list[Line]:
    """A line for each case, and below it what is odd about it."""
    lines: list[Line] = []
    for each in cases:
        moved = each.outcome == MOVED
        key = "moves" if moved and not for_real else each.outcome
        words = f"{each.object}  {say(f'moving.outcome.{key}')}  {places(each)}"
        lines += [[text(part, BOLD if moved else SOON)] for part in wrap(words, cells)]
        for detail in (*details(each), *filter(None, [each.message, each.hint])):
            style = DIM if moved else LATE
            lines += [[text("    "), text(part, style)] for part in wrap(detail, max(8, cells - 4))]
    return lines
