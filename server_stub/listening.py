"""Listening with granian on a socket of our own."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

if TYPE_CHECKING:
    from litestar.types import ASGIApp


class _Listener(Server):
    """A server on a socket that listens already.

    granian opens ports with SO_REUSEPORT, so that two servers would share one without a word.
    """

    taken: socket.socket | None = None

    def _init_shared_socket(self) -> None:
        if self.taken is None:
            super()._init_shared_socket()  # type: ignore[no-untyped-call]
            return
        # granian closes what it is given.
        holder: Any = SocketHolder
        self._shd = holder(os.dup(self.taken.fileno()), False, self.backlog)


def listener(
    app: "ASGIApp",
    path: Path | None,
    taken: socket.socket | None,
    *,
    backlog: int,
    beside: bool = False,
) -> Server:
    """A server on a Unix socket, or on a port that was taken. `beside`: another runs the app."""
    server = _Listener(
        app,
        uds=path,
        interface=Interfaces.ASGINL if beside else Interfaces.ASGI,
        websockets=False,
        backlog=backlog,
        log_level=LogLevels.error,
    )
    server.taken = taken
    return server
