"""Random flows that use everything the format has, for what writes, draws and translates them.

They need not pass the check: conditions may overlap and people may be missing. Ways back lead to a
step of people that every way passes.
"""

import json
from typing import Any

from hypothesis import strategies as st

from core.flow.definition import Asking, Flow, Step
from core.flow.parsing import parse_flow

_PEOPLE = st.sampled_from(
    [
        "role:buyer",
        "group:board",
        "person:dora",
        "manager",
        "head of department:buying",
        ["role:buyer", "person:hugo"],
        ["2 of role:buyer", "1 of group:board"],
        {"role": "buyer", "pick": "least loaded"},
        {"role": "buyer", "where": '"production" in person.classes', "at least": 1},
    ]
)
_TABLE = st.just("table who-signs")
_MODES = st.sampled_from(
    ["any", "all", "in order", "at least 60%", "more than 50%", "at least 2", "at least 28.5%"]
)
_CONDITIONS = st.sampled_from(
    ["amount < 5000", "amount >= 5000", "urgent", 'material_class == "production" and not urgent']
)
_TITLES = st.sampled_from([None, "A title", {"en": "Two words", "zh": "两个词"}, 'Odd: <&>"#'])
_PLAIN: list[dict[str, Any]] = [
    {"tell": ["requester", "role:buyer"], "text": "Look: {amount}"},
    {"set": {"cost_centre": "{requester.department}", "urgent": True, "quantity": "= 1 + 1"}},
    {"call": "erp.confirm", "as": "whoever decided last", "undo": "erp.cancel"},
    {
        "call": "erp.assign",
        "with": {"who": "role:buyer", "n": "012"},
        "answer": {"erp_number": "n"},
    },
    {"call": "table extra-actions"},
    {"wait": "2 working days"},
    {"wait": {"until": "needed_on"}},
    {"wait": {"event": "object.changed", "where": "amount > 5"}},
]
_OPTIONS: list[tuple[str, Any]] = [
    ("within", "2 working days"),
    ("within", "90 minutes"),
    ("priority", "urgent"),
    ("reason", "required"),
    ("exclusive", True),
    ("take back", True),
    ("resubmit", "straight back"),
    ("text", "Mind: {supplier}"),
    ("asks", ["cost_centre"]),
    ("nobody found", "approve"),
    ("asking", "stops the clock"),
]
_LATE = {"remind": ["50%", "80%"], "escalate": "100%", "final": "reject at 150%"}


class _Made:
    """Draws steps, each with an id of its own."""

    def __init__(self, draw: st.DrawFn, *, plain: bool) -> None:
        self._draw = draw
        self._count = 0
        self._plain = plain
        """Only what a case goes through without waiting for anything but people."""

    def steps(self, depth: int, before: list[str], least: int = 0) -> list[dict[str, Any]]:
        found = []
        for _ in range(self._draw(st.integers(least, 3))):
            found.append(self._step(depth, before))
            if name := found[-1].get("approve") or found[-1].get("do"):
                before = [*before, name]
        return found

    def _step(self, depth: int, before: list[str]) -> dict[str, Any]:
        kinds = ["approve", "approve", "do", "other"] + ["fork"] * 2 * (depth > 0)
        kind = self._draw(st.sampled_from(kinds))
        self._count += 1
        if kind == "approve":
            return self._approve(depth, before)
        if kind == "do":
            return self._titled({"do": f"s{self._count}", "by": self._people()})
        if kind == "fork":
            return self._fork(depth, before)
        return self._other()

    def _approve(self, depth: int, before: list[str]) -> dict[str, Any]:
        step = {"approve": f"s{self._count}", "by": self._people()}
        if "of" not in json.dumps(step["by"]) and "at least" not in step["by"]:
            step["mode"] = self._draw(_MODES)
        self._titled(step)
        for key, value in self._draw(st.lists(st.sampled_from(_OPTIONS), max_size=3)):
            if not self._plain or key not in ("asks", "reason"):
                step[key] = value
        if "within" in step and self._draw(st.booleans()):
            step["late"] = _LATE
        rejected = self._rejected(depth, before)
        if rejected is not None:
            step["on reject"] = rejected
        return step

    def _rejected(self, depth: int, before: list[str]) -> Any:
        ways: list[str | None] = [
            None,
            "back to requester",
            "go on",
            *(f"back to {each}" for each in before),
        ]
        way = self._draw(st.sampled_from([*ways, "branch"] if depth else ways))
        if way != "branch":
            return way
        steps = self.steps(depth - 1, before, 1)
        return {"steps": steps, "then": "go on"} if self._draw(st.booleans()) else steps

    def _people(self) -> Any:
        return self._draw(_PEOPLE if self._plain else st.one_of(_PEOPLE, _PEOPLE, _TABLE))

    def _fork(self, depth: int, before: list[str]) -> dict[str, Any]:
        kind = self._draw(st.sampled_from(["choose", "choose all", "together"]))
        count = self._draw(st.integers(1, 3))
        step: dict[str, Any] = {kind: []}
        for _ in range(count):
            way = {"when": self._draw(_CONDITIONS)} if kind != "together" else {}
            way |= self._titled({}) | {"steps": self.steps(depth - 1, before)}
            step[kind].append(way)
        # Which way BPMN goes where no condition holds is not said.
        if kind != "together" and (self._plain or self._draw(st.booleans())):
            step[kind].append(self._titled({}) | {"otherwise": self.steps(depth - 1, before)})
        return self._titled(step)

    def _other(self) -> dict[str, Any]:
        if self._plain:
            return dict(_PLAIN[self._draw(st.integers(0, 1))])
        chosen = self._draw(st.integers(0, len(_PLAIN) + 1))
        if chosen < len(_PLAIN):
            return self._titled(dict(_PLAIN[chosen]))
        step: dict[str, Any] = {"flow": "other", "waits": bool(chosen % 2)}
        if chosen == len(_PLAIN):
            return {"fill": f"s{self._count}", "by": "requester", "fields": ["supplier"]}
        return step | {"on reject": self._draw(st.sampled_from(["end", "go on"]))}

    def _titled(self, step: dict[str, Any]) -> dict[str, Any]:
        title = self._draw(_TITLES)
        return step | {"title": title} if title is not None else step


@st.composite
def rich_flows(draw: st.DrawFn, *, plain: bool = False) -> Flow:
    """A flow; with `plain`, one that people alone can bring to its end."""
    steps = _Made(draw, plain=plain).steps(2, [], 1)
    text: dict[str, Any] = {
        "flow": "rich",
        "title": draw(_TITLES) or "Rich",
        "object": "purchase_order",
        "owner": "role:process_owner",
        "automatic approval": "allowed",
        "steps": steps,
    }
    if draw(st.booleans()):
        text["watch"] = ["amount"]
    return parse_flow(json.dumps(text))


def asks(step: Step) -> bool:
    """Whether a drawing shows a step by its id: one of people without a title."""
    return isinstance(step, Asking) and not step.title
