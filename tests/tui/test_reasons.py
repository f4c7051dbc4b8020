"""The reason of a decision: demanded, kept on disk, and there again where it is not made."""

import msgspec

from core.api import Decide
from tests.tui.conftest import OpenDesk
from tests.tui.stand_in import problem


async def test_a_reason_outlives_the_dialog_and_the_program_but_is_for_its_own_decision_only(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.dialog("r")
        await desk.press(*"too dear")
    async with open_desk() as desk:
        await desk.dialog("a")
        assert "too dear" not in desk.text
        await desk.press("escape")
        await desk.dialog("r")
        assert "too dear" in desk.text
        await desk.press("escape")
        await desk.until_shown("The draft is kept.")
        await desk.dialog("r")
        await desk.press(*" by half", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))
        (body,) = desk.server.posted("/decide")
        assert msgspec.json.decode(body, type=Decide).reason == "too dear by half"
        assert desk.shell.services.drafts.names() == []


async def test_a_reason_is_there_again_when_its_decision_is_taken_back_or_refused(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(undo=30) as desk:
        await desk.dialog("a")
        await desk.press(*"all fine", "enter")
        assert desk.shell.services.drafts.names() == []
        await desk.press("u")
        await desk.dialog("a")
        assert "all fine" in desk.text
    async with open_desk() as desk:
        await desk.dialog("a")
        assert "all fine" in desk.text
        desk.server.refusals.append(
            problem(409, "already_decided", who="Li Na", when="9:12", decision="reject")
        )
        await desk.press("enter")
        await desk.until_shown("Li Na has already decided this")
        (name,) = desk.shell.services.drafts.names()
        assert desk.shell.services.drafts.load(name) == "all fine"


async def test_a_reason_is_demanded_where_the_step_demands_it(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("r")
        await desk.press("enter")
        await desk.until_shown("A reason is required here.")
        await desk.press(*"no", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))
