"""HTTP by httpx: to a server elsewhere, and for asyncio."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.client.link import LinkBroken
from core.client.thrifty import httpx
from core.client.unix import CONNECT_SECONDS, HOST, socket_path


class NetworkLink:
    """A line over the network."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def send(
        self, method: str, target: str, headers: dict[str, str], body: bytes, seconds: float
    ) -> tuple[int, bytes]:
        """The status and the whole content of the answer."""
        try:
            answer = self._http.request(
                method, target, headers=headers, content=body or None, timeout=patience(seconds)
            )
        except httpx.TransportError as error:
            raise broken(error) from None
        return answer.status_code, answer.content

    @contextmanager
    def stream(
        self, target: str, headers: dict[str, str], seconds: float
    ) -> Iterator[tuple[int, Iterator[bytes]]]:
        """The status and the content of the answer to a GET, piece by piece."""
        try:
            with self._http.stream(
                "GET", target, headers=headers, timeout=patience(seconds)
            ) as answer:
                yield answer.status_code, answer.iter_bytes()
        except httpx.TransportError as error:
            raise broken(error) from None

    def close(self) -> None:
        """Hang up."""
        self._http.close()


def sync_http(url: str, headers: dict[str, str]) -> httpx.Client:
    """An HTTP client that builds a TLS context for https only."""
    return httpx.Client(base_url=url, headers=headers, verify=url.startswith("https"))


def async_http(url: str, headers: dict[str, str]) -> httpx.AsyncClient:
    """The same for asyncio, also on a Unix socket."""
    path = socket_path(url)
    if not path:
        return httpx.AsyncClient(base_url=url, headers=headers, verify=url.startswith("https"))
    transport = httpx.AsyncHTTPTransport(uds=path, verify=False)
    base = f"http://{HOST}"
    return httpx.AsyncClient(transport=transport, base_url=base, headers=headers, trust_env=False)


def patience(seconds: float) -> httpx.Timeout:
    """How long to wait for a connection, and for each piece of the answer."""
    return httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))


def broken(error: httpx.TransportError) -> LinkBroken:
    """What a failure of httpx means."""
    again = not isinstance(error, httpx.TimeoutException)
    unsent = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout))
    return LinkBroken(str(error) or type(error).__name__, again=again, unsent=unsent)
