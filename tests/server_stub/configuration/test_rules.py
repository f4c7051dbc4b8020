"""Rule tables come with a company's files, and flows that name them are published with them."""

from datetime import UTC, datetime

import httpx
import pytest

from core.api import Applied
from core.errors import Invalid
from core.trials import FlowFindings
from server_stub.access import SYSTEM
from server_stub.operations.apply import apply, plan, read_folder
from server_stub.operations.publish import newest
from server_stub.operations.trials import check
from server_stub.store.database import Database
from server_stub.views import directory
from tests.server_stub.configuration.wrong import GOOD, TYPE

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FLOW = """\
flow: approval
object: order
owner: person:ann
steps:
  - approve: head
    by: table signers
"""
RULES = """\
rules: signers
object: order
rows:
  - when: {amount: under 5000}
    ask: person:ann
  - otherwise: {ask: person:bob}
"""
AS_CSV = """\
rules,signers
object,order

Amount,审批人
小于 5000,person:ann
otherwise,person:bob
"""
COMPANY = {
    **GOOD,
    "types/order.yaml": TYPE,
    "flows/approval.yaml": FLOW,
    "rules/signers.yaml": RULES,
}


async def applied(store: Database, files: dict[str, str]) -> Applied:
    folder = read_folder(files)
    return await store.write(lambda unit: apply(unit, SYSTEM, folder), now=NOW)


async def refused(store: Database, files: dict[str, str]) -> list[tuple[str, int, int, str]]:
    with pytest.raises(Invalid) as error:
        await applied(store, files)
    return [(each.file, each.line, each.column, each.message) for each in error.value.errors]


async def test_a_flow_is_published_with_the_table_that_it_names(store: Database) -> None:
    answer = await applied(store, COMPANY)
    assert ("add", "rules", "signers") in [(e.action, e.kind, e.id) for e in answer.changes]
    published = await store.read(lambda reader: newest(reader, "approval"))
    assert published is not None
    rows = published.flow.tables["signers"].rows
    assert [row.name for row in rows] == ["amount under 5000", "otherwise"]
    assert (await applied(store, COMPANY)).changes == ()


async def test_the_same_table_may_come_as_csv(store: Database) -> None:
    csv = {key: text for key, text in COMPANY.items() if not key.startswith("rules")}
    await applied(store, {**csv, "rules/signers.csv": AS_CSV, "notes.csv": "a,b\n1,2\n"})
    published = await store.read(lambda reader: newest(reader, "approval"))
    assert published is not None
    assert [row.ask[0].id for row in published.flow.tables["signers"].rows] == ["ann", "bob"]


async def test_a_table_that_changes_makes_a_new_version_of_the_flows_that_name_it(
    store: Database,
) -> None:
    await applied(store, COMPANY)
    changed = {"signers.yaml": RULES.replace("ask: person:ann", "ask: person:bob")}
    folder = read_folder(changed)
    expected = await store.read(lambda reader: plan(reader, SYSTEM, folder))
    answer = await applied(store, changed)
    assert answer.changes == expected.changes
    table, flow = answer.changes
    assert (table.action, table.details) == (
        "change",
        ("row “amount under 5000”: ask person:ann → person:bob",),
    )
    assert (flow.action, flow.id) == ("publish", "approval")
    assert flow.details[1] == f"rule table signers: {table.details[0]}"
    published = await store.read(lambda reader: newest(reader, "approval"))
    assert published is not None
    assert published.version == 2
    assert published.text == FLOW


async def test_only_the_layout_of_a_table_changes_nothing(store: Database) -> None:
    await applied(store, COMPANY)
    assert (await applied(store, {"signers.yaml": f"# who signs\n\n{RULES}"})).changes == ()


async def test_a_flow_alone_finds_the_table_that_was_applied_before(store: Database) -> None:
    await applied(store, COMPANY)
    text = FLOW.replace("approve: head", "approve: boss")
    (change,) = (await applied(store, {"flows/approval.yaml": text})).changes
    assert change.kind == "flow"
    assert await store.read(lambda reader: check(reader, text)) == FlowFindings()


async def test_holes_and_mistakes_of_tables_are_refused_with_their_place(store: Database) -> None:
    hole = COMPANY | {"rules/signers.yaml": RULES.replace("  - otherwise: {ask: person:bob}\n", "")}
    assert await refused(store, hole) == [
        ("rules/signers.yaml", 1, 8, "No row holds in these cases: amount from 5000; amount empty.")
    ]
    wrong = COMPANY | {"rules/signers.yaml": RULES.replace("under", "udner")}
    (found,) = await refused(store, wrong)
    assert found[:3] == ("rules/signers.yaml", 4, 20)
    unknown = COMPANY | {"flows/approval.yaml": FLOW.replace("signers", "singers")}
    assert "no rule table `singers`" in (await refused(store, unknown))[0][3]
    nobody = COMPANY | {"rules/signers.yaml": RULES.replace("person:ann", "person:anna")}
    assert "no person `anna`" in (await refused(store, nobody))[0][3]
    other = COMPANY | {"rules/signers.yaml": RULES.replace("object: order", "object: ordre")}
    assert ("rules/signers.yaml", 2, 9) in [each[:3] for each in await refused(store, other)]


async def test_a_table_that_breaks_a_published_flow_is_refused(store: Database) -> None:
    await applied(store, COMPANY)
    silent = RULES.replace("    ask: person:ann\n", "    copy: person:ann\n")
    (found,) = await refused(store, {"signers.yaml": silent})
    assert "approval" in found[3]
    assert "asks nobody" in found[3]


async def test_a_table_can_be_checked_alone(store: Database) -> None:
    await applied(store, COMPANY)
    text = AS_CSV.replace("小于 5000", "小")
    findings = await store.read(lambda reader: check(reader, text, "rules/signers.csv"))
    (found,) = findings.items
    assert (found.file, found.line, found.column) == ("rules/signers.csv", 5, 1)
    await store.read(directory.configuration)


async def test_an_action_that_a_system_cannot_do_is_refused(api: httpx.AsyncClient) -> None:
    webhook = {
        "system": "webhook",
        "name": "projects",
        "url": "http://127.0.0.1:9",
        "actions": {"create_task": {"path": "/tasks"}},
    }
    assert (await api.post("/v1/apply", json={"files": COMPANY})).status_code == 200
    added = await api.post("/v1/connectors", json=webhook)
    assert added.status_code in (200, 201), added.text
    for action, errors in (("create_task", 0), ("explode", 1)):
        text = f"{FLOW}  - call: projects.{action}\n"
        found = (await api.post("/v1/flows/check", json={"text": text})).json()
        assert len(found["items"]) == errors
    assert "projects.create_task" in found["items"][0]["hint"]
