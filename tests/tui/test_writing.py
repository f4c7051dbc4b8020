"""Writing comments: nothing typed is lost, names are completed, the editor is the person's own."""

from pathlib import Path

import msgspec
import pytest

from core.api import Comment
from tests.tui import company
from tests.tui.conftest import Desk, OpenDesk
from tests.tui.stand_in import StandIn


def sent(desk: Desk) -> list[str]:
    return [
        msgspec.json.decode(body, type=Comment).text for body in desk.server.posted("/comments")
    ]


async def test_a_comment_of_several_lines_is_sent(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("c")
        await desk.press(*"one", "enter", *"tw0", "backspace", "o", "ctrl+s")
        await desk.until(lambda: sent(desk))
        assert sent(desk) == ["one\ntwo"]
        await desk.until_shown("PO-1000: comment sent")


async def test_what_is_typed_before_the_dialog_shows_is_not_lost(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("c", *"hello")
        await desk.until_shown("Comment on PO-1000")
        await desk.until_shown("hello")


async def test_a_name_is_completed_after_an_at_sign(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("c")
        await desk.press(*"hi @li.n")
        await desk.until_shown("Li Na")
        await desk.press("tab", "space", *"please", "ctrl+s")
        await desk.until(lambda: sent(desk))
        assert sent(desk) == ["hi @li.na please"]


async def test_asking_begins_with_the_requester(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("at")
        await desk.press(*"why?", "ctrl+s")
        await desk.until(lambda: sent(desk))
        assert sent(desk) == ["@wang.li why?"]


async def test_a_draft_survives_leaving_the_dialog_and_the_program(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("c")
        await desk.press(*"half a thought", "escape")
        await desk.until_shown("The draft is kept.")
        assert sent(desk) == []
    async with open_desk() as desk:
        await desk.dialog("c")
        assert "half a thought" in desk.text
        await desk.press(*", whole", "ctrl+s")
        await desk.until(lambda: sent(desk))
        assert sent(desk) == ["half a thought, whole"]
        await desk.dialog("c")
        assert "half a thought" not in desk.text


async def test_an_empty_comment_is_not_sent(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("c")
        await desk.press("space", "enter", "ctrl+s")
        await desk.until_shown("There is nothing to send.")
        assert sent(desk) == []


async def test_a_comment_written_offline_waits_for_the_server(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.until_shown("online")
        desk.server.drop_link()
        await desk.until_shown("OFFLINE")
        await desk.dialog("c")
        await desk.press(*"later", "ctrl+s")
        await desk.until_shown("1 queued")
        desk.server.down = False
        await desk.press("ctrl+r")
        await desk.until(lambda: sent(desk) == ["later"])


async def test_an_editor_that_cannot_be_started_is_named_and_the_text_stays(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VISUAL", str(tmp_path / "no-such-editor"))
    async with open_desk() as desk:
        await desk.dialog("c")
        await desk.press(*"kept", "ctrl+e")
        await desk.until_shown("The editor cannot be used")
        assert "kept" in desk.text


@pytest.mark.parametrize(("key", "verb"), [("!", "urge"), ("W", "withdraw")])
async def test_a_word_with_ones_own_request_is_a_draft_until_it_is_on_its_way(
    open_desk: OpenDesk, key: str, verb: str
) -> None:
    server = StandIn(2)
    server.views["PO-1000"] = company.view(0, can=("urge", "withdraw"))
    async with open_desk(server=server) as desk:
        await desk.press("enter")
        await desk.until(lambda: desk.shell.desk.object.view is not None)
        await desk.dialog(key)
        await desk.press(*"the line stands", "escape")
        await desk.until(lambda: desk.shell.screen is desk.shell.desk)
        await desk.dialog(key)
        assert "the line stands" in desk.text
        await desk.press("enter", "right", "enter")
        await desk.until(lambda: server.posted(f"/{verb}"))
        assert b"the line stands" in server.posted(f"/{verb}")[0]
        await desk.until(lambda: desk.shell.services.drafts.names() == [])
