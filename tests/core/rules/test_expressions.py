"""Expressions are exact, and say so where they cannot be."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.objects import FieldKind
from core.rules.context import Context, UnclearError, exact, person_words
from core.rules.expressions import evaluate, fault, fields_used, fill, holds, outcome
from core.rules.stored import stored
from tests.core.flow.company import DIRECTORY, PURCHASE_ORDER, field, money

WORDS: dict[str, object] = {
    "requester": person_words(DIRECTORY.people["rita"]),
    "object": {"key": "PO-1", "title": "Steel", "type": "purchase_order"},
    "today": date(2026, 11, 23),
    "now": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
}


def seen(**fields: object) -> Context:
    return Context(fields, PURCHASE_ORDER, WORDS)


@pytest.mark.parametrize(
    ("expression", "fields"),
    [
        ("0.1 + 0.2 == 0.3", {}),
        ("amount + quantity == 0.3", {"amount": money("0.1"), "quantity": "0.2"}),
        ("amount == 1234567890123456.78", {"amount": money("1234567890123456.78")}),
        ("amount > 1234567890123456.77", {"amount": money("1234567890123456.78")}),
        (
            "amount < 99999999999999999999999999.99",
            {"amount": money("99999999999999999999999999.98")},
        ),
        ("amount == 5000", {"amount": money("5000.00")}),
        ("amount == 5_000", {"amount": money("5000")}),
        ("quantity * 3 == 0.3", {"quantity": "0.1"}),
        ("quantity == 1000", {"quantity": "1E+3"}),
        (
            "sum(map(lines, #.price * #.quantity)) == 0.3",
            {"lines": [{"price": money("0.1"), "quantity": "3"}]},
        ),
        ("some(lines, #.price > 5)", {"lines": [{"price": money("5.01")}, {"price": None}]}),
        ("len(lines) == 2", {"lines": [{}, {}]}),
        ("needed_on < date('2026-12-01')", {"needed_on": "2026-11-30"}),
        ("needed_on >= today", {"needed_on": "2026-11-23"}),
        ("needed_on < today + duration('5d')", {"needed_on": "2026-11-27"}),
        ("now > date('2026-11-23T09:29:00Z')", {}),
        ("material_class == 'office'", {"material_class": "office"}),
        ("supplier == '生产'", {"supplier": "生产"}),
        ("supplier == null", {}),
        ("supplier == null", {"supplier": ""}),
        ("urgent", {"urgent": True}),
        ("not urgent", {"urgent": False}),
        ("currency_of.amount == 'USD'", {"amount": money("1", "USD")}),
        ("currency_of.amount == 'CNY'", {"amount": money("1", "")}),
        ("requester.department == 'making'", {}),
        ("object.key == 'PO-1'", {}),
        ("keeper == requester.manager or keeper == 'hugo'", {"keeper": "hugo"}),
    ],
)
def test_conditions_hold_exactly(expression: str, fields: dict[str, object]) -> None:
    assert holds(expression, seen(**fields))


@pytest.mark.parametrize(
    ("expression", "fields"),
    [
        ("amount > 5", {}),
        ("not (amount > 5)", {}),
        ("amount", {"amount": money("1")}),
        ("supplier < 'b'", {"supplier": "a"}),
        ("amount > 5", {"amount": money("no number")}),
        ("amount > 5", {"amount": money("1" * 29)}),
        ("amount > 5", {"amount": money("1E+40")}),
        ("quantity > 5", {"quantity": "7.12345678901234567890123456789"}),
        ("quantity > 5", {"quantity": "NaN"}),
        ("needed_on > today", {"needed_on": "soon"}),
        ("1 / 0 > 1", {}),
        ("true and null", {}),
    ],
)
def test_what_cannot_be_said_does_not_hold(expression: str, fields: dict[str, object]) -> None:
    assert outcome(expression, seen(**fields)) is None
    assert not holds(expression, seen(**fields))


@given(st.decimals(-(10**14), 10**14, places=4), st.decimals(-(10**9), 10**9, places=2))
def test_sums_and_comparisons_are_those_of_decimals(one: Decimal, other: Decimal) -> None:
    values = seen(amount=money(str(one)), quantity=str(other))
    assert evaluate("amount + quantity", values) == one + other
    assert evaluate("amount - quantity", values) == one - other
    assert holds("amount > quantity", values) is (one > other)
    assert holds("amount == quantity", values) is (one == other)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_any_number_is_taken_exactly_or_not_at_all(number: Decimal) -> None:
    try:
        found = evaluate("quantity + 0", seen(quantity=str(number)))
    except UnclearError:
        return
    assert found == number


def test_numbers_are_decimals_and_fields_are_as_stored() -> None:
    lines = [{"article": "A", "price": money("1")}]
    values = seen(amount=money("12.50", "EUR"), lines=lines, quantity="3")
    assert evaluate("amount", values) == money("12.50", "EUR")
    assert evaluate("lines", values) == lines
    assert evaluate("amount * quantity", values) == Decimal("37.50")
    assert evaluate("today", values) == date(2026, 11, 23)
    assert evaluate("amount > 5 ? 'much' : 'little'", values) == "much"
    assert evaluate("supplier", values) is None


def test_several_values_at_once_cannot_be_exact() -> None:
    with pytest.raises(UnclearError):
        evaluate("map(lines, #.price)", seen(lines=[{"price": money("1")}]))


def test_only_what_an_expression_reads_is_handed_over() -> None:
    assert holds("quantity == 1", seen(quantity="1", amount=money("unreadable")))


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("amount < 5000", {"amount"}),
        ("a and not b or c", {"a", "b", "c"}),
        ("material_class in person.classes", {"material_class", "person"}),
        ("some(lines, #.price > limit)", {"lines", "limit"}),
        ("sum(map(lines as line, line.price))", {"lines"}),
        ('`${a} and ${b.c}` == "d"', {"a", "b"}),
        ("x == 'amount' or y == \"z\"", {"x", "y"}),
        ("a in [1..b]", {"a", "b"}),
        ("true or null == false", set()),
        ("a ? b : c", {"a", "b", "c"}),
    ],
)
def test_the_names_that_an_expression_reads(expression: str, names: set[str]) -> None:
    assert fields_used(expression) == names


@pytest.mark.parametrize(
    ("expression", "key"),
    [
        ("amount >", "check.not_an_expression"),
        ("amount and and", "check.not_an_expression"),
        ("amount > 5 extra", "check.not_an_expression"),
        ("a && b", "check.not_an_expression"),
        ("", "check.not_an_expression"),
        ("amount = 5", "check.single_equals"),
        ("d() > 5", "check.function_refused"),
        ("rand(5) > 3", "check.function_refused"),
        ("date('now') > 5", "check.clock_refused"),
        ("$root.amount > 5", "check.word_refused"),
        ("amount > 12345678901234567890123456789", "check.too_many_digits"),
        ("`${string(rand(5))}` == '3'", "check.function_refused"),
        ("`${ {a: rand(5)} }` == '3'", "check.word_refused"),
        ("year('no' + 'w') > 5", "check.clock_refused"),
        ("date(`now`) > 5", "check.clock_refused"),
        ("startOf(string('now'), 'day') > 5", "check.clock_refused"),
        ("date(trim(`now`)) > 5", "check.clock_refused"),
        ("date(lower('NOW')) > 5", "check.clock_refused"),
        ("date(trim(supplier)) > 5", "check.clock_refused"),
        ("date(event.a + event.b) > 5", "check.clock_refused"),
        ("year(`${event.a}${event.b}`) > 5", "check.clock_refused"),
        ("date(['no', 'w'][0]) > 5", "check.clock_refused"),
        ("sum(map([0..2000000000], #)) > 5", "check.range_refused"),
        ("all([1..amount], # > 0)", "check.range_refused"),
        ("some([1..5], # in [2..3])", "check.range_refused"),
        ("quantity in map([1..5], #)", "check.range_refused"),
        ("quantity in ]1..5[", "check.range_refused"),
        ("some(a, some(b, some(c, # > 1)))", "check.too_many_rounds"),
        (
            "some(a, # in [1..2) and some(b, # in (1..2] and some(c, # > 1)))",
            "check.too_many_rounds",
        ),
        ("sum(map(flatMap(flatMap(a, a), a), 1)) > 1", "check.too_many_rounds"),
        ("(" * 60 + "amount > 1" + ")" * 60, "check.nested_too_deep"),
        ("not " * 60 + "(amount > 1)", "check.nested_too_deep"),
        ("amount > 1" + " and amount > 1" * 2000, "check.too_long"),
    ],
)
def test_what_must_not_be_used(expression: str, key: str) -> None:
    found = fault(expression)
    assert found is not None
    assert found[0] == key


@pytest.mark.parametrize(
    "expression",
    [
        "amount in [1..5] and quantity not in (2..amount]",
        "quantity in (1..5) or some(lines, #.price in [1..5])",
        "sum(map(filter(lines, #.price > 1), #.price)) > 5",
        "some(a, # > 1) and some(b, # > 1) and some(c, # > 1)",
        "startOf(today + duration('5d'), 'month') > date('2026-12-01')",
        "dayOfWeek(needed_on) == 1 and year(today) in [2026..2030]",
        "date(startOf(today, 'day')) > date(event.when)",
        "date(urgent ? today : needed_on) > max([today, needed_on])",
        "`${supplier}-${string(amount)}` == 'x-1'",
    ],
)
def test_what_may_be_used(expression: str) -> None:
    assert fault(expression) is None


def test_templates() -> None:
    values = seen(amount=money("1234.50", "EUR"), quantity="3.0", needed_on="2026-12-24")
    assert fill("{object.key}: {amount} by {requester.name}", values) == "PO-1: 1234.50 EUR by Rita"
    assert fill("{quantity * 2} on {needed_on}, {today}", values) == "6.0 on 2026-12-24, 2026-11-23"
    assert fill("[{supplier}] {amount > 5} {requester}", values) == "[] true Rita"
    assert fill("nothing to fill", values) == "nothing to fill"
    assert fill("{supplier + 5}", values) == ""


@pytest.mark.parametrize(
    ("kind", "stored_value"),
    [
        (FieldKind.NUMBER, "12.50"),
        (FieldKind.MONEY, {"amount": "12.50", "currency": "EUR"}),
        (FieldKind.DATE, "2026-11-23"),
        (FieldKind.TIME, "2026-11-23T08:00:00+00:00"),
        (FieldKind.FLAG, False),
        (FieldKind.TEXT, "x"),
        (FieldKind.PERSON, "bea"),
    ],
)
def test_what_a_field_stores_comes_back_from_what_expressions_see(
    kind: FieldKind, stored_value: Any
) -> None:
    definition = field("it", kind, currency="EUR")
    assert stored(exact(stored_value, definition), definition, stored_value) == stored_value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldKind.NUMBER, "many"),
        (FieldKind.NUMBER, True),
        (FieldKind.MONEY, "many"),
        (FieldKind.DATE, "soon"),
        (FieldKind.FLAG, "perhaps"),
        (FieldKind.FLAG, Decimal(1)),
    ],
)
def test_what_does_not_fit_a_field_is_not_stored(kind: FieldKind, value: Any) -> None:
    with pytest.raises(UnclearError):
        stored(value, field("it", kind))


def test_money_keeps_the_currency_that_it_had() -> None:
    amount = field("amount", FieldKind.MONEY, currency="CNY")
    assert stored(Decimal("1.10"), amount, money("9", "USD")) == money("1.10", "USD")
    assert stored(Decimal("1.10"), amount) == money("1.10", "CNY")
    assert stored(None, amount) is None


def test_a_text_that_says_now_is_no_date_whatever_the_clock_says() -> None:
    came = {"when": "now", "kind": "x"}
    for text in ("date(event.when) > 5", "year(event.when) == 2026", "`${date(event.when)}` != ''"):
        assert outcome(text, seen().also(event=came)) is None
        assert outcome(text, seen().also(event={"when": "2026-11-22"})) is not None
    dated = "date(event.when) > 5 and event.kind == event.kind"
    said = {"when": "2026-11-22T10:00:00Z", "kind": "now"}
    assert outcome(dated, seen().also(event=said)) is True
    assert outcome("date(supplier) > 5", seen(supplier="now")) is None
