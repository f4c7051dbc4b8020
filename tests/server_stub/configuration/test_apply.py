"""Applying a folder: a plan that holds, twice is once, all or nothing, flows in versions."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.api import Applied, Change, Decide, Decided, NewObject
from core.errors import Invalid, NotAllowed
from core.tasks import DecisionKind
from server_stub import access
from server_stub.access import SYSTEM, Actor
from server_stub.operations import objects, tasks
from server_stub.operations.apply import apply, local_owner, plan, read_folder
from server_stub.operations.publish import newest
from server_stub.store.database import Database
from server_stub.store.unit import Reader
from server_stub.views import directory, flows
from tests.server_stub.configuration.wrong import FLOW, GOOD, TABLE, TYPE

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ORDERS = {**GOOD, "types/order.yaml": TYPE + "flow: approval\n"}


async def applied(store: Database, files: dict[str, str], actor: Actor = SYSTEM) -> Applied:
    folder = read_folder(files)
    return await store.write(lambda unit: apply(unit, actor, folder), now=NOW)


async def planned(store: Database, files: dict[str, str], actor: Actor = SYSTEM) -> Applied:
    folder = read_folder(files)
    return await store.read(lambda reader: plan(reader, actor, folder))


async def everything(store: Database) -> tuple[Any, ...]:
    """All that is configured."""

    def read(reader: Reader) -> tuple[Any, ...]:
        found = directory.configuration(reader)
        return found.directory, found.types, found.newest, local_owner(reader)

    return await store.read(read)


async def test_what_the_files_say_is_there_afterwards(store: Database) -> None:
    answer = await applied(store, {"people.yaml": "local_owner: ann\n" + GOOD["people.yaml"]})
    assert [(each.action, each.kind, each.id) for each in answer.changes] == [
        ("add", "person", "ann"),
        ("add", "person", "bob"),
        ("add", "local_owner", "ann"),
    ]
    people = (await everything(store))[0].people
    assert people["ann"].name == {"": "Ann"}
    assert (await everything(store))[3] == "ann"


async def test_the_plan_is_what_apply_then_does(store: Database) -> None:
    await applied(store, ORDERS)
    changed = {
        **ORDERS,
        "people.yaml": ORDERS["people.yaml"].replace("name: Bob", "name: Bob, manager: ann"),
        "types/order.yaml": ORDERS["types/order.yaml"].replace("title: Note", "title: Remark"),
        "flows/approval.yaml": FLOW.replace("person:ann", "person:bob"),
    }
    before = await everything(store)
    expected = await planned(store, changed)
    assert await everything(store) == before
    done = await applied(store, changed)
    assert (expected.planned, done.planned) == (True, False)
    assert expected.changes == done.changes
    assert [(each.action, each.kind, each.id) for each in done.changes] == [
        ("change", "person", "bob"),
        ("change", "type", "order"),
        ("publish", "flow", "approval"),
    ]


async def test_a_plan_names_each_field_that_changes(store: Database) -> None:
    await applied(store, ORDERS)
    text = ORDERS["types/order.yaml"].replace(
        "  note: {kind: text, title: Note}",
        "  note: {kind: text, title: {en: Note, zh: 备注}, required: true}\n"
        "  extra: {kind: text, title: Extra}",
    )
    (change,) = (await planned(store, {**ORDERS, "types/order.yaml": text})).changes
    assert change.details == (
        "fields.note.title: Note → {en: Note, zh: 备注}",
        "fields.note.required: false → true",
        "fields.extra: {kind: text, title: Extra} (new)",
    )


async def test_a_plan_says_when_only_the_order_of_fields_changes(store: Database) -> None:
    await applied(store, ORDERS)
    lines = ORDERS["types/order.yaml"].splitlines()
    lines[4], lines[5] = lines[5], lines[4]
    (change,) = (await planned(store, {**ORDERS, "types/order.yaml": "\n".join(lines)})).changes
    assert change.details == ("fields: now in the order note, amount",)


async def test_applying_twice_changes_nothing(store: Database) -> None:
    await applied(store, ORDERS)
    before = await everything(store)
    assert (await applied(store, ORDERS)).changes == ()
    assert await everything(store) == before


async def test_a_wrong_file_applies_nothing_and_says_where(store: Database) -> None:
    await applied(store, GOOD)
    before = await everything(store)
    wrong = {
        **GOOD,
        "more.yaml": "people:\n  - {id: cat, name: Cat}\n",
        "bad.yaml": "people:\n  - {id: dan, name: Dan, manager: nobody}\n",
    }
    with pytest.raises(Invalid) as caught:
        await applied(store, wrong)
    assert [(each.file, each.line) for each in caught.value.errors] == [("bad.yaml", 2)]
    with pytest.raises(Invalid):
        await planned(store, wrong)
    assert await everything(store) == before


@pytest.mark.parametrize("name", TABLE)
async def test_no_wrong_file_applies_anything(sqlite_url: str, name: str) -> None:
    store = await Database.open(sqlite_url)
    try:
        with pytest.raises(Invalid):
            await applied(store, {**GOOD, TABLE[name].file: TABLE[name].text})
        assert (await everything(store))[0].people == {}
    finally:
        await store.close()


async def test_whoever_is_missing_from_the_files_stays(store: Database) -> None:
    await applied(store, ORDERS)
    answer = await applied(store, {"more.yaml": "people:\n  - {id: cat, name: Cat}\n"})
    assert [each.id for each in answer.changes] == ["cat"]
    known = await everything(store)
    assert set(known[0].people) == {"ann", "bob", "cat"}
    assert set(known[1]) == {"order"}


async def test_whoever_leaves_with_open_tasks_is_warned_about(store: Database) -> None:
    people = ORDERS["people.yaml"] + "roles: {boss: Boss}\n"
    files = {
        **ORDERS,
        "people.yaml": people.replace("name: Ann", "name: Ann, roles: [boss]"),
        "flows/approval.yaml": FLOW.replace("person:ann", "role:boss"),
    }
    await applied(store, files)
    await submit_order(store, "10")
    left = files["people.yaml"].replace("id: ann,", "id: ann, active: false,")
    answer = await applied(store, {"people.yaml": left})
    assert [each.message for each in answer.warnings] == [
        "“ann” leaves with 1 open task(s), which flows hand over",
        "nobody is left who could take over OR-1 from “ann”",
    ]


async def test_only_administrators_apply(store: Database) -> None:
    await applied(store, GOOD)
    people = await store.read(directory.load)
    for acting in ("", "root"):
        actor = Actor(person="ann", owner=bool(acting), acting=acting)
        with pytest.raises(NotAllowed):
            await applied(store, GOOD, actor)
        with pytest.raises(NotAllowed):
            await planned(store, GOOD, actor)
    owner = access.actor_for(people, "ann", owner=True)
    assert (await applied(store, GOOD, owner)).changes == ()


async def submit_order(store: Database, amount: str) -> str:
    people = await store.read(directory.load)
    new = NewObject(type="order", fields={"amount": amount}, submit=True)
    actor = access.actor_for(people, "bob")
    view = await store.write(lambda unit: objects.create(unit, actor, new), now=NOW)
    return view.object.key


async def approve(store: Database, key: str, person: str) -> Decided:
    people = await store.read(directory.load)
    actor = access.actor_for(people, person)
    decide = Decide(decision=DecisionKind.APPROVE)
    return await store.write(lambda unit: tasks.decide(unit, actor, key, decide))


# --- flows ---------------------------------------------------------------------------------------


async def test_a_flow_that_means_something_else_gets_a_new_version(store: Database) -> None:
    await applied(store, ORDERS)
    changed = FLOW + "    title: Boss\n"
    (change,) = (await applied(store, {**ORDERS, "flows/approval.yaml": changed})).changes
    assert change == Change(
        action="publish",
        kind="flow",
        id="approval",
        details=("version 2; 0 running case(s) stay on theirs", "head (Boss): title Boss (new)"),
    )
    text = await store.read(lambda reader: flows.text(reader, "approval"))
    assert (text.version, text.versions, text.text) == (2, (1, 2), changed)
    first = await store.read(lambda reader: flows.text(reader, "approval", 1))
    assert first.text == FLOW


async def test_a_flow_to_which_nothing_comes_is_told_with_what_would_bring_it_there(
    store: Database,
) -> None:
    await applied(store, ORDERS)
    other = FLOW.replace("flow: approval", "flow: quick")
    (change,) = (await planned(store, {"flows/quick.yaml": other})).changes
    assert change.details[-1].startswith("no object comes to it: the type order says `flow: approv")
    both = {"flows/quick.yaml": other, "types/order.yaml": TYPE + "flow: quick\n"}
    changes = (await planned(store, both)).changes
    assert not any("no object comes" in line for each in changes for line in each.details)


async def test_comments_and_layout_make_no_new_version_but_are_kept(store: Database) -> None:
    await applied(store, ORDERS)
    changed = "# Who signs what.\n\n" + FLOW.replace("person:ann", '"person:ann"')
    files = {**ORDERS, "flows/approval.yaml": changed}
    (change,) = (await applied(store, files)).changes
    assert (change.action, change.details[0]) == (
        "change",
        "comments and layout only; it stays version 1",
    )
    text = await store.read(lambda reader: flows.text(reader, "approval"))
    assert (text.version, text.text) == (1, changed)
    assert (await applied(store, files)).changes == ()


async def test_running_cases_stay_on_their_version(store: Database) -> None:
    await applied(store, ORDERS)
    old = await submit_order(store, "10")
    changed = FLOW.replace("by: person:ann", "by: person:bob\n    allow requester: true")
    answer = await applied(store, {**ORDERS, "flows/approval.yaml": changed})
    assert answer.changes[0].details[0] == "version 2; 1 running case(s) stay on theirs"
    new = await submit_order(store, "20")

    for key, person, version in ((old, "ann", 1), (new, "bob", 2)):
        decided = await approve(store, key, person)
        assert (decided.object_state, decided.task.flow_version) == ("approved", version)


async def test_flows_are_listed_with_how_many_cases_run(store: Database) -> None:
    await applied(store, ORDERS)
    await submit_order(store, "10")
    (summary,) = (await store.read(flows.listing)).items
    assert (summary.id, summary.object_type, summary.version, summary.running) == (
        "approval",
        "order",
        1,
        1,
    )


async def test_what_a_flow_means_survives_being_stored(store: Database) -> None:
    folder = read_folder(ORDERS)
    await applied(store, ORDERS)
    kept = await store.read(lambda reader: newest(reader, "approval"))
    assert kept is not None
    assert kept.flow == folder.company.flows["approval"].flow


# --- object types --------------------------------------------------------------------------------


async def test_a_field_keeps_its_kind_once_there_are_objects(store: Database) -> None:
    await applied(store, ORDERS)
    changed = {**ORDERS, "types/order.yaml": ORDERS["types/order.yaml"].replace("text", "number")}
    assert len((await planned(store, changed)).changes) == 1
    await submit_order(store, "10")
    with pytest.raises(Invalid) as caught:
        await planned(store, changed)
    (error,) = caught.value.errors
    assert (
        error.message
        == "the field “note” is of kind text and holds values; it cannot become number"
    )
    assert (error.file, error.line) == ("types/order.yaml", 1)


async def test_a_type_keeps_what_its_published_flow_needs(store: Database) -> None:
    flow = FLOW + "  - set: {note: seen}\n"
    await applied(store, {**ORDERS, "flows/approval.yaml": flow})
    without = "\n".join(line for line in TYPE.splitlines() if "note" not in line) + "\n"
    with pytest.raises(Invalid) as caught:
        await applied(store, {"order.yaml": without})
    (error,) = caught.value.errors
    assert error.message.startswith("the published flow “approval” would not work any more")
    assert (error.file, error.line) == ("order.yaml", 1)


async def test_a_prefix_belongs_to_one_type(store: Database) -> None:
    await applied(store, GOOD)
    other = "object: offer\ntitle: Offer\nprefix: OR\n"
    with pytest.raises(Invalid) as caught:
        await applied(store, {"offer.yaml": other})
    (error,) = caught.value.errors
    assert error.message == "the object type “order” already uses the prefix “OR”"
