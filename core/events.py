"""Events: what a waiting terminal is told, in the order in which it became true."""

from datetime import datetime
from enum import StrEnum

import msgspec


class EventKind(StrEnum):
    """What happened."""

    TASK_OPENED = "task.opened"
    TASK_CHANGED = "task.changed"
    TASK_CLOSED = "task.closed"
    OBJECT_CHANGED = "object.changed"
    FEED_ADDED = "feed.added"
    CASE_CHANGED = "case.changed"
    CONNECTOR_CHANGED = "connector.changed"
    CONFIGURATION_CHANGED = "configuration.changed"
    RESYNC = "resync"
    """The stream cannot be resumed from where the reader was: read everything anew."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event; `id` grows and is what `Last-Event-ID` resumes from."""

    id: int
    at: datetime
    kind: EventKind
    object: str = ""
    task: str = ""
    person: str = ""
    """Whose inbox it concerns."""
    by: str = ""
    entry: int = 0
    """For `feed.added`: the number of the entry."""
    about: str = ""
    """A connector's or a flow's name."""
