"""Start of the full-screen terminal: switches, services, the program, and what has to be sent."""

import sys
from contextlib import suppress

from core.client.connect import open_async, open_client
from core.client.drafts import HeldDrafts
from core.client.outbox import Item, Outbox
from core.client.own_language import remember
from core.errors import SignoffError
from core.language import say
from core.settings import Settings
from tui.clock import Clock
from tui.services import Options, Services
from tui.state.link import LinkState
from tui.state.place import Places
from tui.terminal.switches import set_switches

_PARTING_SECONDS = 10.0
"""How long whoever leaves waits for the server to take a decision."""


def run(settings: Settings) -> int:
    """Show the inbox until the person leaves; the exit code. Needs a terminal.

    Raises UsageError where the configuration is wrong. A crash gives its own exit code, with the
    terminal left clean.
    """
    set_switches()
    from tui.shell import Shell  # only now: Textual reads its switches when it is imported

    client = open_async(settings)
    services = Services(
        client=client,
        outbox=Outbox(settings.outbox_folder),
        drafts=HeldDrafts(settings.drafts_folder),
        options=Options.of(settings),
        places=Places(settings.places_folder, client),
    )
    app = Shell(services)
    try:
        app.run(mouse=services.options.mouse)
    finally:
        if app.me is not None:
            remember(settings, app.me)
        held = [each.item for each in app.held.all()]
        _send_held(settings, services.outbox, held, offline=app.link.state is LinkState.OFFLINE)
    return app.return_code or 0


def _send_held(settings: Settings, outbox: Outbox, held: list[Item], *, offline: bool) -> None:
    """Leaving ends the undo window of what this terminal holds, and of nothing that another does.

    What cannot be sent now is sent by the next command: whoever leaves does not wait for a server
    that is known not to answer.
    """
    for item in held:
        outbox.release(item)
    mine = {item.id for item in held}
    now = Clock().now()
    if not any(item.id in mine or item.is_due(now) for item in outbox.waiting()):
        return
    if not offline:
        with suppress(SignoffError), open_client(settings) as client:
            for sent in outbox.send_due(client, now, seconds=_PARTING_SECONDS):
                if sent.error is not None:
                    sys.stderr.write(f"{sent.item.about}: {sent.error.message}\n")
    for item in outbox.waiting():
        if item.is_due(now):
            sys.stderr.write(say("errors.queued", key=item.about) + "\n")
