"""Esc, keys with Alt, and arrow keys that come in pieces."""

import time
from collections.abc import Sequence

import pytest
from textual.events import Key

from tui.terminal.escapes import TwoKeysParser


def keys(pieces: Sequence[str]) -> list[str]:
    """The keys that are heard by the time the last piece has been read."""
    parser = TwoKeysParser()
    events = [event for piece in pieces for event in parser.feed(piece)]
    return [event.key for event in events if isinstance(event, Key)]


@pytest.mark.parametrize(
    ("pieces", "heard"),
    [
        (["\x1b", "n"], ["escape", "n"]),
        (["\x1b", "否"], ["escape", "否"]),
        (["\x1b", "\r"], ["escape", "enter"]),
        (["\x1b", "\x1b", "q"], ["escape", "escape", "q"]),
        (["\x1b", "\x1b[B"], ["escape", "down"]),
        (["\x1b", "[", "B", "n"], ["down", "n"]),
        (["\x1b", "OP", "n"], ["f1", "n"]),
        (["\x1b[", "A"], ["up"]),
        (["\x1b[13;3u", "n"], ["alt+enter", "n"]),
        (["j", "\x1b", "j"], ["j", "escape", "j"]),
        (["\x1b", "O", "P"], ["f1"]),
        (["\x1b", "O", "\x1b", "q"], ["escape", "O", "escape", "q"]),
        (["\x1b", "O", "\x1b[B"], ["escape", "O", "down"]),
    ],
)
def test_an_esc_that_comes_alone_is_a_key_of_its_own(pieces: list[str], heard: list[str]) -> None:
    assert keys(pieces) == heard


def test_a_key_with_alt_comes_in_one_piece_and_stays_one_key() -> None:
    parser = TwoKeysParser()
    heard = list(parser.feed("\x1bn"))
    end = time.monotonic() + 10
    while not heard and time.monotonic() < end:
        heard = list(parser.tick())
    assert [event.key for event in heard if isinstance(event, Key)] == ["alt+n"]


@pytest.mark.parametrize(
    ("pieces", "heard"),
    [
        (["\x1b", "O"], ["escape", "O"]),
        (["\x1b", "["], ["escape", "left_square_bracket"]),
        (["\x1b", "O", "?"], ["escape", "O", "question_mark"]),
    ],
)
def test_an_esc_and_a_letter_that_begins_no_function_key_are_two_keys_in_the_end(
    pieces: list[str], heard: list[str]
) -> None:
    parser = TwoKeysParser()
    events = [event for piece in pieces for event in parser.feed(piece)]
    end = time.monotonic() + 10
    while not events and time.monotonic() < end:
        events = list(parser.tick())
    events += parser.feed("n")
    assert [event.key for event in events if isinstance(event, Key)] == [*heard, "n"]


def test_a_letter_long_after_esc_is_a_key_too() -> None:
    parser = TwoKeysParser()
    heard = list(parser.feed("\x1b"))
    end = time.monotonic() + 10
    while not heard and time.monotonic() < end:
        heard = list(parser.tick())
    heard += parser.feed("u")
    assert [event.key for event in heard if isinstance(event, Key)] == ["escape", "u"]
