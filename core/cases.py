"""Cases: one run of a flow on one object, as the engine remembers it, and the facts it is told.

The engine (`core.flow.engine`) is a pure function over these:
(flow, state, command, facts) → (new state, effects). All of it is plain data, so a case can be
stored, sent, replayed and compared. Commands, effects and records are handed on from here.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from core.commands import (
    AddSigners,
    Answered,
    AnyCommand,
    Ask,
    CallAnswered,
    Command,
    Decide,
    Delegate,
    End,
    EndedElsewhere,
    FlowEnded,
    Forward,
    HandOver,
    Jump,
    Move,
    Reassign,
    RemoveSigner,
    Resubmit,
    Resume,
    SignalCame,
    Signing,
    Stop,
    Submit,
    Suspend,
    TakeBack,
    TimerFired,
    Urge,
    Withdraw,
)
from core.effects import (
    AnyEffect,
    CancelTimer,
    CloseTask,
    Effect,
    HoldTask,
    MakeCall,
    OpenTask,
    Post,
    ReleaseTask,
    RemindTask,
    RenewTask,
    SetDue,
    SetFields,
    SetState,
    SetTimer,
    StartFlow,
    StopFlow,
    TellParent,
    UrgeTask,
)
from core.objects import ObjectType
from core.people import Absence, Directory
from core.rounds import (
    CallRecord,
    CallStatus,
    Child,
    Clock,
    Fork,
    Gone,
    Outcome,
    Pause,
    Record,
    Round,
    RoundStatus,
    Ruling,
    Seat,
    Signal,
    Way,
)
from core.tasks import TaskKind, TaskState

__all__ = [
    "AddSigners",
    "Answered",
    "AnyCommand",
    "AnyEffect",
    "Ask",
    "CallAnswered",
    "CallRecord",
    "CallStatus",
    "CancelTimer",
    "CaseState",
    "CaseStatus",
    "Child",
    "Clock",
    "CloseTask",
    "Command",
    "Decide",
    "Delegate",
    "Effect",
    "End",
    "EndedElsewhere",
    "Facts",
    "FlowEnded",
    "Fork",
    "Forward",
    "Gone",
    "HandOver",
    "HoldTask",
    "Jump",
    "MakeCall",
    "Move",
    "OpenTask",
    "Outcome",
    "Pause",
    "Post",
    "Reassign",
    "ReleaseTask",
    "RemindTask",
    "RemoveSigner",
    "RenewTask",
    "Resubmit",
    "Resume",
    "Round",
    "RoundStatus",
    "Ruling",
    "Seat",
    "SetDue",
    "SetFields",
    "SetState",
    "SetTimer",
    "Signal",
    "SignalCame",
    "Signing",
    "StartFlow",
    "Stop",
    "StopFlow",
    "Submit",
    "Suspend",
    "TakeBack",
    "TellParent",
    "TimerFired",
    "Urge",
    "UrgeTask",
    "Way",
    "Withdraw",
]

_OPEN, _ROUND_OPEN, _COPY = TaskState.OPEN, RoundStatus.OPEN, TaskKind.COPY
"""An enum looks its members up slowly; these are asked of every seat."""


class CaseStatus(StrEnum):
    """Where a case is in its life."""

    RUNNING = "running"
    RETURNED = "returned"
    """It waits for the requester to revise and resubmit."""
    SUSPENDED = "suspended"
    """An administrator stopped it, and its clocks with it."""
    ENDED = "ended"


class CaseState(Record, frozen=True, kw_only=True):
    """All that the engine remembers of a case."""

    id: str
    object: str
    flow: str
    version: int
    requester: str
    parent: str = ""
    """For a sub-flow: the key under which the case above waits for it."""
    status: CaseStatus = CaseStatus.RUNNING
    outcome: Outcome = Outcome.NONE
    revision: int = 0
    started: datetime
    ended: datetime | None = None
    lap: int = 1
    """Which way through the flow: 1 from the first submit, one more with each resubmit."""
    at: tuple[str, ...] = ()
    """Ids of the steps that are active now; several within `together` and `choose all`."""
    taken: dict[str, int] = {}
    """For each `choose` that was reached: the index of the branch taken (`otherwise` is last)."""
    ruled: dict[str, Ruling] = {}
    """For each step that names a rule table and was reached: the rows that held."""
    forks: dict[str, Fork] = {}
    """For each `together` and `choose all` that was reached: its branches."""
    rounds: tuple[Round, ...] = ()
    calls: tuple[CallRecord, ...] = ()
    pauses: tuple[Pause, ...] = ()
    children: tuple[Child, ...] = ()
    returned_from: str = ""
    """The step that sent the case back to the requester."""
    way_back: Way | None = None
    """Where the case goes on after a resubmit, if it goes straight back."""
    gone: dict[str, Gone] = {}
    """Steps of earlier versions that the case was at, and that this one does not have."""
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
            if round_.closed is not None and round_.kind is not _COPY:
                continue  # only copies stay open when their round is closed
            for seat in round_.seats:
                if seat.state is _OPEN:
                    yield round_, seat

    def timers(self) -> Iterator[tuple[str, datetime]]:
        """The key and the moment of every timer that runs."""
        for round_ in self.rounds:
            if round_.status is _ROUND_OPEN:
                for seat in round_.seats:
                    if seat.clock is not None and seat.clock.alarm is not None:
                        yield seat.task, seat.clock.alarm
        for pause in self.pauses:
            if (alarm := pause.alarm) is not None:
                yield pause.key, alarm


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
    absences: tuple[Absence, ...] = ()
    """Who is away when, and who decides meanwhile."""
    signals: tuple[Signal, ...] = ()
    """What happened outside since the case began, for a `wait` that is reached after its event."""
