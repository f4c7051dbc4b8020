"""A message and its hint are told apart, in both languages."""

import pytest

from core.errors import NotFound
from core.language import speaking
from tui.commands.output import joined


@pytest.mark.parametrize(
    ("language", "message", "hint", "line"),
    [
        ("en", "no type “nope”", "The types are: a", "no type “nope”. The types are: a"),
        ("en", "It is so.", "Do this", "It is so. Do this"),
        ("en", "no person “没有”", "`search 没有`", "no person “没有”. `search 没有`"),
        ("zh", "没有“x”", "可用类型：a", "没有“x”。可用类型：a"),
        ("zh", "alone", "", "alone"),
    ],
)
def test_a_message_and_its_hint_are_told_apart(
    language: str, message: str, hint: str, line: str
) -> None:
    with speaking(language):
        assert joined(message, hint) == line


def test_each_kind_of_thing_is_looked_for_where_it_is_listed() -> None:
    assert "flow list" in NotFound(kind="flow", what="flow", key="x").hint
    assert "search x" in NotFound(kind="object", what="object", key="x").hint
    assert NotFound(what="person", key="x").hint == ""
