"""A flow as a BPMN 2.0 process with its diagram: `export_bpmn`.

A person's decision is a gateway behind the task, a reject to the end an end event of its own, a way
back an arrow. What BPMN has no words for stands in extension elements, so that `import_bpmn` gives
the same flow again (docs/reference/bpmn.md).
"""

from collections.abc import Sequence
from typing import Any

from core.flow.bpmn.elements import (
    candidates,
    duration,
    formal,
    instances,
    kind_of_element,
    wait_definition,
)
from core.flow.bpmn.names import ZEN, tag
from core.flow.bpmn.parts import TASK, Drawing, Hung, Line, Part, marks
from core.flow.bpmn.writing import document_of
from core.flow.definition import (
    REQUESTER,
    Approve,
    Branch,
    Choose,
    Do,
    Fill,
    Flow,
    Rejected,
    Step,
    SubFlow,
    Together,
    Wait,
)
from core.flow.drawing.layout import Item, Lane, Node, Split
from core.flow.drawing.notes import span_text, title_of
from core.flow.drawing.tree import kind_of
from core.flow.markup import element
from core.flow.writing import flow_record, label_words, step_record
from core.language import label, say

_NAME = 32
"""Room for a name above a gateway or below an event, in pixels."""
_BETWEEN = 50
"""From a task to the gateway that asks about it."""


def export_bpmn(flow: Flow) -> str:
    """The flow as a BPMN file, names in the current language."""
    exporter = _Exporter(flow)
    return document_of(flow_mark(flow), label(flow.title), exporter.drawing())


def flow_mark(flow: Flow) -> Any:
    """What the process itself carries."""
    record = flow_record(flow)
    options = {key: each for key, each in record.items() if key not in ("flow", "steps")}
    return marks("flow", {"id": flow.id, "named": label(flow.title)}, options)


class _Exporter:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._made = Drawing()
        self._ids: dict[str, str] = {}
        self._back = set(_led_back_to(flow.steps))
        self._join_of: dict[str, str] = {}

    def drawing(self) -> Drawing:
        """The parts, the arrows and how they are laid out."""
        made = self._made
        start = self._add("startEvent", "start", say("drawing.start"))
        ends = [start]
        items: list[Item] = [self._node(start)]
        if REQUESTER in self._back:
            ends = [self._merge(REQUESTER, ends)]
            items.append(self._node(ends[0]))
            made.start_join = ends[0]
            self._revise()
        items += self._steps(self._flow.steps, ends)
        end = self._add("endEvent", "end", say("drawing.end"))
        self._lines(ends, end)
        made.items = (*items, self._node(end))
        self._lead_back(self._flow.steps)
        return made

    # --- parts and arrows ---------------------------------------------------------------------

    def _add(self, kind: str, wished: str, name: str = "", **more: Any) -> str:
        """A new part; its id is made of `wished`, which a step may have in any script."""
        plain = "".join(letter for letter in wished if letter.isascii() and letter.isprintable())
        part_id = f"{kind}_{plain.replace(' ', '_')}"
        while part_id in self._made.parts:
            part_id += f"_{len(self._made.parts)}"
        self._made.parts[part_id] = Part(id=part_id, kind=kind, name=name, **more)
        return part_id

    def _node(self, part: str) -> Node:
        made = self._made.parts[part]
        width, height = made.size
        above = _NAME if made.name and made.kind.endswith("Gateway") else 0
        below = _NAME if made.name and made.kind.endswith("Event") else 0
        return Node(
            key=part, length=width, breadth=above + height + below, before=above + height // 2
        )

    def _line(self, source: str, target: str, **more: Any) -> Line:
        line = Line(id=f"arrow_{len(self._made.lines) + 1}", source=source, target=target, **more)
        self._made.lines.append(line)
        return line

    def _lines(self, ends: list[Any], target: str) -> None:
        """Arrows from every open end, some with words on them, to a part."""
        for end in ends:
            if isinstance(end, str):
                self._line(end, target)
            else:
                source, more = end
                self._line(source, target, **more)

    # --- steps --------------------------------------------------------------------------------

    def _steps(self, steps: Sequence[Step], ends: list[Any]) -> list[Item]:
        """The layout of steps that follow each other; `ends` changes to where they go on."""
        items: list[Item] = []
        for step in steps:
            if step.id in self._back:
                ends[:] = [self._merge(step.id, ends)]
                items.append(self._node(ends[0]))
            items.append(self._step(step, ends))
        return items

    def _merge(self, step: str, ends: list[Any]) -> str:
        """A gateway to which later steps can lead back."""
        join = self._add("exclusiveGateway", f"back_to_{step}")
        self._lines(ends, join)
        self._join_of[step] = join
        return join

    def _step(self, step: Step, ends: list[Any]) -> Item:
        if isinstance(step, Choose | Together):
            return self._fork(step, ends)
        part = self._activity(step)
        self._lines(ends, part)
        ends[:] = [part]
        if isinstance(step, Approve) or (
            isinstance(step, SubFlow) and step.on_reject != Rejected()
        ):
            return self._decided(step, part, ends)
        below = self._limit(step, part)
        width, height = self._made.parts[part].size
        if not below:
            return self._node(part)
        return Node(key=part, length=width, breadth=height + below, before=height // 2)

    def _activity(self, step: Step) -> str:
        name = title_of(step)
        record = step_record(step)
        kind = kind_of(step)
        options = {key: each for key, each in record.items() if key not in ("id", "on reject")}
        if isinstance(step, Approve | Do | Fill):
            del options[kind]
        mark = marks("step", {"kind": kind, "id": step.id, "named": name}, options)
        more: dict[str, Any] = {"marks": mark, "inside": [], "attributes": {}}
        if isinstance(step, Approve | Do | Fill):
            more["attributes"] = candidates(step.by)
            more["inside"] = instances(step)
        elif isinstance(step, Wait):
            more["inside"] = [wait_definition(step)]
        elif isinstance(step, SubFlow):
            more["attributes"] = {"calledElement": _reference(step.flow)}
        part = self._add(kind_of_element(step), step.id, name, **more)
        self._ids[step.id] = part
        return part

    def _limit(self, step: Step, part: str) -> int:
        """The time limit as a timer on the border; answers how much room it takes below."""
        if not isinstance(step, Approve | Do | Fill) or step.within is None:
            return 0
        definition = element(tag("timerEventDefinition"))
        definition.append(formal("timeDuration", duration(step.within)))
        event = self._add(
            "boundaryEvent",
            f"{step.id}_due",
            span_text(step.within),
            attributes={"attachedToRef": part, "cancelActivity": False},
            marks=marks("mark", {"part": "limit"}, {}),
            inside=[definition],
        )
        end = self._add("endEvent", f"{step.id}_late", say("bpmn.late"))
        self._line(event, end)
        self._made.hung.append(Hung(part=event, beside=part, right=12, down=62))
        self._made.hung.append(Hung(part=end, beside=part, right=12, down=128))
        return 110

    # --- decisions ----------------------------------------------------------------------------

    def _decided(self, step: Approve | SubFlow, part: str, ends: list[Any]) -> Item:
        """The task, the gateway that asks what was decided, and where a reject leads."""
        mark = marks("mark", {"part": "decision"}, {})
        gateway = self._add(
            "exclusiveGateway", f"{step.id}_decided", say("bpmn.approved"), marks=mark
        )
        self._line(part, gateway)
        self._made.hung.append(Hung(part=gateway, beside=part, right=TASK[0] + _BETWEEN, down=15))
        below = self._limit(step, part)
        ends[:] = [(gateway, {"name": say("drawing.if_approved"), "condition": "${approved}"})]
        if step.on_reject.to == "branch":
            return self._rejected_branch(step, part, gateway, below, ends)
        if step.on_reject.to == "end":
            end = self._rejected_end(step)
            self._reject_line(gateway, end)
            right = TASK[0] + _BETWEEN + 7
            self._made.hung.append(Hung(part=end, beside=part, right=right, down=112))
            below = max(below, 100)
        return self._cell(part, below)

    def _cell(self, part: str, below: int) -> Node:
        """A task and its gateway as one box of the layout, named by the task."""
        length = TASK[0] + _BETWEEN + 50
        return Node(key=part, length=length, breadth=TASK[1] + below, before=TASK[1] // 2)

    def _rejected_end(self, step: Step) -> str:
        definition = element(tag("terminateEventDefinition"))
        name = say("bpmn.rejected")
        return self._add("endEvent", f"{step.id}_rejected", name, inside=[definition])

    def _reject_line(self, gateway: str, target: str) -> Line:
        line = self._line(gateway, target, name=say("drawing.if_rejected"))
        self._made.parts[gateway].attributes = {"default": line.id}
        return line

    def _rejected_branch(
        self, step: Approve | SubFlow, part: str, gateway: str, below: int, ends: list[Any]
    ) -> Item:
        rejected = step.on_reject
        inner: list[Any] = [(gateway, {"name": say("drawing.if_rejected")})]
        count = len(self._made.lines)
        items = self._steps(rejected.steps, inner)
        if rejected.go_on:
            tail = self._add("exclusiveGateway", f"{step.id}_go_on")
            self._lines([*ends, *inner], tail)
            ends[:] = [tail]
        else:
            end = self._rejected_end(step)
            self._lines(inner, end)
            items.append(self._node(end))
        first = next(
            line
            for line in self._made.lines[count:]
            if line.source == gateway and not line.condition
        )
        self._made.parts[gateway].attributes = {"default": first.id}
        lanes = (
            Lane(items=()),
            Lane(items=tuple(items), joins=rejected.go_on, key=first.id),
        )
        return Split(
            head=self._cell(part, below),
            lanes=lanes,
            tail=self._node(ends[0]) if rejected.go_on else None,
            straight=True,
        )

    def _lead_back(self, steps: Sequence[Step]) -> None:
        """Arrows of rejects that lead to an earlier step, or to the requester."""
        for step in _all_steps(steps):
            if not isinstance(step, Approve | SubFlow):
                continue
            target = _target(step)
            if not target:
                continue
            gateway = next(line.target for line in self._made.out_of(self._ids[step.id]))
            join = self._made.revise if target == REQUESTER else self._join_of[target]
            self._made.backwards.add(self._reject_line(gateway, join).id)

    def _revise(self) -> None:
        made = self._made
        made.revise = self._add(
            "userTask",
            "revise",
            say("bpmn.revise"),
            marks=marks("mark", {"part": "revise"}, {}),
            attributes=candidates_of_requester(),
        )
        made.backwards.add(self._line(made.revise, made.start_join).id)

    # --- forks --------------------------------------------------------------------------------

    def _fork(self, step: Choose | Together, ends: list[Any]) -> Item:
        kind = "parallelGateway"
        if isinstance(step, Choose):
            kind = "inclusiveGateway" if step.every else "exclusiveGateway"
        name = label(step.title)
        about = {"kind": kind_of(step), "id": step.id, "named": name, "splits": step.id}
        titles = {"title": label_words(step.title)} if step.title else {}
        split = self._add(kind, step.id, name, marks=marks("fork", about, titles))
        self._ids[step.id] = split
        self._lines(ends, split)
        join = self._add(kind, f"{step.id}_join", marks=marks("fork", {"joins": step.id}, {}))
        lanes = tuple(self._lane(step, split, branch, join) for branch in step.branches)
        ends[:] = [join]
        return Split(head=self._node(split), lanes=lanes, tail=self._node(join))

    def _lane(self, step: Step, split: str, branch: Branch, join: str) -> Lane:
        name = label(branch.title)
        titles = {"title": label_words(branch.title)} if branch.title else {}
        shown = name or (branch.when.text if branch.when is not None else "")
        if branch.when is None and isinstance(step, Choose):
            shown = name or say("drawing.otherwise")
        more: dict[str, Any] = {"name": shown, "marks": marks("way", {"named": shown}, titles)}
        if branch.when is not None:
            more |= {"condition": branch.when.text, "language": ZEN}
        ends: list[Any] = [(split, more)]
        first = len(self._made.lines)
        items = self._steps(branch.steps, ends)
        self._lines(ends, join)
        line = next(each for each in self._made.lines[first:] if each.source == split)
        if branch.when is None and isinstance(step, Choose):
            self._made.parts[split].attributes = {"default": line.id}
        return Lane(items=tuple(items), key=line.id)


def candidates_of_requester() -> dict[str, object]:
    """The attributes of a task for whoever began the process."""
    return {"camunda:assignee": "${initiator}"}


def _reference(flow: str) -> str:
    """A flow's id as an XML name."""
    return flow if flow[:1].isalpha() else f"_{flow}"


def _target(step: Approve | SubFlow) -> str:
    to = step.on_reject.to
    return step.on_reject.step if to == "step" else REQUESTER if to == REQUESTER else ""


def _led_back_to(steps: Sequence[Step]) -> list[str]:
    return [
        target
        for step in _all_steps(steps)
        if isinstance(step, Approve | SubFlow) and (target := _target(step))
    ]


def _all_steps(steps: Sequence[Step]) -> list[Step]:
    found: list[Step] = []
    for step in steps:
        found.append(step)
        if isinstance(step, Choose | Together):
            for branch in step.branches:
                found += _all_steps(branch.steps)
        elif isinstance(step, Approve | SubFlow):
            found += _all_steps(step.on_reject.steps)
    return found
