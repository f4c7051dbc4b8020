"""A flow as SVG and as Mermaid: what users wrote is never read as markup."""

import json
import re
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.flow.definition import Flow
from core.flow.drawing.mermaid import flow_mermaid
from core.flow.drawing.svg import flow_svg
from core.flow.drawing.tree import Standing, picture
from core.flow.parsing import parse_flow
from tests.core.flow.company import PURCHASE_FLOW
from tests.core.flow.rich_flows import asks, rich_flows
from tests.core.flow.run import steps

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = st.lists(
    st.sampled_from(
        [*"ab<>&\"'#;`{}[]()|-=%\\ \x1b\x00\u202e\ufffe\n", "采", "end", "click", "%%{"]
    )
).map("".join)


def titled(title: str) -> Flow:
    flow = parse_flow(steps("- {approve: a, by: manager}"))
    (step,) = flow.steps
    return replace(flow, title={"": title}, steps=(replace(step, title={"": title}),))


def test_the_picture_can_be_read_aloud() -> None:
    root = ElementTree.fromstring(flow_svg(picture(parse_flow(PURCHASE_FLOW))))
    assert root.get("role") == "img"
    described = root.find(f"{SVG}desc")
    assert described is not None
    assert "Submitted" in (described.text or "")
    assert "amount < 5000" in (described.text or "")
    words = [each.text for each in root.iter(f"{SVG}text")]
    assert {"department-head", "director", "End"} <= set(words)


def test_there_is_nothing_in_it_that_runs_or_leads_away() -> None:
    text = flow_svg(picture(parse_flow(PURCHASE_FLOW)))
    tags = {each.tag.removeprefix(SVG) for each in ElementTree.fromstring(text).iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "text", "g", "path"}
    assert "href" not in text


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_whatever_a_title_holds_it_stays_text(title: str) -> None:
    flow = titled(title)
    standing = {"a": Standing(state="current", lines=(title,))}
    root = ElementTree.fromstring(flow_svg(picture(flow, standing)))
    assert all(each.tag.startswith(SVG) for each in root.iter())
    chart = flow_mermaid(picture(flow, standing))
    _, front, graph = chart.split("---\n", 2)
    assert isinstance(json.loads(front.removeprefix("title: ")), str)
    assert not set(front) & set("%{}`;#")
    for label in re.findall(r'"(.*)"', graph):
        bare = re.sub(r"</?[bi]>|<br/>|#\d+;", "", label)
        assert all(each.isalnum() or each in " ,+=()" for each in bare), bare


@settings(max_examples=30, deadline=None)
@given(rich_flows())
def test_every_step_is_in_both(flow: Flow) -> None:
    drawn = picture(flow)
    chart = flow_mermaid(drawn)
    root = ElementTree.fromstring(flow_svg(drawn))
    words = {each.text for each in root.iter(f"{SVG}text")}
    for step in flow.steps:
        if asks(step):
            assert step.id in words
            assert f"<b>{step.id}</b>" in chart


def test_a_case_is_marked_in_mermaid() -> None:
    standing = {"choose-1": Standing(state="done"), "director": Standing(state="current")}
    chart = flow_mermaid(picture(parse_flow(PURCHASE_FLOW), standing))
    assert "classDef current" in chart
    assert re.search(r"class n\d+ current", chart)
    assert '-. "reject" .->' in chart
