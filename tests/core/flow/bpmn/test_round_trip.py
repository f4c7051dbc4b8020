"""A flow that is exported and imported again is the same flow, and behaves the same."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import SpiffWorkflow
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from lxml import etree

from core.errors import SignoffError
from core.flow.bpmn.exporting import export_bpmn
from core.flow.bpmn.importing import import_bpmn
from core.flow.bpmn.names import BPMNDI, DC, MODEL, SIGNOFF
from core.flow.definition import Flow
from core.flow.parsing import parse_flow
from core.flow.writing import flow_yaml
from core.language import speaking
from tests.core.flow.rich_flows import rich_flows
from tests.core.flow.run import Run, steps
from tests.core.flow.test_writing import DEMO, EXAMPLES, meaning

SCHEMA = etree.XMLSchema(
    file=str(Path(SpiffWorkflow.__file__).parent / "bpmn/parser/schema/BPMN20.xsd")
)
"""OMG's published schema, as SpiffWorkflow carries it."""
DRAWING = (f"{{{SIGNOFF}}}fork", f"{{{SIGNOFF}}}way")
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def again(flow: Flow) -> Flow:
    """Exported and imported; nothing may be named as lost or changed."""
    found = import_bpmn(export_bpmn(flow))
    assert (found.lost, found.changed) == ((), ())
    return parse_flow(found.text)


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.stem)
def test_the_demo_comes_back(file: Path) -> None:
    flow = parse_flow(file.read_text(encoding="utf-8"))
    assert meaning(again(flow)) == meaning(flow)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_of_the_reference_comes_back(text: str) -> None:
    if text.startswith("table:"):
        return
    flow = parse_flow(text if text.startswith("flow:") else steps(text))
    assert meaning(again(flow)) == meaning(flow)


@SLOW
@given(rich_flows())
def test_any_flow_comes_back(flow: Flow) -> None:
    assert flow_yaml(again(flow)) == flow_yaml(flow)
    with speaking("zh"):
        assert flow_yaml(again(flow)) == flow_yaml(flow)


# --- behaves the same where only BPMN's own words are left -----------------------------------


def bare(text: str) -> str:
    """The file without signoff's marks on gateways and arrows: as any editor would draw it."""
    root = ElementTree.fromstring(text)
    for parent in list(root.iter()):
        for frame in parent.findall(f"{{{MODEL}}}extensionElements"):
            for mark in list(frame):
                if mark.tag in DRAWING or mark.get("part") == "decision":
                    frame.remove(mark)
    return ElementTree.tostring(root, encoding="unicode")


def trace(flow: Flow, answers: list[bool]) -> list[object]:
    """Who is asked what as people answer one after the other, and how it ends."""
    fields = {"amount": {"amount": "7000", "currency": "CNY"}, "urgent": True}
    run = Run(flow_yaml(flow), fields=fields).submit()
    told: list[object] = []
    for number, answer in enumerate(answers):
        seats = sorted(
            (round_.step, seat.person, seat.task)
            for round_, seat in run.case.open_seats()
            if round_.kind not in ("copy",)
        )
        told.append([(step, person) for step, person, _ in seats])
        if not seats:
            break
        step, person, task = seats[number % len(seats)]
        told.append((step, person, _answered(run, person, task, approve=answer)))
    return [*told, run.case.outcome, run.case.status]


def _answered(run: Run, person: str, task: str, *, approve: bool) -> str:
    """Approve or reject; tick off where that is what is asked."""
    from core.cases import Decide
    from core.tasks import DecisionKind

    for kind in ("approve", "done") if approve else ("reject", "done"):
        try:
            run.send(Decide(by=person, task=task, kind=DecisionKind(kind), reason="because"))
        except SignoffError as error:
            refused = type(error).__name__
        else:
            return kind
    return refused


@settings(parent=SLOW, max_examples=60)
@given(rich_flows(plain=True), st.lists(st.booleans(), min_size=12, max_size=12))
def test_a_flow_drawn_by_hand_behaves_the_same(flow: Flow, answers: list[bool]) -> None:
    note(flow_yaml(flow))
    found = import_bpmn(bare(export_bpmn(flow)))
    note(found.text)
    assert found.lost == ()
    assert trace(parse_flow(found.text), answers) == trace(flow, answers)


# --- the file --------------------------------------------------------------------------------


def checked(flow: Flow) -> ElementTree.Element:
    text = export_bpmn(flow)
    document = etree.fromstring(text.encode())
    assert SCHEMA.validate(document), SCHEMA.error_log
    return ElementTree.fromstring(text)


@SLOW
@given(rich_flows())
def test_it_is_valid_and_drawn_whole(flow: Flow) -> None:
    root = checked(flow)
    process = root.find(f"{{{MODEL}}}process")
    assert process is not None
    drawn = {each.get("bpmnElement") for each in root.iter() if each.get("bpmnElement")}
    elements = {each.get("id") for each in process if each.get("id")}
    assert drawn == elements | {process.get("id")}


@SLOW
@given(rich_flows())
def test_no_shape_lies_on_another_but_a_timer_on_its_task(flow: Flow) -> None:
    root = checked(flow)
    boxes = []
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        assert bounds is not None
        x, y, width, height = (int(bounds.get(key) or 0) for key in ("x", "y", "width", "height"))
        if not (shape.get("bpmnElement") or "").startswith("boundaryEvent"):
            boxes.append((x, y, width, height))
    for number, (x, y, width, height) in enumerate(boxes):
        assert min(x, y) >= 0
        for left, top, wide, high in boxes[number + 1 :]:
            apart_x = x + width <= left or left + wide <= x
            assert apart_x or y + height <= top or top + high <= y


def test_hostile_names_stay_names() -> None:
    flow = parse_flow(steps("""- {approve: a, by: manager, title: '</x><script>&amp;"'}"""))
    root = checked(flow)
    assert not [each for each in root.iter() if "script" in each.tag]
    assert meaning(again(flow)) == meaning(flow)


def test_a_step_renamed_in_an_editor_has_its_new_name() -> None:
    flow = parse_flow(steps("- {approve: a, by: manager, title: {en: Old, zh: 旧}}"))
    text = export_bpmn(flow).replace('name="Old"', 'name="New"')
    found = import_bpmn(text)
    assert re.search(r"approve: a\n    title: New\n", found.text)


def test_a_gateway_taken_out_in_an_editor_does_no_harm() -> None:
    flow = parse_flow(
        steps("- choose:\n  - {when: urgent, steps: [{do: a, by: manager}]}\n  - otherwise: []")
    )
    text = export_bpmn(flow)
    found = import_bpmn(re.sub(r'joins="[^"]*"', "", text))
    assert found.lost == ()
    assert "when: urgent" in found.text
