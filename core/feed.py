"""The feed of an object: everything said, decided and changed, in order, for good."""

from datetime import datetime
from enum import StrEnum

import msgspec

from core.objects import FieldChange, File
from core.tasks import Decision


class EntryKind(StrEnum):
    """What an entry tells."""

    COMMENT = "comment"
    DECISION = "decision"
    CHANGE = "change"
    MESSAGE = "message"
    """Said by the system: `message` is a key of the catalogue area `feed`, `values` fill it."""


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody named with @: a `person`, a `role` or a `group`."""

    kind: str
    id: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. `number` counts from 1 on each object; `hash` covers it and the one before."""

    object: str
    number: int
    at: datetime
    kind: EntryKind
    by: str = ""
    """The person's id; "" for the system."""
    acting: str = ""
    """Who really did it, where somebody acted as `by`."""
    text: str = ""
    """Markdown, cleaned; shown as text."""
    mentions: tuple[Mention, ...] = ()
    reply_to: int = 0
    files: tuple[File, ...] = ()
    decision: Decision | None = None
    task: str = ""
    step: str = ""
    case: str = ""
    flow: str = ""
    flow_version: int = 0
    changes: tuple[FieldChange, ...] = ()
    message: str = ""
    values: dict[str, str] = {}
    previous: str = ""
    hash: str = ""


def step_name(entry: Entry) -> str:
    """Under what the title of the entry's step stands among the names of a feed."""
    return f"{entry.flow} {entry.flow_version} {entry.step}"


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """How a reader stands to a feed."""

    follows: bool
    seen: int
    """The number of the last entry the reader has seen."""
    unread: int
