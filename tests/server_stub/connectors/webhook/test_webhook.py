"""A described action is carried out over HTTP, once, and its answer comes into the fields."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import msgspec
import pytest

from core.connections import WebhookAction
from core.flow.parsing import parse_flow
from server_stub import access
from server_stub.connectors.webhook import check_action
from server_stub.operations import configuration, publish
from server_stub.store.database import Database
from server_stub.store.unit import Unit
from tests.server_stub.company import Company
from tests.server_stub.serving import serving

FLOW = """
flow: approval
title: Approval
object: order
owner: person:olga
steps:
  - approve: buyer
    by: person:bea
  - call: projects.create_task
    with: {title: "Follow up {object.key}", amount: = quantity * 1.5, who: requester}
    answer: {notes: number}
    undo: projects.close_task
  - approve: director
    by: person:dora
"""
ADMIN = {"Signoff-As": "ada"}


class Projects:
    """A project system: keeps tasks by their key, and answers as it is told."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.tasks: dict[str, int] = {}
        self.answers: list[tuple[int, dict[str, str]]] = []
        """What it says to the next requests, instead of what it would."""
        self.hang_up = 0
        """So many times it does what it is asked and hangs up without an answer."""
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.strip().split("\r\n")
        method, path, _ = first.split(" ")
        headers = {
            name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        known = {"method": method, "path": path, "headers": headers}
        self.asked.append({**known, "body": json.loads(body) if body else None})
        status, more, answer = self._answer(method, path, headers)
        if status == 0:
            return
        content = json.dumps(answer).encode()
        told = "".join(f"{name}: {value}\r\n" for name, value in more.items())
        writer.write(
            f"HTTP/1.1 {status} X\r\n{told}Content-Length: {len(content)}\r\n"
            f"Connection: close\r\n\r\n".encode()
            + content
        )
        await writer.drain()

    def _answer(
        self, method: str, path: str, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], Any]:
        if method == "GET":
            found = [number for key, number in self.tasks.items() if key in unquote(path)]
            return 200, {}, {"found": [{"id": number} for number in found]}
        if self.answers:
            status, more = self.answers.pop(0)
            return status, more, {"error": "not now"}
        key = headers.get("idempotency-key", "") or path
        number = self.tasks.setdefault(key, 40 + len(self.tasks))
        if self.hang_up:
            self.hang_up -= 1
            return 0, {}, None
        return 201, {}, {"task": {"id": number, "name": "a\x00\x1b[31mb", "links": [{"href": "x"}]}}


@pytest.fixture
async def projects() -> AsyncIterator[Projects]:
    """The project system, listening."""
    system = Projects()
    server = await asyncio.start_server(system.serve, "127.0.0.1", 0)
    system.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api"
    yield system
    server.close()
    await server.wait_closed()


def described(url: str, **more: Any) -> dict[str, Any]:
    create = {
        "path": "/tasks",
        "headers": {"X-Reason": "{reason}"},
        "body": {"name": "{title}", "effort": "{amount}", "note": "for {who} by {person}"},
        "answer": {"number": "task.id"},
        **more,
    }
    close = {"method": "DELETE", "path": "/tasks/{title}"}
    return {
        "system": "webhook",
        "name": "projects",
        "url": url,
        "user": "signoff",
        "password": "s3cret",
        "headers": {"Authorization": "Bearer {password}"},
        "actions": {"create_task": create, "close_task": close},
    }


@asynccontextmanager
async def working(
    company: Company, projects: Projects, **more: Any
) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """A server with its jobs, and an order that waits for bea."""

    def work(unit: Unit) -> None:
        publish.publish(unit, access.SYSTEM, parse_flow(FLOW), FLOW)
        configuration.changed(unit)

    company.now = datetime.now(UTC) - timedelta(hours=1)
    await company.store.write(work, now=company.now)
    async with serving(company.store, jobs=True) as served, served.client() as api:
        made = await api.post("/v1/connectors", json=described(projects.url, **more), headers=ADMIN)
        assert made.status_code == 201, made.text
        order = await company.order(quantity="3")
        yield api, order.object.key


async def approve(api: httpx.AsyncClient, key: str, who: str = "bea") -> None:
    answer = await api.post(
        f"/v1/tasks/{key}/decide",
        json={"decision": "approve", "reason": "fine"},
        headers={"Signoff-As": who},
    )
    assert answer.status_code == 200, answer.text


async def until(
    api: httpx.AsyncClient, key: str, holds: Callable[[dict[str, Any]], object]
) -> dict[str, Any]:
    """The view of the object once the condition holds."""
    async with asyncio.timeout(60):
        while True:
            view: dict[str, Any] = (await api.get(f"/v1/objects/{key}", headers=ADMIN)).json()
            if holds(view):
                return view
            await asyncio.sleep(0.02)


def waits_for(person: str) -> Callable[[dict[str, Any]], object]:
    return lambda view: person in [each["person"] for each in view["waiting_for"]]


async def test_the_action_is_asked_as_described_and_its_answer_comes_into_the_field(
    company: Company, projects: Projects
) -> None:
    async with working(company, projects) as (api, key):
        await approve(api, key)
        view = await until(api, key, waits_for("dora"))
        log = (await api.get("/v1/connectors/projects/log", headers=ADMIN)).json()["items"]
    assert view["object"]["fields"]["notes"] == "40"
    (asked,) = projects.asked
    assert (asked["method"], asked["path"]) == ("POST", "/api/tasks")
    assert asked["body"] == {"name": f"Follow up {key}", "effort": "4.5", "note": "for rita by "}
    assert asked["headers"]["authorization"] == "Bearer s3cret"
    assert asked["headers"]["x-reason"] == "fine"
    assert asked["headers"]["idempotency-key"].startswith(key)
    assert [(each["what"], each["outcome"]) for each in log] == [("create_task", "ok")]
    assert "s3cret" not in json.dumps(log)


async def test_a_test_tells_the_list_how_the_system_is(
    company: Company, projects: Projects
) -> None:
    async with working(company, projects) as (api, _key):

        async def state() -> tuple[str, bool]:
            (found,) = (await api.get("/v1/connectors", headers=ADMIN)).json()["items"]
            return found["state"], bool(found["detail"])

        assert await state() == ("new", False)
        await api.post("/v1/connectors/projects/test", headers=ADMIN)
        assert await state() == ("ok", False)
        away = described("http://127.0.0.1:9/api")
        await api.post("/v1/connectors", json=away, headers=ADMIN)
        await api.post("/v1/connectors/projects/test", headers=ADMIN)
        assert await state() == ("down", True)


async def test_what_comes_back_is_made_harmless(company: Company, projects: Projects) -> None:
    async with working(company, projects, answer={"number": "task.name"}) as (api, key):
        await approve(api, key)
        view = await until(api, key, waits_for("dora"))
    assert view["object"]["fields"]["notes"].endswith("b")
    assert not set("\x00\x1b") & set(view["object"]["fields"]["notes"])


async def test_a_system_that_is_away_is_asked_again_under_the_same_key(
    company: Company, projects: Projects
) -> None:
    projects.answers = [(503, {"Retry-After": "0"})]
    async with working(company, projects) as (api, key):
        await approve(api, key)
        await until(api, key, waits_for("dora"))
    keys = {asked["headers"]["idempotency-key"] for asked in projects.asked}
    assert (len(projects.asked), len(keys), len(projects.tasks)) == (2, 1, 1)


async def test_what_an_unanswered_attempt_did_is_looked_up_and_not_done_again(
    company: Company, projects: Projects
) -> None:
    projects.hang_up = 1
    find = {"path": "/tasks?key={key}", "id": "found[0].id", "answer": {"number": "found[0].id"}}
    async with working(company, projects, find=find) as (api, key):
        await approve(api, key)
        view = await until(api, key, waits_for("dora"))
    assert view["object"]["fields"]["notes"] == "40"
    assert [asked["method"] for asked in projects.asked] == ["POST", "GET"]


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({}, 422, "not now"),
        ({"answer": {"number": "task.nothing"}}, 0, "task.nothing"),
        ({"body": {"name": "{nobody}"}}, 0, "nobody"),
        ({}, 302, "302"),
    ],
)
async def test_a_refusal_is_an_incident_of_the_owner_who_can_leave_it_out(
    company: Company, projects: Projects, more: dict[str, Any], status: int, said: str
) -> None:
    projects.answers = [(status, {"Location": "http://elsewhere.test/"})] if status else []
    async with working(company, projects, **more) as (api, key):
        await approve(api, key)
        await until(api, key, waits_for("olga"))
        mine = {"Signoff-As": "olga"}
        (task,) = (await api.get("/v1/inbox", headers=mine)).json()["items"]
        assert said in task["text"]
        skipped = await api.post(
            f"/v1/tasks/{task['id']}/decide", json={"decision": "skip"}, headers=mine
        )
        assert skipped.status_code == 200, skipped.text
        await until(api, key, waits_for("dora"))


async def test_what_was_done_is_undone_when_it_is_withdrawn(
    company: Company, projects: Projects
) -> None:
    async with working(company, projects) as (api, key):
        await approve(api, key)
        await until(api, key, waits_for("dora"))
        answer = await api.post(
            f"/v1/objects/{key}/withdraw", json={}, headers={"Signoff-As": "rita"}
        )
        assert answer.status_code == 200, answer.text
        async with asyncio.timeout(60):
            while len(projects.asked) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    assert projects.asked[1]["method"] == "DELETE"
    assert projects.asked[1]["path"] == f"/api/tasks/Follow%20up%20{key}"


async def test_what_cannot_be_carried_out_is_refused_when_it_is_described(
    store: Database, api: httpx.AsyncClient
) -> None:
    for wrong in ({"method": "BREW"}, {"answer": {"a": "b c"}}, {"headers": {"a b": ""}}):
        answer = await api.post("/v1/connectors", json=described("http://x.test", **wrong))
        assert answer.json()["code"] == "invalid", answer.text
    for url in ("ftp://x.test", "http://", "x", "http://x.test:0", "http://x.test:99999"):
        answer = await api.post("/v1/connectors", json=described(url))
        assert answer.json()["code"] == "invalid", answer.text
    other = {**described("http://x.test"), "system": "tryton", "url": "http://x.test/db"}
    assert (await api.post("/v1/connectors", json=other)).json()["code"] == "invalid"


def test_the_description_on_the_page_is_one_that_can_be_carried_out() -> None:
    page = Path(__file__).parents[4] / "docs" / "how-to" / "systems.md"
    (text,) = re.findall(r"```yaml\n# projects.yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    actions = msgspec.convert(msgspec.yaml.decode(text)["actions"], dict[str, WebhookAction])
    assert set(actions) == {"create_task", "close_task"}
    for name, action in actions.items():
        check_action(name, action)
