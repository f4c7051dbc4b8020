"""What a client needs of HTTP: one request, one answer, or an answer read as it comes.

Three kinds: a Unix socket (`core.client.unix`), the network (`core.client.network`), and whatever a
test puts in their place.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol
from urllib.parse import urlencode

from core.client.call import Call


class LinkBroken(Exception):
    """No answer came. `again`: nothing listens there, so it is worth starting a server.

    `unsent`: there was no connection, so nothing of the request can have arrived.
    """

    def __init__(self, detail: str, *, again: bool = False, unsent: bool = False) -> None:
        super().__init__(detail)
        self.again = again
        self.unsent = unsent


class Link(Protocol):
    """A line to one server. Raises LinkBroken."""

    def send(
        self, method: str, target: str, headers: dict[str, str], body: bytes, seconds: float
    ) -> tuple[int, bytes]:
        """The status and the whole content of the answer."""
        ...

    def stream(
        self, target: str, headers: dict[str, str], seconds: float
    ) -> AbstractContextManager[tuple[int, Iterator[bytes]]]:
        """The status and the content of the answer to a GET, piece by piece."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


def target(call: Call[Any]) -> str:
    """Path and query of a call."""
    return f"{call.path}?{urlencode(call.params)}" if call.params else call.path
