"""Pastes with control sequences: plain words come out, and nothing else changes."""

import pytest

from tui.terminal.pasting import Pastes

BEGIN, END = "\x1b[200~", "\x1b[201~"
HOSTILE = "one \x1b[31mred\x1b[0m \x1b]0;title\x07\x13two\x1b\nthree\r\nfour\t\x9b5"
PLAIN = "one red two\nthree\r\nfour\t5"


def test_a_paste_comes_as_plain_words_between_keys_that_stay_as_they_are() -> None:
    keys = "\x1b[A\x13\x1b"
    assert (
        Pastes().cleaned(keys + BEGIN + HOSTILE + END + keys) == keys + BEGIN + PLAIN + END + keys
    )


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
def test_a_paste_in_pieces_comes_as_the_same_words(size: int) -> None:
    pastes, whole = Pastes(), f"a{BEGIN}{HOSTILE}{END}\x1b[B{BEGIN}x{END}"
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    given = "".join(pastes.cleaned(piece) for piece in pieces)
    assert given == f"a{BEGIN}{PLAIN}{END}\x1b[B{BEGIN}x{END}"


def test_a_key_is_given_on_at_once_whatever_it_might_begin() -> None:
    pastes = Pastes()
    assert [pastes.cleaned(key) for key in ("\x1b", "[2", "\x1b[20", "0", "x")] == [
        "\x1b", "[2", "\x1b[20", "0", "x",
    ]  # fmt: skip
