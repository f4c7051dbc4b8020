"""Conditions, computed values and templates over an object's fields, exact to the last digit.

Expressions are those of the ZEN engine. Each is compiled once and kept. What it answers is a Python
float, so a number is asked for as text (`string(…)`) and becomes a `Decimal` here.
"""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

import msgspec
import zen

from core.effort import spend
from core.rules import clock
from core.rules.comparing import comparisons
from core.rules.comparing import holds as holds_plainly
from core.rules.context import WORDS, Context, UnclearError
from core.rules.words import Words, read

_HOLE = re.compile(r"\{([^{}]*)\}")
_POSITION = re.compile(r"\((\d+), \d+\)")
_NOW = b'"now"'
_WORDS_A_STEP = 40
"""How many words of an expression ZEN gets through in a step of `core.effort`."""
MOST_STEPS = 1_000_000
"""About a second for one expression: two functions in one another go through 2,000 lines."""


class Values(Protocol):
    """What an expression is evaluated on: JSON with the values of at least the names it reads."""

    def encoded(self, names: frozenset[str]) -> bytes:
        """The JSON. Raises UnclearError for a value that cannot be held exactly."""
        ...


class ExpressionError(ValueError):
    """The text is no expression, or one that must not be used; a check would have said so."""


class _Program:
    """One compiled expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        words: Words = read(text)
        if words.refused:
            raise ExpressionError(f"{words.refused_word} in {text!r}")
        self._names = words.names
        self._rounds = words.rounds
        self._dated = words.dated
        self._dated_names = frozenset(path.partition(".")[0] for path in words.dated) - {"#"}
        self._evaluate = _compiled(text)
        self._as_text: Any = None
        self._plain = comparisons(text)

    def run(self, context: Values, *, as_text: Any = None) -> Any:
        """What the expression, or `as_text` in its place, gives; numbers as floats."""
        spend(5)
        if self._plain and type(context) is Context:
            held = holds_plainly(self._plain, context.value)
            if held is not None:
                return held
        encoded = context.encoded(self._names)
        if self._rounds[1] or self._rounds[2]:
            self._weigh(encoded)
        if self._dated and _NOW in encoded:
            self._refuse_now(context)
        try:
            return (as_text or self._evaluate)(encoded)
        except RuntimeError as error:
            raise UnclearError(f"{self.text!r}: {_source(error)}") from error

    def _weigh(self, encoded: bytes) -> None:
        """Raises UnclearError where going through lists in one another would take too long.

        ZEN computes on without giving way to anything else. Of lines of a table only the number
        counts, elsewhere each value may be an item.
        """
        typed = self._names.isdisjoint(clock.UNTYPED)
        items = encoded.count(b"{") if typed else encoded.count(b",") + 1
        items += self.text.count(",")
        _, once, twice = self._rounds
        steps = (once * items + twice * items * items) // _WORDS_A_STEP
        if steps > MOST_STEPS:
            raise UnclearError(f"{self.text!r}: {items} × {items}")
        spend(steps)

    def _refuse_now(self, context: Values) -> None:
        """Raises UnclearError where a text that is read as a date says `now`."""
        values = msgspec.json.decode(context.encoded(self._dated_names))
        if path := clock.says_now(values, self._dated):
            raise UnclearError(f"{self.text!r}: {path} = now")

    def run_exactly(self, context: Context) -> Any:
        """What the expression gives, a number as a Decimal."""
        found = self.run(context)
        if isinstance(found, float):
            if self._as_text is None:
                self._as_text = _compiled(f"string({self.text})")
            return Decimal(self.run(context, as_text=self._as_text))
        if isinstance(found, list | dict):
            raise UnclearError(f"{self.text!r} = [...]")
        return found


def _compiled(text: str) -> Any:
    try:
        return zen.compile_expression(text).evaluate
    except RuntimeError as error:
        raise ExpressionError(_source(error)) from error


def _source(error: RuntimeError) -> str:
    """What ZEN says without its stack."""
    first = str(error).partition("\n")[0]
    found = re.search(r'"source":"(.*)"\}?$', first)
    return found[1].replace('\\"', '"') if found else first


@lru_cache(maxsize=8192)
def _program(text: str) -> _Program:
    return _Program(text)


def fields_used(text: str) -> frozenset[str]:
    """The first names in an expression: fields, and words like `requester`."""
    return read(text).names


def fault(text: str) -> tuple[str, dict[str, str], int] | None:
    """Why `text` cannot be used: a key of the area `check`, its values, the column (0: unknown)."""
    words = read(text)
    if words.refused:
        return words.refused, {"word": words.refused_word}, text.find(words.refused_word) + 1
    try:
        _compiled(text)
    except ExpressionError as error:
        place = _POSITION.search(str(error))
        return "check.not_an_expression", {"detail": str(error)}, int(place[1]) + 1 if place else 0
    return None


def outcome(text: str, context: Values) -> bool | None:
    """Whether a condition holds; None where it cannot be said (a value it needs is missing)."""
    try:
        found = _program(text).run(context)
    except UnclearError:
        return None
    return found if isinstance(found, bool) else None


def holds(text: str, context: Values) -> bool:
    """Whether a condition holds. One that cannot be evaluated does not."""
    return outcome(text, context) is True


def evaluate(text: str, context: Context) -> object:
    """What an expression gives: text, flag, None, or an exact Decimal.

    A single name gives the field's value as it is stored: money with its currency, lines of a
    table. A single word gives what it stands for: `today` a date, `requester` a map. Raises
    UnclearError where a value is missing.
    """
    name = text.strip()
    if name in WORDS:
        return context.word(name)
    if name.isascii() and name.isidentifier() and context.object_type.field(name) is not None:
        return context.fields.get(name)
    return _program(text).run_exactly(context)


def holes(template: str) -> list[str]:
    """The expressions in a template's braces."""
    return _HOLE.findall(template)


LONGEST_FILLED = 50_000
"""Characters of a text that a flow writes; each doubling itself, forty would fill any memory."""


def fill(template: str, context: Context) -> str:
    """`template` with each `{expression}` replaced by its value; "" for a missing one.

    What is longer than `LONGEST_FILLED` ends soon after.
    """
    if "{" not in template:
        return template
    parts: list[str] = []
    length = 0
    for at, part in enumerate(_split(template)):
        parts.append(_shown(part, context) if at % 2 else part)
        length += len(parts[-1])
        if length > LONGEST_FILLED:
            return "".join(parts)[: LONGEST_FILLED + 1]
    return "".join(parts)


@lru_cache(maxsize=8192)
def _split(template: str) -> list[str]:
    """Text and expressions in turn, text first."""
    return _HOLE.split(template)


def _shown(text: str, context: Context) -> str:
    try:
        found = evaluate(text, context)
    except UnclearError:
        return ""
    return as_text(found)


def as_text(value: Any) -> str:
    """A value as templates show it: `1250.00 EUR`, `2026-11-22`, the number of lines."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict) and "amount" in value:
        return f"{value['amount']} {value.get('currency', '')}".rstrip()
    if isinstance(value, dict) and "name" in value:
        return str(value["name"])
    if isinstance(value, list | tuple):
        return str(len(value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
