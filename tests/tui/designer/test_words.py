"""Everything that the designer says is in both catalogues."""

import re
from importlib import import_module

import pytest

from core.flow.editing import FlowDocument
from core.flow.entering import Scope
from core.language import say, set_language
from core.language.texts.design_words import TEXTS
from core.rules.sheets import OUTPUTS
from tests.core.flow.test_editing import EMPTY, STEPS
from tui.designer.actions import DESIGN_ACTIONS, GROUPS
from tui.designer.adding import _QUESTIONS as QUESTIONS
from tui.designer.grid_actions import GRID_ACTIONS, GRID_GROUPS
from tui.designer.tree_lines import tree_lines
from tui.state.designing import give, option_words, properties


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_action_property_and_option_has_words(language: str) -> None:
    set_language(language)
    for action in DESIGN_ACTIONS:
        assert action.title
        assert action.help
        assert action.group in GROUPS
    document = FlowDocument(EMPTY)
    for step in STEPS:
        document.selected = ()
        document.add_step(step)
    document.set(("steps", 0, "wait"), {"event": "paid"})
    for row in document.rows:
        for form in properties(document, row):
            assert form.title
            assert form.help is not None
            assert all(option_words(form.name, each) for each in form.options)
    assert len(tree_lines(document, {0: True})) == len(document.rows)
    for kind, questions in QUESTIONS.items():
        assert f"design_words.kind_of_step.{kind}" in TEXTS
        assert all(f"design_words.question.{each.name}.help" in TEXTS for each in questions)


AREAS = ("designer", "design_actions", "design_trying", "design_words", "table", "rules")


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_take_the_same_values(area: str) -> None:
    texts: dict[str, tuple[str, str]] = import_module(f"core.language.texts.{area}").TEXTS
    for key, pair in texts.items():
        assert len({tuple(sorted(re.findall(r"\{(\w+)\}", words))) for words in pair}) == 1, key


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_in_the_grid_has_words(language: str) -> None:
    set_language(language)
    for action in GRID_ACTIONS:
        assert action.title
        assert action.help
        assert action.group in GRID_GROUPS
    keys = [key for each in GRID_ACTIONS for key in each.keys]
    assert len(keys) == len(set(keys))
    for name in (*OUTPUTS, "when"):
        assert say(f"table.column.{name}")
        assert say(f"table.help.{name}")


def test_no_key_is_given_twice_where_the_keys_go() -> None:
    for in_form in (False, True):
        keys = [
            key
            for each in DESIGN_ACTIONS
            if not (each.in_tree if in_form else each.in_form)
            for key in each.keys
        ]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("mode", "line", "key", "value"),
    [
        ("", "rejected_by", "rejected by", "all"),
        ("any", "rejected_by", "rejected by", "all"),
        ("all", "wait_all", "wait", "all"),
    ],
)
def test_what_can_be_said_beside_a_mode_has_a_line(
    mode: str, line: str, key: str, value: str
) -> None:
    document = FlowDocument(EMPTY)
    document.add_step({"approve": "boss", "by": "manager", **({"mode": mode} if mode else {})})
    (row,) = (each for each in document.rows if each.step)
    lines = {each.name: each for each in properties(document, row)}
    assert len({"rejected_by", "wait_all"} & lines.keys()) == 1
    give(document, lines[line], value, Scope())
    assert document.value((*row.path, key)) == value
    assert document.rows[1].step == "approve"
    assert not document.problems.errors
