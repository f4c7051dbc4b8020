"""A text that no object took joins the draft that lies there, whatever its letters are."""

from pathlib import Path

import pytest

from core.client.drafts import Drafts
from core.errors import Unreachable
from tui.commands.keeping import Keeping


def leave(drafts: Drafts, text: str) -> str:
    with (
        pytest.raises(Unreachable),
        Keeping(drafts, text, draft="comment", typed=False) as keeping,
        keeping.about("PO-1"),
    ):
        raise Unreachable()
    return drafts.load("comment/PO-1")


def test_a_word_that_stands_inside_another_is_kept_too(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.save("comment/PO-1", "book the flight")
    assert leave(drafts, "ok") == "book the flight\n\nok"
    assert leave(drafts, "ok") == "book the flight\n\nok", "but not twice"
