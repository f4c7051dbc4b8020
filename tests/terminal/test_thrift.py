"""How little goes over the line: bytes of the first paint, of each key, and of doing nothing."""

import re
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.session import Session, environment, stand_in_program

DOWN, UP, PAGE_DOWN = b"\x1b[B", b"\x1b[A", b"\x1b[6~"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """80x24 with 10,000 tasks, at rest."""
    home = tmp_path_factory.mktemp("home")
    with Session(stand_in_program(10_000, home), environment(home)) as started:
        started.until_shown("PO-1019")
        started.until_shown("online")
        started.until_shown("Chen Jing")
        started.read_until_quiet(1.0)
        yield started


def test_the_first_paint_is_a_fraction_of_a_full_repaint(session: Session) -> None:
    assert len(session.sent) < 5_000


def test_nothing_is_sent_while_nothing_happens(session: Session) -> None:
    assert session.read(3.0) == b""


def test_an_arrow_key_costs_at_most_300_bytes_also_where_the_list_scrolls(
    session: Session,
) -> None:
    """Also where the kind of task changes, and with it the keys in the last line."""
    costs = [len(session.press(DOWN, quiet=0.25)) for _ in range(26)]
    assert sorted(costs)[len(costs) // 2] <= 200
    assert max(costs) <= 300
    session.until_shown("27/10000")


def test_it_costs_no_more_in_chinese(tmp_path: Path) -> None:
    chinese = environment(tmp_path, SIGNOFF_LANG="zh")
    with Session(stand_in_program(10_000, tmp_path), chinese) as session:
        session.until_shown("PO-1019")
        session.until_shown("陈静")
        session.read_until_quiet(1.0)
        costs = [len(session.press(key, quiet=0.25)) for key in [DOWN] * 26 + [UP] * 26]
        assert max(costs) <= 300


def test_a_page_costs_less_than_its_text(session: Session) -> None:
    assert len(session.press(PAGE_DOWN)) < 2_400


def test_a_dialog_and_typing_send_what_changes_and_no_more(session: Session) -> None:
    assert len(session.press(b"c", quiet=1.0)) < 900
    session.until_shown("Comment on")
    assert len(session.press(b"x")) < 60
    session.press(b"\x1b", quiet=1.0)
    assert session.read(1.5) == b""


def test_memory_does_not_grow_with_what_is_walked_through(session: Session) -> None:
    def resident() -> int:
        pages = int(Path(f"/proc/{session.pid}/statm").read_text().split()[1])
        return pages * resource.getpagesize()

    for _ in range(20):
        session.press(PAGE_DOWN, quiet=0.05)
    before = resident()
    for _ in range(80):
        session.press(PAGE_DOWN, quiet=0.05)
    assert resident() - before < 3_000_000


def test_nothing_on_the_line_is_a_colour_under_no_color(tmp_path: Path) -> None:
    with Session(stand_in_program(30, tmp_path), environment(tmp_path, NO_COLOR="1")) as session:
        session.until_shown("PO-1019")
        session.until_shown("online")
        session.press(DOWN)
        session.press(b"\r", quiet=0.5)
        session.press(b"\x1b[6~")
        session.press(b"a", quiet=0.8)
        session.press(b"x")
        codes = {
            code
            for found in re.findall(rb"\x1b\[([\d;]*)m", session.sent)
            for code in found.split(b";")
        }
        assert codes <= {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"9"}
        assert any(cell.reverse for row in session.screen.buffer.values() for cell in row.values())
