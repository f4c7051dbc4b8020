"""Large rule tables in parts: cases apart from each other, each with few rows that are about it.

What rows cover is found by comparing them with one another, so the work grows with the square of
their number, and more. A table of a hundred thousand rows is cut at the constants in its columns,
again and again, until few rows are left in each part. What holds in every part, holds.
"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

import msgspec

from core.effort import spend
from core.rules.axes import OTHER
from core.rules.table import Cell, Column, Row

FEW = 60
"""Rows that are looked at together; fewer would be cut for nothing."""
_SHARE = 0.8
"""A cut must leave less than this of the rows on either side."""


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """Of one column, what belongs to a part: over `low` up to `high`, or some words."""

    low: Decimal | None = None
    high: Decimal | None = None
    empty: bool = True
    """An empty field belongs to it."""
    only: frozenset[str] | None = None
    """No words but these; None: every word that is not `without`."""
    without: frozenset[str] = frozenset()

    def size(self) -> int:
        """How many words it speaks of."""
        return len(self.only or ()) + len(self.without)

    def takes(self, value: object) -> bool:
        """Whether the value of a cell of an axis belongs to it."""
        if value is None:
            return self.empty
        if isinstance(value, Decimal):
            over = self.low is None or value > self.low
            return over and (self.high is None or value <= self.high)
        if value == OTHER:
            return self.only is None
        return self._takes_word(("false", "true")[value] if isinstance(value, bool) else str(value))

    def meets(self, cell: Cell | None) -> bool:
        """Whether a row's cell can hold for something here; in doubt it can."""
        if cell is None or cell.negated or (cell.empty and self.empty):
            return True
        return any(self._takes_word(word) for word in cell.values) or any(
            (each.low is None or self.high is None or each.low <= self.high)
            and (each.high is None or self.low is None or each.high > self.low)
            for each in cell.ranges
        )

    def _takes_word(self, word: str) -> bool:
        return (word not in self.without) if self.only is None else word in self.only


class Slice(msgspec.Struct, frozen=True):
    """One part: the numbers of the rows that can hold in it, and where it is."""

    rows: tuple[int, ...]
    bounds: dict[str, Bounds] = {}


def slices(rows: Sequence[Row], columns: Collection[Column], few: int) -> Iterator[Slice]:
    """The parts of a table, together all cases; each has few rows, unless no cut makes it so."""
    waiting = [Slice(tuple(range(len(rows))))]
    while waiting:
        part = waiting.pop()
        halves = _halves(part, rows, columns) if len(part.rows) > few else None
        if halves is None:
            yield part
        else:
            waiting += reversed(halves)


def _halves(
    part: Slice, rows: Sequence[Row], columns: Collection[Column]
) -> tuple[Slice, Slice] | None:
    """The part cut in two where that leaves the fewest rows in both; None: it does not help."""
    best: tuple[Slice, Slice] | None = None
    least = 2 * len(part.rows)
    for column in columns:
        spend(0)
        cells = [rows[number].cells.get(column.path) for number in part.rows]
        bounds = part.bounds.get(column.path, Bounds())
        cut = _cut(cells, bounds) if column.ordered else _cut_words(cells, bounds)
        if cut is None:
            continue
        low, high = (
            Slice(
                tuple(n for n, cell in zip(part.rows, cells, strict=True) if side.meets(cell)),
                {**part.bounds, column.path: side},
            )
            for side in cut
        )
        larger = max(len(low.rows), len(high.rows))
        if larger < _SHARE * len(part.rows) and len(low.rows) + len(high.rows) < least:
            best, least = (low, high), len(low.rows) + len(high.rows)
    return best


def _cut(cells: Sequence[Cell | None], bounds: Bounds) -> tuple[Bounds, Bounds] | None:
    ends = sorted(
        end
        for cell in cells
        if cell is not None
        for each in cell.ranges
        for end in (each.low, each.high)
        if end is not None
        and (bounds.low is None or end > bounds.low)
        and (bounds.high is None or end < bounds.high)
    )
    if not ends:
        return None
    middle = ends[len(ends) // 2]
    replace = msgspec.structs.replace
    return replace(bounds, high=middle), replace(bounds, low=middle, empty=False)


def _cut_words(cells: Sequence[Cell | None], bounds: Bounds) -> tuple[Bounds, Bounds] | None:
    count: dict[str, int] = {}
    for cell in cells:
        for word in cell.values if cell is not None else ():
            if bounds.takes(word):
                count[word] = count.get(word, 0) + 1
    half: set[str] = set()
    left = sum(count.values()) / 2
    for word, times in count.items():
        if left <= 0:
            break
        half.add(word)
        left -= times
    if not half:
        return None
    named = Bounds(only=frozenset(half), empty=False)
    if bounds.only is not None:
        rest = bounds.only - half
        return (named, Bounds(only=rest, empty=bounds.empty)) if rest else None
    return named, Bounds(without=bounds.without | half, empty=bounds.empty)
