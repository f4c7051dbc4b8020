"""HTTP/1.1 over a Unix socket, as much of it as our own server speaks (RFC 9112).

A one-shot command on the embedded server goes this way: importing httpx, or the standard library's
client with its mail parser and TLS, would cost it more than everything else that it does
(docs/why/startup.md).
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from core.client.link import LinkBroken

CONNECT_SECONDS = 10.0
"""How long the server may take to accept a connection."""
HOST = "signoff.local"
"""The host named in requests, where it means nothing."""
_CHUNK = 65_536
_LONGEST_HEAD = 65_536


def socket_path(url: str) -> str:
    """The path in `unix:///path`, or "" for any other URL."""
    return url.removeprefix("unix://") if url.startswith("unix://") else ""


class UnixLink:
    """One connection, kept from request to request."""

    def __init__(self, path: str, headers: dict[str, str]) -> None:
        self._path = path
        self._headers = headers
        self._kept: _Connection | None = None

    def send(
        self, method: str, target: str, headers: dict[str, str], body: bytes, seconds: float
    ) -> tuple[int, bytes]:
        """The status and the whole content of the answer."""
        request = _request(method, target, self._headers | headers, body)
        kept, self._kept = self._kept, None
        with _as_broken():
            if kept is not None:
                # The server may have closed the idle connection; a new one tells whether it runs.
                # What changes something carries an idempotency key.
                with suppress(ConnectionError):
                    return self._exchange(kept, request, seconds)
            return self._exchange(self._connected(), request, seconds)

    @contextmanager
    def stream(
        self, target: str, headers: dict[str, str], seconds: float
    ) -> Iterator[tuple[int, Iterator[bytes]]]:
        """The status and the content of the answer to a GET, piece by piece."""
        connection = self._connected()
        try:
            with _as_broken():
                status = connection.ask(
                    _request("GET", target, self._headers | headers, b""), seconds
                )
            yield status, _all_as_broken(connection.pieces())
        finally:
            connection.close()

    def close(self) -> None:
        """Hang up."""
        if self._kept is not None:
            self._kept.close()

    def _exchange(
        self, connection: "_Connection", request: bytes, seconds: float
    ) -> tuple[int, bytes]:
        try:
            status = connection.ask(request, seconds)
            content = b"".join(connection.pieces())
        except BaseException:
            connection.close()
            raise
        if connection.stays:
            self._kept = connection
        else:
            connection.close()
        return status, content

    def _connected(self) -> "_Connection":
        try:
            return _Connection(self._path)
        except OSError as error:
            raise LinkBroken(_words(error), again=True, unsent=True) from None


class _Connection:
    """A connection and the answer that is being read from it."""

    def __init__(self, path: str) -> None:
        self._plug = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._plug.settimeout(CONNECT_SECONDS)
            self._plug.connect(path)
        except BaseException:
            self._plug.close()
            raise
        self._read = b""
        self._headers: dict[str, str] = {}
        self._empty = False
        self.stays = True
        """Whether another request can follow on it."""

    def ask(self, request: bytes, seconds: float) -> int:
        """Send a request and read the head of the answer; its status."""
        self._plug.settimeout(seconds)
        whole = self._sent(request)
        while True:
            status = self._head()
            if status >= 200:  # 1xx: the answer proper is still to come
                self._empty = status in (204, 304)
                self.stays = self.stays and whole
                return status

    def _sent(self, request: bytes) -> bool:
        """Whether the server took the whole request.

        One that is too large is answered before its end, and nobody reads the rest: the answer is
        there all the same. Where the server is gone, there is none, and reading it says so.
        """
        try:
            self._plug.sendall(request)
        except ConnectionError:
            return False
        return True

    def pieces(self) -> Iterator[bytes]:
        """The content of the answer as it comes."""
        if self._empty:
            return
        if self._headers.get("transfer-encoding", "").lower() == "chunked":
            yield from self._chunks()
        elif "content-length" in self._headers:
            yield from self._exactly(_number(self._headers["content-length"], 10))
        else:
            self.stays = False
            yield from self._rest()

    def close(self) -> None:
        self._plug.close()

    def _head(self) -> int:
        first, *lines = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        version, _, rest = first.partition(" ")
        if not version.startswith("HTTP/1."):
            raise _strange(first)
        pairs = (line.partition(":") for line in lines)
        self._headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        usual = "keep-alive" if version == "HTTP/1.1" else "close"
        self.stays = self._headers.get("connection", usual).lower() != "close"
        return _number(rest[:3], 10)

    def _chunks(self) -> Iterator[bytes]:
        while size := _number(self._until(b"\r\n").partition(b";")[0].decode("latin-1"), 16):
            yield from self._exactly(size)
            self._until(b"\r\n")
        while self._until(b"\r\n"):
            pass  # trailers

    def _exactly(self, size: int) -> Iterator[bytes]:
        while size:
            if not self._read:
                self._more()
            piece, self._read = self._read[:size], self._read[size:]
            size -= len(piece)
            yield piece

    def _rest(self) -> Iterator[bytes]:
        with suppress(ConnectionResetError):
            while True:
                if self._read:
                    yield self._read
                    self._read = b""
                self._more()

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._read:
            if len(self._read) > _LONGEST_HEAD:
                raise _strange(self._read[:40].decode("latin-1"))
            self._more()
        found, _, self._read = self._read.partition(mark)
        return found

    def _more(self) -> None:
        piece = self._plug.recv(_CHUNK)
        if not piece:
            raise ConnectionResetError("the server hung up")
        self._read += piece


def _request(method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body or method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    for line in lines:
        if not line.isprintable() or not line.isascii():
            # A line break in a value would be a request of somebody else's making.
            raise LinkBroken(f"not a header: {line!r}")
    return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + body


def _number(text: str, base: int) -> int:
    try:
        return int(text, base)
    except ValueError:
        raise _strange(text) from None


def _strange(text: str) -> ConnectionError:
    return ConnectionError(f"this is no HTTP: {text[:40]!r}")


@contextmanager
def _as_broken() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LinkBroken(_words(error), again=isinstance(error, ConnectionError)) from None


def _all_as_broken(pieces: Iterator[bytes]) -> Iterator[bytes]:
    with _as_broken():
        yield from pieces


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
