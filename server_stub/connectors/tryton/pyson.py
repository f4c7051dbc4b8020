"""Conditions that Tryton keeps as PYSON, evaluated over a record: enough for button rules.

Whatever is not known here (a function, a field that was not read) makes the whole condition
unknown, which callers show as "not known" and never as yes or no.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any


class Unknown(Exception):
    """The condition asks for something that is not to be had here."""


def holds(condition: str, record: Mapping[str, Any]) -> bool | None:
    """Whether `condition` holds for `record` (field names to values); None: not known."""
    if not condition:
        return True
    try:
        return bool(_evaluate(json.loads(condition, parse_float=Decimal), record))
    except (Unknown, ValueError, TypeError, KeyError, AttributeError):
        return None


def _evaluate(node: Any, record: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_evaluate(each, record) for each in node]
    if not isinstance(node, dict) or "__class__" not in node:
        return node
    name = node["__class__"]
    if name in _VALUES:
        return _VALUES[name](node, record)
    raise Unknown(name)


def _eval(node: dict[str, Any], record: Mapping[str, Any]) -> Any:
    if node["v"] == "self":
        return record
    return _field(record, node["v"])


def _get(node: dict[str, Any], record: Mapping[str, Any]) -> Any:
    return _field(_evaluate(node["v"], record), _evaluate(node["k"], record))


def _field(record: Mapping[str, Any], name: str) -> Any:
    if name not in record:
        raise Unknown(name)
    return record[name]


def _compare(node: dict[str, Any], record: Mapping[str, Any], *, less: bool) -> bool:
    first, second = _number(node["s1"], record), _number(node["s2"], record)
    if less:
        first, second = second, first
    return first >= second if node.get("e") else first > second


def _number(node: Any, record: Mapping[str, Any]) -> Decimal:
    value = _evaluate(node, record)
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value or 0)


_VALUES: dict[str, Callable[[dict[str, Any], Mapping[str, Any]], Any]] = {
    "Eval": _eval,
    "Get": _get,
    "Not": lambda node, record: not _evaluate(node["v"], record),
    "Bool": lambda node, record: bool(_evaluate(node["v"], record)),
    "And": lambda node, record: all(_evaluate(each, record) for each in node["s"]),
    "Or": lambda node, record: any(_evaluate(each, record) for each in node["s"]),
    "Equal": lambda node, record: _evaluate(node["s1"], record) == _evaluate(node["s2"], record),
    "Greater": lambda node, record: _compare(node, record, less=False),
    "Less": lambda node, record: _compare(node, record, less=True),
    "If": lambda node, record: _evaluate(
        node["t" if _evaluate(node["c"], record) else "e"], record
    ),
    "In": lambda node, record: _evaluate(node["k"], record) in _evaluate(node["v"], record),
}
