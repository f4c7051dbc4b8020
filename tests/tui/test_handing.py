"""Handing a task on: to somebody else, first to somebody, or to further signers."""

import msgspec
import pytest

from core.api import Forward
from tests.tui import company
from tests.tui.conftest import OpenDesk
from tests.tui.stand_in import StandIn


async def test_forwarding_needs_a_person_and_a_yes(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("f")
        await desk.press(*"zzz", "enter")
        await desk.until_shown("Nothing found.")
        await desk.press("backspace", "backspace", "backspace", *"li.na")
        await desk.until_shown("Li Na")
        await desk.press("enter", "enter")
        assert desk.server.posted("/forward") == []
        await desk.dialog("f")
        await desk.press(*"li.na")
        await desk.until_shown("Li Na")
        await desk.press("enter", "right", "enter")
        await desk.until(lambda: desk.server.posted("/forward"))
        (body,) = desk.server.posted("/forward")
        assert msgspec.json.decode(body, type=Forward).to == "li.na"


@pytest.mark.parametrize(
    ("steps", "path", "words", "where"),
    [
        (1, "/delegate", "delegate", None),
        (2, "/signers", "add a signer", "before"),
        (4, "/signers", "add a signer", "after"),
    ],
)
async def test_others_are_asked_in_the_way_that_was_chosen(
    open_desk: OpenDesk, steps: int, path: str, words: str, where: str | None
) -> None:
    server = StandIn(2)
    can = ("approve", "forward", "delegate", "add_signer")
    server.tasks[0] = company.task(0, can=can)
    async with open_desk(server=server) as desk:
        await desk.dialog("f")
        await desk.until_shown("Who else is asked about PO-1000")
        await desk.press(*"li.na")
        await desk.until_shown("Li Na")
        await desk.press("tab", *["right"] * steps, "enter")
        await desk.until_shown(words)
        assert server.posted(path) == []
        await desk.press("right", "enter")
        await desk.until(lambda: server.posted(path))
        (body,) = server.posted(path)
        sent = msgspec.json.decode(body)
        if where is None:
            assert sent["to"] == "li.na"
        else:
            assert (sent["people"], sent["where"]) == (["li.na"], where)
