"""A BPMN process becomes the flow that means the same; what does not is named by its id."""

import pytest

from core.errors import Invalid
from core.flow.bpmn.importing import import_bpmn
from core.flow.parsing import parse_flow
from tests.core.flow.bpmn.samples import body, bpmn, changed, imported, lost, node


def steps(arrows: str, *nodes: str) -> str:
    """The steps of a process of which nothing is lost."""
    found = imported(arrows, *nodes)
    assert lost(found) == []
    return body(found)


def test_tasks_that_follow_each_other() -> None:
    found = imported(
        """
        start > u1
        u1 > s1
        s1 > c1
        c1 > end
        """,
        node(
            "u1", "<bpmn:documentation>Look {here}</bpmn:documentation>", camunda__assignee="demo"
        ),
        node("s1", camunda__topic="erp.pay"),
        node("c1", calledElement="other"),
        node("end", kind="endEvent"),
    )
    assert lost(found) == []
    assert changed(found) == ["s1"]
    assert body(found) == (
        "  - do: u1\n    title: U1\n    by: person:demo\n    text: Look (here)\n"
        "  - call: erp.pay\n    id: s1\n    title: S1\n"
        "  - flow: other\n    id: c1\n    title: C1\n"
    )


@pytest.mark.parametrize(
    ("attributes", "action"),
    [
        ({"camunda__topic": "erp.pay"}, "erp.pay"),
        ({"camunda__topic": "pay"}, "external.pay_it"),
        ({"camunda__class": "com.example.PayDelegate"}, "external.pay_it"),
        ({"kind": "businessRuleTask", "camunda__decisionRef": "who-pays"}, "rules.who-pays"),
        ({"camunda__delegateExpression": "${payer}", "name": ""}, "external.payer"),
    ],
)
def test_services_are_calls(attributes: dict[str, str], action: str) -> None:
    found = imported("start > s1", node("s1", **{"name": "Pay it", **attributes}))
    assert f"- call: {action}\n" in body(found)
    assert changed(found) == ["s1"]


def test_the_head_says_what_is_given_and_names_what_is_guessed() -> None:
    found = import_bpmn(bpmn("start > u1"))
    assert found.text.startswith(
        "flow: trial\ntitle: Trial\nobject: trial\nowner: role:process_owner\n"
    )
    assert changed(found) == ["P", "P"]


def test_a_choice_with_conditions_and_a_default() -> None:
    assert steps(
        """
        start > x1
        x1 > u1 if ${amount > 5000 && kind == 'a'}
        x1 > u2 if ${!urgent}
        x1 > x2 else
        u1 > x2
        u2 > x2
        x2 > e1
        """
    ) == (
        """\
  - title: X1
    choose:
      - when: amount > 5000 and kind == "a"
        steps:
          - do: u1
            title: U1
            by: role:clerk
      - when: not urgent
        steps:
          - do: u2
            title: U2
            by: role:clerk
      - otherwise: []
"""
    )


@pytest.mark.parametrize(("gateway", "key"), [("a", "together"), ("o", "choose all")])
def test_parallel_and_inclusive_ways(gateway: str, key: str) -> None:
    condition = " if ${amount > 5}" if gateway == "o" else ""
    found = steps(
        f"""
        start > {gateway}1
        {gateway}1 > u1{condition}
        {gateway}1 > u2{condition}
        u1 > {gateway}2
        u2 > {gateway}2
        {gateway}2 > u3
        u3 > e1
        """
    )
    flow = parse_flow(f"flow: f\nobject: o\nowner: role:x\nsteps:\n{found}")
    assert [step.id for step in flow.steps][1] == "u3"
    assert f"{key}:" in found


def test_arrows_that_fork_and_join_at_a_task_are_gateways() -> None:
    found = steps("start > u1\nu1 > u2\nu1 > u3\nu2 > a1\nu3 > a1\na1 > e1")
    assert "together:" in found
    found = steps("start > x1\nx1 > u1 if ${amount > 5}\nx1 > u2 else\nu1 > u3\nu2 > u3")
    assert found.endswith("  - do: u3\n    title: U3\n    by: role:clerk\n")


def test_ends_of_their_own_are_one_end() -> None:
    found = steps(
        """
        start > x1
        x1 > u1 if ${amount > 5}
        x1 > u2 else
        u1 > e1
        u2 > u3
        u3 > e2
        """
    )
    assert found.count("do:") == 3


# --- structure -------------------------------------------------------------------------------


def test_ways_that_join_before_the_others_are_nested() -> None:
    found = steps(
        """
        start > x1
        x1 > u1 if ${amount > 100}
        x1 > u2 if ${amount > 10}
        x1 > u3 else
        u2 > x2
        u3 > x2
        x2 > u4
        u4 > x3
        u1 > x3
        x3 > e1
        """
    )
    assert found.count("choose:") == 2
    assert found.count("do: u4") == 1


def test_a_join_that_waits_for_a_choice_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refused:
        imported(
            "start > x1\nx1 > u1 if ${amount > 5}\nx1 > u2 else\nu1 > a1\nu2 > a1\na1 > e1",
        )
    assert [each.field for each in refused.value.errors] == ["x1", "a1"]


def test_parallel_ways_that_cross_are_refused_by_name() -> None:
    with pytest.raises(Invalid) as refused:
        imported(
            """
            start > a1
            a1 > u1
            a1 > u2
            u1 > a2
            a2 > u3
            a2 > a3
            u2 > a3
            u3 > a4
            a3 > u4
            u4 > a4
            a4 > e1
            """
        )
    assert {each.field for each in refused.value.errors} >= {"a1", "a2", "a3", "a4"}


def test_an_embedded_subprocess_happens_in_its_place() -> None:
    inner = (
        '<bpmn:startEvent id="i0"/>'
        + node("u5", camunda__assignee="demo")
        + '<bpmn:endEvent id="i9"/>'
        '<bpmn:sequenceFlow id="i1" sourceRef="i0" targetRef="u5"/>'
        '<bpmn:sequenceFlow id="i2" sourceRef="u5" targetRef="i9"/>'
    )
    found = steps("start > p1\np1 > u1\nu1 > e1", node("p1", inner, kind="subProcess"))
    assert found.index("do: u5") < found.index("do: u1")


# --- what is named ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "shape"),
    [
        (node("k", kind="scriptTask"), "k"),
        (node("k", "<bpmn:standardLoopCharacteristics/>", kind="userTask"), "k"),
        (node("k", kind="userTask", camunda__assignee="${bean.find(x)}"), "k"),
        (node("k", kind="eventBasedGateway"), "k"),
        (node("k", kind="adHocSubProcess"), "k"),
        (node("k", kind="task"), "k"),
        ('<bpmn:choreographyTask id="z"/>' + node("k", kind="manualTask", name=""), "z"),
    ],
)
def test_what_cannot_be_imported_is_named(made: str, shape: str) -> None:
    assert shape in lost(imported("start > k\nk > u1\nu1 > e1", made))


def test_what_is_only_drawn_is_named_too() -> None:
    found = imported(
        "start > u1",
        inside='<bpmn:textAnnotation id="note"><bpmn:text>Mind!</bpmn:text></bpmn:textAnnotation>',
        outside='<bpmn:process id="Q" name="Other"/>',
    )
    assert changed(found) == ["note"]
    assert "Mind!" in found.changed[0].message
    assert lost(found) == ["Q"]


def test_parts_and_extensions_of_which_nothing_is_made_are_named() -> None:
    inner = (
        "<bpmn:documentation>Look</bpmn:documentation><bpmn:extensionElements>"
        '<flowable:taskListener event="create"/></bpmn:extensionElements>'
        "<bpmn:ioSpecification/>"
    )
    found = imported(
        "start > u1",
        node("u1", inner),
        inside="<bpmn:documentation>What it is for</bpmn:documentation>",
    )
    assert [each.message.partition(": ")[2] for each in found.changed] == [
        "nothing is made of its ioSpecification, taskListener."
    ]
    assert "about: What it is for\n" in found.text


def test_a_condition_that_is_no_comparison_stays_as_it_was_written() -> None:
    found = imported("start > x1\nx1 > u1 if ${rules.check(order)}\nx1 > e1 else\nu1 > e1")
    assert lost(found) == ["f1"]
    assert "when: ${rules.check(order)}" in found.text


def test_what_no_case_reaches_is_named() -> None:
    assert lost(imported("start > u1\nu1 > e1\nu7 > u8\nu8 > u7")) == ["u7", "u8"]
