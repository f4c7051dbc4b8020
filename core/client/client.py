"""The client, once for threads and once for asyncio, over one table of routes.

    with open_client(settings) as client:
        page = client.inbox("is:overdue")

Every method is a route of `core.client.routes` and raises the errors of `core.errors`.
"""

import os
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, overload

from core.client import case_routes, design_routes, flow_routes, routes
from core.client.answers import read_answer
from core.client.call import Call
from core.client.link import Link, LinkBroken, target
from core.errors import SignInFirst, Unreachable, UsageError
from core.language import say

if TYPE_CHECKING:
    import asyncio

    from core.client.renewal import Renewal
    from core.client.thrifty import httpx

P = ParamSpec("P")
T = TypeVar("T")


def new_key() -> str:
    """An idempotency key that nobody else has."""
    return os.urandom(16).hex()


class Route(Generic[P, T]):
    """A method of both clients: builds the call, sends it, gives the answer."""

    def __init__(self, build: Callable[P, Call[T]]) -> None:
        self.build = build
        self.__doc__ = build.__doc__

    @overload
    def __get__(self, client: "Client", owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, client: "AsyncClient", owner: type) -> Callable[P, Awaitable[T]]: ...
    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    def __get__(self, client: Any, owner: type) -> Any:
        """The method bound to a client."""
        return self if client is None else partial(self._call, client)

    def _call(self, client: Any, *args: P.args, **values: P.kwargs) -> Any:
        return client.send(self.build(*args, **values))


class Routes:
    """What both clients can do."""

    me = Route(routes.me)
    inbox = Route(routes.inbox)
    task = Route(routes.task)
    decide = Route(routes.decide)
    forward = Route(routes.forward)
    urge = Route(routes.urge)
    types = Route(routes.types)
    create = Route(routes.create)
    view = Route(routes.view)
    edit = Route(routes.edit)
    steer = Route(routes.steer)
    feed = Route(routes.feed)
    comment = Route(routes.comment)
    seen = Route(routes.seen)
    follow = Route(routes.follow)
    unfollow = Route(routes.unfollow)
    history = Route(routes.history)
    upload = Route(routes.upload)
    download = Route(routes.download)
    search = Route(routes.search)
    complete = Route(routes.complete)
    people = Route(routes.people)
    apply = Route(routes.apply)
    load_demo = Route(routes.load_demo)
    demo_files = Route(routes.demo_files)
    flows = Route(routes.flows)
    flow = Route(routes.flow)
    check_flow = Route(flow_routes.check_flow)
    run_flow_tests = Route(flow_routes.run_flow_tests)
    compare_flows = Route(flow_routes.compare_flows)
    simulate_flow = Route(flow_routes.simulate_flow)
    design_words = Route(design_routes.design_words)
    design_table = Route(design_routes.design_table)
    try_flow = Route(design_routes.try_flow)
    try_move = Route(flow_routes.try_move)
    move_cases = Route(flow_routes.move_cases)
    connectors = Route(routes.connectors)
    add_connector = Route(routes.add_connector)
    remove_connector = Route(routes.remove_connector)
    test_connector = Route(routes.test_connector)
    sync_connector = Route(routes.sync_connector)
    connector_log = Route(routes.connector_log)
    set_connector_person = Route(routes.set_connector_person)
    remove_connector_person = Route(routes.remove_connector_person)
    set_connector_ways = Route(routes.set_connector_ways)
    tokens = Route(routes.tokens)
    create_token = Route(routes.create_token)
    revoke_token = Route(routes.revoke_token)
    verify_audit = Route(routes.verify_audit)
    server = Route(routes.server)
    stop_server = Route(routes.stop_server)
    delegate = Route(case_routes.delegate)
    add_signer = Route(case_routes.add_signer)
    remove_signer = Route(case_routes.remove_signer)
    take_back = Route(case_routes.take_back)
    reassign = Route(case_routes.reassign)
    suspend = Route(case_routes.suspend)
    resume = Route(case_routes.resume)
    jump = Route(case_routes.jump)
    end = Route(case_routes.end)
    foresee = Route(case_routes.foresee)
    rebuild = Route(case_routes.rebuild)
    hand_over = Route(case_routes.hand_over)
    absences = Route(case_routes.absences)
    add_absence = Route(case_routes.add_absence)
    end_absence = Route(case_routes.end_absence)
    send_signal = Route(case_routes.send_signal)
    sources = Route(case_routes.sources)
    add_source = Route(case_routes.add_source)
    remove_source = Route(case_routes.remove_source)

    def __init__(self, where: str, acting: str = "", identity: str = "") -> None:
        self.where = where
        """The server's URL, for messages and for what waits on disk."""
        self.acting = acting
        """The person that the caller acts as, "" for nobody else."""
        self.identity = identity
        """A mark of the token in use, so that nothing is sent later under another one."""

    def headers(self, call: Call[Any], acting: str | None = None) -> dict[str, str]:
        """The headers that one call needs beside those of all."""
        found = {}
        if call.method != "GET":
            found["Idempotency-Key"] = call.key or new_key()
        if call.body:
            found["Content-Type"] = call.media_type
        if call.revision:
            found["If-Match"] = f'"{call.revision}"'
        person = self.acting if acting is None else acting
        if person:
            if not (person.isascii() and person.isprintable()):
                raise UsageError(say("client.bad_person", person=person))
            found["Signoff-As"] = person
        return found

    def unreachable(self, error: Exception) -> Unreachable:
        """What it means for people that the link failed."""
        unsent = isinstance(error, LinkBroken) and error.unsent
        return Unreachable(str(error) or type(error).__name__, where=self.where, unsent=unsent)


class Client(Routes):
    """The client for commands: each call blocks until its answer is there."""

    def __init__(
        self,
        link: Link,
        where: str,
        *,
        acting: str = "",
        identity: str = "",
        heal: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(where, acting, identity)
        self.link = link
        self._heal = heal

    def send(self, call: Call[T], *, acting: str | None = None) -> T:
        """Send a call, as `acting` where it is given; starts the local server where it fell."""
        words = (call.method, target(call), self.headers(call, acting), call.body, call.seconds)
        try:
            try:
                status, content = self.link.send(*words)
            except LinkBroken as error:
                if self._heal is None or not error.again:
                    raise
                self.heal()
                status, content = self._again(error, words)
        except LinkBroken as error:
            raise self.unreachable(error) from None
        return read_answer(call, status, content, self.where)

    def _again(self, first: LinkBroken, words: Any) -> tuple[int, bytes]:
        try:
            return self.link.send(*words)
        except LinkBroken as error:
            error.unsent = error.unsent and first.unsent
            raise

    def heal(self) -> None:
        """Start the local server where it does not run; nothing for a server elsewhere."""
        if self._heal is not None:
            self._heal()

    def close(self) -> None:
        """Close the connection."""
        self.link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class AsyncClient(Routes):
    """The client for the terminal: the same calls, awaited."""

    def __init__(
        self,
        http: "httpx.AsyncClient",
        where: str,
        *,
        acting: str = "",
        identity: str = "",
        heal: Callable[[], Awaitable[object]] | None = None,
        renewal: "Renewal | None" = None,
    ) -> None:
        super().__init__(where, acting, identity)
        from core.client.doubt import Doubt  # with asyncio, which no command needs

        self.http = http
        self.doubt = Doubt()
        """Whether the stream of events is down, by which reading is cut short."""
        self._heal = heal
        self._renewal = renewal

    async def send(self, call: Call[T], *, acting: str | None = None) -> T:
        """Send a call, as `acting` where it is given; starts the local server where it fell.

        Where the token is refused, the one that `signoff login` kept meanwhile is tried.
        """
        headers, used = self.headers(call, acting), self.identity
        try:
            return await self._send(call, headers)
        except SignInFirst:
            if not await self.renewed(used):
                raise
        return await self._send(call, headers)

    async def renewed(self, used: str) -> bool:
        """Whether there is another token of this person than the one with the mark `used`.

        Raises SignInFirst where somebody else has signed in.
        """
        if self.identity == used and self._renewal is not None:
            fresh = await self._renewal.another(used)
            if fresh is not None:
                self.http.headers["Authorization"] = f"Bearer {fresh.secret}"
                self.identity = fresh.mark
        return self.identity != used

    async def signed_in(self, at_once: "asyncio.Event") -> bool:
        """Wait until somebody signs in, or `at_once` is set; False where that changes nothing,
        because the token comes from the environment."""
        if self._renewal is None:
            return False
        await self._renewal.until_changed(at_once)
        return True

    async def _send(self, call: Call[T], headers: dict[str, str]) -> T:
        try:
            try:
                status, content = await self._exchange(call, headers)
            except LinkBroken as error:
                if self._heal is None or not error.again:
                    raise
                await self.heal()
                status, content = await self._exchange(call, headers)
        except LinkBroken as error:
            raise self.unreachable(error) from None
        return read_answer(call, status, content, self.where)

    async def _exchange(self, call: Call[Any], headers: dict[str, str]) -> tuple[int, bytes]:
        from core.client.network import broken, patience
        from core.client.thrifty import httpx

        try:
            async with self.doubt.hurried() if call.method == "GET" else nullcontext():
                answer = await self.http.request(
                    call.method,
                    target(call),
                    headers=headers,
                    content=call.body or None,
                    timeout=patience(call.seconds),
                )
        except httpx.TransportError as error:
            raise broken(error) from None
        return answer.status_code, answer.content

    async def heal(self) -> None:
        """Start the local server where it does not run; nothing for a server elsewhere."""
        if self._heal is not None:
            await self._heal()

    async def close(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
