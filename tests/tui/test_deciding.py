"""Deciding: what is sent is what was seen, and it can be taken back."""

import msgspec
import pytest
from textual.events import Paste

from core.api import Decide
from core.tasks import DecisionKind, TaskKind
from tests.tui import company
from tests.tui.conftest import OpenDesk
from tests.tui.stand_in import StandIn
from tui.widgets.line_input import LineInput


async def test_approving_sends_the_reason_and_the_revisions_that_were_seen(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.dialog("down", "a")
        await desk.press(*"fine", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))
        (body,) = desk.server.posted("/decide")
        decide = msgspec.json.decode(body, type=Decide)
        assert decide == Decide(decision=DecisionKind.APPROVE, reason="fine", object_revision=3)
        await desk.until_shown("PO-1001: approved")
        assert desk.selected == "PO-1001"


async def test_a_held_decision_is_taken_back_with_one_key(open_desk: OpenDesk) -> None:
    async with open_desk(undo=60) as desk:
        await desk.dialog("a")
        await desk.press("enter")
        await desk.until_shown("approve PO-1000 in 60 s")
        assert "approving" in desk.lines[2]
        await desk.press("u")
        await desk.until_shown("Taken back: PO-1000 is not decided.")
        assert "approving" not in desk.text
        assert desk.shell.services.outbox.waiting() == []
        assert desk.server.posted("/decide") == []


async def test_the_same_task_is_not_decided_twice(open_desk: OpenDesk) -> None:
    async with open_desk(undo=60) as desk:
        await desk.dialog("a")
        await desk.press("enter")
        await desk.until(lambda: desk.shell.held.all())
        await desk.press("r")
        assert desk.shell.screen is desk.shell.desk
        await desk.until_shown("PO-1000 is decided already")


async def test_returning_asks_where_to(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("enter")
        await desk.until(lambda: desk.shell.desk.object.view is not None)
        await desk.dialog("b")
        assert "the requester" in desk.text
        await desk.press("right", "right", "tab", *"price", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))
        decide = msgspec.json.decode(desk.server.posted("/decide")[0], type=Decide)
        assert (decide.decision, decide.to) == (DecisionKind.RETURN, "head")


async def test_words_typed_where_a_return_goes_are_its_reason(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("b")
        await desk.press(*"add a date", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))
        decide = msgspec.json.decode(desk.server.posted("/decide")[0], type=Decide)
        assert (decide.reason, decide.to) == ("add a date", "requester")


async def test_what_no_flow_decides_has_no_step_to_return_to(open_desk: OpenDesk) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, flow="", case="")
    async with open_desk(server=server) as desk:
        await desk.dialog("b")
        assert "the previous step" not in desk.text
        await desk.press(*"add a date", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))
        decide = msgspec.json.decode(desk.server.posted("/decide")[0], type=Decide)
        assert (decide.reason, decide.to) == ("add a date", "")


async def test_what_cannot_be_done_with_a_task_is_not_offered(open_desk: OpenDesk) -> None:
    server = StandIn(2)
    server.tasks[0] = company.task(0, kind=TaskKind.COPY, can=("done",))
    async with open_desk(server=server) as desk:
        await desk.until_shown("d done")
        assert "approve" not in desk.lines[-1]
        await desk.press("a")
        await desk.until_shown("This task does not ask you to approve. Possible here: d done.")


@pytest.mark.parametrize("by", ["d", "c"])
async def test_a_question_is_answered_in_words(open_desk: OpenDesk, by: str) -> None:
    server = StandIn(2)
    can = ("done", "forward", "comment")
    server.tasks[0] = company.task(0, kind=TaskKind.QUESTION, can=can, text="Which hall?")
    async with open_desk(server=server) as desk:
        await desk.until_shown("d answer")
        await desk.press("a")
        await desk.until_shown("This is a question: d answers it.")
        await desk.dialog(by)
        if by == "d":
            await desk.press("enter")
            await desk.until_shown("Type the answer")
            assert server.posted("/decide") == []
        await desk.press(*"Hall 3", "enter" if by == "d" else "ctrl+s")
        await desk.until_shown("PO-1000: answered Wang Li's question")


async def test_what_is_for_the_list_says_how_to_get_there(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("enter")
        await desk.until(lambda: desk.shell.desk.object.view is not None)
        await desk.press("w")
        await desk.until_shown("why is for the list: Esc goes back there")


@pytest.mark.parametrize(
    ("key", "decision", "footer", "sent"),
    [
        ("a", DecisionKind.APPROVE, "a try again", "PO-1000: tried again"),
        ("d", DecisionKind.DONE, "d done by hand", "PO-1000: done by hand"),
        ("x", DecisionKind.SKIP, "x skip", "PO-1000: skipped"),
    ],
)
async def test_an_action_that_went_wrong_is_tried_again_skipped_or_was_done_by_hand(
    open_desk: OpenDesk, key: str, decision: DecisionKind, footer: str, sent: str
) -> None:
    server = StandIn(2)
    can = ("approve", "skip", "done")
    server.tasks[0] = company.task(0, kind=TaskKind.INCIDENT, can=can)
    async with open_desk(server=server) as desk:
        await desk.until_shown(footer)
        await desk.dialog(key)
        await desk.press("enter")
        await desk.until_shown(sent)
        (body,) = server.posted("/decide")
        assert msgspec.json.decode(body, type=Decide).decision is decision


async def test_somebody_abstains(open_desk: OpenDesk) -> None:
    server = StandIn(2)
    server.tasks[0] = company.task(0, can=("approve", "reject", "abstain"))
    async with open_desk(server=server) as desk:
        await desk.dialog("z")
        await desk.press(*"not mine", "enter")
        await desk.until_shown("PO-1000: abstained")
        (body,) = server.posted("/decide")
        expected = Decide(decision=DecisionKind.ABSTAIN, reason="not mine", object_revision=3)
        assert msgspec.json.decode(body, type=Decide) == expected


async def test_no_line_of_a_paste_is_dropped_without_a_word(open_desk: OpenDesk) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("supplier", "purpose"))
    view = company.view(0)
    empty = msgspec.structs.replace(view.object, fields={})
    server.views["PO-1000"] = msgspec.structs.replace(view, object=empty)
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until(lambda: isinstance(desk.shell.focused, LineInput))
        desk.shell.post_message(Paste("\rWeber GmbH\r\nBerlin\n"))
        await desk.until_shown("Supplier: Weber GmbH Berlin")
        await desk.press("tab")
        desk.shell.post_message(Paste("For line 3"))
        await desk.until_shown("Press Enter first, then paste.")
        assert server.posted("/decide") == []
