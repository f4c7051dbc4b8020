"""Numbers and amounts of money as people type them, in English and Chinese.

Only what can mean one thing is read: `1,250.10`, `1 250.10`, `１２５０`, `12.5万`, `1250 eur`,
`€1250`, `1250元`. `1,5` could be one and a half or fifteen; it is refused.
"""

import re
import unicodedata
from decimal import Decimal

MOST_LETTERS = 100
"""What is longer is no number that anybody typed."""

_WHOLE = r"(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+)"
_NUMBER = re.compile(rf"([+-]?)({_WHOLE}(?:\.\d+)?|\.\d+) ?([万萬亿億]?)", re.ASCII)
_SCALES = {"": 0, "万": 4, "萬": 4, "亿": 8, "億": 8}
_FULL_STOP = re.compile(r"(?<=\d)。(?=\d)")
"""What a Chinese keyboard gives for the decimal point."""
_CURRENCIES = {
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "₹": "INR",
    "人民币": "CNY",
    "rmb": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "英镑": "GBP",
    "日元": "JPY",
    "港元": "HKD",
    "港币": "HKD",
}
_SHARED = {
    "¥": ("CNY", "JPY"),
    "元": ("CNY", "HKD", "MOP", "SGD", "TWD"),
    "块": ("CNY",),
    "$": ("USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"),
}
"""Signs of several currencies: they mean the field's own, where that is one of them."""
_CODE = re.compile("[A-Za-z]{3}")
_AROUND = re.compile(r"([^\d+\-.,']*?) ?([+-]?[\d.][\d., ']*? ?[万萬亿億]?) ?([^\d.,']*)", re.ASCII)


def plain(text: str) -> str:
    """Full-width letters, digits and signs as their usual forms, spaces as single ones."""
    usual = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2019", "'")
    return " ".join(usual.split())


def read_number(text: str) -> str | None:
    """Exact decimal text, its decimals kept (`12.50`); None where it is no number."""
    if len(text) > MOST_LETTERS:
        return None
    found = _NUMBER.fullmatch(_FULL_STOP.sub(".", plain(text)))
    if found is None:
        return None
    sign, digits, scale = found.groups()
    # Moved, not multiplied: no digit is lost, however many there are.
    exact = Decimal(sign + re.sub("[, ']", "", digits))
    if scale:
        numerals = exact.as_tuple()
        moved = int(numerals.exponent) + _SCALES[scale]
        exact = Decimal((numerals.sign, numerals.digits, moved))
    return format(exact, "f")


def read_money(text: str, usual: str) -> dict[str, str] | None:
    """Amount and currency, `usual` being the field's own; None where it is no amount."""
    words = _FULL_STOP.sub(".", plain(text))
    found = _AROUND.fullmatch(words) if len(words) <= MOST_LETTERS else None
    if found is None:
        return None
    before, digits, after = (part.strip() for part in found.groups())
    amount = read_number(digits)
    currency = _currency(before, after, usual)
    if amount is None or currency is None:
        return None
    return {"amount": amount, "currency": currency}


def _currency(before: str, after: str, usual: str) -> str | None:
    """The currency that stands on one side of the amount, or on both alike."""
    named = {_named(word, usual) for word in (before, after) if word}
    if not named:
        return usual
    return named.pop() if len(named) == 1 else None


def _named(word: str, usual: str) -> str | None:
    if _CODE.fullmatch(word):
        code = word.upper()
        return _CURRENCIES.get(word.lower(), code)
    if word in _SHARED:
        possible = _SHARED[word]
        if usual in possible:
            return usual
        return possible[0] if not usual or len(possible) == 1 else None
    return _CURRENCIES.get(word)
