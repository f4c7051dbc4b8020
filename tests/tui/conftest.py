"""The screens, run without a terminal against a stand-in for the server."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.client.drafts import Drafts
from core.client.outbox import Outbox
from core.language import set_language
from tui.terminal.switches import set_switches

set_switches()

from textual import _wait  # noqa: E402 - Textual reads its switches when it is imported
from textual.pilot import Pilot  # noqa: E402

from tests.tui.company import NOW  # noqa: E402
from tests.tui.stand_in import StandIn  # noqa: E402
from tui.clock import Clock  # noqa: E402
from tui.services import Options, Services  # noqa: E402
from tui.shell import Shell  # noqa: E402
from tui.state.place import Places  # noqa: E402

_PATIENCE = 60.0
"""Seconds after which a condition counts as never met."""
_ROUNDING = 1e-6
"""Of a clock that has run for a day, 0.4 s later may be a little less than that."""

# The pilot looks three times after each key whether the program rests, by default for 20 ms: most
# of these tests' time. What takes longer than a key is waited for by its condition.
_wait.SLEEP_GRANULARITY = 1 / 200
_wait.SLEEP_IDLE = _wait.SLEEP_GRANULARITY / 4

_started = time.monotonic()


class Desk:
    """A running program, the pilot that presses its keys, and the server it talks to."""

    def __init__(self, shell: Shell, pilot: Pilot[int], server: StandIn) -> None:
        self.shell = shell
        self.pilot = pilot
        self.server = server

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition."""
        end = time.monotonic() + _PATIENCE
        while not condition():
            assert time.monotonic() < end, f"never came; the screen shows:\n{self.text}"
            await self.pilot.pause(0.01)

    async def until_shown(self, words: str) -> None:
        await self.until(lambda: words in self.text)

    def stop_seconds(self) -> None:
        """Dialogs measure by a clock from now on that only `pass_seconds` moves."""
        self._seconds = self.shell.seconds()
        self.shell.seconds = lambda: self._seconds

    def pass_seconds(self, seconds: float) -> None:
        """So many seconds are over, however long the machine took."""
        self._seconds += seconds + _ROUNDING

    async def dialog(self, *keys: str) -> None:
        """Press keys that open a dialog, and wait until it listens."""
        await self.press(*keys)
        await self.until(lambda: getattr(self.shell.screen, "listening", False))

    @property
    def lines(self) -> list[str]:
        """What is on the screen, the dialog over the desk."""
        screen = self.shell.screen
        token_screens = self.shell._background_screens
        update = screen._compositor.render_update(full=True, screen_stack=token_screens)
        return ["".join(s.text for part in line for s in part) for line in update.strips]  # type: ignore[union-attr]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def selected(self) -> str:
        """The key of the selected record's object."""
        task = self.shell.desk.inbox.window.selected
        return task.object if task is not None else ""


OpenDesk = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


@pytest.fixture
def open_desk(tmp_path: Path) -> OpenDesk:
    """Opens the program at a size, with tasks, in a language."""

    @asynccontextmanager
    async def opened(
        count: int = 40,
        *,
        size: tuple[int, int] = (80, 24),
        language: str = "en",
        undo: float = 0.3,
        server: StandIn | None = None,
        moving: bool = True,
    ) -> AsyncIterator[Desk]:
        set_language(language)
        server = server or StandIn(count)

        def now() -> datetime:
            return NOW + timedelta(seconds=time.monotonic() - _started if moving else 0)

        client = server.client()
        services = Services(
            client=client,
            places=Places(tmp_path / "places", client),
            outbox=Outbox(tmp_path / "outbox"),
            drafts=Drafts(tmp_path / "drafts"),
            options=Options(undo=timedelta(seconds=undo)),
            clock=Clock(now),
        )
        shell = Shell(services)
        async with shell.run_test(size=size) as pilot:
            desk = Desk(shell, pilot, server)
            await desk.until(lambda: shell.desk.inbox.loaded and shell.me is not None)
            yield desk

    return opened
