"""What an owner's version does beyond the published one is within the owner's own rights."""

import httpx
import pytest

PEOPLE = """\
local_owner: root
roles: {admin: Administrator, boss: Boss, keeper: Keeper}
people:
  - {id: root, name: Root, roles: [admin]}
  - {id: ann, name: Ann, roles: [keeper]}
  - {id: bob, name: Bob, roles: [keeper, boss]}
  - {id: dan, name: Dan}
"""
TYPES = """\
object: order
title: Order
prefix: OR
fields:
  amount: {kind: money, title: Amount, currency: EUR}
  note: {kind: text, title: Note}
  limit: {kind: number, title: Limit, read: [boss]}
  secretary: {kind: person, title: Secretary, read: [boss]}
  paid: {kind: flag, title: Paid, write: [boss]}
  lines:
    kind: table
    title: Lines
    columns:
      item: {kind: text, title: Item}
---
object: bill
title: Bill
prefix: BI
fields:
  text: {kind: text, title: Text}
  sum: {kind: number, title: Sum, write: [boss]}
---
object: note
title: Note
prefix: NO
create: []
fields: {text: {kind: text, title: Text}}
"""
HEAD = "flow: orders\nobject: order\nowner: role:keeper\nsteps:\n  - approve: head\n    by: {by}\n"
TABLE = """\
rules: signers
object: order
rows:
  - {when: {limit: over 5}, ask: person:dan}
  - {otherwise: {ask: person:dan}}
"""
ACTS = """\
rules: acts
object: order
hit: every
rows:
  - {when: {amount: over 5}, call: erp.mark}
"""


def flow(steps: str = "", by: str = "person:dan") -> dict[str, str]:
    text = HEAD.replace("{by}", by)
    return {"orders.yaml": text + "".join(f"  {line}\n" for line in steps.splitlines())}


def other(id_: str, of: str, owner: str) -> str:
    step = "steps:\n  - approve: head\n    by: person:dan\n"
    return f"flow: {id_}\nobject: {of}\nowner: {owner}\n{step}"


COMPANY = {
    "people.yaml": PEOPLE,
    "types.yaml": TYPES,
    "mine.yaml": other("mine", "bill", "role:keeper"),
    "others.yaml": other("others", "bill", "person:root"),
    "only.yaml": other("only", "note", "role:keeper"),
}


@pytest.fixture
async def house(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """The company, published by its administrator."""
    answer = await publish(api, {**COMPANY, **flow()})
    assert answer.is_success, answer.text
    return api


async def publish(
    api: httpx.AsyncClient, files: dict[str, str], person: str = "", *, plan: bool = False
) -> httpx.Response:
    headers = {"Signoff-As": person} if person else {}
    return await api.post("/v1/apply", json={"files": files, "plan": plan}, headers=headers)


async def needs_administrator(
    api: httpx.AsyncClient, files: dict[str, str], words: str, person: str = "ann"
) -> None:
    """Planned with what it needs, refused for the same, and an administrator's to publish; then
    an owner may keep it."""
    planned = await publish(api, files, person, plan=True)
    assert planned.is_success, planned.text
    needed = planned.json()["for_administrator"]
    assert words in needed[0]["message"], needed
    assert needed[0]["line"] > 0
    refused = await publish(api, files, person)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed"), refused.text
    assert refused.json()["errors"] == needed
    assert "needs an administrator" in refused.json()["detail"]
    assert (await publish(api, files, "root")).is_success
    kept = {
        name: text.replace("- approve: head", "- approve: boss") for name, text in files.items()
    }
    answer = await publish(api, kept, person)
    assert answer.is_success, answer.text


async def may(api: httpx.AsyncClient, files: dict[str, str], person: str = "ann") -> None:
    """The owner plans and publishes it alone."""
    planned = await publish(api, files, person, plan=True)
    assert planned.json()["for_administrator"] == [], planned.text
    answer = await publish(api, files, person)
    assert answer.is_success, answer.text


BEYOND = [
    ("- call: erp.confirm", "connector's own login"),
    ("- call: erp.confirm\n  as: whoever decided last", "whoever decided last"),
    ("- call: erp.confirm\n  as: person:root", "login of person:root"),
    ("- call: erp.confirm\n  as: person:ann\n  answer: {paid: ok}", "sets the field “paid”"),
    ("- flow: others", "starts the flow “others”"),
    ("- flow: only", "starts the flow “only”"),
    ("- flow: mine\n  with: {sum: 1}", "gives the field “sum”"),
    ("- set: {paid: true}", "sets the field “paid”"),
    ("- fill: more\n  by: person:dan\n  fields: [paid]", "has person:dan write the field"),
    ("- set: {note: '{limit}'}", "shows the field “limit”"),
    ("- set: {note: = limit}", "shows the field “limit”"),
    ("- tell: requester\n  text: 'Up to {limit}'", "shows the field “limit”"),
    ("- tell: field:secretary", "shows the field “secretary”"),
    ("- flow: mine\n  with: {text: '{limit}'}", "shows the field “limit”"),
    ("- wait: {until: today + limit}", "shows the field “limit”"),
    ("- wait: {event: paid, where: event.sum > limit}", "shows the field “limit”"),
    ("- call: erp.confirm\n  as: person:ann\n  with: {to: = limit}", "shows the field “limit”"),
    (
        "- choose:\n  - {when: limit > 5, steps: [{tell: requester}]}\n  - otherwise: []",
        "shows the field “limit”, which you may not see: limit > 5",
    ),
]


async def test_what_owners_may_not_do_themselves_takes_an_administrator(
    house: httpx.AsyncClient,
) -> None:
    for steps, words in BEYOND:
        assert (await publish(house, flow(), "root")).is_success
        await needs_administrator(house, flow(steps), words)


OWN = [
    ("- call: erp.confirm\n  as: person:ann\n  with: {order: '{object.key}'}", "ann"),
    ("- flow: mine\n  with: {text: '{note}', sum: 1}", "bob"),
    ("- set: {note: '{amount}'}", "ann"),
    ("- set: {paid: true, note: '{limit}'}", "bob"),
    ("- fill: more\n  by: person:dan\n  fields: [note]", "ann"),
    ("- set: {note: '{lines[0].item}'}", "ann"),
    ("- tell: {role: keeper, where: person.region == requester.region}", "ann"),
]


async def test_what_owners_may_do_themselves_they_publish_alone(house: httpx.AsyncClient) -> None:
    for steps, person in OWN:
        assert (await publish(house, flow(), "root")).is_success
        await may(house, flow(steps), person)


async def test_what_an_administrator_published_is_kept_but_not_changed(
    house: httpx.AsyncClient,
) -> None:
    steps = "- call: erp.confirm\n  as: person:root\n  with: {note: '{note}'}\n  undo: erp.cancel"
    assert (await publish(house, flow(steps), "root")).is_success
    await may(house, flow(f"- tell: requester\n{steps}", "person:bob"))
    for other_steps, words in (
        (steps.replace("'{note}'", "'{amount}'"), "erp.confirm under the login of person:root"),
        (steps.replace("erp.confirm", "erp.remove"), "erp.remove"),
        (steps.replace("erp.cancel", "erp.remove"), "erp.remove as an opposite action"),
        (steps.replace("  as: person:root\n", ""), "connector's own login"),
        (steps.replace("person:root", "person:dan"), "under the login of person:dan"),
    ):
        refused = await publish(house, flow(other_steps), "ann")
        assert refused.status_code == 403, refused.text
        assert words in refused.json()["detail"]
    await may(house, flow())
    refused = await publish(house, flow(steps), "ann")  # what was given up is new again
    assert refused.status_code == 403


async def test_the_last_to_decide_lend_their_login_only_after_they_decided(
    house: httpx.AsyncClient,
) -> None:
    call = "- call: erp.confirm\n  as: whoever decided last"
    assert (await publish(house, flow(call), "root")).is_success
    head, step = HEAD.split("  - approve", 1)
    alone = {"orders.yaml": f"{head}  - call: erp.confirm\n    as: whoever decided last\n"}
    refused = await publish(house, alone, "ann")
    assert (refused.status_code, "erp.confirm" in refused.text) == (403, True), step


async def test_a_step_that_passes_by_itself_lends_nobodys_login(house: httpx.AsyncClient) -> None:
    """The action after it would be done under the connector's."""
    call = "- call: erp.confirm\n  as: whoever decided last"
    assert (await publish(house, flow(call), "root")).is_success
    text = flow(call, "role:boss")["orders.yaml"]
    text = text.replace("steps:", "automatic approval: allowed\nsteps:", 1)
    for passes in (
        "nobody found: approve",
        "within: 1 minute\n    late: {final: approve at 100%}",
    ):
        alone = {"orders.yaml": text.replace("role:boss", f"role:boss\n    {passes}")}
        await needs_administrator(house, alone, "whoever decided last")
        assert (await publish(house, flow(call), "root")).is_success
    twice = alone["orders.yaml"].replace("  - call", "  - do: pack\n    by: person:bob\n  - call")
    await may(house, {"orders.yaml": twice})


async def test_a_hidden_value_is_shown_to_nobody_further(house: httpx.AsyncClient) -> None:
    told = "- tell: role:boss\n  text: '{limit}'"
    assert (await publish(house, flow(told), "root")).is_success
    further = told.replace("role:boss", "[role:boss, requester]")
    refused = await publish(house, flow(further), "ann")
    assert "shows the field “limit”" in refused.json()["detail"]
    await may(house, flow(further), "bob")


async def test_a_hidden_value_is_shown_to_nobody_who_stands_in(house: httpx.AsyncClient) -> None:
    """Where nobody else is left the flow's owner is asked; where it is late, a manager."""
    asked = "- approve: look\n  by: role:boss\n  text: '{limit}'"
    assert (await publish(house, flow(asked), "root")).is_success
    for further in ("exclusive: true", "within: 1 hour\n  late: {escalate: 100%}"):
        await needs_administrator(house, flow(f"{asked}\n  {further}"), "shows the field “limit”")
        assert (await publish(house, flow(asked), "root")).is_success
    alone = f"{asked}\n  exclusive: true"
    assert (await publish(house, flow(alone), "root")).is_success
    before = f"- approve: first\n  by: role:boss\n{alone}"
    refused = await publish(house, flow(before), "ann")
    assert "shows the field “limit”" in refused.json()["detail"]


async def test_a_rule_table_looks_at_what_its_owner_sees(house: httpx.AsyncClient) -> None:
    ruled = {**flow(by="table signers"), "signers.yaml": TABLE}
    await needs_administrator(house, ruled, "shows the field “limit”, which you may not see")
    changed = {"signers.yaml": TABLE.replace("over 5", "over 4")}
    refused = await publish(house, changed, "ann")
    assert refused.status_code == 403, refused.text
    assert "signers.yaml:4" in refused.json()["detail"]
    await may(house, {"signers.yaml": TABLE.replace("person:dan", "person:bob")})
    await may(house, changed, "bob")


async def test_the_actions_of_a_rule_table_are_actions_of_its_flows(
    house: httpx.AsyncClient,
) -> None:
    ruled = {**flow("- call: table acts"), "acts.yaml": ACTS}
    await needs_administrator(house, ruled, "erp.mark under the connector's own login")
    refused = await publish(house, {"acts.yaml": ACTS.replace("mark", "pay")}, "ann")
    assert "erp.pay" in refused.json()["detail"]


async def test_nobody_learns_by_trying_what_they_may_not_see(house: httpx.AsyncClient) -> None:
    hidden = "- choose:\n  - {when: limit > 5, steps: [{tell: requester}]}\n  - otherwise: []"
    for person, status in (("ann", 403), ("bob", 200), ("root", 200)):
        answer = await house.post(
            "/v1/flows/simulate",
            json={"files": flow(hidden)},
            headers={"Signoff-As": person},
        )
        assert answer.status_code == status, answer.text
    calls = await house.post(
        "/v1/flows/simulate",
        json={"files": flow("- call: erp.confirm")},
        headers={"Signoff-As": "ann"},
    )
    assert calls.is_success, calls.text


async def test_cases_are_not_moved_to_a_version_that_does_more(house: httpx.AsyncClient) -> None:
    assert (await publish(house, flow("- call: erp.confirm"), "root")).is_success
    assert (await publish(house, flow(), "root")).is_success
    move = {"version": 2, "reason": "back", "steps": {}}
    path = "/v1/flows/orders/move"
    for person, status in (("ann", 403), ("root", 200)):
        answer = await house.post(path, json=move, headers={"Signoff-As": person})
        assert answer.status_code == status, answer.text


async def test_to_watch_every_field_is_to_watch_those_that_do_not_show(
    house: httpx.AsyncClient,
) -> None:
    """Who is asked again after a change has learnt that there was one."""
    text = flow()["orders.yaml"]
    watched = {"orders.yaml": text.replace("steps:", "watch: [amount]\nsteps:")}
    await may(house, watched)
    await needs_administrator(house, flow(), "shows the field “limit”")
