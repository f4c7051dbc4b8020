"""Changes of a YAML file: the same as of plain data, and what is not touched stays as it is."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.flow.change import Change, Path, changed_data, plain
from core.flow.splicing import Spliced, changed

FILE = """\
# The purchase flow. 采购审批 𝄞

flow: purchase-approval      # its id
title: {en: Purchase approval, zh: 采购审批}
object: purchase_order
watch: [amount,   supplier]  # spaced on purpose

# whoever is responsible
owner: role:process_owner
steps:
  # who decides on small ones
  - choose:
      - when: amount < 5000      # under five thousand
        steps:
          - approve: head
            by: head of requester's department
            # a day is enough
            within: 1 working day
      # without anybody
      - {when: amount == 7, steps: [{tell: requester}, {wait: 1 day}]}
      - otherwise:
          - approve: manager
            by:
              - role:a   # first
              - role:b
            text: |
              Look at
                the lines.

            # the manager's last words
          - id: note
            # told
            tell: role:finance

  # side by side
  - together:
      - - approve: left
          by: role:x
        - do: right
          by: role:y
      - title: Second
        steps: []   # nothing yet
  - call: erp.confirm
    with: {title: "Follow up {object.key}", "n": 5000.00}
"""


def _comments(text: str) -> list[str]:
    return sorted(re.findall(r"# [a-zA-Z].*", text))


def test_a_value_is_changed_where_it_stands() -> None:
    text = changed(FILE, Change(kind="set", path=("steps", 0, "choose", 0, "when"), value="a > 1"))
    assert text == FILE.replace("when: amount < 5000 ", "when: a > 1 ")


def test_a_new_key_goes_to_its_place_and_comments_stay() -> None:
    path: Path = ("steps", 0, "choose", 0, "steps", 0, "mode")
    order = ("approve", "by", "mode", "within")
    text = changed(FILE, Change(kind="set", path=path, value="all", order=order))
    said = (
        "            by: head of requester's department\n            mode: all\n            # a day"
    )
    assert said in text
    assert _comments(text) == _comments(FILE)


def test_an_item_is_put_into_a_list_that_was_empty() -> None:
    path: Path = ("steps", 1, "together", 1, "steps")
    text = changed(FILE, Change(kind="insert", path=path, index=0, value={"tell": "role:z"}))
    assert "        steps:   # nothing yet\n          - tell: role:z\n" in text


def test_a_step_moves_with_its_comments() -> None:
    source: Path = ("steps", 0)
    text = changed(FILE, Change(kind="move", path=source, to=("steps",), index=3))
    assert text.index("# who decides on small ones") > text.index("call: erp.confirm")
    assert _comments(text) == _comments(FILE)


def test_a_step_moves_into_a_branch_and_is_indented_as_deep() -> None:
    change = Change(
        kind="move", path=("steps", 2), to=("steps", 0, "choose", 2, "otherwise"), index=1
    )
    text = changed(FILE, change)
    assert "\n          - call: erp.confirm\n            with: {title:" in text


def test_a_removed_step_takes_its_own_comments_along_and_no_others() -> None:
    text = changed(FILE, Change(kind="remove", path=("steps", 0, "choose", 2, "otherwise", 0)))
    gone = {"# first", "# the manager's last words"}
    assert set(_comments(FILE)) - set(_comments(text)) == gone
    assert "      - otherwise:\n          - id: note\n" in text


def test_the_last_step_of_a_branch_moves_with_its_comments_too() -> None:
    only = changed(FILE, Change(kind="remove", path=("steps", 0, "choose", 2, "otherwise", 1)))
    path: Path = ("steps", 0, "choose", 2, "otherwise", 0)
    text = changed(only, Change(kind="move", path=path, to=("steps",), index=0))
    assert "      - otherwise: []\n\n  # side by side\n" in text
    assert _comments(text) == _comments(only)


def test_a_step_in_brackets_is_unfolded_before_it_is_changed() -> None:
    path: Path = ("steps", 0, "choose", 1, "steps", 1, "wait")
    text = changed(FILE, Change(kind="set", path=path, value="2 days"))
    assert "      - when: amount == 7\n        steps:\n          - {tell: requester}\n" in text
    assert "          - wait: 2 days\n" in text


def test_text_that_cannot_be_spliced_is_refused_and_says_where() -> None:
    strange = "flow: x\nsteps:\n  - ? approve\n    : a\n    by: role:x\n"
    with pytest.raises(Invalid, match="line 4"):
        changed(strange, Change(kind="remove", path=("steps", 0, "approve")))


# --- random changes --------------------------------------------------------------------------

VALUES = st.sampled_from(
    [
        *("role:buyer", 'amount < 5000 and class == "production"', "50%", True, "a: b", "- x"),
        *("#no", "= amount * 2", {"en": "Two words", "zh": "两个词"}, ["a", "b, c"], ""),
        *("line one\nline two", "null", "'", "a 'b' \"c\""),
    ]
)
STEPS = st.sampled_from(
    [
        {"tell": "role:finance"},
        {"approve": "boss", "by": ["manager", "role:x"], "late": {"remind": ["50%"]}},
        {"choose": [{"when": "a > 1", "steps": [{"tell": "x"}]}, {"otherwise": []}]},
        {"together": [{"steps": []}, {"title": "b", "steps": [{"wait": "1 day"}]}]},
    ]
)
_LISTS = ("steps", "otherwise", "choose", "together", "on reject")


def _places(data: Any, path: Path = ()) -> tuple[list[Path], list[Path], list[Path]]:
    """Lists of steps or branches, their items, and the keys of the maps among these."""
    lists: list[Path] = []
    items: list[Path] = []
    keys: list[Path] = []
    if isinstance(data, dict):
        keys += [(*path, key) for key in data if not isinstance(data[key], (dict, list))]
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        here = (*path, key)
        if (key in _LISTS and isinstance(value, list)) or (isinstance(key, int) and value == []):
            lists.append(here)
        if isinstance(key, int) and isinstance(value, dict | list):
            items.append(here)
        if isinstance(value, dict | list) and value:
            inner = _places(value, here)
            lists, items, keys = lists + inner[0], items + inner[1], keys + inner[2]
    return lists, items, keys


def _change(draw: Any, data: Any) -> Change | None:
    lists, items, keys = _places(data)
    kind = draw(st.sampled_from(["set", "set", "new", "remove", "drop", "insert", "move", "copy"]))
    if kind == "set":
        return Change(kind="set", path=draw(st.sampled_from(keys)), value=draw(VALUES))
    if kind == "drop":
        return Change(kind="remove", path=draw(st.sampled_from(keys)))
    if kind == "insert":
        where = draw(st.sampled_from(lists))
        count = len(_at(data, where))
        return Change(
            kind="insert", path=where, index=draw(st.integers(0, count)), value=draw(STEPS)
        )
    if not items:
        return None
    item = draw(st.sampled_from(items))
    if kind == "new":
        holder = _at(data, item)
        new = draw(st.sampled_from(["mode", "within", "text"]))
        if not isinstance(holder, dict):
            return None
        value = draw(VALUES)
        return Change(kind="set", path=(*item, new), value=value, order=("approve", "by", "mode"))
    if kind != "move":
        return Change(kind=kind, path=item)
    where = draw(st.sampled_from(lists))
    if where[: len(item)] == item:
        return None
    count = len(_at(data, where))
    return Change(kind="move", path=item, to=where, index=draw(st.integers(0, count)))


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_changes_give_the_same_as_changes_of_plain_data(data: st.DataObject) -> None:
    text = FILE
    for _ in range(data.draw(st.integers(1, 8))):
        before = Spliced(text).data
        change = _change(data.draw, before)
        if change is None:
            continue
        after = changed(text, change)
        assert plain(yaml.compose(after)) == changed_data(before, change)
        if change.kind in ("insert", "move"):
            assert _comments(after) == _comments(text), change
        text = after
