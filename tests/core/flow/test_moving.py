"""Running cases go on in another version of their flow, or are refused with a reason."""

from datetime import timedelta
from typing import Any

import pytest

from core.cases import CallStatus, CaseStatus, Move, Outcome
from core.errors import Invalid, NotAllowed
from core.flow.engine import handle
from core.flow.parsing import parse_flow
from core.flow.progress import progress
from tests.core.flow.company import DIRECTORY, money
from tests.core.flow.run import Run, steps

HEAD = """
- approve: head
  by: [person:hugo, person:bea]
  mode: all
"""
LAST = """
- approve: last
  by: person:pam
"""


def run(text: str = HEAD + LAST, **more: Any) -> Run:
    return Run(steps(text), **more).submit()


def moved(case: Run, text: str, **given: str) -> Run:
    return case.move(steps(text), given=given)


def refused(case: Run, text: str, **given: str) -> str:
    before = case.case
    with pytest.raises(Invalid) as error:
        moved(case, text, **given)
    assert case.case is before
    return error.value.message


# --- people ----------------------------------------------------------------------------------


def test_whoever_is_asked_goes_on_being_asked_and_votes_count() -> None:
    case = moved(run().approve("hugo"), HEAD + '- tell: "person:dora"\n' + LAST)
    assert (case.case.version, case.open) == (2, ["approve bea head"])
    assert case.posted == ["feed.moved"]
    assert (case.opened, case.of("CloseTask")) == ([], [])
    assert case.approve("bea").open == ["copy dora tell-1", "approve pam last"]


def test_the_feed_says_from_where_to_where_and_why() -> None:
    (post,) = moved(run(), HEAD).of("Post")
    assert post.values == {"person": "ada", "old": "1", "new": "2", "reason": "a better flow"}


def test_a_step_that_asks_others_is_asked_anew() -> None:
    case = moved(run().approve("hugo"), HEAD.replace("bea", "dora") + LAST)
    assert case.open == ["approve hugo head", "approve dora head"]
    assert case.posted == ["feed.moved", "feed.asked_anew"]
    assert [each.superseded for each in case.case.rounds] == ["step", ""]
    assert case.approve("dora").approve("hugo").open == ["approve pam last"]


def test_another_vote_is_asked_anew_as_well() -> None:
    case = moved(run().approve("hugo"), HEAD.replace("all", "any") + LAST)
    assert case.approve("bea").open == ["approve pam last"]
    assert case.case.rounds[1].mode == "any"


def test_signers_who_were_added_and_who_help_stay() -> None:
    case = run().add("hugo", "beside", "dora").delegate("bea", "finn")
    case = moved(case, HEAD + LAST.replace("pam", "ben"))
    assert case.open == ["approve hugo head", "approve dora head", "approve finn head"]
    case.approve("finn").approve("bea").approve("hugo").approve("dora")
    assert case.open == ["approve ben last"]


def test_whoever_decides_for_somebody_away_goes_on_doing_so() -> None:
    case = Run(steps(HEAD + LAST)).away("hugo", "dora", days=5).submit()
    case = moved(case, HEAD)
    assert case.open == ["approve dora head", "approve bea head"]
    assert case.approve("bea").decide("hugo", "approve", task=case.seat("dora")).case.outcome


def test_what_a_task_says_is_what_the_new_version_says() -> None:
    text = HEAD + "  text: Mind the price\n  title: The head\n  priority: urgent\n"
    case = moved(run(), text)
    (one, other) = case.of("RenewTask")
    assert (one.says.text, one.step_title, one.reworded) == (
        "Mind the price",
        {"": "The head"},
        True,
    )
    assert (one.person, other.person) == ("hugo", "bea")
    case = moved(run(), HEAD)
    assert [each.reworded for each in case.of("RenewTask")] == [False, False]


def test_the_steps_of_another_name_are_said() -> None:
    other = HEAD.replace("head", "boss") + LAST
    assert "no such step" in refused(run(), other)
    case = moved(run().approve("hugo"), other, head="boss")
    assert case.open == ["approve bea boss"]
    assert case.approve("bea").back("pam", "boss").open == ["approve hugo boss", "approve bea boss"]


def test_work_may_take_the_place_of_an_approval_but_not_of_a_wait() -> None:
    case = moved(run(), '- do: pack\n  by: "person:bob"\n', head="pack")
    assert case.open == ["do bob pack"]
    assert "different kinds" in refused(run(), "- wait: 2 days\n  id: pause\n" + HEAD, head="pause")
    assert "nowhere" in refused(run(), HEAD, head="nowhere")


def test_approvals_given_before_count_where_the_step_is_there() -> None:
    text = HEAD + LAST.replace("pam", "hugo") + "  exclusive: true\n"
    case = run(HEAD + LAST).approve("hugo").approve("bea")
    case = moved(case, text)
    assert "approve hugo last" not in case.open  # he approved the step before


def test_a_case_at_its_requester_waits_there_and_comes_again_by_the_new_version() -> None:
    case = moved(run().back("hugo"), LAST)
    assert (case.case.status, case.open) == (CaseStatus.RETURNED, ["revise rita requester"])
    assert case.resubmit().open == ["approve pam last"]


def test_straight_back_leads_to_who_returned_it_if_the_step_is_there() -> None:
    text = HEAD + LAST + "  resubmit: straight back\n"
    back = run(text).approve("hugo").approve("bea").back("pam")
    assert moved(back, HEAD + '- do: look\n  by: "person:bob"\n' + LAST).resubmit().open == [
        "approve pam last"
    ]
    back = run(text).approve("hugo").approve("bea").back("pam")
    case = moved(back, HEAD)
    assert case.posted == ["feed.moved", "feed.no_way_back"]
    case.resubmit()
    assert case.case.outcome is Outcome.APPROVED  # both approved before, and nothing changed


# --- who may not, and when -------------------------------------------------------------------


def test_without_a_reason_after_its_end_or_once_more_nothing_is_moved() -> None:
    case = run()
    new = parse_flow(steps(LAST))
    with pytest.raises(Invalid, match="reason"):
        case.send(Move(by="ada", version=2, from_version=1, reason=" "), new)
    case = moved(case, HEAD)
    before = case.case
    assert moved(case, HEAD).case is before
    assert not case.effects
    with pytest.raises(Invalid, match="meanwhile"):
        case.send(Move(by="ada", version=3, from_version=1, reason="x"), new)
    assert "ended" in refused(run().end("approved"), LAST)


def test_there_and_back_again_is_as_before() -> None:
    case = run(HEAD + LAST).approve("hugo").approve("bea")
    before = case.case
    case = moved(case, LAST)
    assert list(case.case.gone) == ["head@1"]
    case = case.move(steps(HEAD + LAST), version=1)
    assert (case.case.gone, case.case.rounds) == ({}, before.rounds)


def test_a_replay_gives_the_same_state() -> None:
    flows = {1: parse_flow(steps(HEAD + LAST)), 2: parse_flow(steps(HEAD.replace("bea", "dora")))}
    case = moved(run().approve("hugo"), HEAD.replace("bea", "dora")).approve("dora")
    state = None
    for command, facts in case.log:
        flow = flows[state.version if state is not None else 1]
        into = flows[command.version] if isinstance(command, Move) else None
        state, _ = handle(
            flow, state, command, facts, case="C1", object="PO-1", version=1, into=into
        )
    assert state == case.case


# --- time ------------------------------------------------------------------------------------


def limited(within: str, late: str = "") -> str:
    return f'- approve: a\n  by: "person:hugo"\n  within: {within}\n' + (
        f"  late: {late}\n" if late else ""
    )


def due(case: Run) -> timedelta:
    (_, seat), *_ = case.case.open_seats()
    assert seat.due is not None
    return seat.due - case.facts.now


def test_time_limits_are_those_of_the_new_version_and_what_has_run_has_run() -> None:
    case = moved(run(limited("4 days")).wait(days=1), limited("2 days"))
    assert due(case) == timedelta(days=1)
    assert [each.due for each in case.of("SetDue")]
    assert due(moved(run(LAST).wait(days=1), LAST + "  within: 2 days\n")) == timedelta(days=2)
    case = moved(
        run(limited("2 days", "{escalate: 100%}")), limited("2 days").replace("2 d", "3 d")
    )
    assert not list(case.case.timers())
    assert len(case.of("CancelTimer")) == 1
    case = moved(run(limited("2 days")), '- approve: a\n  by: "person:hugo"\n')
    assert [each.due for each in case.of("SetDue")] == [None]


def test_stages_that_are_over_do_not_come_again() -> None:
    ladder = '{remind: ["50%", "80%"], final: reject at 150%}'
    case = run(limited("2 days", ladder)).fire()
    case = moved(case, limited("4 days", '{remind: ["25%", "50%", "90%"]}'))
    ((_, at),) = case.case.timers()
    assert at - case.facts.now == timedelta(days=4 * 0.9 - 1)


def test_a_clock_that_stands_still_goes_on_standing_still() -> None:
    text = limited("2 days", "{escalate: 100%}") + "  asking: stops the clock\n"
    case = run(text).wait(days=1).ask("hugo")
    case = moved(case, text.replace("2 days", "3 days"))
    assert not list(case.case.timers())
    assert due(case.wait(days=9).answered()) == timedelta(days=2)


def test_whoever_was_asked_to_help_has_the_time_of_the_one_who_asked() -> None:
    case = moved(run(limited("4 days")).delegate("hugo", "bea"), limited("2 days"))
    assert due(case) == timedelta(days=2)
    assert len(case.of("SetDue")) == 2


# --- actions, waits, sub-flows ---------------------------------------------------------------

CALL = "- call: erp.confirm\n  undo: erp.cancel\n"


def test_an_action_on_its_way_goes_on_and_is_answered_in_the_new_version() -> None:
    new = "- call: projects.create_task\n" + CALL + "  answer: {erp_number: no}\n" + LAST
    case = moved(run(CALL + LAST), new)
    assert case.case.at == ("call-2",)
    case.answer("done", no="E7")
    assert (case.open, case.facts.fields["erp_number"]) == (["approve pam last"], "E7")


def test_an_action_whose_step_is_gone_or_another_is_refused() -> None:
    assert "no such step" in refused(run(CALL + LAST), LAST)
    other = "- call: erp.assign\n"
    assert "waits for erp.confirm" in refused(run(CALL + LAST), other + LAST)
    failed = run(CALL + LAST).answer("failed", "no")
    assert "waits for erp.confirm" in refused(failed, other + LAST)


def test_the_same_action_in_another_branch_is_another_step() -> None:
    def chosen(small: str) -> str:
        large = "[{call: erp.confirm}, {do: large, by: 'person:bob'}]"
        return f"""
- choose:
    - when: amount < 5000
      steps: [{small}{{do: small, by: 'person:ben'}}]
    - otherwise: {large}
"""

    both = chosen("{call: erp.confirm}, ")
    small = {"fields": {"amount": money("100")}}
    assert moved(run(both, **small), both + LAST).answer().open == ["do ben small"]
    assert "no such step" in refused(run(both, **small), chosen(""))
    assert moved(run(both), chosen("")).answer().open == ["do bob large"]


def test_a_failed_action_is_tried_again_with_what_the_new_version_sends() -> None:
    case = run("- call: erp.confirm\n  with: {a: 1}\n").answer("failed", "a is wrong")
    case = moved(case, "- call: erp.confirm\n  with: {b: 2}\n")
    (call,) = case.approve("olga").of("MakeCall")
    assert (call.attempt, list(call.arguments)) == (2, ["b"])


def test_what_took_effect_at_a_step_that_is_gone_is_not_forgotten() -> None:
    before = '- approve: first\n  by: "person:hugo"\n'
    case = moved(run(before + CALL + LAST).approve("hugo").answer(), before + LAST)
    with pytest.raises(NotAllowed, match=r"erp\.confirm"):
        case.back("pam", "first")
    case.withdraw()
    assert [(each.connector, each.action) for each in case.of("MakeCall")] == [("erp", "cancel")]
    case = run(before + "- call: erp.confirm\n" + LAST).approve("hugo").answer()
    with pytest.raises(NotAllowed, match=r"erp\.confirm"):
        moved(case, before + LAST).withdraw()


def test_what_cannot_be_undone_there_is_an_incident_that_can_be_settled() -> None:
    case = moved(run(CALL + LAST).answer(), LAST).withdraw().answer("failed", "locked")
    assert case.open == ["incident olga call-1@1"]
    assert case.approve("olga").answer().case.calls[-1].status is CallStatus.DONE


def test_keys_are_never_given_twice() -> None:
    pause = "- wait: 2 days\n  id: pause\n"
    new = pause.replace("pause", "rest") + LAST + pause
    case = moved(run(pause + LAST).fire(), new, pause="rest").approve("pam")
    assert [(each.key, each.step) for each in case.case.pauses] == [
        ("C1/pause/1", "rest"),
        ("C1/pause/2", "pause"),
    ]
    assert case.fire().case.outcome is Outcome.APPROVED


def test_one_can_return_beside_what_took_effect_at_a_step_that_is_gone() -> None:
    middle = '- approve: middle\n  by: "person:bob"\n'
    case = moved(run(CALL + middle + LAST).answer().approve("bob"), middle + LAST)
    assert case.back("pam", "middle").open == ["approve bob middle"]


def test_a_wait_lasts_as_long_as_the_new_version_says() -> None:
    case = moved(run("- wait: 4 days\n" + LAST).wait(days=1), "- wait: 2 days\n" + LAST)
    ((_, at),) = case.case.timers()
    assert at - case.facts.now == timedelta(days=1)
    assert case.fire().open == ["approve pam last"]


def test_another_wait_begins_anew() -> None:
    case = moved(run("- wait: 4 days\n  id: w\n" + LAST), "- wait: {event: paid}\n  id: w\n" + LAST)
    assert not list(case.case.timers())
    assert case.posted == ["feed.moved", "feed.asked_anew", "feed.waits_for"]
    assert case.happen("paid").open == ["approve pam last"]


def test_a_sub_flow_goes_on_but_not_as_another() -> None:
    text = "- flow: other\n  id: f\n"
    assert moved(run(text + LAST), text + '- do: pack\n  by: "person:bob"\n').flow_ends().open == [
        "do bob pack"
    ]
    assert "waits for the flow other" in refused(run(text), text.replace("other", "third"))


# --- suspended -------------------------------------------------------------------------------


def test_a_suspended_case_stays_suspended_and_its_clocks_stand_still() -> None:
    text = limited("2 days", "{escalate: 100%}")
    case = run(text).wait(days=1).suspend()
    case = moved(case, text.replace("hugo", "bea"))
    assert (case.case.status, list(case.case.timers())) == (CaseStatus.SUSPENDED, [])
    assert due(case.wait(days=9).resume()) == timedelta(days=2)
    assert case.open == ["approve bea a"]


def test_a_suspended_case_that_would_go_on_by_itself_is_refused() -> None:
    case = run("- wait: 4 days\n  id: w\n" + LAST, fields={"needed_on": "2020-01-01"}).suspend()
    assert "by itself" in refused(case, "- wait: {until: needed_on}\n  id: w\n" + LAST)


# --- what lies ahead again -------------------------------------------------------------------


def test_what_lies_ahead_in_the_new_version_is_gone_through_again() -> None:
    case = moved(run().approve("hugo").approve("bea"), LAST + HEAD)
    assert case.back("pam", "previous").open == ["revise rita requester"]
    case = moved(run().approve("hugo").approve("bea"), LAST + HEAD).approve("pam")
    assert case.open == ["approve hugo head", "approve bea head"]


def test_what_it_was_moved_past_is_shown_as_left_out() -> None:
    case = moved(run(), '- do: new\n  by: "person:bob"\n- wait: 2 days\n' + HEAD)
    shown = {each.step: each.state for each in progress(case.flow, case.case, DIRECTORY)}
    assert shown == {"new": "skipped", "wait-1": "skipped", "head": "current"}


def test_what_took_effect_is_not_done_again() -> None:
    assert "erp.confirm took effect" in refused(run(CALL + LAST).answer(), LAST + CALL)
