"""A server of a few lines on a real Unix socket, where the real one cannot be made to fail so."""

import json
import socket
import socketserver
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from core.client.client import Client
from core.client.unix import UnixLink

Answer = tuple[int, Any]


class Heard:
    """One request that arrived."""

    def __init__(self, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body


class Double:
    """Answers what the test says, and remembers what it heard."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "s"
        self.heard: list[Heard] = []
        self.answer: Callable[[Heard], Answer] = lambda heard: (200, None)
        self._server: _Server | None = None
        self._links: list[UnixLink] = []

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        self._server = _Server(str(self.socket), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.hang_up()
            self._server.server_close()
            self._server = None
        self.socket.unlink(missing_ok=True)

    def close(self) -> None:
        self.stop()
        for link in self._links:
            link.close()

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def client(self, acting: str = "", identity: str = "") -> Client:
        link = UnixLink(str(self.socket), {})
        self._links.append(link)
        return Client(link, self.url, acting=acting, identity=identity)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, *words: Any) -> None:
        super().__init__(*words)
        self.open: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, Any]:
        request, address = super().get_request()
        self.open.append(request)
        return request, address

    def hang_up(self) -> None:
        """What the end of a process does to its connections."""
        for each in self.open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests."""


def _handler(double: Double) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard = Heard(self.command, self.path, dict(self.headers), body)
            double.heard.append(heard)
            status, content = double.answer(heard)
            sent = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on stderr."""

        def address_string(self) -> str:
            return "test"

    return Handler


@pytest.fixture
def double() -> Iterator[Double]:
    """A running double."""
    folder = Path(tempfile.mkdtemp(prefix="so-"))
    made = Double(folder)
    made.start()
    yield made
    made.close()
    rmtree(folder)


def problem(status: int, code: str, detail: str = "", **more: Any) -> Answer:
    """An error as the server sends it."""
    return status, {"type": "x", "status": status, "code": code, "detail": detail, **more}
