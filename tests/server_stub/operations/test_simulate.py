"""A flow is tried on the objects of the company, by whoever owns it."""

from typing import Any

import httpx

from tests.server_stub.configuration.test_rules import COMPANY, FLOW, RULES

FILES = {
    **COMPANY,
    "roles.yaml": "roles: {boss: {en: Boss}}\npeople:\n  - {id: cleo, name: Cleo, roles: [boss]}\n",
    "types/order.yaml": COMPANY["types/order.yaml"] + "flow: approval\n",
}


async def post(api: httpx.AsyncClient, path: str, body: Any, person: str = "") -> httpx.Response:
    headers = {"Signoff-As": person} if person else {}
    return await api.post(f"/v1/{path}", json=body, headers=headers)


async def company(api: httpx.AsyncClient, *amounts: str) -> None:
    assert (await post(api, "apply", {"files": FILES})).status_code == 200
    for amount in amounts:
        fields = {"amount": {"amount": amount, "currency": "CNY"}}
        new = {"type": "order", "fields": fields, "submit": True}
        answer = await post(api, "objects", new, "cleo")
        assert answer.status_code in (200, 201), answer.text


async def test_a_new_rule_table_is_tried_on_the_past(api: httpx.AsyncClient) -> None:
    await company(api, "100", "6000", "9000")
    changed = {"signers.yaml": RULES.replace("under 5000", "under 8000")}
    found = (await post(api, "flows/simulate", {"files": changed})).json()
    assert (found["objects"], found["changed"]) == (3, 1)
    (shift,) = found["shifts"]
    assert shift["keys"] == ["OR-2"]
    assert shift["before"]["stops"][0]["people"] == ["bob"]
    assert shift["after"]["stops"][0]["people"] == ["ann"]
    one = await post(api, "flows/simulate", {"files": changed, "key": "OR-1"})
    assert one.json()["shifts"][0]["after"]["stops"][0]["people"] == ["ann"]
    limited = await post(api, "flows/simulate", {"files": changed, "limit": 1})
    assert limited.json()["objects"] == 1


async def test_a_new_flow_is_compared_with_the_one_that_such_objects_go_through(
    api: httpx.AsyncClient,
) -> None:
    await company(api, "100", "6000")
    new = FLOW.replace("flow: approval", "flow: second")
    found = (await post(api, "flows/simulate", {"files": {"second.yaml": new}})).json()
    assert (found["objects"], found["changed"]) == (2, 0)
    assert found["instead_of"] == "approval"


async def test_the_steps_of_both_versions_are_named(api: httpx.AsyncClient) -> None:
    titled = FLOW.replace("  - approve: head\n", "  - approve: head\n    title: Head signs\n")
    assert titled != FLOW
    assert (await post(api, "apply", {"files": FILES})).status_code == 200
    assert (await post(api, "apply", {"files": {"flow.yaml": titled}})).status_code == 200
    new = FLOW.replace("  - approve: head\n", "  - approve: first\n    title: {zh: 先看}\n")
    found = (await post(api, "flows/simulate", {"files": {"flow.yaml": new}})).json()
    assert [*found["titles"]] == ["head", "first"]
    assert found["titles"]["head"] == {"": "Head signs"}


async def test_a_flow_is_tried_on_the_objects_of_a_file(api: httpx.AsyncClient) -> None:
    await company(api)
    csv = "key,Amount,requester\nX-1,100,cleo\nX-2,7000,cleo\n"
    body = {"flow": "approval", "csv": csv, "csv_file": "x.csv"}
    found = (await post(api, "flows/simulate", body)).json()
    assert (found["objects"], found["changed"]) == (2, 0)
    assert {each["id"]: each["after"] for each in found["people"]} == {"ann": 1, "bob": 1}
    wrong = await post(api, "flows/simulate", {**body, "csv": "Amuont\n5\n"})
    assert wrong.json()["errors"][0]["file"] == "x.csv"


async def test_only_owners_and_administrators_try_a_flow_on_the_past(
    api: httpx.AsyncClient,
) -> None:
    await company(api, "100")
    assert (await post(api, "flows/simulate", {"flow": "approval"}, "ann")).status_code == 200
    refused = await post(api, "flows/simulate", {"flow": "approval"}, "bob")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


async def test_what_cannot_be_tried_is_said(api: httpx.AsyncClient) -> None:
    await company(api)
    for body, status in (
        ({}, 422),
        ({"flow": "nothing"}, 404),
        ({"flow": "approval", "key": "OR-9"}, 404),
        ({"files": {"flow.yaml": FLOW.replace("signers", "singers")}}, 422),
    ):
        assert (await post(api, "flows/simulate", body)).status_code == status, body
