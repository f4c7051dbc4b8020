"""A command in a real pseudo-terminal: what it wrote, and a keyboard."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time

from tests.tui.commands.conftest import House

WAIT = 60.0


SCREENS: "list[Screen]" = []


class Screen:
    """A command on a terminal: what it wrote, and a keyboard."""

    def __init__(self, house: House, *words: str, columns: int = 80, **environment: str) -> None:
        self._terminal, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui.commands.main", *words],
            env=house.environment | {"TERM": "xterm", "COLUMNS": str(columns)} | environment,
            stdin=far,
            stdout=far,
            stderr=far,
            start_new_session=True,
            # Its keyboard: without this Ctrl-C would reach nobody.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(far)
        self.written = ""
        self._rest = ""  # read, and not asked for yet
        SCREENS.append(self)

    def close(self) -> None:
        """End it, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def until(self, words: str) -> str:
        """Read until the words are there; what came since the last time, up to their end."""
        found, self._rest = self._rest, ""
        deadline = time.monotonic() + WAIT
        while words not in found:
            assert time.monotonic() < deadline, (words, found)
            piece = self._read()
            assert piece or self.process.poll() is None, (words, found)
            found += piece
        # How much arrives in one piece is chance: what follows is for the next look.
        end = found.index(words) + len(words)
        found, self._rest = found[:end], found[end:]
        return found

    def type(self, words: str) -> None:
        os.write(self._terminal, words.encode())

    def end(self) -> str:
        """Everything until the command ends."""
        found, self._rest = self._rest, ""
        deadline = time.monotonic() + WAIT
        while (piece := self._read()) or self.process.poll() is None:
            found += piece
            assert time.monotonic() < deadline, found
        self.process.wait(WAIT)
        os.close(self._terminal)
        return found

    def _read(self) -> str:
        ready, _, _ = select.select([self._terminal], [], [], 0.1)
        if not ready:
            return ""
        try:
            piece = os.read(self._terminal, 65_536).decode(errors="replace")
        except OSError:  # EIO: nobody writes any more
            return ""
        self.written += piece
        return piece
