"""A server in the test's own process for the screens: it speaks the real routes over httpx.

It holds made-up tasks in memory and refuses what the real server refuses (an old revision, a task
that is gone). The behaviour of the real server is tested elsewhere, and with the screens in
tests/terminal.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import msgspec

from core.api import (
    Candidate,
    Decide,
    Decided,
    FeedPage,
    Hit,
    InboxPage,
    Me,
    NewObject,
    ObjectView,
    Page,
)
from core.client.client import AsyncClient
from core.client.thrifty import httpx
from core.events import Event, EventKind
from core.feed import Entry, EntryKind, Followed
from core.handling import AbsenceView, Foreseen, NewAbsence
from core.objects import File, ObjectState, ObjectType
from core.tasks import Decision, Task, TaskState
from tests.tui import company
from tests.tui.company import ME, NAMES, NOW

_SIGN_OF_LIFE = 5.0
"""Seconds after which the stream of events says something, as the real one does."""


class StandIn(httpx.AsyncBaseTransport):
    """Answers requests from `tasks` and `views`; `calls` holds what was asked."""

    def __init__(self, count: int = 40) -> None:
        self.tasks = [company.task(number) for number in range(count)]
        self.closed: dict[str, Task] = {}
        self.views: dict[str, Any] = {}
        self.feeds: dict[str, Any] = {}
        self.calls: list[tuple[str, str, bytes]] = []
        self.refusals: list[httpx.Response] = []
        self.stream_refusals: list[httpx.Response] = []
        """What is answered to whoever wants the stream of events."""
        self.types: list[ObjectType] = [company.TYPE]
        self.foreseen: Any = Foreseen(revision=7, status="running")
        """What is answered to what would come of steering a case."""
        self.absences: list[AbsenceView] = []
        self.lost: set[str] = set()
        """Tasks about which nothing can be read: the link is lost each time."""
        self.gates: dict[str, asyncio.Event] = {}
        """What is waited for before paths with such an end are answered."""
        self.down = False
        self._events: list[asyncio.Queue[bytes | None]] = []
        self._last_event = 0

    def client(self) -> AsyncClient:
        """A client that talks to this server."""
        return AsyncClient(
            httpx.AsyncClient(transport=self, base_url="http://stand.in"), "stand-in"
        )

    def posted(self, end: str) -> list[bytes]:
        """The bodies of what was posted to paths with this end, in order."""
        return [
            body for method, path, body in self.calls if method == "POST" and path.endswith(end)
        ]

    # --- what happens on the server ------------------------------------------------------------

    def insert(self, place: int, task: Task) -> None:
        """A task comes in at a place of the inbox."""
        self.tasks.insert(place, task)
        self.happened(EventKind.TASK_OPENED, task)

    def close_task(self, task_id: str, state: TaskState, by: str) -> None:
        """A task ends."""
        index = [task.id for task in self.tasks].index(task_id)
        task = self.tasks.pop(index)
        self.closed[task_id] = msgspec.structs.replace(
            task, state=state, closed_by=by, closed=NOW, can=(), revision=task.revision + 1
        )
        self.happened(EventKind.TASK_CLOSED, task)

    def happened(self, kind: EventKind, task: Task) -> None:
        """Tell whoever listens."""
        self._last_event += 1
        event = Event(
            id=self._last_event, at=NOW, kind=kind, object=task.object, task=task.id, person=ME
        )
        data = b"id: %d\ndata: %s\n\n" % (event.id, msgspec.json.encode(event))
        for queue in self._events:
            queue.put_nowait(data)

    def drop_link(self) -> None:
        """The server is gone: streams end, requests fail."""
        self.down = True
        for queue in self._events:
            queue.put_nowait(None)
        self._events.clear()

    # --- answering ------------------------------------------------------------------------------

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request."""
        if self.down:
            raise httpx.ConnectError("connection refused", request=request)
        path = request.url.path.removeprefix("/v1/")
        self.calls.append(
            (request.method, path, request.content if request.method != "GET" else b"")
        )
        gate = self.gates.get(path.rpartition("/")[2])
        if gate is not None:
            await gate.wait()
        if path == "events" and self.stream_refusals:
            return self.stream_refusals.pop(0)
        if path == "events":
            queue: asyncio.Queue[bytes | None] = asyncio.Queue()
            self._events.append(queue)
            return httpx.Response(200, stream=_Stream(queue))
        if request.method in ("POST", "PATCH") and self.refusals:
            return self.refusals.pop(0)
        if path.removeprefix("tasks/") in self.lost:
            raise httpx.ReadError("connection lost", request=request)
        about_absences = "absences" in path.split("/")
        answer = (self._about_absences if about_absences else self._answer)(request, path)
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(200, content=msgspec.json.encode(answer))

    def _answer(self, request: httpx.Request, path: str) -> Any:
        params = request.url.params
        match path.split("/"):
            case ["me"]:
                return Me(person=ME, name=NAMES[ME], owner=True)
            case ["inbox"]:
                return self._inbox(params)
            case ["types"]:
                return Page(items=self.types)
            case ["files"]:
                name, size = params.get("name", ""), len(request.content)
                return File(hash="ab" * 32, name=name, size=size)
            case ["objects"]:
                return self._created(msgspec.json.decode(request.content, type=NewObject))
            case ["search"]:
                return self._search(params.get("q", ""))
            case ["complete"]:
                return self._complete(params.get("q", ""))
            case ["tasks", task_id, *rest]:
                return self._about_task(request, task_id, rest)
            case ["objects", key, *rest]:
                return self._about_object(request, key, rest)
        return problem(404, "not_found", what=path, key="")

    def _about_absences(self, request: httpx.Request, path: str) -> Any:
        if request.method == "GET":
            return Page(items=self.absences)
        if request.method == "DELETE":
            return self.absences.pop()
        new = msgspec.json.decode(request.content, type=NewAbsence)
        made = AbsenceView(
            id="a1",
            person=path.split("/")[1],
            begins=new.begins or NOW,
            ends=new.ends,
            delegate=new.delegate,
        )
        self.absences.append(made)
        return made

    def _about_task(self, request: httpx.Request, task_id: str, rest: list[str]) -> Any:
        if rest == ["decide"]:
            return self._decide(request, task_id)
        if rest in (["take-back"], ["remove-signer"], ["reassign"]):
            return self._view(f"PO-{1000 + int(task_id[1:].partition('.')[0])}")
        return self._task(task_id) or problem(404, "not_found", what="task", key=task_id)

    def _about_object(self, request: httpx.Request, key: str, rest: list[str]) -> Any:
        match rest:
            case ["feed"]:
                return self._feed(key, request.url.params)
            case ["comments"]:
                return Entry(object=key, number=9, at=NOW, kind=EntryKind.COMMENT, by=ME)
            case ["submit" | "resubmit"]:
                return self._changed(request, key, ObjectState.RUNNING)
            case [] if request.method == "PATCH":
                return self._changed(request, key, None)
            case ["foresee"]:
                return self.foreseen
            case ["seen" | "follow"]:
                return Followed(follows=request.method == "PUT", seen=4, unread=0)
        return self._view(key)

    def _created(self, new: NewObject) -> ObjectView:
        made = company.view(500)
        state = ObjectState.RUNNING if new.submit else ObjectState.DRAFT
        whole = next(each for each in self.types if each.id == new.type)
        changed = msgspec.structs.replace(
            made.object, type=new.type, fields=new.fields, state=state, requester=ME
        )
        can = ("edit", "comment") if new.submit else ("edit", "submit", "comment")
        ids = tuple(field.id for field in whole.fields)
        view = msgspec.structs.replace(
            made, object=changed, type=whole, can=can, writable=ids, case=None, tasks=()
        )
        self.views[made.object.key] = view
        return view

    def _changed(self, request: httpx.Request, key: str, state: ObjectState | None) -> Any:
        view = self._view(key)
        if request.headers.get("If-Match") != f'"{view.object.revision}"':
            return problem(412, "stale", key=key)
        given = msgspec.json.decode(request.content)["fields"]
        fields = {**view.object.fields, **given}
        changed = msgspec.structs.replace(
            view.object,
            fields={name: each for name, each in fields.items() if each is not None},
            state=state or view.object.state,
            revision=view.object.revision + 1,
        )
        self.views[key] = msgspec.structs.replace(view, object=changed)
        return self.views[key]

    def _feed(self, key: str, params: httpx.QueryParams) -> FeedPage:
        """Cursors are `<N` for what stands before entry N, `>N` for what stands behind it."""
        whole = self.feeds.get(key) or company.feed(int(key.partition("-")[2]) - 1000)
        limit, cursor = int(params.get("limit", "50")), params.get("cursor", "")
        if cursor.startswith(">"):
            items = [each for each in whole.items if each.number > int(cursor[1:])][:limit]
        else:
            end = int(cursor[1:]) if cursor else whole.items[-1].number + 1
            items = [each for each in whole.items if each.number < end][-limit:]
        return FeedPage(
            items=items,
            previous=f"<{items[0].number}" if items and items[0] != whole.items[0] else "",
            next=f">{items[-1].number}" if items and items[-1] != whole.items[-1] else "",
            names=whole.names,
        )

    def _inbox(self, params: httpx.QueryParams) -> Any:
        words = params.get("q", "").lower()
        found = [each for each in self.tasks if words in f"{each.object} {each.title}".lower()]
        limit = int(params.get("limit", "50"))
        start = 0
        if params.get("cursor"):
            start = int(params["cursor"])
        elif params.get("last"):
            start = len(found) - limit
        elif params.get("around"):
            ids = [each.id for each in found]
            if params["around"] not in ids:
                return problem(404, "not_found", what="task", key=params["around"])
            start = ids.index(params["around"]) - limit // 2
        start = max(0, start)
        return InboxPage(
            items=found[start : start + limit],
            next=str(start + limit) if start + limit < len(found) else "",
            previous=str(max(0, start - limit)) if start else "",
            total=len(found),
            position=start,
        )

    def _task(self, task_id: str) -> Task | None:
        found = next((each for each in self.tasks if each.id == task_id), None)
        return found or self.closed.get(task_id)

    def _view(self, key: str) -> Any:
        number = int(key.partition("-")[2]) - 1000
        view = self.views.get(key) or company.view(number)
        if not isinstance(view, ObjectView):
            return view
        open_ = tuple(each for each in view.tasks if each.id not in self.closed)
        return msgspec.structs.replace(view, tasks=open_)

    def _decide(self, request: httpx.Request, task_id: str) -> Any:
        task = self._task(task_id)
        if task is None or task.state is not TaskState.OPEN:
            who = task.closed_by if task is not None else "?"
            return problem(409, "already_decided", who=who, when="9:00", decision="approve")
        if request.headers.get("If-Match") != f'"{task.revision}"':
            return problem(412, "stale", key=task.object)
        decide = msgspec.json.decode(request.content, type=Decide)
        self.close_task(task_id, TaskState.DONE, ME)
        decision = Decision(
            kind=decide.decision, by=ME, at=NOW + timedelta(seconds=1), reason=decide.reason
        )
        done = msgspec.structs.replace(self.closed[task_id], decision=decision)
        self.closed[task_id] = done
        return Decided(task=done, object_state="running")

    def _search(self, words: str) -> Page[Hit]:
        words = words.removeprefix("type:purchase_order").strip()
        hits = [
            Hit(
                key=each.object,
                type=each.object_type,
                type_title=each.type_title,
                title=each.title,
                state="running",
            )
            for each in self.tasks
            if words == "from:me"
            or words.removeprefix("type:purchase_order").strip().lower()
            in f"{each.object} {each.title}".lower()
        ]
        return Page(items=hits[:20])

    def _complete(self, words: str) -> Page[Candidate]:
        found = [
            Candidate(kind="person", id=person, name=name, detail={"en": "Purchasing"})
            for person, name in NAMES.items()
            if words in person
        ]
        return Page(items=found)


class _Stream(httpx.AsyncByteStream):
    def __init__(self, queue: asyncio.Queue[bytes | None]) -> None:
        self._queue = queue

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b": welcome\n\n"
        while (data := await self._next()) is not None:
            yield data

    async def _next(self) -> bytes | None:
        try:
            return await asyncio.wait_for(self._queue.get(), _SIGN_OF_LIFE)
        except TimeoutError:
            return b": keep\n\n"


def problem(status: int, code: str, **values: object) -> httpx.Response:
    """An answer as the server refuses things."""
    body = {"type": "about:blank", "status": status, "code": code, "values": values}
    return httpx.Response(status, content=msgspec.json.encode(body))
