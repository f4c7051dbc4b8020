"""A rule table in a YAML file, edited in place: comments, order and layout stay (`splicing`)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from core.errors import Invalid
from core.flow.change import Change, Path, at
from core.flow.splicing import Spliced, changed
from core.flow.writing import inline_yaml
from core.language import say
from core.rules.grid import (
    HEAD_KEYS,
    WHEN,
    ColumnKind,
    Grid,
    GridColumn,
    GridRow,
    Value,
    column_of,
)
from core.rules.sheets import OUTPUTS

_ORDER = (*HEAD_KEYS, "rows", "when", "and", "otherwise", *OUTPUTS)
_ROWS: Path = ("rows",)


class YamlGrid:
    """A table as YAML; see `core.rules.grid.GridText`."""

    def __init__(self, text: str) -> None:
        """`text` has plain line ends. Raises Invalid where it is no one YAML map."""
        try:
            self._document = Spliced(text)
            data = self._document.data
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark is not None else 1
            raise Invalid(say("table.unreadable", line=line)) from None
        self._data: dict[str, Any] = data if isinstance(data, dict) else {}
        self.text = self._document.text
        self._items = self._rows()
        rows = tuple(self._row(number, each) for number, each in enumerate(self._items))
        longest = sorted(rows, key=lambda row: -len(row.values))  # it says the order of the most
        used = dict.fromkeys(column for row in longest for column in row.values)
        cells = [each for each in used if each.kind is ColumnKind.CELL]
        others = sorted((each for each in used if each not in cells), key=_place)
        self.grid = Grid(
            head={key: self._data[key] for key in HEAD_KEYS if key in self._data},
            columns=(*cells, *others),
            rows=rows,
        )

    def _rows(self) -> list[dict[str, Any]]:
        items = self._data.get("rows")
        found = items if isinstance(items, list) else []
        if not all(isinstance(each, dict) for each in found):
            raise Invalid(say("table.no_row"))
        return found

    def _row(self, number: int, item: dict[str, Any]) -> GridRow:
        node = self._document.node((*_ROWS, number))
        first, last = node.start_mark.line + 1, node.end_mark.line
        return GridRow(
            values=dict(_values(item)),
            otherwise="otherwise" in item,
            first=first,
            last=max(first, last),
        )

    # --- rows ----------------------------------------------------------------------------------

    def with_value(self, row: int, column: GridColumn, value: Value) -> str:
        """Another value in a cell; "" empties it."""
        return self._each_row({row: self._changes(row, column, value)})

    def with_row(self, at: int, values: Mapping[GridColumn, Value], *, otherwise: bool) -> str:
        """A new row before row `at`."""
        cells = {each.name: _scalar(values[each]) for each in values if _is_cell(each)}
        outputs = {each.name: values[each] for each in sorted(values, key=_place) if _says(each)}
        condition = values.get(WHEN)
        if otherwise:
            record: dict[str, Any] = {"otherwise": outputs}
        elif condition and not cells:
            record = {"when": condition, **outputs}
        else:
            record = {"when": cells, **({"and": condition} if condition else {}), **outputs}
        return changed(self.text, Change(kind="insert", path=_ROWS, index=at, value=record))

    def without_row(self, row: int) -> str:
        """Without a row."""
        return changed(self.text, Change(kind="remove", path=(*_ROWS, row)))

    def with_row_moved(self, row: int, to: int) -> str:
        """A row before the one that is row `to` now."""
        return changed(self.text, Change(kind="move", path=(*_ROWS, row), to=_ROWS, index=to))

    def with_row_twice(self, row: int) -> str:
        """A row once more, behind itself."""
        return changed(self.text, Change(kind="copy", path=(*_ROWS, row)))

    def _changes(self, row: int, column: GridColumn, value: Value) -> list[Change]:
        """What changes in a row, by paths within it."""
        item = self._items[row]
        if column.kind is ColumnKind.OUTPUT:
            inside = item.get("otherwise")
            where: Path = ("otherwise",) if isinstance(inside, dict) and inside else ()
            holder = inside if where else item
            key = next((each for each in holder or () if column_of(each) == column), column.name)
            return [_set((*where, key), value)] if value or key in (holder or {}) else []
        when = item.get("when", "")
        if column == WHEN:
            if isinstance(when, dict) and when:
                return [_set(("and",), value)] if value or "and" in item else []
            return [_set(("when",), value or {})]
        if isinstance(when, dict):
            return self._cell(item, when, column.name, value)
        return [_set(("when",), {column.name: value}), _set(("and",), when)] if value else []

    def _cell(
        self, item: dict[str, Any], when: dict[str, Any], name: str, value: Value
    ) -> list[Change]:
        if value or set(when) != {name}:
            return [_set(("when", name), _scalar(value))] if value or name in when else []
        if "and" in item:  # only the condition is left
            return [_set(("when",), item["and"]), _set(("and",), "")]
        return [_set(("when",), {})]

    # --- columns -------------------------------------------------------------------------------

    def with_column(self, _column: GridColumn, _at: int) -> str:
        """The same text: only cells can hold a column."""
        return self.text

    def without_column(self, column: GridColumn) -> str:
        """Without a column and all that stands in it."""
        return self._each_row(
            {
                number: self._changes(number, column, "")
                for number, row in enumerate(self.grid.rows)
                if column in row.values
            }
        )

    def renamed(self, column: GridColumn, name: str) -> str:
        """A column of another field, its cells as they were."""
        text = self.text
        for when in reversed(self._conditions()):
            for key, _value in when.value:
                if key.value.strip() == column.name:
                    start, end = key.start_mark.index, key.end_mark.index
                    text = text[:start] + inline_yaml(name) + text[end:]
        return text

    def with_columns(self, order: Iterable[GridColumn]) -> str:
        """The conditions in another order, in each row that has several; outputs have theirs."""
        places = {each.name: number for number, each in enumerate(order)}
        text = self.text
        for when in reversed(self._conditions()):
            keys = [key.value.strip() for key, _ in when.value]
            wanted = sorted(range(len(keys)), key=lambda n: places.get(keys[n], len(places)))
            if wanted != list(range(len(keys))):
                text = self._reordered(text, when, wanted)
        return text

    def _reordered(self, text: str, when: yaml.MappingNode, wanted: list[int]) -> str:
        """`text` with the pairs of one map, which it holds as this file does, in another order."""
        spans = self._document.chunks(when)
        pieces = [self.text[first:last] for first, last in spans]
        for (first, last), number in reversed(list(zip(spans, wanted, strict=True))):
            text = text[:first] + pieces[number] + text[last:]
        return text

    def _conditions(self) -> list[yaml.MappingNode]:
        nodes = [
            self._document.node((*_ROWS, number, "when"))
            for number, item in enumerate(self._items)
            if isinstance(item.get("when"), dict)
        ]
        return [each for each in nodes if isinstance(each, yaml.MappingNode)]

    # --- the rest ------------------------------------------------------------------------------

    def with_head(self, key: str, value: Value) -> str:
        """Another value of a key above the rows; "" takes it away."""
        if not value:
            path: Path = (key,)
            return changed(self.text, Change(kind="remove", path=path)) if key in self._data else (
                self.text
            )  # fmt: skip
        return changed(self.text, Change(kind="set", path=(key,), value=value, order=_ORDER))

    def _each_row(self, changes: Mapping[int, list[Change]]) -> str:
        """Changes within rows. Each row is spliced by itself, so that a long table is quick."""
        text = self.text
        spans = self._document.items(_ROWS)
        for row in sorted(changes, reverse=True):
            if not spans:  # rows that do not stand on lines of their own
                for change in changes[row]:
                    text = _in_row(text, change, (*_ROWS, row))
                continue
            first, last, column = spans[row]
            indent = " " * column
            lines = [line.removeprefix(indent) for line in self.text[first:last].split("\n")]
            chunk = "\n".join(lines)
            for change in changes[row]:
                chunk = _in_row(chunk, change, (0,)).rstrip("\n")
            whole = "\n".join(indent + line if line else line for line in chunk.split("\n"))
            text = text[:first] + whole + text[last:]
        return text


def _values(item: Mapping[str, Any]) -> Iterator[tuple[GridColumn, Value]]:
    when = item.get("when")
    if isinstance(when, dict):
        for heading, value in when.items():
            if value != "":
                words = " or ".join(map(str, value)) if isinstance(value, list) else value
                yield GridColumn(ColumnKind.CELL, heading.strip()), words
    elif when:
        yield WHEN, when
    if item.get("and"):
        yield WHEN, item["and"]
    inside = item.get("otherwise")
    more = inside if isinstance(inside, dict) else {}
    for key, value in (*item.items(), *more.items()):
        column = column_of(key)
        if column.kind is ColumnKind.OUTPUT and value != "":
            yield column, value


def _is_cell(column: GridColumn) -> bool:
    return column.kind is ColumnKind.CELL


def _says(column: GridColumn) -> bool:
    return column.kind is ColumnKind.OUTPUT


def _place(column: GridColumn) -> int:
    """Where a column that is no field stands: the condition first, then the outputs."""
    return OUTPUTS.index(column.name) if column.kind is ColumnKind.OUTPUT else -1


def _scalar(value: Value) -> Value:
    """A number is written as one, without quotes."""
    plain = isinstance(value, str) and value.isascii() and value.isdecimal()
    return int(value) if plain and str(int(value)) == value else value


def _set(path: Path, value: Value) -> Change:
    kind = "remove" if value == "" else "set"
    return Change(kind=kind, path=path, value=value, order=_ORDER)


def _in_row(text: str, change: Change, row: Path) -> str:
    """A change of one row; what stands in braces stays in them."""
    here = Change(
        kind=change.kind, path=(*row, *change.path), value=change.value, order=change.order
    )
    document = Spliced(text)
    try:
        holder = document.node(here.path[:-1])
    except KeyError:
        return changed(text, here)
    if not isinstance(holder, yaml.MappingNode) or not holder.flow_style:
        return changed(text, here)
    if "#" in document.text[holder.start_mark.index : holder.end_mark.index]:
        return changed(text, here)
    after = _in_braces(document.text, holder, here)
    try:
        found = at(Spliced(after).data, here.path[:-1])
        expected = {**at(document.data, here.path[:-1])}
    except (yaml.YAMLError, LookupError, TypeError):
        raise Invalid(say("designer.cannot_splice", line=holder.start_mark.line + 1)) from None
    expected.pop(str(here.path[-1]), None)
    if {key: value for key, value in found.items() if key != here.path[-1]} != expected:
        raise Invalid(say("designer.cannot_splice", line=holder.start_mark.line + 1))
    return after


def _in_braces(text: str, holder: yaml.MappingNode, change: Change) -> str:
    name = str(change.path[-1])
    pieces = {
        key.value: text[key.start_mark.index : value.end_mark.index] for key, value in holder.value
    }
    if change.kind == "remove":
        pieces.pop(name, None)
    else:
        pieces[name] = inline_yaml({name: change.value})[1:-1]
    inside = ", ".join(pieces.values())
    return f"{text[: holder.start_mark.index]}{{{inside}}}{text[holder.end_mark.index :]}"
