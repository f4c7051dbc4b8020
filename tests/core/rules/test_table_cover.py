"""Holes and overlaps of rule tables are found exactly, and told in words."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.language import speaking
from core.located import Problems
from core.rules.table import rows_for
from core.rules.table_cover import survey_table
from tests.core.flow.company import PURCHASE_ORDER
from tests.core.rules.tables import CSV_HEAD, HEAD, order, read, rows

WORKED_EXAMPLE = (
    "amount: under 5000",
    "material_class: production, amount: 5000 to 50000",
    "amount: over 100000",
)


def test_both_holes_of_the_worked_example_are_named() -> None:
    found = survey_table(rows(*WORKED_EXAMPLE), PURCHASE_ORDER)
    assert found.gaps == (
        "amount from 5000 up to 50000, material_class other than production",
        "amount over 50000 up to 100000",
    )
    with speaking("zh"):
        assert survey_table(rows(*WORKED_EXAMPLE), PURCHASE_ORDER).gaps == (
            "amount 不小于 5000 且不大于 50000，且 material_class 不是 production",
            "amount 大于 50000 且不大于 100000",
        )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("amount: under 5", "amount: from 5"), ()),
        (("amount: under 5", "amount: over 5"), ("amount 5",)),
        (("urgent: yes", "urgent: no"), ("urgent empty",)),
        (("urgent: not yes",), ("urgent yes",)),
        (
            ("needed_on: before 2026-12-01", "needed_on: from 2026-12-02", "needed_on: empty"),
            ("needed_on 2026-12-01",),
        ),
        (("needed_on: up to 2026-12-01", "needed_on: from 2026-12-02", "needed_on: empty"), ()),
        (('supplier: ["Acme, Inc.", Bolt]',), ("supplier anything else or empty",)),
        (('supplier: ["Acme, Inc."]',), ("supplier other than Acme, Inc.",)),
        (("keeper: bea or bob", "keeper: not bea"), ()),
    ],
)
def test_holes_are_named(cells: tuple[str, ...], told: tuple[str, ...]) -> None:
    gaps = survey_table(rows(*cells), PURCHASE_ORDER).gaps
    assert gaps == told


def test_a_condition_that_computes_is_not_judged() -> None:
    table = read(f"{HEAD}rows:\n  - when: amount > quantity\n  - when: {{amount: over 5}}\n")
    found = survey_table(table, PURCHASE_ORDER)
    assert (found.gaps, found.unsure) == ((), ("amount > quantity",))


def test_a_plain_condition_is_judged_with_the_cells() -> None:
    table = read(
        f"{HEAD}rows:\n  - when: amount < 5\n  - when: {{amount: from 5}}\n    and: urgent\n"
    )
    assert survey_table(table, PURCHASE_ORDER).gaps == ("amount from 5, urgent no or empty",)


def test_rows_that_never_apply_and_overlaps_are_found() -> None:
    table = rows("amount: under 5", "amount: under 3", "amount: over 2", "amount: 7")
    found = survey_table(table, PURCHASE_ORDER)
    assert found.dead == (1, 3)
    assert found.overlaps[0] == (0, 2, "amount over 2 under 5")


def test_every_overlap_counts_where_only_one_row_may_hold() -> None:
    table = rows("amount: under 5", "amount: 3", hit="only one")
    assert survey_table(table, PURCHASE_ORDER).overlaps == ((0, 1, "amount 3"),)


_AMOUNTS = st.sampled_from(
    ["", "under 2", "2 to 4", "over 2", "from 3 to under 5", "3", "not 3", "empty", "not empty"]
)
_CLASSES = st.sampled_from(["", "office", "office, service", "not office", "empty", "非空"])
_FLAGS = st.sampled_from(["", "yes", "no", "not yes"])
_DAYS = st.sampled_from(["", "up to 2026-12-01", "from 2026-12-02", "2026-12-03", "not empty"])
_ROWS = st.lists(st.tuples(_AMOUNTS, _CLASSES, _FLAGS, _DAYS), min_size=1, max_size=7, unique=True)


@settings(max_examples=60)
@given(_ROWS, st.sampled_from(["first", "every"]))
def test_what_is_said_of_a_table_is_true_of_a_dense_sample(
    cells: list[tuple[str, str, str, str]], hit: str
) -> None:
    lines = "".join(",".join(f'"{each}"' for each in row) + ",role:x\n" for row in cells)
    head = f"{CSV_HEAD}hit,{hit}\namount,material_class,urgent,needed_on,ask\n"
    table = read(head + lines, Problems())
    found = survey_table(table, PURCHASE_ORDER)
    assert not found.unsure
    applied, uncovered = set(), 0
    days = (None, "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04")
    for amount, kind, urgent, day in product(
        ("1", "2", "2.5", "3", "4", "4.5", "5", "6"),  # an amount is required
        (None, "office", "service", "production"),
        (None, True, False),
        days,
    ):
        context = order(amount, material_class=kind, urgent=urgent, needed_on=day)
        held = rows_for(table, context)
        applied |= {row.name for row in held}
        uncovered += not held
    assert bool(found.gaps) == bool(uncovered)
    names = [row.name for row in table.rows]
    dead = found.dead if hit == "first" else found.never
    assert {names[at] for at in dead} == {name for name in names if name not in applied}
    parts = survey_table(table, PURCHASE_ORDER, few=2, together=0)
    assert (bool(parts.gaps), parts.unsure, parts.unseen) == (bool(uncovered), (), ())
    assert (parts.dead, parts.never) == (found.dead, found.never)


def test_a_thousand_rows_are_surveyed_and_a_hole_among_them_is_found() -> None:
    lines = [
        f"{at * 100} to under {at * 100 + 100},{kind},role:x"
        for at in range(334)
        for kind in ("production", "office", "not production and office")
        if (at, kind) != (170, "office")
    ]
    lines = [
        line.replace("not production and office", '"not production, office"') for line in lines
    ]
    head = f"{CSV_HEAD}amount,material_class,ask\n"
    tail = "under 0,,role:x\nfrom 33400,,role:x\n"
    table = read(head + "\n".join(lines) + "\n" + tail)
    found = survey_table(table, PURCHASE_ORDER)
    assert len(table.rows) == 1003
    assert found.gaps == ("amount from 17000 under 17100, material_class office",)
    assert found.overlaps == ()


def test_a_large_table_is_looked_at_in_parts() -> None:
    lines = [f"over {at} up to {at + 1},,role:x" for at in range(2100) if at != 1700]
    last = ["up to 0,,role:x", "over 2100,,role:x", '30 to 40,"office, service",role:x']
    head = f"{CSV_HEAD}amount,material_class,ask\n"
    found = survey_table(read(head + "\n".join((*lines, *last)) + "\n"), PURCHASE_ORDER)
    assert found.gaps == ("amount over 1700 up to 1701",)
    assert (found.dead, found.never, found.unseen) == ((2101,), (), ())


def test_what_was_not_looked_at_is_said() -> None:
    lines = [f"over {at},role:x" for at in range(2100)]
    found = survey_table(read(f"{CSV_HEAD}amount,ask\n" + "\n".join(lines) + "\n"), PURCHASE_ORDER)
    assert (found.gaps, found.dead, found.unseen) == ((), (), ("every case",))
