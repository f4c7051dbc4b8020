"""Servers as processes of their own, in a home of their own, and a plain way to call them."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from core.client.local import is_ready
from core.settings import Settings, load_settings
from tests.rebuilding import require_replayable_home

ROOT = Path(__file__).parent.parent.parent
WAIT = 60.0


class Home:
    """A SIGNOFF_HOME, and the servers started in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.environment = {**os.environ, "SIGNOFF_HOME": str(folder), "SIGNOFF_LANG": "en"}
        self.settings: Settings = load_settings(self.environment)
        self.log = folder / "log"
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, *options: str) -> "subprocess.Popen[bytes]":
        """Start a server; without options an embedded one. What it says goes to `log`."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "server_stub.serve", *(options or ("--embedded",))],
                cwd=ROOT, env=self.environment, stderr=log,
            )  # fmt: skip
        self._started.append(process)
        return process

    def client(self) -> httpx.Client:
        """A client of the server on this home's socket."""
        return httpx.Client(
            transport=httpx.HTTPTransport(uds=str(self.settings.socket_file)),
            base_url="http://signoff.test",
            timeout=WAIT,
        )

    def answers(self) -> bool:
        """Whether a server is ready on this home's socket."""
        return is_ready(self.settings)

    def end(self) -> None:
        """Kill what still runs; every case is what its events say."""
        for process in self._started:
            process.kill()
            process.wait()
        require_replayable_home(self._folder)


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition, and fail if it does not come."""
    deadline = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


async def call(
    socket: Path, method: str, path: str, body: object = None, **headers: str
) -> tuple[int, Any]:
    """One request on a connection of its own; OSError where no whole answer came."""
    content = b"" if body is None else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named |= {"Host": "signoff", "Connection": "close", "Content-Length": str(len(content))}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    reader, writer = await asyncio.open_unix_connection(str(socket))
    try:
        writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + content)
        answer = await reader.read()
    finally:
        writer.close()
    start, found, rest = answer.partition(b"\r\n\r\n")
    length = _length(start)
    if not found or len(rest) != length:
        raise ConnectionError("the answer broke off")
    return int(start.split()[1]), json.loads(rest) if rest else None


def _length(start: bytes) -> int:
    for line in start.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
