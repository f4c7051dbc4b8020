"""Objects, tasks and feeds over HTTP: statuses, revisions, calls that are sent twice."""

from typing import Any

import httpx
import pytest

from server_stub.store.database import Database
from tests.server_stub.company import Company, set_up

NEW = {"type": "order", "fields": {"supplier": "Nordic", "amount": "5000"}, "submit": True}


@pytest.fixture
async def client(store: Database, api: httpx.AsyncClient) -> httpx.AsyncClient:
    await store.write(set_up)
    return api


async def send(
    client: httpx.AsyncClient, who: str, method: str, path: str, body: Any = None, **headers: str
) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.request(
        method, f"/v1{path}", json=body, headers={"Signoff-As": who, **named}
    )


async def test_an_order_goes_its_way(client: httpx.AsyncClient) -> None:
    made = await send(client, "rita", "POST", "/objects", NEW)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    key = made.json()["object"]["key"]
    inbox = await send(client, "bea", "GET", "/inbox?why=true")
    task = inbox.json()["items"][0]
    assert task["object"] == key
    assert task["placement"]["due_assumed"] is True
    said = await send(client, "bea", "POST", f"/objects/{key}/comments", {"text": "@rita why?"})
    assert said.status_code == 201
    assert said.json()["mentions"] == [{"kind": "person", "id": "rita"}]
    body = {"decision": "approve", "reason": "ok", "object_revision": 1}
    decided = await send(client, "bea", "POST", f"/tasks/{task['id']}/decide", body, If_Match='"1"')
    assert decided.status_code == 200, decided.text
    assert decided.json()["object_state"] == "approved"
    assert decided.headers["ETag"] == '"2"'
    feed = await send(client, "rita", "GET", f"/objects/{key}/feed?last=true&limit=1")
    assert feed.json()["items"][0]["message"] or feed.json()["items"][0]["decision"]
    found = await send(client, "rita", "GET", "/search?q=nordic")
    assert [hit["key"] for hit in found.json()["items"]] == [key]


async def test_a_decision_sent_twice_is_made_once_and_answered_twice(
    client: httpx.AsyncClient,
) -> None:
    await send(client, "rita", "POST", "/objects", NEW)
    body = {"decision": "approve"}
    first = await send(client, "bea", "POST", "/tasks/PO-1/decide", body, Idempotency_Key="k1")
    again = await send(client, "bea", "POST", "/tasks/PO-1/decide", body, Idempotency_Key="k1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    other = await send(client, "bea", "POST", "/tasks/PO-1/decide", body, Idempotency_Key="k2")
    assert other.status_code == 409
    feed = (await send(client, "rita", "GET", "/objects/PO-1/feed")).json()["items"]
    assert [entry["kind"] for entry in feed].count("decision") == 1


async def test_a_comment_sent_twice_stands_once(client: httpx.AsyncClient) -> None:
    await send(client, "rita", "POST", "/objects", NEW)
    for _ in range(2):
        answer = await send(
            client, "rita", "POST", "/objects/PO-1/comments", {"text": "x"}, Idempotency_Key="c"
        )
        assert answer.status_code == 201
    feed = (await send(client, "rita", "GET", "/objects/PO-1/feed")).json()["items"]
    assert [entry["kind"] for entry in feed].count("comment") == 1


async def test_who_comes_too_late_learns_who_was_faster(client: httpx.AsyncClient) -> None:
    await send(client, "rita", "POST", "/objects", NEW)
    await send(client, "bea", "POST", "/tasks/PO-1/decide", {"decision": "approve"})
    late = await send(client, "ben", "POST", "/tasks/PO-1/decide", {"decision": "reject"})
    assert late.status_code == 409
    problem = late.json()
    assert problem["code"] == "already_decided"
    assert problem["values"]["who"] == "Bea Miller"
    assert problem["values"]["decision"] == "approve"


async def test_a_stale_revision_is_answered_with_what_changed(client: httpx.AsyncClient) -> None:
    await send(client, "rita", "POST", "/objects", NEW)
    edit = {"fields": {"amount": "9000"}}
    edited = await send(client, "bea", "PATCH", "/objects/PO-1", edit, If_Match='"1"')
    assert edited.headers["ETag"] == '"2"'
    stale = await send(client, "ben", "PATCH", "/objects/PO-1", edit, If_Match='"1"')
    assert stale.status_code == 412
    body = {"decision": "approve", "object_revision": 1}
    stale = await send(client, "ben", "POST", "/tasks/PO-1/decide", body)
    assert stale.status_code == 412
    change = stale.json()["values"]["changes"][0]
    assert (change["field"], change["new"]["amount"]) == ("amount", "9000")
    wrong = await send(
        client, "ben", "POST", "/tasks/PO-1.1/decide", {"decision": "approve"}, If_Match='"9"'
    )
    assert wrong.status_code in (403, 412)


async def test_mistakes_are_named_field_by_field_in_the_readers_language(
    client: httpx.AsyncClient,
) -> None:
    body = {"type": "order", "fields": {"amount": "much", "colour": "red"}}
    answer = await send(client, "rita", "POST", "/objects", body, Accept_Language="zh-CN")
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    errors = {each["field"]: each["message"] for each in answer.json()["errors"]}
    assert errors["colour"] == "没有这个字段"
    assert errors["amount"].startswith("必须是金额")


@pytest.mark.parametrize(
    "path",
    [
        "/objects/%00",
        "/objects/PO-1%00",
        "/objects/%E2%80%AE",
        "/objects/..%2F..%2Fetc",
        "/tasks/%00.1",
        "/tasks/.",
        "/inbox?q=%00",
        "/inbox?cursor=%00",
        "/inbox?around=%00.1",
        "/inbox?limit=-5",
        "/inbox?limit=99999999999999999999",
        "/search?q=%00abc%00",
        "/search?q=abc&cursor=%00",
        "/people?q=%00",
        "/complete?q=%00&object=%00",
        "/objects/PO-1/history?field=%00",
        "/objects/PO-1/feed?after=99999999999999999999",
        "/objects/PO-1/feed?after=-1",
        "/objects/PO-1/feed?cursor=PB8x",
    ],
)
async def test_hostile_addresses_are_answered_calmly(
    store: Database, client: httpx.AsyncClient, path: str
) -> None:
    await Company(store).order()
    answer = await send(client, "bea", "GET", path)
    assert answer.status_code < 500, answer.text


@pytest.mark.parametrize(
    "text",
    ["\x00", "\ud800", "\x1b[2J", "a\u202eb", "x\u0000y", "[/]", "{0}{supplier}{{", "%s%n", "@"],
)
async def test_hostile_text_is_kept_harmless_everywhere(
    client: httpx.AsyncClient, text: str
) -> None:
    fields = {"supplier": f"S {text}", "notes": text, "lines": [{"article": f"A {text}"}]}
    content = json_bytes({"type": "order", "fields": fields, "submit": True})
    made = await client.post("/v1/objects", content=content, headers={"Signoff-As": "rita", **JSON})
    assert made.status_code in (201, 400, 422), made.text
    if made.status_code != 201:
        return
    comment = json_bytes({"text": f"see {text} @bea"})
    headers = {"Signoff-As": "rita", **JSON}
    await client.post("/v1/objects/PO-1/comments", content=comment, headers=headers)
    for path in ("/objects/PO-1", "/objects/PO-1/feed", "/inbox", "/search?q=see"):
        answer = await send(client, "bea", "GET", path)
        assert answer.status_code == 200
        assert not HARMFUL & set(answer.text)


JSON = {"Content-Type": "application/json"}
HARMFUL = set("\x00\x1b\x07\u202e") | {"\\u0000", "\\u001b"}


def json_bytes(value: Any) -> bytes:
    """JSON with every odd character escaped, so that it reaches the server."""
    import json

    return json.dumps(value).encode()


async def test_the_directory_tells_who_there_is_but_not_what_rules_know(
    client: httpx.AsyncClient,
) -> None:
    people = (await send(client, "rita", "GET", "/people?q=be")).json()["items"]
    assert [person["id"] for person in people] == ["bea", "ben"]
    first = (await send(client, "rita", "GET", "/people?limit=4")).json()
    rest = (await send(client, "rita", "GET", f"/people?limit=100&cursor={first['next']}")).json()
    ids = [person["id"] for person in first["items"] + rest["items"]]
    assert ids == sorted(ids)
    assert "gone" not in ids
    found = (await send(client, "rita", "GET", "/complete?q=bo")).json()["items"]
    assert [(each["kind"], each["id"]) for each in found] == [("group", "board"), ("person", "bob")]
    found = (await send(client, "rob", "GET", "/complete?q=丽")).json()["items"]
    assert [each["id"] for each in found] == ["rita"]
    for me, ids in (("", []), ("&me=1", ["rob"])):  # oneself only where a field is to hold it
        found = (await send(client, "rob", "GET", f"/complete?q=rob{me}")).json()["items"]
        assert [each["id"] for each in found] == ids
    await send(client, "rita", "POST", "/objects", NEW)
    found = (await send(client, "rita", "GET", "/complete?q=&object=PO-1&limit=3")).json()["items"]
    assert {each["id"] for each in found} == {"bea", "ben", "bob"}


async def test_everybody_is_told_who_they_are(client: httpx.AsyncClient) -> None:
    me = (await send(client, "bea", "GET", "/me")).json()
    assert (me["person"], me["roles"], me["owner"]) == ("bea", ["buyer"], True)
    assert me["acting"]
