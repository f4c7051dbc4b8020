"""What the screens work with: the server, what waits on disk, the keys and the time."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from core.client.client import AsyncClient
from core.client.drafts import Drafts
from core.client.outbox import Outbox
from core.errors import UsageError
from core.language import say
from core.settings import Settings
from tui.actions import BY_ID
from tui.clock import Clock
from tui.keymap import Keymap
from tui.state.place import Places

UNDO_SECONDS = 5
_LONGEST_UNDO = 3600
"""Seconds."""


@dataclass(frozen=True)
class Options:
    """What a person sets in the configuration file for this program.

    `[inbox] undo_seconds` how long a decision is held; `[terminal] mouse`, `bell`; `[keys]`.
    """

    undo: timedelta = timedelta(seconds=UNDO_SECONDS)
    mouse: bool = False
    bell: bool = False
    keymap: Keymap = field(default_factory=Keymap)

    def asks_last(self, action_id: str) -> bool:
        """Whether the dialog of an action ends in a question that stands on no."""
        return BY_ID[action_id].asks_last(undo=bool(self.undo))

    @classmethod
    def of(cls, settings: Settings) -> "Options":
        """Read from the configuration. Raises UsageError where it is wrong."""
        terminal = _table(settings, "terminal", known=("mouse", "bell"))
        inbox = _table(settings, "inbox", known=("undo_seconds",))
        return cls(
            undo=_seconds(inbox.get("undo_seconds", UNDO_SECONDS), "inbox.undo_seconds"),
            mouse=_flag(terminal.get("mouse", False), "terminal.mouse"),
            bell=_flag(terminal.get("bell", False), "terminal.bell"),
            keymap=Keymap(_table(settings, "keys")),
        )


@dataclass(frozen=True)
class Services:
    """Everything outside the screens, given to them from outside."""

    client: AsyncClient
    outbox: Outbox
    drafts: Drafts
    options: Options = field(default_factory=Options)
    places: Places | None = None
    """Where the person was; None: every session begins at the beginning."""
    clock: Clock = field(default_factory=Clock)


def _table(settings: Settings, name: str, known: Collection[str] = ()) -> dict[str, Any]:
    value = settings.values.get(name, {})
    if not isinstance(value, dict):
        raise UsageError(say("tui.wrong_option", name=name))
    for key in value if known else ():
        if key not in known:
            raise UsageError(say("tui.unknown_option", name=f"{name}.{key}"))
    return value


def _seconds(value: object, name: str) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError(say("tui.wrong_option", name=name))
    if not 0 <= value <= _LONGEST_UNDO:
        raise UsageError(say("tui.wrong_option", name=name))
    return timedelta(seconds=value)


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise UsageError(say("tui.wrong_option", name=name))
    return value
