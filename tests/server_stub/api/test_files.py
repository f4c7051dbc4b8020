"""A file is kept once by its content and shown only to whoever sees an object that has it."""

import hashlib
from typing import Any

import httpx
import pytest

from core.people import Person
from server_stub.operations import configuration
from server_stub.store.database import Database
from server_stub.store.unit import Unit
from tests.server_stub.serving import Served

CONTENT = bytes(range(256)) * 300


async def test_a_file_comes_back_as_it_was_stored(api: httpx.AsyncClient) -> None:
    answer = await api.post("/v1/files?name=../drawing.pdf", content=CONTENT)
    file: dict[str, Any] = answer.json()
    assert (file["hash"], file["name"], file["size"], file["media_type"]) == (
        hashlib.sha256(CONTENT).hexdigest(), "drawing.pdf", len(CONTENT), "application/pdf",
    )  # fmt: skip
    found = await api.get(f"/v1/files/{file['hash']}")
    assert found.content == CONTENT
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["content-disposition"].startswith("attachment")


async def test_the_same_content_is_kept_once(api: httpx.AsyncClient, served: Served) -> None:
    for name in ("a.txt", "b.txt"):
        assert (await api.post(f"/v1/files?name={name}", content=CONTENT)).status_code == 201
    assert stored(served) == [hashlib.sha256(CONTENT).hexdigest()]


async def test_a_file_that_is_too_large_leaves_nothing(
    api: httpx.AsyncClient, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server_stub.api.files.MOST", 1000)
    answer = await api.post("/v1/files?name=a", content=CONTENT)
    assert answer.status_code == 422
    assert stored(served) == []


async def test_nobody_else_gets_a_file_that_no_object_shows_them(
    api: httpx.AsyncClient, store: Database
) -> None:
    def hire(unit: Unit) -> None:
        for name in ("li", "wang"):
            configuration.define(unit, "person", name, Person(id=name, name={}))
        configuration.changed(unit)

    await store.write(hire)
    mine, other = {"Signoff-As": "li"}, {"Signoff-As": "wang"}
    file = (await api.post("/v1/files?name=a.txt", content=b"x", headers=mine)).json()["hash"]
    assert (await api.get(f"/v1/files/{file}", headers=mine)).status_code == 200
    assert (await api.get(f"/v1/files/{file}", headers=other)).status_code == 404


async def test_a_damaged_file_is_not_handed_out(api: httpx.AsyncClient, served: Served) -> None:
    hash_ = (await api.post("/v1/files?name=a", content=b"good")).json()["hash"]
    damage(served, hash_)
    assert (await api.get(f"/v1/files/{hash_}")).status_code == 404


def stored(served: Served) -> list[str]:
    folder = served.socket.parent / "files"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def damage(served: Served, hash_: str) -> None:
    (served.socket.parent / "files" / hash_[:2] / hash_).write_bytes(b"bad")


@pytest.mark.parametrize(
    "name", ["data:text/html\nX: 1,foo", "data:text/html,a", "a\x1b]0;b.html\r\n"]
)
async def test_a_name_cannot_make_up_a_header_or_a_media_type(
    api: httpx.AsyncClient, name: str
) -> None:
    answer = await api.post("/v1/files", params={"name": name}, content=name.encode())
    file: dict[str, Any] = answer.json()
    assert file["name"].isprintable()
    found = await api.get(f"/v1/files/{file['hash']}")
    assert (found.status_code, found.content) == (200, name.encode())
    if name.startswith("data:"):
        assert found.headers["content-type"] == "application/octet-stream"
