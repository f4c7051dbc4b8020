"""A rule table in a CSV file, edited in place: only the lines of what changes are written anew."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from core.errors import Invalid
from core.flow.change import LOADER, plain
from core.flow.writing import inline_yaml
from core.language import say
from core.located import Problems, read_yaml_into
from core.rules.grid import (
    HEAD_KEYS,
    ColumnKind,
    Grid,
    GridColumn,
    GridRow,
    Value,
    column_of,
)
from core.rules.sheets import OTHERWISE, csv_head, csv_rows, key_name, separator_of

_CHINESE = {
    "rules": "规则", "title": "标题", "about": "说明", "object": "对象", "hit": "命中",
    "otherwise": "其他",
}  # fmt: skip


class _Line(msgspec.Struct, frozen=True):
    """A row of the CSV with the lines that it stands on, counted from 0; `end` is the next."""

    start: int
    end: int
    cells: list[str]


class CsvGrid:
    """A table as CSV; see `core.rules.grid.GridText`."""

    def __init__(self, text: str) -> None:
        """`text` has plain line ends. Raises Invalid where there is no row of headings."""
        self.text = text if text.endswith("\n") else text + "\n"
        self._separator = separator_of(text)
        self._lines = self.text.split("\n")[:-1]
        begins = [(line - 1, cells) for line, cells in csv_rows(self.text)]
        ends = [*(line for line, _ in begins[1:]), len(self._lines)]
        rows = [
            _Line(line, end, cells)
            for (line, cells), end in zip(begins, ends, strict=True)
            if any(cell.strip() for cell in cells)
        ]
        _, at = csv_head([(each.start + 1, each.cells) for each in rows], "")
        if at >= len(rows):
            raise Invalid(say("table.no_headings"))
        self._above, self._heading, self._rows = rows[:at], rows[at], rows[at + 1 :]
        self._places = {
            column_of(name): number
            for number, name in reversed(list(enumerate(self._heading.cells)))
            if name.strip()
        }
        self.grid = Grid(
            head={key_name(each.cells[0]): _head_value(each.cells) for each in self._above},
            columns=tuple(sorted(self._places, key=lambda each: self._places[each])),
            rows=tuple(self._row(each) for each in self._rows),
        )

    def _row(self, line: _Line) -> GridRow:
        otherwise = line.cells[0].strip().casefold() in OTHERWISE
        values = {
            column: _read(column, line.cells[at].strip())
            for column, at in self._places.items()
            if at < len(line.cells) and line.cells[at].strip() and not (otherwise and at == 0)
        }
        return GridRow(
            values=values, otherwise=otherwise, first=line.start + 1, last=line.end
        )  # fmt: skip

    # --- edits ---------------------------------------------------------------------------------

    def with_value(self, row: int, column: GridColumn, value: Value) -> str:
        """Another value in a cell; "" empties it."""
        line = self._rows[row]
        return self._replaced(line, self._put(line.cells, column, value))

    def with_row(self, at: int, values: Mapping[GridColumn, Value], *, otherwise: bool) -> str:
        """A new row before row `at`."""
        cells = [""] * len(self._heading.cells)
        for column, value in values.items():
            cells = self._put(cells, column, value)
        if otherwise:
            cells[0] = self._key("otherwise")
        return self._inserted(at, [self._written(cells)])

    def without_row(self, row: int) -> str:
        """Without a row."""
        line = self._rows[row]
        return _text([*self._lines[: line.start], *self._lines[line.end :]])

    def with_row_moved(self, row: int, to: int) -> str:
        """A row before the one that is row `to` now."""
        line = self._rows[row]
        text = self._inserted(to, self._lines[line.start : line.end])
        return CsvGrid(text).without_row(row + (to <= row))

    def with_row_twice(self, row: int) -> str:
        """A row once more, behind itself."""
        line = self._rows[row]
        return self._inserted(row + 1, self._lines[line.start : line.end])

    def with_column(self, column: GridColumn, at: int) -> str:
        """A new column before column `at`."""
        places = sorted(self._places.values())
        place = places[at] if at < len(places) else len(self._heading.cells)
        place = max(place, 1) if self._has_otherwise else place
        return self._all(lambda cells, new: [*cells[:place], new, *cells[place:]], column.name)

    def without_column(self, column: GridColumn) -> str:
        """Without a column and all that stands in it."""
        place = self._places[column]
        if place == 0 and self._has_otherwise:
            raise Invalid(say("table.first_holds_otherwise"))
        return self._all(lambda cells, _new: [*cells[:place], *cells[place + 1 :]])

    def renamed(self, column: GridColumn, name: str) -> str:
        """A column of another field, its cells as they were."""
        cells = list(self._heading.cells)
        cells[self._places[column]] = name
        return self._replaced(self._heading, cells)

    def with_columns(self, order: Iterable[GridColumn]) -> str:
        """The columns in another order; `otherwise` stays in the first place."""
        taken = [self._places[each] for each in order]
        places = sorted(taken)
        into = dict(zip(places, taken, strict=True))

        def ordered(cells: list[str], _new: str) -> list[str]:
            word = cells[0].strip().casefold() in OTHERWISE
            if word:
                cells = [*cells]
                word_cell, cells[0] = cells[0], ""
            found = [cells[into.get(at, at)] for at in range(len(cells))]
            if word:
                found[0] = word_cell
            return found

        return self._all(ordered)

    def with_head(self, key: str, value: Value) -> str:
        """Another value of a key above the rows; "" takes it away."""
        line = next((each for each in self._above if key_name(each.cells[0]) == key), None)
        if not value:
            return _text(
                [*self._lines[: line.start], *self._lines[line.end :]] if line else self._lines
            )
        cells = [line.cells[0] if line is not None else self._key(key)]
        cells += [value[each] for each in sorted(value)] if isinstance(value, dict) else [value]
        if line is not None:
            return self._replaced(line, cells)
        before = [each for each in self._above if _order(each) < HEAD_KEYS.index(key)]
        at = before[-1].end if before else 0
        return _text([*self._lines[:at], self._written(cells), *self._lines[at:]])

    # --- small things --------------------------------------------------------------------------

    def _key(self, key: str) -> str:
        chinese = any(each.cells[0] in _CHINESE.values() for each in self._above)
        return _CHINESE[key] if chinese else key

    @property
    def _has_otherwise(self) -> bool:
        return any(each.otherwise for each in self.grid.rows)

    def _put(self, cells: Sequence[str], column: GridColumn, value: Value) -> list[str]:
        place = self._places[column]
        found = [*cells, *([""] * (place + 1 - len(cells)))]
        found[place] = _written(column, value)
        return found

    def _replaced(self, line: _Line, cells: Sequence[str]) -> str:
        before, after = self._lines[: line.start], self._lines[line.end :]
        return _text([*before, self._written(cells), *after])

    def _inserted(self, at: int, lines: Sequence[str]) -> str:
        rows = self._rows
        place = rows[at].start if at < len(rows) else rows[-1].end if rows else self._heading.end
        while place > self._heading.end and not self._lines[place - 1].strip():
            place -= 1  # empty lines at the end of a file stay there
        return _text([*self._lines[:place], *lines, *self._lines[place:]])

    def _all(self, change: Any, heading: str = "") -> str:
        lines = self._lines[: self._heading.start]
        wide = len(self._heading.cells)
        lines.append(self._written(change(list(self._heading.cells), heading)))
        before = self._heading
        for line in self._rows:
            lines += self._lines[before.end : line.start]
            before = line
            cells = [*line.cells, *([""] * (wide - len(line.cells)))]
            lines.append(self._written(change(cells, "")))
        return _text([*lines, *self._lines[before.end :]])

    def _written(self, cells: Sequence[str]) -> str:
        file = io.StringIO()
        csv.writer(file, delimiter=self._separator, lineterminator="").writerow(cells)
        return file.getvalue()


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"


def _order(line: _Line) -> int:
    key = key_name(line.cells[0])
    return HEAD_KEYS.index(key) if key in HEAD_KEYS else len(HEAD_KEYS)


def _head_value(cells: Sequence[str]) -> Value:
    values = [each.strip() for each in cells[1:] if each.strip()]
    if len(values) == 2:
        return dict(zip(("en", "zh"), values, strict=True))
    return values[0] if values else ""


def _read(column: GridColumn, text: str) -> Value:
    """An output's cell as plain data: one text, several separated by `;`, or a map as in YAML."""
    if column.kind is not ColumnKind.OUTPUT:
        return text
    if text.startswith(("{", "[")):
        found = _of_yaml(text)
        return text if found is None else found
    parts = [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]
    return parts if len(parts) > 1 else text


def _of_yaml(text: str) -> Value:
    """The maps and lists of a YAML text; None where it is none."""
    import yaml

    problems = Problems()
    read_yaml_into(problems, text)
    return None if problems.errors else plain(yaml.compose(text, Loader=LOADER))


def _written(column: GridColumn, value: Value) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return value if isinstance(value, str) else inline_yaml(value)
