"""Plain comparisons, `amount >= 5000 and material_class == "production"`, without the ZEN engine.

Most conditions of flows are of this form, and most of the time that ZEN takes for one goes into
handing the values over as JSON. Only numbers beside numbers and texts beside texts are compared
here, where nothing can be meant otherwise; everything else, also a missing value, is ZEN's.
"""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from core.rules.words import DIGITS, Token, tokens

Comparison = tuple[str, Callable[[Any, Any], Any], Decimal | str]
"""A name, how its value is compared, and with what."""

_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_EQUAL = {"==": operator.eq, "!=": operator.ne}
_KEYWORDS = frozenset({"true", "false", "null", "and", "or", "not", "in", "as"})


def comparisons(text: str) -> tuple[Comparison, ...]:
    """The comparisons that have to hold all together; () where the text is not of this form."""
    words = tokens(text)
    if len(words) % 4 != 3 or any(word.text != "and" for word in words[3::4]):
        return ()
    found = [_comparison(*words[at : at + 3]) for at in range(0, len(words), 4)]
    return tuple(each for each in found if each is not None) if all(found) else ()


def holds(parts: tuple[Comparison, ...], value: Callable[[str], object]) -> bool | None:
    """Whether all of them hold; None where one of the values is not of its literal's kind."""
    held = True
    for name, compare, literal in parts:
        known = value(name)
        if type(known) is not type(literal):
            return None
        held = held and compare(known, literal)
    return held


def _comparison(name: Token, sign: Token, literal: Token) -> Comparison | None:
    if name.kind != "name" or name.text in _KEYWORDS or name.text[0] in "$#":
        return None
    if literal.kind == "number" and literal.text.replace(".", "", 1).isdecimal():
        compare = _ORDER.get(sign.text) or _EQUAL.get(sign.text)
        short = len(literal.text) <= DIGITS and not literal.text.endswith(".")
        return (name.text, compare, Decimal(literal.text)) if compare and short else None
    if literal.kind == "text" and "\\" not in literal.text and sign.text in _EQUAL:
        return name.text, _EQUAL[sign.text], literal.text[1:-1]
    return None
