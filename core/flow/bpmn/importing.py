"""BPMN 2.0 into a flow: `import_bpmn` gives the YAML and says what it does not hold.

Nothing is dropped silently: what could not be taken over, or has become something else, is named
with the id of its element. The rules are written for people in docs/reference/bpmn.md.
"""

import json
from typing import Any

import msgspec

from core.errors import FieldError, Invalid
from core.flow.bpmn.conditions import translated
from core.flow.bpmn.graph import Arrow, Process, Remarks
from core.flow.bpmn.loops import Loops
from core.flow.bpmn.net import Block, Fork, Way, Work, net_of
from core.flow.bpmn.people import asks_requester, slug
from core.flow.bpmn.reading import SUBPROCESSES, read_process
from core.flow.bpmn.reducing import Unstructured, reduced
from core.flow.bpmn.steps import HUMAN, Record, Steps, title_of
from core.flow.bpmn.times import Limits, take_limits
from core.flow.definition import REQUESTER, Approve, SubFlow
from core.flow.index import index_of
from core.flow.parsing import parse_flow
from core.flow.plain_steps import STEP_ID
from core.flow.writing import flow_yaml
from core.language import say

OWNER = "role:process_owner"


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """A flow made of a process, and what it is not."""

    text: str
    """The flow's YAML."""
    lost: tuple[FieldError, ...] = ()
    """What the flow does not have; `field` is the element's id."""
    changed: tuple[FieldError, ...] = ()
    """What it has in another way, or what should be looked at."""


def import_bpmn(text: str | bytes, *, object_type: str = "", owner: str = "") -> Imported:
    """The flow that a BPMN file describes, for objects of a type.

    Raises `Invalid` for what is no BPMN or nested beyond measure, and, with an error for each
    gateway, where a process has no equivalent block structure.
    """
    remarks = Remarks()
    process = read_process(text, remarks)
    maker = _Maker(remarks)
    try:
        steps = maker.steps_of(process)
    except Unstructured:
        errors = (*remarks.lost, *remarks.changed)
        raise Invalid(say("bpmn.unstructured"), errors=errors) from None
    except RecursionError:  # a tree so deep that no file could say it either
        raise Invalid(say("bpmn.nested"), hint=say("bpmn.nested.hint")) from None
    record = _head(process, object_type, owner, remarks)
    record["steps"] = steps
    flow = parse_flow(json.dumps(record))
    _check_ways_back(flow, maker.shapes, remarks)
    return Imported(text=flow_yaml(flow), lost=tuple(remarks.lost), changed=tuple(remarks.changed))


def _head(process: Process, object_type: str, owner: str, remarks: Remarks) -> Record:
    options = dict(_options(process.marks))
    name = str(process.marks.get("id") or slug(process.name if process.name.isascii() else ""))
    record: Record = {"flow": name if name != "unnamed" else slug(process.id)}
    if title := title_of(process.name, process.marks):
        record["title"] = title
    options.pop("title", None)
    if process.about and not process.marks:
        record["about"] = process.about
    record |= {key: each for key, each in options.items() if key in _HEAD}
    for key, given, usual in (("object", object_type, record["flow"]), ("owner", owner, OWNER)):
        if given:
            record[key] = given
        elif key not in record:
            record[key] = usual
            remarks.note(f"no_{key}", process.id, name=usual)
    return record


_HEAD = ("about", "object", "owner", "watch", "urge every", "automatic approval")


def _options(marks: dict[str, object]) -> Record:
    options = marks.get("options")
    return options if isinstance(options, dict) else {}


def _check_ways_back(flow: Any, shapes: dict[str, str], remarks: Remarks) -> None:
    """A loop may lead to where not every way passes; a reject cannot."""
    index = index_of(flow)
    for spot in index:
        step = spot.step
        if not isinstance(step, Approve | SubFlow) or step.on_reject.to != "step":
            continue
        if not index.on_every_way(step.on_reject.step, step.id):
            where = shapes.get(step.id, step.id)
            remarks.lose("back_not_on_way", where, step=step.on_reject.step)


class _Maker:
    """Makes steps of blocks, and gives each its own id."""

    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._ids: dict[int, str] = {}
        self._used: set[str] = {REQUESTER}
        self._kept: list[Work] = []
        self._steps: Steps | None = None
        self.shapes: dict[str, str] = {}
        """The element that each step was made of."""

    def steps_of(self, process: Process) -> list[Record]:
        """The steps of a process, or of an embedded subprocess."""
        limits: dict[str, Limits] = {}
        blocks = self._blocks_of(process, limits)
        self._steps = Steps(process, limits, self._name, self._remarks)
        return self._all(blocks)

    def _blocks_of(self, process: Process, limits: dict[str, Limits]) -> tuple[Block, ...]:
        _connect_links(process)
        self._take_borders(process, limits)
        net = net_of(process, self._remarks)
        for node in net.nodes.values():
            if node.work is not None and node.work.shape.inner is not None:
                self._open(node.work, node.work.shape.inner, limits)
        requesters = {
            shape.id
            for shape in process.shapes.values()
            if shape.marks.get("part") == "revise"
            or (shape.kind in HUMAN and asks_requester(shape, process))
        }
        Loops(net, requesters, self._remarks).take_out()
        return reduced(net, self._remarks)

    def _open(self, work: Work, inner: Process, limits: dict[str, Limits]) -> None:
        """What is in an embedded subprocess happens in its place."""
        inner.initiator = inner.initiator or "initiator"
        for shape in inner.shapes.values():
            shape.lane = shape.lane or work.shape.lane
        if work.shape.kind == "adHocSubProcess" or work.shape.xml.get("triggeredByEvent") == "true":
            self._remarks.lose("no_step", work.shape, kind=work.shape.kind)
            return
        work.ways = self._blocks_of(inner, limits)

    def _take_borders(self, process: Process, limits: dict[str, Limits]) -> None:
        for shape in list(process.shapes.values()):
            if shape.kind == "boundaryEvent" and shape.attached not in process.shapes:
                self._remarks.lose("boundary_event", shape, event=shape.event or "?")
                process.remove(shape.id)
            if shape.id in process.shapes and any(process.boundary(shape.id)):
                human = shape.kind in HUMAN
                if human:
                    limits[shape.id] = take_limits(shape, process, self._remarks)
                    continue
                for event in list(process.boundary(shape.id)):
                    self._remarks.lose("boundary_event", event, event=event.event or "?")
                    process.remove(event.id)
            elif shape.id in process.shapes and shape.kind in HUMAN:
                limits[shape.id] = take_limits(shape, process, self._remarks)

    # --- ids ----------------------------------------------------------------------------------

    def _name(self, work: Work) -> str:
        """The step's id: signoff's own, else made of the name, else the element's."""
        if id(work) in self._ids:
            return self._ids[id(work)]
        shape = work.shape
        plain = slug(shape.name).replace("_", "-")[:60]
        wished = str(shape.marks.get("id") or (plain if shape.name else shape.id))
        if not STEP_ID.fullmatch(wished):
            wished = slug(shape.id)[:60]
        name, number = wished, 1
        while name in self._used:
            number += 1
            name = f"{wished[:58]}-{number}"
        self._used.add(name)
        self._kept.append(work)  # an id() is one only as long as its object lives
        self._ids[id(work)] = name
        self.shapes[name] = shape.id
        return name

    # --- steps --------------------------------------------------------------------------------

    def _all(self, blocks: tuple[Block, ...]) -> list[Record]:
        return [step for block in blocks for step in self._of(block)]

    def _of(self, block: Block) -> list[Record]:
        if isinstance(block, Fork):
            return [self._fork(block)]
        if block.shape.kind in SUBPROCESSES:
            for name in ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"):
                if any(child.tag.endswith(name) for child in block.shape.xml):
                    self._remarks.lose("loop_activity", block.shape)
            return self._all(block.ways)
        assert self._steps is not None
        record = self._steps.step(block)
        if record is None:
            return []
        if block.reject is not None and ("approve" in record or "flow" in record):
            self._reject(record, block)
        if block.straight_back and "approve" in record:
            record["resubmit"] = "straight back"
        return [record]

    def _reject(self, record: Record, work: Work) -> None:
        reject = work.reject
        assert reject is not None
        if reject.to == "branch":
            steps = self._all(reject.items)
            if reject.go_on:
                record["on reject"] = {"steps": steps, "then": "go on"} if steps else "go on"
            else:
                record["on reject"] = steps
        elif reject.to == "step" and reject.back is not None:
            target = reject.back if id(reject.back) in self._ids else reject.back.first
            record["on reject"] = f"back to {self._name(target or reject.back)}"
        elif reject.to == REQUESTER:
            record["on reject"] = "back to requester"
            if reject.straight_back and "kind" not in work.shape.marks:
                record["resubmit"] = "straight back"

    def _fork(self, fork: Fork) -> Record:
        record: Record = {}
        shape = fork.shape
        if shape is not None and shape.kind.endswith("Gateway"):
            marks = shape.marks
            if "id" in marks:
                record["id"] = self._name(Work(shape=shape))
            if title := title_of(shape.name, marks):
                record["title"] = title
        if fork.kind == "and":
            record["together"] = [self._beside(way) for way in fork.ways]
        else:
            key = "choose" if fork.kind == "xor" else "choose all"
            record[key] = self._choices(fork)
        return record

    def _beside(self, way: Way) -> Record | list[Record]:
        steps = self._all(way.items)
        title = title_of(way.arrow.name, way.arrow.marks)
        return {"title": title, "steps": steps} if title else steps

    def _choices(self, fork: Fork) -> list[Record]:
        """The ways with their conditions, the one without, if it is one, last."""
        plain = [way for way in fork.ways if way.arrow.default]
        plain = plain or [way for way in fork.ways if way.arrow.condition is None]
        otherwise = plain[0] if len(plain) == 1 else None
        ways = [way for way in fork.ways if way is not otherwise]
        made = [self._choice(way) for way in ways]
        if otherwise is not None:
            made.append({**_title(otherwise.arrow), "otherwise": self._all(otherwise.items)})
        return made

    def _choice(self, way: Way) -> Record:
        arrow = way.arrow
        condition = translated(arrow.condition or "", arrow.language)
        if arrow.condition is None:
            self._remarks.lose("no_condition", arrow)
        elif condition is None:
            self._remarks.lose("condition", arrow, text=arrow.condition)
        when = condition or arrow.condition or arrow.name or arrow.id
        title = _title(arrow) if title_of(arrow.name, arrow.marks) != when else {}
        return {"when": when, **title, "steps": self._all(way.items)}


def _title(arrow: Arrow) -> Record:
    title = title_of(arrow.name, arrow.marks)
    return {"title": title} if title else {}


def _connect_links(process: Process) -> None:
    """Link events are one arrow drawn in two pieces."""
    catches = {
        shape.name: shape.id
        for shape in process.shapes.values()
        if shape.event == "link" and shape.kind == "intermediateCatchEvent"
    }
    for shape in process.shapes.values():
        if (
            shape.event == "link"
            and shape.kind == "intermediateThrowEvent"
            and shape.name in catches
        ):
            target = catches[shape.name]
            process.arrows.append(Arrow(id=shape.id, source=shape.id, target=target))
