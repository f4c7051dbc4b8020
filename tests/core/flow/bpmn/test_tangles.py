"""Diagrams that nobody drew: the import says no in a time that one can wait for."""

import time
from random import Random

import pytest

from core.errors import Invalid
from core.flow.bpmn.importing import import_bpmn

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
