"""One value of one field, checked and written in the one form in which it is kept.

Each kind has a function that answers the kept form or raises ValueError with words for people.
Numbers stay exact decimal text; text from outside is cleaned.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from core.language import label, say
from core.objects import FieldDefinition, FieldKind
from core.people import Directory
from core.text import clean, one_line

LONGEST_LINE = 1_000
LONGEST_TEXT = 50_000
MOST_DIGITS = 30
MOST_LINES = 2_000

_HASH = re.compile("[0-9a-fA-F]{64}")
_YES = ("true", "yes", "1", "是")
_NO = ("false", "no", "0", "否")


def checked(field: FieldDefinition, value: object, directory: Directory) -> object:
    """The value in its kept form; None for an empty one. Raises ValueError in people's words.

    What only the database knows (does the reference, the file exist?) is not asked here.
    """
    if value is None or value == "":
        return None
    if field.kind == FieldKind.PERSON:
        return _person(value, directory)
    return _KINDS[field.kind](field, value)


def _text(field: FieldDefinition, value: object) -> object:
    if not isinstance(value, str):
        raise ValueError(say("operations.not_text"))
    text = clean(value) if field.multiline else one_line(clean(value)).strip()
    longest = LONGEST_TEXT if field.multiline else LONGEST_LINE
    if len(text) > longest:
        raise ValueError(say("operations.too_long", n=longest))
    return text or None


def exact(value: object) -> str:
    """A number as exact decimal text: `12.50`. Raises ValueError in people's words."""
    if isinstance(value, float):
        raise ValueError(say("operations.inexact"))
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(say("operations.not_number"))
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise ValueError(say("operations.not_number")) from None
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):  # NaN, Infinity
        raise ValueError(say("operations.not_number"))
    if max(len(digits), len(digits) + exponent, -exponent) > MOST_DIGITS:
        raise ValueError(say("operations.too_many_digits", n=MOST_DIGITS))
    return format(number, "f")


def _number(_: FieldDefinition, value: object) -> object:
    return exact(value)


def _money(field: FieldDefinition, value: object) -> object:
    if isinstance(value, dict):
        if not set(value) <= {"amount", "currency"}:
            raise ValueError(say("operations.not_money"))
        amount, currency = value.get("amount"), value.get("currency") or field.currency
    elif isinstance(value, str):
        amount, _, currency = value.strip().partition(" ")
        currency = currency.strip() or field.currency
    else:
        amount, currency = value, field.currency
    if not isinstance(currency, str) or not _is_currency(currency):
        raise ValueError(say("operations.no_currency"))
    try:
        return {"amount": exact(amount), "currency": currency.upper()}
    except ValueError:
        if isinstance(amount, float):
            raise
        raise ValueError(say("operations.not_money")) from None


def _is_currency(text: str) -> bool:
    return len(text) == 3 and text.isascii() and text.isalpha()


def _date(_: FieldDefinition, value: object) -> object:
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise ValueError(say("operations.not_date")) from None


def _time(_: FieldDefinition, value: object) -> object:
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(say("operations.not_time")) from None
    if moment.tzinfo is None:
        raise ValueError(say("operations.not_time"))
    return moment.isoformat()


def _flag(_: FieldDefinition, value: object) -> object:
    word = str(value).strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(say("operations.not_flag"))


def _choice(field: FieldDefinition, value: object) -> object:
    for each in field.choices:
        if value == each.id:
            return each.id
    choices = ", ".join(f"{each.id} ({label(each.title)})" for each in field.choices)
    raise ValueError(say("operations.not_choice", choices=choices))


def _person(value: object, directory: Directory) -> object:
    id_ = value.removeprefix("@") if isinstance(value, str) else ""
    if id_ not in directory.people:
        raise ValueError(say("operations.not_person", value=one_line(clean(str(value)))[:80]))
    return id_


def _reference(_: FieldDefinition, value: object) -> object:
    if not isinstance(value, str) or len(value) > LONGEST_LINE:
        raise ValueError(say("operations.not_key"))
    return one_line(clean(value)).strip() or None


def _file(_: FieldDefinition, value: object) -> object:
    hash_ = value.get("hash") if isinstance(value, dict) else value
    if not isinstance(hash_, str) or not _HASH.fullmatch(hash_):
        raise ValueError(say("operations.not_file"))
    name = str(value.get("name") or "") if isinstance(value, dict) else ""
    # Size and type are what was uploaded, not what somebody says: see `fields.check`.
    return {"hash": hash_.lower(), "name": one_line(clean(name))[:200] or hash_[:12]}


def _table(_: FieldDefinition, value: object) -> object:
    if not isinstance(value, list) or not all(isinstance(line, dict) for line in value):
        raise ValueError(say("operations.not_table"))
    if len(value) > MOST_LINES:
        raise ValueError(say("operations.too_many_lines", n=MOST_LINES))
    return value or None


_KINDS: dict[FieldKind, Callable[[FieldDefinition, object], object]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.DATE: _date,
    FieldKind.TIME: _time,
    FieldKind.FLAG: _flag,
    FieldKind.CHOICE: _choice,
    FieldKind.REFERENCE: _reference,
    FieldKind.FILE: _file,
    FieldKind.TABLE: _table,
}
