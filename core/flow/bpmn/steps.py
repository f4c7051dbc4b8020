"""An activity or an event of BPMN as a step of a flow, in the words of a flow file."""

import re
from collections.abc import Callable
from typing import Any

from core.flow.bpmn.conditions import translated, vote
from core.flow.bpmn.extensions import vendor, words
from core.flow.bpmn.graph import Process, Remarks, Shape
from core.flow.bpmn.names import tag
from core.flow.bpmn.net import Work
from core.flow.bpmn.people import any_of, people_of, slug
from core.flow.bpmn.reading import CORRELATED
from core.flow.bpmn.times import Limits, minutes_of, span_of, timer

Record = dict[str, Any]

_ACTION = re.compile(r"[\w\-]+\.[\w\-]+")
"""What a topic has to look like to name a connector and its action."""

HUMAN = frozenset(("userTask", "manualTask", "task"))
_FORMS = ("formKey", "formId", "formRef", "externalReference")
_ACTIONS = (
    "topic",
    "class",
    "delegateExpression",
    "expression",
    "type",
    "decisionRef",
    "decisionId",
)


class Steps:
    """Makes steps of one process. `limits` holds the time limits found on its tasks' borders."""

    def __init__(
        self,
        process: Process,
        limits: dict[str, Limits],
        name: Callable[[Work], str],
        remarks: Remarks,
    ) -> None:
        self._process = process
        self._limits = limits
        self._name = name
        self._remarks = remarks

    def step(self, work: Work) -> Record | None:
        """The step; None where there is none, which has been named."""
        shape = work.shape
        if "kind" in shape.marks:
            return self._marked(work)
        if shape.kind in HUMAN:
            return self._human(work)
        return self._other(work)

    # --- what signoff wrote itself --------------------------------------------------------------

    def _marked(self, work: Work) -> Record | None:
        marks = work.shape.marks
        kind, options = str(marks["kind"]), dict(_map(marks.get("options")))
        title = title_of(work.shape.name, marks)
        options.pop("title", None)
        step_id = self._name(work)
        if kind in ("approve", "do", "fill"):
            return {kind: step_id, **_titled(title), **options}
        if kind not in options:
            self._remarks.lose("bad_mark", work.shape)
            return None
        return {kind: options.pop(kind), "id": step_id, **_titled(title), **options}

    # --- people ---------------------------------------------------------------------------------

    def _human(self, work: Work) -> Record:
        shape = work.shape
        mode = self._mode(shape)
        votes = bool(mode.pop("votes", False))
        approves = votes or work.decides or work.reject is not None
        record: Record = {"approve" if approves else "do": self._name(work)}
        record |= _titled(shape.name)
        record["by"] = any_of(people_of(shape, self._process, self._remarks))
        record |= mode
        text = words(
            " ".join("".join(each.itertext()) for each in shape.xml.findall(tag("documentation")))
        )
        if text:
            record["text"] = text.replace("{", "(").replace("}", ")")
        record |= self._limit(shape, approves=approves)
        self._name_forms(shape)
        return record

    def _mode(self, shape: Shape) -> Record:
        """How several people decide."""
        if shape.xml.find(tag("standardLoopCharacteristics")) is not None:
            self._remarks.lose("loop_activity", shape)
        loop = shape.xml.find(tag("multiInstanceLoopCharacteristics"))
        if loop is None:
            return {}
        in_turn = loop.get("isSequential") == "true"
        condition = loop.find(tag("completionCondition"))
        if condition is None or not words(condition.text):
            return {"mode": "in order" if in_turn else "all"}
        found = vote(words(condition.text))
        if found is None or (in_turn and found != "all"):
            self._remarks.lose("completion", shape, text=words(condition.text))
            return {"mode": "in order" if in_turn else "all", "votes": True}
        return {"mode": "in order" if in_turn else found, "votes": True}

    def _limit(self, shape: Shape, *, approves: bool) -> Record:
        limits = self._limits.get(shape.id, Limits())
        late = dict(limits.late)
        if not approves and str(late.get("final", "")).startswith(("approve", "reject")):
            self._remarks.lose("timer_no_stage", shape, span=late.pop("final"))
        return {
            **({"within": limits.within} if limits.within else {}),
            **({"late": late} if late else {}),
        }

    def _name_forms(self, shape: Shape) -> None:
        for name in _FORMS:
            if form := vendor(shape.xml, name):
                self._remarks.note("form", shape, form=form)
        fields = [
            each.get("id") or "" for each in shape.xml.iter() if each.tag.endswith("}formField")
        ]
        if fields:
            self._remarks.note(
                "form_fields", shape, fields=", ".join(words(each) for each in fields)
            )

    # --- the others -----------------------------------------------------------------------------

    def _other(self, work: Work) -> Record | None:
        shape = work.shape
        for name in ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"):
            if shape.xml.find(tag(name)) is not None:
                self._remarks.lose("loop_activity", shape)
        if shape.kind in ("serviceTask", "sendTask", "businessRuleTask"):
            return self._call(work)
        if shape.kind == "callActivity":
            return self._flow(work)
        if shape.kind == "receiveTask" or shape.event in ("message", "signal", "timer"):
            return self._wait(work)
        if shape.event in ("link",) or (shape.kind == "intermediateThrowEvent" and not shape.event):
            return None  # it only leads on
        reason = "script" if shape.kind == "scriptTask" else "no_step"
        self._remarks.lose(reason, shape, kind=shape.event or shape.kind)
        return None

    def _call(self, work: Work) -> Record:
        shape = work.shape
        known = next((found for name in _ACTIONS if (found := vendor(shape.xml, name))), "")
        known = known.strip('$#{}= "')
        action = known if _ACTION.fullmatch(known) else ""
        if not action:
            rules = shape.kind == "businessRuleTask"
            name = (known if rules else "") or shape.name or known.rpartition(".")[2] or shape.id
            action = f"{'rules' if rules else 'external'}.{slug(name)}"
        self._remarks.note("call", shape, action=action)
        return {"call": action, "id": self._name(work), **_titled(shape.name)}

    def _flow(self, work: Work) -> Record:
        called = (work.shape.xml.get("calledElement") or "").rpartition(":")[2]
        called = called or vendor(work.shape.xml, "processId")
        if not called or "{" in called:
            self._remarks.lose("called_nothing", work.shape)
            called = "unknown"
        return {"flow": slug(called), "id": self._name(work), **_titled(work.shape.name)}

    def _wait(self, work: Work) -> Record | None:
        shape = work.shape
        head = {"id": self._name(work), **_titled(shape.name)}
        if shape.event != "timer":
            event = slug(_message(shape) or shape.name or shape.id)
            if key := next(filter(None, (each.get(CORRELATED) for each in shape.xml.iter())), ""):
                self._remarks.lose("correlated", shape, event=event, key=key)
            return {"wait": {"event": event}, **head}
        kind, text = timer(shape.xml)
        minutes = minutes_of(text) if kind == "timeDuration" else None
        if minutes:
            return {"wait": span_of(minutes), **head}
        until = translated(text) if kind == "timeDate" else None
        if until is None and kind == "timeDate" and text[:4].isdecimal():
            until = f'date("{text[:10]}")'
        if until is None or kind != "timeDate":
            self._remarks.lose("timer_text", shape, text=text)
            return None
        return {"wait": {"until": until}, **head}


def title_of(name: str, marks: dict[str, object]) -> Any:
    """The title as signoff knew it; where somebody renamed it in the picture, the new name."""
    if "named" in marks and name != marks["named"]:
        return name
    return _map(marks.get("options")).get("title") if "named" in marks else name


def _titled(title: Any) -> Record:
    return {"title": title} if title else {}


def _map(value: object) -> Record:
    return value if isinstance(value, dict) else {}


def _message(shape: Shape) -> str:
    for each in shape.xml.iter():
        if named := each.get("signoff-name"):
            return words(named)
    return ""
