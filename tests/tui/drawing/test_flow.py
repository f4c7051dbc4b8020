"""A flow in styled lines: where its case is, who has it, and nothing of it by colour alone."""

from datetime import UTC, datetime, timedelta

from core.api import CaseView, PersonProgress, StepProgress
from core.flow.parsing import parse_flow
from tui.drawing.flow import flow_lines
from tui.drawing.line import LATE, width

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FLOW = parse_flow(
    """
flow: buying
title: Buying
object: order
owner: role:owner
steps:
  - approve: buyer
    title: {en: Buyer, zh: 采购员}
    by: role:buyer
  - do: pay
    by: role:accountant
"""
)
CASE = CaseView(
    id="c1",
    flow="buying",
    title={"": "Buying"},
    version=1,
    status="running",
    started=NOW - timedelta(days=1),
    steps=(
        StepProgress(
            step="buyer",
            title={"": "Buyer"},
            kind="approve",
            state="current",
            people=(
                PersonProgress(
                    person="li.na",
                    name={"": "Li Na"},
                    task="c1.1",
                    state="open",
                    since=NOW - timedelta(hours=5),
                    due=NOW - timedelta(hours=1),
                ),
            ),
        ),
        StepProgress(step="pay", title={}, kind="do", state="ahead"),
    ),
)


def words(cells: int) -> str:
    lines = flow_lines(FLOW, CASE, NOW, cells)
    assert all(width(line) <= cells for line in lines)
    return "\n".join("".join(segment.text for segment in line) for line in lines)


def test_who_has_it_and_for_how_long_is_in_the_box() -> None:
    for cells in (40, 80):
        found = words(cells)
        assert "+ Submitted" in found or "[+] Submitted" in found
        assert "> Buyer" in found or "[>] Buyer" in found
        assert "Li Na" in found
        assert "5 h" in found


def test_what_is_late_is_said_and_coloured() -> None:
    late = [
        segment.text
        for line in flow_lines(FLOW, CASE, NOW, 80)
        for segment in line
        if segment.style == LATE
    ]
    assert any("late" in text for text in late)
