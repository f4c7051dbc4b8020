"""Start of the designer: switches, services, the document, the program."""

import sys
from pathlib import Path
from typing import Any

from core.client.connect import open_async, open_client
from core.client.drafts import Drafts, HeldDrafts
from core.client.outbox import Outbox
from core.errors import NotFound
from core.flow.editing import FlowDocument
from core.language import say
from core.rules.table_editing import TableDocument
from core.settings import Settings
from tui.designer.keeping import TABLES, Kept, begun
from tui.designer.opening import opened
from tui.services import Options, Services
from tui.terminal.switches import set_switches


def run(settings: Settings, flow: str, file: Path | None, *, table: bool = False) -> int:
    """Design a flow or rule table: a file, a published one, or neither for a new one.

    `table`: the new one is a rule table. Answers the exit code. Needs a terminal. Raises Invalid,
    with line and column, where a file is no YAML, and NotFound for an unknown flow.
    """
    set_switches()
    from tui.designer.app import DesignApp  # only now: Textual reads its switches when imported

    services = Services(
        client=open_async(settings),
        outbox=Outbox(settings.outbox_folder),
        drafts=HeldDrafts(settings.drafts_folder),
        options=Options.of(settings),
    )
    kept = _kept(settings, flow, file, services.drafts)
    app = DesignApp(services, kept, table=table)
    app.run(mouse=services.options.mouse)
    if app.kept is not None and app.kept.is_changed:
        app.kept.keep()
        sys.stderr.write(say("designer.kept", name=app.kept.name) + "\n")
    return app.return_code or 0


def _kept(settings: Settings, flow: str, file: Path | None, drafts: Drafts) -> Kept[Any] | None:
    if file is not None:
        return opened(file, drafts)
    if not flow:
        return None
    with open_client(settings) as client:
        try:
            return Kept(FlowDocument(client.flow(flow).text, flow), None, flow, drafts)
        except NotFound as unknown:
            base = begun(flow, drafts)
            if base is not None:
                return _begun(base, flow, drafts)
            try:
                base = client.design_table(flow).text  # others may have published it since
            except NotFound:
                base = begun(f"{TABLES}{flow}", drafts)
                if base is None:
                    raise unknown from None
            return _begun(base, flow, drafts)


def _is_table(text: str) -> bool:
    return text.startswith("rules:")


def _begun(base: str, name: str, drafts: Drafts) -> Kept[Any]:
    """A text without a file: published, or begun and neither saved nor published."""
    is_table = _is_table(base)
    document = TableDocument(base, f"{name}.yaml") if is_table else FlowDocument(base, name)
    return Kept(document, None, name, drafts, draft=f"{TABLES}{name}" if is_table else name)
