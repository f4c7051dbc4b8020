"""A rule table as a decision of the ZEN engine, for who wants to run it there.

`core.rules.table` answers the same, faster (docs/why/rules.md); the tests compare the two.
"""

from typing import Any

import msgspec

from core.rules.table import Cell, Column, Hit, Range, Row, Table


def zen_decision(table: Table) -> str:
    """The table as ZEN's JSON decision model; each rule answers `row`, the number of the row.

    Rows with a condition of their own and `otherwise` have a test that ZEN's tables have no place
    for, so they are given as one more input.
    """
    simple = {column.path for column in table.columns if _all_simple(table, column)}
    rules = [_rule(number, row, table, simple) for number, row in enumerate(table.rows)]
    inputs = [_input(column, simple) for column in table.columns]
    content = {
        "hitPolicy": "first" if table.hit is Hit.FIRST else "collect",
        "inputs": [*inputs, {"id": "when", "name": "when"}],
        "outputs": [{"id": "row", "name": "row", "field": "row"}],
        "rules": rules,
        "passThrough": False,
    }
    nodes = [
        _node("in", "inputNode"),
        {**_node("table", "decisionTableNode"), "content": content},
        _node("out", "outputNode"),
    ]
    edges = [_edge("in", "table"), _edge("table", "out")]
    return msgspec.json.encode({"nodes": nodes, "edges": edges}).decode()


def _all_simple(table: Table, column: Column) -> bool:
    """Whether every cell can be said by ZEN's short tests; else whole expressions are written."""
    cells = [row.cells[column.path] for row in table.rows if column.path in row.cells]
    return all(
        not cell.negated and not cell.empty and len(cell.ranges) + bool(cell.values) == 1
        for cell in cells
    )


def _input(column: Column, simple: set[str]) -> dict[str, str]:
    found = {"id": column.path, "name": column.path}
    return {**found, "field": column.path} if column.path in simple else found


def _rule(number: int, row: Row, table: Table, simple: set[str]) -> dict[str, str]:
    rule = {"_id": str(number), "row": str(number)}
    for column in table.columns:
        cell = row.cells.get(column.path)
        if cell is None:
            rule[column.path] = ""
        elif column.path in simple:
            rule[column.path] = _short(cell)
        else:
            rule[column.path] = _expression(cell, column.path)
    rule["when"] = row.when.text if row.when is not None else ""
    return rule


def _short(cell: Cell) -> str:
    """ZEN's test of one range, or of some words."""
    if cell.values:
        return ", ".join(_word(word) for word in cell.values)
    (only,) = cell.ranges
    if only.low is not None and only.high is not None:
        left, right = "(["[only.with_low], ")]"[only.with_high]
        return f"{left}{only.low:f}..{only.high:f}{right}"
    return _range(only, "").strip() or "$ != null"


def _expression(cell: Cell, path: str) -> str:
    """What a cell demands of `path`, as a condition."""
    tests = [_range(each, path) for each in cell.ranges]
    if cell.values:
        tests.append(f"{path} in [{', '.join(_word(word) for word in cell.values)}]")
    found = " or ".join(f"({test})" for test in tests) or "false"
    if cell.ranges:  # ZEN refuses to compare what is missing
        found = f"{path} != null and ({found})"
    if cell.empty:
        found = f"{path} == null or ({found})"
    return f"not ({found})" if cell.negated else found


def _word(word: str) -> str:
    return word if word in ("true", "false") else msgspec.json.encode(word).decode()


def _range(each: Range, path: str) -> str:
    tests = []
    if each.low is not None:
        tests.append(f"{path} {'>=' if each.with_low else '>'} {each.low:f}")
    if each.high is not None:
        tests.append(f"{path} {'<=' if each.with_high else '<'} {each.high:f}")
    return " and ".join(tests)


def _node(name: str, kind: str) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
