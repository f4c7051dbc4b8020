"""Where a case is: what is behind it, who has it, what lies ahead."""

from datetime import timedelta

from core.api import StepProgress
from core.flow.progress import progress
from core.tasks import DecisionKind
from tests.core.flow.company import DIRECTORY, MONDAY, money
from tests.core.flow.run import Run


def shown(run: Run) -> list[StepProgress]:
    return list(progress(run.flow, run.case, DIRECTORY))


def states(run: Run) -> list[str]:
    return [f"{each.step} {each.state}" for each in shown(run)]


def directors() -> Run:
    return Run(fields={"amount": money("250000")}).submit()


def test_what_is_asked_now_and_what_lies_ahead() -> None:
    run = directors()
    assert states(run) == [
        "choose-1 done",
        "director current",
        "tell-1 ahead",
        "call-1 ahead",
        "call-2 ahead",
    ]
    choose, director = shown(run)[:2]
    (dora,) = director.people
    assert choose.detail == "amount > 100000"
    assert (dora.person, dora.name, dora.task) == ("dora", {"en": "Dora"}, "C1.1")
    assert (dora.since, dora.due) == (MONDAY, MONDAY + timedelta(days=2))
    assert (director.since, director.round, director.mode) == (MONDAY, 1, "any")


def test_what_was_decided_and_why() -> None:
    run = directors().wait(hours=2).approve("dora", "needed")
    director = shown(run)[1]
    (dora,) = director.people
    assert (director.state, director.ended) == ("done", MONDAY + timedelta(hours=2))
    assert (dora.decision, dora.reason, dora.due) == (DecisionKind.APPROVE, "needed", None)
    assert states(run)[2:] == ["tell-1 done", "call-1 current", "call-2 ahead"]


def test_a_call_that_failed_shows_who_sees_to_it() -> None:
    call = shown(directors().approve("dora").answer("failed", "no such project"))[3]
    assert call.state == "failed"
    assert call.detail == "projects.create_task: failed no such project"
    assert [person.person for person in call.people] == ["olga"]


def test_at_the_end_everything_is_done() -> None:
    run = directors().approve("dora").answer().answer()
    assert {each.state for each in shown(run)} == {"done"}


def test_a_returned_case_waits_for_its_requester_first() -> None:
    run = directors().back("dora")
    assert states(run) == ["requester current", "choose-1 ahead", "call-2 ahead"]
    assert [person.person for person in shown(run)[0].people] == ["rita"]


def test_a_rejected_case_shows_where_it_ended() -> None:
    run = Run(fields={"amount": money("100")}).submit().reject("hugo")
    assert states(run) == ["choose-1 done", "department-head failed", "call-2 skipped"]


def test_after_a_return_to_a_step_what_came_after_counts_no_more() -> None:
    text = """
flow: two
object: purchase_order
owner: role:process_owner
steps:
  - approve: one
    by: person:bea
  - approve: two
    by: person:ben
  - approve: three
    by: person:dora
"""
    run = Run(text).submit().approve("bea").approve("ben").back("dora", "one")
    assert states(run) == ["one current", "two superseded", "three superseded"]


def test_an_undone_call_is_shown_as_undone() -> None:
    text = """
flow: two
object: purchase_order
owner: role:process_owner
steps:
  - call: erp.confirm
    undo: erp.cancel
  - do: pack
    by: person:pete
"""
    run = Run(text).submit().answer().withdraw()
    assert shown(run)[0].detail == "erp.cancel: being undone"
    assert shown(run.answer())[0].detail == "erp.cancel: undone"


def test_who_demands_a_number_of_some_people_is_not_content_with_any_one() -> None:
    flow = (
        "flow: f\nobject: purchase_order\nowner: role:buyer\nsteps:\n"
        "  - approve: committee\n    by: [2 of role:buyer, person:dora]\n"
    )
    (committee,) = shown(Run(flow).submit())
    assert committee.mode == "at least"


_CHECKED = """
flow: checked
object: purchase_order
owner: role:process_owner
steps:
  - approve: one
    by: person:bea
  - wait: 2 days
    id: pause
  - flow: supplier-check
    id: check
  - approve: two
    by: person:ben
"""


def test_a_wait_says_until_when_as_a_moment() -> None:
    run = Run(_CHECKED).submit().approve("bea")
    pause = shown(run)[1]
    assert (pause.state, pause.until, pause.detail) == ("current", MONDAY + timedelta(days=2), "")
    over = shown(run.wait(days=2).fire())[1]
    assert (over.state, over.until) == ("done", None)


def test_what_ran_when_the_case_ended_is_not_shown_as_running() -> None:
    waiting = Run(_CHECKED).submit().approve("bea")
    assert states(waiting.withdraw())[1] == "pause skipped"
    checking = Run(_CHECKED).submit().approve("bea").wait(days=2).fire()
    assert states(checking)[2] == "check current"
    assert states(checking.withdraw())[2] == "check skipped"


def test_waits_and_sub_flows_that_the_case_went_back_behind_count_no_more() -> None:
    run = Run(_CHECKED).submit().approve("bea").wait(days=2).fire().flow_ends("approved")
    assert states(run)[1:3] == ["pause done", "check done"]
    assert states(run.back("ben", "one"))[1:3] == ["pause superseded", "check superseded"]


def test_a_share_says_how_many_have_to_approve() -> None:
    text = (
        "flow: f\nobject: purchase_order\nowner: role:buyer\nsteps:\n"
        "  - approve: two-thirds\n    by: [person:bea, person:ben, person:dora]\n    mode: {}\n"
    )
    needs = [
        [each.need for each in shown(Run(text.format(mode)).submit())]
        for mode in ("at least 67%", "more than 50%", "at least 1", "all", "in order")
    ]
    assert needs == [[3], [2], [1], [0], [0]]
