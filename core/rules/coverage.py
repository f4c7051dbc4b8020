"""Whether conditions cover every case, found by trying each where something can change.

Conditions that compare fields with constants can change their answer only at those constants. So
the values just there and between them stand for all values, and trying every combination of them
tells exactly which cases no condition takes, which condition is never reached, and which overlap.
Conditions that compute, or compare fields with one another, are not judged.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from math import prod

import msgspec

from core.language import say
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.rules.context import seconds
from core.rules.expressions import ExpressionError, outcome
from core.rules.words import Token, read, tokens

_MOST_POINTS = 20_000
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_PLAIN = _COMPARISONS | {"(", ")", "[", "]", "..", ",", ".", "-"}
_ORDERED = (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE, FieldKind.TIME)
_WORDS = (FieldKind.TEXT, FieldKind.PERSON, FieldKind.REFERENCE)

_encode = msgspec.json.Encoder(decimal_format="number").encode


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What trying every case has shown; regions are told in the current language."""

    gaps: tuple[str, ...] = ()
    """Cases in which no condition holds."""
    dead: tuple[int, ...] = ()
    """Conditions that are never the first to hold."""
    overlaps: tuple[tuple[int, int, str], ...] = ()
    """Two conditions that both hold in a region, though neither contains the other."""


def survey(conditions: Sequence[str], object_type: ObjectType) -> Survey | None:
    """What the conditions of a `choose` cover; None where that cannot be judged exactly."""
    try:
        axes = _axes(conditions, object_type)
    except ExpressionError:
        return None
    if axes is None or prod(len(axis.values) for axis in axes) > _MOST_POINTS:
        return None
    space = _Space(axes, conditions)
    return Survey(
        gaps=tuple(space.regions(space.nowhere)),
        dead=tuple(
            number
            for number in range(len(conditions))
            if all(number not in held[:1] for held in space.held.values())
        ),
        overlaps=tuple(space.overlaps(len(conditions))),
    )


# --- axes ------------------------------------------------------------------------------------


class _Axis(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that conditions look at: the values that stand for all, and the constants."""

    path: str
    ordered: bool
    values: tuple[object, ...]
    names: tuple[str, ...]
    """How each value is told; for ordered ones the constants, "" for what lies between."""


def _axes(conditions: Sequence[str], object_type: ObjectType) -> list[_Axis] | None:
    literals: list[Token] = []
    paths: dict[str, None] = {}
    for text in conditions:
        words = tokens(text)
        if not _plain(words):
            return None
        literals += _constants(words)
        paths |= dict.fromkeys(sorted(read(text).paths))
    axes = [_axis(path, literals, object_type) for path in paths]
    return None if None in axes else [axis for axis in axes if axis is not None]


def _constants(words: list[Token]) -> Iterator[Token]:
    """The constants, a minus sign with its number."""
    for at, word in enumerate(words):
        if word.kind == "number" and at and words[at - 1].text == "-":
            yield Token(word.kind, f"-{word.text}", word.at)
        elif word.kind in ("text", "number"):
            yield word


def _plain(words: list[Token]) -> bool:
    """Whether the condition only compares names with constants."""
    return all(
        _is_plain(word, words[at - 1] if at else None, words[at + 1] if words[at + 1 :] else None)
        for at, word in enumerate(words)
    )


def _is_plain(word: Token, before: Token | None, after: Token | None) -> bool:
    if word.kind == "name":
        return after is None or after.text != "(" or word.text in _CALLABLE
    if word.kind != "operator":
        return word.kind != "template"
    if word.text == "-":
        return before is None or before.text in _PLAIN
    if word.text in _COMPARISONS and before is not None and after is not None:
        return not (before.kind == after.kind == "name" and after.text not in _CONSTANTS)
    return word.text in _PLAIN


_CALLABLE = frozenset({"date", "and", "or", "not", "in"})
_CONSTANTS = frozenset({"true", "false", "null", "date"})


def _axis(path: str, literals: list[Token], object_type: ObjectType) -> _Axis | None:
    field = object_type.field(path)
    if field is None:
        known = path.startswith(("requester.", "currency_of."))
        return _of_words(path, literals, optional=False) if known else None
    if field.kind in _ORDERED:
        return _of_order(field, literals)
    if field.kind is FieldKind.CHOICE:
        return _of_names(path, [choice.id for choice in field.choices], not field.required)
    if field.kind is FieldKind.FLAG:
        values: tuple[object, ...] = (True, False) if field.required else (True, False, None)
        names = ("true", "false", say("check.region_empty"))[: len(values)]
        return _Axis(path=path, ordered=False, values=values, names=names)
    if field.kind in _WORDS:
        return _of_words(path, literals, optional=not field.required)
    return None


def _of_words(path: str, literals: list[Token], *, optional: bool) -> _Axis:
    found = [word.text[1:-1] for word in literals if word.kind == "text"]
    return _of_names(path, list(dict.fromkeys(found)), optional, others=True)


def _of_names(path: str, names: list[str], optional: bool, *, others: bool = False) -> _Axis:
    values: list[object] = list(names)
    told = list(names)
    if others:
        values.append("\x00anything else")
        told.append(say("check.region_others"))
    if optional:
        values.append(None)
        told.append(say("check.region_empty"))
    return _Axis(path=path, ordered=False, values=tuple(values), names=tuple(told))


def _of_order(field: FieldDefinition, literals: list[Token]) -> _Axis:
    found = (_limit(word, field) for word in literals)
    limits = sorted({limit for limit in found if limit is not None})
    values: list[object] = [limits[0][0] - 1] if limits else [Decimal(0)]
    names = [""]
    for at, (constant, text) in enumerate(limits):
        following = limits[at + 1][0] if at + 1 < len(limits) else constant + 2
        values += [constant, (constant + following) / 2]
        names += [text, ""]
    if not field.required:
        values.append(None)
        names.append(say("check.region_empty"))
    return _Axis(path=field.id, ordered=True, values=tuple(values), names=tuple(names))


def _limit(word: Token, field: FieldDefinition) -> tuple[Decimal, str] | None:
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        if word.kind != "number":
            return None
        number = Decimal(word.text.replace("_", ""))
        return number, f"{number:f}"
    if word.kind != "text":
        return None
    try:
        moment = datetime.fromisoformat(word.text[1:-1])
    except ValueError:
        return None
    return seconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC)), word.text[1:-1]


# --- points and regions ----------------------------------------------------------------------

_Point = tuple[int, ...]


class _Values:
    """A combination of values, as expressions take it."""

    def __init__(self, values: dict[str, object]) -> None:
        self._encoded = _encode(values)

    def encoded(self, names: frozenset[str]) -> bytes:
        """All of it, whatever is asked for."""
        return self._encoded


class _Space:
    """Every combination of the axes' values, with the conditions that hold there."""

    def __init__(self, axes: list[_Axis], conditions: Sequence[str]) -> None:
        self.axes = axes
        self.held: dict[_Point, tuple[int, ...]] = {}
        for point in product(*(range(len(axis.values)) for axis in axes)):
            values = _Values(self._values(point))
            self.held[point] = tuple(
                number for number, text in enumerate(conditions) if outcome(text, values) is True
            )

    @property
    def nowhere(self) -> set[_Point]:
        """Where no condition holds."""
        return {point for point, held in self.held.items() if not held}

    def overlaps(self, conditions: int) -> Iterator[tuple[int, int, str]]:
        """Pairs that meet, neither inside the other, with a region where they do."""
        where = [
            {point for point, held in self.held.items() if number in held}
            for number in range(conditions)
        ]
        for later in range(conditions):
            for earlier in range(later):
                both = where[earlier] & where[later]
                if both and both != where[earlier] and both != where[later]:
                    yield earlier, later, next(self.regions(both))

    def regions(self, points: set[_Point]) -> Iterator[str]:
        """Boxes that together are exactly `points`, told in words."""
        left = set(points)
        while left:
            box = self._grown(min(left), points)
            left -= set(product(*box))
            yield self._told(box)

    def _values(self, point: _Point) -> dict[str, object]:
        values: dict[str, object] = {}
        for axis, at in zip(self.axes, point, strict=True):
            first, _, rest = axis.path.partition(".")
            if rest:
                inner = values.setdefault(first, {})
                assert isinstance(inner, dict)
                inner[rest] = axis.values[at]
            else:
                values[first] = axis.values[at]
        return values

    def _grown(self, start: _Point, points: set[_Point]) -> list[list[int]]:
        """The largest box around `start` that lies wholly in `points`, grown axis by axis."""
        box = [[at] for at in start]
        for number, axis in enumerate(self.axes):
            for side in (
                range(start[number] - 1, -1, -1),
                range(start[number] + 1, len(axis.values)),
            ):
                for at in side:
                    wider = [*box[:number], [at], *box[number + 1 :]]
                    if all(point in points for point in product(*wider)):
                        box[number].append(at)
                    elif axis.ordered:
                        break
            box[number].sort()
        return box

    def _told(self, box: list[list[int]]) -> str:
        told = [
            _told_range(axis, chosen) if axis.ordered else _told_names(axis, chosen)
            for axis, chosen in zip(self.axes, box, strict=True)
            if len(chosen) < len(axis.values)
        ]
        return ", ".join(told) or say("check.region_all")


def _told_names(axis: _Axis, chosen: list[int]) -> str:
    left = [axis.names[at] for at in range(len(axis.values)) if at not in chosen]
    if len(left) < len(chosen):
        return say("check.region_not", name=axis.path, values=", ".join(left))
    return say("check.region_is", name=axis.path, values=", ".join(axis.names[at] for at in chosen))


def _told_range(axis: _Axis, chosen: list[int]) -> str:
    last = len(axis.values) - (2 if axis.values[-1] is None else 1)
    numbers = [at for at in chosen if at <= last]
    if not numbers:
        return say("check.region_is", name=axis.path, values=say("check.region_empty"))
    first, final = numbers[0], numbers[-1]
    parts = [axis.path]
    if first == final and axis.names[first]:
        return say("check.region_is", name=axis.path, values=axis.names[first])
    if first > 0:
        inclusive = bool(axis.names[first])
        limit = axis.names[first] if inclusive else axis.names[first - 1]
        parts.append(say("check.region_from" if inclusive else "check.region_over", limit=limit))
    if final < last:
        inclusive = bool(axis.names[final])
        limit = axis.names[final] if inclusive else axis.names[final + 1]
        parts.append(say("check.region_up_to" if inclusive else "check.region_under", limit=limit))
    return " ".join(parts)
