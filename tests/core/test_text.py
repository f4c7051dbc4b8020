"""Values written for people."""

import pytest

from core.objects import Money
from core.text import money, number


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
