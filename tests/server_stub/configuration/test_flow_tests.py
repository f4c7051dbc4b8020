"""A flow is published only if it passes the tests beside it; they can be run without publishing."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from core.api import Applied
from core.errors import Invalid
from server_stub.access import SYSTEM
from server_stub.operations.apply import apply, read_folder
from server_stub.operations.publish import newest
from server_stub.store.database import Database
from tests.server_stub.configuration.test_rules import COMPANY, FLOW

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TESTS = """\
tests: approval
requester: bob
cases:
  - case: small ones go to ann
    fields: {amount: 10}
    asks: ann
    ends: approved
"""
TESTED = {**COMPANY, "flows/approval.tests.yaml": TESTS}


async def applied(store: Database, files: dict[str, str]) -> Applied:
    folder = read_folder(files)
    return await store.write(lambda unit: apply(unit, SYSTEM, folder), now=NOW)


async def refused(store: Database, files: dict[str, str]) -> tuple[str, int, str]:
    with pytest.raises(Invalid) as error:
        await applied(store, files)
    (found,) = error.value.errors
    return found.file, found.line, found.message


async def version(store: Database) -> int:
    found = await store.read(lambda reader: newest(reader, "approval"))
    return found.version if found is not None else 0


async def test_a_flow_that_passes_its_tests_is_published_with_them(store: Database) -> None:
    answer = await applied(store, TESTED)
    assert ("tests", "approval") in [(each.kind, each.id) for each in answer.changes]
    assert await version(store) == 1
    assert (await applied(store, TESTED)).changes == ()


async def test_a_flow_that_fails_is_not_published(store: Database) -> None:
    wrong = {**TESTED, "flows/approval.tests.yaml": TESTS.replace("asks: ann", "asks: bob")}
    file, line, message = await refused(store, wrong)
    assert (file, line) == ("flows/approval.tests.yaml", 4)
    assert "approval does not pass its test “small ones go to ann”" in message
    assert "Bob (bob)" in message
    assert await version(store) == 0


async def test_the_tests_hold_for_every_later_version(store: Database) -> None:
    await applied(store, TESTED)
    changed = FLOW.replace("by: table signers", "by: person:bob\n    allow requester: true")
    file, line, message = await refused(store, {"flows/approval.yaml": changed})
    assert (file, line) == ("(published) flows/approval.tests.yaml", 4)  # none of these files
    assert "small ones" in message
    assert await version(store) == 1
    other = TESTS.replace("asks: ann", "asks: bob")
    await applied(store, {"flows/approval.yaml": changed, "tests.yaml": other})
    assert await version(store) == 2


async def test_tests_of_a_flow_that_is_not_there_are_refused(store: Database) -> None:
    await applied(store, COMPANY)
    with pytest.raises(Invalid):
        await applied(store, {"tests.yaml": TESTS.replace("tests: approval", "tests: nothing")})


async def post(api: httpx.AsyncClient, path: str, body: Any) -> httpx.Response:
    return await api.post(f"/v1/{path}", json=body)


async def test_tests_are_run_over_http_without_publishing(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": COMPANY})
    wrong = TESTS.replace("asks: ann", "asks: bob")
    for text, passed in ((TESTS, True), (wrong, False)):
        answer = await post(api, "flows/test", {"files": {"x.tests.yaml": text}})
        (verdict,) = answer.json()["items"]
        assert (verdict["case"], verdict["passed"]) == ("small ones go to ann", passed)
        assert bool(verdict["message"]) is not passed
    nothing = await post(api, "flows/test", {"files": {"flow.yaml": FLOW}})
    assert nothing.status_code == 422
    bob = FLOW.replace("by: table signers", "by: person:bob\n    allow requester: true")
    changed = {"flow.yaml": bob, "x.yaml": TESTS}
    answer = await post(api, "flows/test", {"files": changed})
    assert answer.json()["items"][0]["passed"] is False
    assert (await api.get("/v1/flows/approval")).json()["version"] == 1


async def test_two_flows_are_compared_over_http(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": COMPANY})
    text = FLOW.replace("by: table signers", "by: person:bob")
    compared = {"old": {"flow": "approval"}, "new": {"text": text}}
    answer = await post(api, "flows/diff", compared)
    assert answer.json()["lines"] == [
        "head: by table signers → person:bob",
        "uses the rule table signers no longer",
    ]
    same = await post(api, "flows/diff", {"old": {"flow": "approval"}, "new": {"text": FLOW}})
    assert same.json()["lines"] == []
    missing = await post(api, "flows/diff", {"old": {"flow": "no"}, "new": {"text": FLOW}})
    assert missing.status_code == 404
    broken = await post(api, "flows/diff", {"old": {"text": "x: y"}, "new": {"text": FLOW}})
    assert broken.status_code == 422
