"""Values as people type them: what means one thing is read, what could mean two is refused."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.language import set_language
from core.objects import Choice, FieldDefinition, FieldKind, Money, ObjectType
from core.text import money, number
from core.typed import as_text, field_of, read_lines, read_value
from tui.drawing.words import value_words


@pytest.fixture(autouse=True)
def _in_shanghai() -> Iterator[None]:
    set_language("en")
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def field(kind: FieldKind, currency: str = "") -> FieldDefinition:
    return FieldDefinition(id="it", kind=kind, title={"en": "It", "zh": "它"}, currency=currency)


MATERIAL = FieldDefinition(
    id="material",
    kind=FieldKind.CHOICE,
    title={"en": "Material", "zh": "材料"},
    choices=(
        Choice(id="steel", title={"en": "Carbon steel", "zh": "碳钢"}),
        Choice(id="alu", title={"en": "Aluminium", "zh": "铝"}),
        Choice(id="old", title={"en": "alu"}),
    ),
)
LINES = FieldDefinition(
    id="lines",
    kind=FieldKind.TABLE,
    title={"en": "Lines", "zh": "明细"},
    columns=(
        FieldDefinition(id="item", kind=FieldKind.TEXT, title={"en": "Item", "zh": "物料"}),
        FieldDefinition(id="quantity", kind=FieldKind.NUMBER, title={"en": "Qty", "zh": "数量"}),
        FieldDefinition(
            id="price", kind=FieldKind.MONEY, title={"en": "Price", "zh": "单价"}, currency="CNY"
        ),
    ),
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12.50", "12.50"),
        ("-3", "-3"),
        ("−3", "-3"),
        (".5", "0.5"),
        ("1,250.10", "1250.10"),
        ("1 250.10", "1250.10"),
        ("1'250.10", "1250.10"),
        ("１２３．５", "123.5"),
        ("１，２３４", "1234"),
        ("12。5", "12.5"),
        ("12.5万", "125000"),
        ("３亿", "300000000"),
        ("12.50000万", "125000.0"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert read_value(field(FieldKind.NUMBER), typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "1,5",
        "１２３，５",
        "12,50",
        "1.250,10",
        "1,25,000",
        "NaN",
        "Infinity",
        "1e5",
        "many",
        "1 2",
        "٣",
    ],
)
def test_a_number_that_could_mean_two_things_is_refused(typed: str) -> None:
    with pytest.raises(UsageError) as wrong:
        read_value(field(FieldKind.NUMBER), typed, name="quantity")
    assert "quantity" in wrong.value.message
    assert typed in wrong.value.message
    assert "1250.50" in wrong.value.hint


@pytest.mark.parametrize(
    ("typed", "usual", "amount", "currency"),
    [
        ("1250", "EUR", "1250", "EUR"),
        ("1,250.10 eur", "", "1250.10", "EUR"),
        ("EUR 1250", "CNY", "1250", "EUR"),
        ("1250EUR", "CNY", "1250", "EUR"),
        ("€1250", "CNY", "1250", "EUR"),
        ("￥１，２５０．００", "CNY", "1250.00", "CNY"),
        ("¥500", "JPY", "500", "JPY"),
        ("12.5万元", "CNY", "125000", "CNY"),
        ("100 美元", "CNY", "100", "USD"),
        ("100元", "", "100", "CNY"),
        ("RMB 100", "EUR", "100", "CNY"),
        ("$5", "AUD", "5", "AUD"),
        ("-5 EUR", "", "-5", "EUR"),
        ("USD 5 USD", "", "5", "USD"),
    ],
)
def test_money_is_read_with_its_currency(
    typed: str, usual: str, amount: str, currency: str
) -> None:
    found = read_value(field(FieldKind.MONEY, usual), typed)
    assert found == {"amount": amount, "currency": currency}


@pytest.mark.parametrize("typed", ["many", "1 2 EUR", "EUR", "5 EURO", "EUR 5 USD", "$5", "100元"])
def test_money_whose_currency_is_unclear_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="It"):
        read_value(field(FieldKind.MONEY, "EUR"), typed)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-02",
        "2026-11-2",
        "2026/11/2",
        "2026.11.02",
        "2026年11月2日",
        "２０２６－１１－０２",
        "20261102",
    ],
)
def test_a_date_is_read_with_the_year_first(typed: str) -> None:
    assert read_value(field(FieldKind.DATE), typed) == "2026-11-02"


@pytest.mark.parametrize("typed", ["2.11.2026", "11/02/2026", "11月2日", "2026-02-30", "soon"])
def test_a_date_that_is_none_or_could_be_two_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_value(field(FieldKind.DATE), typed)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-02T14:30",
        "2026-11-02 14:30",
        "2026/11/2 14:30",
        "2026年11月2日 14:30",
        "2026年11月2日14时30分",
        "２０２６年１１月２日１４：３０",
        "2026-11-02T06:30Z",
    ],
)
def test_a_time_without_an_offset_is_the_persons_own(typed: str) -> None:
    assert read_value(field(FieldKind.TIME), typed) == "2026-11-02T14:30:00+08:00"


@pytest.mark.parametrize("typed", ["14:30", "2026-11-02 25:00", "2026-11-02 at noon"])
def test_a_time_without_a_day_or_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_value(field(FieldKind.TIME), typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("steel", "steel"), ("CARBON steel", "steel"), ("铝", "alu"), ("alu", "alu")],
)
def test_a_choice_is_meant_by_its_id_or_its_title_in_either_language(typed: str, read: str) -> None:
    assert read_value(MATERIAL, typed) == read


def test_a_choice_that_is_none_names_those_there_are() -> None:
    with pytest.raises(UsageError) as wrong:
        read_value(MATERIAL, "gold")
    assert "steel (Carbon steel), alu (Aluminium)" in wrong.value.hint


@pytest.mark.parametrize(
    ("typed", "read"), [("yes", True), ("是", True), ("Ｎ", False), ("否", False)]
)
def test_a_flag_is_read_in_either_language(typed: str, read: bool) -> None:
    assert read_value(field(FieldKind.FLAG), typed) is read


def test_the_lines_of_a_table_name_columns_by_id_or_title() -> None:
    lines = [
        {"物料": "螺栓", "数量": "１，０００", "price": "1.2"},
        {"Item": "nut", "quantity": ""},
    ]
    assert read_lines(LINES, lines) == [
        {"item": "螺栓", "quantity": "1000", "price": {"amount": "1.2", "currency": "CNY"}},
        {"item": "nut", "quantity": None},
    ]


def test_a_wrong_cell_is_named_by_line_and_column() -> None:
    with pytest.raises(UsageError, match=r"lines\[2\]\.quantity: “many”"):
        read_lines(LINES, [{"item": "nut"}, {"quantity": "many"}], name="lines")


def test_a_wrong_column_brings_the_nearest_one() -> None:
    with pytest.raises(UsageError) as wrong:
        read_lines(LINES, [{"quantty": "1"}])
    assert wrong.value.hint == "Did you mean quantity? There are: item, quantity, price"


def test_an_unknown_field_brings_the_nearest_one_and_a_title_means_its_field() -> None:
    order = ObjectType(id="order", title={"en": "Order"}, prefix="O", fields=(MATERIAL, LINES))
    assert field_of(ObjectType(id="o", title={}, prefix="O", fields=(LINES,)), "明细") is LINES
    with pytest.raises(UsageError, match="Order has no field “line”") as wrong:
        field_of(order, "line")
    assert wrong.value.hint.startswith("Did you mean lines?")


_numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4).map(
    lambda value: format(value, "f")
)
_currencies = st.sampled_from(["EUR", "CNY", "JPY", "KWD", "USD"])


@given(_numbers)
def test_a_number_as_shown_reads_back_as_itself(value: str) -> None:
    found = read_value(field(FieldKind.NUMBER), number(value))
    assert isinstance(found, str)
    assert Decimal(found) == Decimal(value)


@given(_numbers, _currencies)
def test_money_as_shown_reads_back_as_itself(amount: str, currency: str) -> None:
    shown = money(Money(amount=amount, currency=currency))
    found = read_value(field(FieldKind.MONEY, "GBP"), shown)
    assert isinstance(found, dict)
    assert (Decimal(found["amount"]), found["currency"]) == (Decimal(amount), currency)


_moments = st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
_values = st.one_of(
    st.tuples(st.just(field(FieldKind.NUMBER)), _numbers),
    st.tuples(st.just(field(FieldKind.DATE)), st.dates(date(1000, 1, 1)).map(date.isoformat)),
    st.tuples(st.just(field(FieldKind.FLAG)), st.booleans()),
    st.tuples(st.just(MATERIAL), st.sampled_from(["steel", "alu", "old"])),
    st.tuples(
        st.just(field(FieldKind.TIME)), _moments.map(lambda each: each.astimezone().isoformat())
    ),
    st.tuples(
        st.just(field(FieldKind.MONEY)),
        st.fixed_dictionaries({"amount": _numbers, "currency": _currencies}),
    ),
    st.tuples(
        st.just(LINES),
        st.lists(st.fixed_dictionaries({}, optional={"item": st.just("a"), "quantity": _numbers})),
    ),
)


@given(_values)
def test_a_value_as_text_reads_back_as_itself(pair: tuple[FieldDefinition, object]) -> None:
    definition, value = pair
    assert read_value(definition, as_text(definition, value)) == value


@given(st.sampled_from(["en", "zh"]), _values)
def test_what_the_screen_shows_reads_back(
    language: str, pair: tuple[FieldDefinition, object]
) -> None:
    definition, value = pair
    if definition.kind is FieldKind.TABLE:
        return  # shown as lines, not as one text
    set_language(language)
    shown = value_words(definition, value, {})
    if definition is MATERIAL and value == "old":
        return  # "alu" is another one's id
    again = value_words(definition, read_value(definition, shown), {})
    assert again == shown


@given(st.sampled_from(list(FieldKind)), st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(kind: FieldKind, text: str) -> None:
    with suppress(UsageError):
        read_value(field(kind, "EUR"), text)


def test_a_time_that_the_clocks_leave_out_is_as_long_after_the_change() -> None:
    os.environ["TZ"] = "Europe/Berlin"  # the fixture puts it back
    time.tzset()
    at = field(FieldKind.TIME)
    assert read_value(at, "2027-03-28 02:30") == "2027-03-28T03:30:00+02:00"
    assert read_value(at, "2027-10-31 02:30") == "2027-10-31T02:30:00+02:00"  # the first of two
