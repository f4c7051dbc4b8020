"""Whether conditions cover every case: what none takes, what is never reached, what overlaps.

Conditions become sets of boxes (`core.rules.boxes`) over axes of cells (`core.rules.axes`); what a
plain part answers in each cell is asked of ZEN itself, so missing values count as they do at run
time. A part that computes, or compares fields with one another, may answer anything: then a hole
that depends on it is not claimed, and neither is that there is none (`Survey.unsure`).
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import msgspec

from core.objects import ObjectType
from core.rules.axes import Axis, axis_of, opaque_axis
from core.rules.boxes import Box, TooManyError, cells, common, covers, uncovered, whole, widest
from core.rules.expressions import ExpressionError, outcome
from core.rules.formulas import Every, Formula, Opposite, Part, parts_of, take_apart
from core.rules.regions import tell, tell_apart

MOST_GAPS = 8
"""How many holes are told."""
_MOST_BOXES = 3000

_encode = msgspec.json.Encoder(decimal_format="number").encode


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What was found; regions are told in the current language."""

    gaps: tuple[str, ...] = ()
    """Cases in which no condition holds."""
    unsure: tuple[str, ...] = ()
    """Parts for which it cannot be told whether the conditions cover every case; ("",): too many
    cases to look at. Without gaps and without this every case is covered."""
    dead: tuple[int, ...] = ()
    """Conditions that are never the first to hold."""
    never: tuple[int, ...] = ()
    """Conditions that never hold at all."""
    overlaps: tuple[tuple[int, int, str], ...] = ()
    """Two conditions that both hold in a region, though neither contains the other."""


def survey(conditions: Sequence[str], object_type: ObjectType) -> Survey:
    """What the conditions of a `choose` cover."""
    try:
        formulas = [take_apart(text) for text in conditions]
        space = Space(_axes(formulas, object_type))
        found = [space.boxes(formula) for formula in formulas]
        return judge(space.axes, found)
    except TooManyError:
        return Survey(unsure=("",))
    except ExpressionError as error:
        return Survey(unsure=(str(error),))


def judge(axes: Sequence[Axis], conditions: Sequence[Sequence[Box]]) -> Survey:
    """What conditions cover that are boxes already. Raises TooManyError."""
    everything = whole([len(axis.cells) for axis in axes])
    gaps, unsure = _holes(axes, conditions, everything)
    return Survey(
        gaps=gaps,
        unsure=unsure,
        dead=tuple(at for at in range(len(conditions)) if _is_dead(conditions, at)),
        never=tuple(at for at, boxes in enumerate(conditions) if not boxes),
        overlaps=tuple(_overlaps(axes, conditions)),
    )


# --- conditions as boxes ---------------------------------------------------------------------


class Space:
    """The axes that some conditions look at."""

    def __init__(self, axes: Sequence[Axis]) -> None:
        self.axes = list(axes)
        self.everything = whole([len(axis.cells) for axis in axes])
        self._numbers = {axis.path: number for number, axis in enumerate(self.axes)}

    def boxes(self, formula: Formula) -> list[Box]:
        """Where it holds. Raises TooManyError."""
        return self._both(formula)[0]

    def _only(self, path: str, mask: int) -> list[Box]:
        """Every case with these cells on one axis; no box where there are none."""
        at = self._numbers[path]
        return [(*self.everything[:at], mask, *self.everything[at + 1 :])] if mask else []

    def _both(self, formula: Formula) -> tuple[list[Box], list[Box]]:
        """Where it holds, and where it does not; what is in neither cannot be said."""
        if isinstance(formula, Part):
            return self._part(formula)
        if isinstance(formula, Opposite):
            holds, fails = self._both(formula.part)
            return fails, holds
        first, *rest = (self._both(part) for part in formula.parts)
        holds, fails = first
        for other_holds, other_fails in rest:
            # ZEN looks at the second only where the first has not settled it.
            if isinstance(formula, Every):
                fails = _sum(fails, _product(holds, other_fails))
                holds = _product(holds, other_holds)
            else:
                holds = _sum(holds, _product(fails, other_holds))
                fails = _product(fails, other_fails)
        return holds, fails

    def _part(self, part: Part) -> tuple[list[Box], list[Box]]:
        if part.plain and not part.path:
            answer = outcome(part.text, _Values({}))
            return ([self.everything] if answer is True else []), (
                [self.everything] if answer is False else []
            )
        path = part.path if part.path in self._numbers else part.text
        axis = self.axes[self._numbers[path]]
        holds = fails = 0
        for number, cell in enumerate(axis.cells):
            said = cell.value if axis.opaque else outcome(part.text, _at(path, cell.value))
            holds |= (said is True) << number
            fails |= (said is False) << number
        return self._only(path, holds), self._only(path, fails)


def _sum(some: list[Box], others: list[Box]) -> list[Box]:
    found = list(dict.fromkeys((*some, *others)))
    if len(found) > _MOST_BOXES:
        raise TooManyError
    return found


def _product(some: list[Box], others: list[Box]) -> list[Box]:
    if len(some) * len(others) > _MOST_BOXES * 10:
        raise TooManyError
    met = (common(one, other) for one in some for other in others)
    return _sum([box for box in met if box is not None], [])


def _axes(formulas: Sequence[Formula], object_type: ObjectType) -> list[Axis]:
    limits: dict[str, list[tuple[str, str]]] = {}
    opaque: dict[str, None] = {}
    for formula in formulas:
        for part in parts_of(formula):
            if not part.plain:
                opaque[part.text] = None
            elif part.path:
                limits.setdefault(part.path, []).extend(part.limits)
    axes = {path: axis_of(path, found, object_type) for path, found in limits.items()}
    opaque |= {
        part.text: None
        for formula in formulas
        for part in parts_of(formula)
        if part.plain and part.path and axes[part.path] is None
    }
    return [*(axis for axis in axes.values() if axis), *map(opaque_axis, opaque)]


class _Values:
    """Values as expressions take them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._encoded = _encode(values)

    def encoded(self, names: frozenset[str]) -> bytes:
        """All of it, whatever is asked for."""
        return self._encoded


def _at(path: str, value: object) -> _Values:
    for name in reversed(path.split(".")):
        value = {name: value}
    assert isinstance(value, dict)
    return _Values(value)


# --- what is covered -------------------------------------------------------------------------


def _holes(
    axes: Sequence[Axis], conditions: Sequence[Sequence[Box]], everything: Box
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The holes that are sure, and the parts on which others depend."""
    boxes = [box for condition in conditions for box in condition]
    opaque = [number for number, axis in enumerate(axes) if axis.opaque]
    # Whatever the opaque parts answer: what even their best answer leaves open is open.
    at_best = [_with_all(box, opaque, everything) for box in boxes]
    told = widest(uncovered(everything, at_best), at_best, everything, MOST_GAPS)
    gaps = tuple(text for box in sorted(told, key=_order) for text in tell_apart(axes, box))
    unsure: dict[str, None] = {}
    if opaque:
        for hole in islice(uncovered(everything, [*boxes, *told]), 50):
            unsure |= {axes[at].path: None for at in opaque if hole[at] != everything[at]}
    return gaps, tuple(unsure)


def _order(box: Box) -> tuple[int, ...]:
    """Holes are told from low to high."""
    return tuple(next(cells(mask)) for mask in box)


def _with_all(box: Box, numbers: Sequence[int], everything: Box) -> Box:
    return tuple(everything[at] if at in numbers else mask for at, mask in enumerate(box))


def _is_dead(conditions: Sequence[Sequence[Box]], at: int) -> bool:
    earlier = [box for condition in conditions[:at] for box in condition]
    return all(
        covers([other for other in earlier if common(other, box) is not None], box)
        for box in conditions[at]
    )


def _overlaps(
    axes: Sequence[Axis], conditions: Sequence[Sequence[Box]]
) -> Sequence[tuple[int, int, str]]:
    found = []
    for later, boxes in enumerate(conditions):
        for earlier in range(later):
            met = [
                meeting
                for one in conditions[earlier]
                for other in boxes
                if (meeting := common(one, other)) is not None and _is_sure(axes, meeting)
            ]
            one, other = conditions[earlier], boxes
            if met and not _contains(one, other) and not _contains(other, one):
                found.append((earlier, later, tell(axes, met[0])))
    return found


def _is_sure(axes: Sequence[Axis], box: Box) -> bool:
    """Whether the region does not depend on a part that may never answer so."""
    return all(
        not axis.opaque or mask.bit_count() == len(axis.cells)
        for axis, mask in zip(axes, box, strict=True)
    )


def _contains(outer: Sequence[Box], inner: Sequence[Box]) -> bool:
    return all(covers(outer, box) for box in inner)
