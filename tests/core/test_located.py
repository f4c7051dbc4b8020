"""YAML as people write it: everything keeps its place, and what YAML could do to us it cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FieldError, Invalid
from core.located import MOST_BYTES, Located, Problems, near_or_known, read_yaml, read_yaml_into
from core.reading import Reading


def wrong(text: str) -> tuple[FieldError, ...]:
    with pytest.raises(Invalid) as caught:
        read_yaml(text, "a.yaml")
    return caught.value.errors


def test_every_value_knows_its_line_and_column() -> None:
    (document,) = read_yaml("a: 1\nb:\n  - x\n  - {c: 采购}\n", "a.yaml")
    second = document.value["b"].value[1]
    assert (document.keys["b"].line, document.keys["b"].column) == (2, 1)
    assert (second.value["c"].file, second.value["c"].line, second.value["c"].column) == (
        "a.yaml",
        4,
        9,
    )


def test_numbers_stay_as_exact_as_they_were_written() -> None:
    (document,) = read_yaml(
        "a: 12.50\nb: 007\nc: '5'\nd: 1_000\ne: 0x10\nf: 9999999999999999999999"
    )
    assert document.plain() == {
        "a": "12.50",
        "b": 7,
        "c": "5",
        "d": "1_000",
        "e": "0x10",
        "f": "9999999999999999999999",
    }
    assert document.value["b"].raw == "007"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("yes", "yes"), ("no", "no"), ("on", "on"), ("true", True), ("null", None), ("~", None)],
)
def test_only_true_and_false_are_flags(written: str, meant: object) -> None:
    (document,) = read_yaml(f"a: {written}")
    assert document.plain() == {"a": meant}


def test_a_file_may_hold_several_documents() -> None:
    documents = read_yaml("a: 1\n---\nb: 2\n---\n")
    assert [each.plain() for each in documents] == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "“a” stands twice; the first is in line 1"),
        ("a: &x 1\n", 1, 4, "anchors"),
        ("a: *x\n", 1, 4, "anchors"),
        ("a:\n  <<: {b: 1}\n", 2, 3, "anchors"),
        ("a: !!python/object:os.system x\n", 1, 4, "tags"),
        ("a: [1, 2\n", 2, 1, "not valid YAML"),
        ("a:\tb: c\n", 1, 5, "not valid YAML"),
        ("? [a]\n: b\n", 1, 3, "a key must be"),
        ('a: "\\e[31mred"\n', 1, 4, "invisible control character"),
        ("名: 值\nb: x\x07\n", 2, 5, "invisible control character"),
        ("a: \u202eevil\n", 1, 4, "invisible control character"),
        ("[" * 41, 1, 41, "nested more than 40 levels"),
        ("a: \ud800", 1, 4, "invisible control character"),
        ("x" * (MOST_BYTES + 1), 1, 1, "larger than 4 MB"),
    ],
)
def test_what_is_wrong_is_pointed_at(text: str, line: int, column: int, message: str) -> None:
    (error,) = wrong(text)
    assert (error.file, error.line, error.column) == ("a.yaml", line, column)
    assert message in error.message


def test_a_bomb_of_aliases_is_refused_and_not_expanded() -> None:
    lines = ["a0: &a0 [x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)
    ]
    assert len(wrong("\n".join(lines))) > 8


def test_all_mistakes_come_at_once_in_their_order() -> None:
    errors = wrong("a: 1\na: 2\nb: *x\nc: !x 1\n")
    assert [each.line for each in errors] == [2, 3, 4]


@given(st.text())
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    problems = Problems()
    documents = read_yaml_into(problems, text, "a.yaml")
    places = [(each.line, each.column) for each in documents]
    places += [(each.line, each.column) for each in problems.errors]
    assert all(line >= 1 and column >= 1 for line, column in places)


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("tittle", ["title", "prefix"], "did you mean “title”?"),
        ("Title", ["title"], "did you mean “title”?"),
        ("zzz", ["title", "prefix"], "known here: prefix, title"),
        ("zzz", [], ""),
        ("zzz", [f"person{n}" for n in range(40)], ""),
    ],
)
def test_a_hint_names_the_nearest_word_or_the_few_there_are(
    word: str, known: list[str], hint: str
) -> None:
    assert near_or_known(word, known) == hint


def test_a_reading_names_what_is_missing_unknown_and_of_another_kind() -> None:
    problems = Problems()
    (document,) = read_yaml("active: maybe\ntitel: x\nroles: {a: 1}\nid: 采购\n", "a.yaml")
    reading = Reading(document, problems)
    reading.identifier("id")
    reading.label("title", required=True)
    reading.flag("active")
    reading.names("roles")
    reading.done()
    found = {each.line: (each.message, each.hint) for each in problems.sorted()}
    assert found[4][0] == "“采购” cannot be an id"
    assert found[2] == ("“titel” is not known here", "did you mean “title”?")
    assert found[3][0] == "“roles” must be a text"
    assert found[1][0] in ("“title” is missing", "“active” must be true or false")
    assert len(problems.errors) == 5


def test_a_mistake_that_was_found_twice_is_counted_once() -> None:
    problems = Problems()
    for _ in range(2):
        problems.add(Located("a.yaml", 1, 1), "wrong")
    with pytest.raises(Invalid, match="1 mistake"):
        problems.raise_if_any()
