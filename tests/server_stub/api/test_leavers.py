"""Somebody leaves: what they hold is worthless at once, and what waited for them is not lost."""

from collections.abc import AsyncIterator

import httpx
import msgspec
import pytest

from core.tasks import TaskKind
from server_stub.operations import configuration
from server_stub.store.database import Database
from server_stub.store.unit import Unit
from server_stub.views import inbox
from tests.server_stub.api.test_events import listening, next_of
from tests.server_stub.company import DIRECTORY, Company
from tests.server_stub.serving import Served, serving


@pytest.fixture
async def remote(served: Served, company: Company) -> AsyncIterator[Served]:
    """The company's database served where a token is needed."""
    async with serving(company.store, local=False) as server:
        yield server


@pytest.fixture
async def token(api: httpx.AsyncClient, remote: Served) -> str:
    """Bea's token."""
    secret: str = (await api.post("/v1/tokens", json={"person": "bea"})).json()["secret"]
    return secret


async def leave(store: Database, *people: str) -> None:
    def work(unit: Unit) -> None:
        for name in people:
            gone = msgspec.structs.replace(DIRECTORY.people[name], active=False)
            configuration.define(unit, "person", name, gone)
        configuration.changed(unit)

    await store.write(work)


async def test_a_leavers_token_is_refused_at_the_next_call(
    remote: Served, token: str, company: Company
) -> None:
    key = (await company.order()).object.key
    async with remote.client(authorization=f"Bearer {token}") as client:
        assert (await client.get("/v1/inbox")).json()["total"] == 1
        await leave(company.store, "bea")
        approve = {"decision": "approve"}
        for answer in (
            await client.get("/v1/inbox"),
            await client.post(f"/v1/tasks/{key}/decide", json=approve),
        ):
            assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_first")
            assert "has left" in answer.json()["detail"]


async def test_a_leavers_open_stream_ends_at_once(
    remote: Served, token: str, company: Company
) -> None:
    async with listening(remote, authorization=f"Bearer {token}") as stream:
        assert (await next_of(stream))["event"] == "ready"
        await leave(company.store, "bea")
        with pytest.raises(StopAsyncIteration):
            await next_of(stream)


async def test_what_waits_for_a_leaver_is_seen_and_handed_on_by_an_administrator(
    api: httpx.AsyncClient, company: Company
) -> None:
    key = (await company.order()).object.key
    await leave(company.store, "bea")
    as_bea = {"Signoff-As": "bea"}
    (task,) = (await api.get("/v1/inbox", headers=as_bea)).json()["items"]
    assert task["object"] == key
    to = {"to": "dora"}
    answer = await api.post(f"/v1/tasks/{task['id']}/forward", json=to, headers=as_bea)
    assert answer.status_code == 200
    waiting = (await company.see(inbox.page, "dora", now=company.now)).items
    assert [each.object for each in waiting] == [key]
    refused = await api.get("/v1/inbox", headers={"Signoff-As": "nobody"})
    assert refused.status_code == 404


async def test_what_would_wait_for_leavers_waits_for_the_flows_owner(company: Company) -> None:
    await leave(company.store, "bea", "ben", "bob")
    key = (await company.order()).object.key
    waiting = (await company.see(inbox.page, "olga", now=company.now)).items
    assert {(each.object, each.kind) for each in waiting} == {
        (key, TaskKind.APPROVE),
        (key, TaskKind.INCIDENT),
    }
