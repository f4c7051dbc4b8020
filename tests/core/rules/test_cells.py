"""A business person writes a cell as they would say it."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from core.objects import FieldKind
from core.rules.cells import CellError, read_cell
from tests.core.flow.company import PURCHASE_ORDER
from tests.core.rules.tables import order, rows


def holds(cell: str, amount: str | None) -> bool:
    from core.rules.table import rows_for

    return bool(rows_for(rows(f'amount: "{cell}"'), order(amount)))


@pytest.mark.parametrize(
    ("cell", "within", "without"),
    [
        ("under 5000", ("4999.99", "-1"), ("5000", None)),
        ("< 5,000", ("4999.99",), ("5000", None)),
        ("＜5000", ("4999.99",), ("5000",)),
        ("小于 5000", ("4999.99",), ("5000", None)),
        ("5000 to 50000", ("5000", "50000"), ("4999.99", "50000.01", None)),
        ("5,000-50,000", ("5000", "50000"), ("4999.99", "50000.01")),
        ("5000 至 5万", ("5000", "50000"), ("4999.99", "50000.01")),
        ("between 5 and 7", ("5", "7"), ("4", "8")),
        ("from 5 to under 7", ("5", "6.99"), ("7",)),
        ("over 5 up to 7", ("5.01", "7"), ("5", "7.01")),
        ("over 5 and not over 7", ("5.01", "7"), ("5", "7.01")),
        ("大于 5 且不大于 7", ("5.01", "7"), ("5", "7.01")),
        ("[5..7)", ("5", "6.99"), ("7",)),
        ("(5..7]", ("5.01", "7"), ("5",)),
        ("5万以上", ("50000",), ("49999.99", None)),
        ("超过5万", ("50000.01",), ("50000",)),
        ("5000以下", ("5000",), ("5000.01",)),
        ("at least 5", ("5",), ("4.99",)),
        ("not under 5", ("5",), ("4.99", None)),
        ("5", ("5", "5.00"), ("5.01", None)),
        ("not 5", ("4", None), ("5",)),
        ("1 or 3 or over 7", ("1", "3", "8"), ("2", "7", None)),
        ("empty or over 7", (None, "8"), ("7",)),
        ("-5 to -1", ("-5", "-1"), ("0", "-6")),
        ("empty", (None,), ("0",)),
        ("not empty", ("0",), (None,)),
        ("任意", ("0", None), ()),
    ],
)
def test_amounts_are_written_as_people_say_them(
    cell: str, within: tuple[str | None, ...], without: tuple[str | None, ...]
) -> None:
    assert [amount for amount in (*within, *without) if holds(cell, amount)] == list(within)


def test_a_day_in_a_field_of_moments_is_as_long_as_a_day() -> None:
    date = PURCHASE_ORDER.field("needed_on")
    assert date is not None
    cell = read_cell("up to 2026-12-01", replace(date, kind=FieldKind.TIME))
    assert cell is not None
    (only,) = cell.ranges
    assert (only.high, only.with_high) == (Decimal(1796169600), False)


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        ("amount", "a lot", "cell_no_number"),
        ("amount", "5 6", "cell_no_number"),
        ("amount", "1.5.2", "cell_no_number"),
        ("amount", "50%", "cell_no_number"),
        ("amount", "7 to 5", "cell_backwards"),
        ("amount", "9" * 30, "cell_no_number"),
        ("needed_on", "soon", "cell_no_moment"),
        ("needed_on", "2026-13-01", "cell_no_moment"),
        ("urgent", "maybe", "cell_no_flag"),
        ("material_class", "wood", "cell_no_choice"),
    ],
)
def test_what_cannot_be_read_is_refused(field: str, text: str, key: str) -> None:
    with pytest.raises(CellError) as refused:
        read_cell(text, PURCHASE_ORDER.field(field))
    assert refused.value.key == key
