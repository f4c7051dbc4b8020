"""Return, resubmit, withdraw, forward, urge, and what was decided elsewhere."""

import pytest
from msgspec.structs import replace

from core.cases import CaseStatus, EndedElsewhere, Outcome, RoundStatus
from core.errors import AlreadyDecided, Invalid, NoLongerYours, NotAllowed
from core.objects import ObjectState
from core.tasks import TaskKind, TaskState
from tests.core.flow.company import DIRECTORY, money
from tests.core.flow.run import Run, steps

CHAIN = """
- approve: first
  by: person:hugo
- approve: second
  by: [person:bea, person:ben]
  mode: all
- approve: third
  by: person:dora
"""


def chain(**more: object) -> Run:
    return Run(steps(CHAIN, "watch: [amount]"), **more).submit()  # type: ignore[arg-type]


# --- return ----------------------------------------------------------------------------------


def test_return_to_the_requester_closes_the_round_for_everybody() -> None:
    run = chain().approve("hugo").approve("bea").back("ben")
    assert (run.case.status, run.open) == (CaseStatus.RETURNED, ["revise rita requester"])
    assert [each.state for each in run.of("SetState")] == [ObjectState.RETURNED]
    (task,) = run.opened
    assert (task.kind, task.because.key) == (TaskKind.REVISE, "reason.returned")
    assert run.case.returned_from == "second"
    assert all(each.superseded for each in run.case.rounds[:2])


def test_the_siblings_tasks_are_cancelled_by_the_one_who_returns() -> None:
    run = chain().approve("hugo")
    task = run.task("ben")
    run.back("bea")
    closed = {each.task: each for each in run.of("CloseTask")}
    assert (closed[task].state, closed[task].by) == (TaskState.CANCELLED, "bea")
    assert run.case.rounds[1].status is RoundStatus.RETURNED


def test_return_to_the_previous_step_asks_there_again() -> None:
    run = chain().approve("hugo").approve("bea").approve("ben").back("dora", "previous")
    assert run.open == ["approve bea second", "approve ben second"]
    assert [each.superseded for each in run.case.rounds] == ["", "step", "step", ""]
    assert run.case.rounds[-1].number == 2


def test_return_to_an_earlier_step_by_its_name() -> None:
    run = chain().approve("hugo").approve("bea").approve("ben").back("dora", "first")
    assert run.open == ["approve hugo first"]
    run.approve("hugo")
    assert run.open == ["approve bea second", "approve ben second"]


def test_from_the_first_step_the_previous_one_is_the_requester() -> None:
    assert chain().back("hugo", "previous").case.status is CaseStatus.RETURNED


@pytest.mark.parametrize("target", ["third", "second", "nowhere", "call-1"])
def test_return_goes_only_to_where_the_case_has_been(target: str) -> None:
    with pytest.raises(Invalid, match="requester, previous, first"):
        chain().approve("hugo").back("bea", target)


def test_return_by_name_goes_only_to_steps_on_every_way() -> None:
    text = steps(
        """
- choose:
    - when: amount > 5
      steps:
        - approve: big
          by: person:hugo
    - otherwise: []
- approve: last
  by: person:dora
"""
    )
    run = Run(text).submit().approve("hugo")
    with pytest.raises(Invalid):
        run.back("dora", "big")
    assert run.back("dora", "previous").open == ["approve hugo big"]


def test_work_can_be_returned_too() -> None:
    run = Run(steps("- do: pack\n  by: person:pete")).submit().back("pete")
    assert run.case.status is CaseStatus.RETURNED


# --- resubmit --------------------------------------------------------------------------------


def test_after_a_resubmit_approvals_still_hold_if_nothing_watched_changed() -> None:
    run = chain().approve("hugo").approve("bea").back("ben")
    run.edit(supplier="Another").wait(hours=1).resubmit()
    assert run.open == ["approve ben second"]
    assert run.posted.count("feed.passed_again") == 2
    assert run.case.rounds[-1].seats[0].because.key == "reason.approved_before"
    assert run.approve("ben").open == ["approve dora third"]


def test_after_a_watched_change_everybody_is_asked_again() -> None:
    run = chain().approve("hugo").approve("bea").back("ben")
    run.edit(amount=money("1.00")).resubmit()
    assert run.open == ["approve hugo first"]
    assert run.approve("hugo").open == ["approve bea second", "approve ben second"]


def test_without_a_watch_list_every_field_counts() -> None:
    run = Run(steps(CHAIN)).submit().approve("hugo").back("bea")
    assert run.edit(supplier="Another").resubmit().open == ["approve hugo first"]


def test_an_approval_that_was_sent_back_by_a_step_holds_no_more() -> None:
    run = chain().approve("hugo").approve("bea").approve("ben").back("dora", "second")
    run.back("bea").resubmit()
    assert run.open == ["approve bea second", "approve ben second"]


def test_approvals_hold_through_several_resubmits() -> None:
    run = chain().approve("hugo").back("bea").resubmit().back("bea").resubmit()
    assert run.open == ["approve bea second", "approve ben second"]
    assert run.case.lap == 3


def test_whoever_returned_it_is_asked_again_though_they_approved_the_step_before() -> None:
    text = steps("- approve: one\n  by: person:bea\n- approve: two\n  by: role:buyer\n  mode: all")
    run = Run(text).submit().approve("bea").back("ben").resubmit()
    assert run.open == ["approve ben two", "approve bob two"]


def test_a_no_at_a_step_is_not_overridden_by_an_older_yes() -> None:
    text = steps(
        """
- approve: one
  by: person:bea
- approve: two
  by: person:bea
  reason: on reject
- approve: three
  by: person:ben
"""
    )
    run = Run(text).submit().approve("bea").back("ben", "two").wait(hours=1)
    run.decide("bea", "return", "wrong supplier").resubmit()
    assert run.open == ["approve bea two"]


def test_only_the_requester_resubmits_and_only_what_was_returned() -> None:
    run = chain()
    with pytest.raises(Invalid):
        run.resubmit()
    run.back("hugo")
    with pytest.raises(NotAllowed):
        run.resubmit("hugo")


def test_ticking_off_the_task_to_revise_resubmits() -> None:
    run = chain().back("hugo").done("rita", reason="corrected")
    assert run.open == ["approve hugo first"]
    assert run.of("CloseTask")[0].decision.reason == "corrected"


def test_when_the_requester_has_left_the_owner_revises() -> None:
    run = chain()
    gone = replace(DIRECTORY.people["rita"], active=False)
    people = {**DIRECTORY.people, "rita": gone}
    run.facts = replace(run.facts, directory=replace(DIRECTORY, people=people))
    run.back("hugo")
    assert run.open == ["revise olga requester"]
    assert run.resubmit("olga").open == ["approve hugo first"]


# --- reject ----------------------------------------------------------------------------------


def test_a_reject_goes_back_to_the_step_that_the_flow_names() -> None:
    run = Run(steps(f"{CHAIN}  on reject: back to second")).submit()
    run.approve("hugo").approve("bea").approve("ben").reject("dora", "not yet")
    assert run.open == ["approve bea second", "approve ben second"]
    assert run.case.status is CaseStatus.RUNNING


# --- withdraw --------------------------------------------------------------------------------


def test_the_requester_withdraws_while_nothing_has_taken_effect() -> None:
    run = chain().approve("hugo").withdraw()
    assert (run.case.status, run.case.outcome) == (CaseStatus.ENDED, Outcome.WITHDRAWN)
    assert run.open == []
    assert [each.state for each in run.of("SetState")] == [ObjectState.WITHDRAWN]


def test_a_returned_case_can_be_withdrawn() -> None:
    assert chain().back("hugo").withdraw().case.outcome is Outcome.WITHDRAWN


def test_nobody_else_withdraws() -> None:
    with pytest.raises(NotAllowed):
        chain().withdraw("hugo")


def test_what_has_ended_cannot_be_withdrawn() -> None:
    with pytest.raises(Invalid, match="rejected"):
        chain().reject("hugo").withdraw()


# --- forward ---------------------------------------------------------------------------------


def test_a_forwarded_task_ends_and_a_new_one_opens() -> None:
    run = chain().forward("hugo", "pete")
    (closed,), (opened,) = run.of("CloseTask"), run.opened
    assert (closed.state, closed.by, closed.decision) == (TaskState.FORWARDED, "pete", None)
    assert (opened.person, opened.because.key) == ("pete", "reason.forwarded")
    assert run.case.rounds[0].seats[1].chain == ("hugo",)
    assert run.approve("pete").open == ["approve bea second", "approve ben second"]


def test_the_one_who_forwarded_it_is_told_that_it_is_no_longer_theirs() -> None:
    run = chain()
    task = run.task("hugo")
    run.forward("hugo", "pete")
    with pytest.raises(NoLongerYours, match="Pete"):
        run.approve("hugo", task=task)


def test_a_forwarded_task_can_come_back() -> None:
    run = chain().forward("hugo", "pete").forward("pete", "hugo")
    assert run.case.rounds[0].seats[2].chain == ("hugo", "pete")
    assert run.open == ["approve hugo first"]


def test_a_forwarded_task_is_still_one_vote() -> None:
    run = chain().approve("hugo").forward("bea", "pete").approve("pete").approve("ben")
    assert run.open == ["approve dora third"]


@pytest.mark.parametrize("to", ["gone", "unknown", "rita", "hugo"])
def test_a_task_is_forwarded_only_to_somebody_who_may_decide(to: str) -> None:
    with pytest.raises(Invalid) as refused:
        chain().forward("hugo", to)
    assert [each.field for each in refused.value.errors] == ["to"]


def test_a_task_is_not_forwarded_to_somebody_in_the_same_round() -> None:
    run = chain().approve("hugo")
    with pytest.raises(Invalid):
        run.forward("bea", "ben")
    run.approve("ben")
    with pytest.raises(Invalid):
        run.forward("bea", "ben")


def test_an_exclusive_step_is_not_forwarded_to_an_earlier_approver() -> None:
    text = steps(
        "- approve: a\n  by: person:bea\n- approve: b\n  by: person:ben\n  exclusive: true"
    )
    run = Run(text).submit().approve("bea")
    with pytest.raises(Invalid):
        run.forward("ben", "bea")


def test_the_task_to_revise_cannot_be_forwarded() -> None:
    with pytest.raises(Invalid):
        chain().back("hugo").forward("rita", "pete")


def test_time_limit_and_urging_go_with_a_forwarded_task() -> None:
    run = Run(steps("- approve: a\n  by: person:bea\n  within: 2 days")).submit().urge("rita")
    due = run.case.rounds[0].seats[0].due
    (opened,) = run.wait(hours=5).forward("bea", "ben").opened
    seat = run.case.rounds[0].seats[1]
    assert (opened.due, seat.urged) == (due, 1)


# --- urge ------------------------------------------------------------------------------------


def test_urging_counts_for_everybody_whom_the_case_waits_for() -> None:
    run = chain().approve("hugo").urge("rita")
    assert [(each.by, each.urged) for each in run.of("UrgeTask")] == [("rita", 1), ("rita", 1)]
    assert run.of("Post")[0].values["people"] == "bea, ben"


def test_urging_is_limited_in_rate() -> None:
    run = chain().urge("rita").wait(minutes=59)
    with pytest.raises(NotAllowed):
        run.urge("pete")
    assert run.wait(minutes=1).urge("rita").of("UrgeTask")[0].urged == 2


def test_the_flow_may_say_how_often_it_can_be_urged() -> None:
    run = Run(steps(CHAIN, "urge every: 1 working day")).submit().urge("rita").wait(hours=23)
    with pytest.raises(NotAllowed):
        run.urge("rita")
    assert run.wait(hours=1).urge("rita")


def test_nobody_urges_themselves() -> None:
    with pytest.raises(Invalid):
        chain().urge("hugo")


# --- decided elsewhere -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.APPROVED, ObjectState.APPROVED),
        (Outcome.REJECTED, ObjectState.REJECTED),
        (Outcome.NONE, ObjectState.GONE),
    ],
)
def test_what_was_decided_elsewhere_ends_the_case_and_closes_everything(
    outcome: Outcome, state: ObjectState
) -> None:
    run = chain().approve("hugo")
    run.send(EndedElsewhere(by="", outcome=outcome, who="Jane there"))
    assert run.open == []
    assert {each.state for each in run.of("CloseTask")} == {TaskState.DECIDED_ELSEWHERE}
    assert [each.state for each in run.of("SetState")] == [state]
    assert run.case.outcome is outcome


def test_a_document_that_is_asked_about_anew_was_decided_by_nobody() -> None:
    run = chain().approve("hugo")
    run.send(EndedElsewhere(by="", outcome=Outcome.WITHDRAWN, stopped=True))
    assert {each.state for each in run.of("CloseTask")} == {TaskState.CANCELLED}
    assert [each.message for each in run.of("Post")] == ["feed.ended_elsewhere.stopped"]


def test_who_comes_too_late_learns_that_it_was_decided_elsewhere() -> None:
    run = chain()
    task = run.task("hugo")
    run.send(EndedElsewhere(by="", outcome=Outcome.APPROVED, who="Jane there"))
    with pytest.raises(NoLongerYours, match="Jane there"):
        run.approve("hugo", task=task)


def test_of_a_case_that_has_ended_nothing_changes() -> None:
    run = chain().reject("hugo")
    before = run.case
    run.send(EndedElsewhere(by="", outcome=Outcome.APPROVED))
    assert run.case is before
    assert run.effects == ()


def test_after_a_reject_the_others_learn_who_rejected() -> None:
    run = chain().approve("hugo")
    task = run.task("ben")
    run.reject("bea")
    with pytest.raises(AlreadyDecided, match="Bea"):
        run.approve("ben", task=task)
