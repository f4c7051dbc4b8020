"""A flow that is written and read again is the same flow."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from core.flow.definition import Flow
from core.flow.parsing import parse_flow
from core.flow.writing import flow_record, flow_yaml, inline_yaml, step_record
from tests.core.flow.company import PURCHASE_FLOW
from tests.core.flow.rich_flows import rich_flows
from tests.core.flow.run import steps
from tests.core.flow.test_parsing import EVERYTHING

CHECKOUT = Path(__file__).parents[3]
DEMO = sorted((CHECKOUT / "server_stub/demo/company/flows").glob("*.yaml"))
DEMO = [file for file in DEMO if not file.stem.endswith(".tests")]
PAGE = (CHECKOUT / "docs/reference/flows.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def meaning(flow: Flow) -> Any:
    """What a flow says, without where in the file it says it."""
    return _without_places(msgspec.to_builtins(flow))


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_places(each) for key, each in value.items() if key != "place"}
    if isinstance(value, list | tuple):
        return [_without_places(each) for each in value]
    return value


@pytest.mark.parametrize(
    "text",
    [EVERYTHING, PURCHASE_FLOW, *(file.read_text(encoding="utf-8") for file in DEMO)],
    ids=["everything", "purchase", *(file.stem for file in DEMO)],
)
def test_a_flow_written_and_read_again_is_the_same(text: str) -> None:
    flow = parse_flow(text)
    assert meaning(parse_flow(flow_yaml(flow))) == meaning(flow)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_of_the_reference_survives(text: str) -> None:
    flow = parse_flow(text if text.startswith("flow:") else steps(text))
    assert meaning(parse_flow(flow_yaml(flow))) == meaning(flow)


@settings(max_examples=50, deadline=None)
@given(rich_flows())
def test_random_flows_survive(flow: Flow) -> None:
    assert meaning(parse_flow(flow_yaml(flow))) == meaning(flow)
    assert meaning(parse_flow(json.dumps(flow_record(flow)))) == meaning(flow)


def test_every_way_to_go_on_after_a_reject_survives() -> None:
    text = steps("""
- {approve: a, by: [2 of role:buyer, {role: head, at least: 3, pick: in turn}], on reject: go on}
- {approve: b, by: each manager up to 2 levels, on reject: [{tell: manager}]}
- {approve: c, by: each manager up to 2 levels, mode: any, on reject: []}
- approve: d
  by: manager
  on reject: {steps: [{tell: manager}], then: go on}
  nobody found: approve
  asking: stops the clock
- {flow: other, on reject: back to a}
""").replace("steps:", "automatic approval: allowed\nsteps:", 1)
    flow = parse_flow(text)
    assert flow.automatic_approval
    assert meaning(parse_flow(flow_yaml(flow))) == meaning(flow)


def test_it_reads_as_a_person_would_write_it() -> None:
    assert flow_yaml(parse_flow(PURCHASE_FLOW)).startswith(
        """flow: purchase-approval
title: {en: Purchase approval, zh: 采购审批}
object: purchase_order
owner: role:process_owner
watch: [amount, supplier, lines]
steps:
  - choose:
      - when: amount < 5000
        steps:
          - approve: department-head
            by: head of requester's department
"""
    )


def test_an_id_is_written_where_a_reader_would_give_another() -> None:
    text = steps("- {tell: manager, id: tell-2}\n- {tell: manager}\n- {tell: requester, id: me}")
    record = flow_record(parse_flow(text))
    assert [step.get("id") for step in record["steps"]] == ["tell-2", None, "me"]
    assert step_record(parse_flow(text).steps[1])["id"] == "tell-1"


def test_words_that_yaml_would_take_otherwise_stay_words() -> None:
    text = steps('- set: {supplier: "true", cost_centre: "null", quantity: 012, erp_number: yes}')
    flow = parse_flow(text)
    assert meaning(parse_flow(flow_yaml(flow))) == meaning(flow)
    assert inline_yaml("a: b\nc") == '"a: b\\nc"'
