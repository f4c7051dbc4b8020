"""Also a session that was ended from outside is gone on with."""

import os
import signal
from pathlib import Path

import pytest

from tests.terminal.session import Session, environment, stand_in_program

DOWN = b"\x1b[B"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, None])
def test_a_session_that_was_ended_is_gone_on_with(
    tmp_path: Path, how: signal.Signals | None
) -> None:
    """By a signal, or by closing the terminal."""
    with Session(stand_in_program(300, tmp_path), environment(tmp_path)) as session:
        session.until_shown("Chen Jing")
        session.press(DOWN)
        session.press(DOWN)
        session.until_shown("3/300")
        if how is not None:
            os.kill(session.pid, how)
        else:
            os.close(session.handle)
            session.handle = -1
        os.waitpid(session.pid, 0)
        session.status = 0
    with Session(stand_in_program(300, tmp_path), environment(tmp_path)) as session:
        session.until_shown("3/300")
