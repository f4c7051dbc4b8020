"""Tasks: what waits for a person, why it stands where it stands, and what was decided."""

from datetime import datetime
from enum import StrEnum

import msgspec

from core.language import Label
from core.objects import Money, Source


class TaskKind(StrEnum):
    """What the person is asked for."""

    APPROVE = "approve"
    DO = "do"
    FILL = "fill"
    QUESTION = "question"
    """An @mention that waits for an answer."""
    COPY = "copy"
    """For information; ends when it is marked as seen."""
    REVISE = "revise"
    """The requester's own: the object was returned and waits to be resubmitted."""
    INCIDENT = "incident"
    """Something went wrong in a flow; its owner sees to it."""


class TaskState(StrEnum):
    """Open, or how it ended."""

    OPEN = "open"
    DONE = "done"
    CLOSED_BY_PEER = "closed_by_peer"
    FORWARDED = "forwarded"
    CANCELLED = "cancelled"
    DECIDED_ELSEWHERE = "decided_elsewhere"
    WAITING = "waiting"
    """Its owner is asked again when others have answered (delegated, signers added before)."""
    AHEAD = "ahead"
    """Not asked yet: it is somebody else's turn. Only the case knows of it."""
    REMOVED = "removed"
    """Whoever was asked need not sign any more."""
    OVERRIDDEN = "overridden"
    """Decided for somebody absent, or taken back: another decision counts."""


class DecisionKind(StrEnum):
    """What a person can decide about a task."""

    APPROVE = "approve"
    REJECT = "reject"
    RETURN = "return"
    DONE = "done"
    """Ticks off a `do`, answers a question, takes note of a copy."""
    ABSTAIN = "abstain"
    """Answered, neither for nor against."""
    SKIP = "skip"
    """What an incident is about is left out."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a person did with a task, with the reason."""

    kind: DecisionKind
    by: str
    at: datetime
    reason: str = ""
    fields: dict[str, object] = {}
    acting: str = ""
    """Who really did it, where somebody acted as `by`."""


class Priority(StrEnum):
    """How much sooner than its due time a task should be handled."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Reason(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Why this person was asked: a key of the catalogue area `reason` and its values."""

    key: str
    values: dict[str, str] = {}


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Why a task stands where it stands: rank = due − handling − priority (seconds)."""

    rank: datetime
    due: datetime
    due_assumed: bool
    """No time limit was given, so a usual one was taken."""
    handling: float
    """Expected handling time, in seconds."""
    priority: Priority
    priority_shift: float
    """How much sooner the priority puts it, in seconds."""
    urged: int = 0


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One task as its list and its page show it."""

    id: str
    kind: TaskKind
    state: TaskState
    revision: int
    person: str
    object: str
    object_revision: int
    object_type: str
    type_title: Label
    title: str
    """The object's own title."""
    amount: Money | None = None
    source: Source | None = None
    requester: str
    requester_name: Label = {}
    asked_by: str = ""
    """Who put the question, forwarded or urged last."""
    asked_by_name: Label = {}
    """Of a question."""
    text: str = ""
    """The question, the instruction of a `do`, what the incident is."""
    case: str = ""
    flow: str = ""
    flow_version: int = 0
    step: str = ""
    step_title: Label = {}
    round: int = 0
    because: Reason | None = None
    created: datetime
    due: datetime | None = None
    priority: Priority = Priority.NORMAL
    urged: int = 0
    reminded: int = 0
    """How many percent of the time limit were over when its person was last reminded."""
    instead_of: str = ""
    """The absent person for whom this one is asked, and who may decide it as well."""
    unread: bool = True
    can: tuple[str, ...] = ()
    """What this reader can do now: decision kinds and `forward`, `urge`, `comment` …"""
    cannot: str = ""
    """Why it cannot be decided here (no login in the other system, …), in the reader's language."""
    reason_required: tuple[DecisionKind, ...] = ()
    asks: tuple[str, ...] = ()
    """Fields of the object that the decision has to give."""
    signatures: tuple[str, ...] = ()
    """Who has signed in the other system already, where it takes several."""
    signatures_needed: int = 0
    decision: Decision | None = None
    closed: datetime | None = None
    closed_by: str = ""
    placement: Placement | None = None
    """Only where it was asked for (`why`)."""
