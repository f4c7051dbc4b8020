"""The terminal: start and first paint beside a bare Textual app, arrow keys beside neomutt."""

import sys
import tempfile
from pathlib import Path

from benchmarks import peers
from benchmarks.company import Company, company
from benchmarks.report import Figure, median_and_spread
from benchmarks.terminal_session import TerminalSession

TASKS = 10_000
ARROWS = 40
STARTS = 5
TERMINAL = {"TERM": "xterm-256color", "SIGNOFF_LANG": "en", "COLORTERM": ""}


def measure() -> list[Figure]:
    """At 80x24 with 10,000 tasks in the inbox."""
    with company() as at:
        at.orders(TASKS)
        ours = [_start(_inbox(at)) for _ in range(STARTS)]
        bare = [_start(_bare()) for _ in range(STARTS)]
        return [*_first_paint(ours, bare), *_arrows(_inbox(at), at.home)]


def _inbox(at: Company) -> TerminalSession:
    signoff = str(Path(sys.executable).parent / "signoff")
    return TerminalSession([signoff], environment={**at.environment, **TERMINAL})


def _bare() -> TerminalSession:
    return TerminalSession([sys.executable, "-c", peers.BARE_TEXTUAL], environment=TERMINAL)


def _start(session: TerminalSession) -> tuple[float, float]:
    """Seconds until the first record stands there, and bytes until the screen is quiet."""
    first = session.wait_for(b"O-1")
    rest = session.read_until_quiet(quiet=1.0)
    session.close()
    return first.seconds, float(len(first.sent) + len(rest.sent))


def _first_paint(ours: list[tuple[float, float]], bare: list[tuple[float, float]]) -> list[Figure]:
    names = [("start, until the first record is shown", "s"), ("bytes of the first paint", "bytes")]
    figures = []
    for place, (name, unit) in enumerate(names):
        mine, _ = median_and_spread([each[place] for each in ours])
        reference, spread = median_and_spread([each[place] for each in bare])
        figures.append(
            Figure(
                name=f"TUI at 80x24: {name}",
                unit=unit,
                ours=mine,
                reference_name="a bare Textual app with an OptionList of 200",
                reference=reference,
                spread=spread,
            )
        )
    return figures


def _arrows(session: TerminalSession, folder: Path) -> list[Figure]:
    sent, seconds = _press(session, b"\x1b[B", b"O-1")
    if not peers.install_neomutt():
        print("neomutt is not here and cannot be installed: arrows have no reference")
        return []
    with tempfile.TemporaryDirectory(dir=folder) as place:
        command = peers.neomutt_command(Path(place), TASKS)
        other = TerminalSession(command, environment={**TERMINAL, "HOME": place})
        their_sent, their_seconds = _press(other, b"j", b"PO-1")
    return [
        Figure(
            name=f"an arrow key at 80x24 with {TASKS:,} tasks: bytes",
            unit="bytes",
            ours=sent,
            reference_name=f"neomutt with {TASKS:,} messages",
            reference=their_sent,
            target="at most 300 bytes",
            met=sent <= 300,
        ),
        Figure(
            name=f"an arrow key at 80x24 with {TASKS:,} tasks: time",
            unit="ms",
            ours=seconds * 1000,
            reference_name=f"neomutt with {TASKS:,} messages",
            reference=their_seconds * 1000,
            target="at most 10 ms",
            met=seconds <= 0.010,
        ),
    ]


def _press(session: TerminalSession, key: bytes, first: bytes) -> tuple[float, float]:
    """The median bytes and seconds of one key, after the first screen has settled."""
    session.wait_for(first)
    session.read_until_quiet(quiet=1.0)
    answers = [session.press(key) for _ in range(ARROWS)]
    session.close()
    bytes_sent, _ = median_and_spread([float(len(answer.sent)) for answer in answers])
    seconds, _ = median_and_spread([answer.seconds for answer in answers])
    return bytes_sent, seconds
