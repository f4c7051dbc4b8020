"""What the rows of a rule table cover: holes, rows that never apply, rows that overlap."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice

from msgspec.structs import replace

from core.effort import TooMuchError, limited, spend
from core.objects import FieldKind, ObjectType
from core.rules.axes import MOMENTS, OTHER, Axis, axis_of
from core.rules.boxes import Box, TooManyError, cells, common
from core.rules.coverage import (
    MOST_GAPS,
    Space,
    Survey,
    axes_of,
    everything,
    first_meeting,
    holes,
    judge,
    meeting,
    open_boxes,
)
from core.rules.expressions import ExpressionError
from core.rules.formulas import Formula, take_apart
from core.rules.kept import kept
from core.rules.regions import apart, tell
from core.rules.slices import FEW, Bounds, Slice, slices
from core.rules.table import Cell, Column, Hit, Row, Table, limits_of, runs_of

MOST_OVERLAPS = 200
MOST_STEPS = 8_000_000
"""For one table, in steps of `core.effort`: about ten seconds."""
_MOST_OF_PART = 500_000
_MOST_OF_ALL = 1_000_000
_A_ROW = 20
"""What a row costs in each part, in steps."""
TOGETHER = 2000
"""More rows than that are never looked at together."""
_MOST_UNSEEN = 3


def survey_table(
    table: Table, object_type: ObjectType, *, few: int = FEW, together: int = TOGETHER
) -> Survey:
    """What the rows cover; `otherwise` is no row here. Numbers count the rows from 0.

    More than `few` rows are looked at in parts (`core.rules.slices`); for holes, up to `together`
    rows at once, which tells them more plainly.
    """
    return kept(_survey, table, object_type, few, together)


def _survey(table: Table, object_type: ObjectType, few: int, together: int) -> Survey:
    rows = [row for row in table.rows if not row.otherwise]
    formulas = [take_apart(row.when.text) if row.when is not None else None for row in rows]
    try:
        if len(rows) > few:
            return _Parts(table, rows, formulas, object_type).survey(few, together)
        grid = _Grid(table, rows, formulas, object_type)
        boxes = [grid.boxes(row, each) for row, each in zip(rows, formulas, strict=True)]
        return _judge(table, grid, boxes)
    except TooManyError:
        return Survey(unsure=("",))
    except ExpressionError as error:
        return Survey(unsure=(str(error),))


def _judge(
    table: Table, grid: "_Grid", boxes: Sequence[Sequence[Box]], *, gaps_too: bool = True
) -> Survey:
    first = table.hit is Hit.FIRST
    found = judge(grid.axes, boxes, order=first, within=grid.within, gaps_too=gaps_too)
    if table.hit is Hit.ONLY_ONE:
        met = tuple(islice(_both(grid.axes, boxes), MOST_OVERLAPS))
        found = replace(found, overlaps=met)
    return found


class _Parts:
    """A large table part by part, as far as `MOST_STEPS` go."""

    def __init__(
        self,
        table: Table,
        rows: Sequence[Row],
        formulas: Sequence[Formula | None],
        object_type: ObjectType,
    ) -> None:
        self.table = table
        self.rows = rows
        self.formulas = formulas
        self.type = object_type
        self.gaps: dict[str, None] = {}
        self.unsure: dict[str, None] = {}
        self.unseen: dict[str, None] = {}
        self.overlaps: dict[tuple[int, int], str] = {}
        self.met: set[int] = set()
        """Rows that hold somewhere, as far as is known."""
        self.alive: set[int] = set()
        """Rows that are the first to hold somewhere, or may be."""
        self.whole = False
        """The holes are known already."""

    def survey(self, few: int, together: int) -> Survey:
        """What was found in all of them. Raises ExpressionError."""
        columns = [each for each in self.table.columns if axis_of(each.path, (), self.type)]
        left = MOST_STEPS
        self.whole = len(self.rows) <= together and self._gaps_of_all()
        for part in slices(self.rows, columns, few):
            left -= self._look(part, left)
        never = tuple(at for at in range(len(self.rows)) if at not in self.met)
        dead = tuple(at for at in range(len(self.rows)) if at not in self.alive)
        return Survey(
            gaps=tuple(self.gaps)[:MOST_GAPS],
            unsure=tuple(self.unsure),
            dead=dead if self.table.hit is Hit.FIRST else (),
            never=never,
            overlaps=tuple((*pair, told) for pair, told in sorted(self.overlaps.items())),
            unseen=tuple(self.unseen),
        )

    def _gaps_of_all(self) -> bool:
        """Whether holes were found of all rows together: these are plainer than those of parts."""
        grid = _Grid(self.table, self.rows, self.formulas, self.type)
        pairs = zip(self.rows, self.formulas, strict=True)
        try:
            with limited(_MOST_OF_ALL):
                boxes = [grid.boxes(row, each) for row, each in pairs]
                gaps, unsure = holes(grid.axes, boxes, grid.within)
        except (TooManyError, TooMuchError):
            spend(0)  # raises where it was too much for a limit around this one
            return False
        self.gaps |= dict.fromkeys(gaps)
        self.unsure |= dict.fromkeys(unsure)
        return True

    def _look(self, part: Slice, left: int) -> int:
        """Look at a part, where it may cost that much; what it cost."""
        rows = [self.rows[number] for number in part.rows]
        formulas = [self.formulas[number] for number in part.rows]
        cost = _A_ROW * len(rows) + sum(each.size() for each in part.bounds.values())
        if left < cost or len(rows) > TOGETHER:
            self._leave(part)
            return 0
        spend(cost)
        most, more = min(left, _MOST_OF_PART), not self.whole and len(self.gaps) < MOST_GAPS
        grid = _Grid(self.table, rows, formulas, self.type, part.bounds)
        pairs = zip(rows, formulas, strict=True)
        with limited(most) as purse, suppress(TooManyError, TooMuchError):
            boxes = [grid.boxes(row, each) for row, each in pairs]
            self._note(part, boxes, _judge(self.table, grid, boxes, gaps_too=more))
            return cost + most - purse.left
        spend(0)  # raises where it was too much for a limit around this one
        self._leave(part, tell(grid.axes, grid.within))
        return cost + most - purse.left

    def _note(self, part: Slice, boxes: Sequence[Sequence[Box]], found: Survey) -> None:
        number = part.rows
        self.gaps |= dict.fromkeys(found.gaps)
        self.unsure |= dict.fromkeys(found.unsure)
        holding = {number[at] for at, each in enumerate(boxes) if each}
        self.met |= holding
        self.alive |= holding - {number[at] for at in found.dead}
        for one, other, told in found.overlaps:
            if len(self.overlaps) < MOST_OVERLAPS:
                self.overlaps.setdefault((number[one], number[other]), told)

    def _leave(self, part: Slice, where: str = "") -> None:
        """Nothing is said about a part, nor about its rows that others hide nowhere else."""
        self.met |= set(part.rows)
        self.alive |= set(part.rows)
        if len(self.unseen) < _MOST_UNSEEN:
            if not where:
                grid = _Grid(self.table, (), (), self.type, part.bounds)
                where = tell(grid.axes, grid.within)
            self.unseen[where] = None


def table_holes(table: Table, object_type: ObjectType) -> tuple[Sequence[Axis], list[Box]]:
    """The cases in which no row holds, for sure: boxes over axes; at most `MOST_GAPS`.

    `otherwise` is no row here. Raises TooManyError and ExpressionError.
    """
    rows = [row for row in table.rows if not row.otherwise]
    formulas = [take_apart(row.when.text) if row.when is not None else None for row in rows]
    grid = _Grid(table, rows, formulas, object_type)
    pairs = zip(rows, formulas, strict=True)
    taken = [box for row, formula in pairs for box in grid.boxes(row, formula)]
    free = open_boxes(grid.axes, taken, grid.within)
    found = [each for box in free for each in apart(grid.axes, box)]
    return grid.axes, found


def _both(axes: Sequence[Axis], boxes: Sequence[Sequence[Box]]) -> list[tuple[int, int, str]]:
    """Rows that hold together, whether or not one contains the other."""
    found = []
    for later, near in enumerate(meeting(boxes)):
        for earlier in cells(near & ((1 << later) - 1)):
            met = first_meeting(axes, boxes[earlier], boxes[later])
            if met is not None:
                found.append((earlier, later, tell(axes, met)))
                if len(found) >= MOST_OVERLAPS:
                    return found
    return found


class _Grid:
    """A table's columns as axes, and its rows as boxes over them."""

    def __init__(
        self,
        table: Table,
        rows: Sequence[Row],
        formulas: Sequence[Formula | None],
        object_type: ObjectType,
        bounds: Mapping[str, Bounds] | None = None,
    ) -> None:
        self._columns = {column.path: column for column in table.columns}
        bounds = bounds or {}
        limits = {
            column.path: _limits(column, rows, object_type, bounds.get(column.path))
            for column in table.columns
        }
        given = [each for each in formulas if each is not None]
        self.axes = axes_of(given, object_type, limits)
        self._space = Space(self.axes)
        self.within = tuple(
            _bounded(axis, every, bounds.get(axis.path))
            for axis, every in zip(self.axes, everything(self.axes), strict=True)
        )
        """Every case that the rows are looked at in."""
        self._ends = {
            path: limits_of(row.cells[path] for row in rows if path in row.cells)
            for path, column in self._columns.items()
            if column.ordered
        }
        self._positions = {
            axis.path: [_position(self._ends[axis.path], cell.value) for cell in axis.cells]
            for axis in self.axes
            if axis.path in self._ends
        }

    def boxes(self, row: Row, formula: Formula | None) -> list[Box]:
        """Where a row holds. Raises TooManyError."""
        spend(0)
        box = tuple(
            self._mask(axis, row.cells[axis.path]) & every if axis.path in row.cells else every
            for axis, every in zip(self.axes, self.within, strict=True)
        )
        if not all(box):
            return []
        if formula is None:
            return [box]
        met = (common(box, other) for other in self._space.boxes(formula))
        return [each for each in met if each is not None]

    def _mask(self, axis: Axis, cell: Cell) -> int:
        if self._columns[axis.path].ordered:
            return self._of_order(axis, cell)
        mask = 0
        for at, each in enumerate(axis.cells):
            mask |= _takes_word(cell, each.value) << at
        return mask

    def _of_order(self, axis: Axis, cell: Cell) -> int:
        positions = self._positions[axis.path]
        empty = axis.cells[-1].value is None
        known = positions[:-1] if empty else positions
        mask = 0
        for first, last in runs_of(cell, self._ends[axis.path]):
            begin, end = bisect_left(known, first), bisect_right(known, last)
            mask |= (1 << end) - (1 << begin) if begin < end else 0
        if empty:
            mask |= (cell.empty != cell.negated) << (len(axis.cells) - 1)
        return mask


def _bounded(axis: Axis, every: int, bounds: Bounds | None) -> int:
    if bounds is None:
        return every
    return sum(bounds.takes(cell.value) << at for at, cell in enumerate(axis.cells))


def _takes_word(cell: Cell, value: object) -> bool:
    if value is None:
        return cell.empty != cell.negated
    if value == OTHER:
        return cell.negated
    word = ("false", "true")[value] if isinstance(value, bool) else str(value)
    return (word in cell.values) != cell.negated


def _position(limits: list[Decimal], value: object) -> int:
    """Where a value lies among limits: even between them, odd on one."""
    if not isinstance(value, Decimal):
        return 2 * len(limits) + 1
    at = bisect_left(limits, value)
    return 2 * at + (at < len(limits) and limits[at] == value)


def _limits(
    column: Column, rows: Sequence[Row], object_type: ObjectType, bounds: Bounds | None
) -> list[tuple[str, str]]:
    """The constants of a column's cells and bounds, as `axis_of` takes them."""
    found = [row.cells[column.path] for row in rows if column.path in row.cells]
    if not column.ordered:
        words = [word for cell in found for word in cell.values]
        words += sorted((bounds.only or frozenset()) | bounds.without) if bounds else ()
        return [("text", word) for word in words]
    ends = limits_of(found)
    ends += [end for end in (bounds.low, bounds.high) if end is not None] if bounds else []
    field = object_type.field(column.path)
    if field is not None and field.kind in MOMENTS:
        return [("date", _moment(end, field.kind)) for end in ends]
    return [("number", f"{end.normalize():f}") for end in ends]


def _moment(seconds: Decimal, kind: FieldKind) -> str:
    micros = int(seconds.scaleb(6))
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    midnight = (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    if midnight and kind is FieldKind.DATE:
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="minutes") if midnight else moment.isoformat(sep=" ")
