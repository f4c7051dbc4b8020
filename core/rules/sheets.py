"""Rule tables as written, in YAML or CSV, brought to one form: a head, and rows of named values.

A CSV file begins with lines of a key and its value (`rules`, `title`, `object`, `hit`), then comes
the line of headings, then the rows. Columns are separated by commas, semicolons or tabs. The place
of a value in a CSV is its line and its column, counted from 1.
"""

import csv
import io
from collections.abc import Iterator

import msgspec

from core.effort import spend
from core.language import say
from core.located import Located, Problems, read_yaml_into, resolve
from core.text import clean

FIRST_KEY = "rules"
_WORDS = {
    "规则": "rules", "规则表": "rules", "标题": "title", "名称": "title", "说明": "about",
    "对象": "object", "命中": "hit", "命中方式": "hit",
}  # fmt: skip
_KEYS = ("rules", "title", "about", "object", "hit")
_OUTPUTS = {
    "审批人": "ask", "处理人": "ask", "people": "ask", "方式": "mode", "审批方式": "mode",
    "时限": "within", "time limit": "within", "优先级": "priority", "抄送": "copy",
    "copies": "copy", "动作": "call", "action": "call", "actions": "call", "条件": "when",
    "condition": "when",
}  # fmt: skip
OUTPUTS = ("ask", "mode", "within", "priority", "copy", "call")
OTHERWISE = frozenset({"otherwise", "其他", "其它", "否则"})


class Line(msgspec.Struct, eq=False, gc=False):
    """One row as written: conditions by heading, and what applies by the name of the output."""

    where: Located
    conditions: dict[str, Located]
    headings: dict[str, Located]
    """Where the heading, or key, of each condition stands."""
    outputs: dict[str, Located]
    when: Located | None = None
    """A condition in the language of flows."""
    otherwise: bool = False


class Sheet(msgspec.Struct, eq=False):
    """A rule table as written."""

    head: Located
    """A map of the keys before the rows."""
    lines: list[Line]


def is_csv_rules(text: str) -> bool:
    """Whether a CSV file holds a rule table: its first cell says so."""
    first = next((cells for _, cells in csv_rows(text[:4000])), [])
    return bool(first) and key_name(first[0]) == FIRST_KEY


def sheet_of_yaml(document: Located, problems: Problems) -> Sheet:
    """The rule table of a YAML document whose first key is `rules`."""
    rows = document.value.get("rows")
    head = msgspec.structs.replace(
        document,
        value={key: each for key, each in document.value.items() if key != "rows"},
        keys={key: each for key, each in document.keys.items() if key != "rows"},
    )
    if rows is None or not rows.is_list or not rows.value:
        problems.add(rows if rows is not None else document, say("check.rules_no_rows"))
        return Sheet(head, [])
    lines = [_line_of_map(row, problems) for row in rows.value]
    return Sheet(head, [line for line in lines if line is not None])


def _line_of_map(row: Located, problems: Problems) -> Line | None:
    if not row.is_map:
        problems.add(row, say("check.map_wanted"), hint=say("check.rules_row.hint"))
        return None
    line = Line(row, {}, {}, {})
    when, otherwise = row.value.get("when"), row.value.get("otherwise")
    if (when is None) == ("otherwise" not in row.value):
        problems.add(row, say("check.rules_row"), hint=say("check.rules_row.hint"))
        return None
    rest = {key: each for key, each in row.value.items() if key not in ("when", "otherwise")}
    keys = dict(row.keys)
    if when is not None and when.is_map:
        line.conditions, line.headings = dict(when.value), dict(when.keys)
    elif when is not None:
        line.when = when
    else:
        line.otherwise = True
        if otherwise is not None and otherwise.is_map:
            rest |= otherwise.value
            keys |= otherwise.keys
    if "and" in rest:  # a condition beside the cells
        line.when = rest.pop("and")
    line.outputs = {output_name(key): each for key, each in rest.items()}
    _refuse_others(line.outputs, keys, problems)
    return line


def _refuse_others(
    outputs: dict[str, Located], keys: dict[str, Located], problems: Problems
) -> None:
    for key in [key for key in outputs if key not in OUTPUTS]:
        where = keys.get(key, outputs[key])
        known = ", ".join(OUTPUTS)
        problems.add(
            where,
            say("check.unknown_output", name=key),
            hint=say("check.unknown_output.hint", known=known),
        )
        del outputs[key]


# --- CSV -------------------------------------------------------------------------------------


def sheet_of_csv(text: str, file: str, problems: Problems) -> Sheet | None:
    """The rule table of a CSV file; None, with what is wrong noted, where it holds none."""
    rows = [(line, cells) for line, cells in csv_rows(text) if any(cell.strip() for cell in cells)]
    head, at = csv_head(rows, file)
    if at + 1 >= len(rows):
        problems.add(Located(file, 1, 1), say("check.rules_no_rows"))
        return None
    line, names = rows[at]
    headings = [_scalar(file, line, column, name) for column, name in enumerate(names, 1)]
    found = [_line_of_cells(file, *row, headings, problems) for row in rows[at + 1 :]]
    _refuse_twice(headings, problems)
    return Sheet(head, found)


_A_ROW, _A_CELL = 20, 5
"""Steps (`core.effort`) that reading one takes, with what is made of it."""


def csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row of a CSV with the line where it begins; separated by commas, semicolons or tabs.

    Raises TooMuchError where a limit is set and there are too many.
    """
    text = clean(text.removeprefix("\ufeff"))
    reader = csv.reader(io.StringIO(text), delimiter=separator_of(text))
    begins = 1
    try:
        for row in reader:
            spend(_A_ROW + _A_CELL * len(row))
            yield begins, row
            begins = reader.line_num + 1
    except csv.Error:
        return


def separator_of(text: str) -> str:
    """What stands between the columns of a CSV: the first line says so."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count) if first else ","
    return "，" if "，" in first and not first.count(separator) else separator


def csv_head(rows: list[tuple[int, list[str]]], file: str) -> tuple[Located, int]:
    """The lines of keys, which end with an empty line, as a map; and the number of the row after
    them, which holds the headings."""
    head = Located(file, rows[0][0] if rows else 1, 1, {}, keys={})
    at = 0
    before = head.line
    while at < len(rows) and _is_key_line(rows[at][1]) and rows[at][0] - before <= 1:
        line, cells = rows[at]
        key, before = key_name(cells[0]), line
        if key in head.keys:
            break
        head.keys[key] = _scalar(file, line, 1, cells[0])
        head.value[key] = _head_value(file, line, cells)
        at += 1
    return head, at


def _is_key_line(cells: list[str]) -> bool:
    """A key with a value or two; a line of headings has more."""
    return key_name(cells[0]) in _KEYS and 1 < sum(bool(cell.strip()) for cell in cells) <= 3


def _head_value(file: str, line: int, cells: list[str]) -> Located:
    given = [_scalar(file, line, column, cell) for column, cell in enumerate(cells, 1)]
    values = [each for each in given[1:] if each.raw]
    if len(values) == 2:  # a title in English and in Chinese
        pair = dict(zip(("en", "zh"), values, strict=True))
        return Located(file, line, 2, pair, keys=pair)
    return values[0] if values else Located(file, line, 2)


def _line_of_cells(
    file: str, line: int, cells: list[str], headings: list[Located], problems: Problems
) -> Line:
    found = Line(_scalar(file, line, 1, cells[0]), {}, {}, {})
    for column, cell in enumerate(cells, 1):
        value = _scalar(file, line, column, cell)
        if column > len(headings):
            if value.raw:
                message = say("check.rules_too_wide", n=len(headings))
                problems.add(value, message, hint=say("check.rules_too_wide.hint"))
            continue
        heading = headings[column - 1]
        name = output_name(heading.raw)
        if column == 1 and value.raw.casefold() in OTHERWISE:
            found.otherwise = True
        elif not value.raw or not heading.raw:
            continue
        elif name in OUTPUTS:
            found.outputs[name] = _value(value, problems)
        elif name == "when":
            found.when = value
        else:
            found.conditions[heading.raw] = value
            found.headings[heading.raw] = heading
    return found


def _value(cell: Located, problems: Problems) -> Located:
    """An output's cell: one text, several separated by `;`, or a map as in YAML."""
    if cell.raw.startswith(("{", "[")):
        inner = Problems()
        documents = read_yaml_into(inner, cell.raw, cell.file)
        if len(documents) == 1 and not inner.errors:
            return _moved(documents[0], cell)
        problems.add(cell, say("check.rules_cell", text=cell.raw))
        return Located(cell.file, cell.line, cell.column)
    parts = [part.strip() for part in cell.raw.replace("；", ";").split(";") if part.strip()]
    if len(parts) < 2:
        return cell
    many = [_scalar(cell.file, cell.line, cell.column, part) for part in parts]
    return Located(cell.file, cell.line, cell.column, many)


def _moved(node: Located, to: Located) -> Located:
    """What was written in one cell stands where the cell stands."""
    value = node.value
    if node.is_map:
        value = {key: _moved(each, to) for key, each in value.items()}
    elif node.is_list:
        value = [_moved(each, to) for each in value]
    keys = {key: _moved(each, to) for key, each in node.keys.items()}
    return msgspec.structs.replace(
        node, file=to.file, line=to.line, column=to.column, value=value, keys=keys
    )


def _refuse_twice(headings: list[Located], problems: Problems) -> None:
    seen: set[str] = set()
    for heading in headings:
        name = output_name(heading.raw)
        if heading.raw and name in seen:
            problems.add(heading, say("check.rules_heading_twice", name=heading.raw))
        seen.add(name)


def _scalar(file: str, line: int, column: int, text: str) -> Located:
    raw = text.strip()
    return Located(file, line, column, resolve(raw), raw)


def key_name(cell: str) -> str:
    """What a key above the rows is called in English."""
    word = cell.strip().rstrip(":：").casefold()
    return _WORDS.get(word, word)


def output_name(heading: str) -> str:
    """What a heading or key is called in English; `when` for a condition beside the cells."""
    word = heading.strip().casefold()
    return _OUTPUTS.get(word, word)
