"""What was probably meant."""

import pytest

from core.language import speaking
from core.near import did_you_mean, hint_among, nearest, usual_key

PEOPLE = {"lin.yue": ["Lin Yue", "林悦"], "liu.yang": ["Liu Yang", "刘洋"], "bea": ["Bea Adams"]}


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("lin.yu", ["lin.yue"]),
        ("Lin Yue", ["lin.yue"]),
        ("林悦", ["lin.yue"]),
        ("林", ["lin.yue"]),
        ("Bea A", ["bea"]),
        ("nobody", []),
        ("", []),
    ],
)
def test_the_nearest_are_found_by_id_and_by_name(word: str, found: list[str]) -> None:
    assert nearest(word, PEOPLE, PEOPLE) == found


def test_a_part_of_a_name_leads_to_it() -> None:
    assert nearest("purchse", ["purchase-approval", "sales-release"]) == ["purchase-approval"]


def test_the_question_is_put_in_the_readers_language() -> None:
    assert did_you_mean("inbx", ["inbox", "show"]) == "Did you mean inbox?"
    with speaking("zh"):
        assert did_you_mean("inbx", ["inbox", "show"]) == "您是否想写 inbox？"
    assert did_you_mean("zzz", ["inbox"]) == ""


def test_a_hint_lists_what_there_is_but_no_endless_list() -> None:
    assert hint_among("x", ["a", "b"]) == "There are: a, b"
    assert hint_among("x", []) == ""
    assert hint_among("zz", [f"n{number}" for number in range(30)]).endswith("n19, …")


@pytest.mark.parametrize(
    ("key", "usual"), [("po38", "PO-38"), ("po-038", "PO-38"), ("PO-38", ""), ("Steel", "")]
)
def test_a_key_is_known_by_its_form(key: str, usual: str) -> None:
    assert usual_key(key) == usual
