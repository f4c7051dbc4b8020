"""Holes of a rule table as rows that would close them: the region in words, and its cells."""

from collections.abc import Sequence

import msgspec

from core.language import say
from core.objects import ObjectType
from core.rules.axes import OTHER, Axis, Cell
from core.rules.boxes import Box, TooManyError, cells
from core.rules.expressions import ExpressionError
from core.rules.regions import named_axes, runs, tell
from core.rules.table import Table
from core.rules.table_cover import table_holes


class Hole(msgspec.Struct, frozen=True, kw_only=True):
    """Cases in which no row holds."""

    words: str
    """As the check names them."""
    cells: dict[str, str]
    """What a row that takes just these demands of each field, by its path."""


def holes_of(table: Table, object_type: ObjectType) -> list[Hole]:
    """The holes of a table, from low to high, in the current language.

    None are claimed where the table is too intricate to be judged, or a condition is unsound.
    """
    try:
        axes, boxes = table_holes(table, object_type)
    except (TooManyError, ExpressionError):
        return []
    return [Hole(words=tell(axes, box), cells=_cells(axes, box)) for box in boxes]


def _cells(axes: Sequence[Axis], box: Box) -> dict[str, str]:
    return {axes[at].path: _cell(axes[at], box[at]) for at in named_axes(axes, box)}


def _cell(axis: Axis, mask: int) -> str:
    """What a table's cell says for these values: read again, it takes just them."""
    if not axis.ordered:
        return _of_words(axis, mask)
    told = [_of_run([axis.cells[at] for at in cells(run)]) for run in runs(axis, mask)]
    return say("rules.cell_or").join(told)


def _of_run(run: list[Cell]) -> str:
    first, last = run[0], run[-1]
    if first.value is None:
        return say("rules.cell_empty")
    if len(run) == 1 and first.point:
        return first.name
    if first.point and last.point:
        return say("rules.cell_to", low=first.low, high=last.high)
    parts = []
    if first.low:
        parts.append(say(f"rules.cell_{'from' if first.point else 'over'}", limit=first.low))
    if last.high:
        parts.append(say(f"rules.cell_{'up_to' if last.point else 'under'}", limit=last.high))
    return say("rules.cell_both").join(parts) or say("rules.cell_given")


def _of_words(axis: Axis, mask: int) -> str:
    chosen = [each for at, each in enumerate(axis.cells) if mask >> at & 1]
    left = [each for at, each in enumerate(axis.cells) if not mask >> at & 1]
    if any(each.value == OTHER for each in chosen) or _is_shorter(left, chosen):
        words = _joined(left)
        return say("rules.cell_not", values=words)
    return _joined(chosen)


def _is_shorter(left: list[Cell], chosen: list[Cell]) -> bool:
    """Whether it is plainer to say what is left out; `not` takes what is empty as well."""
    empty = any(each.value is None for each in left)
    return not empty and not isinstance(chosen[0].value, bool) and len(left) < len(chosen)


def _joined(values: list[Cell]) -> str:
    return say("rules.cell_or_word").join(_word(each) for each in values)


def _word(cell: Cell) -> str:
    if cell.value is None:
        return say("rules.cell_empty")
    if isinstance(cell.value, bool):
        return say("rules.cell_yes" if cell.value else "rules.cell_no")
    word = str(cell.value)
    plain = all(letter.isalnum() or letter in "_-." for letter in word)
    return word if plain else f'"{word}"'
