"""The course of a case, step by step, as a person reads it."""

import os
from datetime import UTC, datetime, timedelta
from time import tzset

import pytest
from msgspec.structs import replace

from core.api import CaseView, PersonProgress, StepProgress
from core.language import Label, speaking
from tests.tui import company
from tui.drawing.course import course_lines
from tui.drawing.steered import standing_at

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def step(id_: str, kind: str, state: str = "current", **more: object) -> StepProgress:
    title: Label = {}
    return StepProgress(step=id_, title=title, kind=kind, state=state, **more)  # type: ignore[arg-type]


def course(*steps: StepProgress) -> CaseView:
    return CaseView(
        id="C1", flow="f", title={}, version=1, status="running", started=NOW, steps=steps
    )


def drawn(*steps: StepProgress) -> list[str]:
    lines = course_lines(course(*steps), NOW, 60)
    return ["".join(part.text for part in line) for line in lines]


def test_steps_that_nobody_named_say_what_they_are() -> None:
    steps = (
        step("requester", "revise"),
        step("together-1", "together"),
        step("choose-all-2", "choose", detail="urgent"),
        step("flow-1", "flow", detail="goods-receipt"),
        step("by-amount", "choose"),
    )
    assert drawn(*steps) == [
        "> With the requester, to revise it",
        "> All at once",
        "> Every way that holds  urgent",
        "> Another flow  goods-receipt",
        "> by-amount",
    ]
    with speaking("zh"):
        assert drawn(*steps)[1] == "> 并行"


def test_a_wait_is_until_a_moment_on_the_readers_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "TZ", "Asia/Shanghai")
    tzset()
    try:
        until = datetime(2026, 12, 23, 16, 0, tzinfo=UTC)
        assert drawn(step("wait-1", "wait", until=until)) == ["> Wait  until 2026-12-24 00:00"]
        over = step("wait-1", "wait", "done", ended=NOW - timedelta(hours=2))
        assert drawn(over) == ["+ Wait  2 h ago"]
    finally:
        monkeypatch.undo()
        tzset()


def test_a_case_stands_at_its_steps_and_not_at_the_forks_around_them() -> None:
    case = course(step("together-1", "together"), step("left", "approve"), step("right", "do"))
    view = replace(company.view(0), case=case)
    assert standing_at(view) == "left, right"


def test_a_share_is_said_as_the_number_of_those_who_have_to_approve() -> None:
    since = NOW - timedelta(hours=1)
    people = tuple(
        PersonProgress(person=each, name={}, task=each, state="open", since=since) for each in "ab"
    )
    first, *_ = drawn(step("vote", "approve", mode="at least", need=2, people=people))
    assert first == "> vote  approvals needed: 2"
