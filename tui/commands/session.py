"""What one run of a command goes by: settings, and the line to the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from core.language import say
from core.settings import Settings
from tui.commands import output

if TYPE_CHECKING:
    from core.client.client import Client
    from core.client.outbox import Outbox

_settings: ContextVar[Settings] = ContextVar("settings")


def begin(settings: Settings) -> None:
    """Go by these settings from here on."""
    _settings.set(settings)


def settings() -> Settings:
    """The settings of this run."""
    return _settings.get()


def act_as(person: str) -> None:
    """Act as somebody else from here on (`--as`)."""
    _settings.set(msgspec.structs.replace(_settings.get(), acting=person))


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


@contextmanager
def talking() -> Iterator["Client"]:
    """A client; what earlier commands could not send is sent first."""
    from core.client.connect import open_client

    with open_client(settings()) as client:
        send_waiting(client)
        yield client


def outbox() -> "Outbox":
    """What waits on disk to be sent."""
    from core.client.outbox import Outbox

    return Outbox(settings().outbox_folder)


def send_waiting(client: "Client") -> None:
    """Send what waits, and tell on stderr what became of it."""
    box = outbox()
    if box.is_empty():
        return
    from core.client.drafts import Drafts

    for sent in box.send_due(client, now()):
        if sent.error is None:
            output.note(say("commands.sent_now", key=sent.item.about))
    drafts = Drafts(settings().drafts_folder)
    for notice in box.notices():
        output.note(
            say("commands.was_refused", key=notice.item.about, message=notice.message), notice.hint
        )
        if drafts.give_back(notice.item.drafts):
            output.note(say("commands.draft_again"))
        box.shown(notice)
