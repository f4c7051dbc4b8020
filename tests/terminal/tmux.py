"""A program in tmux, as people keep it on a server; the same to use as `Session`."""

import shlex
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.terminal.session import CHECKOUT
from tests.terminal.watched import Watched


class Tmux(Watched):
    """Runs a program in a tmux of its own at a size; its screen is what tmux shows of it.

    Raises FileNotFoundError where there is no tmux.
    """

    def __init__(
        self,
        command: list[str],
        environment: Mapping[str, str],
        *,
        columns: int = 80,
        lines: int = 24,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._socket = Path(self._folder.name) / "tmux"
        self._status = Path(self._folder.name) / "status"
        variables = [f"{name}={value}" for name, value in environment.items() if name != "TERM"]
        program = shlex.join(["env", *variables, *command])
        program += f"; echo $? > {shlex.quote(str(self._status))}"
        size = ["-x", str(columns), "-y", str(lines)]
        self._tmux("-f", "/dev/null", "new-session", "-d", *size, "-c", str(CHECKOUT), program)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tmux("kill-server", check=False)
        self._folder.cleanup()

    # --- what comes ---------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What the screen shows."""
        return self._tmux("capture-pane", "-p")

    def rest(self, seconds: float) -> None:
        """Let so many seconds pass: tmux does not say when something comes."""
        time.sleep(seconds)

    def read_until_quiet(self, quiet: float) -> bytes:
        """Wait until nothing changes for `quiet` seconds; answers the screen."""
        before = self.text
        since = time.monotonic()
        while time.monotonic() - since < quiet:
            time.sleep(0.05)
            if (now := self.text) != before:
                before, since = now, time.monotonic()
        return before.encode()

    # --- what goes ----------------------------------------------------------------------------

    def type(self, keys: bytes) -> None:
        """Send keys, as the bytes that a terminal sends for them."""
        self._tmux("send-keys", "-H", *(f"{byte:02x}" for byte in keys))

    def exit_code(self) -> int | None:
        """The exit code; None while the program runs."""
        told = self._status.read_text() if self._status.exists() else ""
        return int(told) if told.endswith("\n") else None

    def _tmux(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self._socket), *words], capture_output=True, text=True, check=check
        )
        return done.stdout
