"""How bytes get to the server: Unix socket or network, sync or async.

A one-shot command on the Unix socket goes over `http.client`, which httpx has imported anyway;
httpcore and h11 would cost it another fifth of its whole time (docs/why/startup.md).
"""

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.client.thrifty import httpx

LOCAL_BASE = "http://signoff.local"
"""The base URL on a Unix socket, where the host means nothing."""
_CHUNK = 65_536


def socket_path(url: str) -> str:
    """The path in `unix:///path`, or "" for any other URL."""
    return url.removeprefix("unix://") if url.startswith("unix://") else ""


def sync_http(url: str, headers: dict[str, str]) -> httpx.Client:
    """An HTTP client for `url` that builds a TLS context for https only."""
    path = socket_path(url)
    if path:
        transport = UnixTransport(Path(path))
        return httpx.Client(
            transport=transport, base_url=LOCAL_BASE, headers=headers, trust_env=False
        )
    return httpx.Client(base_url=url, headers=headers, verify=url.startswith("https"))


def async_http(url: str, headers: dict[str, str]) -> httpx.AsyncClient:
    """The same for asyncio."""
    path = socket_path(url)
    if path:
        transport = httpx.AsyncHTTPTransport(uds=path, verify=False)
        return httpx.AsyncClient(
            transport=transport, base_url=LOCAL_BASE, headers=headers, trust_env=False
        )
    return httpx.AsyncClient(base_url=url, headers=headers, verify=url.startswith("https"))


class UnixTransport(httpx.BaseTransport):
    """HTTP over a Unix socket, one connection that is kept while answers are read whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: http.client.HTTPConnection | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises the errors of httpx."""
        kept, self._kept = self._kept, None
        try:
            if kept is not None:
                try:
                    return self._exchange(kept, request)
                except ConnectionError:
                    # The server closed the idle connection; a new one tells whether it runs.
                    # What changes something carries an idempotency key.
                    kept.close()
            return self._exchange(_Connection(self._path), request)
        except TimeoutError as error:
            raise httpx.ReadTimeout(str(error), request=request) from None
        except (OSError, http.client.HTTPException) as error:
            raise httpx.ReadError(_words(error), request=request) from None

    def close(self) -> None:
        """Close the kept connection."""
        if self._kept is not None:
            self._kept.close()

    def _exchange(
        self, connection: http.client.HTTPConnection, request: httpx.Request
    ) -> httpx.Response:
        timeout = request.extensions.get("timeout", {})
        if connection.sock is None:
            _connect(connection, request, timeout.get("connect"))
        connection.sock.settimeout(timeout.get("read"))
        connection.request(
            request.method, request.url.raw_path.decode(), request.read(), dict(request.headers)
        )
        answer = connection.getresponse()
        return httpx.Response(
            answer.status, headers=answer.getheaders(), stream=_Body(self, connection, answer)
        )

    def keep(self, connection: http.client.HTTPConnection) -> None:
        """Take back a connection whose answer was read whole."""
        self._kept = connection


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("signoff.local")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


class _Body(httpx.SyncByteStream):
    def __init__(
        self,
        transport: UnixTransport,
        connection: http.client.HTTPConnection,
        answer: http.client.HTTPResponse,
    ) -> None:
        self._transport = transport
        self._connection = connection
        self._answer = answer
        self._whole = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            while chunk := self._answer.read1(_CHUNK):
                yield chunk
        except TimeoutError as error:
            raise httpx.ReadTimeout(str(error)) from None
        except (OSError, http.client.HTTPException) as error:
            raise httpx.ReadError(_words(error)) from None
        self._whole = True

    def close(self) -> None:
        self._answer.close()
        if self._whole and not self._answer.will_close:
            self._transport.keep(self._connection)
        else:
            self._connection.close()


def _connect(connection: http.client.HTTPConnection, request: httpx.Request, seconds: Any) -> None:
    try:
        connection.timeout = seconds
        connection.connect()
    except OSError as error:
        raise httpx.ConnectError(_words(error), request=request) from None


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
