"""Whom a task names, how several decide, and by when: in Camunda's, Flowable's, Zeebe's words."""

from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.flow.bpmn.conditions import translated, verdict, vote
from core.flow.bpmn.times import minutes_of, span_of
from core.flow.parsing import parse_flow
from tests.core.flow.bpmn.samples import body, changed, imported, lost, node

LANES = (
    '<bpmn:laneSet id="L"><bpmn:lane id="l1" name="Purchasing Manager">'
    "<bpmn:flowNodeRef>u1</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
)


def by(inner: str = "", **attributes: str) -> str:
    attributes = {"camunda__candidateGroups": "", **attributes}
    found = imported("start > u1", node("u1", inner, kind="userTask", **attributes))
    assert lost(found) == []
    return body(found).partition("    by: ")[2].strip()


@pytest.mark.parametrize(
    ("attributes", "people"),
    [
        ({"camunda__assignee": "demo"}, "person:demo"),
        ({"camunda__assignee": "${who}"}, "requester"),
        ({"flowable__assignee": "${initiator}"}, "requester"),
        ({"camunda__assignee": "${keeper}"}, "field:keeper"),
        ({"camunda__assignee": "${execution.getVariable('keeper')}"}, "field:keeper"),
        ({"camunda__candidateGroups": "buyer, Head of IT"}, "[role:buyer, role:head_of_it]"),
        ({"flowable__candidateUsers": "ann,bob"}, "[person:ann, person:bob]"),
    ],
)
def test_vendors_attributes_name_people(attributes: dict[str, str], people: str) -> None:
    assert by(**attributes) == people


def test_zeebes_elements_and_bpmns_own_do_too() -> None:
    zeebe = "<bpmn:extensionElements><zeebe:assignmentDefinition {}/></bpmn:extensionElements>"
    assert by(zeebe.format('candidateGroups="buyer"')) == "role:buyer"
    assert by(zeebe.format('assignee="=keeper"')) == "field:keeper"
    own = (
        '<bpmn:potentialOwner id="r"><bpmn:resourceAssignmentExpression><bpmn:formalExpression>'
        "user(ann), group(buyer)"
        "</bpmn:formalExpression></bpmn:resourceAssignmentExpression></bpmn:potentialOwner>"
    )
    assert by(own) == "[person:ann, role:buyer]"


def test_a_lane_is_a_role() -> None:
    task = node("u1", kind="userTask", camunda__candidateGroups="")
    found = imported("start > u1", task, inside=LANES)
    assert "by: role:purchasing_manager" in body(found)


@pytest.mark.parametrize(
    ("loop", "mode"),
    [
        ('isSequential="true"', "in order"),
        ('isSequential="false"', "all"),
    ],
)
def test_each_of_several_does_it(loop: str, mode: str) -> None:
    inner = f"<bpmn:multiInstanceLoopCharacteristics {loop}/>"
    assert by(inner, camunda__candidateGroups="board") == f"role:board\n    mode: {mode}"


@pytest.mark.parametrize(
    ("condition", "mode"),
    [
        ("${nrOfCompletedInstances == 1}", "any"),
        ("${nrOfCompletedInstances >= 2}", "at least 2"),
        ("${nrOfCompletedInstances > 2}", "at least 3"),
        ("${nrOfCompletedInstances/nrOfInstances >= 0.6}", "at least 60%"),
        ("${nrOfCompletedInstances/nrOfInstances > 0.5}", "more than 50%"),
        ("= numberOfCompletedInstances / numberOfInstances >= 0.285", "at least 28.5%"),
        ("${nrOfCompletedInstances == nrOfInstances}", "all"),
        ("${approvals / nrOfInstances >= 1}", "all"),
    ],
)
def test_completion_conditions_are_votes(condition: str, mode: str) -> None:
    assert vote(condition) == mode


def test_the_collection_of_a_multi_instance_task_names_the_people() -> None:
    inner = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="false" '
        'camunda:collection="approvers" camunda:elementVariable="one">'
        "<bpmn:completionCondition>${nrOfCompletedInstances >= 2}</bpmn:completionCondition>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    found = imported("start > u1", node("u1", inner, camunda__assignee="${one}"))
    assert "  - approve: u1\n" in body(found)
    assert "by: field:approvers\n    mode: at least 2" in body(found)


def test_a_vote_that_is_asked_about_is_an_approval_with_its_reject() -> None:
    inner = (
        "<bpmn:multiInstanceLoopCharacteristics>"
        "<bpmn:completionCondition>${nrOfCompletedInstances/nrOfInstances >= 0.5}"
        "</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>"
    ).replace(">=", "&gt;=")
    found = imported(
        "start > u0\nu0 > u1\nu1 > x1\nx1 > e1 if ${outcome == '同意'}\nx1 > u0 else",
        node("u1", inner),
    )
    assert lost(found) == []
    assert "mode: at least 50%\n    on reject: back to u0\n" in body(found)


def test_a_completion_condition_that_is_no_vote_is_named() -> None:
    inner = (
        "<bpmn:multiInstanceLoopCharacteristics>"
        "<bpmn:completionCondition>${enough.so(x)}</bpmn:completionCondition>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    assert lost(imported("start > u1", node("u1", inner))) == ["u1"]


# --- times -----------------------------------------------------------------------------------


def boundary(event: str, duration: str, *, breaks: bool, of: str = "u1") -> str:
    inner = (
        f"<bpmn:timerEventDefinition><bpmn:timeDuration>{duration}</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition>"
    )
    cancels = "true" if breaks else "false"
    return node(event, inner, kind="boundaryEvent", attachedToRef=of, cancelActivity=cancels)


def limits(arrows: str, *nodes: str) -> str:
    found = imported(f"start > u1\nu1 > x1\nx1 > e1 if ${{ok}}\nx1 > e2 else\n{arrows}", *nodes)
    assert lost(found) == []
    step = parse_flow(found.text).steps[0]
    assert step.id == "u1"
    return body(found).partition("clerk\n")[2].strip().replace("    ", "")


def test_boundary_timers_are_stages_of_a_time_limit() -> None:
    assert limits("b1 > e3", boundary("b1", "P2D", breaks=False)) == "within: 2 days"
    assert (
        limits(
            "b1 > s1\ns1 > e3\nb2 > u2\nu2 > e4\nb3 > e5",
            boundary("b1", "P1D", breaks=False),
            boundary("b2", "P2D", breaks=False),
            boundary("b3", "P3D", breaks=True),
        )
        == "within: 2 days\nlate: {remind: [50%], escalate: 100%, final: reject at 150%}"
    )
    assert "late: {final: approve at 100%}" in limits(
        "b1 > x1", boundary("b1", "PT4H", breaks=True)
    )
    replaced = limits("b1 > u2\nu2 > x1", boundary("b1", "PT90M", breaks=True))
    assert replaced == "within: 90 minutes\nlate: {escalate: 100%, replace: true}"


def test_a_due_date_is_the_time_limit() -> None:
    task = node("u1", kind="userTask", camunda__dueDate="P3D")
    assert "within: 3 days" in limits("", task)
    task = node("u1", kind="userTask", camunda__dueDate="${dateTime().plusDays(2).toDate()}")
    assert "within: 2 days" in limits("", task)


def test_what_is_no_time_limit_is_named() -> None:
    error = node("b1", "<bpmn:errorEventDefinition/>", kind="boundaryEvent", attachedToRef="u1")
    assert lost(imported("start > u1\nu1 > e1\nb1 > e2", error)) == ["b1"]
    odd = boundary("b1", "R3/PT1H", breaks=False)
    assert lost(imported("start > u1\nu1 > e1\nb1 > e2", odd)) == ["b1"]
    task = node("u1", kind="userTask", camunda__dueDate="${bean.due}")
    assert lost(imported("start > u1\nu1 > e1", task)) == ["u1"]


def test_what_follows_a_timer_and_is_no_stage_is_named_once() -> None:
    way = boundary("b1", "P1D", breaks=False)
    found = imported("start > u1\nu1 > e1\nb1 > u2\nu2 > u3\nu3 > e2", way)
    assert lost(found) == ["b1"]
    assert "u3" not in found.text


def test_events_are_waits() -> None:
    timer = (
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition>"
    )
    message = '<bpmn:messageEventDefinition messageRef="m"/>'
    found = imported(
        "start > w1\nw1 > w2\nw2 > u1",
        node("w1", timer, kind="intermediateCatchEvent"),
        node("w2", message, kind="intermediateCatchEvent"),
        outside='<bpmn:message id="m" name="Order Paid"/>',
    )
    assert lost(found) == []
    assert "wait: 1 day\n" in body(found)
    assert "wait: {event: order_paid}" in body(found)


def test_forms_are_named() -> None:
    assert changed(imported("start > u1", node("u1", camunda__formKey="embedded:x"))) == ["u1"]


@given(st.integers(1, 100_000))
def test_a_duration_is_the_same_length(minutes: int) -> None:
    amount, unit = span_of(minutes).split()
    size = {"minute": 1, "hour": 60, "day": 1440}[unit.rstrip("s")]
    assert int(amount) * size == minutes
    assert minutes_of(f"PT{minutes}M") == minutes


@pytest.mark.parametrize("text", ["", "P", "PT", "P1M", "P1Y", "PT1S", "tomorrow", "P-1D"])
def test_a_duration_of_no_certain_length_is_none(text: str) -> None:
    assert minutes_of(text) is None


@given(st.text(max_size=60))
def test_no_text_of_a_condition_does_harm(text: str) -> None:
    translated(text)
    verdict(text, text)
    vote(text)


def test_zeebes_due_date_is_so_long_after_the_task_began() -> None:
    schedule = "<bpmn:extensionElements><zeebe:taskSchedule dueDate={}/></bpmn:extensionElements>"
    for text, span in (('=now() + duration("P2D")', "2 days"), ("P1W", "7 days")):
        found = imported("start > u1", node("u1", schedule.format(quoteattr(text))))
        assert lost(found) == []
        assert f"    within: {span}\n" in body(found)
    late = imported("start > u1", node("u1", schedule.format(quoteattr("=deadline"))))
    assert lost(late) == ["u1"]


def test_which_message_is_meant_is_named_where_a_key_says_it() -> None:
    event = '<bpmn:messageEventDefinition id="d" messageRef="M"/>'
    message = (
        '<bpmn:message id="M" name="contract.signed"><bpmn:extensionElements>'
        '<zeebe:subscription correlationKey="=key"/></bpmn:extensionElements></bpmn:message>'
    )
    waiting = node("m1", event, kind="intermediateCatchEvent")
    found = imported("start > m1\nm1 > e1", waiting, outside=message)
    assert "wait: {event: contract.signed}" in body(found)
    assert lost(found) == ["m1"]
    assert "=key" in found.lost[0].message
