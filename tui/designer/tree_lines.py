"""A flow as a tree of one-line rows: steps, their branches, and what was found wrong with them."""

from collections.abc import Mapping
from typing import Any

from core.flow.drawing.narrow import _MARKS as MARKS
from core.flow.editing import FlowDocument
from core.flow.outline import NAMED, Row, RowKind
from core.language import Label, label, say
from tui.drawing.line import ACCENT, BOLD, DIM, LATE, PLAIN, SOON, Line, text
from tui.state.designing import properties, say_value

_WHOM = {"approve": "by", "do": "by", "fill": "by", "tell": "tell"}


def tree_lines(
    document: FlowDocument, marks: Mapping[int, bool], names: Mapping[str, Label] | None = None
) -> list[Line]:
    """One line for each row. `marks`: rows with findings; True where it is no mere warning.

    `names`: roles, groups and the rest as people call them, by id.
    """
    lines = []
    rails: list[str] = []
    for number, row in enumerate(document.rows):
        del rails[max(0, row.depth - 1) :]
        sign, *words = _words(document, row, names or {})
        if number in marks:
            words.insert(0, text("! ", LATE if marks[number] else SOON))
        lines.append([text("".join(rails), DIM), sign, *words])
        if row.depth:
            rails.append("  " if row.last else "│ ")
    return lines


def row_title(document: FlowDocument, row: Row) -> str:
    """What a row is called."""
    value = document.value(row.path)
    title = label(_title(value))
    if row.kind is RowKind.FLOW:
        return title or row.id
    if row.kind is RowKind.REJECT:
        return say("drawing.if_rejected")
    if row.kind is RowKind.BRANCH:
        return title or _way(row, value)
    if title or not row.step:
        return title or say("designer.no_step")
    if row.step in NAMED:
        return row.id
    if row.step == "flow":
        return say("drawing.flow", flow=value.get("flow", ""))
    return say(f"drawing.{row.step}")


def _words(document: FlowDocument, row: Row, names: Mapping[str, Label]) -> Line:
    title, value = row_title(document, row), document.value(row.path)
    if row.kind is RowKind.FLOW:
        return [text("() ", DIM), text(title, BOLD)]
    if row.kind in (RowKind.BRANCH, RowKind.REJECT):
        corner = "└─ " if row.last else "├─ "
        way = _way(row, value)
        says_way = way != title and row.kind is RowKind.BRANCH and row.step != "together"
        more = f"  {way}" if says_way else ""
        return [text(corner, DIM), text(title, ACCENT), text(more, PLAIN)]
    mark = MARKS.get(row.step, "[ ]")
    return [text(f"{mark} ", DIM), text(title, BOLD), text(f"  {_note(document, row, names)}", DIM)]


def _way(row: Row, value: Any) -> str:
    if isinstance(value, dict) and "when" in value:
        return str(value["when"])
    if row.step == "together":
        return say("designer.way", n=int(row.path[-1]) + 1)
    return say("drawing.otherwise")


def _note(document: FlowDocument, row: Row, names: Mapping[str, Label]) -> str:
    """Whom it asks, or what it does."""
    shown = {"by", "tell", "call", "wait", "until", "event", "one_set", "sub_flow"}
    found = [say_value(each, names) for each in properties(document, row) if each.name in shown]
    return ", ".join(each for each in found if each)


def _title(value: Any) -> Any:
    title = value.get("title") if isinstance(value, dict) else None
    if isinstance(title, dict):
        return {key: each for key, each in title.items() if isinstance(each, str)}
    return title if isinstance(title, str) else None
