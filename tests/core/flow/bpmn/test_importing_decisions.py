"""What people decide in a BPMN process: approvals, rejects, loops that a reject leads."""

from core.language import speaking
from tests.core.flow.bpmn.samples import body, changed, imported, lost, node


def steps(arrows: str, *nodes: str) -> str:
    """The steps of a process of which nothing is lost."""
    found = imported(arrows, *nodes)
    assert lost(found) == []
    return body(found)


def test_a_task_whose_decision_is_asked_is_an_approval() -> None:
    for rejects in ("if ${!approved}", "if ${approved == false}", "else", "if ${decision == 'no'}"):
        found = steps(f"start > u1\nu1 > x1\nx1 > s1 if ${{approved}}\nx1 > e2 {rejects}\ns1 > e1")
        assert "  - approve: u1\n" in found
        assert "on reject" not in found


def test_names_tell_the_decision_where_there_are_no_conditions() -> None:
    found = steps('start > u1\nu1 > x1\nx1 > s1 "Yes"\nx1 > e2 "No"\ns1 > e1')
    assert "  - approve: u1\n" in found
    with speaking("zh"):
        found = steps('start > u1\nu1 > x1\nx1 > s1 "同意"\nx1 > e2 "驳回"\ns1 > e1')
    assert "  - approve: u1\n" in found


def test_what_happens_after_a_reject_is_its_branch() -> None:
    found = steps(
        "start > u1\nu1 > x1\nx1 > u3 if ${approved}\nx1 > u2 else\nu2 > e2\nu3 > e1",
    )
    assert "    on reject:\n      - do: u2\n" in found
    assert "then: go on" not in found


def test_a_reject_that_joins_again_goes_on() -> None:
    found = steps(
        """
        start > u1
        u1 > x1
        x1 > x2 if ${approved}
        x1 > u2 else
        u2 > x2
        x2 > u3
        u3 > e1
        """
    )
    assert "      then: go on\n" in found


def test_a_loop_back_to_a_step_is_a_reject() -> None:
    found = steps(
        """
        start > x0
        x0 > u1
        u1 > u2
        u2 > x1
        x1 > e1 if ${approved}
        x1 > x0 else
        """
    )
    assert "    on reject: back to u1\n" in found


def test_a_loop_through_the_requester_is_a_return_to_them() -> None:
    found = steps(
        """
        start > u1
        u1 > x1
        x1 > u3 if ${approved}
        x1 > u2 else
        u2 > u1
        u3 > x3
        x3 > e1 if ${ok}
        x3 > u2 if ${rejected}
        """,
        node("u2", camunda__assignee="${who}"),
    )
    assert found.count("on reject: back to requester") == 2
    assert "u2" not in found


def test_resubmitted_goes_straight_back_where_the_loop_does() -> None:
    found = steps(
        "start > u1\nu1 > u2\nu2 > x1\nx1 > e1 if ${approved}\nx1 > u3 else\nu3 > u2",
        node("u3", camunda__assignee="${initiator}"),
    )
    assert "    on reject: back to requester\n    resubmit: straight back\n" in found


def test_a_return_beside_a_reject_is_what_anybody_can_do() -> None:
    found = imported(
        """
        start > u1
        u1 > u2
        u2 > x1
        x1 > s1 if = decision = "approve"
        x1 > u3 if = decision = "return"
        x1 > e2 if = decision = "reject"
        u3 > u2
        s1 > e1
        """,
        node("u3", camunda__assignee="${initiator}"),
    )
    assert lost(found) == []
    assert "choose" not in body(found)
    assert "on reject" not in body(found)
    assert "  - approve: u2\n" in body(found)
    assert "    resubmit: straight back\n" in body(found)


def test_a_requester_who_may_give_up_withdraws() -> None:
    found = imported(
        """
        start > u1
        u1 > x1
        x1 > s1 if ${requestApproved}
        x1 > u2 if ${!requestApproved}
        u2 > x2
        x2 > u1 if ${resend}
        x2 > e2 else
        s1 > e1
        """,
        node("u2", camunda__assignee="${who}"),
    )
    assert lost(found) == []
    assert "x2" in changed(found)
    assert "  - approve: u1\n" in body(found)
    assert "    on reject: back to requester\n" in body(found)


def test_a_loop_that_an_approval_leads_is_named() -> None:
    found = imported(
        """
        start > u1
        u1 > x1
        x1 > u3 if ${approved}
        x1 > u2 if ${!approved}
        u2 > x2
        x2 > u1 if ${clarified == 'yes'}
        x2 > e2 else
        u3 > e1
        """,
        node("u2", camunda__assignee="demo"),
    )
    assert lost(found) == ["f5"]
    assert "do: u2" in body(found)


def test_a_loop_without_a_decision_is_named() -> None:
    found = imported(
        "start > x0\nx0 > u1\nu1 > x1\nx1 > x0 if ${amount > 5}\nx1 > e1 else",
    )
    assert lost(found) == ["f3"]
    assert "by a sub-flow" in found.lost[0].hint


def test_a_shared_end_of_rejects_happens_on_each() -> None:
    found = imported(
        """
        start > u1
        u1 > x1
        x1 > u2 if ${approved}
        x1 > s1 else
        u2 > x2
        x2 > e1 if ${approved}
        x2 > s1 else
        s1 > e2
        """
    )
    assert lost(found) == []
    assert changed(found).count("s1") == 2  # what it becomes, and that it stands in two branches
    assert body(found).count("- call: external.s1") == 2
