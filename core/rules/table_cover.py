"""What the rows of a rule table cover: holes, rows that never apply, rows that overlap."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice

from msgspec.structs import replace

from core.objects import FieldKind, ObjectType
from core.rules.axes import MOMENTS, OTHER, Axis
from core.rules.boxes import Box, TooManyError, cells, common
from core.rules.coverage import (
    Space,
    Survey,
    axes_of,
    everything,
    first_meeting,
    judge,
    meeting,
    open_boxes,
)
from core.rules.expressions import ExpressionError
from core.rules.formulas import Formula, take_apart
from core.rules.kept import kept
from core.rules.regions import apart, tell
from core.rules.table import Cell, Column, Hit, Row, Table, limits_of, runs_of

MOST_OVERLAPS = 200


def survey_table(table: Table, object_type: ObjectType) -> Survey:
    """What the rows cover; `otherwise` is no row here. Numbers count the rows from 0."""
    return kept(_survey, table, object_type)


def _survey(table: Table, object_type: ObjectType) -> Survey:
    rows = [row for row in table.rows if not row.otherwise]
    formulas = [take_apart(row.when.text) if row.when is not None else None for row in rows]
    try:
        grid = _Grid(table, rows, formulas, object_type)
        boxes = [grid.boxes(row, each) for row, each in zip(rows, formulas, strict=True)]
        if table.hit is Hit.FIRST:
            return judge(grid.axes, boxes)
        found = judge(grid.axes, boxes, order=False)
        if table.hit is Hit.ONLY_ONE:
            met = tuple(islice(_both(grid.axes, boxes), MOST_OVERLAPS))
            found = replace(found, overlaps=met)
        return found
    except TooManyError:
        return Survey(unsure=("",))
    except ExpressionError as error:
        return Survey(unsure=(str(error),))


def table_holes(table: Table, object_type: ObjectType) -> tuple[Sequence[Axis], list[Box]]:
    """The cases in which no row holds, for sure: boxes over axes; at most `MOST_GAPS`.

    `otherwise` is no row here. Raises TooManyError and ExpressionError.
    """
    rows = [row for row in table.rows if not row.otherwise]
    formulas = [take_apart(row.when.text) if row.when is not None else None for row in rows]
    grid = _Grid(table, rows, formulas, object_type)
    pairs = zip(rows, formulas, strict=True)
    taken = [box for row, formula in pairs for box in grid.boxes(row, formula)]
    found = [each for box in open_boxes(grid.axes, taken) for each in apart(grid.axes, box)]
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
    ) -> None:
        self._columns = {column.path: column for column in table.columns}
        limits = {column.path: _limits(column, rows, object_type) for column in table.columns}
        given = [each for each in formulas if each is not None]
        self.axes = axes_of(given, object_type, limits)
        self._space = Space(self.axes)
        self._every = everything(self.axes)
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
        box = tuple(
            self._mask(axis, row.cells[axis.path]) if axis.path in row.cells else every
            for axis, every in zip(self.axes, self._every, strict=True)
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


def _limits(column: Column, rows: Sequence[Row], object_type: ObjectType) -> list[tuple[str, str]]:
    """The constants of a column's cells, as `axis_of` takes them."""
    found = [row.cells[column.path] for row in rows if column.path in row.cells]
    if not column.ordered:
        return [("text", word) for cell in found for word in cell.values]
    field = object_type.field(column.path)
    if field is not None and field.kind in MOMENTS:
        return [("date", _moment(end, field.kind)) for end in limits_of(found)]
    return [("number", f"{end.normalize():f}") for end in limits_of(found)]


def _moment(seconds: Decimal, kind: FieldKind) -> str:
    micros = int(seconds.scaleb(6))
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    midnight = (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    if midnight and kind is FieldKind.DATE:
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="minutes") if midnight else moment.isoformat(sep=" ")
