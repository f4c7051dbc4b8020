"""Random flows that pass the check, written like a file, so that the parser is tried too."""

import json
from typing import Any

from hypothesis import strategies as st

from core.flow.check import check
from core.flow.definition import Flow
from core.flow.parsing import parse_flow
from tests.core.flow.company import DIRECTORY, PURCHASE_ORDER

_SOMEBODY = st.sampled_from(
    [
        "person:rita",
        "person:hugo",
        "person:gone",
        "role:buyer",
        "role:head",
        "role:ghost",
        "role:purchasing_manager",
        "group:board",
        "manager",
        "manager 2 levels up",
        "head of requester's department",
        "head of department:buying",
        "field:keeper",
        {"role": "buyer", "pick": "least loaded"},
        {"role": "buyer", "pick": "in turn"},
        {"role": "buyer", "where": "material_class in person.classes"},
        {"role": "purchasing_manager", "in": "requester's department"},
    ]
)
_PEOPLE = st.one_of(_SOMEBODY, st.lists(_SOMEBODY, min_size=1, max_size=3))
_CONDITIONS = st.sampled_from(
    [
        "amount < 5000",
        "amount >= 5000",
        'material_class == "production"',
        "amount > 50000 and urgent",
        'requester.department == "making"',
    ]
)


@st.composite
def _approve(draw: st.DrawFn, number: int, before: list[str]) -> dict[str, Any]:
    step: dict[str, Any] = {"approve": f"s{number}", "by": draw(_PEOPLE)}
    step |= draw(
        st.sampled_from(
            [
                {},
                {"mode": "any"},
                {"mode": "any", "rejected by": "all"},
                {"mode": "all"},
                {"mode": "all", "wait": "all"},
            ]
        )
    )
    ways = ["end", "back to requester", *(f"back to {step}" for step in before)]
    step["on reject"] = draw(st.sampled_from(ways))
    for option, chosen in (
        ("exclusive", True),
        ("allow requester", True),
        ("within", "2 working days"),
        ("reason", "on reject"),
        ("asks", "cost_centre"),
    ):
        if draw(st.integers(0, 3)) == 0:
            step[option] = chosen
    return step


@st.composite
def _steps(draw: st.DrawFn, depth: int, counter: list[int], before: list[str]) -> list[Any]:
    steps: list[Any] = []
    for _ in range(draw(st.integers(1, 3))):
        kinds = ["approve", "approve", "approve", "do", "tell", "call", "set", "choose"]
        kind = draw(st.sampled_from(kinds[: 8 if depth else 7]))
        counter[0] += 1
        number = counter[0]
        if kind == "approve":
            steps.append(draw(_approve(number, before)))
            before = [*before, f"s{number}"]
        elif kind == "do":
            mode = draw(st.sampled_from(["any", "all"]))
            steps.append({"do": f"s{number}", "by": draw(_PEOPLE), "mode": mode})
            before = [*before, f"s{number}"]
        elif kind == "tell":
            steps.append({"tell": draw(_PEOPLE)})
        elif kind == "call":
            steps.append(draw(_CALLS))
        elif kind == "set":
            steps.append({"set": {"cost_centre": "{requester.department}"}})
        else:
            steps.append({"choose": draw(_branches(depth - 1, counter, before))})
    return steps


_CALLS = st.sampled_from(
    [
        {"call": "erp.confirm", "as": "whoever decided last", "undo": "erp.cancel"},
        {"call": "erp.confirm", "with": {"amount": "= amount * 2"}, "answer": {"erp_number": "no"}},
        {"call": "nowhere.post"},
        {"call": "erp.assign", "with": {"who": "role:ghost"}},
    ]
)


@st.composite
def _branches(draw: st.DrawFn, depth: int, counter: list[int], before: list[str]) -> list[Any]:
    branches: list[Any] = [
        {"when": draw(_CONDITIONS), "steps": draw(_steps(depth, counter, before))}
        for _ in range(draw(st.integers(1, 2)))
    ]
    last = draw(_steps(depth, counter, before)) if draw(st.booleans()) else []
    return [*branches, {"otherwise": last}]


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A flow that the check lets pass."""
    text = {
        "flow": "random",
        "object": "purchase_order",
        "owner": draw(st.sampled_from(["role:process_owner", "person:ada", "group:board"])),
        "steps": [draw(_approve(0, [])), *draw(_steps(2, [0], ["s0"]))],
    }
    if draw(st.booleans()):
        text["watch"] = ["amount", "supplier"]
    if _complaints(text):
        # The check is right to refuse a reject that would go back behind a call.
        text = _without_ways_back(text)
    assert not _complaints(text)
    return parse_flow(json.dumps(text))


def _complaints(text: Any) -> list[str]:
    found = check(parse_flow(json.dumps(text)), PURCHASE_ORDER, DIRECTORY, ("erp",)).errors
    return [each.message for each in found if "never taken" not in each.message]


def _without_ways_back(text: Any) -> Any:
    if isinstance(text, dict):
        return {
            key: "end" if key == "on reject" else _without_ways_back(each)
            for key, each in text.items()
        }
    return [_without_ways_back(each) for each in text] if isinstance(text, list) else text
