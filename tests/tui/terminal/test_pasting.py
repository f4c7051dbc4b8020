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


def test_a_paste_whose_end_got_lost_ends_with_ctrl_c_once_nothing_came_for_a_while() -> None:
    now = 0.0
    pastes = Pastes(lambda: now)
    given = pastes.cleaned(f"{BEGIN}one\x03")
    now = 1.9
    assert not pastes.look()
    given += pastes.cleaned("\x03two")  # may be a part of it
    now = 3.8
    assert not pastes.look()
    now = 3.9
    assert (pastes.look(), pastes.hangs) == (True, True)
    assert not pastes.look(), "it is told once"
    given += pastes.cleaned("three") + pastes.cleaned("\x03\x03")
    assert (pastes.look(), pastes.hangs) == (True, False)
    assert given + pastes.cleaned("q\x03") == f"{BEGIN}onetwothree{END}q\x03"


def test_a_slow_paste_that_goes_on_stays_one_paste() -> None:
    now = 0.0
    pastes = Pastes(lambda: now)
    given = pastes.cleaned(f"{BEGIN}one ")
    now = 60.0
    assert pastes.look()
    given += pastes.cleaned("a\x03q ") + pastes.cleaned(f"two{END}")
    assert pastes.look()
    assert given == f"{BEGIN}one aq two{END}"
