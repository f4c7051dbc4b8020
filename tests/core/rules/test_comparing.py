"""Plain comparisons are answered without ZEN, and always as ZEN answers them."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.objects import FieldDefinition, FieldKind, ObjectType
from core.rules.comparing import comparisons
from core.rules.context import Context
from core.rules.expressions import fault, outcome

FIELDS = {
    "amount": FieldKind.NUMBER,
    "weight": FieldKind.NUMBER,
    "material": FieldKind.TEXT,
    "rush": FieldKind.FLAG,
}
ORDER = ObjectType(
    id="order",
    title={},
    prefix="O",
    fields=tuple(FieldDefinition(id=id_, kind=kind, title={}) for id_, kind in FIELDS.items()),
)


class ByZen:
    """The same values for an expression that ZEN has to answer."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def encoded(self, names: frozenset[str]) -> bytes:
        return self._context.encoded(names)


NUMBERS = st.one_of(
    st.integers(-3, 3).map(str),
    st.decimals(-20_000, 20_000, places=2).map(str),
    st.sampled_from(
        ["0", "5000", "5000.0", "0.1", "9999999999999999999999999999", "0.000000000000000000000001"]
    ),
)
TEXTS = st.one_of(
    st.sampled_from(["production", "Production", "", "5000", "now", "钢材"]), st.text()
)
PART = st.one_of(
    st.tuples(
        st.sampled_from(["amount", "weight", "material", "missing", "rush"]),
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        NUMBERS.filter(lambda number: not number.startswith("-")),
    ),
    st.tuples(
        st.sampled_from(["material", "amount", "missing"]),
        st.sampled_from(["==", "!="]),
        TEXTS.filter(lambda text: '"' not in text).map(lambda text: f'"{text}"'),
    ),
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "amount": NUMBERS,
        "weight": NUMBERS,
        "material": TEXTS.map(lambda text: text.encode("utf-8", "replace").decode()),
        "rush": st.booleans(),
    },
)


@settings(max_examples=600, deadline=None)
@given(st.lists(PART, min_size=1, max_size=3), VALUES)
def test_what_is_compared_plainly_is_what_zen_says(
    parts: list[tuple[str, str, str]], values: dict[str, object]
) -> None:
    text = " and ".join(" ".join(part) for part in parts)
    assume(fault(text) is None)
    context = Context(values, ORDER)
    assert outcome(text, context) is outcome(text, ByZen(Context(values, ORDER)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("amount < 5000", ["amount"]),
        (
            'material == "production" and amount >= 5000 and amount<=50000',
            ["material"] + 2 * ["amount"],
        ),
        ("amount == 5.50", ["amount"]),
    ],
)
def test_these_are_plain(text: str, names: list[str]) -> None:
    assert [name for name, _, _ in comparisons(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "amount < 5000 or rush",
        "amount < -5",
        "amount < 5e3",
        "amount in [5..9]",
        "amount < weight",
        "5000 > amount",
        "requester.department == 'x'",
        "not rush",
        "rush == true",
        'material < "b"',
        r'material == "a\n"',
        "(amount < 5)",
        "amount < 5 and",
        "amount < 5 amount",
        "",
    ],
)
def test_these_are_left_to_zen(text: str) -> None:
    assert comparisons(text) == ()


def test_plain_numbers_are_compared_to_the_last_digit() -> None:
    context = Context({"amount": "9007199254740993.01"}, ORDER)
    assert outcome("amount > 9007199254740993", context) is True
    assert outcome("amount == 9007199254740993.01", context) is True
    assert comparisons("amount == 9007199254740993.01")[0][2] == Decimal("9007199254740993.01")
