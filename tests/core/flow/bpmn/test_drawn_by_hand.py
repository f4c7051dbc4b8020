"""Whole diagrams as people draw them in Camunda's editor: what they become, and back again."""

from pathlib import Path

import pytest

from core.flow.bpmn.importing import Imported, import_bpmn
from core.flow.parsing import parse_flow
from core.flow.writing import flow_yaml
from tests.core.flow.bpmn.samples import body, lost
from tests.core.flow.bpmn.test_round_trip import again, checked

DRAWN = sorted((Path(__file__).parent / "drawn").glob("*.bpmn"))


def read(name: str) -> Imported:
    text = (Path(__file__).parent / "drawn" / f"{name}.bpmn").read_text(encoding="utf-8")
    return import_bpmn(text, object_type="purchase_order", owner="role:process_owner")


def test_an_invoice_goes_through_lanes_a_reminder_and_a_loop_by_the_requester() -> None:
    found = read("invoice")
    assert lost(found) == []
    assert "71% of the time limit of 7 days" in found.changed[0].message
    for words in (
        "by: role:finance_director", "text: Please check the amount.", "within: 7 days",
        "late: {remind: [71%]}", "on reject: back to requester", "resubmit: straight back",
    ):  # fmt: skip
        assert words in body(found), words


def test_a_countersign_has_its_vote_its_ways_its_escalation_and_its_sub_flow() -> None:
    found = read("countersign")
    assert lost(found) == []
    for words in (
        "mode: at least 60%", "choose all:", "when: amount >= 100000",
        "late: {escalate: 100%, replace: true}", "together:", "wait: 2 days",
        "flow: change-approval",
    ):  # fmt: skip
        assert words in body(found), words


def test_ways_that_cross_are_nested_and_only_what_stands_in_the_way_is_copied() -> None:
    found = read("unstructured")
    assert lost(found) == ["done"]  # it names nobody
    assert body(found).count("do: director") == 2
    assert body(found).count("call: erp.book") == 1
    assert body(found).count("do: file-the-paper") == 1
    assert [each.field for each in found.changed] == ["dir", "book"]


@pytest.mark.parametrize("file", DRAWN, ids=lambda file: file.stem)
def test_what_was_imported_is_exported_whole_and_comes_back(file: Path) -> None:
    flow = parse_flow(read(file.stem).text)
    checked(flow)
    assert flow_yaml(again(flow)) == flow_yaml(flow)
