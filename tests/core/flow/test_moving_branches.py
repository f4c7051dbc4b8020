"""Running cases in branches go on in another version of their flow, which may have other forks."""

from core.cases import Outcome
from tests.core.flow.company import money
from tests.core.flow.test_moving import LAST, moved, refused, run

BESIDE = """
- together:
    - [{approve: a, by: "person:hugo"}, {approve: a2, by: "person:bob"}]
    - [{approve: b, by: "person:dora"}]
"""


def test_parallel_branches_go_on_each_in_its_place() -> None:
    new = """
- together:
    - [{do: first, by: "person:ben"}]
    - [{tell: "person:ada"}]
- together:
    - [{do: new, by: "person:finn"}]
    - [{approve: b, by: "person:dora"}, {approve: b2, by: "person:pam"}]
    - [{approve: a, by: "person:hugo"}]
"""
    case = moved(run(BESIDE + LAST), new + LAST)
    assert case.open == ["approve hugo a", "approve dora b"]
    assert case.case.forks["together-2"].open == (1, 2)
    assert case.approve("hugo").approve("dora").open == ["approve pam b2"]
    # pam approved just before: her approval holds for the next step as well
    assert case.approve("pam").case.outcome is Outcome.APPROVED


def test_a_step_that_has_left_its_branch_is_refused() -> None:
    alone = '- approve: a\n  by: "person:hugo"\n- approve: b\n  by: "person:dora"\n'
    assert "in a branch of together-1" in refused(run(BESIDE), alone)
    joined = (
        '- together:\n    - [{approve: a, by: "person:hugo"}, {approve: b, by: "person:dora"}]\n'
    )
    assert "are one" in refused(run(BESIDE), joined)


def test_two_places_do_not_become_one() -> None:
    new = '- together:\n    - [{approve: c, by: "person:hugo"}]\n    - []\n'
    assert "are one" in refused(run(BESIDE), new, a="c", b="c", together_1="together-1")


def test_a_choose_around_it_may_come_and_go() -> None:
    plain = '- approve: a\n  by: "person:hugo"\n'
    chosen = """
- choose:
    - when: amount > 5
      steps: [{approve: a, by: "person:hugo"}, {approve: a2, by: "person:bob"}]
    - otherwise: []
"""
    case = moved(run(plain + LAST), chosen + LAST)
    assert case.case.taken == {"choose-1": 0}
    assert case.approve("hugo").open == ["approve bob a2"]
    assert moved(run(chosen + LAST), plain + LAST).approve("hugo").open == ["approve pam last"]


def test_after_a_reject_it_stays_after_the_reject() -> None:
    text = """
- approve: a
  by: person:hugo
  on reject: [{do: repair, by: "person:bob"}]
"""
    case = run(text).reject("hugo")
    assert moved(case, text + LAST).done("bob").case.outcome is Outcome.REJECTED
    plain = '- approve: a\n  by: "person:hugo"\n- do: repair\n  by: "person:bob"\n'
    assert "in a branch of a" in refused(run(text).reject("hugo"), plain)


# --- into a fork that the new version has around it --------------------------------------------

A = '- approve: a\n  by: "person:hugo"\n'
AROUND = """
- together:
    - [{approve: a, by: "person:hugo"}]
    - [{approve: b, by: "person:dora"}, {do: c, by: "person:bea"}]
"""


def test_a_step_that_came_into_a_branch_goes_on_there_and_the_branches_beside_begin() -> None:
    case = moved(run(A + LAST), AROUND + LAST)
    assert case.open == ["approve hugo a", "approve dora b"]
    assert [(each.person, each.step) for each in case.opened] == [("dora", "b")]
    assert case.approve("hugo").open == ["approve dora b"]
    assert case.approve("dora").done("bea").open == ["approve pam last"]


def test_what_it_has_been_through_does_not_begin_again_beside_it() -> None:
    one_by_one = A + '- approve: b\n  by: "person:dora"\n- do: c\n  by: "person:bea"\n'
    case = moved(run(one_by_one + LAST).approve("hugo"), AROUND + LAST)
    assert case.open == ["approve dora b"]
    assert case.approve("dora").done("bea").open == ["approve pam last"]


def test_a_branch_that_it_has_been_through_in_part_is_a_reason_to_stay() -> None:
    mixed = """
- together:
    - [{approve: b, by: "person:dora"}]
    - [{approve: a, by: "person:hugo"}, {approve: new, by: "person:bea"}]
"""
    case = run(A + '- approve: b\n  by: "person:dora"\n').approve("hugo")
    assert "been through a in it, and not through new" in refused(case, mixed)


def test_a_copy_that_went_out_does_not_go_out_again_beside_it() -> None:
    told = '- tell: "person:ada"\n'
    beside = """
- together:
    - [{tell: "person:ada"}]
    - [{approve: a, by: "person:hugo"}]
"""
    case = moved(run(told + A + LAST), beside + LAST)
    assert case.opened == []
    assert "approve pam last" in case.approve("hugo").open
    new = moved(run(A + LAST), beside + LAST)
    assert [each.person for each in new.opened] == ["ada"]


def test_an_empty_branch_beside_is_through_at_once() -> None:
    new = '- together:\n    - [{approve: a, by: "person:hugo"}]\n    - []\n'
    assert moved(run(A + LAST), new + LAST).approve("hugo").open == ["approve pam last"]


def test_of_a_choose_all_those_branches_begin_whose_conditions_hold() -> None:
    new = """
- choose all:
    - {when: amount > 900000, steps: [{approve: a, by: "person:hugo"}]}
    - {when: amount > 1, steps: [{do: b, by: "person:bea"}]}
    - {when: amount > 900000, steps: [{do: c, by: "person:finn"}]}
    - otherwise: []
"""
    case = moved(run(A + LAST, fields={"amount": money("500")}), new + LAST)
    assert case.open == ["approve hugo a", "do bea b"]
    assert case.done("bea").approve("hugo").open == ["approve pam last"]


def test_forks_in_one_another_are_all_entered() -> None:
    new = """
- together:
    - - together:
          - [{approve: a, by: "person:hugo"}]
          - [{do: b, by: "person:bea"}]
      - {do: d, by: "person:finn"}
    - [{do: c, by: "person:bob"}]
"""
    case = moved(run(A + LAST), new + LAST)
    assert case.open == ["approve hugo a", "do bea b", "do bob c"]
    assert case.approve("hugo").done("bea").done("bob").open == ["do finn d"]


def test_both_branches_of_a_fork_go_into_one_around_it() -> None:
    new = "\n".join(["- together:", "    -", *_deeper(BESIDE), '    - [{do: c, by: "person:bea"}]'])
    case = moved(run(BESIDE), new)
    assert case.open == ["approve hugo a", "approve dora b", "do bea c"]
    case.approve("hugo").approve("bob").approve("dora").done("bea")
    assert case.case.outcome is Outcome.APPROVED


def _deeper(text: str) -> list[str]:
    return ["      " + line for line in text.strip().split("\n")]


def test_into_a_fork_that_it_has_been_through_it_cannot_come() -> None:
    fork = '- together:\n    - [{do: x, by: "person:bea"}]\n    - [{do: y, by: "person:bob"}%s]\n'
    a = ', {approve: a, by: "person:hugo"}'
    case = run(fork % "" + A).done("bea").done("bob")
    assert "has been through together-1 already" in refused(case, fork % a)


def test_after_a_reject_it_does_not_come_without_one() -> None:
    new = """
- approve: other
  by: person:bea
  on reject: [{approve: a, by: "person:hugo"}]
"""
    assert "after a reject at other" in refused(run(A), new)


def test_a_suspended_case_does_not_begin_what_is_beside_it() -> None:
    assert "would go on by itself" in refused(run(A).suspend(), AROUND)


def test_back_and_resubmitted_it_comes_into_the_fork_by_its_front() -> None:
    text = A + "  on reject: back to requester\n  resubmit: straight back\n"
    case = moved(run(text).reject("hugo"), AROUND + LAST)
    assert case.posted == ["feed.moved", "feed.no_way_back"]
    assert case.resubmit().open == ["approve hugo a", "approve dora b"]


def test_straight_back_does_not_lead_to_work_in_the_place_of_an_approval() -> None:
    text = A + "  on reject: back to requester\n  resubmit: straight back\n"
    case = moved(run(text).reject("hugo"), '- do: work\n  by: "person:bea"\n', a="work")
    assert case.resubmit().open == ["do bea work"]
