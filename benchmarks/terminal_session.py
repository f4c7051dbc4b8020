"""A program in a pseudo-terminal of a given size: what it sends, and how long it takes to."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What came back for one key: bytes, and seconds until the last of them."""

    sent: bytes
    seconds: float


class TerminalSession:
    """Runs `command` in a pseudo-terminal and measures its output."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.started = time.perf_counter()
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.execvpe(command[0], list(command), {**os.environ, **(environment or {})})
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, size)

    def read_until_quiet(self, *, quiet: float, limit: float = 20.0) -> Answer:
        """Everything until nothing came for `quiet` seconds; the time is that of the last byte."""
        begun = last = time.perf_counter()
        received = bytearray()
        while time.perf_counter() - begun < limit:
            ready, _, _ = select.select([self.handle], [], [], quiet)
            if not ready:
                break
            try:
                chunk = os.read(self.handle, 65536)
            except OSError:
                break
            if not chunk:
                break
            received += chunk
            last = time.perf_counter()
            self._answer_queries(chunk)
        return Answer(bytes(received), last - begun)

    def wait_for(self, text: bytes, *, limit: float = 20.0) -> Answer:
        """Everything until `text` has come; the time counts from the start of the program."""
        received = bytearray()
        while text not in received:
            remaining = self.started + limit - time.perf_counter()
            ready, _, _ = select.select([self.handle], [], [], max(remaining, 0))
            if not ready:
                raise TimeoutError(f"{text!r} did not come; got {bytes(received[-400:])!r}")
            chunk = os.read(self.handle, 65536)
            received += chunk
            self._answer_queries(chunk)
        return Answer(bytes(received), time.perf_counter() - self.started)

    def press(self, key: bytes, *, quiet: float = 0.15) -> Answer:
        """Send a key and read its answer."""
        os.write(self.handle, key)
        return self.read_until_quiet(quiet=quiet)

    def close(self) -> None:
        """End the program and its terminal."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.handle)

    def _answer_queries(self, chunk: bytes) -> None:
        if b"\x1b[6n" in chunk:  # where is the cursor?
            os.write(self.handle, b"\x1b[1;1R")
        if b"\x1b[c" in chunk:  # what are you?
            os.write(self.handle, b"\x1b[?62;22c")
