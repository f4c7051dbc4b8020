"""Boxes over a grid: what a set of them leaves uncovered, exactly.

Every axis of the grid has a number of cells; a box takes a set of cells on each axis, written as
the bits of an integer. What boxes leave uncovered is found axis by axis: cells in which the same
boxes are left are one case, and a case met before is not looked at again. Finding holes is hard in
general (any formula can be written as boxes), so the search gives up after a number of steps
rather than answering wrongly.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from math import prod

from core.effort import spend

Box = tuple[int, ...]
"""For each axis the cells, as bits."""

MOST_STEPS = 3_000_000
"""Some seconds of searching."""

_Hole = tuple[int, tuple[tuple[int, "_Hole"], ...]]
"""An axis, and for groups of its cells what is uncovered there; axis -1: everything."""
_ALL: _Hole = (-1, ())


class TooManyError(Exception):
    """The search was given up: nothing is said about the boxes."""


def whole(sizes: Sequence[int]) -> Box:
    """The box of every cell of axes with so many cells."""
    return tuple((1 << size) - 1 for size in sizes)


def common(one: Box, other: Box) -> Box | None:
    """The cells of both boxes; None where they do not meet."""
    found = tuple(a & b for a, b in zip(one, other, strict=True))
    return found if all(found) else None


def inside(one: Box, other: Box) -> bool:
    """Whether every cell of `one` is in `other`."""
    return all(not a & ~b for a, b in zip(one, other, strict=True))


def cells(mask: int) -> Iterator[int]:
    """The numbers of the cells in a mask."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def uncovered(within: Box, boxes: Sequence[Box], *, steps: int = MOST_STEPS) -> Iterator[Box]:
    """Boxes that do not meet and together are what `boxes` leave of `within`.

    Raises TooManyError where that takes too long to find.
    """
    found = _Search(within, boxes, steps).run()
    if found is not None:
        yield from _boxes(found, within)


def covers(boxes: Sequence[Box], within: Box) -> bool:
    """Whether `boxes` leave nothing of `within`. Raises TooManyError."""
    if any(inside(within, box) for box in boxes):
        return True
    return _Search(within, boxes, MOST_STEPS).run() is None


class _Search:
    """One search; boxes are bits of an integer, too: those that are left in a case."""

    def __init__(self, within: Box, boxes: Sequence[Box], steps: int) -> None:
        met = [meeting for box in boxes if (meeting := common(box, within)) is not None]
        # Containment costs the square of the number, and pays off for few.
        spend(len(boxes) + (len(met) ** 2 // 4 if len(met) <= 200 else len(met)))
        self.boxes = _largest(met) if len(met) <= 200 else met
        self.steps = steps
        self.groups = [
            _grouped(mask, [box[axis] for box in self.boxes]) for axis, mask in enumerate(within)
        ]
        self.order = sorted(range(len(within)), key=lambda axis: len(self.groups[axis]))
        self.free = self._free(within)
        self.known: dict[tuple[int, int], _Hole | None] = {}
        self.holes: dict[_Hole, _Hole] = {}

    def _free(self, within: Box) -> list[int]:
        """For each depth, the boxes that take all of every axis from there on."""
        free = [(1 << len(self.boxes)) - 1]
        for axis in reversed(self.order):
            takes = sum(
                1 << number for number, box in enumerate(self.boxes) if box[axis] == within[axis]
            )
            free.insert(0, free[0] & takes)
        return free

    def run(self) -> _Hole | None:
        return self._of(0, (1 << len(self.boxes)) - 1)

    def _of(self, depth: int, left: int) -> _Hole | None:
        """What is uncovered in the case where these boxes are left; None: nothing."""
        if left & self.free[depth]:
            return None
        if not left:
            return _ALL
        key = (depth, left)
        if key not in self.known:
            self.known[key] = self._look(depth, left)
        return self.known[key]

    def _look(self, depth: int, left: int) -> _Hole | None:
        axis = self.order[depth]
        cost = len(self.groups[axis]) * (1 + len(self.boxes) // 2000)
        self.steps -= cost
        spend(cost)
        if self.steps < 0:
            raise TooManyError
        cases: dict[int, int] = {}
        for boxes, mask in self.groups[axis]:
            still = left & boxes
            cases[still] = cases.get(still, 0) | mask
        below: dict[int, tuple[int, _Hole]] = {}
        for still, mask in cases.items():
            hole = self._of(depth + 1, still)
            if hole is not None:
                other = below.get(id(hole), (0, hole))[0]
                below[id(hole)] = (other | mask, hole)
        if not below:
            return None
        hole = (axis, tuple(below.values()))
        return self.holes.setdefault(hole, hole)


def _grouped(within: int, masks: Sequence[int]) -> list[tuple[int, int]]:
    """The cells of an axis by which boxes take them: (boxes, cells)."""
    takes: dict[int, int] = dict.fromkeys(cells(within), 0)
    for number, mask in enumerate(masks):
        bit = 1 << number
        for cell in cells(mask):
            takes[cell] |= bit
    groups: dict[int, int] = {}
    for cell, boxes in takes.items():
        groups[boxes] = groups.get(boxes, 0) | 1 << cell
    return list(groups.items())


def _largest(boxes: Sequence[Box]) -> list[Box]:
    """The boxes without those inside another."""
    found: list[Box] = []
    for box in dict.fromkeys(boxes):
        if not any(inside(box, other) for other in found):
            found = [other for other in found if not inside(other, box)]
            found.append(box)
    return found


def _boxes(hole: _Hole, within: Box) -> Iterator[Box]:
    axis, below = hole
    if axis < 0:
        yield within
        return
    for mask, deeper in below:
        yield from _boxes(deeper, (*within[:axis], mask, *within[axis + 1 :]))


def widest(holes: Iterator[Box], boxes: Sequence[Box], everything: Box, most: int) -> list[Box]:
    """At most `most` boxes that cover the first holes, each as plain to tell as can be.

    `boxes` are those that the holes were found beside. A hole is widened as long as it meets none
    of them; the one that needs the fewest axes to tell comes first, and what it covers is not told
    again.
    """
    found: list[Box] = []
    pieces = list(islice(holes, most * 4))
    taken = list(boxes)
    while pieces and len(found) < most:
        wide = [_widened(piece, taken, everything) for piece in pieces]
        chosen = min(wide, key=lambda box: _plainness(box, everything))
        found.append(chosen)
        taken.append(chosen)
        pieces = [rest for piece in pieces for rest in _without(piece, chosen)]
    return found


def _widened(hole: Box, boxes: Sequence[Box], everything: Box) -> Box:
    """The hole over as many whole axes as can be, then over as many cells."""
    box = hole
    for axis, mask in enumerate(everything):
        box = _if_free(box, axis, mask, boxes)
    for axis, mask in enumerate(everything):
        if box[axis] != mask and mask.bit_count() <= _MOST_CELLS:
            for cell in cells(mask & ~box[axis]):
                box = _if_free(box, axis, box[axis] | 1 << cell, boxes)
    return box


_MOST_CELLS = 40


def _if_free(box: Box, axis: int, mask: int, boxes: Sequence[Box]) -> Box:
    """The box with these cells on the axis, where that meets none of the others; else as it was."""
    spend(len(boxes))
    wider = (*box[:axis], mask, *box[axis + 1 :])
    return box if any(common(wider, other) is not None for other in boxes) else wider


def _plainness(box: Box, everything: Box) -> tuple[int, int]:
    told = sum(a != b for a, b in zip(box, everything, strict=True))
    return told, -prod(mask.bit_count() for mask in box)


def _without(box: Box, other: Box) -> Iterator[Box]:
    """Boxes that together are `box` without `other`."""
    if common(box, other) is None:
        yield box
        return
    for axis, mask in enumerate(other):
        rest = box[axis] & ~mask
        if rest:
            yield (*box[:axis], rest, *box[axis + 1 :])
        box = (*box[:axis], box[axis] & mask, *box[axis + 1 :])
