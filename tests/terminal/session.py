"""A program in a real pseudo-terminal: what it sends, and what a terminal shows of it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests.terminal.watched import PATIENCE, Watched

CHECKOUT = Path(__file__).parents[2]
_QUERIES = re.compile(rb"\x1b\[\?\d+\$p|\x1b\[[<>][\d;]*u")
"""Questions to the terminal that pyte would print."""


class Session(Watched):
    """Runs a program at a size; keeps all that it sent and the screen that results."""

    def __init__(
        self,
        command: list[str],
        environment: Mapping[str, str],
        *,
        columns: int = 80,
        lines: int = 24,
    ) -> None:
        self.sent = b""
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.status: int | None = None
        size = struct.pack("HHHH", lines, columns, 0, 0)
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.chdir(CHECKOUT)
            os.execve(command[0], command, dict(environment))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.handle >= 0:
            os.close(self.handle)

    # --- what comes ---------------------------------------------------------------------------

    def read(self, seconds: float) -> bytes:
        """What comes within so many seconds, as soon as something does; b"" for nothing."""
        ready, _, _ = select.select([self.handle], [], [], seconds)
        if not ready:
            return b""
        try:
            data = os.read(self.handle, 65536)
        except OSError:  # the other end is closed
            return b""
        self.sent += data
        self._stream.feed(_QUERIES.sub(b"", data))
        return data

    def read_until_quiet(self, quiet: float) -> bytes:
        """All that comes until nothing came for `quiet` seconds."""
        found = b""
        while data := self.read(quiet):
            found += data
        return found

    def rest(self, seconds: float) -> None:
        """Read what comes meanwhile; a closed terminal brings nothing."""
        if self.handle >= 0:
            self.read(seconds)
        else:
            select.select([], [], [], seconds)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self.screen.display)

    # --- what goes ----------------------------------------------------------------------------

    def type(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self.handle, keys)

    def press(self, key: bytes, quiet: float = 0.3) -> bytes:
        """Send a key and read all of its answer."""
        self.type(key)
        first = b""
        end = time.monotonic() + PATIENCE
        while not first and time.monotonic() < end:
            first = self.read(0.2)
        return first + self.read_until_quiet(quiet)

    def resize(self, *, columns: int, lines: int) -> None:
        """Give the terminal another size, in cells."""
        self.screen.resize(lines, columns)
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, size)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped connection does."""
        os.close(self.handle)
        self.handle = -1

    def exit_code(self) -> int | None:
        """The exit code; None while the program runs."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = status if pid else None
        return None if self.status is None else os.waitstatus_to_exitcode(self.status)


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment that does not depend on who runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "SIGNOFF_HOME": str(home), **more}


def stand_in_program(count: int, folder: Path, *words: str) -> list[str]:
    """The command of the program with made-up tasks."""
    return [sys.executable, "-m", "tests.terminal.program", str(count), str(folder), *words]
