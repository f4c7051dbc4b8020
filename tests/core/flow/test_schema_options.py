"""Every key that the published schemas let a file have changes what happens.

A walk over the schemas fails for a key without a case. A flow's keys are tried in `test_options`,
where the engine runs with the option and without it; those of rule tables here.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from core.flow.parsing import parse_flow
from core.flow.schema import schema_of
from tests.core.flow.company import money
from tests.core.flow.option_cases import CASES
from tests.core.flow.run import Run, steps
from tests.core.flow.test_options import NOT_HERE
from tests.core.rules.tables import HEAD, read

ASKING = ("approve", "do", "fill")
OF_STEPS = {
    "text": "text",
    "within": "within",
    "late": "late",
    "priority": "priority",
    "by": "by",
    "title": "title",
    "id": "id",
    "mode": "vote",
    "asks": "asks",
    "asking": "questions_stop_clock",
    "fields": "asks",
    "on reject": "on_reject",
    "reason": "reason_required",
    "exclusive": "exclusive",
    "allow requester": "allow_requester",
    "resubmit": "straight_back",
    "take back": "take_back",
    "nobody found": "approve_if_nobody",
    "with": "fields",
    "undo": "undo",
    "answer": "answer",
    "waits": "waits",
}
"""Keys of steps, and the field of the step's definition that each one sets."""
ELSEWHERE = {
    "approve.rejected by": "Vote.rejected_by_all",
    "approve.wait": "Vote.wait_for_all",
    "call.with": "Call.arguments",
    "call.as": "Call.as_who",
    "tell.tell": "Tell.to",
    "call.call": "Call.action",
    "set.set": "Set.fields",
    "wait.wait": "Wait.span",
    "wait.until": "Wait.until",
    "wait.event": "Wait.event",
    "wait.where": "Wait.where",
    "flow.flow": "SubFlow.flow",
    "choose.choose": "Choose.branches",
    "choose all.choose all": "Choose.every",
    "together.together": "Together.branches",
    "choose.when": "Branch.when",
    "choose.otherwise": "Choose.branches",
    "choose.steps": "Branch.when",
    "choose.title": "Choose.title",
    "choose all.when": "Choose.every",
    "choose all.otherwise": "Choose.every",
    "choose all.steps": "Choose.every",
    "together.steps": "Branch.steps",
    "late.remind": "Ladder.remind",
    "late.escalate": "Ladder.escalate",
    "late.replace": "Ladder.replace",
    "late.final": "Ladder.final",
    "rejected.steps": "Rejected.go_on",
    "rejected.then": "Rejected.go_on",
    "one.role": "Who.where",
    "one.where": "Who.where",
    "one.pick": "Who.pick",
    ".flow": "Flow.id",
    ".title": "Flow.title",
    ".about": "Flow.about",
    ".object": "Flow.object_type",
    ".owner": "Flow.owner",
    ".watch": "Flow.watch",
    ".urge every": "Flow.urge_every",
    ".automatic approval": "Flow.automatic_approval",
    ".steps": "Flow.steps",
}
"""Other keys of a flow, and what of the definition they set."""
MAPS = {
    "one.group": ("{group: board}", "requester"),
    "one.person": ("{person: bea}", "requester"),
    "one.field": ("{field: keeper}", "requester"),
    "one.manager": ("{manager: 2}", "{manager: 1}"),
    "one.head of": ("{head of: department:buying}", "{head of: requester's department}"),
    "one.in": ("{role: buyer, in: requester's department}", "{role: buyer}"),
    "one.at least": ("{role: buyer, at least: 2}", "{role: buyer}"),
}
"""Ways of naming people that only a map has: with the key, and as if it were not there."""
CLASSES = {
    **dict.fromkeys(("approve", "do", "fill", "tell", "call", "set", "wait"), ""),
    "choose": "Choose",
    "choose all": "Choose",
    "together": "Together",
    "flow": "SubFlow",
}


def keys(schema: Any) -> Iterator[str]:
    """The keys of the maps in a schema, but not those that it refers to."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for name, each in schema.items():
            if name not in ("allOf", "definitions"):
                yield from keys(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from keys(each)


def flow_options() -> list[str]:
    schema = schema_of("flow")
    kinds = [name.replace("-", " ") for name in schema["definitions"] if name not in SHARED]
    own = [f".{key}" for key in schema["properties"]]
    parts = (*kinds, "late", "rejected", "one")
    return own + [
        f"{part}.{key}"
        for part in parts
        for key in dict.fromkeys(keys(schema["definitions"][part.replace(" ", "-")]))
    ]


SHARED = {
    *("label", "span", "condition", "one", "people", "mode", "priority", "names", "values"),
    *("steps", "step", "rejected", "late"),
}


def defined(option: str) -> str:
    """The name of the field of the definition that a key of a flow sets."""
    if option in ELSEWHERE:
        return ELSEWHERE[option]
    kind, _, key = option.partition(".")
    struct = CLASSES[kind] or kind.capitalize()
    return f"{struct}.id" if key == kind else f"{struct}.{OF_STEPS[key]}"


@pytest.mark.parametrize("option", flow_options())
def test_every_key_of_a_flow_has_a_case_that_writes_it(option: str) -> None:
    if option in MAPS:
        return
    try:
        name = defined(option)
    except KeyError:
        pytest.fail(f"{option} has no test: the engine might ignore it")
    key = option.partition(".")[2]
    if key == "steps" and name in ("Branch.when", "Branch.steps"):
        key = ""  # written as a list
    if name not in CASES:
        assert name in NOT_HERE or name.partition(".")[2] in NOT_HERE, name
    elif not option.startswith("."):
        assert key in CASES[name][0], f"the case of {name} does not write `{key}:`"


@pytest.mark.parametrize("option", MAPS)
@pytest.mark.parametrize("kind", ["approve", "do"])
def test_every_way_of_naming_people_in_a_map_makes_a_difference(option: str, kind: str) -> None:
    seen = []
    for by in MAPS[option]:
        run = Run(steps(f"- {kind}: x\n  by: {by}\n- tell: requester")).edit(keeper="bea").submit()
        first = run.case.rounds[0].seats[0]
        run.decide(first.person, "approve" if kind == "approve" else "done", task=first.task)
        seen.append((run.case.rounds[0].seats, run.open))
    assert seen[0] != seen[1]


def test_who_runs_through_the_walk_is_all_of_the_format() -> None:
    options = flow_options()
    assert {"approve.take back", "wait.event", "late.final", "one.pick", ".watch"} <= set(options)
    assert set(MAPS) <= set(options)
    assert set(ELSEWHERE) <= set(options)


# --- rule tables -----------------------------------------------------------------------------

PLAIN = """\
  - when: {amount: from 5}
    ask: [person:bea, person:ben]
  - otherwise: {ask: person:pam}
"""
RULES: dict[str, tuple[str, str]] = {
    "hit": (
        "hit: every\nrows:\n  - when: {amount: from 5}\n    ask: person:bea\n"
        "  - when: {amount: from 6}\n    ask: person:ben\n",
        "rows:\n  - when: {amount: from 5}\n    ask: person:bea\n"
        "  - when: {amount: from 6}\n    ask: person:ben\n",
    ),
    "rows": (f"rows:\n{PLAIN}", "rows:\n  - otherwise: {ask: person:pete}\n"),
    "when": (f"rows:\n{PLAIN}", f"rows:\n{PLAIN.replace('from 5', 'under 5')}"),
    "and": (f"rows:\n{PLAIN.replace('    ask', '    and: urgent' + chr(10) + '    ask', 1)}", ""),
    "otherwise": (
        "rows:\n  - when: {amount: under 5}\n    ask: person:bea\n  - otherwise: {ask: person:pam}",
        "rows:\n  - when: {amount: under 5}\n    ask: person:bea\n",
    ),
    "ask": (f"rows:\n{PLAIN}", f"rows:\n{PLAIN.replace('person:bea, ', '')}"),
    "mode": (
        f"rows:\n{PLAIN.replace('    ask', '    mode: in order' + chr(10) + '    ask', 1)}",
        "",
    ),
    "within": (
        f"rows:\n{PLAIN.replace('    ask', '    within: 1 day' + chr(10) + '    ask', 1)}",
        "",
    ),
    "priority": (
        f"rows:\n{PLAIN.replace('    ask', '    priority: urgent' + chr(10) + '    ask', 1)}",
        "",
    ),
    "copy": (
        f"rows:\n{PLAIN.replace('    ask', '    copy: person:finn' + chr(10) + '    ask', 1)}",
        "",
    ),
    "call": (f"rows:\n{PLAIN.replace('    ask', '    call: erp.x' + chr(10) + '    ask', 1)}", ""),
}
"""Rows with the key, and without it; "": the plain rows."""
OF_PEOPLE = {"rules", "title", "about", "object"}
"""Its name, what it is about, and for which type: no row says more or less because of them."""


def played(rows: str) -> object:
    table = read(f"{HEAD}{rows}")
    run = Run(fields={"amount": money("7"), "urgent": False})
    text = "- tell: table approvers\n- call: table approvers\n- approve: x\n  by: table approvers"
    run.flow = replace(parse_flow(steps(text)), tables={table.id: table})
    run.submit()
    calls = [each.action for each in run.of("MakeCall")]
    if calls:
        run.answer()
    tasks = [(each.person, each.due, each.priority) for each in run.of("OpenTask")]
    return calls, tasks, run.open


@pytest.mark.parametrize("option", sorted({*keys(schema_of("rules"))} - OF_PEOPLE))
def test_every_key_of_a_rule_table_makes_a_difference(option: str) -> None:
    assert option in RULES, f"{option} has no test: the engine might ignore it"
    with_it, without = RULES[option]
    assert f"{option}:" in with_it
    assert played(with_it) != played(without or f"rows:\n{PLAIN}")
