"""Listings come in parts: `limit` and `cursor` are asked, `items` and `next` answered."""

import httpx
import pytest
from sqlalchemy import insert

from core.connections import NewConnector
from server_stub.operations import connect
from server_stub.operations.tokens import hash_of
from server_stub.store.database import Database
from server_stub.store.tables import exchanges, tokens
from server_stub.store.unit import Unit
from tests.server_stub.company import actor, set_up

COUNT = 7


@pytest.fixture
async def full(api: httpx.AsyncClient, store: Database) -> httpx.AsyncClient:
    """A server with more of everything than one part holds."""
    await store.write(set_up)
    await store.write(_tokens)
    for number in range(COUNT):
        await store.write(
            lambda unit, number=number: connect.add(  # type: ignore[misc]
                unit,
                actor("ada"),
                name=f"erp{number}",
                system="tryton",
                url="http://localhost:1/db",
                user="reader",
                secret=b"",
                ways={},
                types=[],
            )
        )
    return api


def _tokens(unit: Unit) -> None:
    rows: list[dict[str, object]] = [
        {
            "id": f"t{number}",
            "person": "rita",
            "hash": hash_of(str(number)),
            "created": number // 2,  # several in one moment
        }
        for number in range(COUNT)
    ]
    unit.run_many(insert(tokens), rows)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/flows", "id"),
        ("/v1/types", "id"),
        ("/v1/connectors", "name"),
        ("/v1/tokens", "id"),
        ("/v1/people", "id"),
    ],
)
async def test_a_listing_is_read_part_by_part(
    full: httpx.AsyncClient, path: str, name: str
) -> None:
    whole = (await full.get(path, params={"limit": "200"})).json()
    names = [each[name] for each in whole["items"]]
    assert len(names) >= 2
    assert not whole["next"]
    found, cursor = [], ""
    while True:
        part = (await full.get(path, params={"limit": "1", "cursor": cursor})).json()
        assert len(part["items"]) == 1
        found.append(part["items"][0][name])
        cursor = part["next"]
        if not cursor:
            break
    assert found == names == sorted(names)
    assert (await full.get(path, params={"cursor": "!!"})).status_code == 422


async def test_the_log_of_exchanges_is_read_part_by_part_to_its_end(
    full: httpx.AsyncClient, store: Database
) -> None:
    rows = [
        {"at": number, "connector": "erp0", "person": "", "what": f"call {number}", "outcome": "ok"}
        for number in range(4)
    ]
    await store.write(lambda unit: unit.run_many(insert(exchanges), rows))
    path = "/v1/connectors/erp0/log"
    first = (await full.get(path, params={"limit": "2"})).json()
    rest = (await full.get(path, params={"limit": "2", "cursor": first["next"]})).json()
    said = [each["what"] for each in first["items"] + rest["items"]]
    assert said == ["call 3", "call 2", "call 1", "call 0"]
    assert not rest["next"], "nothing follows"
    assert (await full.get(path, params={"cursor": "!!"})).status_code == 422


@pytest.mark.parametrize(
    "url",
    [
        "http://erp.example:99999/db",
        "http://erp.example:0/db",
        "http://erp.example:http/db",
        "http://:8000/db",
        "http://erp.example:8000",
        "ftp://erp.example/db",
        "http://[::1/db",
    ],
)
async def test_an_address_that_leads_nowhere_is_refused_with_what_it_should_be(
    api: httpx.AsyncClient, url: str
) -> None:
    new = NewConnector(name="erp", system="tryton", url=url, user="reader", password="secret")
    answer = await api.post("/v1/connectors", json=_json(new))
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid"
    assert "http" in answer.json()["hint"]


def _json(new: NewConnector) -> dict[str, str]:
    return {
        "name": new.name,
        "system": new.system,
        "url": new.url,
        "user": new.user,
        "password": new.password,
    }


async def test_a_parameter_that_is_not_known_is_refused(full: httpx.AsyncClient) -> None:
    """It would be a filter that filters nothing."""
    refused = await full.get("/v1/inbox", params={"query": "is:overdue"})
    assert refused.status_code == 422
    assert "“query”" in refused.json()["detail"]
    assert "around, cursor, last, limit, q, why" in refused.json()["hint"]
    misspelt = await full.get("/v1/people", params={"limt": 3})
    assert "limit" in misspelt.json()["hint"]
