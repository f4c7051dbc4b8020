"""The lines above and below."""

import pytest

from core.language import speaking
from core.tasks import TaskKind
from core.text import cell_width
from tests.tui.company import task
from tui.actions import Situation, in_footer
from tui.drawing.bars import key_bar
from tui.drawing.line import width
from tui.keymap import Keymap

THREE = ("approve", "reject", "return")


def shown(cells: int, **changes: object) -> str:
    it = task(0, **changes)
    situation = Situation(task=it, key=it.object, listing=True)
    line = key_bar(in_footer(situation), Keymap(), cells)
    assert width(line) <= cells
    return "".join(segment.text for segment in line)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("cells", [120, 80, 60, 40, 30, 20])
def test_no_key_that_decides_is_ever_missing(language: str, cells: int) -> None:
    with speaking(language):
        assert {"a", "r", "b", "?"} <= set(shown(cells, can=THREE).split())
        question = shown(cells, kind=TaskKind.QUESTION, can=("done", "return"))
        assert {"d", "b", "?"} <= set(question.split())


def test_where_words_have_no_room_there_are_more_keys() -> None:
    assert shown(20, can=THREE) == "a  r  b  c  Enter  ?"
    assert shown(40, can=THREE).startswith("a approve  r reject  b return")
    assert cell_width(shown(20, can=("done",))) <= 20
