"""What a flow can name, and a flow tried on one object without anything being written."""

from typing import Any

import httpx

from tests.server_stub.configuration.test_rules import COMPANY, FLOW


async def post(api: httpx.AsyncClient, path: str, body: Any) -> httpx.Response:
    return await api.post(f"/v1/{path}", json=body)


async def test_it_names_what_a_flow_can_name(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": COMPANY})
    words = (await api.get("/v1/design/words")).json()
    (order,) = words["types"]
    assert "amount" in [field["id"] for field in order["fields"]]
    assert [each["id"] for each in words["flows"]] == ["approval"]
    assert [each["id"] for each in words["tables"]] == ["signers"]


async def test_a_flow_is_tried_on_an_object_and_nothing_is_written(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": COMPANY})
    type_id = (await api.get("/v1/design/words")).json()["types"][0]["id"]
    new = {"type": type_id, "fields": {"amount": {"amount": "10", "currency": "EUR"}}}
    made = (await post(api, "objects", new)).json()["object"]
    text = FLOW.replace("by: table signers", "by: person:bob\n    allow requester: true")
    tried = await post(api, "design/try", {"text": text, "object": made["key"]})
    assert tried.status_code == 200, tried.text
    answer = tried.json()
    asked = [each["person"] for each in answer["entries"] if each["kind"] == "approve"]
    assert asked == ["bob"]
    assert answer["entries"][0]["because"]["key"]
    assert answer["ends"] == "approved"
    after = (await api.get(f"/v1/objects/{made['key']}")).json()
    assert after["object"]["revision"] == made["revision"]
    assert after.get("case") is None


async def test_a_text_that_is_no_flow_is_refused_with_its_place(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": COMPANY})
    type_id = (await api.get("/v1/design/words")).json()["types"][0]["id"]
    new = {"type": type_id, "fields": {"amount": {"amount": "10", "currency": "EUR"}}}
    key = (await post(api, "objects", new)).json()["object"]["key"]
    wrong = await post(api, "design/try", {"text": FLOW.replace("by:", "bye:"), "object": key})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["line"]
    nothing = await post(api, "design/try", {"text": FLOW, "object": "PO-99999"})
    assert nothing.status_code == 404


async def test_a_rule_table_is_given_as_it_could_be_written(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": COMPANY})
    table = await api.get("/v1/design/tables/signers")
    assert table.json()["text"].startswith("rules: signers\n")
    checked = await post(api, "flows/check", {"text": table.json()["text"], "file": "r.yaml"})
    assert [each for each in checked.json()["items"] if not each.get("warning")] == []
    assert (await api.get("/v1/design/tables/signer")).status_code == 404


async def test_a_flow_is_tried_with_made_up_values(api: httpx.AsyncClient) -> None:
    await post(api, "apply", {"files": COMPANY})
    text = FLOW.replace("by: table signers", "by: person:bob\n    allow requester: true")
    tried = await post(api, "design/try", {"text": text, "csv": "requester,amount\nann,10\n"})
    assert tried.status_code == 200, tried.text
    assert tried.json()["requester"] == "ann"
    assert tried.json()["ends"] == "approved"
    wrong = await post(api, "design/try", {"text": text, "csv": "requester,amount\nann,much\n"})
    assert wrong.status_code == 422


async def test_the_reason_why_one_of_a_role_was_chosen_comes_with_the_roles_name(
    api: httpx.AsyncClient,
) -> None:
    people = "roles: {boss: {en: Boss, zh: 老板}}\npeople:\n  - {id: zoe, name: Z, roles: [boss]}\n"
    await post(api, "apply", {"files": {**COMPANY, "more.yaml": people}})
    text = FLOW.replace("by: table signers", "by: {role: boss, pick: least loaded}")
    tried = await post(api, "design/try", {"text": text, "csv": "requester,amount\nann,10\n"})
    assert tried.json()["entries"][0]["because"]["values"]["pool"] == "role:boss"
    assert tried.json()["names"]["boss"] == {"en": "Boss", "zh": "老板"}
