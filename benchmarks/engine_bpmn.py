"""The flows of `benchmarks.engine` as BPMN, for the engine they are measured beside."""

import itertools

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="benchmark">
  <process id="flow" isExecutable="true">
    <startEvent id="start"/>
"""
_TAIL = """    <endEvent id="end"/>
  </process>
</definitions>
"""


def _arrow(source: str, target: str, when: str = "") -> str:
    condition = (
        f'<conditionExpression xsi:type="tFormalExpression">{when}</conditionExpression>'
        if when
        else ""
    )
    return (
        f'    <sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">'
        f"{condition}</sequenceFlow>\n"
    )


def purchase() -> str:
    """The worked purchase example; a rejection is not modelled, for it is not measured."""
    steps = "".join(
        f'    <userTask id="{each}" name="{each}"/>\n'
        for each in ("head", "buyer", "director", "follow-up", "manager")
    )
    return (
        _HEAD
        + '    <exclusiveGateway id="by-amount" default="by-amount-manager"/>\n'
        + steps
        + '    <scriptTask id="tell-finance"><script>told = "finance"</script></scriptTask>\n'
        + '    <exclusiveGateway id="join"/>\n'
        + _arrow("start", "by-amount")
        + _arrow("by-amount", "head", "amount &lt; 5000")
        + _arrow(
            "by-amount",
            "buyer",
            "material_class == 'production' and amount &gt;= 5000 and amount &lt;= 50000",
        )
        + _arrow("by-amount", "director", "amount &gt; 100000")
        + _arrow("by-amount", "manager")
        + _arrow("director", "tell-finance")
        + _arrow("tell-finance", "follow-up")
        + "".join(_arrow(each, "join") for each in ("head", "buyer", "follow-up", "manager"))
        + _arrow("join", "end")
        + _TAIL
    )


def countersigned(steps: int, signers: int) -> str:
    """A sequence in which every fifth task is asked of `signers` people at once."""
    names = [f"step-{number}" for number in range(1, steps + 1)]
    tasks = ""
    for number, name in enumerate(names, 1):
        several = (
            f"<multiInstanceLoopCharacteristics><loopCardinality>{signers}</loopCardinality>"
            "</multiInstanceLoopCharacteristics>"
        )
        tasks += f'    <userTask id="{name}">{several if number % 5 == 0 else ""}</userTask>\n'
    places = ["start", *names, "end"]
    arrows = "".join(_arrow(*pair) for pair in itertools.pairwise(places))
    return _HEAD + tasks + arrows + _TAIL
