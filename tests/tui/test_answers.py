"""What comes between a decision and its object: changes, somebody faster, a warning, no server."""

import msgspec

from core.api import Decide
from core.objects import FieldChange
from core.tasks import TaskState
from tests.tui import company
from tests.tui.conftest import OpenDesk
from tests.tui.stand_in import StandIn, problem


async def test_what_changed_since_the_last_look_is_shown_before_deciding(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(5)
    change = FieldChange(
        field="amount",
        title={"en": "Amount"},
        old={"amount": "100.00", "currency": "CNY"},
        new={"amount": "900.00", "currency": "CNY"},
    )
    server.views["PO-1000"] = company.view(0, changed_since_seen=(change,))
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until_shown("Changed since you looked")
        assert "- 100.00 CNY" in desk.text
        assert "+ 900.00 CNY" in desk.text


async def test_a_decision_on_an_old_revision_shows_what_changed_and_asks_again(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.dialog("a")
        newer = msgspec.structs.replace(desk.server.tasks[0], revision=2)
        desk.server.tasks[0] = newer
        await desk.press("enter")
        await desk.until_shown("PO-1000 changed meanwhile")
        assert desk.shell.desk.is_reading
        assert newer.state is TaskState.OPEN
        await desk.until(lambda: desk.shell.desk.object.view is not None)
        await desk.until_shown("Your task")


async def test_a_decision_that_came_too_late_says_who_was_faster(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("a")
        desk.server.refusals.append(
            problem(409, "already_decided", who="Li Na", when="9:12", decision="reject")
        )
        await desk.press("enter")
        await desk.until_shown("Li Na has already decided this")
        assert desk.shell.services.outbox.is_empty()


async def test_a_warning_of_another_system_is_asked_and_no_is_the_default(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        warning = problem(
            422, "warning_unanswered", system="erp", warning="w-7", detail="no more budget"
        )
        desk.server.refusals.append(warning)
        await desk.dialog("a")
        await desk.press("enter")
        await desk.until_shown("no more budget")
        await desk.until(lambda: getattr(desk.shell.screen, "listening", False))
        await desk.press("enter")
        assert len(desk.server.posted("/decide")) == 1
        desk.server.refusals.append(warning)
        await desk.dialog("a")
        await desk.press("enter")
        await desk.until_shown("no more budget")
        await desk.until(lambda: getattr(desk.shell.screen, "listening", False))
        await desk.press("right", "enter")
        await desk.until(lambda: len(desk.server.posted("/decide")) == 3)
        last = msgspec.json.decode(desk.server.posted("/decide")[-1], type=Decide)
        assert last.agreed == ("w-7",)


async def test_a_decision_made_offline_is_sent_when_the_server_is_back(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.until_shown("online")
        desk.server.drop_link()
        await desk.until_shown("OFFLINE")
        await desk.dialog("a")
        await desk.until_shown("cannot be reached")
        await desk.press("enter")
        await desk.until_shown("1 queued")
        desk.server.down = False
        await desk.press("ctrl+r")
        await desk.until(lambda: desk.server.posted("/decide"))
        await desk.until(lambda: desk.shell.services.outbox.is_empty())
