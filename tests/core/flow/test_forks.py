"""`together`, `choose all`: branches at once, each join fires once, and going back inside them."""

import pytest

from core.cases import CaseStatus, Outcome
from core.errors import Invalid, NotAllowed
from tests.core.flow.company import money
from tests.core.flow.run import Run, steps

BESIDE = """
- approve: before
  by: person:hugo
- together:
    - - approve: a1
        by: person:bea
      - approve: a2
        by: person:ben
    - - approve: b1
        by: person:dora
      - approve: b2
        by: person:finn
- approve: later
  by: person:pam
"""


def beside(**more: object) -> Run:
    return Run(steps(BESIDE, "watch: [amount]"), **more).submit().approve("hugo")  # type: ignore[arg-type]


def all_the_way() -> Run:
    return beside().approve("bea").approve("dora").approve("ben").approve("finn")


def test_all_branches_begin_and_the_join_waits_for_the_last() -> None:
    run = beside()
    assert run.open == ["approve bea a1", "approve dora b1"]
    assert run.case.at == ("a1", "b1")
    run.approve("dora").approve("finn").approve("bea")
    assert run.open == ["approve ben a2"]
    assert run.approve("ben").open == ["approve pam later"]
    assert run.case.forks["together-1"].open == ()
    assert run.approve("pam").case.outcome is Outcome.APPROVED


def test_empty_branches_and_branches_of_copies_arrive_at_once() -> None:
    text = "- together:\n    - []\n    - [{tell: requester}]\n- do: pack\n  by: person:pete"
    assert Run(steps(text)).submit().open == ["copy rita tell-1", "do pete pack"]


def test_forks_within_forks_join_inside_out() -> None:
    text = """
- together:
    - - together:
          - [{do: x, by: "person:bea"}]
          - [{do: y, by: "person:ben"}]
      - do: xy
        by: person:bob
    - [{do: z, by: "person:pam"}]
- do: last
  by: person:pete
"""
    run = Run(steps(text)).submit().done("pam").done("bea")
    assert run.open == ["do ben y"]
    assert run.done("ben").open == ["do bob xy"]
    assert run.done("bob").open == ["do pete last"]


ALL = """
- choose all:
    - when: amount > 5000
      steps: [{approve: dear, by: "person:dora"}]
    - when: urgent
      steps: [{approve: quick, by: "person:ben"}]
    - otherwise: [{approve: usual, by: "person:bea"}]
- do: pack
  by: person:pete
"""


@pytest.mark.parametrize(
    ("amount", "urgent", "asked"),
    [
        ("6000", True, ["approve dora dear", "approve ben quick"]),
        ("6000", False, ["approve dora dear"]),
        ("1", True, ["approve ben quick"]),
        ("1", False, ["approve bea usual"]),
        ("6000", None, ["approve dora dear"]),
    ],
)
def test_every_branch_whose_condition_holds_is_taken(
    amount: str, urgent: object, asked: list[str]
) -> None:
    run = Run(steps(ALL), fields={"amount": money(amount), "urgent": urgent}).submit()
    assert run.open == asked
    for who in [each.split()[1] for each in asked]:
        assert run.open != ["do pete pack"]
        run.approve(who)
    assert run.open == ["do pete pack"]


def test_where_no_condition_holds_and_nothing_else_is_said_the_case_goes_on() -> None:
    text = ALL.replace('    - otherwise: [{approve: usual, by: "person:bea"}]\n', "")
    assert Run(steps(text), fields={"amount": money("1")}).submit().open == ["do pete pack"]


def test_an_unclear_condition_is_told() -> None:
    run = Run(steps(ALL), fields={"amount": money("1")}).submit()
    assert "feed.condition_unclear" in run.posted


# --- going back ------------------------------------------------------------------------------


def test_a_return_within_a_branch_leaves_the_other_untouched() -> None:
    run = beside().approve("bea").approve("dora").back("ben", "a1")
    assert run.open == ["approve finn b2", "approve bea a1"]
    assert [each.step for each in run.case.rounds if each.superseded] == ["a1", "a2"]
    run.approve("finn").approve("bea").approve("ben")
    assert run.open == ["approve pam later"]


def test_the_previous_step_of_a_branch_is_in_that_branch() -> None:
    run = beside().approve("bea").approve("dora").approve("finn").back("ben", "previous")
    assert run.open == ["approve bea a1"]


def test_the_previous_step_of_a_branchs_first_is_before_the_fork() -> None:
    run = beside().approve("dora").back("bea", "previous")
    assert run.open == ["approve hugo before"]
    assert run.approve("hugo").open == ["approve bea a1", "approve dora b1"]


def test_a_return_past_the_fork_ends_the_other_branches() -> None:
    run = beside().approve("bea").approve("dora").back("ben", "before")
    assert run.open == ["approve hugo before"]
    assert [each.step for each in run.case.rounds if each.superseded] == [
        *("before", "a1", "b1", "a2", "b2"),
    ]
    assert run.case.forks["together-1"].taken == ()


def test_a_return_to_the_requester_ends_all_branches() -> None:
    run = beside().back("bea")
    assert (run.case.status, run.open) == (CaseStatus.RETURNED, ["revise rita requester"])
    run.resubmit()
    assert run.open == ["approve bea a1", "approve dora b1"]


def test_a_branch_beside_is_no_place_to_return_to() -> None:
    run = beside().approve("dora")
    for target in ("b1", "b2", "later"):
        with pytest.raises(Invalid, match="requester, previous, before"):
            run.back("bea", target)


def test_after_the_join_one_can_return_into_a_branch_and_the_other_still_counts() -> None:
    run = all_the_way().back("pam", "a2")
    assert run.open == ["approve ben a2"]
    assert run.case.forks["together-1"].number == 2
    assert run.approve("ben").open == ["approve pam later"]


def test_the_previous_step_after_a_join_is_the_one_that_closed_last() -> None:
    run = beside().approve("bea").approve("dora").approve("finn").wait(hours=1).approve("ben")
    assert run.back("pam", "previous").open == ["approve ben a2"]


def test_a_reject_in_a_branch_ends_the_case_and_what_is_open_beside_it() -> None:
    run = beside().reject("bea")
    assert run.case.outcome is Outcome.REJECTED
    assert run.open == []


def test_a_reject_that_leads_back_past_the_fork_ends_the_other_branch() -> None:
    text = BESIDE.replace("by: person:bea", "by: person:bea\n        on reject: back to before")
    run = Run(steps(text)).submit().approve("hugo").reject("bea")
    assert run.open == ["approve hugo before"]


def test_nothing_goes_back_past_a_call_that_is_on_its_way_beside() -> None:
    text = """
- approve: before
  by: person:hugo
- together:
    - [{call: erp.confirm}]
    - [{approve: b, by: "person:bea"}]
"""
    run = Run(steps(text)).submit().approve("hugo")
    with pytest.raises(NotAllowed, match="on its way"):
        run.back("bea", "before")
    run.answer()
    with pytest.raises(NotAllowed, match="taken effect"):
        run.back("bea")
    assert run.approve("bea").case.outcome is Outcome.APPROVED


def test_the_same_person_in_two_branches_is_asked_in_both() -> None:
    text = BESIDE.replace("person:dora", "person:bea")
    run = Run(steps(text)).submit().approve("hugo")
    assert run.open == ["approve bea a1", "approve bea b1"]
    run.approve("bea")
    assert "approve bea a1" in run.open


def test_who_approved_before_the_fork_is_not_asked_again_right_after_it() -> None:
    text = BESIDE.replace("person:bea", "person:hugo")
    run = Run(steps(text)).submit().approve("hugo")
    assert run.open == ["approve ben a2", "approve dora b1"]


# --- a branch after a reject -----------------------------------------------------------------

REJECTED = """
- approve: first
  by: person:hugo
- approve: second
  by: person:bea
  on reject:
    - do: file
      by: person:ben
    - tell: requester
- do: pack
  by: person:pete
"""


def test_a_reject_can_lead_to_steps_of_its_own_after_which_the_case_ends_rejected() -> None:
    run = Run(steps(REJECTED)).submit().approve("hugo").reject("bea")
    assert run.open == ["do ben file"]
    assert run.done("ben").case.outcome is Outcome.REJECTED
    assert run.open == ["copy rita tell-1"]


def test_or_after_which_it_goes_on() -> None:
    text = REJECTED.replace(
        "  on reject:\n    - do: file\n      by: person:ben\n    - tell: requester",
        "  on reject: {then: go on, steps: [{do: file, by: 'person:ben'}]}",
    )
    run = Run(steps(text)).submit().approve("hugo").reject("bea").done("ben")
    assert run.open == ["do pete pack"]
    text = text.replace("{then: go on, steps: [{do: file, by: 'person:ben'}]}", "go on")
    assert Run(steps(text)).submit().approve("hugo").reject("bea").open == ["do pete pack"]


def test_from_the_branch_one_can_return_to_the_step_that_rejected() -> None:
    run = Run(steps(REJECTED)).submit().approve("hugo").reject("bea").back("ben", "previous")
    assert run.open == ["approve bea second"]
    assert run.approve("bea").open == ["do pete pack"]
