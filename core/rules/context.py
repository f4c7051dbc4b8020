"""What an expression can see: fields as exact values, and the words `requester`, `today` and so on.

The ZEN engine reads numbers exactly only from JSON text: a Python float has lost digits before it
gets there, and `Decimal` is not taken. So a context is handed over as JSON, and only with the names
that the expression reads.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from core.language import label
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.people import Person
from core.rules.words import DIGITS

WORDS = frozenset({"requester", "person", "event", "object", "today", "now", "currency_of"})
"""Names that are not fields. A field of such a name cannot be used in an expression."""

_encode = msgspec.json.Encoder(decimal_format="number").encode


class UnclearError(ValueError):
    """An expression could not be evaluated on these values, or a value cannot be held exactly."""


class Context:
    """The values of one object at one moment, for any number of expressions.

    The words may be given as a function, as each word may: it is called when an expression speaks
    of them.
    """

    def __init__(
        self,
        fields: Mapping[str, object],
        object_type: ObjectType,
        words: Mapping[str, object] | Callable[[], Mapping[str, object]] | None = None,
    ) -> None:
        self.fields = fields
        self.object_type = object_type
        self._said = words
        self._exact: dict[str, object] = {}
        self._encoded: dict[frozenset[str], bytes] = {}

    def also(self, **words: object) -> "Context":
        """The same with further words, for example `person`."""
        context = Context(self.fields, self.object_type, {**self._words(), **words})
        context._exact = self._exact
        return context

    def encoded(self, names: frozenset[str]) -> bytes:
        """JSON with the values of `names`. Raises UnclearError for what has too many digits."""
        known = self._encoded.get(names)
        if known is None:
            values = {}
            for name in names:
                values[name] = self.value(name)
            known = self._encoded[names] = _encode(values)
        return known

    def value(self, name: str) -> object:
        """The value of a word or a field as expressions see it; None: there is none."""
        known = self._exact
        if name in known:
            return known[name]
        if name in WORDS:
            return self._word(name)
        stored = self.fields.get(name)
        definition = self.object_type.field(name)
        found = known[name] = stored if definition is None else exact(stored, definition)
        return found

    def word(self, name: str) -> object:
        """A word as it was given: `today` as a date."""
        word = self._words().get(name)
        return word() if callable(word) else word

    def _words(self) -> Mapping[str, object]:
        if callable(self._said):
            self._said = self._said()
        return self._said or {}

    def _word(self, name: str) -> object:
        if name == "currency_of":
            return self._currencies()
        value = self.word(name)
        return seconds(value) if isinstance(value, date) else value

    def _currencies(self) -> dict[str, object]:
        return {
            field.id: _currency(self.fields.get(field.id), field)
            for field in self.object_type.fields
            if field.kind is FieldKind.MONEY
        }


def exact(stored: Any, definition: FieldDefinition) -> object:
    """A stored value as expressions see it.

    Numbers and amounts of money are decimals; dates and times are seconds since 1970 UTC, as ZEN's
    `date("2026-11-22")` gives them; lines of a table are maps. Raises UnclearError for a value that
    is not of its kind or has more digits than ZEN holds.
    """
    if stored is None or stored == "":
        return None
    try:
        return _READERS[definition.kind](stored, definition)
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as error:
        raise UnclearError(f"{definition.id}: {stored!r}") from error


def decimal(text: object) -> Decimal:
    """A number that ZEN computes with exactly. Raises ValueError for any other."""
    said = str(text)
    number = Decimal(said)
    if not number.is_finite():
        raise ValueError(f"no number: {text}")
    if len(said) <= DIGITS and "E" not in said and "e" not in said:
        return number
    parts = number.as_tuple()
    # Trailing zeros of 5E+30 are digits too; decimals beyond 28 places are rounded by ZEN.
    if len(parts.digits) + max(int(parts.exponent), 0) > DIGITS or -int(parts.exponent) > DIGITS:
        raise ValueError(f"more than {DIGITS} digits: {text}")
    return number


def seconds(moment: date | datetime) -> Decimal:
    """Seconds since 1970 UTC; a date counts from its midnight UTC."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    span = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return Decimal(span.days * 86_400 + span.seconds) + Decimal(span.microseconds).scaleb(-6)


def person_words(person: Person | None) -> dict[str, object]:
    """A person as expressions see one: the attributes beside what every person has."""
    if person is None:
        return {}
    return {
        **person.attributes,
        "id": person.id,
        "name": label(person.name, "en") or person.id,
        "email": person.email,
        "department": person.department,
        "manager": person.manager,
        "region": person.region,
        "roles": person.roles,
        "groups": person.groups,
        "skills": person.skills,
    }


def _money(stored: Any, _definition: FieldDefinition) -> Decimal:
    return decimal(stored["amount"] if isinstance(stored, dict) else stored)


def _currency(stored: Any, definition: FieldDefinition) -> str:
    named = stored.get("currency") if isinstance(stored, dict) else ""
    return str(named or definition.currency)


def _table(stored: Any, definition: FieldDefinition) -> list[dict[str, object]]:
    return [
        {column.id: exact(line.get(column.id), column) for column in definition.columns}
        for line in stored
    ]


_READERS: dict[FieldKind, Any] = {
    FieldKind.TEXT: lambda stored, _: str(stored),
    FieldKind.NUMBER: lambda stored, _: decimal(stored),
    FieldKind.MONEY: _money,
    FieldKind.DATE: lambda stored, _: seconds(date.fromisoformat(stored)),
    FieldKind.TIME: lambda stored, _: seconds(datetime.fromisoformat(stored)),
    FieldKind.FLAG: lambda stored, _: bool(stored),
    FieldKind.CHOICE: lambda stored, _: str(stored),
    FieldKind.PERSON: lambda stored, _: str(stored),
    FieldKind.REFERENCE: lambda stored, _: str(stored),
    FieldKind.FILE: lambda stored, _: stored,
    FieldKind.TABLE: _table,
}
