"""Reading BPMN XML, which may be hostile: no entities, nothing from elsewhere, a size limit."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.errors import Invalid
from core.flow.bpmn.extensions import marks_of, vendor, words
from core.flow.bpmn.graph import Arrow, Process, Remarks, Shape
from core.flow.bpmn.names import MODEL, SIGNOFF, local, namespace, tag
from core.language import say
from core.text import clean

CORRELATED = "signoff-correlated"
"""What says of a message's event which message is meant: Zeebe's correlation key."""
_LARGEST = 10_000_000
_DEEPEST = 30
"""Subprocesses in each other."""
_MOST = 1_000
"""Activities, gateways and events; more than people could follow."""
_ACTIVITIES = frozenset(
    (
        *("task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask"),
        *("scriptTask", "businessRuleTask", "callActivity", "subProcess", "transaction"),
        "adHocSubProcess",
    )
)
_GATEWAYS = frozenset(
    (
        *("exclusiveGateway", "inclusiveGateway", "parallelGateway"),
        *("eventBasedGateway", "complexGateway"),
    )
)
_EVENTS = frozenset(
    (
        *("startEvent", "endEvent", "boundaryEvent"),
        *("intermediateCatchEvent", "intermediateThrowEvent"),
    )
)
_DRAWN_ONLY = frozenset(
    (
        *("dataObject", "dataObjectReference", "dataStoreReference", "textAnnotation"),
        *("association", "group", "property", "ioSpecification"),
    )
)
_PEOPLE = frozenset(("potentialOwner", "humanPerformer", "performer"))
_READ = _PEOPLE | frozenset(
    (
        *("incoming", "outgoing", "extensionElements", "multiInstanceLoopCharacteristics"),
        *("standardLoopCharacteristics", "script"),
    )
)
"""Parts of a flow node that are read, or named where they are not."""
_READ_EXTENSIONS = frozenset(
    (
        *("assignmentDefinition", "taskDefinition", "formDefinition", "calledElement"),
        *("calledDecision", "taskSchedule", "formData", "formField", "properties", "property"),
        *("userTask", "loopCharacteristics"),
    )
)
_STRUCTURE = frozenset(("laneSet", "sequenceFlow", "extensionElements", "documentation"))
SUBPROCESSES = frozenset(("subProcess", "transaction", "adHocSubProcess"))


def read_process(text: str | bytes, remarks: Remarks) -> Process:
    """The one process of a BPMN file.

    Raises `Invalid` for what is no BPMN, or holds what no BPMN file needs (a DTD, entities).
    Where there are several processes the largest is read and the others are named.
    """
    root = _root(text)
    processes = list(root.iter(tag("process")))
    if not processes:
        raise Invalid(say("bpmn.no_process"))
    processes.sort(key=lambda each: -len(each))
    for other in processes[1:]:
        remarks.lose("other_process", other.get("id") or "?", name=other.get("name") or "")
    _name_messages(root)
    for flow in root.iter(tag("messageFlow")):
        remarks.note("message_flow", flow.get("id") or "?")
    main = processes[0]
    process = _Reader(remarks).process(main)
    if not process.name:
        process.name = _participant(root, process.id)
    return process


def _root(text: str | bytes) -> Element:
    if len(text) > _LARGEST:
        raise Invalid(say("bpmn.too_large", n=_LARGEST // 1_000_000))
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise Invalid(say("bpmn.has_dtd"), hint=say("bpmn.has_dtd.hint")) from None
    except (ParseError, ValueError, LookupError) as error:
        raise Invalid(say("bpmn.no_xml", detail=str(error))) from None
    if root.tag != tag("definitions"):
        raise Invalid(say("bpmn.no_bpmn", tag=clean(local(root.tag))))
    return root


def _participant(root: Element, process: str) -> str:
    for each in root.iter(tag("participant")):
        if (each.get("processRef") or "").rpartition(":")[2] == process:
            return words(each.get("name"))
    return ""


def _name_messages(root: Element) -> None:
    """Events name messages and signals by reference; a flow names them by their own names."""
    named = {
        (each.get("id") or ""): (each.get("name") or each.get("id") or "")
        for kind in ("message", "signal")
        for each in root.findall(tag(kind))
    }
    keyed = {
        (message.get("id") or ""): key
        for message in root.findall(tag("message"))
        for each in message.iter()
        if local(each.tag) == "subscription" and (key := words(each.get("correlationKey")))
    }
    for each in root.iter():
        for key in ("messageRef", "signalRef"):
            if key in each.attrib:
                reference = each.attrib[key].rpartition(":")[2]
                each.set("signoff-name", named.get(reference, reference))
                if reference in keyed:
                    each.set(CORRELATED, keyed[reference])


class _Reader:
    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._depth = 0
        self._count = 0

    def process(self, xml: Element) -> Process:
        """A process, or what is in an embedded one."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Invalid(say("bpmn.too_deep", n=_DEEPEST))
        process = Process(id=xml.get("id") or "process", name=words(xml.get("name")))
        process.marks = marks_of(xml)
        process.about = _documentation(xml)
        lanes = dict(self._lanes(xml))
        for child in xml:
            self._child(process, child, lanes)
        self._drop_loose_ends(process)
        self._defaults(process)
        self._sort(process)
        self._depth -= 1
        return process

    def _child(self, process: Process, child: Element, lanes: dict[str, str]) -> None:
        name = local(child.tag)
        if namespace(child.tag) != MODEL or name in _STRUCTURE:
            if name == "sequenceFlow":
                process.arrows.append(_arrow(child))
            return
        if name in _DRAWN_ONLY:
            if name not in ("association", "property", "ioSpecification", "dataObject"):
                text = words("".join(child.itertext())) or words(child.get("name"))
                self._remarks.note("drawn_only", child.get("id") or name, kind=name, text=text)
        elif name in _ACTIVITIES | _GATEWAYS | _EVENTS:
            self._shape(process, child, lanes)
        else:
            self._remarks.lose("unknown_element", child.get("id") or name, kind=name)

    def _shape(self, process: Process, xml: Element, lanes: dict[str, str]) -> None:
        name, shape_id = local(xml.tag), xml.get("id") or ""
        self._count += 1
        if self._count > _MOST:
            raise Invalid(say("bpmn.too_many", n=_MOST))
        if not shape_id or shape_id in process.shapes:
            raise Invalid(say("bpmn.bad_id", id=words(shape_id)))
        shape = Shape(id=shape_id, kind=name, name=words(xml.get("name")), xml=xml)
        shape.lane = lanes.get(shape_id, "")
        shape.attached = xml.get("attachedToRef") or ""
        shape.event = _event(xml) if name in _EVENTS else ""
        shape.marks = marks_of(xml)
        self._name_unread(shape)
        if name in SUBPROCESSES:
            shape.inner = self.process(xml)
        if name == "startEvent":
            process.initiator = process.initiator or vendor(xml, "initiator")
        process.shapes[shape_id] = shape

    def _name_unread(self, shape: Shape) -> None:
        """Parts and extensions of which nothing is made."""
        if shape.kind in SUBPROCESSES:
            parts = set()
        else:
            parts = {local(child.tag) for child in shape.xml} - _READ
            parts = {each for each in parts if not each.endswith("EventDefinition")}
        if shape.kind in ("userTask", "manualTask", "task"):
            parts -= {"documentation"}
        for frame in shape.xml.findall(tag("extensionElements")):
            others = [child for child in frame if namespace(child.tag) != SIGNOFF]
            parts |= {local(child.tag) for child in others} - _READ_EXTENSIONS
        if parts:
            self._remarks.note("unread", shape, parts=", ".join(sorted(clean(p) for p in parts)))

    def _lanes(self, xml: Element) -> Iterator[tuple[str, str]]:
        for lanes in xml.findall(tag("laneSet")):
            yield from self._in_lanes(lanes, "")

    def _in_lanes(self, lanes: Element, around: str) -> Iterator[tuple[str, str]]:
        for lane in lanes.findall(tag("lane")):
            name = words(lane.get("name")) or around
            for reference in lane.findall(tag("flowNodeRef")):
                yield (reference.text or "").strip(), name
            for inner in lane.findall(tag("childLaneSet")):
                yield from self._in_lanes(inner, name)

    def _drop_loose_ends(self, process: Process) -> None:
        for arrow in list(process.arrows):
            if arrow.source not in process.shapes or arrow.target not in process.shapes:
                self._remarks.lose("loose_arrow", arrow)
                process.arrows.remove(arrow)

    def _defaults(self, process: Process) -> None:
        for shape in process.shapes.values():
            default = shape.xml.get("default")
            for arrow in process.out_of(shape.id):
                arrow.default = arrow.id == default

    def _sort(self, process: Process) -> None:
        """A gateway tries its ways in the order in which it names them."""
        place: dict[str, int] = {}
        for shape in process.shapes.values():
            for outgoing in shape.xml.findall(tag("outgoing")):
                place[(outgoing.text or "").strip()] = len(place)
        order = {arrow.id: number for number, arrow in enumerate(process.arrows)}
        last = len(place)
        process.arrows.sort(key=lambda each: (place.get(each.id, last), order[each.id]))


def _documentation(xml: Element) -> str:
    return words(" ".join("".join(each.itertext()) for each in xml.findall(tag("documentation"))))


def _arrow(xml: Element) -> Arrow:
    condition = xml.find(tag("conditionExpression"))
    return Arrow(
        id=xml.get("id") or "?",
        source=xml.get("sourceRef") or "",
        target=xml.get("targetRef") or "",
        name=words(xml.get("name")),
        condition=words(condition.text) if condition is not None else None,
        language=(condition.get("language") or "") if condition is not None else "",
        marks=marks_of(xml),
    )


def _event(xml: Element) -> str:
    """What defines an event; several: the first, the rest is named by the importer."""
    for child in xml:
        name = local(child.tag)
        if name.endswith("EventDefinition"):
            return name.removesuffix("EventDefinition")
    return ""
