"""Editing a flow: every edit can be undone, and the file reads as what was meant."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.flow.editing import FlowDocument, id_from, new_flow
from core.flow.index import index_of
from core.flow.outline import RowKind
from core.flow.parsing import parse_flow
from tests.core.flow.test_splicing import FILE

STEPS: tuple[dict[str, Any], ...] = (
    {"approve": "boss", "title": {"en": "Boss", "zh": "老板"}, "by": "manager"},
    {"do": "work", "by": "role:x"},
    {"fill": "form", "by": "requester", "fields": ["a"]},
    {"tell": "role:finance"},
    {"call": "erp.confirm"},
    {"set": {"a": "1"}},
    {"choose": [{"when": "amount < 1", "steps": []}, {"otherwise": []}]},
    {"choose all": [{"when": "amount < 1", "steps": []}, {"otherwise": []}]},
    {"together": [{"steps": []}, {"steps": []}]},
    {"wait": "1 day"},
    {"flow": "other"},
)
EMPTY = new_flow("f", {"en": "A flow", "zh": "流程"}, "order", "role:owner")


def kinds(document: FlowDocument) -> list[str]:
    return [row.step for row in document.rows if row.kind is RowKind.STEP]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: next(iter(step)))
def test_a_step_of_every_kind_can_be_added_to_an_empty_flow(step: dict[str, Any]) -> None:
    document = FlowDocument(EMPTY)
    document.add_step(step)
    assert kinds(document) == [next(iter(step))]
    assert document.row.kind is RowKind.STEP
    parse_flow(document.text)


def test_steps_go_behind_before_and_into_branches() -> None:
    document = FlowDocument(EMPTY)
    document.add_step(STEPS[6])
    document.select(2)  # the first branch
    document.add_step(STEPS[0])
    document.add_step(STEPS[3])
    document.add_before(STEPS[9])
    assert kinds(document) == ["choose", "approve", "wait", "tell"]
    flow = parse_flow(document.text)
    assert list(index_of(flow).spots) == ["choose-1", "boss", "wait-1", "tell-1"]


def test_rows_have_the_ids_that_the_reader_gives() -> None:
    document = FlowDocument(FILE)
    assert document.ids() == list(index_of(parse_flow(FILE)).spots)


def test_a_new_branch_stays_before_otherwise() -> None:
    document = FlowDocument(FILE)
    document.selected = ("steps", 0, "choose", 2)
    document.add_branch({"when": "amount > 9", "steps": []})
    assert document.row.path == ("steps", 0, "choose", 2)
    parse_flow(document.text)


def test_a_duplicate_has_ids_of_its_own_and_the_same_comments() -> None:
    document = FlowDocument(FILE)
    document.selected = ("steps", 0, "choose", 2)
    document.selected = ("steps", 1)
    document.duplicate()
    assert document.text.count("do: right-2") == 1
    assert document.text.count("# side by side") == 2
    parse_flow(document.text)


def test_a_step_moves_out_of_its_branch_and_into_the_one_above() -> None:
    document = FlowDocument(FILE)
    document.selected = ("steps", 0, "choose", 2, "otherwise", 1)
    document.move_down()
    assert document.selected[:2] == ("steps", 1)
    document.move_in()
    assert document.row.path == ("steps", 0, "choose", 2, "otherwise", 1)
    assert parse_flow(document.text) is not None


def test_otherwise_stays_the_last_branch() -> None:
    document = FlowDocument(FILE)
    document.selected = ("steps", 0, "choose", 1)
    document.move_down()
    document.selected = ("steps", 0, "choose", 2)
    document.move_down()
    assert document.text == FILE
    assert not document.can_undo


def test_a_branch_goes_behind_the_one_that_the_selected_step_stands_in() -> None:
    document = FlowDocument(FILE)
    document.selected = ("steps", 0, "choose", 0, "steps", 0)
    document.add_branch({"when": "amount > 7", "steps": []})
    assert document.row.path == ("steps", 0, "choose", 1)
    assert document.value((*document.row.path, "when")) == "amount > 7"


def test_a_value_taken_away_takes_the_empty_map_around_it_along() -> None:
    document = FlowDocument(EMPTY)
    document.add_step(STEPS[0])
    document.set(("steps", 0, "late", "escalate"), "100%")
    document.set(("steps", 0, "title", "en"), "")
    document.set(("steps", 0, "late", "escalate"), "")
    assert document.value(("steps", 0)) == {
        "approve": "boss", "title": {"zh": "老板"}, "by": "manager"
    }  # fmt: skip


def test_line_ends_of_windows_and_a_byte_order_mark_stay() -> None:
    document = FlowDocument("\ufeff" + EMPTY.replace("\n", "\r\n"))
    document.add_step(STEPS[0])
    assert document.text.startswith("\ufeff")
    assert document.text.count("\n") == document.text.count("\r\n")
    parse_flow(document.text)


def test_a_file_that_is_no_yaml_is_refused_with_its_place() -> None:
    with pytest.raises(Invalid) as refused:
        FlowDocument("flow: x\nsteps: [\n", "f.yaml")
    assert refused.value.errors[0].line


def test_what_the_reader_finds_wrong_is_said_and_can_be_mended() -> None:
    document = FlowDocument(
        "flow: x\nobject: y\nowner: role:z\nsteps:\n  - approve: a\n    by: whoever\n"
    )
    assert [each.line for each in document.problems.errors] == [6]
    document.set(("steps", 0, "by"), "role:x")
    assert not document.problems.errors


def test_an_id_is_made_of_the_words_and_never_used_twice() -> None:
    assert id_from("Head of Dept.", ["x"], "approve") == "head-of-dept"
    assert id_from("部门负责人", ["approve"], "approve") == "approve-2"


_OPERATIONS = ("add", "before", "branch", "remove", "copy", "up", "down", "in", "set", "undo")


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_random_edits_parse_and_undo_gives_back_the_file(data: st.DataObject) -> None:
    document = FlowDocument(FILE)
    for _ in range(data.draw(st.integers(1, 10))):
        document.select(data.draw(st.integers(0, len(document.rows) - 1)))
        _do(document, data.draw(st.sampled_from(_OPERATIONS)), data)
        assert document.ids() == list(index_of(document.flow).spots) if document.flow else True
        assert not [e for e in document.problems.errors if not _is_missing(e.message)]
    last = document.text
    while document.can_undo:
        document.undo()
    assert document.text == FILE
    while document.can_redo:
        document.redo()
    assert document.text.endswith("\n")
    if not data.draw(st.booleans()):
        document = FlowDocument(last)
        assert document.text == last


def _is_missing(message: str) -> bool:
    """What an edit may leave behind: a choose without branches, an id used twice by what was
    added twice."""
    return "list" in message or "already" in message or "twice" in message


def _do(document: FlowDocument, operation: str, data: st.DataObject) -> None:
    row = document.row
    if operation in ("add", "before"):
        step = dict(data.draw(st.sampled_from(STEPS)))
        for kind in ("approve", "do", "fill"):
            if kind in step:
                step[kind] = id_from(step[kind], document.ids(), kind)
        (document.add_step if operation == "add" else document.add_before)(step)
    elif operation == "branch":
        to = document.branching
        way = (
            {"steps": []}
            if to is not None and to.step == "together"
            else {"when": "amount > 3", "steps": []}
        )
        document.add_branch(way)
    elif operation == "remove":
        document.remove()
    elif operation == "copy":
        with suppress(Invalid):  # a second `otherwise`
            document.duplicate()
    elif operation == "set" and row.kind is RowKind.STEP and row.step == "approve":
        document.set((*row.path, "within"), data.draw(st.sampled_from(["2 days", "", "1 hour"])))
    elif operation == "undo":
        document.undo()
    elif operation in ("up", "down", "in"):
        {"up": document.move_up, "down": document.move_down, "in": document.move_in}[operation]()
