"""What a person typed for a field, as it travels to the server; the server has the last word."""

from decimal import Decimal, InvalidOperation

from core.language import label, say
from core.objects import FieldDefinition, FieldKind


class GivenWrongly(ValueError):
    """What was typed does not fit the field; the text says what does."""


def given_value(field: FieldDefinition | None, field_id: str, words: str) -> object:
    """The value of `words` for a field. Raises GivenWrongly."""
    title = (label(field.title) if field is not None else "") or field_id
    if not words:
        raise GivenWrongly(say("tui.field_missing", field=title))
    if field is None:
        return words
    if field.kind is FieldKind.NUMBER:
        return _decimal(title, words)
    if field.kind is FieldKind.MONEY:
        amount, _, currency = words.partition(" ")
        return {
            "amount": _decimal(title, amount),
            "currency": currency.strip().upper() or field.currency,
        }
    if field.kind is FieldKind.FLAG:
        return _flag(title, words)
    if field.kind is FieldKind.CHOICE:
        return _choice(field, title, words)
    return words.removeprefix("@") if field.kind is FieldKind.PERSON else words


def _decimal(title: str, words: str) -> str:
    plain = words.replace(",", "").replace(" ", "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise GivenWrongly(say("tui.not_a_number", field=title, value=words))
    return plain


def _flag(title: str, words: str) -> bool:
    yes, no = say("tui.yes"), say("tui.no")
    if words.lower() in (yes, "yes", "y", "true", "1"):
        return True
    if words.lower() in (no, "no", "n", "false", "0"):
        return False
    raise GivenWrongly(say("tui.one_of", field=title, choices=f"{yes}, {no}"))


def _choice(field: FieldDefinition, title: str, words: str) -> str:
    for choice in field.choices:
        if words.lower() in (choice.id.lower(), label(choice.title).lower()):
            return choice.id
    choices = ", ".join(label(choice.title) or choice.id for choice in field.choices)
    raise GivenWrongly(say("tui.one_of", field=title, choices=choices))
