"""A file that somebody or something has damaged is read as far as it makes sense, or refused."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.flow.bpmn.exporting import export_bpmn
from core.flow.bpmn.importing import import_bpmn
from core.flow.parsing import parse_flow
from tests.core.flow.company import PURCHASE_FLOW
from tests.core.flow.run import steps
from tests.core.flow.test_parsing import EVERYTHING

FILES = [
    export_bpmn(parse_flow(text))
    for text in (
        PURCHASE_FLOW,
        EVERYTHING,
        steps("- {approve: a, by: manager, on reject: {steps: [{tell: manager}], then: go on}}"),
    )
]
LINES = [text.splitlines(keepends=True) for text in FILES]
WORDS = [
    "",
    "x",
    "endEvent",
    "userTask",
    "exclusiveGateway",
    "parallelGateway",
    "arrow_3",
    "'[{",
    "*a",
]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_damage_makes_it_fall_over(data: st.DataObject) -> None:
    lines = list(data.draw(st.sampled_from(LINES)))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(lines) - 1))
        way = data.draw(st.sampled_from(["drop", "double", "word"]))
        if way == "drop":
            del lines[place]
        elif way == "double":
            lines.insert(data.draw(st.integers(0, len(lines))), lines[place])
        else:
            before, quote, rest = lines[place].partition('"')
            word = data.draw(st.sampled_from(WORDS))
            lines[place] = before + quote + word + rest[rest.find('"') :] if quote else lines[place]
    with suppress(Invalid):
        found = import_bpmn("".join(lines))
        assert parse_flow(found.text).object_type
