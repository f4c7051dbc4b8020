"""Texts of the catalogue, with what people wrote in them."""

import pytest

from core.errors import NotFound
from core.language import say, speaking

LONG = "x" * 300


@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_a_very_long_name_an_error_repeats_only_the_beginning(language: str) -> None:
    with speaking(language):
        error = NotFound(kind="person", what=say("operations.person"), key=LONG)
        assert f"“{'x' * 79}…”" in error.message
        assert len(f"{error.message} {error.hint}") < 160
    assert LONG[:80] in NotFound(kind="person", what="person", key=LONG[:80]).message


def test_what_a_comparison_or_a_feed_shows_stands_there_whole() -> None:
    assert LONG in say("feed.condition_unclear", condition=LONG, detail="")
    assert LONG in say("errors.usage", detail=LONG)
