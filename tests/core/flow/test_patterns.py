"""The control-flow patterns of workflowpatterns.com that a flow expresses, each run.

`docs/reference/patterns.md` has all forty-three, by their numbers, with these tests.
"""

import re
from pathlib import Path

import pytest

from core.cases import CaseStatus, Outcome
from tests.core.flow.company import money
from tests.core.flow.run import Run, steps

PAGE = (Path(__file__).parents[3] / "docs/reference/patterns.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| ([^|]+) \| (yes|people|no) \| (.+) \|$", PAGE, re.MULTILINE)


def started(text: str, **more: object) -> Run:
    return Run(steps(text, "watch: []"), **more).submit()  # type: ignore[arg-type]


BESIDE = """
- together:
    - [{approve: a, by: "person:bea"}]
    - [{approve: b, by: "person:ben"}]
    - [{approve: c, by: "person:bob"}]
- do: after
  by: person:pete
"""
SOME = """
- choose all:
    - {when: amount > 100, steps: [{approve: a, by: "person:bea"}]}
    - {when: amount > 10, steps: [{approve: b, by: "person:ben"}]}
    - otherwise: []
- do: after
  by: person:pete
"""
PEOPLE = """
- approve: all-of-them
  by: [person:bea, person:ben, person:bob]
  mode: {mode}
- do: after
  by: person:pete
"""


def test_01_sequence() -> None:
    run = started("- {approve: a, by: 'person:bea'}\n- {do: after, by: 'person:pete'}")
    assert run.open == ["approve bea a"]
    assert run.approve("bea").open == ["do pete after"]


def test_02_parallel_split() -> None:
    assert started(BESIDE).open == ["approve bea a", "approve ben b", "approve bob c"]


def test_03_synchronization() -> None:
    run = started(BESIDE).approve("ben").approve("bob")
    assert run.open == ["approve bea a"]
    assert run.approve("bea").open == ["do pete after"]


ONE = """
- choose:
    - {when: amount > 100, steps: [{approve: a, by: "person:bea"}]}
    - {when: amount > 10, steps: [{approve: b, by: "person:ben"}]}
    - otherwise: []
- do: after
  by: person:pete
"""


def test_04_exclusive_choice() -> None:
    assert started(ONE, fields={"amount": money("500")}).open == ["approve bea a"]
    assert started(ONE, fields={"amount": money("50")}).open == ["approve ben b"]


def test_05_simple_merge() -> None:
    run = started(ONE, fields={"amount": money("500")})
    assert run.approve("bea").open == ["do pete after"]
    assert started(ONE, fields={"amount": money("5")}).open == ["do pete after"]


def test_06_multi_choice() -> None:
    run = started(SOME, fields={"amount": money("500")})
    assert run.open == ["approve bea a", "approve ben b"]
    assert started(SOME, fields={"amount": money("50")}).open == ["approve ben b"]


def test_07_structured_synchronizing_merge() -> None:
    run = started(SOME, fields={"amount": money("500")}).approve("ben")
    assert run.open == ["approve bea a"]
    assert run.approve("bea").open == ["do pete after"]
    one = started(SOME, fields={"amount": money("50")})
    assert one.approve("ben").open == ["do pete after"]


def test_11_implicit_termination() -> None:
    run = started("- together:\n  - [{do: a, by: 'person:bea'}]\n  - [{do: b, by: 'person:ben'}]")
    assert run.done("bea").case.status is CaseStatus.RUNNING
    assert run.done("ben").case.outcome is Outcome.APPROVED


def test_12_multiple_instances_without_synchronization() -> None:
    run = started("- tell: [person:bea, person:ben]\n- {do: after, by: 'person:pete'}")
    assert run.open == ["copy bea tell-1", "copy ben tell-1", "do pete after"]
    twice = (
        "- {flow: other, waits: false}\n- {flow: other, waits: false}\n" + "- {do: z, by: manager}"
    )
    assert len(started(twice).case.children) == 2


def test_13_multiple_instances_known_when_written() -> None:
    run = started(PEOPLE.format(mode="all")).approve("bea").approve("bob")
    assert run.open == ["approve ben all-of-them"]
    assert run.approve("ben").open == ["do pete after"]


def test_14_multiple_instances_known_when_it_begins() -> None:
    run = started("- {approve: a, by: 'role:buyer', mode: all}\n- {do: after, by: 'person:pete'}")
    assert len(run.open) == 3
    assert run.approve("bea").approve("ben").approve("bob").open == ["do pete after"]


def test_15_multiple_instances_not_known_before() -> None:
    run = started(PEOPLE.format(mode="all")).approve("bea").add("ben", "beside", "dora")
    assert run.approve("ben").approve("bob").open == ["approve dora all-of-them"]
    assert run.approve("dora").open == ["do pete after"]


def test_19_cancel_task() -> None:
    run = started(PEOPLE.format(mode="all")).remove("bob")
    assert run.open == ["approve bea all-of-them", "approve ben all-of-them"]


def test_20_cancel_case() -> None:
    run = started(BESIDE).withdraw()
    assert (run.case.outcome, run.open) == (Outcome.WITHDRAWN, [])


def test_21_structured_loop() -> None:
    run = started(
        "- {do: work, by: 'person:bea'}\n"
        "- {approve: check, by: 'person:ben', on reject: back to work}"
    )
    for _ in range(3):
        assert run.open == ["do bea work"]
        run.done("bea").reject("ben")
    assert run.done("bea").approve("ben").case.outcome is Outcome.APPROVED


def test_24_persistent_trigger() -> None:
    text = "- {do: a, by: 'person:bea'}\n- wait: {event: paid}\n- {do: after, by: 'person:pete'}"
    run = started(text).done("bea")
    assert run.open == []
    assert run.happen("paid").open == ["do pete after"]


def test_25_cancel_region() -> None:
    text = "- {do: before, by: 'person:hugo'}" + BESIDE.replace(
        "{approve: a,", "{approve: a, on reject: back to before,"
    )
    run = started(text).done("hugo").approve("ben").reject("bea")
    assert run.open == ["do hugo before"]


def test_26_cancel_multiple_instances() -> None:
    run = started(PEOPLE.format(mode="all")).approve("bea").back("ben")
    assert run.case.status is CaseStatus.RETURNED
    assert run.open == ["revise rita requester"]


def test_27_complete_multiple_instances() -> None:
    run = started(PEOPLE.format(mode="all")).approve("bea").jump("after")
    assert run.open == ["do pete after"]


def test_29_cancelling_discriminator_of_people() -> None:
    run = started(PEOPLE.format(mode="any"))
    assert run.approve("ben").open == ["do pete after"]


@pytest.mark.parametrize("mode", ["at least 2", "at least 60%"])
def test_35_cancelling_partial_join_of_people(mode: str) -> None:
    run = started(PEOPLE.format(mode=mode)).approve("ben")
    assert len(run.open) == 2
    assert run.approve("bea").open == ["do pete after"]


def test_36_dynamic_partial_join_of_people() -> None:
    run = started(PEOPLE.format(mode="at least 60%")).approve("bea")
    run.add("ben", "beside", "dora", "finn").approve("ben")
    assert len(run.open) == 3
    assert run.approve("finn").open == ["do pete after"]


def test_37_local_synchronizing_merge() -> None:
    inner = SOME.replace("\n", "\n      ").strip().removeprefix("- ")
    text = f"- together:\n    - - {inner}\n    - [{{do: beside, by: 'person:pam'}}]\n"
    run = started(text, fields={"amount": money("500")})
    assert run.approve("bea").open == ["approve ben b", "do pam beside"]
    assert run.approve("ben").open == ["do pam beside", "do pete after"]


def test_43_explicit_termination() -> None:
    run = started(BESIDE).reject("ben")
    assert (run.case.outcome, run.open) == (Outcome.REJECTED, [])


# --- the page --------------------------------------------------------------------------------


def test_the_page_has_every_pattern() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 44))


def test_every_pattern_that_is_expressed_has_its_test() -> None:
    tests = {name[5:7] for name in globals() if re.match(r"test_\d\d_", name)}
    assert {f"{int(number):02}" for number, _, answer, _ in ROWS if answer != "no"} == tests
