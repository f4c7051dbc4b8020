"""What travels between client and server beside the nouns: requests, answers, listings.

Every route of `/v1` takes one of these and answers with one of these or with a noun; the server
describes them at `/v1/openapi.json`.
"""

from datetime import date, datetime
from typing import Generic, TypeVar

import msgspec

from core.errors import FieldError
from core.feed import Entry, Followed
from core.language import Label
from core.objects import BusinessObject, FieldChange, File, ObjectType
from core.tasks import DecisionKind, Task

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A part of a listing; `next` is the cursor of the next part, "" at the end."""

    items: list[T]
    next: str = ""


class InboxPage(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an inbox. `position` is how many tasks of the query stand before this part.

    Of a very long inbox, words and fields are looked for in a part at a time: a page may then hold
    less than `limit`, even nothing, and still have a `next`.
    """

    items: list[Task]
    next: str = ""
    previous: str = ""
    total: int = 0
    position: int = 0
    counted: bool = True
    """False: not everything was counted, there may be more than `total`."""


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Who the server takes the caller for."""

    person: str
    name: Label
    owner: bool = False
    """The local owner of the embedded server, or an administrator: may act as others."""
    acting: str = ""
    """Who really calls, where the caller acts as `person`."""
    roles: tuple[str, ...] = ()
    language: str = ""
    server: str = ""
    """The server's version."""


# --- decisions -----------------------------------------------------------------------------


class Decide(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/tasks/{task or key}/decide. `If-Match` carries the task's revision."""

    decision: DecisionKind
    reason: str = ""
    fields: dict[str, object] = {}
    to: str = ""
    """For `return`: `requester` (default), `previous`, or the id of an earlier step."""
    object_revision: int = 0
    """The object's revision that the person saw; 0: not known (a script)."""
    agreed: tuple[str, ...] = ()
    """Names of another system's warnings that the person has agreed to."""


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision led to."""

    task: Task
    object_state: str
    case_status: str = ""
    calls: int = 0
    """How many actions in other systems were queued by it."""


class Forward(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/tasks/{task or key}/forward."""

    to: str
    reason: str = ""


class Urge(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/objects/{key}/urge: asks whoever the object waits for to hurry."""

    text: str = ""


class Resting(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was urged a short while ago, and can be urged again from `until`."""

    person: str
    name: Label = {}
    until: datetime


class Urged(msgspec.Struct, frozen=True, kw_only=True):
    """Who was urged, and who was not."""

    people: tuple[str, ...]
    resting: tuple[Resting, ...] = ()


# --- objects -------------------------------------------------------------------------------


class NewObject(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/objects. Without `submit` it stays a draft."""

    type: str
    fields: dict[str, object] = {}
    submit: bool = False


class EditObject(msgspec.Struct, frozen=True, kw_only=True):
    """PATCH /v1/objects/{key}, with If-Match: only the fields that change; null empties one."""

    fields: dict[str, object]


class Steer(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/objects/{key}/submit, /resubmit, /withdraw."""

    reason: str = ""
    fields: dict[str, object] = {}


class PersonProgress(msgspec.Struct, frozen=True, kw_only=True):
    """One person in a round: what was asked and what came of it."""

    person: str
    name: Label
    task: str
    state: str
    since: datetime
    due: datetime | None = None
    ended: datetime | None = None
    decision: DecisionKind | None = None
    reason: str = ""
    can: tuple[str, ...] = ()
    """What the reader may do with this person's task beside deciding it: `take_back` (their own
    decision), `remove_signer`, `reassign` (administrators)."""


class StepProgress(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a case. state: `ahead`, `current`, `done`, `skipped`, `superseded`, `failed`."""

    step: str
    title: Label
    kind: str
    state: str
    round: int = 0
    mode: str = ""
    need: int = 0
    """How many have to approve, where a share or a number of those asked is enough; else 0."""
    since: datetime | None = None
    ended: datetime | None = None
    until: datetime | None = None
    """For a wait that runs: when it is over."""
    people: tuple[PersonProgress, ...] = ()
    detail: str = ""
    """For a call: its state in words; for a branch: the condition that held."""
    object: str = ""
    """For another flow: the key of the object that it runs on."""


class CasePlace(msgspec.Struct, frozen=True, kw_only=True):
    """A step at which an administrator can put a case; `requester`: with whoever submitted it."""

    step: str
    title: Label


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """Where a case is, who has it, since when (product.md A1)."""

    id: str
    flow: str
    title: Label
    version: int
    status: str
    started: datetime
    ended: datetime | None = None
    steps: tuple[StepProgress, ...] = ()
    revision: int = 0
    """One more with each thing that happens to the case."""
    places: tuple[CasePlace, ...] = ()
    """Where the reader may put the case (`jump`); nothing for most readers."""


class ObjectView(msgspec.Struct, frozen=True, kw_only=True):
    """GET /v1/objects/{key}: all that a page shows, but the feed. ETag: the object's revision."""

    object: BusinessObject
    type: ObjectType
    """The fields this reader may see, in order."""
    case: CaseView | None = None
    tasks: tuple[Task, ...] = ()
    """The reader's own open tasks on the object."""
    waiting_for: tuple[PersonProgress, ...] = ()
    can: tuple[str, ...] = ()
    """`edit`, `submit`, `resubmit`, `withdraw`, `urge`, `comment`; for somebody in the case
    `take_back`, `remove_signer`; for administrators `suspend`, `resume`, `jump`, `end`, `reassign`.
    """
    writable: tuple[str, ...] = ()
    feed: Followed
    names: dict[str, Label] = {}
    """The names of all people, roles and departments that appear."""
    changed_since_seen: tuple[FieldChange, ...] = ()
    """What changed since this reader last looked (terminal.md 4)."""


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/objects/{key}/comments. @id in the text mentions a person, role or group."""

    text: str
    reply_to: int = 0
    files: tuple[File, ...] = ()


class FeedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a feed, oldest first; `next` leads to newer ones, `previous` to older ones."""

    items: list[Entry]
    next: str = ""
    previous: str = ""
    names: dict[str, Label] = {}


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/objects/{key}/seen: the reader has seen the feed up to `entry`."""

    entry: int


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One object that a search found."""

    key: str
    type: str
    type_title: Label
    title: str
    state: str
    amount: str = ""
    excerpt: str = ""
    """Where the words stand."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can be mentioned: kind is `person`, `role` or `group`."""

    kind: str
    id: str
    name: Label
    detail: Label = {}


# --- configuration -------------------------------------------------------------------------


class Apply(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/apply: the files of a folder, by their path in it."""

    files: dict[str, str]
    plan: bool = False
    history: bool = False
    """Also replay what the folder tells of the past (each history once)."""


class CompanyFiles(msgspec.Struct, frozen=True, kw_only=True):
    """GET /v1/demo: the demo company's folder, for a company to copy and change."""

    files: dict[str, str]


class FlowCheck(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/flows/check: would this text be published as it is?"""

    text: str
    file: str = ""
    files: dict[str, str] = {}
    """Others beside it, by name: rule tables that it names, for example."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that applying changes. action: `add`, `change`, `publish`."""

    action: str
    kind: str
    id: str
    details: tuple[str, ...] = ()


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """What was or would be changed; `warnings` did not stop it."""

    changes: tuple[Change, ...]
    planned: bool
    warnings: tuple[FieldError, ...] = ()
    for_administrator: tuple[FieldError, ...] = ()
    """In a plan: what is beyond the rights of whoever asks, so that an administrator publishes."""


class FlowSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One flow in a listing."""

    id: str
    title: Label
    about: Label = {}
    """What it is for, in the words of who wrote it."""
    object_type: str
    version: int
    published: datetime
    running: int
    """How many cases run, on any version."""


class FlowText(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a flow as it was written."""

    id: str
    title: Label
    about: Label = {}
    version: int
    versions: tuple[int, ...]
    published: datetime
    by: str
    text: str


# --- server --------------------------------------------------------------------------------


class ServerStatus(msgspec.Struct, frozen=True, kw_only=True):
    """GET /v1/server."""

    version: str
    pid: int
    started: datetime
    address: str
    database: str
    schema: str
    embedded: bool
    idle_stop: float = 0
    """Seconds of idleness after which the embedded server stops; 0: never."""
    busy_with: tuple[str, ...] = ()
    """What keeps it from stopping: connectors, timers, undelivered calls."""
    calendars: dict[str, date | None] = {}
    """Each working calendar with the last day of which it knows whether it is worked."""


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A bearer token; `secret` is shown once, when it is made."""

    id: str
    person: str
    label: str
    created: datetime
    expires: datetime | None = None
    used: datetime | None = None
    secret: str = ""


class NewToken(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/tokens."""

    person: str = ""
    label: str = ""
    days: int = 0
    """Days until it expires; 0: never."""


class AuditReport(msgspec.Struct, frozen=True, kw_only=True):
    """GET /v1/audit/verify."""

    objects: int
    entries: int
    broken: tuple[FieldError, ...] = ()
    """Each place where the chain does not hold; `field` is `KEY#number`."""
