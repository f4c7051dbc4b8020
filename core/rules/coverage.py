"""Whether conditions cover every case: what none takes, what is never reached, what overlaps.

Conditions become sets of boxes (`core.rules.boxes`) over axes of cells (`core.rules.axes`); what a
plain part answers in each cell is asked of ZEN itself, so missing values count as they do at run
time. A part that computes, or compares fields with one another, may answer anything: then a hole
that depends on it is not claimed, and neither is that there is none (`Survey.unsure`).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec

from core.effort import spend
from core.objects import ObjectType
from core.rules.axes import Axis, axis_of, opaque_axis
from core.rules.boxes import Box, TooManyError, cells, common, covers, uncovered, whole, widest
from core.rules.expressions import ExpressionError, outcome
from core.rules.formulas import Every, Formula, Opposite, Part, parts_of, take_apart
from core.rules.kept import kept
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
    unseen: tuple[str, ...] = ()
    """Regions that nothing is said about: looking at them would take too long."""
    overlaps: tuple[tuple[int, int, str], ...] = ()
    """Two conditions that both hold in a region, though neither contains the other."""


def survey(conditions: Sequence[str], object_type: ObjectType) -> Survey:
    """What the conditions of a `choose` cover."""
    return kept(_survey, conditions, object_type)


def _survey(conditions: Sequence[str], object_type: ObjectType) -> Survey:
    try:
        formulas = [take_apart(text) for text in conditions]
        space = Space(axes_of(formulas, object_type))
        found = [space.boxes(formula) for formula in formulas]
        return judge(space.axes, found)
    except TooManyError:
        return Survey(unsure=("",))
    except ExpressionError as error:
        return Survey(unsure=(str(error),))


def judge(
    axes: Sequence[Axis],
    conditions: Sequence[Sequence[Box]],
    *,
    order: bool = True,
    within: Box | None = None,
    gaps_too: bool = True,
) -> Survey:
    """What conditions cover that are boxes already, of everything or of what is `within` a box.

    `order`: the first that holds is taken; else every one, so none is dead and none overlaps.
    Without `gaps_too` no holes are looked for. Raises TooManyError.
    """
    every = within or everything(axes)
    gaps, unsure = holes(axes, conditions, every) if gaps_too else ((), ())
    never = tuple(at for at, boxes in enumerate(conditions) if not boxes)
    if not order:
        return Survey(gaps=gaps, unsure=unsure, never=never)
    near = meeting(conditions)
    return Survey(
        gaps=gaps,
        unsure=unsure,
        dead=tuple(at for at in range(len(conditions)) if _is_dead(conditions, at, near[at])),
        never=never,
        overlaps=tuple(overlaps(axes, conditions, near)),
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
    spend(len(some) * len(others) // 2)
    met = (common(one, other) for one in some for other in others)
    return _sum([box for box in met if box is not None], [])


def axes_of(
    formulas: Sequence[Formula],
    object_type: ObjectType,
    limits: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> list[Axis]:
    """The axes that formulas look at; `limits`: further constants of fields that rows look at."""
    found = {path: list(each) for path, each in (limits or {}).items()}
    parts = [part for formula in formulas for part in parts_of(formula)]
    for part in parts:
        if part.plain and part.path:
            found.setdefault(part.path, []).extend(part.limits)
    axes = {path: axis_of(path, each, object_type) for path, each in found.items()}
    opaque = {
        part.text: None
        for part in parts
        if not part.plain or (part.path and axes[part.path] is None)
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


def everything(axes: Sequence[Axis]) -> Box:
    """The box of every case."""
    return whole([len(axis.cells) for axis in axes])


def holes(
    axes: Sequence[Axis], conditions: Sequence[Sequence[Box]], every: Box
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The holes that are sure, in words, and the parts on which others depend."""
    boxes = [box for condition in conditions for box in condition]
    opaque = _opaque(axes)
    told = open_boxes(axes, boxes, every)
    gaps = tuple(text for box in told for text in tell_apart(axes, box))
    unsure: dict[str, None] = {}
    if opaque:
        for hole in islice(uncovered(every, [*boxes, *told]), 50):
            unsure |= {axes[at].path: None for at in opaque if hole[at] != every[at]}
    return gaps, tuple(unsure)


def open_boxes(axes: Sequence[Axis], boxes: Sequence[Box], every: Box) -> list[Box]:
    """The holes of `every` that are sure, from low to high. Raises TooManyError."""
    # Whatever the opaque parts answer: what even their best answer leaves open is open.
    at_best = [_with_all(box, _opaque(axes), every) for box in boxes]
    return sorted(widest(uncovered(every, at_best), at_best, every, MOST_GAPS), key=_order)


def _opaque(axes: Sequence[Axis]) -> list[int]:
    return [number for number, axis in enumerate(axes) if axis.opaque]


def _order(box: Box) -> tuple[int, ...]:
    """Holes are told from low to high."""
    return tuple(next(cells(mask)) for mask in box)


def _with_all(box: Box, numbers: Sequence[int], everything: Box) -> Box:
    return tuple(everything[at] if at in numbers else mask for at, mask in enumerate(box))


def meeting(conditions: Sequence[Sequence[Box]]) -> list[int]:
    """For each condition those that it has a case in common with, as bits."""
    owners = [number for number, boxes in enumerate(conditions) for _ in boxes]
    boxes = [box for condition in conditions for box in condition]
    if not boxes:
        return [0] * len(conditions)
    spend(len(boxes) * len(boxes[0]) * (1 + len(boxes) // 100))
    near = [(1 << len(boxes)) - 1] * len(boxes)
    for axis in range(len(boxes[0])):
        takers: dict[int, int] = {}
        for number, box in enumerate(boxes):
            takers[box[axis]] = takers.get(box[axis], 0) | 1 << number
        met = {mask: sum(each for other, each in takers.items() if other & mask) for mask in takers}
        for number, box in enumerate(boxes):
            near[number] &= met[box[axis]]
    found = [0] * len(conditions)
    for number, mask in enumerate(near):
        for other in cells(mask):
            found[owners[number]] |= 1 << owners[other]
    return found


def _is_dead(conditions: Sequence[Sequence[Box]], at: int, near: int) -> bool:
    numbers = cells(near & ((1 << at) - 1))
    earlier = [box for number in numbers for box in conditions[number]]
    return all(
        covers([other for other in earlier if common(other, box) is not None], box)
        for box in conditions[at]
    )


def overlaps(
    axes: Sequence[Axis], conditions: Sequence[Sequence[Box]], near: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """Pairs that meet for sure, neither inside the other, with a region where they do."""
    for later, boxes in enumerate(conditions):
        for earlier in cells(near[later] & ((1 << later) - 1)):
            one, other = conditions[earlier], boxes
            met = first_meeting(axes, one, other)
            if met is not None and not _contains(one, other) and not _contains(other, one):
                yield earlier, later, tell(axes, met)


def first_meeting(axes: Sequence[Axis], one: Sequence[Box], other: Sequence[Box]) -> Box | None:
    """A region where both hold for sure."""
    for box in one:
        for beside in other:
            met = common(box, beside)
            if met is not None and _is_sure(axes, met):
                return met
    return None


def _is_sure(axes: Sequence[Axis], box: Box) -> bool:
    """Whether the region does not depend on a part that may never answer so."""
    return all(
        not axis.opaque or mask.bit_count() == len(axis.cells)
        for axis, mask in zip(axes, box, strict=True)
    )


def _contains(outer: Sequence[Box], inner: Sequence[Box]) -> bool:
    return all(covers(outer, box) for box in inner)
