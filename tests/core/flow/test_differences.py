"""What is other in a flow is told step by step, in words."""

from random import Random

import pytest

from core.flow.differences import flow_differences, table_differences
from core.flow.parsing import parse_flow
from core.language import speaking
from tests.core.flow.company import PURCHASE_FLOW
from tests.core.flow.random_flows import random_flow
from tests.core.flow.run import steps
from tests.core.rules.tables import rows

BASE = """
- approve: head
  by: person:bea
  within: 1 working day
- choose:
    - when: amount < 5000
      steps: [{approve: small, by: person:ben}]
    - otherwise:
        - approve: large
          by: person:dora
- do: file
  by: person:pam
"""


def lines(old: str, new: str) -> tuple[str, ...]:
    return flow_differences(parse_flow(steps(old)), parse_flow(steps(new)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("1 working day", "2 working days"), "head: within 1 working day → 2 working days"),
        (("  within: 1 working day\n", ""), "head: within 1 working day (no longer)"),
        (("by: person:bea", "by: person:bea\n  mode: all"), "head: mode all (new)"),
        (("amount < 5000", "amount < 8000"), "the branch “amount < 5000” becomes “amount < 8000”"),
        (
            ("- do: file", "- do: weigh\n  by: person:pam\n- do: file"),
            "new do weigh, behind choose",
        ),
        (("- do: file\n  by: person:pam\n", ""), "do file is gone"),
        (("approve: small", "do: small"), "small: approve becomes do"),
        (
            ("    - otherwise", "    - when: urgent\n      steps: []\n    - otherwise"),
            "choose-1: new branch “urgent”",
        ),
        (
            ("steps: [{approve: small, by: person:ben}]", "steps: []"),
            "approve small is gone",
        ),
    ],
)
def test_each_change_is_told(change: tuple[str, str], told: str) -> None:
    found = lines(BASE, BASE.replace(*change))
    assert any(told in line for line in found), found
    with speaking("zh"):
        assert lines(BASE, BASE.replace(*change)) != found


def test_a_step_that_only_moves_is_told_once() -> None:
    first, rest = BASE.split("- choose", 1)
    moved = f"- choose{rest}{first.lstrip()}"
    assert lines(BASE, moved) == ("approve head moves, behind file",)


def test_a_step_in_another_branch_has_moved() -> None:
    other = BASE.replace("steps: [{approve: small, by: person:ben}]", "steps: []").replace(
        "- do: file", "- approve: small\n  by: person:ben\n- do: file"
    )
    assert "approve small moves, behind choose-1" in lines(BASE, other)


def test_comments_and_layout_change_nothing() -> None:
    assert lines(BASE, f"# signed off\n\n{BASE}") == ()
    head = PURCHASE_FLOW.replace("role:process_owner", "person:olga")
    assert flow_differences(parse_flow(PURCHASE_FLOW), parse_flow(head)) == (
        "the flow: owner role:process_owner → person:olga",
    )


@pytest.mark.parametrize("seed", range(30))
def test_a_flow_differs_from_itself_in_nothing(seed: int) -> None:
    flow = random_flow(Random(seed))
    assert flow_differences(flow, flow) == ()


def test_rows_of_tables_are_told_one_by_one() -> None:
    old = rows("amount: under 5", "amount: 5 to 9", "amount: over 9")
    new = rows("amount: under 6", "amount: over 9", "amount: 5 to 9", "urgent: yes")
    assert tuple(table_differences(old, new)) == (
        "row “amount under 5” becomes “amount under 6”",
        "row “amount over 9”: ask role:r2 → role:r1",
        "row “amount 5 to 9”: ask role:r1 → role:r2",
        "new row “urgent yes”: ask role:r3",
        "row “amount over 9” stands elsewhere",
    )
