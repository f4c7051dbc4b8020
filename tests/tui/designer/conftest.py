"""A running designer, of a flow or of a rule table, and the pilot that presses its keys."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from core.client.drafts import Drafts
from core.client.outbox import Outbox
from core.flow.editing import FlowDocument
from core.language import set_language
from core.rules.table_editing import TableDocument
from tests.tui.flow_server import FLOW, FlowServer
from tui.clock import Clock
from tui.designer.app import DesignApp
from tui.designer.grid_screen import GridScreen
from tui.designer.keeping import Kept
from tui.designer.screen import DesignerScreen
from tui.services import Services


class Designer:
    """A running designer and the pilot that presses its keys."""

    def __init__(self, app: DesignApp, pilot: Pilot[int], server: FlowServer) -> None:
        self.app = app
        self.pilot = pilot
        self.server = server

    @property
    def screen(self) -> DesignerScreen:
        return next(each for each in self.app.screen_stack if isinstance(each, DesignerScreen))

    @property
    def grid(self) -> GridScreen:
        return next(each for each in self.app.screen_stack if isinstance(each, GridScreen))

    @property
    def text(self) -> str:
        update = self.app.screen._compositor.render_update(
            full=True, screen_stack=self.app._background_screens
        )
        return "\n".join("".join(s.text for part in line for s in part) for line in update.strips)  # type: ignore[union-attr]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, words: str) -> None:
        names = {" ": "space", "\n": "enter"}
        await self.press(*(names.get(letter, letter) for letter in words))

    async def until(self, condition: Callable[[], object]) -> None:
        for _ in range(6000):
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"never came; the screen shows:\n{self.text}")

    async def until_shown(self, words: str) -> None:
        await self.until(lambda: words in self.text)


Open = Callable[..., AbstractAsyncContextManager[Designer]]


@pytest.fixture
def designer(tmp_path: Path) -> Open:
    """Opens the designer on a flow at a size, in a language."""

    @asynccontextmanager
    async def opened(
        text: str | None = FLOW, *, size: tuple[int, int] = (120, 40), language: str = "en",
        file: Path | None = None, server: FlowServer | None = None,
    ) -> AsyncIterator[Designer]:  # fmt: skip
        set_language(language)
        server = server or FlowServer()
        drafts = Drafts(tmp_path / "drafts")
        services = Services(
            client=server.client(), outbox=Outbox(tmp_path / "outbox"), drafts=drafts, clock=Clock()
        )
        kept: Kept[Any] | None = None
        if text is not None and text.startswith("rules"):
            name = "rules.csv" if text.startswith("rules,") else "rules.yaml"
            kept = Kept(TableDocument(text, name), file, name, drafts)
        elif text is not None:
            kept = Kept(FlowDocument(text, "purchase"), file, "purchase", drafts)
        app = DesignApp(services, kept)
        async with app.run_test(size=size) as pilot:
            it = Designer(app, pilot, server)
            if kept is not None:
                first = it.grid if isinstance(kept.document, TableDocument) else it.screen
                await it.until(lambda: first.words.types and first.found.fresh)
            yield it

    return opened
