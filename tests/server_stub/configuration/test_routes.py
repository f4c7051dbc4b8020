"""Applying and flows over HTTP: places in the problem, rights, and what is shown back."""

from typing import Any

import httpx

from server_stub.demo import loader
from tests.server_stub.configuration.wrong import FLOW, GOOD, TYPE

ORDERS = {**GOOD, "types/order.yaml": TYPE + "flow: approval\n"}


async def post(api: httpx.AsyncClient, path: str, body: Any, person: str = "") -> httpx.Response:
    headers = {"Signoff-As": person} if person else {}
    return await api.post(f"/v1/{path}", json=body, headers=headers)


async def test_a_folder_is_planned_and_applied(api: httpx.AsyncClient) -> None:
    planned = (await post(api, "apply", {"files": ORDERS, "plan": True})).json()
    assert (await api.get("/v1/types")).json()["items"] == []
    done = (await post(api, "apply", {"files": ORDERS})).json()
    assert planned["changes"] == done["changes"]
    assert (planned["planned"], done["planned"]) == (True, False)
    assert [each["id"] for each in (await api.get("/v1/types")).json()["items"]] == ["order"]


async def test_every_mistake_comes_with_its_place_in_the_readers_language(
    api: httpx.AsyncClient,
) -> None:
    files = {**ORDERS, "people.yaml": "people:\n  - {id: ann, nam: Ann}\n"}
    answer = await api.post("/v1/apply", json={"files": files}, headers={"Accept-Language": "zh"})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    found = {
        (each["file"], each["line"], each["column"]): each["message"]
        for each in answer.json()["errors"]
    }
    assert found["people.yaml", 2, 5] == "缺少“name”"
    assert found["people.yaml", 2, 15] == "此处没有“nam”这一项"


async def test_only_an_administrator_applies_or_loads_the_demo(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": ORDERS})
    for path in ("apply", "demo"):
        answer = await post(api, path, {"files": {"x.yaml": "people: ["}}, person="bob")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


async def test_flows_are_listed_and_shown_as_written(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": ORDERS})
    (summary,) = (await api.get("/v1/flows")).json()["items"]
    assert (summary["id"], summary["version"], summary["running"]) == ("approval", 1, 0)
    shown = (await api.get("/v1/flows/approval")).json()
    assert (shown["text"], shown["versions"]) == (FLOW, [1])
    for path in ("flows/nothing", "flows/approval?version=7"):
        assert (await api.get(f"/v1/{path}")).status_code == 404


async def test_a_flow_is_checked_against_the_company(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": ORDERS})
    assert (await post(api, "flows/check", {"text": FLOW})).json()["items"] == []
    wrong = FLOW.replace("by: person:ann", "by: person:zed")
    (error,) = (await post(api, "flows/check", {"text": wrong, "file": "f.txt"})).json()["items"]
    assert (error["file"], error["line"], error["warning"]) == ("f.txt", 6, False)
    odd = FLOW + "  - call: crm.tell\n"
    (warning,) = (await post(api, "flows/check", {"text": odd, "file": "f.txt"})).json()["items"]
    assert (warning["file"], warning["line"], warning["warning"]) == ("f.txt", 7, True)
    for text in ("", "people: []", "- x", TYPE):
        assert (await post(api, "flows/check", {"text": text})).json()["items"], text


async def test_checking_publishes_nothing(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": ORDERS})
    await post(api, "flows/check", {"text": FLOW + "    title: Boss\n"})
    assert (await api.get("/v1/flows/approval")).json()["version"] == 1


async def test_the_demo_can_be_taken_along_as_files(api: httpx.AsyncClient) -> None:
    files = (await api.get("/v1/demo")).json()["files"]
    assert files == loader.files()
    answer = await post(api, "apply", {"files": files})
    assert answer.status_code == 200
    assert "history" not in {each["kind"] for each in answer.json()["changes"]}
    assert (await api.get("/v1/inbox")).json()["total"] == 0
