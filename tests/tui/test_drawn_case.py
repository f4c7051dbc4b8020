"""The flow of a case, drawn from the desk: where it stands and who has it, wide and narrow."""

import msgspec

from core.api import CaseView, PersonProgress, StepProgress
from tests.tui import company
from tests.tui.company import NOW
from tests.tui.conftest import OpenDesk
from tests.tui.flow_server import FlowServer

HOSTILE = """\
flow: purchase
object: purchase_order
owner: role:owner
steps:
  - approve: buyer
    title: Buyer [@click=app.quit]x[/] 采购
    by: role:buyer
"""


def case() -> CaseView:
    person = PersonProgress(
        task="c1.1", person="li.na", name={"en": "Li Na 李娜"}, state="open", since=NOW
    )
    step = StepProgress(step="buyer", title={}, kind="approve", state="current", people=(person,))
    return CaseView(
        id="c1", flow="purchase", title={"en": "Purchase"}, version=2, status="running",
        started=NOW, steps=(step,),
    )  # fmt: skip


async def test_the_case_is_drawn_with_who_has_it(open_desk: OpenDesk) -> None:
    for size in ((120, 40), (40, 16)):
        server = FlowServer()
        server.flow = HOSTILE
        async with open_desk(size=size, server=server) as desk:
            key = desk.selected
            view = company.view(int(key.partition("-")[2]) - 1000)
            server.views[key] = msgspec.structs.replace(view, case=case())
            await desk.press("v")
            await desk.until_shown("Li Na 李娜")
            await desk.until_shown("Buyer")
            await desk.press("x")
            await desk.until_shown(key)


async def test_an_object_without_a_case_has_no_drawing(open_desk: OpenDesk) -> None:
    server = FlowServer()
    async with open_desk(server=server) as desk:
        key = desk.selected
        view = company.view(int(key.partition("-")[2]) - 1000)
        server.views[key] = msgspec.structs.replace(view, case=None)
        await desk.press("v")
        await desk.until_shown(f"{key} ")
        assert not desk.shell.screen_stack[1:]
