"""Holes, dead branches and overlaps are found exactly, and told in words."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language import speaking
from core.rules.context import Context
from core.rules.coverage import survey
from core.rules.expressions import holds
from tests.core.flow.company import PURCHASE_ORDER, money


def gaps(*conditions: str) -> tuple[str, ...]:
    found = survey(conditions, PURCHASE_ORDER)
    assert found is not None
    return found.gaps


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        (("amount < 5000", "amount >= 5000"), ()),
        (("amount < 5000", "amount > 5000"), ("amount 5000",)),
        (("amount < 5000", "amount >= 50000"), ("amount from 5000 under 50000",)),
        (("amount in [5..10)",), ("amount under 5", "amount from 10")),
        (("amount == 7",), ("amount under 7", "amount over 7")),
        (("amount != 7",), ("amount 7",)),
        (("not (amount < 5)",), ("amount under 5",)),
        (("amount > -5",), ("amount up to -5",)),
        (("urgent == true", "urgent != true"), ()),
        (("urgent", "not urgent"), ("urgent empty",)),
        (
            ('material_class == "office"',),
            ("material_class other than office",),
        ),
        (
            ('material_class in ["office", "service"]', "material_class == 'production'"),
            ("material_class empty",),
        ),
        (('supplier == "Acme"',), ("supplier other than Acme",)),
        (
            ('needed_on < date("2026-12-01")', "needed_on == null"),
            ("needed_on from 2026-12-01",),
        ),
        (("true",), ()),
    ],
)
def test_holes_are_named(conditions: tuple[str, ...], told: tuple[str, ...]) -> None:
    assert gaps(*conditions) == told


def test_holes_of_several_fields_are_boxes() -> None:
    assert gaps(
        "amount < 5000",
        'material_class == "production" and amount <= 50000',
        "amount > 100000",
    ) == (
        "amount from 5000 up to 100000, material_class other than production",
        "amount over 50000 up to 100000",
    )


def test_holes_are_told_in_chinese() -> None:
    with speaking("zh"):
        assert gaps("amount < 5000") == ("amount 不小于 5000",)


def test_a_branch_that_is_never_first_is_dead() -> None:
    found = survey(["amount < 5000", "amount < 3000", "amount >= 5000"], PURCHASE_ORDER)
    assert found is not None
    assert found.dead == (1,)


def test_overlaps_where_neither_contains_the_other() -> None:
    found = survey(["amount < 5000", "amount > 3000", "amount > 4000"], PURCHASE_ORDER)
    assert found is not None
    assert found.overlaps == (
        (0, 1, "amount over 3000 under 5000"),
        (0, 2, "amount over 4000 under 5000"),
    )


@pytest.mark.parametrize(
    "condition",
    [
        "amount > quantity",
        "amount * 2 > 5",
        "amount - 3 > 5",
        "len(lines) > 5",
        "some(lines, #.price > 5)",
        "amount > 5 ? urgent : true",
        "supplier == `x`",
        "contains(supplier, 'x')",
    ],
)
def test_what_computes_is_not_judged(condition: str) -> None:
    assert survey([condition], PURCHASE_ORDER) is None


_ATOMS = st.one_of(
    st.builds(
        "amount {} {}".format,
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        st.integers(-2, 6),
    ),
    st.sampled_from(['material_class == "office"', "urgent == true", "amount in [2..4]"]),
)
_CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=4,
)


@given(st.lists(_CONDITIONS, min_size=1, max_size=3))
def test_what_is_said_of_every_case_is_true_of_a_dense_sample(conditions: list[str]) -> None:
    found = survey(conditions, PURCHASE_ORDER)
    assert found is not None
    firsts, uncovered = set(), 0
    amounts = [str(half / 2) for half in range(-7, 15)]
    classes = ["office", "production", "service", None]
    for amount, kind, urgent in product(amounts, classes, [True, False, None]):
        fields = {"amount": money(amount), "material_class": kind, "urgent": urgent}
        context = Context(fields, PURCHASE_ORDER)
        held = [at for at, text in enumerate(conditions) if holds(text, context)]
        firsts |= set(held[:1])
        uncovered += not held
    assert bool(found.gaps) == bool(uncovered)
    assert set(found.dead) == set(range(len(conditions))) - firsts
