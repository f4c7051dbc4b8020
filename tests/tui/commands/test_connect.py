"""`connect` at a terminal: what was connected is told in words."""

import pytest

from tests.tui.commands.conftest import House
from tests.tui.commands.screen import Screen


@pytest.mark.parametrize(("language", "said"), [("en", "not tried yet"), ("zh", "尚未尝试")])
def test_a_new_connection_is_shown_at_the_terminal(house: House, language: str, said: str) -> None:
    words = ["connect", "add", "webhook", "shop", "--url", "http://127.0.0.1:1/"]
    screen = Screen(house, *words, columns=120, SIGNOFF_LANG=language)
    shown = screen.end()
    assert screen.process.returncode == 0, shown
    assert said in shown
    assert "signoff connect test shop" in shown
