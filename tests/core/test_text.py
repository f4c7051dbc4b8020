"""Values written for people."""

import pytest

from core.objects import Money
from core.text import money, number, place_of


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("486000", "CNY", "486,000.00 CNY"),
        ("24400.00", "CNY", "24,400.00 CNY"),
        ("0.5", "EUR", "0.50 EUR"),
        ("1.2345", "USD", "1.2345 USD"),
        ("-1200", "USD", "-1,200.00 USD"),
        ("486000", "JPY", "486,000 JPY"),
        ("1200.5", "KRW", "1,200.5 KRW"),
        ("12", "KWD", "12.000 KWD"),
        ("1E+3", "CNY", "1,000.00 CNY"),
        (
            "12345678901234567890123456789012",
            "CNY",
            "12,345,678,901,234,567,890,123,456,789,012.00 CNY",
        ),
        ("7", "", "7"),
        ("7", "points", "7 points"),
        ("much", "CNY", "much CNY"),
        ("NaN", "CNY", "NaN CNY"),
        ("Infinity", "CNY", "Infinity CNY"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency_and_never_fewer_than_it_came_with(
    amount: str, currency: str, shown: str
) -> None:
    assert money(Money(amount=amount, currency=currency)) == shown


def test_a_number_keeps_the_decimals_that_it_has() -> None:
    assert number("1234.50") == "1,234.50"
    assert number("400") == "400"


@pytest.mark.parametrize(
    ("words", "count", "place"),
    [
        ("1", 3, 0),
        ("3", 3, 2),
        ("0", 3, None),
        ("4", 3, None),
        ("", 3, None),
        ("x", 3, None),
        ("-1", 3, None),
        ("10", 10, 9),
        ("10", 9, None),
        ("9" * 5_000, 10, None),
        ("1", 0, None),
    ],
)
def test_a_typed_number_names_a_place(words: str, count: int, place: int | None) -> None:
    assert place_of(words, count) == place
