"""Diagrams that nobody drew: the import says no in a time that one can wait for."""

import time
from random import Random

import pytest

from core.errors import Invalid
from core.flow.bpmn.importing import import_bpmn
from tests.core.flow.bpmn.samples import imported, lost

_BEGIN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
    '<startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="g0"/>'
)


def tangle(gateways: int, ways: int) -> str:
    """Gateways that lead from anywhere to anywhere."""
    chance, parts = Random(1), [_BEGIN]
    for at in range(gateways):
        parts.append(f'<exclusiveGateway id="g{at}"/>')
        for to in chance.sample(range(gateways), ways):
            parts.append(
                f'<sequenceFlow id="f{at}-{to}" sourceRef="g{at}" targetRef="g{to}">'
                f"<conditionExpression>amount > {to}</conditionExpression></sequenceFlow>"
            )
    parts.append(f'<sequenceFlow id="l" sourceRef="g{gateways - 1}" targetRef="e"/>')
    return "".join([*parts, "</process></definitions>"])


def test_a_tangle_of_gateways_is_given_up_before_its_copies_fill_the_machine() -> None:
    began = time.process_time()
    with pytest.raises(Invalid, match="no equivalent block structure"):
        import_bpmn(tangle(100, 3), object_type="order", owner="person:olga")
    assert time.process_time() - began < 10


def chain_of_loops(tasks: int) -> str:
    """Behind each task a question that leads back to it."""
    lines = ["start > u0"]
    for at in range(tasks):
        lines += [f"u{at} > x{at}", f"x{at} > u{at} if amount > 5", f"x{at} > u{at + 1} else"]
    return "\n".join([*lines, f"u{tasks} > e1"])


def test_a_large_diagram_does_not_take_longer_than_one_waits() -> None:
    began = time.process_time()
    assert len(lost(imported(chain_of_loops(440)))) >= 440
    assert time.process_time() - began < 4


def test_what_is_nested_beyond_measure_is_refused_with_a_hint() -> None:
    lines = ["start > u0"]
    for at in range(300):
        lines += [f"u{at} > x{at}", f"x{at} > e{at} if amount > 5", f"x{at} > u{at + 1} else"]
    with pytest.raises(Invalid, match="more deeply than a flow file can say") as error:
        imported("\n".join([*lines, "u300 > e300"]))
    assert "flows of their own" in error.value.hint
