"""Places in a YAML text as its parser names them, and lines moved to the left and right."""

from collections.abc import Sequence
from typing import Any

import yaml

from core.flow.writing import inline_yaml, record_yaml


def find(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    """What stands at one step of a path; None for nothing."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if 0 <= part < len(node.value) else None
    return None


def number_of(holder: yaml.Node, part: str | int) -> int:
    """The number of an element in its block. Raises KeyError where there is none."""
    if isinstance(holder, yaml.MappingNode):
        for number, (key, _) in enumerate(holder.value):
            if key.value == part:
                return number
    elif isinstance(part, int) and 0 <= part < len(holder.value):
        return part
    raise KeyError(part)


def end_of(node: yaml.Node, text: str) -> int:
    """Where what a node says ends; for the parser a block ends where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(last[1] if isinstance(last, tuple) else last, text)
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return start + len(text[start:end].rstrip())
    return end


def place_in(names: Sequence[str], key: str, order: Sequence[str]) -> int:
    """Where a new key goes: behind the last one that stands before it in `order`, else last."""
    if key not in order:
        return len(names)
    before = set(order[: order.index(key)])
    return max((number + 1 for number, name in enumerate(names) if name in before), default=0)


def item_lines(value: Any) -> str:
    """An item of a list as lines."""
    body = record_yaml(value) if isinstance(value, dict) and value else inline_yaml(value)
    return "- " + indented(body.rstrip("\n"), 2).lstrip(" ")


def indent_of(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def indented(lines: str, column: int) -> str:
    """Lines moved to the right, empty ones apart."""
    return "\n".join(" " * column + line if line else line for line in lines.split("\n"))


def dedented(line: str, column: int) -> str:
    """A line moved to the left as far as it has spaces."""
    return line[min(indent_of(line), column) :]
