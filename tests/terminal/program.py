"""The program with a stand-in for the server in one process, for tests in a pseudo-terminal.

Arguments: how many tasks there are, and the folder for outbox and drafts.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.client.drafts import Drafts
from core.client.outbox import Outbox
from core.language import set_language
from core.settings import load_settings
from tui.terminal.switches import set_switches

set_switches()

from tests.tui.company import NOW  # noqa: E402
from tests.tui.stand_in import StandIn  # noqa: E402
from tui.clock import Clock  # noqa: E402
from tui.services import Options, Services  # noqa: E402
from tui.shell import Shell  # noqa: E402
from tui.state.place import Places  # noqa: E402


class Crashing(Shell):
    """Breaks at the first movement, as a defect would."""

    def on_mount(self) -> None:
        super().on_mount()
        self.desk.inbox.list.move = self._break  # type: ignore[method-assign]

    def _break(self, action: str) -> bool:
        raise RuntimeError(f"a defect in {action}")


def main(count: int, folder: Path, *, crash: bool) -> int:
    began = datetime.now(UTC)
    set_language(load_settings().language)
    client = StandIn(count).client()
    services = Services(
        client=client,
        places=Places(folder / "places", client),
        outbox=Outbox(folder / "outbox"),
        drafts=Drafts(folder / "drafts"),
        options=Options(undo=timedelta(seconds=60)),
        clock=Clock(lambda: NOW + (datetime.now(UTC) - began)),
    )
    app = (Crashing if crash else Shell)(services)
    asyncio.set_event_loop(asyncio.new_event_loop())
    app.run(mouse=False)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]), crash="crash" in sys.argv[3:]))
