"""What the screens work with: the server, what waits on disk, the keys and the time."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from core.client.client import AsyncClient
from core.client.drafts import Drafts
from core.client.outbox import Outbox
from core.errors import UsageError
from core.language import say
from core.settings import Settings
from tui.actions import Keymap
from tui.clock import Clock

UNDO_SECONDS = 5


@dataclass(frozen=True)
class Options:
    """What a person sets in the configuration file for this program.

    `[inbox] undo_seconds` how long a decision is held; `[terminal] mouse`, `bell`; `[keys]`.
    """

    undo: timedelta = timedelta(seconds=UNDO_SECONDS)
    mouse: bool = False
    bell: bool = False
    keymap: Keymap = field(default_factory=Keymap)

    @classmethod
    def of(cls, settings: Settings) -> "Options":
        """Read from the configuration. Raises UsageError where it is wrong."""
        terminal = _table(settings, "terminal")
        seconds = _table(settings, "inbox").get("undo_seconds", UNDO_SECONDS)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
            raise UsageError(say("tui.wrong_option", name="inbox.undo_seconds"))
        return cls(
            undo=timedelta(seconds=seconds),
            mouse=terminal.get("mouse") is True,
            bell=terminal.get("bell") is True,
            keymap=Keymap(_table(settings, "keys")),
        )


@dataclass(frozen=True)
class Services:
    """Everything outside the screens, given to them from outside."""

    client: AsyncClient
    outbox: Outbox
    drafts: Drafts
    options: Options = field(default_factory=Options)
    clock: Clock = field(default_factory=Clock)


def _table(settings: Settings, name: str) -> dict[str, Any]:
    value = settings.values.get(name, {})
    if not isinstance(value, dict):
        raise UsageError(say("tui.wrong_option", name=name))
    return value
