"""BPMN files as other editors write them, put together from few words."""

import re
from xml.sax.saxutils import escape, quoteattr

from core.flow.bpmn.importing import Imported, import_bpmn

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:flowable="http://flowable.org/bpmn"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:test">'
)
KINDS = {
    "u": "userTask",
    "x": "exclusiveGateway",
    "a": "parallelGateway",
    "o": "inclusiveGateway",
    "s": "serviceTask",
    "e": "endEvent",
    "c": "callActivity",
    "t": "task",
}


def node(node_id: str, inner: str = "", kind: str = "", **attributes: str) -> str:
    """A flow node; its kind is told by the first letter of its id."""
    kind = kind or KINDS[node_id[0]]
    words = {"name": node_id.upper(), "id": node_id, **attributes}
    if kind == "userTask" and not any("ssignee" in key or "andidate" in key for key in words):
        words["camunda:candidateGroups"] = "clerk"
    written = "".join(f" {key.replace('__', ':')}={quoteattr(each)}" for key, each in words.items())
    return f"<bpmn:{kind}{written}>{inner}</bpmn:{kind}>"


def arrow(text: str, number: int) -> str:
    """`a > b`, `a > b if amount > 5`, `a > b else`, and a name in quotes: `a > b "yes"`."""
    text, _, condition = text.partition(" if ")
    words, _, name = text.partition(' "')
    source, _, target = words.removesuffix(" else").strip().partition(" > ")
    inner = (
        f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>"
        if condition
        else ""
    )
    name = name.removesuffix('"')
    named = f" name={quoteattr(name)}" if name else ""
    return (
        f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"{named}>'
        f"{inner}</bpmn:sequenceFlow>"
    )


def bpmn(arrows: str, *nodes: str, outside: str = "", inside: str = "") -> str:
    """A process: arrows one a line, nodes of which more is to be said than their arrows do."""
    lines = [line.strip() for line in arrows.strip().splitlines() if line.strip()]
    given = {name for each in nodes for name in re.findall(r' id="(\w+)"', each)}
    names: dict[str, None] = {}
    for line in lines:
        source, _, rest = line.partition(" > ")
        names |= {source: None, rest.split(" ")[0]: None}
    defaults = {
        line.partition(" > ")[0]: f"f{number}"
        for number, line in enumerate(lines)
        if " else" in line.partition(" if ")[0]
    }
    made = [
        node(name, **({"default": defaults[name]} if name in defaults else {}))
        for name in names
        if name not in given and name != "start"
    ]
    start = "" if "start" in given else '<bpmn:startEvent id="start" camunda:initiator="who"/>'
    flows = "".join(arrow(line, number) for number, line in enumerate(lines))
    return (
        f'{HEAD}<bpmn:process id="P" name="Trial">{inside}{start}{"".join(made)}{"".join(nodes)}'
        f"{flows}</bpmn:process>{outside}</bpmn:definitions>"
    )


def imported(arrows: str, *nodes: str, **more: str) -> Imported:
    """The flow of such a process."""
    return import_bpmn(bpmn(arrows, *nodes, **more), object_type="purchase_order", owner="role:x")


def body(found: Imported) -> str:
    """The steps alone, as YAML."""
    return found.text.partition("steps:\n")[2]


def lost(found: Imported) -> list[str]:
    """The ids of what was not taken over."""
    return [each.field for each in found.lost]


def changed(found: Imported) -> list[str]:
    """The ids of what was taken over in another way."""
    return [each.field for each in found.changed]
