"""What the page and the footer say once a task is over: how it ended, and nothing to decide."""

from asyncio import Event

import msgspec
import pytest

from core.language import say
from core.objects import Source
from core.tasks import Reason, TaskState
from tests.tui import company
from tests.tui.conftest import Desk, OpenDesk
from tests.tui.stand_in import StandIn

_MIRRORED = Reason(key="connectors.because", values={"system": "erp", "login": "zhao.min"})


def mirrored() -> StandIn:
    """Order 0 waits in another system for a second signature: no case, one task of one's own."""
    server = StandIn(3)
    server.tasks[0] = company.task(
        0, case="", step="", step_title={}, because=_MIRRORED, signatures_needed=2
    )
    server.views["PO-1000"] = company.view(0, case=None, tasks=(server.tasks[0],))
    return server


async def approved(desk: Desk) -> None:
    await desk.dialog("a")
    await desk.press(*"fair", "enter")
    await desk.until_shown("PO-1000: approved")
    await desk.pilot.pause(0.5)  # what is read again has been read


@pytest.mark.parametrize("size", [(120, 40), (150, 40)])
async def test_beside_the_list_the_page_says_how_it_ended(
    open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    async with open_desk(server=mirrored(), size=size) as desk:
        await desk.until_shown("may decide it in erp as Zhao Min")
        await approved(desk)
        await desk.until_shown("You approved: fair")
        await _offers_nothing(desk)


@pytest.mark.parametrize("way", ["list", "goto"])
async def test_on_the_page_itself_too_however_it_was_reached(open_desk: OpenDesk, way: str) -> None:
    async with open_desk(server=mirrored(), size=(80, 40)) as desk:
        if way == "goto":
            await desk.press("down")
            await desk.dialog("g")
            await desk.press(*"PO-1000", "enter")
        else:
            await desk.press("enter")
        await desk.until_shown("may decide it in erp as Zhao Min")
        await approved(desk)
        await desk.until_shown("You approved: fair")
        await _offers_nothing(desk)


@pytest.mark.parametrize("case", ["", "c0"])
async def test_what_another_system_asks_before_it_goes_on_is_said_and_shown_at_once(
    open_desk: OpenDesk, case: str
) -> None:
    server = mirrored()
    source = Source(connector="erp", kind="purchase", id="7")
    first = server.tasks[0] = msgspec.structs.replace(server.tasks[0], source=source, case=case)
    async with open_desk(server=server, size=(120, 40)) as desk:
        await desk.until_shown("may decide it in erp as Zhao Min")
        await approved(desk)
        again = msgspec.structs.replace(
            first,
            id="t.again",
            case="",
            text="erp asks before it goes on: similar to RE-2",
        )
        server.views["PO-1000"] = company.view(0, case=None, tasks=(again,))
        server.insert(len(server.tasks), again)
        await desk.until_shown("PO-1000 waits for you again")
        await desk.until_shown("similar to RE-2")
        assert "You approved" not in desk.text
        server.gates["PO-1000"] = slow = Event()
        server.insert(len(server.tasks), company.task(60))
        await desk.until_shown("PO-1060")
        await desk.until(lambda: desk.shell.desk._preview is None)  # the selected row rests
        await desk.dialog("a")
        slow.set()
        await desk.press("enter")
        await desk.until(lambda: len(desk.server.posted("/decide")) == 2)
        assert len(desk.server.posted("t.again/decide")) == 1


async def test_a_task_that_another_one_ended_while_it_is_read_says_who(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(server=mirrored(), size=(80, 40)) as desk:
        await desk.press("down")
        await desk.dialog("g")
        await desk.press(*"PO-1000", "enter")
        await desk.until_shown("Approve or reject")
        desk.server.close_task("c0.1", TaskState.CLOSED_BY_PEER, "li.na")
        await desk.until_shown("decided by Li Na")
        await _offers_nothing(desk)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_an_approval_that_was_taken_back_is_asked_for_on_the_page_at_once(
    open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    async with open_desk(size=size) as desk:
        await desk.press("enter")
        await desk.until_shown("Approve or reject")
        await approved(desk)
        await desk.until_shown("You approved: fair")
        again = company.task(0, id="c0.9")
        desk.server.views["PO-1000"] = company.view(0, tasks=(again,))
        desk.server.insert(0, again)
        await desk.until_shown("Approve or reject")
        assert "You approved" not in desk.text
        await desk.dialog("a")
        await desk.press("enter")
        await desk.until(lambda: desk.server.posted("c0.9/decide"))


async def test_names_stay_names_when_the_server_no_longer_tells_them(open_desk: OpenDesk) -> None:
    server = mirrored()
    async with open_desk(server=server, size=(120, 40)) as desk:
        await desk.until_shown("may decide it in erp as Zhao Min")
        server.views["PO-1000"] = msgspec.structs.replace(server.views["PO-1000"], names={})
        before = len(server.calls)
        await desk.press("ctrl+r")
        await desk.until(lambda: any("objects/" in path for _, path, _ in server.calls[before:]))
        await desk.pilot.pause(0.3)
        assert "as Zhao Min" in desk.text


async def _offers_nothing(desk: Desk) -> None:
    for action in ("approve", "reject", "return", "forward"):
        offered = say(f"actions.{action}")
        await desk.until(lambda offered=offered: offered not in desk.lines[-1])  # type: ignore[misc]
    assert "Approve or reject" not in desk.text
    assert "may decide" not in desk.text
    assert "zhao.min" not in desk.text
