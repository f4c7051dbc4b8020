"""Connecting a system says at once what cannot be right, and shows nothing of before."""

from typing import Any

import httpx
import pytest

from core.connections import SYSTEMS
from server_stub.connectors import SYSTEMS as CONNECTORS
from server_stub.operations import connect
from server_stub.store.database import Database

ERP: dict[str, Any] = {
    "system": "tryton",
    "name": "erp",
    "url": "http://127.0.0.1:1/db",
    "user": "reader",
    "password": "secret",
}


def test_commands_know_every_kind_of_system() -> None:
    assert tuple(CONNECTORS) == SYSTEMS


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "http://li:secret@127.0.0.1:1/db"}, "--password-env"),
        ({"user": ""}, "--user"),
    ],
)
async def test_what_cannot_be_right_is_refused(
    api: httpx.AsyncClient, wrong: dict[str, str], said: str
) -> None:
    answer = await api.post("/v1/connectors", json={**ERP, **wrong})
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert "secret" not in answer.text


async def test_a_name_stays_with_its_kind_of_system(api: httpx.AsyncClient) -> None:
    assert (await api.post("/v1/connectors", json=ERP)).status_code == 201
    other = {"system": "webhook", "name": "erp", "url": "http://127.0.0.1:1/"}
    answer = await api.post("/v1/connectors", json=other)
    assert answer.status_code == 422
    assert "tryton already" in answer.json()["detail"]


async def test_a_new_address_is_not_blamed_for_the_old_one(
    api: httpx.AsyncClient, store: Database
) -> None:
    await api.post("/v1/connectors", json=ERP)
    await store.write(lambda unit: connect.report(unit, "erp", state="down", detail="HTTP 404"))
    answer = await api.post("/v1/connectors", json={**ERP, "url": "http://127.0.0.1:2/db"})
    assert answer.json()["state"] == "new"
    assert answer.json().get("detail", "") == ""
