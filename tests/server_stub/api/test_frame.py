"""Every changing call is done once, every refusal has one shape, every language its own words."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from server_stub.store.database import Database
from server_stub.store.tables import tokens
from server_stub.views import cursors
from tests.server_stub.serving import Served

TOKENS = select(func.count()).select_from(tokens)


async def made(store: Database) -> int:
    row = await store.read(lambda reader: reader.first(TOKENS))
    assert row is not None
    return int(row[0])


async def test_twenty_identical_calls_at_once_change_once_and_answer_alike(
    api: httpx.AsyncClient, store: Database
) -> None:
    answers = await asyncio.gather(
        *(
            api.post("/v1/tokens", json={"label": "ci"}, headers={"Idempotency-Key": "k"})
            for _ in range(20)
        )
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await made(store) == 1


async def test_the_same_key_for_another_call_is_refused(
    api: httpx.AsyncClient, store: Database
) -> None:
    key = {"Idempotency-Key": "k"}
    await api.post("/v1/tokens", json={"label": "a"}, headers=key)
    refused = await api.post("/v1/tokens", json={"label": "b"}, headers=key)
    assert refused.status_code == 422
    assert await made(store) == 1


async def test_a_refused_call_may_be_sent_again_under_its_key(
    api: httpx.AsyncClient, store: Database
) -> None:
    key = {"Idempotency-Key": "k"}
    refused = await api.post("/v1/tokens", json={"days": -1}, headers=key)
    assert refused.status_code == 422
    accepted = await api.post("/v1/tokens", json={"days": 1}, headers=key)
    assert accepted.status_code == 201


def problem(answer: httpx.Response) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["status"] == answer.status_code
    assert {"type", "title", "status", "detail", "code"} <= found.keys()
    return found


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not_found"),
        ("GET", "/v1/nowhere", None, 404, "not_found"),
        ("PUT", "/v1/tokens", None, 405, "usage"),
        ("POST", "/v1/tokens", b"{", 400, "usage"),
        ("POST", "/v1/tokens", b'{"label": 7}', 400, "invalid"),
        ("POST", "/v1/tokens", b"\xff", 400, "usage"),
        ("GET", "/v1/events?after=x", None, 400, "invalid"),
        ("DELETE", "/v1/tokens/none", None, 404, "not_found"),
        ("GET", "/v1/files/none", None, 404, "not_found"),
    ],
)
async def test_whatever_is_refused_is_a_problem_with_a_code(
    api: httpx.AsyncClient, method: str, path: str, content: bytes | None, status: int, code: str
) -> None:
    answer = await api.request(method, path, content=content)
    found = problem(answer)
    assert (answer.status_code, found["code"]) == (status, code)


async def test_a_field_of_the_wrong_kind_is_named(api: httpx.AsyncClient) -> None:
    found = problem(await api.post("/v1/tokens", json={"label": 7}))
    assert [each["field"] for each in found["errors"]] == ["label"]


async def test_a_defect_answers_with_a_number_that_the_log_has(
    api: httpx.AsyncClient, store: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    store.read = broken  # type: ignore[method-assign, assignment]
    found = problem(await api.get("/v1/tokens"))
    assert found["status"] == 500
    assert "secret" not in found["detail"]
    assert any(word in caplog.text for word in found["detail"].split())


async def test_each_reader_is_answered_in_their_language(served: Served) -> None:
    async with (
        served.client(accept_language="zh-CN,zh;q=0.9,en;q=0.5") as chinese,
        served.client(accept_language="de, en;q=0.7") as english,
    ):
        answers = await asyncio.gather(
            *(client.delete("/v1/tokens/none") for client in (chinese, english) * 10)
        )
    titles = [problem(answer)["title"] for answer in answers]
    assert titles == ["未找到", "Not found"] * 10


@pytest.mark.parametrize("given", ["7x", "x", '"-1"', '"99999999999"'])
async def test_if_match_that_is_no_revision_is_refused(api: httpx.AsyncClient, given: str) -> None:
    answer = await api.post(
        "/v1/tasks/PO-1/decide", json={"decision": "approve"}, headers={"If-Match": given}
    )
    assert problem(answer)["status"] == 422
    assert "If-Match" in problem(answer)["detail"]


@pytest.mark.parametrize("page", ["", "/redoc", "/swagger", "/elements", "/rapidoc"])
async def test_no_page_loads_scripts_from_elsewhere(api: httpx.AsyncClient, page: str) -> None:
    answer = await api.get(f"/v1/description{page}")
    assert "<script" not in answer.text
    assert "https://cdn" not in answer.text


async def test_the_figures_count_requests(api: httpx.AsyncClient) -> None:
    await api.get("/v1/tokens")
    await api.get("/nowhere")
    text = (await api.get("/metrics")).text
    assert 'signoff_requests_total{method="GET",status="200"} 1' in text
    assert 'signoff_requests_total{method="GET",status="404"} 1' in text


@pytest.mark.parametrize(
    "body", [b'{"label":"\xff"}', b'{"label":' + b"[" * 100_000, b'{"days":NaN}', b'{"days":1e400}']
)
async def test_a_body_that_is_no_json_is_a_bad_request(api: httpx.AsyncClient, body: bytes) -> None:
    answer = await api.post(
        "/v1/tokens", content=body, headers={"Content-Type": "application/json"}
    )
    assert problem(answer)["status"] == 400


async def test_a_number_that_no_database_holds_finds_nothing(api: httpx.AsyncClient) -> None:
    assert problem(await api.get(f"/v1/flows/x?version={10**30}"))["status"] == 404


async def test_a_cursor_that_is_no_cursor_is_refused(api: httpx.AsyncClient) -> None:
    answer = await api.get(f"/v1/connectors/x/log?cursor={'9' * 5000}")
    assert problem(answer)["status"] == 422


@pytest.mark.parametrize("path", ["/v1/inbox", "/v1/tokens", "/v1/people", "/v1/search"])
async def test_a_cursor_with_what_no_database_keeps_is_none(
    api: httpx.AsyncClient, path: str
) -> None:
    for parts in ((">", 1, "\0", 0), (0, "\0"), ("\0",)):
        answer = await api.get(path, params={"q": "x", "cursor": cursors.of(*parts)})
        assert problem(answer)["status"] == 422, answer.text
