"""The program as people start it: the command, the embedded server, the demo company."""

import subprocess
import sys
from pathlib import Path

from tests.terminal.session import CHECKOUT, Session, environment

_COMMAND = [sys.executable, "-m", "tui.commands.main"]


def signoff(home: Path, *words: str) -> str:
    done = subprocess.run(
        [*_COMMAND, *words],
        env=environment(home),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.stdout + done.stderr


def test_an_order_is_read_asked_about_and_approved_and_leaving_sends_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    try:
        signoff(home, "demo")
        first = signoff(home, "inbox", "is:approve").splitlines()[0].split("\t")
        key = first[0]
        with Session(_COMMAND, environment(home)) as session:
            session.until_shown(key)
            session.until_shown("online")
            session.type(b"/")
            session.until_shown("Filter: ")
            session.type(key.encode() + b" is:approve\r")
            session.until_shown("1/1 ")
            session.type(b"\r")
            session.until_shown("Your task")
            session.type(b"@")
            session.until_shown("Comment on " + key)
            session.type(b"is this the right price?")
            session.until_shown("right price?")
            session.type(b"\x13")
            session.until_shown(f"{key}: comment sent")
            session.type(b"a")
            session.until_shown("Reason")
            session.read_until_quiet(1.0)
            session.type(b"fair")
            session.until_shown("fair")
            session.type(b"\r")
            session.until_shown("takes it back")
            session.type(b"q")
            assert session.wait_for_end() == 0
        shown = signoff(home, "feed", key)
        assert "is this the right price?" in shown
        assert "fair" in shown
        assert key not in signoff(home, "inbox", "is:approve")
    finally:
        signoff(home, "server", "stop")
