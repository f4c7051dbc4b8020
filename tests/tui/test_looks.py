"""What the main screens look like; `pytest --snapshot-update` after a change that is meant."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.client.drafts import Drafts
from core.client.outbox import Outbox
from core.language import set_language
from tests.tui.company import NOW
from tests.tui.stand_in import StandIn
from tui.clock import Clock
from tui.services import Services
from tui.shell import Shell
from tui.terminal.switches import SWITCHES

if TYPE_CHECKING:
    from textual.pilot import Pilot

Compare = Callable[..., bool]


@pytest.mark.parametrize(
    ("size", "language", "keys"),
    [
        ((120, 40), "en", ("down", "down")),
        ((120, 40), "zh", ("down", "down")),
        ((80, 24), "en", ("down",)),
        ((80, 24), "zh", ("down", "enter")),
        ((40, 16), "zh", ("down",)),
        ((20, 16), "en", ("down",)),
    ],
    ids=["wide", "wide-zh", "list", "object-zh", "small-zh", "tiny"],
)
def test_screens_look_as_agreed(
    snap_compare: Compare,
    tmp_path: Path,
    size: tuple[int, int],
    language: str,
    keys: tuple[str, ...],
) -> None:
    set_language(language)
    services = Services(
        client=StandIn(60).client(),
        outbox=Outbox(tmp_path / "outbox"),
        drafts=Drafts(tmp_path / "drafts"),
        clock=Clock(lambda: NOW),
    )
    shell = Shell(services)
    # As in a terminal; the plugin imports Textual before anything can switch it.
    shell.theme = SWITCHES["TEXTUAL_THEME"]

    async def at_rest(pilot: "Pilot[int]") -> None:
        desk = shell.desk
        while not (desk.inbox.loaded and shell.me is not None):
            await pilot.pause(0.01)
        await pilot.press(*keys)
        while size[0] >= 120 and (desk.object.view is None or desk.object.key != "PO-1002"):
            await pilot.pause(0.01)
        while "enter" in keys and desk.object.view is None:
            await pilot.pause(0.01)
        await pilot.pause()

    assert snap_compare(shell, terminal_size=size, run_before=at_rest)
