"""HTTP over a Unix socket with the standard library alone.

A one-shot command on the embedded server goes this way: importing httpx would cost it more time
than everything else that it does (docs/why/startup.md).
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse

from core.client.link import LinkBroken

CONNECT_SECONDS = 10.0
"""How long the server may take to accept a connection."""
HOST = "signoff.local"
"""The host named in requests, where it means nothing."""
_CHUNK = 65_536


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
        kept, self._kept = self._kept, None
        with _as_broken():
            if kept is not None:
                # The server may have closed the idle connection; a new one tells whether it runs.
                # What changes something carries an idempotency key.
                with suppress(ConnectionError, HTTPException):
                    return self._exchange(kept, method, target, headers, body, seconds)
            return self._exchange(self._connected(), method, target, headers, body, seconds)

    @contextmanager
    def stream(
        self, target: str, headers: dict[str, str], seconds: float
    ) -> Iterator[tuple[int, Iterator[bytes]]]:
        """The status and the content of the answer to a GET, piece by piece."""
        connection = self._connected()
        try:
            with _as_broken():
                connection.plug.settimeout(seconds)
                connection.request("GET", target, headers=self._headers | headers)
                answer = connection.getresponse()
            yield answer.status, _pieces(answer)
        finally:
            connection.close()

    def close(self) -> None:
        """Hang up."""
        if self._kept is not None:
            self._kept.close()

    def _exchange(
        self,
        connection: "_Connection",
        method: str,
        target: str,
        headers: dict[str, str],
        body: bytes,
        seconds: float,
    ) -> tuple[int, bytes]:
        try:
            connection.plug.settimeout(seconds)
            connection.request(method, target, body or None, self._headers | headers)
            answer = connection.getresponse()
            content = answer.read()
        except BaseException:
            connection.close()
            raise
        if answer.will_close:
            connection.close()
        else:
            self._kept = connection
        return answer.status, content

    def _connected(self) -> "_Connection":
        try:
            return _Connection(self._path)
        except OSError as error:
            raise LinkBroken(_words(error), again=True) from None


class _Connection(HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__(HOST)
        self.plug = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock = self.plug
        try:
            self.plug.settimeout(CONNECT_SECONDS)
            self.plug.connect(path)
        except BaseException:
            self.plug.close()
            raise


@contextmanager
def _as_broken() -> Iterator[None]:
    try:
        yield
    except (OSError, HTTPException) as error:
        raise LinkBroken(_words(error), again=isinstance(error, ConnectionError)) from None


def _pieces(answer: HTTPResponse) -> Iterator[bytes]:
    with _as_broken():
        while piece := answer.read1(_CHUNK):
            yield piece


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
