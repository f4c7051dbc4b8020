"""Whom a BPMN task names: assignee, candidates and lanes as people of a flow."""

import re
from collections.abc import Iterator
from typing import Any

from core.flow.bpmn.extensions import vendor, words
from core.flow.bpmn.graph import Process, Remarks, Shape
from core.flow.bpmn.names import tag

UNKNOWN = "role:unassigned"
"""Asked where a task names nobody: the check before publishing refuses it, and so names it."""

_VARIABLE = re.compile(r"(?:[$#]\{|=)\s*([^\W\d]\w*)\s*\}?")
_LOOKUP = re.compile(r"[$#]\{execution\.getVariable\([\"'](\w+)[\"']\)\}")
_ID = re.compile(r"[\w.\-]+")
_STARTERS = frozenset(
    (
        *("initiator", "starter", "startuserid", "startuser", "applyuserid", "applicant"),
        *("requester", "requestor", "creator", "employee", "发起人", "申请人"),
    )
)
_RESOURCE = re.compile(r"(user|group)\(([^)]*)\)")


def people_of(shape: Shape, process: Process, remarks: Remarks) -> list[str]:
    """How a flow names the people of a task."""
    found = list(dict.fromkeys(_named(shape, process, remarks)))
    if found:
        return found
    if shape.lane:
        return [_lane(shape.lane)]
    remarks.lose("nobody_named", shape)
    return [UNKNOWN]


def asks_requester(shape: Shape, process: Process) -> bool:
    """Whether a task is for whoever began the process."""
    marked = shape.marks.get("options")
    if isinstance(marked, dict) and "by" in marked:
        return bool(marked["by"] == "requester")
    assignee = vendor(shape.xml, "assignee")
    if assignee:
        return _variable(assignee) is not None and _is_starter(assignee, process)
    return shape.lane.lower() in _STARTERS


def _named(shape: Shape, process: Process, remarks: Remarks) -> Iterator[str]:
    assignee = vendor(shape.xml, "assignee")
    if assignee and not _is_element(shape, assignee):
        yield from _person(assignee, "person", shape, process, remarks)
    for each in _list(vendor(shape.xml, "candidateUsers")):
        yield from _person(each, "person", shape, process, remarks)
    for each in _list(vendor(shape.xml, "candidateGroups")):
        yield from _person(each, "role", shape, process, remarks)
    yield from _standard(shape, process, remarks)
    loop = shape.xml.find(tag("multiInstanceLoopCharacteristics"))
    if loop is not None and _is_element(shape, assignee):
        collection = vendor(loop, "collection") or vendor(loop, "inputCollection")
        wrapped = collection if collection.startswith(("$", "#", "=")) else f"${{{collection}}}"
        yield from _person(wrapped, "person", shape, process, remarks)


def _is_element(shape: Shape, assignee: str) -> bool:
    """Whether the assignee is the element of the collection of a multi-instance task."""
    loop = shape.xml.find(tag("multiInstanceLoopCharacteristics"))
    if loop is None:
        return False
    element = vendor(loop, "elementVariable") or vendor(loop, "inputElement")
    return bool(element) and _variable(assignee) == element


def _standard(shape: Shape, process: Process, remarks: Remarks) -> Iterator[str]:
    """BPMN's own `potentialOwner`: a formal expression, `user(kermit), group(management)`."""
    for kind in ("potentialOwner", "humanPerformer", "performer"):
        for owner in shape.xml.findall(tag(kind)):
            text = words("".join(owner.itertext()))
            parts = _RESOURCE.findall(text) or [("group", text)] * bool(text)
            for which, name in parts:
                prefix = "person" if which == "user" else "role"
                yield from _person(name.strip(), prefix, shape, process, remarks)


def _person(
    text: str, prefix: str, shape: Shape, process: Process, remarks: Remarks
) -> Iterator[str]:
    if not text:
        return
    name = _variable(text)
    if name is not None:
        yield "requester" if _is_starter(text, process) else f"field:{name}"
        return
    plain = text[1:].strip().strip('"') if text.startswith("=") else text
    if _ID.fullmatch(plain):
        yield f"{prefix}:{plain}"
    elif "{" in text or text.startswith("="):
        remarks.lose("people_expression", shape, text=text)
        yield UNKNOWN
    else:
        yield f"{prefix}:{slug(plain)}"


def _variable(text: str) -> str | None:
    match = _VARIABLE.fullmatch(text) or _LOOKUP.fullmatch(text)
    return match[1] if match is not None else None


def _is_starter(text: str, process: Process) -> bool:
    name = _variable(text) or ""
    return bool(name) and (name == process.initiator or name.lower() in _STARTERS)


def _list(text: str) -> list[str]:
    if text.startswith("=") and "[" in text:
        return [each.strip().strip('"') for each in text.strip("=[] ").split(",")]
    if text.startswith(("$", "#", "=")):
        return [text]
    return [each.strip() for each in text.split(",") if each.strip()]


def _lane(name: str) -> str:
    return "requester" if name.lower() in _STARTERS else f"role:{slug(name)}"


def slug(name: str) -> str:
    """A name as an id: `Purchasing Manager` is `purchasing_manager`."""
    return re.sub(r"[^\w.\-]+", "_", name.strip().lower()).strip("_") or "unnamed"


def any_of(people: list[str]) -> Any:
    """One way of naming people alone, several as a list."""
    return people[0] if len(people) == 1 else people
