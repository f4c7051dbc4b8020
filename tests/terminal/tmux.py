"""A program in tmux, as people keep it on a server; the same to use as `Session`."""

import shlex
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.terminal.session import CHECKOUT, PATIENCE, shows


class Tmux:
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

    def until_shown(self, words: str, *, broken: bool = False) -> None:
        """Wait until the screen shows the words; `broken`: they may be broken over two lines."""
        end = time.monotonic() + PATIENCE
        while not shows(self.text, words, broken=broken):
            assert time.monotonic() < end, f"{words!r} never came; the screen shows:\n{self.text}"
            time.sleep(0.05)

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

    def wait_for_end(self) -> int:
        """The exit code, once the program has ended."""
        end = time.monotonic() + PATIENCE
        while not (self._status.exists() and self._status.read_text().endswith("\n")):
            assert time.monotonic() < end, "it does not end"
            time.sleep(0.05)
        return int(self._status.read_text())

    def _tmux(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self._socket), *words], capture_output=True, text=True, check=check
        )
        return done.stdout
