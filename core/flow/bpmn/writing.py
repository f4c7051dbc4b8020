"""BPMN XML of a drawing: the process, and the diagram that editors show."""

from xml.etree.ElementTree import Element, register_namespace

from core.flow.bpmn.diagram import diagram_of
from core.flow.bpmn.elements import formal
from core.flow.bpmn.names import BPMNDI, DC, DI, MODEL, SIGNOFF, XSI, tag
from core.flow.bpmn.parts import Drawing, Line, Part, extension
from core.flow.markup import document, element

CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
_PREFIXES = {
    "bpmn": MODEL,
    "bpmndi": BPMNDI,
    "dc": DC,
    "di": DI,
    "xsi": XSI,
    "signoff": SIGNOFF,
    "camunda": CAMUNDA,
}
PROCESS = "process"


def document_of(mark: Element, name: str, drawing: Drawing) -> str:
    """The whole file."""
    for prefix, uri in _PREFIXES.items():
        register_namespace(prefix, uri)
    root = element(
        tag("definitions"), {"id": "definitions", "targetNamespace": SIGNOFF, "exporter": "signoff"}
    )
    process = element(
        tag("process"), {"id": PROCESS, "name": name or None, "isExecutable": False}, inside=root
    )
    frame = extension(mark)
    if frame is not None:
        process.append(frame)
    for part in drawing.parts.values():
        _part(process, part, drawing)
    for line in drawing.lines:
        _line(process, line)
    root.append(diagram_of(drawing, PROCESS))
    return document(root)


def _part(process: Element, part: Part, drawing: Drawing) -> None:
    attributes = {
        key.replace("camunda:", f"{{{CAMUNDA}}}"): value for key, value in part.attributes.items()
    }
    made = element(
        tag(part.kind), {"id": part.id, "name": part.name or None, **attributes}, inside=process
    )
    frame = extension(part.marks)
    if frame is not None:
        made.append(frame)
    for line in drawing.into(part.id):
        element(tag("incoming"), {}, line.id, inside=made)
    for line in drawing.out_of(part.id):
        element(tag("outgoing"), {}, line.id, inside=made)
    made.extend(part.inside)


def _line(process: Element, line: Line) -> None:
    made = element(
        tag("sequenceFlow"),
        {
            "id": line.id,
            "name": line.name or None,
            "sourceRef": line.source,
            "targetRef": line.target,
        },
        inside=process,
    )
    frame = extension(line.marks)
    if frame is not None:
        made.append(frame)
    if line.condition:
        made.append(formal("conditionExpression", line.condition, line.language))
