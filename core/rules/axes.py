"""Axes: one thing that conditions look at, cut into cells of values that none can tell apart.

Between two neighbouring constants every value is like any other, so a cell is a constant, or what
lies between two; for words it is each word that is named, any other, and none.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

import msgspec

from core.language import current_language, label, say
from core.objects import Choice, FieldDefinition, FieldKind, ObjectType
from core.rules.context import seconds

ORDERED = (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE, FieldKind.TIME)
MOMENTS = (FieldKind.DATE, FieldKind.TIME)
WORDS = (FieldKind.TEXT, FieldKind.PERSON, FieldKind.REFERENCE)
OTHER = "\x00other"
"""Stands for every word that no condition names."""
_DAY = 86_400
_ALWAYS = ("id", "name", "email", "department", "manager", "region")
_LISTS = ("roles", "groups", "skills")
"""What a requester has that is no single word."""


class Cell(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Values that are all alike; `value` stands for them."""

    value: object
    name: str = ""
    """How a word or a constant is told."""
    low: str = ""
    high: str = ""
    """For what lies between: the constants beside it; "" at the ends."""
    point: bool = False


class Axis(msgspec.Struct, frozen=True, kw_only=True):
    """One field, word, or part of a condition that is not looked into."""

    path: str
    title: str
    cells: tuple[Cell, ...]
    ordered: bool = False
    moments: bool = False
    opaque: bool = False
    """Whether each answer is possible, and beside which others, is not known."""


def axis_of(path: str, limits: Iterable[tuple[str, str]], object_type: ObjectType) -> Axis | None:
    """The axis of a name with the constants that it is compared with; None: it has none."""
    field = object_type.field(path)
    if field is None:
        return _of_word(path, limits)
    title = name_of(field)
    if field.kind in ORDERED:
        return _of_order(field, title, limits)
    if field.kind is FieldKind.CHOICE:
        cells = [Cell(value=each.id, name=choice_name(each), point=True) for each in field.choices]
        return Axis(path=path, title=title, cells=_with_empty(cells, field))
    if field.kind is FieldKind.FLAG:
        names = ((True, "regions.true"), (False, "regions.false"))
        cells = [Cell(value=value, name=say(key), point=True) for value, key in names]
        return Axis(path=path, title=title, cells=_with_empty(cells, field))
    if field.kind in WORDS:
        return Axis(path=path, title=title, cells=_with_empty(_of_texts(limits), field))
    return None


def opaque_axis(text: str) -> Axis:
    """The three answers of a part that is not looked into."""
    answers = ((True, "true"), (False, "false"), (None, "unclear"))
    cells = tuple(
        Cell(value=value, name=say(f"regions.{key}"), point=True) for value, key in answers
    )
    return Axis(path=text, title=f"`{text}`", cells=cells, opaque=True)


def name_of(field: FieldDefinition) -> str:
    """A field as it is called in a sentence: `material class`, `物料类别`."""
    return _in_sentence(label(field.title) or field.id)


def choice_name(choice: Choice) -> str:
    """A choice as it is called in a sentence; by its id where the title only says more."""
    title = _in_sentence(label(choice.title) or choice.id)
    word = choice.id.replace("_", " ")
    return word if title.casefold().startswith(word.casefold()) else title


def _in_sentence(title: str) -> str:
    """English titles begin with a capital, names within a sentence do not."""
    second = title[1:2]
    if current_language() == "en" and (second.islower() or second == " "):
        return title[:1].lower() + title[1:]
    return title


def _with_empty(cells: list[Cell], field: FieldDefinition) -> tuple[Cell, ...]:
    return tuple(cells) if field.required else (*cells, _empty())


def _empty() -> Cell:
    return Cell(value=None, name=say("regions.empty"), point=True)


# --- words -----------------------------------------------------------------------------------


def _of_word(path: str, limits: Iterable[tuple[str, str]]) -> Axis | None:
    first, _, rest = path.partition(".")
    constants = list(limits)
    texts_only = all(kind == "text" for kind, _ in constants)
    if first not in ("requester", "currency_of", "object") or not rest or not texts_only:
        return None
    if first == "requester" and (rest in _LISTS or "." in rest):
        return None
    cells = _of_texts(constants)
    if first == "requester" and rest not in _ALWAYS:
        cells.append(_empty())
    return Axis(path=path, title=path, cells=tuple(cells))


def _of_texts(limits: Iterable[tuple[str, str]]) -> list[Cell]:
    words = dict.fromkeys(text for kind, text in limits if kind == "text" and text)
    cells = [Cell(value=word, name=word, point=True) for word in words]
    return [*cells, Cell(value=OTHER, name=say("regions.others"), point=True)]


# --- numbers and moments ---------------------------------------------------------------------


def _of_order(field: FieldDefinition, title: str, limits: Iterable[tuple[str, str]]) -> Axis:
    known = {each[0]: each[1] for each in (_limit(kind, text) for kind, text in limits) if each}
    constants = sorted(known.items())
    cells: list[Cell] = []
    for number in range(len(constants) + 1):
        low = constants[number - 1] if number else None
        high = constants[number] if number < len(constants) else None
        cells += _between(low, high, whole_days=field.kind is FieldKind.DATE)
        if high is not None and (field.kind is not FieldKind.DATE or high[0] % _DAY == 0):
            cells.append(Cell(value=high[0], name=high[1], low=high[1], high=high[1], point=True))
    return Axis(
        path=field.id,
        title=title,
        cells=_with_empty(cells, field),
        ordered=True,
        moments=field.kind in MOMENTS,
    )


_Limit = tuple[Decimal, str]


def _between(low: _Limit | None, high: _Limit | None, *, whole_days: bool) -> list[Cell]:
    """What lies between two constants; nothing for dates of which one follows the other."""
    step = Decimal(_DAY if whole_days else 2)
    if low is None:
        value = high[0] - step if high is not None else Decimal(0)
        value -= value % _DAY if whole_days else 0
    elif high is None:
        value = low[0] + step
        value -= value % _DAY if whole_days else 0
    elif whole_days:
        value = low[0] + step - low[0] % _DAY
        if value >= high[0]:
            return []
    else:
        value = (low[0] + high[0]) / 2
    names = low[1] if low is not None else "", high[1] if high is not None else ""
    return [Cell(value=value, low=names[0], high=names[1])]


def _limit(kind: str, text: str) -> _Limit | None:
    if kind == "number":
        try:
            number = Decimal(text.replace("_", ""))
        except InvalidOperation:
            return None
        return number, f"{number:f}"
    moment = moment_of(text)
    return (seconds(moment), text) if moment is not None else None


def moment_of(text: str) -> datetime | None:
    """A date or time as ZEN's `date("…")` reads it: without an offset in UTC; None: it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
