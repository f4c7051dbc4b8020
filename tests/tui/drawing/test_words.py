"""Whatever the engine can produce has words in both languages."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from msgspec.structs import replace

from core.cases import CaseStatus
from core.commands import Signing
from core.feed import Entry, EntryKind, step_name
from core.flow.terms import Mode, Who, WhoKind
from core.language import has_text, say, speaking
from core.objects import ObjectState
from core.rounds import CallStatus
from core.rules.assignment import describe
from core.tasks import Decision, DecisionKind, Priority, Reason, TaskKind, TaskState
from tests.tui import company
from tui.actions import words_for
from tui.drawing.course import SIGNS
from tui.drawing.feed import entry_lines
from tui.drawing.people_words import in_words
from tui.drawing.words import because, spoken

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DECIDED = (*DecisionKind, "answer", "try_again", "by_hand")
SHOWN: dict[str, Iterable[str]] = {
    "tui.kind": TaskKind,
    "tui.asked": TaskKind,
    "tui.task_state": TaskState,
    "tui.left": TaskState,
    "tui.decided": DECIDED,
    "tui.you_decided": DECIDED,
    "tui.holding": DECIDED,
    "actions": DECIDED,
    "line.sure": DECIDED,
    "tui.mode": Mode,
    "tui.case": CaseStatus,
    "tui.state": ObjectState,
    "tui.priority": Priority,
    "tui.step": set(SIGNS) - {"done", "current", "ahead"},
    "flow.call": CallStatus,
    "flow.call.undo": CallStatus,
    "feed": [f"added_{each}" for each in Signing],
    "reason": [f"added_{each}" for each in Signing],
}


@pytest.mark.parametrize("area", SHOWN)
def test_every_code_has_words(area: str) -> None:
    codes = [each.value if isinstance(each, StrEnum) else each for each in SHOWN[area]]
    assert [code for code in codes if not has_text(f"{area}.{code}")] == []
    with speaking("zh"):
        for code in codes:
            assert any("一" <= letter <= "鿿" for letter in say(f"{area}.{code}"))


def test_what_went_wrong_is_tried_again_skipped_or_done_by_hand() -> None:
    call = company.task(0, kind=TaskKind.INCIDENT, can=("approve", "skip", "done"))
    nobody = company.task(0, kind=TaskKind.INCIDENT, can=("done",))
    assert [words_for(kind, call) for kind in call.can] == ["try_again", "skip", "by_hand"]
    assert words_for("done", nobody) == "done"


def test_several_people_in_a_message_are_called_by_their_names() -> None:
    names = {"li": {"en": "Li Na", "zh": "李娜"}, "wu": {"en": "Wu Di", "zh": "吴迪"}}
    values = {"person": "li", "people": "li, wu", "reason": "for once, please"}
    with speaking("zh"):
        words = spoken("feed.added_beside", values, names)
    assert words == "李娜 并加签 李娜, 吴迪。for once, please"


def test_a_decision_names_the_step_by_its_title_and_the_version() -> None:
    entry = Entry(
        object="PO-1",
        number=2,
        at=NOW,
        kind=EntryKind.DECISION,
        by="li",
        decision=Decision(kind=DecisionKind.ABSTAIN, by="li", at=NOW),
        step="head",
        flow="buying",
        flow_version=3,
        reply_to=1,
    )
    names = {step_name(entry): {"en": "Head", "zh": "部门负责人"}}
    with speaking("zh"):
        lines = ["".join(each.text for each in line) for line in entry_lines(entry, names, NOW, 60)]
    assert lines[1].strip() == "已弃权  (部门负责人，第 3 版)"
    assert "回复 #1" in lines[0]


def test_what_the_system_says_of_a_step_names_it_where_somebody_did() -> None:
    entry = Entry(
        object="PO-1",
        number=2,
        at=NOW,
        kind=EntryKind.MESSAGE,
        message="feed.waited",
        step="pause",
        flow="buying",
        flow_version=3,
    )
    names = {step_name(entry): {"en": "Cooling off", "zh": "冷静期"}}
    unnamed, flow = replace(entry, step="wait-1"), replace(entry, step="flow-1")
    drawn = [
        "".join(part.text for part in line)
        for each, known in ((entry, names), (entry, {}), (unnamed, names), (flow, names))
        for line in entry_lines(each, known, NOW, 60)
    ]
    assert drawn == [
        ". The waiting is over.  (Cooling off)  now",
        ". The waiting is over.  (pause)  now",
        *2 * [". The waiting is over.  now"],
    ]


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("role:buyer", "角色 采购员"),
        ("2 of role:buyer", "角色 采购员中的 2 人"),
        ("head of requester's department", "发起人部门的负责人"),
        ("manager 2 levels up", "发起人的第 2 级上级"),
        ("each manager up to role:buyer", "发起人的各级上级（直到角色 采购员）"),
        ("person:li", "李娜"),
        ("nobody found: role:buyer", "找不到：角色 采购员"),
        ("table signers", "规则表 signers 指定的人员"),
        ("amount: 5", "amount: 5"),
    ],
)
def test_people_that_a_flow_names_are_said_in_the_readers_words(phrase: str, words: str) -> None:
    names = {"buyer": {"zh": "采购员"}, "li": {"zh": "李娜"}}
    with speaking("zh"):
        assert in_words(phrase, names) == words
        told = because(Reason(key="reason.nobody", values={"wanted": phrase}), names)
        assert told == f"未找到“{words}”，转由流程负责人处理。"


def test_every_way_of_naming_people_has_words() -> None:
    for kind in WhoKind:
        phrase = describe(Who(kind=kind, id="" if kind is WhoKind.REQUESTER else "x"))
        assert in_words(phrase, {}) != phrase
        with speaking("zh"):
            assert in_words(phrase, {}) == "x" or "一" <= in_words(phrase, {})[0] <= "鿿"
