"""Tests beside a flow run its cases, and say readably where one went another way."""

import re
from pathlib import Path

import pytest

from core.flow.bench import World
from core.flow.definition import Flow
from core.flow.parsing import parse_flow
from core.flow.testing import run_tests
from core.flow.testing_files import PEOPLE_DO, TestFile, read_tests
from core.language import speaking
from core.located import Problems, read_yaml
from tests.core.flow.company import DIRECTORY, PURCHASE_FLOW, PURCHASE_ORDER
from tests.core.flow.run import steps

PAGE = Path(__file__).parents[3] / "docs/reference/flow-tests.md"
WORLD = World(directory=DIRECTORY, object_type=PURCHASE_ORDER)
HEAD = "tests: purchase-approval\nrequester: rita\nfields: {amount: 7000, supplier: Acme}\ncases:\n"


def cases_of(text: str) -> TestFile:
    problems = Problems()
    found = read_tests(read_yaml(text, "purchase.tests.yaml")[0], problems)
    assert problems.errors == []
    return found


def failures(text: str, flow: str = PURCHASE_FLOW) -> list[tuple[int, str]]:
    found = run_tests(parse_flow(flow), WORLD, cases_of(HEAD + text))
    return [(each.line, each.message) for verdict in found for each in verdict.failures]


def case(*lines: str) -> str:
    return "\n    ".join(("  - case: one", *lines)) + "\n"


def then(*turns: str, **also: str) -> str:
    lines = [f"  - {turn}" for turn in turns]
    return case(*(f"{key}: {value}" for key, value in also.items()), "then:", *lines)


def test_the_example_of_the_page_passes() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found = run_tests(parse_flow(PURCHASE_FLOW), WORLD, cases_of(text))
    assert [each.failures for each in found] == [(), (), (), ()]


def test_every_word_of_a_case_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [verb for verb in PEOPLE_DO if f"`{verb}`" not in page] == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (case("asks: bea"), 5, "Expected that Bea (bea) would be asked, in this order"),
        (case("asks: bea"), 5, "asked were Pam (pam)"),
        (case("ends: rejected"), 5, "Expected the case to be rejected; it is approved"),
        (case("tells: finn"), 5, "Expected copies to Finn (finn); there were copies to nobody"),
        (case("calls: erp.x"), 5, "Expected the actions erp.x; asked for were erp.confirm"),
        (
            then("asks: bea"),
            7,
            "Expected that Bea (bea) would be asked now; the case waits for Pam",
        ),
        (then("approves: bea"), 7, "Bea (bea) has nothing to decide; the case waits for Pam (pam)"),
        (then("at: head"), 7, "Expected the case at head; it is at purchasing-manager"),
        (then("fields: {amount: 8000}"), 7, "Expected amount to be"),
        (then("answers: done"), 7, "No action waits"),
        (then("flow ends: approved"), 7, "waits for no other flow"),
        (then("forwards: pam\n        to: rita"), 7, "It was refused:"),
        (then("approves: nobody"), 7, "no person `nobody`"),
        (then("edits: {colour: red}"), 7, "no field `colour`"),
        (then("edits: {amount: lots}"), 7, "does not fit"),
        (case("requester: nobody"), 5, "no person `nobody`"),
        (case("fields: {material_class: wood}"), 5, "does not fit"),
        (then("asks: pam", ends="approved"), 5, "it is running, waiting for Pam (pam)"),
    ],
)
def test_what_went_another_way_is_told_with_its_place(text: str, line: int, message: str) -> None:
    (found,) = failures(text)
    assert found[0] == line
    assert message in found[1]
    with speaking("zh"):
        assert failures(text)[0][1] != found[1]


@pytest.mark.parametrize(
    "turns",
    [
        ("approves: pam", "calls: erp.confirm"),
        ("returns: pam", "asks: rita", "resubmits: rita", "asks: pam"),
        ("rejects: pam\n        because: no",),
        ("forwards: pam\n        to: dora", "asks: dora"),
        ("delegates: pam\n        to: dora", "approves: dora", "approves: pam"),
        ("withdraws: rita",),
        ("urges: rita", "asks: pam"),
        ("approves: pam", "answers: failed", "asks: olga"),
        ("approves: everybody", "calls: [erp.confirm]"),
    ],
)
def test_people_do_in_a_case_what_they_do_with_real_ones(turns: tuple[str, ...]) -> None:
    assert failures(then(*turns)) == []


def test_time_passes_and_events_happen() -> None:
    flow = steps(
        "- approve: x\n  by: person:bea\n  within: 1 working day\n"
        "  late: {remind: 50%, escalate: 100%}\n"
        "- wait: {event: goods, where: event.order == object.key}\n"
        "- do: y\n  by: person:pam\n  asks: [cost_centre]"
    )
    turns = (
        "passes: 2 hours",
        "asks: bea",
        "passes: 1 working day",
        "asks: [bea, pam]",
        "approves: bea",
        "event: goods\n        with: {order: other}",
        "asks: []",
        "event: goods\n        with: {order: TEST-1}",
        "asks: pam",
        "finishes: pam\n        with: {cost_centre: K1}",
        "fields: {cost_centre: K1}",
    )
    assert failures(then(*turns, ends="approved"), flow) == []


def test_each_change_of_fields_is_waited_for_by_itself() -> None:
    flow = steps(
        "- wait: {event: object.changed}\n- do: x\n  by: person:bea\n"
        "- wait: {event: object.changed}\n- do: y\n  by: person:pam"
    )
    turns = ("edits: {amount: 3}", "finishes: bea", "edits: {amount: 9}", "finishes: pam")
    assert failures(then(*turns, ends="approved"), flow) == []


def test_waits_hear_of_changed_fields_as_with_a_real_case() -> None:
    flow = steps(
        "- wait: {until: needed_on}\n- do: x\n  by: person:bea\n"
        "- wait: {event: object.changed, where: amount > 5}\n- do: y\n  by: person:pam"
    )
    turns = (
        "edits: {needed_on: 2026-12-01}",
        "passes: 3 days",
        "asks: []",
        "edits: {needed_on: 2026-11-20}",
        "asks: bea",
        "finishes: bea",
        "edits: {amount: 3}",
        "asks: []",
        "edits: {amount: 9}",
        "asks: pam",
    )
    text = then(*turns).replace("- case: one", "- case: one\n    fields: {needed_on: 2026-11-25}")
    assert failures(text, flow) == []


def test_without_turns_everything_that_can_be_done_is_done() -> None:
    flow = steps(
        "- fill: a\n  by: requester\n  fields: [cost_centre, needed_on, urgent]\n- wait: 2 days\n"
        "- together:\n    - [{do: b, by: person:bea}]\n    - [{do: c, by: person:ben}]\n"
        "- flow: other\n- approve: d\n  by: group:board\n  mode: all"
    )
    text = case("asks: [rita, bea, ben, dora, finn]", "ends: approved")
    assert failures(text, flow) == []


def test_least_loaded_is_who_the_case_says() -> None:
    flow: str = steps("- approve: x\n  by: {role: buyer, pick: least loaded}")
    assert failures(case("load: {bea: 3, ben: 1, bob: 2}", "asks: ben"), flow) == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("tests: x\ncases:\n  - case: a", 3, "Nobody submits"),
        (f"{HEAD}  - case: a\n  - case: a", 6, "line 5"),
        (f"{HEAD}  - case: a\n    then: [{{aproves: bea}}]", 6, "“aproves”"),
        (f"{HEAD}  - case: a\n    then: [{{approves: bea, rejects: bea}}]", 6, "“approves”"),
        (f"{HEAD}  - case: a\n    ends: well", 6, "well"),
        (f"{HEAD}  - case: a\n    at: soon", 6, "“soon”"),
        (f"{HEAD}  - case: a\n    then: [{{passes: long}}]", 6, "“long”"),
        (f"{HEAD}  - case: a\n    load: {{bea: much}}", 6, "bea"),
        (f"{HEAD}  - case: a\n    expects: []", 6, "expects"),
    ],
)
def test_what_is_wrong_with_the_file_is_told_with_its_place(
    text: str, line: int, message: str
) -> None:
    problems = Problems()
    read_tests(read_yaml(text, "x.yaml")[0], problems)
    (found,) = problems.sorted()
    assert found.line == line
    assert message in found.message


def test_the_flow_of_the_tests_is_only_read() -> None:
    flow: Flow = parse_flow(PURCHASE_FLOW)
    run_tests(flow, WORLD, cases_of(HEAD + case("ends: approved")))
    assert flow == parse_flow(PURCHASE_FLOW)


def test_the_flow_that_a_case_waits_for_can_end_otherwise_than_approved() -> None:
    flow = steps("- flow: other")
    assert failures(then("flow ends: rejected", ends="rejected"), flow) == []
    assert failures(case("ends: approved"), flow) == []
