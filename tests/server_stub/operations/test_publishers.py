"""Owners publish their flows alone; whose a flow is, its newest published version says."""

from typing import Any

import httpx
import pytest

from tests.server_stub.configuration.wrong import TYPE

PEOPLE = """\
local_owner: root
roles: {admin: Administrator, boss: Boss, keeper: Keeper}
groups: {council: Council}
people:
  - {id: root, name: Root, roles: [admin]}
  - {id: ann, name: Ann}
  - {id: bob, name: Bob, roles: [keeper]}
  - {id: cleo, name: Cleo, groups: [council]}
  - {id: dan, name: Dan}
"""
OTHER_TYPE = TYPE.replace("object: order", "object: trip").replace("OR", "TR")
SECRET_TYPE = TYPE.replace("prefix: OR", "prefix: OR\nread: [boss]").replace(
    "title: Note", "title: Note, read: [boss]"
)
RULES = """\
rules: signers
object: order
rows:
  - otherwise: {ask: person:ann}
"""
TESTS = """\
tests: orders
cases:
  - case: any order
    fields: {amount: 10}
    requester: dan
    asks: ann
    ends: approved
"""


def flow(
    id_: str = "orders", owner: str = "person:ann", by: str = "person:ann", **more: str
) -> str:
    of = more.get("of", "order")
    steps = f"steps:\n  - approve: head\n    by: {by}\n"
    return f"flow: {id_}\nobject: {of}\nowner: {owner}\n{steps}"


COMPANY = {
    "people.yaml": PEOPLE,
    "order.yaml": SECRET_TYPE,
    "trip.yaml": OTHER_TYPE,
    "orders.yaml": flow(),
    "by-role.yaml": flow("by-role", "role:keeper"),
    "by-group.yaml": flow("by-group", "group:council"),
    "ruled.yaml": flow("ruled", by="table signers"),
    "signers.yaml": RULES,
}


@pytest.fixture
async def house(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """The company, published by its administrator."""
    answer = await publish(api, COMPANY)
    assert answer.is_success, answer.text
    return api


async def publish(
    api: httpx.AsyncClient, files: dict[str, str], person: str = "", *, plan: bool = False
) -> httpx.Response:
    headers = {"Signoff-As": person} if person else {}
    return await api.post("/v1/apply", json={"files": files, "plan": plan}, headers=headers)


async def version(api: httpx.AsyncClient, name: str = "orders") -> int:
    return int((await api.get(f"/v1/flows/{name}")).json()["version"])


async def refused(
    api: httpx.AsyncClient, files: dict[str, str], person: str, words: str = ""
) -> None:
    """Neither planned nor published, with the words that say why."""
    for plan in (True, False):
        answer = await publish(api, files, person, plan=plan)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), answer.text
        assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "owner", "person"),
    [
        ("orders", "person:ann", "ann"),
        ("by-role", "role:keeper", "bob"),
        ("by-group", "group:council", "cleo"),
    ],
)
async def test_an_owner_plans_and_publishes_alone(
    house: httpx.AsyncClient, name: str, owner: str, person: str
) -> None:
    changed = {"flow.yaml": flow(name, owner, "person:bob")}
    planned = await publish(house, changed, person, plan=True)
    assert [each["action"] for each in planned.json()["changes"]] == ["publish"]
    assert await version(house, name) == 1
    published = await publish(house, changed, person)
    assert published.json()["changes"] == planned.json()["changes"]
    assert await version(house, name) == 2
    for other in {"ann", "bob", "cleo", "dan"} - {person}:
        changed = {"flow.yaml": flow(name, owner, "person:dan")}
        words = "" if other == "dan" else f"for its owner ({owner})"
        await refused(house, changed, other, words)


async def test_nobody_gives_a_flow_to_themselves(house: httpx.AsyncClient) -> None:
    await refused(house, {"flow.yaml": flow(owner="person:bob")}, "bob")
    together = {"flow.yaml": flow(owner="group:council"), "b.yaml": flow("by-group", "person:cleo")}
    await refused(house, together, "cleo")
    assert (await version(house), await version(house, "by-group")) == (1, 1)


async def test_an_owner_hands_the_flow_on_and_then_it_is_the_others(
    house: httpx.AsyncClient,
) -> None:
    assert (await publish(house, {"flow.yaml": flow(owner="person:dan")}, "ann")).is_success
    await refused(house, {"flow.yaml": flow()}, "ann", "person:dan")
    assert (await publish(house, {"flow.yaml": flow(by="person:bob")}, "dan")).is_success


async def test_a_new_flow_takes_an_administrator(house: httpx.AsyncClient) -> None:
    new = {"flow.yaml": flow("new")}
    await refused(house, new, "ann", "an administrator publishes its first version")
    assert (await publish(house, new, "root")).is_success
    assert (await publish(house, {"flow.yaml": flow("new", by="person:bob")}, "ann")).is_success


async def test_an_owner_keeps_the_flow_to_its_type(house: httpx.AsyncClient) -> None:
    await refused(house, {"flow.yaml": flow(of="trip")}, "ann", "only an administrator")


async def test_owners_change_nothing_but_flows(house: httpx.AsyncClient) -> None:
    for other in (
        {"people.yaml": PEOPLE},
        {"people.yaml": "people: [{id: ann, name: Ann, roles: [admin]}]\n"},
        {"order.yaml": TYPE},
        {"owner.yaml": "local_owner: ann\n"},
        {"calendar.yaml": "calendars:\n  - {id: x, zone: UTC, week: {monday: [9:00-17:00]}}\n"},
    ):
        await refused(house, {**other, "flow.yaml": flow(by="person:bob")}, "ann")
    assert await version(house) == 1


async def test_tests_and_rule_tables_go_with_their_flow(house: httpx.AsyncClient) -> None:
    answer = await publish(house, {"t.yaml": TESTS}, "ann")
    assert answer.is_success, answer.text
    await refused(house, {"t.yaml": TESTS.replace("any", "each")}, "bob")
    table = {"signers.yaml": RULES.replace("ann", "bob")}
    await refused(house, table, "bob", "person:ann")
    assert (await publish(house, table, "ann")).is_success
    assert await version(house, "ruled") == 2
    shared = {"flow.yaml": flow("by-role", "role:keeper", "table signers")}
    assert (await publish(house, shared, "bob")).is_success
    table = {"signers.yaml": RULES.replace("ann", "dan")}
    await refused(house, table, "ann", "role:keeper")
    await refused(house, table, "bob", "person:ann")


async def test_a_rule_table_of_no_flow_is_for_administrators(house: httpx.AsyncClient) -> None:
    spare = {"spare.yaml": RULES.replace("signers", "spare")}
    await refused(house, spare, "ann", "no flow of yours uses it")
    with_flow = {**spare, "flow.yaml": flow(by="table spare")}
    assert (await publish(house, with_flow, "ann")).is_success
    assert (await publish(house, {"x.yaml": RULES.replace("signers", "kept")}, "root")).is_success
    kept = {"x.yaml": RULES.replace("signers", "kept").replace("ann", "bob")}
    await refused(house, {**kept, "flow.yaml": flow(by="table kept")}, "ann")


async def test_what_is_unchanged_may_lie_beside(house: httpx.AsyncClient) -> None:
    files = {key: text for key, text in COMPANY.items() if text.startswith(("flow", "rules"))}
    assert (await publish(house, files, "ann")).json()["changes"] == []
    files["orders.yaml"] = flow(by="person:bob")
    (change,) = (await publish(house, files, "ann")).json()["changes"]
    assert change["id"] == "orders"


async def test_who_really_published_is_recorded(house: httpx.AsyncClient) -> None:
    assert (await publish(house, {"flow.yaml": flow(by="person:bob")}, "ann")).is_success
    assert (await house.get("/v1/flows/orders")).json()["by"] == "root"


async def test_nobody_tries_on_the_past_what_is_not_theirs(house: httpx.AsyncClient) -> None:
    async def tried(files: dict[str, str], person: str) -> int:
        body: dict[str, Any] = {"files": files}
        answer = await house.post("/v1/flows/simulate", json=body, headers={"Signoff-As": person})
        return answer.status_code

    assert await tried({"flow.yaml": flow(by="person:bob")}, "ann") == 200
    assert await tried({"flow.yaml": flow("mine", "person:dan")}, "dan") == 403
    assert await tried({"flow.yaml": flow(of="trip")}, "ann") == 403
    joined = PEOPLE.replace("name: Dan", "name: Dan, groups: [council]")
    mine = {"people.yaml": joined, "flow.yaml": flow("by-group", "group:council")}
    assert await tried(mine, "dan") == 403


async def test_the_owner_is_told_the_fields_of_the_own_type(house: httpx.AsyncClient) -> None:
    async def fields(person: str) -> dict[str, list[str]]:
        answer = await house.get("/v1/design/words", headers={"Signoff-As": person})
        return {
            each["id"]: [field["id"] for field in each["fields"]] for each in answer.json()["types"]
        }

    assert (await fields("ann"))["order"] == ["amount", "note"]
    assert "order" not in await fields("dan")
