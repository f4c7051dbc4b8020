"""A type that changes while there are objects: what they say of themselves changes with it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.api import Applied, NewObject
from core.errors import Invalid
from server_stub import access
from server_stub.access import SYSTEM
from server_stub.operations import objects
from server_stub.operations.apply import apply, plan, read_folder
from server_stub.store.database import Database
from server_stub.views import directory, inbox, search
from tests.server_stub.configuration.wrong import FLOW, GOOD, TYPE

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OPEN = TYPE + 'name: "{note}"\nflow: approval\n'
CLOSED = OPEN.replace("title: Note", "title: Note, read: [boss]")
WITHOUT = OPEN.replace("  note: {kind: text, title: Note}\n", "").replace('name: "{note}"\n', "")
LINES = "  lines: {kind: table, title: Lines, columns: {part: {kind: text, title: P}}}\n"
WITH_LINES = OPEN.replace("  note:", f"{LINES}  note:")
BOB = GOOD["people.yaml"].replace("name: Bob", "name: Bob, roles: [boss]")
PEOPLE = f"{BOB}roles: {{boss: Boss}}\n"


def folder(type_text: str) -> dict[str, str]:
    return {"people.yaml": PEOPLE, "order.yaml": type_text, "flow.yaml": FLOW}


async def applied(store: Database, type_text: str) -> Applied:
    read = read_folder(folder(type_text))
    return await store.write(lambda unit: apply(unit, SYSTEM, read), now=NOW)


async def order(store: Database, **fields: Any) -> str:
    people = await store.read(directory.load)
    new = NewObject(type="order", fields={"amount": "10", **fields}, submit=True)
    bob = access.actor_for(people, "bob")
    return (await store.write(lambda unit: objects.create(unit, bob, new), now=NOW)).object.key


async def found(store: Database, words: str) -> list[str]:
    people = await store.read(directory.load)
    ann = access.actor_for(people, "ann")
    page = await store.read(lambda reader: search.search(reader, ann, words))
    return [hit.key for hit in page.items]


async def listed(store: Database, query: str = "") -> list[str]:
    people = await store.read(directory.load)
    ann = access.actor_for(people, "ann")
    page = await store.read(lambda reader: inbox.page(reader, ann, query, now=NOW))
    return [task.title for task in page.items]


async def test_a_field_that_is_hidden_later_is_in_no_title_and_found_by_no_word(
    store: Database,
) -> None:
    await applied(store, OPEN)
    key = await order(store, note="takeover of Nordic")
    assert await listed(store) == ["takeover of Nordic"]
    assert await found(store, "takeover") == [key]
    await applied(store, CLOSED)
    assert await listed(store) == [key]
    assert await found(store, "takeover") == []
    assert await listed(store, "takeover") == []


async def test_a_field_that_is_shown_again_is_found_again(store: Database) -> None:
    await applied(store, CLOSED)
    key = await order(store, note="takeover of Nordic")
    await applied(store, OPEN)
    assert await listed(store, "note:takeover amount=10") == ["takeover of Nordic"]
    assert await found(store, "takeover") == [key]


async def test_a_field_that_comes_back_is_filtered_by_its_values(store: Database) -> None:
    await applied(store, OPEN)
    await order(store, note="steel")
    await applied(store, WITHOUT)
    assert await found(store, "steel") == []
    await applied(store, OPEN)
    assert await listed(store, "note=steel") == ["steel"]
    assert await listed(store, "note=iron") == []


@pytest.mark.parametrize("kind", ["number", "date", "money", "file", "table", "flag"])
async def test_a_field_does_not_come_back_as_another_kind_than_its_values(
    store: Database, kind: str
) -> None:
    await applied(store, OPEN)
    await order(store, note="steel")
    await applied(store, WITHOUT)
    more = ", columns: {part: {kind: text, title: P}}" if kind == "table" else ""
    other = OPEN.replace("kind: text, title: Note", f"kind: {kind}, title: Note{more}")
    read = read_folder(folder(other))
    with pytest.raises(Invalid) as caught:
        await store.read(lambda reader: plan(reader, SYSTEM, read))
    assert "note" in caught.value.errors[0].message
    assert caught.value.errors[0].hint


async def test_a_column_does_not_come_back_as_another_kind_either(store: Database) -> None:
    await applied(store, WITH_LINES)
    await order(store, lines=[{"part": "bolt"}])
    await applied(store, WITH_LINES.replace("{part: {", "{other: {"))
    with pytest.raises(Invalid) as caught:
        await applied(store, WITH_LINES.replace("part: {kind: text", "part: {kind: number"))
    assert "lines.part" in caught.value.errors[0].message


async def test_an_amount_that_a_type_has_no_more_is_told_to_nobody(store: Database) -> None:
    hidden = OPEN.replace("kind: money,", "kind: money, read: [boss],") + "amount: amount\n"
    await applied(store, hidden)
    await order(store)
    await applied(store, hidden.replace("amount: amount\n", ""))
    people = await store.read(directory.load)
    ann = access.actor_for(people, "ann")
    page = await store.read(lambda reader: inbox.page(reader, ann, now=NOW))
    assert [task.amount for task in page.items] == [None]


@pytest.mark.parametrize("word", ["mony", "currency"])
async def test_a_misspelt_kind_is_the_only_mistake_where_there_are_objects(
    store: Database, word: str
) -> None:
    await applied(store, OPEN)
    await order(store)
    with pytest.raises(Invalid) as refused:
        await applied(store, OPEN.replace("kind: money", f"kind: {word}"))
    assert [each.message for each in refused.value.errors] == [f"“kind” cannot be “{word}”"]
