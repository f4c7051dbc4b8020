"""What travels about running cases: further signers, administrators, absences, signals, replays."""

from datetime import datetime

import msgspec

from core.language import Label
from core.rounds import Outcome
from core.tasks import TaskKind

# --- tasks -----------------------------------------------------------------------------------


class AddSigner(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/tasks/{task or key}/signers. `where`: `before`, `after` or `beside`."""

    people: tuple[str, ...]
    where: str = "beside"
    reason: str = ""


class RemoveSigner(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/tasks/{task or key}/remove-signer.

    With the id of a task, its person need not sign any more; with a key, these people.
    """

    people: tuple[str, ...] = ()
    reason: str = ""
    case_revision: int = 0
    """`CaseView.revision` as it was seen, refused where the case moved since; 0: not known."""


class Reassign(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/tasks/{task or key}/reassign; administrators. With a key `whose` task it is."""

    to: str
    whose: str = ""
    reason: str = ""
    case_revision: int = 0
    """`CaseView.revision` as it was seen, refused where the case moved since; 0: not known."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/tasks/{task or key}/take-back, /v1/objects/{key}/suspend, /resume."""

    reason: str = ""
    case_revision: int = 0
    """`CaseView.revision` as it was seen, refused where the case moved since; 0: not known."""


# --- cases -----------------------------------------------------------------------------------


class Jump(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/objects/{key}/jump; administrators. `to`: the id of a step, or `requester`."""

    to: str
    reason: str = ""
    case_revision: int = 0
    """`CaseView.revision` as it was seen, refused where the case moved since; 0: not known."""


class End(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/objects/{key}/end; administrators."""

    outcome: Outcome
    reason: str = ""
    case_revision: int = 0
    """`CaseView.revision` as it was seen, refused where the case moved since; 0: not known."""


class Foresee(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/objects/{key}/foresee: what would come of steering its case? Nothing is changed."""

    do: str
    """`suspend`, `resume`, `jump`, `end`, `reassign`, `remove_signer` or `take_back`."""
    to: str = ""
    """The step of a jump, or who a task is given to."""
    task: str = ""
    """The task that is given to somebody, taken away or taken back."""
    outcome: Outcome = Outcome.NONE
    """How an `end` ends it."""


class Involved(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody at a step of a case."""

    task: str
    person: str
    name: Label = {}
    step: str
    title: Label = {}
    kind: TaskKind = TaskKind.APPROVE


class Foreseen(msgspec.Struct, frozen=True, kw_only=True):
    """What would come of it, as the case stands at `revision`."""

    revision: int
    status: str
    asked: tuple[Involved, ...] = ()
    """Who would be asked that is not asked now."""
    ended: tuple[Involved, ...] = ()
    """Whose tasks would end, undecided."""
    calls: tuple[str, ...] = ()
    """Actions in other systems that would be queued, as `connector.action`."""


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """A case replayed from its events, beside the case as it is stored."""

    case: str
    object: str
    events: int
    differences: tuple[str, ...] = ()
    """Each place where they differ, in words; none: they are equal."""


# --- people ----------------------------------------------------------------------------------


class NewAbsence(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/people/{person}/absences. Without `begins` from now on; without `ends` for good."""

    begins: datetime | None = None
    ends: datetime | None = None
    delegate: str = ""
    """Who decides meanwhile; "": nobody, so that the flow's owner is asked."""


class AbsenceView(msgspec.Struct, frozen=True, kw_only=True):
    """One absence, present or to come."""

    id: str
    person: str
    begins: datetime
    ends: datetime | None = None
    delegate: str = ""
    now: bool = False


class HandOver(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/people/{person}/hand-over; administrators. Without `to`: to managers and owners."""

    to: str = ""
    reason: str = ""


class HandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """On which objects something was handed over."""

    objects: tuple[str, ...]


# --- signals ---------------------------------------------------------------------------------


class NewSignal(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/signals: something happened outside. The same `id` again changes nothing."""

    name: str
    id: str
    fields: dict[str, object] = {}


class SignalTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a signal: how many waiting cases are told of it."""

    id: str
    name: str
    cases: int
    repeated: bool = False


class NewSource(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/signals/sources: a system that will send signed webhooks."""

    name: str


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A system that sends signed webhooks; `secret` is shown once, when it is made."""

    name: str
    url: str
    """Where it sends them, below the server's own address."""
    created: datetime
    by: str
    last: datetime | None = None
    secret: str = ""
