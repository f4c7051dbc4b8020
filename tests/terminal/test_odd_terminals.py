"""Bad bytes, bursts of keys, terminals that go away, programs that crash."""

import os
import signal
from pathlib import Path

import pytest

from tests.terminal.session import Session, environment, stand_in_program

DOWN = b"\x1b[B"


def started(home: Path, *words: str, count: int = 60, **more: str) -> Session:
    return Session(stand_in_program(count, home, *words), environment(home, **more))


def test_a_byte_that_is_not_utf_8_does_not_end_the_input(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        session.press(b"/")
        session.type(b"\xe9\xff\xfe")
        session.type(b"nord")
        session.until_shown("nord")
        session.type(b"\x15nord\r")
        session.until_shown("1/12")


def test_a_burst_of_keys_is_followed_to_the_last_one(tmp_path: Path) -> None:
    with started(tmp_path, count=400) as session:
        session.until_shown("1/400")
        session.type(DOWN * 200)
        session.until_shown("201/400")
        session.type(b"\x1b[A" * 150 + b"k" * 10)
        session.until_shown("41/400")


def test_keys_are_carried_out_in_the_order_in_which_they_were_typed(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        session.type(b"/xyz\x15nort\x7fd\rj")
        session.until_shown("2/12")
        assert "nord " in session.text


def test_what_is_typed_fast_after_a_tab_is_for_the_next_field(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        session.type(b"O")
        session.until_shown("You are not away.")
        session.read_until_quiet(1.0)
        session.type(b"li.na\t2026-12-24\t2027-01-03")
        session.until_shown("Deputy (may be empty): li.na")
        session.until_shown("First day (empty: now): 2026-12-24")
        session.until_shown("Last day (empty: open): 2027-01-03")


def test_a_burst_of_confirmations_confirms_nothing(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        session.type(b"a\r\ry\ra\r")
        session.until_shown("Reason (may be empty):")
        session.read_until_quiet(1.0)
        assert "takes it back" not in session.text


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_the_program_and_leaves_the_terminal_clean(
    tmp_path: Path, number: signal.Signals
) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        os.kill(session.pid, number)
        assert session.wait_for_end() == 128 + number
        _is_clean(session)


def test_a_closed_terminal_ends_the_program_and_leaves_no_process(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        session.hang_up()
        assert session.wait_for_end() != 0
        with pytest.raises(ProcessLookupError):
            os.killpg(session.pid, 0)


def test_leaving_gives_the_terminal_back_as_it_was(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        session.type(b"q")
        assert session.wait_for_end() == 0
        _is_clean(session)


def test_a_crash_is_a_failure_to_the_shell_and_leaves_the_terminal_clean(tmp_path: Path) -> None:
    with started(tmp_path, "crash") as session:
        session.until_shown("1/60")
        session.type(b"j")
        assert session.wait_for_end() == 1
        _is_clean(session)


def test_another_size_of_the_terminal_is_drawn_whole(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        session.resize(columns=120, lines=40)
        session.until_shown("Purchase approval, version 2: running")
        session.read_until_quiet(0.5)
        assert "PO-1030" in session.text
        before = session.text
        session.press(b"\x0c")
        assert session.text == before


def test_a_terminal_that_claims_another_locale_gets_utf_8(tmp_path: Path) -> None:
    with started(tmp_path, LANG="C", LC_ALL="POSIX", SIGNOFF_LANG="zh") as session:
        session.until_shown("待")
        session.until_shown("PO-1001")


def test_a_paste_full_of_control_sequences_is_words_in_their_order(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        session.press(b"c")
        session.type(
            b"\x1b[200~first \x1b[31mred\x1b[0m \x13\x1b" + b"word " * 9 + b"\x1b[201~last"
        )
        session.until_shown("first red word word")
        session.until_shown("word last")


def test_a_long_paste_and_half_a_character_that_come_in_pieces_do_not_end_the_input(
    tmp_path: Path,
) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        session.press(b"c")
        for piece in (b"\x1b[200~one ", b"two ", b"three\x1b[201~ \xe5", b"\x9b", b"\x9b four"):
            session.type(piece)
            session.read_until_quiet(0.2)  # each is read by itself
        session.until_shown("one two three 四 four")


def test_a_paste_whose_end_got_lost_is_told_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        session.press(b"c")
        session.type(b"\x1b[200~words")
        session.until_shown("Ctrl-C ends it", broken=True)
        session.type(b"\x03")
        session.until_shown("words")
        session.type(b" and keys")
        session.until_shown("words and keys")


def test_the_heads_follow_their_columns_when_the_terminal_gets_narrower(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        session.until_shown("1/60")
        assert "Task" in session.screen.display[1]
        session.resize(columns=40, lines=16)
        session.until(lambda: session.screen.display[1].rstrip().endswith("Amount"))


def _is_clean(session: Session) -> None:
    tail = session.sent[session.sent.rindex(b"\x1b[?1049l") :]
    assert b"\x1b[?25h" in tail  # the cursor is back
    assert b"\x1b[?2004h" not in tail  # and no bracketed paste
    assert session.sent.rindex(b"\x1b[?2004l") > session.sent.rindex(b"\x1b[?2004h")
