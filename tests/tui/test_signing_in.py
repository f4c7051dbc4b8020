"""A terminal whose token has ended waits for its person to sign in beside it, and goes on."""

import asyncio
from pathlib import Path

from textual.message import Message

from core.client import marks
from core.client.connect import open_async
from core.client.drafts import Drafts
from core.client.outbox import Outbox
from core.settings import load_settings
from core.sign_in import mark_of, store_token
from tests.core.client.conftest import Double, double, problem
from tests.tui.conftest import OpenDesk
from tests.tui.stand_in import problem as refusal
from tui.messages import LinkMade, LinkRefused
from tui.services import Services
from tui.work import watch

__all__ = ["double"]


async def test_after_a_new_login_the_stream_is_asked_for_again(
    tmp_path: Path, double: Double
) -> None:
    double.answer = lambda heard: (
        (200, b": welcome\n\n")
        if heard.headers.get("Authorization") == "Bearer new"
        else problem(401, "sign_in_first")
    )
    settings = load_settings({"SIGNOFF_HOME": str(tmp_path), "SIGNOFF_URL": double.url})
    store_token(settings, "old", in_file=True)
    marks.remember(settings, settings.url, "rita", mark_of("old"))
    heard: asyncio.Queue[Message] = asyncio.Queue()
    async with open_async(settings) as client:
        services = Services(client, Outbox(tmp_path / "o"), Drafts(tmp_path / "d"))
        watching = asyncio.create_task(watch(services, heard.put_nowait, asyncio.Event()))
        assert isinstance(await heard.get(), LinkRefused)
        store_token(settings, "new", in_file=True)
        marks.remember(settings, settings.url, "rita", mark_of("new"))
        assert isinstance(await heard.get(), LinkMade)
        watching.cancel()


async def test_being_let_in_again_is_said(open_desk: OpenDesk) -> None:
    async with open_desk(3) as desk:
        desk.server.stream_refusals.append(refusal(401, "sign_in_first", detail="it is over"))
        desk.server.drop_link()
        desk.server.down = False
        await desk.until_shown("Sign in first")
        await desk.press("ctrl+r")
        await desk.until_shown("signed in again")
