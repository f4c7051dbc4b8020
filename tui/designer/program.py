"""Start of the designer: switches, services, the document, the program."""

import sys
from pathlib import Path

from core.client.connect import open_async, open_client
from core.client.drafts import Drafts
from core.client.outbox import Outbox
from core.errors import NotFound
from core.language import say
from core.settings import Settings
from tui.designer.keeping import Kept, kept_draft
from tui.services import Options, Services
from tui.terminal.switches import set_switches


def run(settings: Settings, flow: str, file: Path | None) -> int:
    """Design a flow: a file, a published flow, or neither for a new one; the exit code.

    Needs a terminal. Raises Invalid, with line and column, where a file is no YAML, and NotFound
    for an unknown flow.
    """
    set_switches()
    from tui.designer.app import DesignApp  # only now: Textual reads its switches when imported

    services = Services(
        client=open_async(settings),
        outbox=Outbox(settings.outbox_folder),
        drafts=Drafts(settings.drafts_folder),
        options=Options.of(settings),
    )
    kept = _kept(settings, flow, file, services.drafts)
    app = DesignApp(services, kept)
    app.run(mouse=services.options.mouse)
    if app.kept is not None and app.kept.is_changed:
        app.kept.keep()
        sys.stderr.write(say("designer.kept", name=app.kept.name) + "\n")
    return app.return_code or 0


def _kept(settings: Settings, flow: str, file: Path | None, drafts: Drafts) -> Kept | None:
    if file is not None:
        text = file.read_bytes().decode("utf-8", "replace")
        return Kept(text, file, str(file), drafts)
    if not flow:
        return None
    try:
        with open_client(settings) as client:
            return Kept(client.flow(flow).text, None, flow, drafts)
    except NotFound:
        begun = kept_draft(flow, drafts)
        if begun is None:
            raise
        return begun
