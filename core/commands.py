"""Commands: what people, clocks and other systems want of a case.

`by` is a person's id; "" is the system. Whether somebody may do it at all (administrators, local
owners) is asked in `server_stub.access`; whether the task is theirs, in the engine.
"""

from enum import StrEnum

import msgspec

from core.rounds import CallStatus, Outcome, Signal
from core.tasks import DecisionKind


class Command(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="command"):
    """What somebody wants of a case."""

    by: str
    acting: str = ""
    """Who really calls, where somebody acts as `by`."""


# --- the requester ---------------------------------------------------------------------------


class Submit(Command, tag="submit", frozen=True, kw_only=True):
    """Start the case."""

    reason: str = ""

    parent: str = ""
    """For a sub-flow: the key under which the case above waits for it."""


class Resubmit(Command, tag="resubmit", frozen=True, kw_only=True):
    """The requester sends a returned case on its way again."""

    reason: str = ""


class Withdraw(Command, tag="withdraw", frozen=True, kw_only=True):
    """The requester takes the case back."""

    reason: str = ""


class Urge(Command, tag="urge", frozen=True, kw_only=True):
    """Whoever the case waits for is asked to hurry."""

    text: str = ""


# --- whoever was asked -----------------------------------------------------------------------


class Decide(Command, tag="decide", frozen=True, kw_only=True):
    """Approve, reject, abstain, return, or tick off a task.

    The open task of an incident about a call or a wait is approved to try it again, skipped to go
    on without it, done when it was done by hand; a `revise` that is done is resubmitted.
    """

    task: str
    kind: DecisionKind
    reason: str = ""
    fields: dict[str, object] = {}
    to: str = ""
    """For a return: `requester` (also ""), `previous`, or the id of a step of people."""


class Forward(Command, tag="forward", frozen=True, kw_only=True):
    """The task goes to somebody else for good."""

    task: str
    to: str
    reason: str = ""


class Delegate(Command, tag="delegate", frozen=True, kw_only=True):
    """A helper answers first; then the task comes back, and its owner decides."""

    task: str
    to: str
    reason: str = ""


class Signing(StrEnum):
    """Where a further signer stands to the one who adds them."""

    BEFORE = "before"
    """Mine waits, and comes back to me with their answers."""
    AFTER = "after"
    """I approve, then they, then onward."""
    BESIDE = "beside"
    """They join the round."""


class AddSigners(Command, tag="add_signers", frozen=True, kw_only=True):
    """Further people sign in the round of the task."""

    task: str
    people: tuple[str, ...]
    where: Signing
    reason: str = ""


class RemoveSigner(Command, tag="remove_signer", frozen=True, kw_only=True):
    """Somebody who has not acted need not sign."""

    task: str
    """The task of the one who is removed."""
    reason: str = ""
    admin: bool = False
    """An administrator may remove anybody; others remove whom they added."""


class TakeBack(Command, tag="take_back", frozen=True, kw_only=True):
    """An approver takes the own decision back, until the next person acted."""

    task: str
    reason: str = ""


class Ask(Command, tag="ask", frozen=True, kw_only=True):
    """A question was asked about the step; to the requester, it may stop the clocks."""

    task: str
    question: str
    """Its id."""
    people: tuple[str, ...]
    """Who owes the answer."""


class Answered(Command, tag="answered", frozen=True, kw_only=True):
    """A question was answered, or is no longer one."""

    question: str


# --- administrators --------------------------------------------------------------------------


class Suspend(Command, tag="suspend", frozen=True, kw_only=True):
    """The case stands still, and its clocks with it."""

    reason: str


class Resume(Command, tag="resume", frozen=True, kw_only=True):
    """A suspended case goes on."""

    reason: str = ""


class Jump(Command, tag="jump", frozen=True, kw_only=True):
    """The case goes to another step, or to its `requester`."""

    to: str
    reason: str


class End(Command, tag="end", frozen=True, kw_only=True):
    """The case ends as the administrator says: approved, rejected or withdrawn."""

    outcome: Outcome
    reason: str


class Move(Command, tag="move", frozen=True, kw_only=True):
    """The case goes on in another version of its flow."""

    version: int
    from_version: int
    """The version on which it ran: a replay needs it, as the case itself keeps the newest only."""
    steps: dict[str, str] = {}
    """Steps to those that take their place; the others stay where id and kind are the same."""
    reason: str


class Reassign(Command, tag="reassign", frozen=True, kw_only=True):
    """The task goes from whoever has it to somebody else."""

    task: str
    to: str
    reason: str


class HandOver(Command, tag="hand_over", frozen=True, kw_only=True):
    """Whatever waits here for somebody who leaves goes to another.

    Where `to` cannot have it: to the leaver's manager, else to the owner of the flow.
    """

    person: str
    to: str = ""
    reason: str = ""


# --- clocks and other systems ----------------------------------------------------------------


class TimerFired(Command, tag="timer_fired", frozen=True, kw_only=True):
    """A timer that was set is due. Late, early or twice it changes nothing."""

    key: str


class SignalCame(Command, tag="signal_came", frozen=True, kw_only=True):
    """Something happened outside that a `wait` may wait for."""

    signal: Signal


class CallAnswered(Command, tag="call_answered", frozen=True, kw_only=True):
    """A connector says how an action ended."""

    key: str
    status: CallStatus
    detail: str = ""
    fields: dict[str, object] = {}


class FlowEnded(Command, tag="flow_ended", frozen=True, kw_only=True):
    """A sub-flow that this case started is at its end."""

    key: str
    outcome: Outcome
    irrevocable: bool = False


class Stop(Command, tag="stop", frozen=True, kw_only=True):
    """The case above no longer wants this one: it ends as withdrawn, and undoes what it did."""


class EndedElsewhere(Command, tag="ended_elsewhere", frozen=True, kw_only=True):
    """The document was decided in the system it came from, or is gone."""

    outcome: Outcome
    who: str = ""
    detail: str = ""
    stopped: bool = False
    """Nobody decided: the document is asked about anew or in another way, or no more."""


AnyCommand = (
    Submit
    | Resubmit
    | Withdraw
    | Urge
    | Decide
    | Forward
    | Delegate
    | AddSigners
    | RemoveSigner
    | TakeBack
    | Ask
    | Answered
    | Suspend
    | Resume
    | Jump
    | End
    | Move
    | Reassign
    | HandOver
    | TimerFired
    | SignalCame
    | CallAnswered
    | FlowEnded
    | Stop
    | EndedElsewhere
)
