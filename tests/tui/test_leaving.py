"""Leaving the full-screen program sends what it held, and touches nothing that another holds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.api import Decide
from core.client import routes
from core.client.connect import open_client
from core.client.outbox import Outbox
from core.settings import load_settings
from core.tasks import DecisionKind
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
    _send_held(settings, outbox, [mine])
    waiting = {item.about: item for item in outbox.waiting()}
    assert waiting["PO-1"].not_before is None
    assert waiting["PO-2"] == other
