"""What a case keeps a record of: who was asked in a round, clocks, calls, waits, sub-flows.

Nothing here is ever taken away: what counts no longer is marked so. `core.cases` puts it together.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from core.tasks import Decision, Reason, TaskKind, TaskState


class Outcome(StrEnum):
    """How a case ended."""

    NONE = ""
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class RoundStatus(StrEnum):
    """Where one activation of a step is."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    repr_omit_defaults=True,
    gc=False,
):
    """Stored without what is as usual, so that a state of many rounds stays small; never part of a
    cycle, so that the garbage collector need not look at it."""


# --- people ----------------------------------------------------------------------------------


class Clock(Record, frozen=True, kw_only=True):
    """A time limit that can stand still: `used` of `limit` had run before `since`."""

    limit: float
    """Seconds, of working time or of any."""
    working: bool = False
    days: bool = False
    """Counts in working days."""
    used: float = 0
    since: datetime | None = None
    """Runs since then; None: it stands still."""
    stage: int = 0
    """How many stages of the step's ladder are behind it."""
    alarm: datetime | None = None
    """When its next stage, or the end of a wait, is due."""


class Seat(Record, frozen=True, kw_only=True):
    """One person in a round: what was asked, and what became of it."""

    task: str
    person: str
    state: TaskState = TaskState.OPEN
    because: Reason
    opened: datetime
    due: datetime | None = None
    ended: datetime | None = None
    decision: Decision | None = None
    automatic: bool = False
    """Nobody was asked: given just before, or before a resubmit and still holding; or the time
    limit's final action, which is a decision by ""."""
    seen: str = ""
    """A digest of the watched fields as they were when the person approved."""
    closed_by: str = ""
    chain: tuple[str, ...] = ()
    """Who held the task before, when it was forwarded or handed over."""
    urged: int = 0
    last_urged: datetime | None = None
    instead_of: str = ""
    """The absent person for whom this one decides; may decide instead until the round closes."""
    helps: str = ""
    """The task whose owner waits for this answer (delegated, or added before); it is no vote."""
    after: str = ""
    """The task after whose approval this one signs (added after)."""
    added_by: str = ""
    """Who added this signer."""
    benches: tuple[int, ...] = ()
    """For `2 of role:legal`: which ways of naming people this one was found by."""
    stands_for: int = 1
    """How many of the people asked this one counts for: the owner, where too few were found or
    all abstained; 0: the owner does."""
    clock: Clock | None = None

    @property
    def votes(self) -> bool:
        """Whether it is one of the N of its round; helpers and who signs after are not."""
        return not self.helps and not self.after and self.state not in GONE


GONE = (TaskState.FORWARDED, TaskState.REMOVED, TaskState.OVERRIDDEN)
"""States of a seat that somebody else took, or that was taken away."""
UNANSWERED = (TaskState.OPEN, TaskState.WAITING, TaskState.AHEAD)
"""States of a seat from which something is still to come."""


class Round(Record, frozen=True, kw_only=True):
    """One activation of a step; N is the number of its seats that vote.

    A case that waits for its requester has a round of kind `revise` at the step `requester`. What
    went wrong at a step is a round of kind `incident` beside the one of the step, with its number.
    """

    step: str
    number: int
    """Counts from 1 for each step of the case."""
    kind: TaskKind
    mode: str = "any"
    status: RoundStatus = RoundStatus.OPEN
    seats: tuple[Seat, ...] = ()
    opened: datetime
    closed: datetime | None = None
    lap: int = 1
    """Which way through the flow it counts for: one more with each resubmit."""
    superseded: str = ""
    """Kept for the record, counts no longer: the case went back behind it, to its `requester`
    (its approvals may still hold when it comes again) or to a `step`."""
    questions: tuple[str, ...] = ()
    """Questions to the requester that stop the clocks of this round until they are answered."""


class Ruling(Record, frozen=True, kw_only=True):
    """What rule tables said when a step was last entered."""

    rows: tuple[tuple[str, str], ...] = ()
    """The rows that held: id of the table, name of the row."""
    calls_before: int = 0
    """How many actions the step had asked for before."""


# --- what is not people ----------------------------------------------------------------------


class CallStatus(StrEnum):
    """Where an action in another system is."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class CallRecord(Record, frozen=True, kw_only=True):
    """An action that the case asked of a connector; `key` makes it happen once."""

    key: str
    step: str
    round: int
    connector: str
    action: str
    """The action's name without the connector's."""
    arguments: dict[str, object] = {}
    person: str = ""
    status: CallStatus = CallStatus.PENDING
    asked: datetime
    answered: datetime | None = None
    detail: str = ""
    attempt: int = 1
    undoes: str = ""
    """The key of the action that this one takes back."""
    undo: str | None = None
    """What takes it back, where that is not for its step to say: the case was moved to a version
    without the step, or with another action there. "": nothing does."""


class Pause(Record, frozen=True, kw_only=True):
    """One activation of a `wait`: for a span (`clock`), until a time, or for an event."""

    key: str
    """Of its timer, too."""
    step: str
    number: int
    opened: datetime
    clock: Clock | None = None
    until: datetime | None = None
    ended: datetime | None = None
    signal: str = ""
    """The id of the event that ended it."""

    @property
    def alarm(self) -> datetime | None:
        """When its timer is to fire; None: no timer."""
        if self.ended is not None:
            return None
        return self.clock.alarm if self.clock is not None else self.until


class Child(Record, frozen=True, kw_only=True):
    """One activation of a sub-flow: another case that this one started."""

    key: str
    step: str
    number: int
    flow: str
    waits: bool = True
    started: datetime
    ended: datetime | None = None
    outcome: Outcome = Outcome.NONE
    irrevocable: bool = False
    """It did something in another system that cannot be undone."""
    stopped: bool = False
    """This case no longer wants it: it was withdrawn, or went back."""


class Fork(Record, frozen=True, kw_only=True):
    """A `together` or `choose all` that was reached: which branches were taken, which are open.

    Its join fires when the last open branch arrives; after that `open` is empty. When the case
    goes back behind it, `taken` is empty as well.
    """

    number: int
    """Counts its activations from 1."""
    taken: tuple[int, ...]
    open: tuple[int, ...]


class Gone(Record, frozen=True, kw_only=True):
    """A step that the case was at, and that the version to which it was moved does not have.

    It keeps what happened there, under its id with the version: `head@3`.
    """

    like: str
    """What kind of step it was; where its id came from the parser, what it did as well."""
    before: str
    """The step in front of which it would stand; "": the end."""


class Way(Record, frozen=True, kw_only=True):
    """Where a case stood when it was returned to its requester, for `resubmit: straight back`."""

    step: str
    """The step that returned it."""
    person: str
    at: tuple[str, ...]
    taken: dict[str, int]
    forks: dict[str, Fork]


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened outside; its id is the same when it is told twice."""

    id: str
    name: str
    at: datetime
    fields: dict[str, object] = {}
    """What came with it, as JSON has it: numbers are compared exactly up to 15 digits."""
