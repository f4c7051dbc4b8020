"""Moving cases over HTTP: each by itself, however many, and the same call twice is once."""

from typing import Any

import httpx
import pytest

from core.errors import Unreachable
from core.flow import engine
from server_stub.store.database import Database
from tests.server_stub.company import APPROVAL, Company, set_up
from tests.server_stub.operations.test_moving import LIMITED, published

PATH = "/v1/flows/approval/move"
OLGA = {"Signoff-As": "olga"}


@pytest.fixture
async def company(store: Database, api: httpx.AsyncClient) -> Company:
    await store.write(set_up)
    return Company(store)


async def move(api: httpx.AsyncClient, key: str = "", **body: Any) -> dict[str, Any]:
    headers = {**OLGA, **({"Idempotency-Key": key} if key else {})}
    answer = await api.post(PATH, json={"reason": "better", **body}, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_trial_and_then_for_real(api: httpx.AsyncClient, company: Company) -> None:
    key = (await company.order()).object.key
    await company.store.write(published(LIMITED))
    tried = (await api.post(f"{PATH}/trial", json={}, headers=OLGA)).json()
    assert [(each["object"], each["outcome"]) for each in tried["items"]] == [(key, "moved")]
    assert (await api.post(PATH, json={}, headers=OLGA)).status_code == 422
    assert (await move(api))["items"][0]["new"] == 2
    assert (await api.post(f"{PATH}/trial", json={}, headers=OLGA)).json()["items"] == []


async def test_the_same_call_again_answers_as_the_first_time(
    api: httpx.AsyncClient, company: Company
) -> None:
    await company.order()
    await company.store.write(published(LIMITED))
    first = await move(api, "K1")
    assert (await move(api, "K1")) == first
    assert (await move(api, "K2"))["items"] == []
    answer = await api.post(
        PATH, json={"reason": "other"}, headers={**OLGA, "Idempotency-Key": "K1"}
    )
    assert answer.status_code >= 400


async def test_who_may_not_is_told_so(api: httpx.AsyncClient, company: Company) -> None:
    await company.order()
    for path in (PATH, f"{PATH}/trial"):
        answer = await api.post(path, json={"reason": "x"}, headers={"Signoff-As": "bea"})
        assert answer.status_code == 403
        assert (
            await api.post(path.replace("approval", "no"), json={"reason": "x"})
        ).status_code == 404


async def test_hundreds_of_cases_are_moved_in_parts_and_one_that_fails_stops_no_other(
    api: httpx.AsyncClient, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {(await company.order()).object.key for _ in range(120)}
    await company.store.write(published(LIMITED))
    whole = engine.handle

    def broken(flow: Any, state: Any, *more: Any, **named: Any) -> Any:
        if state is not None and state.object == "PO-7":
            raise KeyError("a defect")
        return whole(flow, state, *more, **named)

    monkeypatch.setattr(engine, "handle", broken)
    found, cursor = [], ""
    while True:
        page = await move(api, limit=50, cursor=cursor)
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            break
    assert {each["object"] for each in found} == keys
    (bad,) = [each for each in found if each["outcome"] == "refused"]
    assert bad["object"] == "PO-7"
    assert "defect" in bad["message"]
    monkeypatch.setattr(engine, "handle", whole)
    assert [each["object"] for each in (await move(api))["items"]] == ["PO-7"]


async def test_events_say_to_whom_it_matters(api: httpx.AsyncClient, company: Company) -> None:
    key = (await company.order()).object.key
    await company.store.write(published(APPROVAL.replace("role:buyer", "person:rob")))
    await move(api)
    tasks = (await api.get("/v1/inbox", headers={"Signoff-As": "rob"})).json()["items"]
    assert [each["object"] for each in tasks] == [key]
    feed = (await api.get(f"/v1/objects/{key}/feed")).json()["items"]
    assert [each["message"] for each in feed][-2:] == ["feed.moved", "feed.asked_anew"]


async def test_where_the_database_goes_away_the_same_call_moves_the_rest_later(
    api: httpx.AsyncClient, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [(await company.order()).object.key for _ in range(3)]
    await company.store.write(published(LIMITED))
    whole = engine.handle

    def away(flow: Any, state: Any, *more: Any, **named: Any) -> Any:
        if state is not None and state.object == keys[1]:
            raise Unreachable(said="away")
        return whole(flow, state, *more, **named)

    headers = {**OLGA, "Idempotency-Key": "K1"}
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(engine, "handle", away)
        answer = await api.post(PATH, json={"reason": "better"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "unreachable")
    later = await move(api, "K1")
    assert [(each["object"], each["outcome"]) for each in later["items"]] == [
        (key, "moved") for key in keys[1:]
    ]
