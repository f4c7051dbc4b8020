"""Leaving the full-screen program sends what it held, and touches nothing that another holds."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.api import Decide
from core.client import routes
from core.client.connect import open_client
from core.client.outbox import Outbox
from core.settings import load_settings
from core.tasks import DecisionKind
from tests.tui.conftest import OpenDesk
from tests.tui.stand_in import problem
from tui.app import _send_held


def test_the_undo_window_of_another_terminal_stays(tmp_path: Path) -> None:
    nowhere = f"unix://{tmp_path}/nobody.sock"
    settings = load_settings({"SIGNOFF_HOME": str(tmp_path), "SIGNOFF_URL": nowhere})
    outbox = Outbox(settings.outbox_folder)
    call = routes.decide("PO-1.1", Decide(decision=DecisionKind.APPROVE))
    now = datetime.now(UTC)
    later = now + timedelta(hours=1)
    with open_client(settings) as client:
        mine = outbox.add(call, client, about="PO-1", now=now, not_before=later)
        other = outbox.add(call, client, about="PO-2", now=now, not_before=later)
    _send_held(settings, outbox, [mine], offline=False)
    waiting = {item.about: item for item in outbox.waiting()}
    assert waiting["PO-1"].not_before is None
    assert waiting["PO-2"] == other


def test_whoever_leaves_does_not_wait_for_a_server_that_is_known_not_to_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket(socket.AF_UNIX) as hanging:
        hanging.bind(f"{tmp_path}/s")
        hanging.listen()  # takes every connection, answers none
        where = f"unix://{tmp_path}/s"
        settings = load_settings({"SIGNOFF_HOME": str(tmp_path), "SIGNOFF_URL": where})
        outbox = Outbox(settings.outbox_folder)
        call = routes.decide("PO-1.1", Decide(decision=DecisionKind.APPROVE))
        with open_client(settings) as client:
            mine = outbox.add(call, client, about="PO-1", now=datetime.now(UTC))
        _send_held(settings, outbox, [mine], offline=True)
        hanging.setblocking(False)
        with pytest.raises(BlockingIOError):
            hanging.accept()  # nobody came
    assert [each.about for each in outbox.waiting()] == ["PO-1"]
    assert "PO-1" in capsys.readouterr().err


async def test_what_was_refused_after_leaving_is_said_and_its_words_are_a_draft_again(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    async with open_desk(3) as desk:
        desk.server.drop_link()
        await desk.until_shown("OFFLINE")
        await desk.dialog("c")
        await desk.press(*"words", "ctrl+s")
        await desk.until_shown("1 queued")
        assert desk.shell.services.drafts.names() == []
        desk.server.down = False
        desk.server.refusals.append(problem(403, "not_allowed", detail="not any more"))
        client = desk.server.client()  # that of whatever sends it next
        await desk.shell.services.outbox.send_due_async(client, desk.shell.services.clock.now())
    async with open_desk(3) as desk:
        await desk.until_shown("not any more")
        await desk.dialog("c")
        await desk.until_shown("words")
