"""Cases: one run of a flow on one object; the commands that move it and the effects it has.

The engine (`core.flow.engine`) is a pure function over these:
(flow, state, command, facts) → (new state, effects). Everything here is plain data, so a case can
be stored, sent, replayed and compared.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from core.language import Label
from core.objects import ObjectState, ObjectType
from core.people import Directory
from core.tasks import Decision, DecisionKind, Priority, Reason, TaskKind, TaskState


class CaseStatus(StrEnum):
    """Where a case is in its life."""

    RUNNING = "running"
    RETURNED = "returned"
    """It waits for the requester to revise and resubmit."""
    SUSPENDED = "suspended"
    ENDED = "ended"


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


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """One person asked in a round, and what became of it."""

    task: str
    person: str
    state: TaskState = TaskState.OPEN
    because: Reason
    opened: datetime
    due: datetime | None = None
    ended: datetime | None = None
    decision: Decision | None = None
    automatic: bool = False
    """The approval passed by itself: given just before, or before a resubmit and still holding."""
    seen: str = ""
    """A digest of the watched fields as they were when the person approved."""
    closed_by: str = ""
    chain: tuple[str, ...] = ()
    """Who held the task before, when it was forwarded."""
    urged: int = 0
    last_urged: datetime | None = None


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One activation of a step; N is the number of its seats that were not forwarded.

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
    """Which way through the flow: 1 from the first submit, one more with each resubmit."""
    superseded: str = ""
    """Kept for the record, counts no longer: the case went back behind it, to its `requester`
    (its approvals may still hold when it comes again) or to a `step`."""


class CallStatus(StrEnum):
    """Where an action in another system is."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class CallRecord(msgspec.Struct, frozen=True, kw_only=True):
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


class CaseState(msgspec.Struct, frozen=True, kw_only=True):
    """All that the engine remembers of a case."""

    id: str
    object: str
    flow: str
    version: int
    requester: str
    status: CaseStatus = CaseStatus.RUNNING
    outcome: Outcome = Outcome.NONE
    revision: int = 0
    started: datetime
    ended: datetime | None = None
    lap: int = 1
    """Which way through the flow: 1 from the first submit, one more with each resubmit."""
    taken: dict[str, int] = {}
    """For each `choose` that was reached: the index of the branch taken (`otherwise` is last)."""
    at: tuple[str, ...] = ()
    """Ids of the steps that are active now."""
    rounds: tuple[Round, ...] = ()
    calls: tuple[CallRecord, ...] = ()
    returned_from: str = ""
    """The step that sent the case back to the requester."""
    counter: int = 0
    """Makes the ids of tasks: `{case}.{counter}`."""

    def seat(self, task: str) -> tuple[Round, Seat] | None:
        """Where the task with this id is or was."""
        for round_ in reversed(self.rounds):
            for seat in round_.seats:
                if seat.task == task:
                    return round_, seat
        return None

    def open_seats(self) -> Iterator[tuple[Round, Seat]]:
        """Everybody who is asked something now, copies too."""
        for round_ in self.rounds:
            for seat in round_.seats:
                if seat.state is TaskState.OPEN:
                    yield round_, seat


# --- commands --------------------------------------------------------------------------------


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="command"):
    """What somebody wants of a case. `by` is a person's id; "" is the system."""

    by: str
    acting: str = ""


class Submit(Command, tag="submit", frozen=True, kw_only=True):
    """Start the case."""

    reason: str = ""


class Decide(Command, tag="decide", frozen=True, kw_only=True):
    """Approve, reject, return or tick off a task.

    The open task of an incident about a call is approved to try it again, done when it was done by
    hand; a `revise` that is done is resubmitted.
    """

    task: str
    kind: DecisionKind
    reason: str = ""
    fields: dict[str, object] = {}
    to: str = ""


class Resubmit(Command, tag="resubmit", frozen=True, kw_only=True):
    """The requester sends a returned case on its way again."""

    reason: str = ""


class Withdraw(Command, tag="withdraw", frozen=True, kw_only=True):
    """The requester takes the case back."""

    reason: str = ""


class Forward(Command, tag="forward", frozen=True, kw_only=True):
    """The task goes to somebody else for good."""

    task: str
    to: str
    reason: str = ""


class Urge(Command, tag="urge", frozen=True, kw_only=True):
    """Whoever the case waits for is asked to hurry."""

    text: str = ""


class CallAnswered(Command, tag="call_answered", frozen=True, kw_only=True):
    """A connector says how an action ended."""

    key: str
    status: CallStatus
    detail: str = ""
    fields: dict[str, object] = {}


class EndedElsewhere(Command, tag="ended_elsewhere", frozen=True, kw_only=True):
    """The document was decided in the system it came from, or is gone."""

    outcome: Outcome
    who: str = ""
    detail: str = ""


AnyCommand = Submit | Decide | Resubmit | Withdraw | Forward | Urge | CallAnswered | EndedElsewhere


# --- facts -----------------------------------------------------------------------------------


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that the engine may know of the world when it handles one command."""

    now: datetime
    directory: Directory
    object_type: ObjectType
    fields: dict[str, object]
    """The object's fields, as stored."""
    object_title: str = ""
    load: dict[str, int] = {}
    """Open tasks of each person, for the strategies."""
    last_asked: dict[str, datetime] = {}
    connectors: tuple[str, ...] = ()
    """Names of the connectors that a `call` can address."""


# --- effects ---------------------------------------------------------------------------------


class Effect(msgspec.Struct, frozen=True, kw_only=True, tag_field="effect"):
    """Something that has to become true outside the case, in the same transaction."""


class OpenTask(Effect, tag="open_task", frozen=True, kw_only=True):
    """Ask a person."""

    task: str
    person: str
    kind: TaskKind
    step: str
    step_title: Label = {}
    round: int = 0
    because: Reason
    text: str = ""
    due: datetime | None = None
    priority: Priority = Priority.NORMAL
    reason_required: tuple[DecisionKind, ...] = ()
    asks: tuple[str, ...] = ()
    can: tuple[str, ...] = ()


class CloseTask(Effect, tag="close_task", frozen=True, kw_only=True):
    """A task ends: decided, closed by a peer (`by`), forwarded, cancelled."""

    task: str
    state: TaskState
    by: str = ""
    decision: Decision | None = None


class UrgeTask(Effect, tag="urge_task", frozen=True, kw_only=True):
    """A task was urged: counted and moved up."""

    task: str
    by: str
    urged: int


class SetFields(Effect, tag="set_fields", frozen=True, kw_only=True):
    """Fields of the object change by the flow or by a decision."""

    fields: dict[str, object]
    step: str = ""
    by: str = ""


class SetState(Effect, tag="set_state", frozen=True, kw_only=True):
    """The object stands otherwise with its flow."""

    state: ObjectState


class MakeCall(Effect, tag="make_call", frozen=True, kw_only=True):
    """An action in another system; carried out after the commit, at least once, under `key`."""

    key: str
    step: str
    round: int
    connector: str
    action: str
    attempt: int = 1
    """More than 1: tried again under the same key, because its incident was approved."""
    arguments: dict[str, object] = {}
    """Exact: numbers are decimal strings, money a map of amount and currency."""
    person: str = ""
    """Under whose login: `as: whoever decided last`; "" is the connector's own."""
    reason: str = ""
    """What the decision said; connectors write it as a note."""


class Post(Effect, tag="post", frozen=True, kw_only=True):
    """The system says something in the feed (a key of the catalogue area `feed`)."""

    message: str
    values: dict[str, str] = {}
    step: str = ""


AnyEffect = OpenTask | CloseTask | UrgeTask | SetFields | SetState | MakeCall | Post
