"""A message and its hint are told apart, in both languages."""

import pytest

from core.errors import NotFound
from tui.commands.output import joined


@pytest.mark.parametrize(
    ("message", "hint", "line"),
    [
        ("no object type “nope”", "the types are: a", "no object type “nope”. the types are: a"),
        ("It is so.", "Do this", "It is so. Do this"),
        ("没有“x”", "可用类型：a", "没有“x”。可用类型：a"),
        ("alone", "", "alone"),
    ],
)
def test_a_message_and_its_hint_are_told_apart(message: str, hint: str, line: str) -> None:
    assert joined(message, hint) == line


def test_each_kind_of_thing_is_looked_for_where_it_is_listed() -> None:
    assert "flow list" in NotFound(kind="flow", what="flow", key="x").hint
    assert "search x" in NotFound(kind="object", what="object", key="x").hint
    assert NotFound(what="person", key="x").hint == ""
