"""A flow in a terminal: whole at every width, aligned in Chinese, readable without box signs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.flow.definition import Flow
from core.flow.drawing.terminal import terminal_rows
from core.flow.drawing.tree import Standing, picture
from core.flow.drawing.wrapping import wrapped
from core.flow.parsing import parse_flow
from core.language import speaking
from core.text import cell_width
from tests.core.flow.company import PURCHASE_FLOW
from tests.core.flow.rich_flows import asks, rich_flows
from tests.core.flow.run import steps

AT_DIRECTOR = {
    "requester": Standing(state="done"),
    "choose-1": Standing(state="done", lines=("amount > 100000",)),
    "director": Standing(state="current", lines=("Dora  has had it for 2 hours",), late=True),
    "tell-1": Standing(state="ahead"),
    "call-1": Standing(state="ahead"),
    "call-2": Standing(state="ahead"),
}


def lines(flow: Flow, width: int, *, plain: bool = False, case: bool = False) -> list[str]:
    drawn = picture(flow, AT_DIRECTOR if case else None)
    rows = terminal_rows(drawn, width, plain=plain)
    return ["".join(text for text, _ in row).rstrip() for row in rows]


def test_branches_stand_beside_each_other_where_there_is_room() -> None:
    flow = parse_flow(
        steps("""
- id: size
  title: By size
  choose:
    - when: amount < 10
      steps: [{approve: head, by: manager, title: Head}]
    - otherwise: []
""")
    )
    assert lines(flow, 80) == [
        "       ┌───────────┐",
        "       │ Submitted │",
        "       └─────┬─────┘",
        "             │",
        "        ┌────┴────┐",
        "        │ By size │",
        "        └────┬────┘",
        "      ┌──────┴──────┐",
        " amount < 10    otherwise",
        "      │             │",
        " ┌────┴────┐        │",
        " │ Head    │        │",
        " │ manager │        │",
        " └────┬────┘        │",
        "      └──────┬──────┘",
        "             │",
        "          ┌──┴──┐",
        "          │ End │",
        "          └─────┘",
    ]


def test_a_narrow_terminal_gets_a_list_with_rails() -> None:
    flow = parse_flow(PURCHASE_FLOW)
    with speaking("zh"):
        found = lines(flow, 40, case=True)
    assert found[0] == "[+] 提交"
    assert "├─ amount < 5000" in found
    assert "│  [>] director" in found
    assert "│  [.] buyer" in found
    assert "└─ 否则" in found
    assert found[-1] == "[ ] 结束"


def test_where_the_case_stands_is_said_without_colours() -> None:
    found = "\n".join(lines(parse_flow(PURCHASE_FLOW), 140, case=True))
    assert "> director" in found
    assert "Dora  has had it for 2 hours" in found
    assert ". department-head" in found
    assert "┏" in found


def test_what_lies_behind_a_fork_that_is_ahead_is_still_possible() -> None:
    flow = parse_flow(
        steps("- choose:\n  - {when: urgent, steps: [{do: a, by: manager}]}\n  - otherwise: []")
    )
    for state, sign in (("ahead", "[ ] a"), ("done", "[.] a")):
        standings = {"choose-1": Standing(state=state, lines=("otherwise",))}
        rows = terminal_rows(picture(flow, standings), 40)
        found = ["".join(text for text, _ in row).strip("│├└─ ") for row in rows]
        assert sign in found


def test_plain_lines_are_ascii() -> None:
    for width in (40, 140):
        assert "\n".join(lines(parse_flow(PURCHASE_FLOW), width, plain=True)).isascii()


@pytest.mark.parametrize("width", [40, 64, 100, 200])
@settings(max_examples=25, deadline=None)
@given(flow=rich_flows())
def test_no_line_is_wider_than_the_screen_and_no_step_is_missing(width: int, flow: Flow) -> None:
    found = lines(flow, width)
    assert max(cell_width(line) for line in found) <= width
    together = "".join("".join(found).split())
    assert all(step.id in together for step in flow.steps if asks(step))


@given(st.text("ab _:采购审批\u0301", max_size=40), st.integers(2, 12))
def test_wrapping_leaves_nothing_out(words: str, cells: int) -> None:
    found = wrapped(words, cells)
    assert "".join("".join(found).split()) == "".join(words.split())
    assert max(cell_width(line) for line in found) <= cells


HOSTILE = "\x1b]0;gone\x07 \u202egnp \x9b31m \n end"


def test_hostile_words_cannot_act_on_the_terminal() -> None:
    flow = parse_flow(steps("- {approve: a, by: manager}"))
    (step,) = flow.steps
    flow = replace(flow, steps=(replace(step, title={"": HOSTILE}),))
    standing = {"a": Standing(state="current", lines=(HOSTILE,))}
    for width in (30, 100):
        rows = terminal_rows(picture(flow, standing), width)
        found = "".join(text for row in rows for text, _ in row)
        assert "gone" in found
        assert not any(mark in found for mark in "\x1b\x07\u202e\x9b\n")


def test_a_branch_after_a_reject_is_drawn_to_where_it_leads() -> None:
    for after, ends in (
        ("[{tell: manager}]", True),
        ("{steps: [{tell: manager}], then: go on}", False),
    ):
        flow = parse_flow(steps(f"- {{approve: a, by: manager, on reject: {after}}}"))
        found = "\n".join(lines(flow, 80))
        assert ("End: rejected" in found) is ends
        assert "copy to manager" in found
