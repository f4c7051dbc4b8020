"""Text from outside made harmless, and values written for people, measured in cells.

Every string that was not written by this program passes `clean` once, where it enters the client
(terminal.md's rule: ESC, C1 and bidirectional controls otherwise pass through every widget and
through plain output). The server cleans what it stores as well, so that other readers are safe too.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from core.language import current_language, label, say
from core.objects import Money

_HARMFUL = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f"  # C0 but tab and newline; DEL
    "\x80-\x9f"  # C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks, overrides, isolates
    "\u2028\u2029"  # separators that some terminals take as a new line
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotation
    "\U000e0000-\U000e007f"  # tags: invisible text
    "\ud800-\udfff"  # lone surrogates: cannot be encoded
    "]"
)
_SPACES = re.compile(r"[\t\n]+")
_CRLF = re.compile(r"\r\n?")


def clean(text: str) -> str:
    """`text` without anything that a terminal would act on; newline and tab stay."""
    return _HARMFUL.sub("", _CRLF.sub("\n", text))


def clean_all(value: Any) -> Any:
    """The same JSON-like value with every string in it, keys too, cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): clean_all(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean_all(each) for each in value]
    return value


def one_line(text: str) -> str:
    """`text` with line breaks and tabs as single spaces."""
    return _SPACES.sub(" ", text)


def cell_width(text: str) -> int:
    """How many terminal cells `text` takes; wide East Asian characters take two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # the screens' own measure; a plain line need not load it

    return cell_len(text)


def head(text: str, cells: int) -> str:
    """As many whole characters of `text`, as a person counts them, as fit into `cells`."""
    if text.isascii():
        return text[: max(0, cells)]
    from rich.cells import split_graphemes

    used = 0
    for start, _stop, size in split_graphemes(text)[0]:
        if used + size > cells:
            return text[:start]
        used += size
    return text


def cut(text: str, cells: int) -> str:
    """At most `cells` cells of `text`, with `…` where something was cut."""
    if cell_width(text) <= cells:
        return text
    return head(text, cells - 1) + "…" if cells > 0 else ""


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """`text` cut or padded to exactly `cells` cells."""
    text = cut(text, cells)
    padding = " " * (cells - cell_width(text))
    return padding + text if right else text + padding


_NO_DECIMALS = frozenset(
    (
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    )
)
_THREE_DECIMALS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
"""Currencies whose amounts do not have two decimals (ISO 4217)."""
_CURRENCY = re.compile("[A-Z]{3}")


def money(value: Money | None, *, whole: bool = False) -> str:
    """`12,345.60 EUR`: as many decimals as the currency has, and never fewer than the amount has.

    `whole` leaves decimals out that are all zero: `12,345 EUR`. An amount that is no number is
    shown as it is.
    """
    if value is None:
        return ""
    words = number(value.amount, _decimals(value.currency))
    if whole and not words.partition(".")[2].strip("0"):
        words = words.partition(".")[0]
    return f"{words} {value.currency}".rstrip()


def _decimals(currency: str) -> int:
    if not _CURRENCY.fullmatch(currency) or currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def number(value: str, decimals: int = 0) -> str:
    """A decimal string with thousands separators and at least so many decimals.

    Its own decimals are kept: `1234.50` → `1,234.50`.
    """
    try:
        exact = Decimal(value)
        exponent = exact.as_tuple().exponent
    except (InvalidOperation, ValueError):
        return value
    if not isinstance(exponent, int):  # no number at all, or none with an end
        return value
    return f"{exact:,.{max(decimals, -exponent)}f}"


def duration(span: timedelta | float) -> str:
    """A length of time in one unit, as a person would say it: `3 d`, `5 h`, `12 min`, `40 s`."""
    seconds = span.total_seconds() if isinstance(span, timedelta) else span
    seconds = abs(seconds)
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return say(f"time.{unit}", n=int(seconds // size))
    return say("time.second", n=int(seconds))


def due(moment: datetime | None, now: datetime) -> str:
    """How a due time stands to now: `in 5 h`, `2 d late`, or ""."""
    if moment is None:
        return ""
    span = moment - now
    key = "time.late" if span.total_seconds() < 0 else "time.in"
    return say(key, span=duration(span))


def waiting(since: datetime, now: datetime) -> str:
    """How long something without a time limit has waited: `waits 2 d`; under a minute: `new`.

    Beside due times it must not read like one.
    """
    span = now - since
    if span.total_seconds() < 60:
        return say("time.new")
    return say("time.waiting", span=duration(span))


def ago(moment: datetime, now: datetime) -> str:
    """How long ago a moment was: `5 min ago`; under a minute: `now`."""
    span = now - moment
    if span.total_seconds() < 60:
        return say("time.now")
    return say("time.ago", span=duration(span))


def name(words: dict[str, str], fallback: str = "") -> str:
    """A person's or thing's name in the current language, or `fallback` (its id)."""
    return label(words, current_language()) or fallback


def place_of(words: str, count: int) -> int | None:
    """Which of so many things a typed number names, from 0: `1` is the first. None: none."""
    if not words.isdecimal() or len(words) > len(str(count)):
        return None  # nobody counts that far, and Python refuses to read thousands of digits
    return int(words) - 1 if 1 <= int(words) <= count else None
