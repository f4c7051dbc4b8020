"""Holes, dead branches and overlaps are found exactly, and told in words."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.language import speaking
from core.rules.context import Context
from core.rules.coverage import survey
from core.rules.expressions import holds
from tests.core.flow.company import PURCHASE_ORDER, money


def gaps(*conditions: str) -> tuple[str, ...]:
    found = survey(conditions, PURCHASE_ORDER)
    assert not found.unsure
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
        "amount from 5000 up to 50000, material_class other than production",
        "amount over 50000 up to 100000",
    )


def test_holes_are_told_in_chinese() -> None:
    with speaking("zh"):
        assert gaps("amount < 5000") == ("amount 不小于 5000",)


def test_a_branch_that_is_never_first_is_dead() -> None:
    found = survey(["amount < 5000", "amount < 3000", "amount >= 5000"], PURCHASE_ORDER)
    assert found.dead == (1,)


def test_overlaps_where_neither_contains_the_other() -> None:
    found = survey(["amount < 5000", "amount > 3000", "amount > 4000"], PURCHASE_ORDER)
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
    found = survey([condition], PURCHASE_ORDER)
    assert (found.gaps, found.unsure) == ((), (condition,))


def test_what_computes_does_not_hide_a_hole_that_is_there_in_any_case() -> None:
    found = survey(["amount > 5000 and amount > quantity", "amount > 8000"], PURCHASE_ORDER)
    assert found.gaps == ("amount up to 5000",)
    assert found.unsure == ("amount > quantity",)


def test_what_computes_needs_not_be_judged_where_the_rest_covers_every_case() -> None:
    found = survey(["amount > quantity", "amount < 5", "amount >= 5"], PURCHASE_ORDER)
    assert (found.gaps, found.unsure) == ((), ())


def test_dates_that_follow_each_other_leave_no_hole() -> None:
    before, after = 'needed_on <= date("2026-12-01")', 'needed_on >= date("2026-12-02")'
    assert gaps(before, after, "needed_on == null") == ()
    assert gaps(before, 'needed_on >= date("2026-12-04")', "needed_on == null") == (
        "needed_on after 2026-12-01 before 2026-12-04",
    )


_ATOMS = st.one_of(
    st.builds(
        "amount {} {}".format,
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        st.integers(-2, 6),
    ),
    st.sampled_from(
        [
            'material_class == "office"',
            'material_class in ["office", "service"]',
            'material_class not in ["office", "service"]',
            "material_class != null",
            "urgent",
            "urgent == true",
            "not urgent",
            "amount in [2..4]",
            "amount not in (2..4)",
            "3 < amount",
            "-1 <= amount",
            'needed_on < date("2026-12-02")',
            'needed_on == date("2026-12-01")',
            'needed_on in [date("2026-12-01")..date("2026-12-03"))',
            "needed_on == null",
            "true",
        ]
    ),
)
_CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("{} and {}".format, inner, inner),
        st.builds("{} or {}".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=5,
)


@settings(max_examples=30)
@given(st.lists(_CONDITIONS, min_size=1, max_size=4))
def test_what_is_said_of_every_case_is_true_of_a_dense_sample(conditions: list[str]) -> None:
    found = survey(conditions, PURCHASE_ORDER)
    assert not found.unsure
    held_together = set()
    firsts: set[int] = set()
    ever: set[int] = set()
    uncovered = 0
    amounts = [str(half / 2) for half in range(-5, 14)]
    classes = ["office", "production", "service", None]
    days = ["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", None]
    for amount, kind, urgent, day in product(amounts, classes, [True, False, None], days):
        fields = {
            "amount": money(amount),
            "material_class": kind,
            "urgent": urgent,
            "needed_on": day,
        }
        context = Context(fields, PURCHASE_ORDER)
        held = tuple(at for at, text in enumerate(conditions) if holds(text, context))
        held_together.add(held)
        firsts |= set(held[:1])
        ever |= set(held)
        uncovered += not held
    everybody = set(range(len(conditions)))
    assert bool(found.gaps) == bool(uncovered)
    assert set(found.dead) == everybody - firsts
    assert set(found.never) == everybody - ever
    assert {each[:2] for each in found.overlaps} == {
        (one, other)
        for other in everybody
        for one in range(other)
        if any(one in held and other in held for held in held_together)
        and any(one in held and other not in held for held in held_together)
        and any(other in held and one not in held for held in held_together)
    }
