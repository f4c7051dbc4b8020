"""Every route of objects, tasks and feeds asks for rights: who has none learns not even that
there is something."""

import re
from typing import Any

import httpx
import pytest

from server_stub.api import feed, inbox, objects, people, search, tasks
from server_stub.store.database import Database
from tests.server_stub.company import Company, set_up

Json = dict[str, Any]

ROUTES: list[tuple[str, str, Json | None]] = [
    ("GET", "/v1/objects/PO-1", None),
    ("PATCH", "/v1/objects/PO-1", {"fields": {"quantity": "1"}}),
    ("POST", "/v1/objects/PO-1/submit", {}),
    ("POST", "/v1/objects/PO-1/resubmit", {}),
    ("POST", "/v1/objects/PO-1/withdraw", {}),
    ("POST", "/v1/objects/PO-1/urge", {}),
    ("GET", "/v1/objects/PO-1/history", None),
    ("GET", "/v1/objects/PO-1/feed", None),
    ("POST", "/v1/objects/PO-1/comments", {"text": "hello"}),
    ("POST", "/v1/objects/PO-1/seen", {"entry": 1}),
    ("PUT", "/v1/objects/PO-1/follow", None),
    ("DELETE", "/v1/objects/PO-1/follow", None),
    ("GET", "/v1/tasks/PO-1.1", None),
    ("GET", "/v1/tasks/PO-1", None),
    ("POST", "/v1/tasks/PO-1.1/decide", {"decision": "approve"}),
    ("POST", "/v1/tasks/PO-1/decide", {"decision": "approve"}),
    ("POST", "/v1/tasks/PO-1.1/forward", {"to": "ben"}),
    ("POST", "/v1/tasks/PO-1/forward", {"to": "ben"}),
]
"""Routes about one object, with a body that would do where somebody may."""
OTHERS = {
    ("GET", "/v1/types"),
    ("POST", "/v1/objects"),
    ("GET", "/v1/inbox"),
    ("GET", "/v1/search"),
    ("GET", "/v1/people"),
    ("GET", "/v1/complete"),
    ("GET", "/v1/me"),
}
"""Routes that answer each caller with what is theirs."""
BYSTANDERS_MAY = {
    ("GET", "/v1/objects/PO-1"),
    ("POST", "/v1/objects/PO-1/urge"),
    ("GET", "/v1/objects/PO-1/history"),
    ("GET", "/v1/objects/PO-1/feed"),
    ("POST", "/v1/objects/PO-1/comments"),
    ("POST", "/v1/objects/PO-1/seen"),
    ("PUT", "/v1/objects/PO-1/follow"),
    ("DELETE", "/v1/objects/PO-1/follow"),
    ("GET", "/v1/tasks/PO-1.1"),
}
"""What somebody may do who sees the object and has no other part in it."""


@pytest.fixture
async def order(store: Database, api: httpx.AsyncClient) -> httpx.AsyncClient:
    """A client, and on its server the order PO-1 of rita's, which waits for the buyers."""
    await store.write(set_up)
    await Company(store).order()
    return api


async def call(api: httpx.AsyncClient, who: str, route: tuple[str, str, Json | None]) -> Any:
    method, path, body = route
    return await api.request(method, path, json=body, headers={"Signoff-As": who})


async def test_who_may_not_see_an_object_finds_nothing_on_any_route(
    order: httpx.AsyncClient,
) -> None:
    before = (await call(order, "rita", ROUTES[0])).json()
    for route in ROUTES:
        answer = await call(order, "eve", route)
        assert answer.status_code == 404, route
        assert answer.json()["code"] == "not_found"
        assert "rita" not in answer.text, route
        assert "Nordic" not in answer.text, route
    for path in ("/v1/inbox", "/v1/search?q=nordic"):
        assert (await call(order, "eve", ("GET", path, None))).json()["items"] == []
    assert "order" not in (await call(order, "eve", ("GET", "/v1/types", None))).text
    new = {"type": "order", "fields": {"supplier": "X"}}
    assert (await call(order, "eve", ("POST", "/v1/objects", new))).status_code == 404
    assert (await call(order, "rita", ROUTES[0])).json() == before


async def test_who_sees_an_object_may_talk_but_not_steer_or_decide(
    order: httpx.AsyncClient,
) -> None:
    for route in ROUTES:
        answer = await call(order, "dora", route)
        allowed = route[:2] in BYSTANDERS_MAY
        if route[:2] == ("GET", "/v1/tasks/PO-1"):
            assert answer.status_code == 404
        else:
            assert (answer.status_code < 300) is allowed, (route, answer.text)
            assert allowed or answer.status_code == 403, (route, answer.text)


async def test_nobody_acts_for_others_without_being_an_administrator(
    store: Database, order: httpx.AsyncClient
) -> None:
    token = await order.post("/v1/tokens", json={"person": "eve"})
    assert token.status_code == 201, token.text
    headers = {"Authorization": f"Bearer {token.json()['secret']}"}
    mine = await order.get("/v1/me", headers=headers)
    assert mine.json()["person"] == "eve"
    for route in [*ROUTES, *((method, path, None) for method, path in sorted(OTHERS))]:
        method, path, body = route
        answer = await order.request(
            method, path, json=body, headers={**headers, "Signoff-As": "rita"}
        )
        assert answer.status_code in (400, 403), (route, answer.text)


def test_no_route_is_forgotten() -> None:
    tested = {
        (method, path.replace("PO-1.1", "{task}").replace("PO-1", "{key}"))
        for method, path, _ in ROUTES
    }
    assert registered() <= tested | OTHERS


def registered() -> set[tuple[str, str]]:
    """Method and path of every route of the resources tested here."""
    return {
        (method, "/v1" + re.sub(r":\w+}", "}", path))
        for module in (feed, inbox, objects, people, search, tasks)
        for handler in module.routes
        for path in handler.paths
        for method in handler.http_methods
    }
