"""A changed version of a random flow: steps come and go, move, ask others, wait otherwise."""

import json
from random import Random
from typing import Any

from core.cases import Move
from core.errors import Invalid
from core.flow.definition import Flow
from core.flow.index import index_of
from core.flow.parsing import parse_flow
from core.flow.writing import flow_record
from tests.core.flow.random_flows import CALLS, MODES, SEVERAL, SOMEBODY, WAITS
from tests.core.flow.world import World


def move(world: World, random: Random) -> None:
    """The case is moved to a changed version, or to one that there was, perhaps with a mapping."""
    version = random.choice(sorted(world.flows))
    if random.random() < 0.7:
        version = max(world.flows) + 1
        world.flows[version] = changed_flow(world.flow, random)
    given = {}
    if random.random() < 0.3:
        here = [*world.case.at, *(spot.step.id for spot in world.index)]
        there = [spot.step.id for spot in index_of(world.flows[version])]
        given = {random.choice(here): random.choice(there) for _ in range(random.randint(1, 2))}
    known = world.case.version
    world.send(Move(by="ada", version=version, from_version=known, steps=given, reason="new"))


def changed_flow(flow: Flow, random: Random) -> Flow:
    """Some changes of it; ways back to steps that went, or lie elsewhere, become the end."""
    try:
        return _changed(flow, random)
    except Invalid:  # no longer a flow
        return changed_flow(flow, random)


def _changed(flow: Flow, random: Random) -> Flow:
    record = json.loads(json.dumps(flow_record(flow)))
    for _ in range(random.randint(0, 3)):
        random.choice(_CHANGES)(record["steps"], random)
    names = {step[kind] for step in _all(record["steps"]) for kind in _NAMED if kind in step}
    for step in _all(record["steps"]):
        leads = str(step.get("on reject"))
        if leads.startswith("back to ") and leads[8:] not in {*names, "requester"}:
            step["on reject"] = "end"
    flow = parse_flow(json.dumps(record))
    index = index_of(flow)
    for step in _all(record["steps"]):
        leads = str(step.get("on reject")).removeprefix("back to ")
        name = next((step[kind] for kind in (*_NAMED, "id") if kind in step), "")
        if leads in index.spots and not index.on_every_way(leads, name):
            step["on reject"] = "end"
    return parse_flow(json.dumps(record))


_NAMED = ("approve", "do", "fill")


def _blocks(steps: list[Any]) -> list[list[Any]]:
    """Every list of steps, from the outermost in."""
    found = [steps]
    for step in steps:
        inner = [step.get("on reject"), *step.get("together", ())]
        inner += [*step.get("choose", ()), *step.get("choose all", ())]
        for each in inner:
            if isinstance(each, dict):
                each = each.get("steps", each.get("otherwise"))
            if isinstance(each, list):
                found += _blocks(each)
    return found


def _all(steps: list[Any]) -> list[Any]:
    return [step for block in _blocks(steps) for step in block]


def _remove(steps: list[Any], random: Random) -> None:
    block = random.choice(_blocks(steps))
    if len(block) > 1:
        block.pop(random.randrange(len(block)))


def _add(steps: list[Any], random: Random) -> None:
    new = random.choice(
        [
            {"approve": f"n{random.randrange(10**6)}", "by": random.choice(SOMEBODY)},
            dict(random.choice(CALLS)),
            dict(random.choice(WAITS)),
            {"tell": "requester"},
            {"together": [[{"do": f"n{random.randrange(10**6)}", "by": "person:bea"}], []]},
        ]
    )
    block = random.choice(_blocks(steps))
    block.insert(random.randint(0, len(block)), new)


def _swap(steps: list[Any], random: Random) -> None:
    block = random.choice(_blocks(steps))
    random.shuffle(block)


def _wrap(steps: list[Any], random: Random) -> None:
    block = random.choice(_blocks(steps))
    if block:
        at = random.randrange(len(block))
        ways = [{"when": "amount > 1", "steps": [block[at]]}, {"otherwise": []}]
        block[at] = random.choice([{"choose": ways}, {"together": [[block[at]], []]}])


def _ask_otherwise(steps: list[Any], random: Random) -> None:
    people = [step for step in _all(steps) if "approve" in step or "do" in step]
    if people:
        step = random.choice(people)
        for key in ("mode", "wait", "rejected by"):
            step.pop(key, None)
        step["by"] = random.choice([*SOMEBODY, *SEVERAL])
        mode = dict(random.choice(MODES)) if "approve" in step else {}
        if "rejected by: all" not in mode:
            step |= mode


def _limit_otherwise(steps: list[Any], random: Random) -> None:
    people = [step for step in _all(steps) if any(kind in step for kind in _NAMED)]
    if people:
        step = random.choice(people)
        step.pop("late", None)
        step["within"] = random.choice(["1 day", "5 working days", "30 minutes"])
        if random.random() < 0.5:
            step["late"] = {"remind": "40%", "escalate": "90%", "final": "reject at 120%"}


def _wait_otherwise(steps: list[Any], random: Random) -> None:
    for step in _all(steps):
        if "wait" in step and "approve" not in step:
            step["wait"] = random.choice(WAITS)["wait"]


_CHANGES = (
    _remove,
    _add,
    _swap,
    _wrap,
    _ask_otherwise,
    _ask_otherwise,
    _limit_otherwise,
    _wait_otherwise,
)
