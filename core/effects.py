"""Effects: what has to become true outside a case, in the transaction that stores its new state."""

from datetime import datetime

import msgspec

from core.language import Label
from core.objects import ObjectState
from core.rounds import Outcome
from core.tasks import Decision, DecisionKind, Priority, Reason, TaskKind, TaskState


class Effect(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="effect"):
    """Something that has to become true outside the case, in the same transaction."""


# --- tasks -----------------------------------------------------------------------------------


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
    instead_of: str = ""
    """The absent person, who may see the task and decide it as well."""


class CloseTask(Effect, tag="close_task", frozen=True, kw_only=True):
    """A task ends: decided, closed by a peer (`by`), forwarded, removed, cancelled.

    With the state `overridden` it comes for a task that was done: its decision counts no more.
    """

    task: str
    state: TaskState
    by: str = ""
    decision: Decision | None = None


class HoldTask(Effect, tag="hold_task", frozen=True, kw_only=True):
    """A task leaves the inbox until others have answered: its state is `waiting`."""

    task: str
    by: str


class ReleaseTask(Effect, tag="release_task", frozen=True, kw_only=True):
    """A task that was held is open again; `by` answered last."""

    task: str
    by: str


class UrgeTask(Effect, tag="urge_task", frozen=True, kw_only=True):
    """A task was urged: counted and moved up."""

    task: str
    by: str
    urged: int


class RemindTask(Effect, tag="remind_task", frozen=True, kw_only=True):
    """The time limit of a task nears or has passed: `share` percent of it are over."""

    task: str
    person: str
    share: int


class RenewTask(Effect, tag="renew_task", frozen=True, kw_only=True):
    """An open or waiting task stays, in another version of the flow."""

    task: str
    person: str
    step: str
    step_title: Label = {}
    says: OpenTask | None = None
    """What a task of a step says now; None: what it said."""
    reworded: bool = False
    """It says something else than before, so who saw the old has to look again."""


class SetDue(Effect, tag="set_due", frozen=True, kw_only=True):
    """A task is due at another time; None: its clock stands still."""

    task: str
    due: datetime | None


# --- time ------------------------------------------------------------------------------------


class SetTimer(Effect, tag="set_timer", frozen=True, kw_only=True):
    """At `at` the command TimerFired with this key is due; replaces a timer of the same key."""

    key: str
    at: datetime


class CancelTimer(Effect, tag="cancel_timer", frozen=True, kw_only=True):
    """The timer is not needed any more; if it fires nevertheless, nothing changes."""

    key: str


# --- the object and its feed -----------------------------------------------------------------


class SetFields(Effect, tag="set_fields", frozen=True, kw_only=True):
    """Fields of the object change by the flow or by a decision."""

    fields: dict[str, object]
    step: str = ""
    by: str = ""


class SetState(Effect, tag="set_state", frozen=True, kw_only=True):
    """The object stands otherwise with its flow."""

    state: ObjectState


class Post(Effect, tag="post", frozen=True, kw_only=True):
    """The system says something in the feed (a key of the catalogue area `feed`)."""

    message: str
    values: dict[str, str] = {}
    step: str = ""


# --- other systems, other cases --------------------------------------------------------------


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


class StartFlow(Effect, tag="start_flow", frozen=True, kw_only=True):
    """Start another flow: Submit by `requester` with `parent=key`.

    It runs on a new object of the flow's type with these fields.
    """

    key: str
    flow: str
    requester: str
    fields: dict[str, object] = {}


class StopFlow(Effect, tag="stop_flow", frozen=True, kw_only=True):
    """The case that was started under `key` gets Stop; if it refuses, so is the whole command."""

    key: str


class TellParent(Effect, tag="tell_parent", frozen=True, kw_only=True):
    """This case was started by another one and has ended: that one gets FlowEnded."""

    key: str
    outcome: Outcome
    irrevocable: bool = False


AnyEffect = (
    OpenTask
    | CloseTask
    | HoldTask
    | ReleaseTask
    | UrgeTask
    | RemindTask
    | RenewTask
    | SetDue
    | SetTimer
    | CancelTimer
    | SetFields
    | SetState
    | Post
    | MakeCall
    | StartFlow
    | StopFlow
    | TellParent
)
