"""What a call may put into fields: every kind, every mistake named, nothing lost of a number."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from core.api import EditObject, NewObject
from core.errors import Invalid, NotAllowed, NotFound
from core.language import speaking
from core.objects import FieldDefinition, FieldKind
from server_stub.operations import objects
from server_stub.operations.values import checked
from server_stub.store.tables import files
from server_stub.views import objects as views
from tests.server_stub.company import DIRECTORY, Company, field

HASH = "a" * 64


def money(**more: Any) -> FieldDefinition:
    return field("amount", FieldKind.MONEY, **more)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (FieldKind.TEXT, "  steel\nplate ", "steel plate"),
        (FieldKind.TEXT, "", None),
        (FieldKind.TEXT, "a\x1b[31mb\u202ec", "a[31mbc"),
        (FieldKind.NUMBER, "12.50", "12.50"),
        (FieldKind.NUMBER, 12, "12"),
        (FieldKind.NUMBER, " -0.10 ", "-0.10"),
        (FieldKind.NUMBER, "1e3", "1000"),
        (FieldKind.MONEY, "1250.00 eur", {"amount": "1250.00", "currency": "EUR"}),
        (FieldKind.MONEY, {"amount": "0.10"}, {"amount": "0.10", "currency": "CNY"}),
        (FieldKind.MONEY, 5, {"amount": "5", "currency": "CNY"}),
        (FieldKind.DATE, "2026-11-22", "2026-11-22"),
        (FieldKind.TIME, "2026-11-22T09:30:00+08:00", "2026-11-22T09:30:00+08:00"),
        (FieldKind.FLAG, "yes", True),
        (FieldKind.FLAG, False, False),
        (FieldKind.PERSON, "@bea", "bea"),
        (FieldKind.REFERENCE, " M-1 ", "M-1"),
        (FieldKind.FILE, HASH, {"hash": HASH, "name": "a" * 12}),
        (FieldKind.TABLE, [], None),
    ],
)
def test_a_value_is_kept_in_one_form(kind: FieldKind, given: object, kept: object) -> None:
    definition = field("it", kind, currency="CNY")
    assert checked(definition, given, DIRECTORY) == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (FieldKind.TEXT, 5),
        (FieldKind.TEXT, "x" * 1_001),
        (FieldKind.NUMBER, 12.5),
        (FieldKind.NUMBER, True),
        (FieldKind.NUMBER, "NaN"),
        (FieldKind.NUMBER, "Infinity"),
        (FieldKind.NUMBER, "1e999999999"),
        (FieldKind.NUMBER, "1e-999999999"),
        (FieldKind.NUMBER, "twelve"),
        (FieldKind.MONEY, "12.50"),
        (FieldKind.MONEY, "12.50 EURO"),
        (FieldKind.MONEY, {"amount": 12.5, "currency": "EUR"}),
        (FieldKind.MONEY, {"amount": "1", "currency": "EUR", "more": 1}),
        (FieldKind.MONEY, []),
        (FieldKind.DATE, "22.11.2026"),
        (FieldKind.TIME, "2026-11-22T09:30:00"),
        (FieldKind.FLAG, "perhaps"),
        (FieldKind.CHOICE, "steel"),
        (FieldKind.PERSON, "nobody"),
        (FieldKind.PERSON, ["bea"]),
        (FieldKind.REFERENCE, 5),
        (FieldKind.FILE, "short"),
        (FieldKind.TABLE, {"article": "x"}),
        (FieldKind.TABLE, ["x"]),
        (FieldKind.TABLE, [{}] * 2_001),
    ],
)
def test_what_is_no_value_of_the_kind_is_refused(kind: FieldKind, given: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        checked(field("it", kind), given, DIRECTORY)


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20)))
def test_money_stays_exact(amount: Any) -> None:
    text = format(amount, "f")
    if len(text.lstrip("-").replace(".", "")) > 30:
        return
    kept = checked(money(), {"amount": text, "currency": "EUR"}, DIRECTORY)
    assert kept == {"amount": text, "currency": "EUR"}


@settings(deadline=None)
@given(
    st.sampled_from(list(FieldKind)),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    ),
)
def test_whatever_is_sent_is_kept_or_refused(kind: FieldKind, given: object) -> None:
    with suppress(ValueError):
        checked(field("it", kind), given, DIRECTORY)


async def test_every_mistake_is_named_at_once(company: Company) -> None:
    given = {
        "supplier": 5,
        "amount": "much",
        "lines": [{"article": "A"}, {"price": "x", "colour": "red"}],
        "keeper": "nobody",
        "machine": "M-99",
        "drawing": HASH,
        "colour": "red",
        "secret": "hush",
        "account": "42",
    }
    with pytest.raises(Invalid) as raised:
        await company.do(objects.create, "rita", NewObject(type="order", fields=given))
    wrong = {error.field: error.message for error in raised.value.errors}
    assert set(wrong) == {
        "supplier",
        "amount",
        "lines[2].price",
        "lines[2].colour",
        "lines[2].article",
        "keeper",
        "machine",
        "drawing",
        "colour",
        "secret",
        "account",
    }
    assert wrong["secret"] == wrong["colour"], "what is hidden is answered like what is not there"
    assert wrong["account"] != wrong["colour"]


async def test_mistakes_are_told_in_chinese(company: Company) -> None:
    with speaking("zh"), pytest.raises(Invalid) as raised:
        await company.order(amount="much", submit=False)
    assert raised.value.errors[0].message.startswith("必须是金额")
    assert "个字段不正确" in raised.value.detail


async def test_a_draft_may_be_incomplete_but_not_what_is_submitted(company: Company) -> None:
    draft = await company.order(supplier=None, submit=False)
    assert draft.object.state == "draft"
    with pytest.raises(Invalid) as raised:
        await company.order(supplier=None)
    assert [error.field for error in raised.value.errors] == ["supplier"]


async def test_a_reference_is_to_an_object_of_its_type_that_one_may_see(company: Company) -> None:
    machine = await company.do(
        objects.create, "eve", NewObject(type="machine", fields={"model": "DMG 50"})
    )
    assert machine.object.state == "record"
    order = await company.order(machine=machine.object.key)
    assert order.object.fields["machine"] == machine.object.key
    with pytest.raises(Invalid):
        await company.order(machine=order.object.key)


async def test_a_file_is_what_was_uploaded(company: Company) -> None:
    row = {"hash": HASH, "size": 7, "media_type": "image/png", "created": 0, "by": "rita"}
    await company.store.write(lambda unit: unit.run(insert(files), **row))
    order = await company.order(drawing={"hash": HASH, "name": "a.png", "size": 999})
    assert order.object.fields["drawing"] == {
        "hash": HASH,
        "name": "a.png",
        "size": 7,
        "media_type": "image/png",
    }


async def test_keys_count_for_each_type(company: Company) -> None:
    first = await company.order(submit=False)
    machine = await company.do(
        objects.create, "eve", NewObject(type="machine", fields={"model": "DMG 50"})
    )
    second = await company.order(submit=False)
    assert [each.object.key for each in (first, machine, second)] == ["PO-1", "M-1", "PO-2"]


async def test_a_title_follows_its_fields(company: Company) -> None:
    order = await company.order(submit=False)
    assert order.object.title == "Nordic: bearings"
    edited = await company.do(
        objects.edit, "rita", order.object.key, EditObject(fields={"material": None})
    )
    assert edited.object.title == "Nordic"
    assert "material" not in edited.object.fields


async def test_a_draft_is_changed_by_its_requester_and_the_writers_of_its_type(
    company: Company,
) -> None:
    key = (await company.order(submit=False)).object.key
    change = EditObject(fields={"quantity": "7"})
    edited = await company.do(objects.edit, "bea", key, change)
    assert edited.object.revision == 2
    with pytest.raises(NotAllowed):
        await company.do(objects.edit, "dora", key, change)
    with pytest.raises(NotFound):
        await company.do(objects.edit, "eve", key, change)


async def test_an_edit_that_changes_nothing_leaves_no_trace(company: Company) -> None:
    order = await company.order(submit=False)
    change = EditObject(fields={"supplier": "Nordic"})
    edited = await company.do(objects.edit, "rita", order.object.key, change)
    assert edited.object.revision == order.object.revision
    assert edited.feed == order.feed


async def test_hidden_cells_survive_an_edit_by_somebody_who_cannot_see_them(
    company: Company,
) -> None:
    key = (await company.order(submit=False, lines=[{"article": "A", "price": "1"}])).object.key
    lines = [{"article": "A", "price": "1", "margin": "0.3"}]
    await company.do(objects.edit, "ada", key, EditObject(fields={"lines": lines}))
    lines = [{"article": "A", "price": "2"}, {"article": "B"}]
    seen = await company.do(objects.edit, "rita", key, EditObject(fields={"lines": lines}))
    assert "margin" not in str(seen.object.fields)
    whole = await company.see(views.view, "ada", key)
    assert whole.object.fields["lines"] == [
        {"article": "A", "price": {"amount": "2", "currency": "CNY"}, "margin": "0.3"},
        {"article": "B"},
    ]
