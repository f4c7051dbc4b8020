"""The table of routes: for each, how its call is built and what it answers.

`Client` and `AsyncClient` take their methods from here, so a route is written once.
"""

from typing import Any, TypeVar

import msgspec

from core.api import (
    Applied,
    Apply,
    AuditReport,
    Candidate,
    Comment,
    CompanyFiles,
    Decide,
    Decided,
    EditObject,
    FeedPage,
    FlowSummary,
    FlowText,
    Forward,
    Hit,
    InboxPage,
    Me,
    NewObject,
    NewToken,
    ObjectView,
    Page,
    Seen,
    ServerStatus,
    Steer,
    Token,
    Urge,
    Urged,
)
from core.client.call import USUAL_SECONDS, Call, given, path
from core.connections import (
    ConnectorPerson,
    ConnectorView,
    Exchange,
    Finding,
    NewConnector,
)
from core.feed import Entry, Followed
from core.handling import AbsenceView
from core.objects import FieldVersion, File, ObjectType
from core.people import Person
from core.tasks import Task

T = TypeVar("T")

MOST = 200
"""As much of a listing as is served at once."""
LONG_SECONDS = 300.0
"""For calls that do much at once: applying a folder, loading the demo, testing a connector."""


def _get(name: str, route: str, answer: type[T], **params: object) -> Call[T]:
    return Call(name=name, method="GET", path=route, answer=answer, params=given(**params))


def _send(
    name: str,
    method: str,
    route: str,
    answer: type[T],
    body: object = None,
    *,
    revision: int = 0,
    seconds: float = USUAL_SECONDS,
    **params: object,
) -> Call[T]:
    return Call(
        name=name,
        method=method,
        path=route,
        answer=answer,
        params=given(**params),
        body=b"" if body is None else msgspec.json.encode(body),
        revision=revision,
        seconds=seconds,
    )


# --- the caller, the inbox, tasks ------------------------------------------------------------


def me() -> Call[Me]:
    """Who the server takes the caller for."""
    return _get("me", path("me"), Me)


def inbox(
    q: str = "",
    *,
    limit: int = 50,
    cursor: str = "",
    around: str = "",
    last: bool = False,
    why: bool = False,
) -> Call[InboxPage]:
    """A part of the caller's inbox; `around` gives the part that holds that task."""
    params = given(q=q, limit=limit, cursor=cursor, around=around, last=last, why=why)
    return _get("inbox", path("inbox"), InboxPage, **params)


def task(task: str) -> Call[Task]:
    """One task, by its id or by the key of its object."""
    return _get("task", path("tasks", task), Task)


def decide(task: str, decision: Decide, *, revision: int = 0) -> Call[Decided]:
    """Approve, reject, return or tick off a task."""
    route = path("tasks", task, "decide")
    return _send("decide", "POST", route, Decided, decision, revision=revision)


def forward(task: str, forward: Forward, *, revision: int = 0) -> Call[Task]:
    """Give a task to somebody else."""
    return _send(
        "forward", "POST", path("tasks", task, "forward"), Task, forward, revision=revision
    )


def urge(key: str, text: str = "") -> Call[Urged]:
    """Ask whoever the object waits for to hurry."""
    return _send("urge", "POST", path("objects", key, "urge"), Urged, Urge(text=text))


# --- objects and their feed ------------------------------------------------------------------


def types(*, limit: int = MOST, cursor: str = "") -> Call[Page[ObjectType]]:
    """The object types that the caller may see."""
    return _get("types", path("types"), Page[ObjectType], limit=limit, cursor=cursor)


def create(new: NewObject) -> Call[ObjectView]:
    """Make an object, as a draft or submitted."""
    return _send("create", "POST", path("objects"), ObjectView, new)


def view(key: str) -> Call[ObjectView]:
    """An object with its case and what the caller can do."""
    return _get("view", path("objects", key), ObjectView)


def edit(key: str, fields: dict[str, object], *, revision: int) -> Call[ObjectView]:
    """Change some fields of an object."""
    body = EditObject(fields=fields)
    return _send("edit", "PATCH", path("objects", key), ObjectView, body, revision=revision)


def steer(key: str, verb: str, steer: Steer, *, revision: int = 0) -> Call[ObjectView]:
    """`submit`, `resubmit` or `withdraw` an object."""
    return _send(verb, "POST", path("objects", key, verb), ObjectView, steer, revision=revision)


def feed(
    key: str, *, limit: int = 50, cursor: str = "", after: int = 0, last: bool = False
) -> Call[FeedPage]:
    """A part of a feed: from a cursor, after an entry, or the last ones."""
    route = path("objects", key, "feed")
    return _get("feed", route, FeedPage, limit=limit, cursor=cursor, after=after, last=last)


def comment(key: str, comment: Comment) -> Call[Entry]:
    """Say something in an object's feed."""
    return _send("comment", "POST", path("objects", key, "comments"), Entry, comment)


def seen(key: str, entry: int) -> Call[Followed]:
    """Mark the feed as seen up to an entry."""
    return _send("seen", "POST", path("objects", key, "seen"), Followed, Seen(entry=entry))


def follow(key: str) -> Call[Followed]:
    """Follow an object."""
    return _send("follow", "PUT", path("objects", key, "follow"), Followed)


def unfollow(key: str) -> Call[Followed]:
    """Stop following an object."""
    return _send("unfollow", "DELETE", path("objects", key, "follow"), Followed)


def history(key: str, field: str = "", *, cursor: str = "") -> Call[Page[FieldVersion]]:
    """How a field came to hold what it holds."""
    route = path("objects", key, "history")
    return _get("history", route, Page[FieldVersion], field=field, cursor=cursor)


def upload(name: str, content: bytes) -> Call[File]:
    """Store a file; comments and fields then refer to what this answers."""
    return Call(
        name="upload",
        method="POST",
        path=path("files"),
        answer=File,
        params={"name": name},
        body=content,
        media_type="application/octet-stream",
        seconds=LONG_SECONDS,
    )


def download(hash: str) -> Call[bytes]:
    """A file's content, exactly as it was stored."""
    return _get("download", path("files", hash), bytes)


# --- looking for things ----------------------------------------------------------------------


def search(q: str, *, limit: int = 20, cursor: str = "") -> Call[Page[Hit]]:
    """Objects by their words."""
    return _get("search", path("search"), Page[Hit], q=q, limit=limit, cursor=cursor)


def complete(q: str, object: str = "", *, me: bool = False) -> Call[Page[Candidate]]:
    """Who can be mentioned, for what was typed after an @; `me`: oneself, too."""
    return _get("complete", path("complete"), Page[Candidate], q=q, object=object, me=me)


def people(q: str = "", *, cursor: str = "") -> Call[Page[Person]]:
    """People by id or name."""
    return _get("people", path("people"), Page[Person], q=q, cursor=cursor)


# --- configuration ---------------------------------------------------------------------------


def apply(files: dict[str, str], *, plan: bool = False, history: bool = False) -> Call[Applied]:
    """Apply a folder of files, with what happened before, or say what that would change."""
    body = Apply(files=files, plan=plan, history=history)
    return _send("apply", "POST", path("apply"), Applied, body, seconds=LONG_SECONDS)


def load_demo(*, reset: bool = False) -> Call[Applied]:
    """Load the demo company."""
    return _send("load_demo", "POST", path("demo"), Applied, seconds=LONG_SECONDS, reset=reset)


def demo_files() -> Call[CompanyFiles]:
    """The demo company's folder, for a company to copy and change."""
    return _get("demo_files", path("demo"), CompanyFiles)


def flows(*, limit: int = MOST, cursor: str = "") -> Call[Page[FlowSummary]]:
    """Published flows."""
    return _get("flows", path("flows"), Page[FlowSummary], limit=limit, cursor=cursor)


def flow(flow: str, *, version: int = 0) -> Call[FlowText]:
    """A flow's text, of one version or the latest."""
    return _get("flow", path("flows", flow), FlowText, version=version)


# --- connectors ------------------------------------------------------------------------------


def connectors(*, limit: int = MOST, cursor: str = "") -> Call[Page[ConnectorView]]:
    """The connectors with their state."""
    return _get("connectors", path("connectors"), Page[ConnectorView], limit=limit, cursor=cursor)


def add_connector(new: NewConnector) -> Call[ConnectorView]:
    """Connect another system."""
    route = path("connectors")
    return _send("add_connector", "POST", route, ConnectorView, new, seconds=LONG_SECONDS)


def remove_connector(name: str) -> Call[None]:
    """Disconnect a system; what came from it stays."""
    return _send("remove_connector", "DELETE", path("connectors", name), type(None))


def test_connector(name: str) -> Call[Page[Finding]]:
    """What works and what is missing."""
    route = path("connectors", name, "test")
    return _send("test_connector", "POST", route, Page[Finding], seconds=LONG_SECONDS)


def sync_connector(name: str) -> Call[ConnectorView]:
    """Read the other system now."""
    route = path("connectors", name, "sync")
    return _send("sync_connector", "POST", route, ConnectorView, seconds=LONG_SECONDS)


def connector_log(name: str, *, limit: int = 50, cursor: str = "") -> Call[Page[Exchange]]:
    """What was said between the two systems, newest first, without secrets."""
    route = path("connectors", name, "log")
    return _get("connector_log", route, Page[Exchange], limit=limit, cursor=cursor)


def set_connector_person(name: str, person: str, login: ConnectorPerson) -> Call[ConnectorView]:
    """Say under which login a person decides there."""
    route = path("connectors", name, "people", person)
    return _send("set_connector_person", "PUT", route, ConnectorView, login, seconds=LONG_SECONDS)


def remove_connector_person(name: str, person: str) -> Call[ConnectorView]:
    """Forget a person's login there."""
    route = path("connectors", name, "people", person)
    return _send("remove_connector_person", "DELETE", route, ConnectorView)


def set_connector_ways(name: str, ways: dict[str, str]) -> Call[ConnectorView]:
    """Say for each kind of document whether it is mirrored, goes through a flow, or stays out."""
    route = path("connectors", name, "ways")
    return _send("set_connector_ways", "PUT", route, ConnectorView, ways)


# --- tokens, audit, server -------------------------------------------------------------------


def tokens(*, limit: int = MOST, cursor: str = "") -> Call[Page[Token]]:
    """The caller's tokens, without their secrets."""
    return _get("tokens", path("tokens"), Page[Token], limit=limit, cursor=cursor)


def create_token(new: NewToken) -> Call[Token]:
    """Make a token; its secret is in this answer only."""
    return _send("create_token", "POST", path("tokens"), Token, new)


def revoke_token(token: str) -> Call[None]:
    """Make a token worthless."""
    return _send("revoke_token", "DELETE", path("tokens", token), type(None))


def verify_audit() -> Call[AuditReport]:
    """Check every feed's chain of hashes."""
    route = path("audit", "verify")
    found = _get("verify_audit", route, AuditReport)
    return msgspec.structs.replace(found, seconds=LONG_SECONDS)


def server() -> Call[ServerStatus]:
    """What runs there."""
    return _get("server", path("server"), ServerStatus)


def stop_server() -> Call[None]:
    """Ask the server to stop."""
    return _send("stop_server", "POST", path("server", "stop"), type(None))


ANSWERS: dict[str, Any] = {
    "decide": Decided,
    "forward": Task,
    "delegate": Task,
    "add_signer": Task,
    "remove_signer": ObjectView,
    "take_back": ObjectView,
    "reassign": ObjectView,
    "suspend": ObjectView,
    "resume": ObjectView,
    "jump": ObjectView,
    "end": ObjectView,
    "urge": Urged,
    "comment": Entry,
    "seen": Followed,
    "submit": ObjectView,
    "resubmit": ObjectView,
    "withdraw": ObjectView,
    "add_absence": AbsenceView,
    "end_absence": AbsenceView,
}
"""The answers of the calls that may wait on disk."""
