"""A token is shown once, holds until it is revoked or expires, and speaks for its person only."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select, update

from core.people import Person
from server_stub.operations import configuration
from server_stub.store.database import Database
from server_stub.store.moments import to_micros
from server_stub.store.tables import answers, tokens
from server_stub.store.unit import Unit
from tests.server_stub.serving import Served, serving

ALL = select(tokens)
KEPT = select(answers.c.body)
EXPIRE = update(tokens)


def hire(unit: Unit) -> None:
    for id_, roles in (("li", ()), ("chen", ("admin",))):
        configuration.define(unit, "person", id_, Person(id=id_, name={"en": id_}, roles=roles))
    configuration.changed(unit)


@pytest.fixture
async def remote(served: Served, store: Database) -> AsyncIterator[Served]:
    """The same database served where a token is needed."""
    await store.write(hire)
    async with serving(store, local=False) as server:
        yield server


async def token_for(api: httpx.AsyncClient, person: str, **more: object) -> dict[str, str]:
    answer = await api.post(
        "/v1/tokens", json={"person": person, **more}, headers={"Idempotency-Key": person}
    )
    assert answer.status_code == 201, answer.text
    made: dict[str, str] = answer.json()
    return made


async def who(server: Served, secret: str, **headers: str) -> httpx.Response:
    async with server.client(authorization=f"Bearer {secret}", **headers) as client:
        return await client.get("/v1/me")


async def test_without_a_token_nobody_is_let_in(remote: Served) -> None:
    async with remote.client() as client:
        for path in ("/v1/me", "/v1/inbox", "/v1/events", "/v1/server", "/v1/tokens"):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_first")
            assert answer.headers["www-authenticate"] == "Bearer"
        assert (await client.get("/healthz")).status_code == 200


async def test_a_token_speaks_for_its_person(api: httpx.AsyncClient, remote: Served) -> None:
    made = await token_for(api, "li", label="ci", days=30)
    answer = await who(remote, made["secret"])
    assert answer.json()["person"] == "li"
    assert (await who(remote, "signoff_wrong")).status_code == 401


async def test_the_secret_is_stored_nowhere(
    api: httpx.AsyncClient, remote: Served, store: Database
) -> None:
    secret = (await token_for(api, "li"))["secret"]
    rows = await store.read(lambda reader: [*reader.all(ALL), *reader.all(KEPT)])
    assert len(rows) == 2
    assert secret not in str(rows)
    assert "secret" not in (await api.get("/v1/tokens")).text.replace('"secret":""', "")


async def test_a_revoked_token_is_worthless_at_once(api: httpx.AsyncClient, remote: Served) -> None:
    made = await token_for(api, "li")
    assert (await api.delete(f"/v1/tokens/{made['id']}")).status_code == 204
    assert (await who(remote, made["secret"])).status_code == 401


async def test_an_expired_token_is_worthless(
    api: httpx.AsyncClient, remote: Served, store: Database
) -> None:
    made = await token_for(api, "li", days=1)
    past = to_micros(datetime.now(UTC) - timedelta(seconds=1))
    await store.write(lambda unit: unit.run(EXPIRE, expires=past))
    assert (await who(remote, made["secret"])).status_code == 401


async def test_a_token_of_somebody_who_left_is_worthless(
    api: httpx.AsyncClient, remote: Served, store: Database
) -> None:
    made = await token_for(api, "li")

    def leave(unit: Unit) -> None:
        configuration.define(unit, "person", "li", Person(id="li", name={}, active=False))
        configuration.changed(unit)

    await store.write(leave)
    assert (await who(remote, made["secret"])).status_code == 401


async def test_only_administrators_act_as_others_and_it_is_told(
    api: httpx.AsyncClient, remote: Served
) -> None:
    plain, admin = await token_for(api, "li"), await token_for(api, "chen")
    assert (await who(remote, plain["secret"], signoff_as="chen")).status_code == 403
    answer = await who(remote, admin["secret"], signoff_as="li")
    assert (answer.json()["person"], answer.json()["acting"]) == ("li", "chen")


async def test_others_tokens_are_not_seen_made_or_revoked(
    api: httpx.AsyncClient, remote: Served
) -> None:
    mine, other = await token_for(api, "li"), await token_for(api, "chen")
    async with remote.client(authorization=f"Bearer {mine['secret']}") as client:
        listed = (await client.get("/v1/tokens")).json()["items"]
        assert [each["id"] for each in listed] == [mine["id"]]
        assert (await client.post("/v1/tokens", json={"person": "chen"})).status_code == 403
        assert (await client.delete(f"/v1/tokens/{other['id']}")).status_code == 404
        assert (await client.post("/v1/server/stop")).status_code == 403
    assert (await who(remote, other["secret"])).status_code == 200


async def test_whoever_acts_as_another_makes_no_token_for_them(
    api: httpx.AsyncClient, remote: Served
) -> None:
    answer = await api.post("/v1/tokens", json={}, headers={"Signoff-As": "li"})
    assert answer.status_code == 403


@pytest.mark.parametrize("wrong", [{"days": 10**9}, {"days": 10**30}, {"label": "x" * 201}])
async def test_what_no_token_can_have_is_refused(
    api: httpx.AsyncClient, wrong: dict[str, object]
) -> None:
    answer = await api.post("/v1/tokens", json=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_a_label_is_kept_without_what_a_terminal_would_act_on(
    api: httpx.AsyncClient,
) -> None:
    answer = await api.post("/v1/tokens", json={"label": "a\x1b[2J\u202e\0\nb"})
    assert answer.json()["label"] == "a[2J b"
