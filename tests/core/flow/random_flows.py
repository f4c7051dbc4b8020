"""Random flows over the whole format, written like a file, so that the parser is tried too."""

import json
from random import Random
from typing import Any

from core.flow.definition import Flow
from core.flow.parsing import parse_flow

SOMEBODY: list[Any] = [
    "person:rita",
    "person:hugo",
    "person:bea",
    "person:gone",
    "role:buyer",
    "role:head",
    "role:ghost",
    "role:purchasing_manager",
    "group:board",
    "manager",
    "manager 2 levels up",
    "each manager up to role:purchasing_director",
    "head of requester's department",
    "head of department:buying",
    "field:keeper",
    {"role": "buyer", "pick": "least loaded"},
    {"role": "buyer", "pick": "in turn"},
    {"role": "buyer", "where": "material_class in person.classes"},
    {"role": "purchasing_manager", "in": "requester's department"},
]
SEVERAL: list[Any] = [
    ["role:buyer", "person:dora"],
    ["person:bea", "person:ben", "person:pam", "person:dora"],
    ["group:board", "role:ghost"],
    ["field:keeper", "manager", "role:buyer"],
]
COUNTED: list[Any] = [
    ["1 of group:board", "2 of role:buyer"],
    ["2 of role:ghost", "person:dora"],
    ["1 of role:head"],
]
MODES: list[dict[str, Any]] = [
    {},
    {"mode": "any", "rejected by: all": "all"},
    {"mode": "all"},
    {"mode": "all", "wait": "all"},
    {"mode": "in order"},
    {"mode": "at least 60%"},
    {"mode": "more than 50%"},
    {"mode": "at least 2"},
]
LADDERS: list[Any] = [
    {"remind": ["50%", "80%"], "escalate": "100%", "final": "approve at 150%"},
    {"escalate": "100%", "replace": True, "final": "reject at 200%"},
    {"remind": "50%", "final": "return at 120%"},
]
CONDITIONS = [
    "amount < 5000",
    "amount >= 5000",
    'material_class == "production"',
    "amount > 50000 and urgent",
    'requester.department == "making"',
    "quantity > 3",
]
CALLS: list[Any] = [
    {"call": "erp.confirm", "as": "whoever decided last", "undo": "erp.cancel"},
    {"call": "erp.confirm", "with": {"amount": "= amount * 2"}, "answer": {"erp_number": "no"}},
    {"call": "nowhere.post", "undo": "nowhere.unpost"},
    {"call": "erp.assign", "with": {"who": "role:ghost"}},
]
WAITS: list[Any] = [
    {"wait": "2 days"},
    {"wait": "4 working hours"},
    {"wait": {"until": "needed_on"}},
    {"wait": {"event": "paid"}},
    {"wait": {"event": "paid", "where": "event.sum > 5"}},
]


class _Writer:
    """Writes one flow; counts its steps."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.number = 0

    def flow(self) -> dict[str, Any]:
        flow: dict[str, Any] = {
            "flow": "random",
            "object": "purchase_order",
            "owner": self.random.choice(["role:process_owner", "person:ada", "group:board"]),
            "automatic approval": "allowed",
            "steps": [self.approve([], 1), *self.steps(2, ["s1"])],
        }
        if self.chance(2):
            flow["watch"] = ["amount", "supplier"]
        return flow

    def chance(self, of: int) -> bool:
        return self.random.randrange(of) == 0

    def steps(self, depth: int, before: list[str]) -> list[Any]:
        steps = []
        for _ in range(self.random.randint(1, 3)):
            step, name = self.step(depth, before)
            steps.append(step)
            if name:
                before = [*before, name]
        return steps

    def step(self, depth: int, before: list[str]) -> tuple[dict[str, Any], str]:
        random = self.random
        kinds = ["approve"] * 5 + ["do", "fill", "tell", "call", "set", "wait", "flow"]
        if depth:
            kinds += ["choose", "choose all", "together", "together"]
        kind = random.choice(kinds)
        if kind == "approve":
            step = self.approve(before, depth)
            return step, step["approve"]
        if kind in ("do", "fill"):
            step = self.work(kind)
            return step, step[kind]
        return self.other(kind, depth, before), ""

    def other(self, kind: str, depth: int, before: list[str]) -> dict[str, Any]:
        random = self.random
        if kind == "tell":
            return {"tell": random.choice([*SOMEBODY, SEVERAL[0]])}
        if kind == "call":
            return dict(random.choice(CALLS))
        if kind == "set":
            return {"set": {"cost_centre": "{requester.department}"}}
        if kind == "wait":
            return dict(random.choice(WAITS))
        if kind == "flow":
            step: dict[str, Any] = {"flow": "other", "waits": not self.chance(3)}
            if self.chance(4):
                step["with"] = {"keeper": "field:keeper"}
            step["on reject"] = self.on_reject(depth, before)
            return step
        if kind == "together":
            branches = range(random.randint(1, 3))
            return {"together": [self.branch(depth - 1, before) for _ in branches]}
        ways: list[Any] = [
            {"when": random.choice(CONDITIONS), "steps": self.steps(depth - 1, before)}
            for _ in range(random.randint(1, 2))
        ]
        return {kind: [*ways, {"otherwise": self.branch(depth - 1, before)}]}

    def branch(self, depth: int, before: list[str]) -> list[Any]:
        return [] if self.chance(4) else self.steps(depth, before)

    def name(self) -> str:
        self.number += 1
        return f"s{self.number}"

    def approve(self, before: list[str], depth: int) -> dict[str, Any]:
        random = self.random
        step: dict[str, Any] = {"approve": self.name()}
        if self.chance(8):
            step["by"] = random.choice(COUNTED)
        else:
            mode = dict(random.choice(MODES))
            if mode.pop("rejected by: all", ""):
                mode["rejected by"] = "all"
            step |= {"by": random.choice([*SOMEBODY, *SEVERAL, *SEVERAL, *SEVERAL]), **mode}
        step["on reject"] = self.on_reject(depth, before)
        for option, value in (
            ("exclusive", True),
            ("allow requester", True),
            ("reason", "on reject"),
            ("asks", "cost_centre"),
            ("resubmit", "straight back"),
            ("take back", True),
            ("asking", "stops the clock"),
            ("nobody found", "approve"),
        ):
            if self.chance(4):
                step[option] = value
        return step | self.limits()

    def work(self, kind: str) -> dict[str, Any]:
        step: dict[str, Any] = {
            kind: self.name(),
            "by": self.random.choice([*SOMEBODY, *SEVERAL]),
        }
        if kind == "fill":
            step["fields"] = ["cost_centre"]
        elif self.chance(2):
            step["mode"] = self.random.choice(["all", "in order", "any"])
        return step | self.limits()

    def limits(self) -> dict[str, Any]:
        if not self.chance(3):
            return {}
        within = self.random.choice(["2 working days", "3 hours", "4 working hours"])
        return {"within": within, "late": self.random.choice(LADDERS)}

    def on_reject(self, depth: int, before: list[str]) -> Any:
        ways: list[Any] = ["end", "end", "back to requester", "go on"]
        ways += [f"back to {step}" for step in before[-2:]]
        if depth:
            ways.append("branch")
        way = self.random.choice(ways)
        if way != "branch":
            return way
        then = self.random.choice(["end", "go on"])
        return {"steps": self.steps(depth - 1, before), "then": then}


def random_flow(random: Random) -> Flow:
    """A flow; it may go back behind calls, which the check refuses and the engine as well."""
    return parse_flow(json.dumps(_Writer(random).flow()))
