"""A flow leaves whom it asks, by when and what it does to a rule table."""

import pytest
from msgspec.structs import replace

from core.errors import Invalid
from core.flow.definition import Flow
from core.flow.parsing import parse_flow
from core.flow.progress import progress
from core.flow.writing import flow_yaml
from tests.core.flow.company import DIRECTORY, MONDAY, money
from tests.core.flow.run import Run, steps
from tests.core.rules.tables import HEAD, read

ROWS = """
rows:
  - when: {amount: under 5000}
    ask: head of department:making
    within: 1 working day
  - when: {material_class: production, amount: 5000 to 50000}
    ask: {role: buyer, where: material_class in person.classes}
    mode: all
  - when: {amount: over 100000}
    ask: role:purchasing_director
    within: 2 working days
    priority: high
    copy: role:finance_director
    call: [projects.create_task, erp.reserve]
  - otherwise:
      ask: role:purchasing_manager
"""
STEPS = """
- approve: purchase
  by: table approvers
  within: 3 working days
- tell: table approvers
- call: table approvers
  with: {order: "{object.key}"}
- do: file
  by: person:pam
"""


def flow_of(text: str = STEPS, rows: str = ROWS, hit: str = "first") -> Flow:
    table = read(f"{HEAD}hit: {hit}{rows}")
    return replace(parse_flow(steps(text)), tables={table.id: table})


def asked(case: Run) -> list[str]:
    return [each.split()[1] for each in case.open]


def run(flow: Flow, amount: str = "7000", kind: str = "production") -> Run:
    case = Run(fields={"amount": money(amount), "material_class": kind})
    case.flow = flow
    return case.submit()


@pytest.mark.parametrize(
    ("amount", "kind", "people"),
    [
        ("4999.99", "production", ["hugo"]),
        ("5000", "production", ["bea", "bob"]),
        ("5000", "office", ["pam"]),
        ("100000", "production", ["pam"]),
        ("100000.01", "production", ["dora"]),
    ],
)
def test_the_people_of_the_row_that_holds_are_asked(
    amount: str, kind: str, people: list[str]
) -> None:
    assert asked(run(flow_of(), amount, kind)) == people


def test_the_row_says_how_it_is_decided() -> None:
    case = run(flow_of())
    assert case.case.rounds[0].mode == "all"
    case.approve("bea")
    assert asked(case) == ["bob"]
    case.approve("bob")
    assert asked(case) == ["pam"]


@pytest.mark.parametrize(("amount", "days"), [("100", 1), ("7000", 3), ("200000", 2)])
def test_the_row_says_by_when_else_the_step_does(amount: str, days: int) -> None:
    (task, *_) = run(flow_of(), amount).of("OpenTask")
    assert (task.due - MONDAY).days == days


def test_the_row_says_how_urgently() -> None:
    assert run(flow_of(), "200000").of("OpenTask")[0].priority == "high"
    assert run(flow_of(), "100").of("OpenTask")[0].priority == "normal"


def test_copies_and_actions_are_those_of_the_row_one_after_the_other() -> None:
    case = run(flow_of(), "200000").approve("dora")
    assert asked(case) == ["finn"]  # the copy
    assert [each.action for each in case.of("MakeCall")] == ["create_task"]
    assert [each.action for each in case.answer().of("MakeCall")] == ["reserve"]
    assert asked(case) == ["finn"]
    assert asked(case.answer()) == ["finn", "pam"]


def test_the_rest_of_the_actions_follows_when_a_suspended_case_goes_on() -> None:
    case = run(flow_of(), "200000").approve("dora").suspend().answer()
    assert [each.action for each in case.resume().of("MakeCall")] == ["reserve"]
    assert asked(case.answer()) == ["finn", "pam"]


def test_a_row_without_copies_and_actions_is_gone_past() -> None:
    case = run(flow_of(), "100")
    case.approve("hugo")
    assert asked(case) == ["pam"]
    assert case.case.calls == ()


def test_the_row_stays_what_it_was_while_the_step_is_open_and_is_looked_up_anew_after() -> None:
    case = run(flow_of())
    case.edit(amount=money("200000"))
    case.approve("bea")
    assert asked(case) == ["bob"]
    case.back("bob")
    case.resubmit()
    assert asked(case) == ["dora"]


def test_rows_that_all_apply_are_put_together() -> None:
    rows = """
rows:
  - when: {amount: over 5}
    ask: person:dora
    mode: all
  - when: {amount: over 50}
    ask: [person:finn, person:dora]
"""
    case = run(flow_of("- approve: x\n  by: table approvers", rows, "every"))
    assert asked(case) == ["dora", "finn"]
    assert case.case.rounds[0].mode == "all"


@pytest.mark.parametrize("hit", ["first", "only one"])
def test_where_no_row_holds_or_too_many_do_the_owner_is_asked(hit: str) -> None:
    rows = (
        "\nrows:\n  - when: {amount: over 8000}\n    ask: person:dora\n"
        if hit == "first"
        else "\nrows:\n  - when: {amount: over 5}\n    ask: person:dora\n"
        "  - when: {amount: over 6}\n    ask: person:finn\n"
    )
    case = run(flow_of("- approve: x\n  by: table approvers", rows, hit))
    assert set(asked(case)) == {"olga"}


def test_progress_names_the_row() -> None:
    case = run(flow_of(), "200000")
    first = progress(case.flow, case.case, DIRECTORY)[0]
    assert first.detail == "approvers: amount over 100000"


def test_a_flow_with_tables_is_written_as_it_was_read() -> None:
    flow = flow_of()
    assert flow_yaml(parse_flow(flow_yaml(flow))) == flow_yaml(flow)
    assert "by: table approvers" in flow_yaml(flow)
    assert "call: table approvers" in flow_yaml(flow)


# --- another version of the flow -------------------------------------------------------------


def test_a_moved_case_keeps_its_row_where_the_table_still_says_so() -> None:
    other = ROWS.replace("over 100000}", "over 200000}")
    case = run(flow_of()).approve("bea").move_to(flow_of(rows=other))
    assert (asked(case), case.posted) == (["bob"], ["feed.moved"])
    assert case.case.ruled["purchase"].rows


def test_a_row_that_says_otherwise_is_looked_up_and_asked_anew() -> None:
    other = ROWS.replace("    mode: all\n", "    mode: any\n")
    case = run(flow_of()).approve("bea").move_to(flow_of(rows=other))
    assert (asked(case), case.case.rounds[1].mode) == (["bea", "bob"], "any")
    plain = STEPS.replace("by: table approvers", "by: person:dora", 1)
    case = run(flow_of()).move_to(flow_of(plain))
    assert (asked(case), case.case.ruled) == (["dora"], {})


def test_the_actions_of_a_row_go_on_where_the_table_is_the_same() -> None:
    case = run(flow_of(), "100001").approve("dora")
    case.move_to(flow_of(STEPS.replace("person:pam", "person:bob"))).answer().answer()
    assert [each.action for each in case.case.calls] == ["create_task", "reserve"]
    assert "bob" in asked(case)
    case = run(flow_of(), "100001").approve("dora")
    with pytest.raises(Invalid, match="create_task"):
        case.move_to(flow_of(rows=ROWS.replace("projects.create_task, ", "")))
