"""Tryton's JSON, exactly."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from server_stub.connectors.tryton import values


@pytest.mark.parametrize(
    "value",
    [
        Decimal("2.10"),
        Decimal("0.00000000000000000001"),
        date(2026, 11, 22),
        datetime(2026, 11, 22, 2, 16, 35, 750433),
        time(8, 30),
        timedelta(days=2, seconds=3),
        b"\x00offer\xff",
        {"lines": [{"amount": Decimal("1.1")}], "party.": None},
    ],
)
def test_exact_types_survive_the_way_there_and_back(value: object) -> None:
    assert values.loads(values.dumps(value)) == value


def test_what_has_no_form_in_tryton_is_refused() -> None:
    with pytest.raises(TypeError, match="complex"):
        values.dumps(1j)


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.0, "5"), (0.1, "0.1"), (1e-7, "0.0000001"), (12345678.5, "12345678.5"), (3, "3")],
)
def test_a_float_becomes_the_shortest_decimal_that_means_it(value: float, text: str) -> None:
    assert values.exact(value) == text
    assert values.plain(Decimal("2.10")) == "2.10"
