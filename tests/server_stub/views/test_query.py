"""Reading a query: what it means, and what is wrong with it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.language import speaking
from server_stub.views.directory import Configuration
from server_stub.views.query import Comparison, Query, parse
from tests.server_stub.company import DIRECTORY, TYPES, actor

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CONFIGURATION = Configuration(DIRECTORY, {each.id: each for each in TYPES}, {}, ())


def read(q: str, who: str = "bea") -> Query:
    return parse(q, actor(who), CONFIGURATION, NOW)


@pytest.mark.parametrize(
    ("q", "part"),
    [
        ("is:nice", "is:nice"),
        ("type:house", "house"),
        ("from:nobody", "nobody"),
        ("due<soon", "due<soon"),
        ("due:2026-12-01", "due:2026-12-01"),
        ("due<99999999999d", "due<99999999999d"),
        ("colour>3", "colour"),
        ("amount>much", "much"),
        ("secret:hush", "secret"),
        ("limit>3", "limit"),
        ('"open', "open"),
        ("x" * 1001, "1000"),
    ],
)
def test_a_query_that_is_not_understood_says_which_part(q: str, part: str) -> None:
    for language in ("en", "zh"):
        with speaking(language), pytest.raises(Invalid) as raised:
            read(q)
        assert part in raised.value.detail
        assert raised.value.message


def test_words_and_fields_are_told_apart() -> None:
    query = read('steel "two words" needed>=2026-12-01 supplier:"North Sea" ５ is:question')
    assert query.words == ("steel", "two words", "5")
    assert query.comparisons == (
        Comparison("needed", ">=", "2026-12-01"),
        Comparison("supplier", ":", "North Sea"),
    )
    assert query.conditions == {"kind": {"kinds": ["question"]}}


def test_me_is_whoever_asks() -> None:
    assert read("from:me", "rob").conditions == {"from": {"people": ["rob"]}}


def test_who_may_see_a_field_may_ask_for_it() -> None:
    assert read("secret:hush", "finn").comparisons == (Comparison("secret", ":", "hush"),)


@settings(deadline=None)
@given(q=st.text(max_size=60) | st.from_regex(r"(is|due|type|from|amount)[:<>=]+.{0,9}"))
def test_any_query_is_understood_or_refused(q: str) -> None:
    try:
        read(q)
    except Invalid:
        return
