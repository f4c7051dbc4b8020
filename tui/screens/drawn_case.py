"""The flow of an object's case as boxes: where the case stands, who has it, for how long."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from core.api import CaseView, FlowText
from core.errors import Invalid, SignoffError
from core.flow.definition import Flow
from core.flow.parsing import parse_flow
from core.language import say
from tui.actions import Situation
from tui.designer.read_sheet import ReadSheet
from tui.drawing.course import course_title
from tui.drawing.flow import flow_lines
from tui.drawing.line import HEADING
from tui.messages import AskingFailed
from tui.work import start

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class CaseRead(Message):
    """A case and the version of the flow on which it runs have arrived."""

    def __init__(self, case: CaseView, flow: FlowText) -> None:
        super().__init__()
        self.case = case
        self.flow = flow


def draw(desk: DeskScreen, situation: Situation) -> None:
    """Read the case, and its flow as it was when the case began."""
    start(desk, partial(_read, desk, situation.key), "drawn")


async def _read(desk: DeskScreen, key: str) -> None:
    client = desk.services.client
    try:
        case = (await client.view(key)).case
        if case is None:
            raise Invalid(said=say("commands.no_case", key=key))
        desk.post_message(CaseRead(case, await client.flow(case.flow, version=case.version)))
    except SignoffError as error:
        desk.post_message(AskingFailed(error))


def show(desk: DeskScreen, message: CaseRead) -> None:
    """Show it, for the width there is."""
    try:
        flow: Flow = parse_flow(message.flow.text, message.flow.id)
    except Invalid as error:
        desk.tell(error.message)
        return
    case, now = message.case, desk.services.clock.now()
    lines = partial(flow_lines, flow, case, now)
    desk.app.push_screen(ReadSheet(course_title(case), lines, to=HEADING))
