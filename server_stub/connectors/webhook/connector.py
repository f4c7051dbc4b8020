"""A connector that carries out described actions: one HTTP request each.

A flow's `call: NAME.ACTION` becomes the request that the company described. The action's key goes
along in a header, so that the other side does it once however often it is asked. Where it is not
known what an earlier attempt did, and a search is described, that is asked first.
"""

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from core.client.thrifty import httpx
from core.connections import Exchange, Finding, WebhookAction
from core.language import say
from core.objects import ObjectType
from core.text import clean, cut, one_line
from server_stub.connectors.base import Login, Setup
from server_stub.connectors.webhook.templates import (
    MissingPlace,
    MissingValue,
    at,
    filled,
    filled_body,
    parsed,
    wanted,
)
from server_stub.operations import connect
from server_stub.operations.calls import Call
from server_stub.operations.delivery import Delivery, DeliveryKind
from server_stub.store.unit import Store, Unit

SECONDS = 20.0
"""How long the other system may say nothing."""
MOST_SECONDS = 50.0
"""How long a whole answer may take: two of them are shorter than the lease of an action."""
MOST_BYTES = 1024 * 1024
"""Of an answer."""
_DETAIL_CELLS = 300
_LATER = (408, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524)
_LONGEST_WISH = 3600.0


class Answer:
    """What the other system said."""

    def __init__(self, status: int, content: bytes, after: str) -> None:
        self.status = status
        self.content = content
        self.json = parsed(content)
        self.after = min(float(after), _LONGEST_WISH) if after.isdecimal() else 0.0

    @property
    def text(self) -> str:
        """Its first words, made harmless."""
        return cut(one_line(clean(self.content[:2000].decode("utf-8", "replace"))), _DETAIL_CELLS)


class Webhook:
    """One system with described actions."""

    system: ClassVar[str] = "webhook"

    def __init__(self, setup: Setup, store: Store, *, holder: str) -> None:
        self.check_address(setup.url)
        self._setup = setup
        self._store = store
        self._people = {each.person: each for each in setup.people}
        self._http = httpx.AsyncClient(
            timeout=SECONDS,
            follow_redirects=False,  # it may lead to where nobody meant to send anything
            trust_env=False,
            headers={"User-Agent": "signoff"},
        )

    @classmethod
    def check_address(cls, url: str) -> None:
        """Raise ValueError for an address that cannot be one."""
        parts = urlsplit(url)
        # `port` raises for one that cannot be
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError(url)

    @classmethod
    def kinds(cls) -> Sequence[str]:
        """None: nothing is read there."""
        return ()

    @classmethod
    def types(cls, name: str, taken: Sequence[str]) -> Sequence[ObjectType]:
        """None: nothing comes from there but answers."""
        return ()

    async def poll(self) -> None:
        """Nothing is read there: what happens there is told by signed webhooks."""
        await asyncio.Event().wait()

    def meet(self, people: Iterable[Login]) -> None:
        """Other people are mapped now, or they sign in differently."""
        self._people = {each.person: each for each in people}

    async def sync(self) -> None:
        """Nothing is read there."""

    async def close(self) -> None:
        """End the connections."""
        await self._http.aclose()

    async def test(self) -> list[Finding]:
        """Whether anything answers at the address."""
        try:
            await self._ask("GET", self._setup.url, {}, None)
        except httpx.TransportError as error:
            detail = str(error) or type(error).__name__
            await self._store.write(lambda unit: self._stands(unit, away=detail))
            return [Finding(state="error", subject=self._setup.url, detail=detail)]
        await self._store.write(self._stands)
        return [
            Finding(state="ok", subject=self._setup.url, detail=say("connectors.reachable")),
            *(
                Finding(state="ok", subject=name, detail=f"{action.method} {action.path}")
                for name, action in self._setup.actions.items()
            ),
        ]

    async def deliver(self, call: Call) -> Delivery:
        """Carry out one action: one request; none where an earlier one is found to have done it."""
        action = self._setup.actions.get(call.action)
        if action is None:
            known = ", ".join(self._setup.actions)
            return self._refuse("connectors.no_such_action", action=call.action, known=known)
        began, said = time.monotonic(), ""
        try:
            delivery = await self._deliver(call, action)
            said = delivery.values.get("text") or delivery.values.get("status", "")
        except MissingValue as error:
            return self._refuse("connectors.missing_value", name=str(error))
        except (httpx.TransportError, httpx.DecodingError) as error:
            said = str(error) or type(error).__name__
            delivery = Delivery(
                kind=DeliveryKind.LATER,
                message="connectors.no_answer",
                values={"system": call.connector, "text": said},
            )
        await self._report(call, delivery, said, time.monotonic() - began)
        return delivery

    async def _deliver(self, call: Call, action: WebhookAction) -> Delivery:
        values = self._values(call)
        headers = self._headers(action, values)
        if call.attempts > 1 and action.find is not None:
            found = await self._ask("GET", self._url(action.find.path, values), headers, None)
            if _has(found, action.find.id):
                places = action.find.answer or action.answer
                return self._done(found, places, "connectors.found_done")
        body: Any = call.contents.arguments if action.method != "GET" else None
        if action.body is not None:
            body = filled_body(action.body, values)
        answer = await self._ask(action.method, self._url(action.path, values), headers, body)
        if 200 <= answer.status < 300:
            return self._done(answer, action.answer, "connectors.said")
        details = {"system": call.connector, "status": str(answer.status), "text": answer.text}
        later = answer.status in _LATER
        return Delivery(
            kind=DeliveryKind.LATER if later else DeliveryKind.REFUSED,
            message="connectors.said_no",
            values=details,
            after=answer.after if later else 0,
        )

    def _done(self, answer: Answer, places: Mapping[str, str], message: str) -> Delivery:
        values = {"system": self._setup.name, "status": str(answer.status)}
        try:
            fields = wanted(answer.json, places)
        except MissingPlace as error:
            values["place"] = str(error)
            return Delivery(kind=DeliveryKind.REFUSED, message="connectors.no_place", values=values)
        return Delivery(kind=DeliveryKind.DONE, message=message, values=values, fields=fields)

    def _refuse(self, message: str, **values: str) -> Delivery:
        return Delivery(
            kind=DeliveryKind.REFUSED,
            message=message,
            values={"system": self._setup.name, **values},
        )

    def _values(self, call: Call) -> dict[str, Any]:
        """What the templates of path and body may name."""
        login = self._people.get(call.person)
        return {
            "key": call.key,
            "person": call.person,
            "login": login.login if login is not None else "",
            "reason": call.contents.reason,
            **call.contents.arguments,
        }

    def _headers(self, action: WebhookAction, values: Mapping[str, Any]) -> dict[str, str]:
        known = {**values, "user": self._setup.user, "password": self._setup.password}
        texts = {**self._setup.headers, **action.headers}
        headers = {name: one_line(clean(filled(text, known))) for name, text in texts.items()}
        if action.key_header:
            headers[action.key_header] = str(values["key"])
        return headers

    def _url(self, path: str, values: Mapping[str, Any]) -> str:
        """The address of an action; never on another host, whatever was filled in."""
        base = self._setup.url
        there = filled(path, values, in_url=True)
        if "://" in path:
            url = there
        elif path.startswith("?") or not path:
            url = base + there
        else:
            url = urljoin(base.rstrip("/") + "/", there.lstrip("/"))
        if urlsplit(url)[:2] != urlsplit(base)[:2]:
            raise MissingValue(say("connectors.other_host"))
        return url

    async def _ask(self, method: str, url: str, headers: Mapping[str, str], body: Any) -> Answer:
        """One request. Raises httpx.TransportError."""
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await self._exchange(method, url, headers, body)
        except TimeoutError as error:
            raise httpx.ReadTimeout(f"{MOST_SECONDS:.0f} s") from error

    async def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: Any
    ) -> Answer:
        more = {} if body is None else {"json": body}
        async with self._http.stream(method, url, headers=dict(headers), **more) as answer:
            content = b""
            async for part in answer.aiter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise httpx.ReadError("the answer is too long")
            return Answer(answer.status_code, content, answer.headers.get("retry-after", ""))

    async def _report(self, call: Call, delivery: Delivery, said: str, seconds: float) -> None:
        """Write down what was said, and whether the system answers."""
        away = said if delivery.message == "connectors.no_answer" else ""
        outcome = "ok" if delivery.kind is DeliveryKind.DONE else delivery.kind.value
        exchange = Exchange(
            id=0,
            at=datetime.now(UTC),
            connector=self._setup.name,
            person=call.person,
            what=call.action,
            outcome=outcome,
            detail=said,
            milliseconds=int(seconds * 1000),
        )

        def write(unit: Unit) -> None:
            connect.keep_log(unit, self._setup.name, [exchange])
            self._stands(unit, away=away)

        await self._store.write(write)

    def _stands(self, unit: Unit, *, away: str = "") -> None:
        """Write down whether the system answers; `away`: why it does not."""
        connect.report(
            unit,
            self._setup.name,
            state="down" if away else "ok",
            detail=away,
            contact=None if away else datetime.now(UTC),
        )


def _has(answer: Answer, place: str) -> bool:
    """Whether a search found what was done."""
    if not 200 <= answer.status < 300:
        return False
    try:
        at(answer.json, place)
    except MissingPlace:
        return False
    return True
