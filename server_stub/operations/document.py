"""A document of another system, as a connector read it: what `receive` and `delivered` take."""

from datetime import datetime

import msgspec

from core.objects import Money
from core.tasks import DecisionKind


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A remark that somebody made on the document over there."""

    id: str
    at: datetime
    by: str
    """The person's id here, "" where the author is nobody we know."""
    author: str
    """The author's name over there."""
    text: str


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a mirrored document waits for."""

    person: str
    login: str
    can: tuple[DecisionKind, ...]
    cannot: str = ""
    """A key of the catalogue: why the person cannot decide it from here."""


class Signatures(msgspec.Struct, frozen=True, kw_only=True):
    """Where the other system wants several people: who has signed, how many it takes."""

    needed: int = 0
    """0: not known."""
    people: tuple[str, ...] = ()
    """Their names over there."""
    signed: tuple[str, ...] = ()
    """Those of them whom we know, by person id."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document at one moment."""

    kind: str
    id: str
    state: str
    state_title: str
    """The state in that system's own words."""
    waiting: bool
    gone: bool = False
    """It was deleted, or the reader may no longer see it."""
    stamp: str
    """Its version over there."""
    digest: str = ""
    """Of all that a person is shown: header, lines, attachments."""
    fields: dict[str, object] = {}
    amount: Money | None = None
    requester: str = ""
    url: str = ""
    outcome: DecisionKind | None = None
    """What the state means, when it waits no longer."""
    decided_by: str = ""
    """The person's id here."""
    decider: str = ""
    """The name over there."""
    asks: tuple[Ask, ...] = ()
    notes: tuple[Note, ...] = ()
    signatures: Signatures = Signatures()
