"""Wiring: which routes there are, what they share, what runs beside them."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from litestar import Litestar, Router
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp

from core.errors import SignoffError
from server_stub.api import description, events, files, problems, server, tokens
from server_stub.api.frame import Frame
from server_stub.api.meter import Meter
from server_stub.connectors import Connectors
from server_stub.jobs.runner import Runner
from server_stub.running import Running
from server_stub.store.database import Database

_MOST = 20 * 1024 * 1024
"""Bytes of a request's body; a company's folder of files is the largest that is usual."""

# While the other modules are being written.
_OTHERS = ["audit", "inbox", "tasks", "objects", "feed", "search", "people", "apply", "flows"]
_OTHERS += ["connectors"]


def _others() -> list[Any]:
    found: list[Any] = []
    for name in _OTHERS:
        if find_spec(f"server_stub.api.{name}"):
            try:
                found += import_module(f"server_stub.api.{name}").routes
            except ImportError as error:
                logging.getLogger("signoff").warning("without api.%s: %s", name, error)
    return found


def create_app(
    database: Database,
    running: Running,
    *,
    local: bool,
    files_folder: Path,
    key: Callable[[], bytes],
    jobs: bool = True,
) -> ASGIApp:
    """The application on an open database.

    `local`: whoever reaches it is its owner, because it listens on a private Unix socket. `key`
    finds what other systems' passwords are encrypted with. `jobs`: deliver calls, poll connectors
    and keep house beside answering.
    """
    connectors = Connectors(database, key)
    frame = Frame(database, running, connectors, local=local, files=files_folder)
    routes = [
        *description.routes,
        *events.routes,
        *files.routes,
        *server.routes,
        *tokens.routes,
        *_others(),
    ]

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        runner = Runner(database, running, connectors, frame.used_tokens) if jobs else None
        if runner is not None:
            await runner.start()
        try:
            yield
        finally:
            frame.tail.close()
            if runner is not None:
                await runner.stop()

    app = Litestar(
        [Router("/v1", route_handlers=routes), *server.outside],
        lifespan=[lifespan],
        exception_handlers={
            SignoffError: problems.on_signoff_error,
            HTTPException: problems.on_http_exception,
            Exception: problems.on_unexpected,
        },
        openapi_config=description.config(),
        request_max_body_size=_MOST,
        logging_config=None,
    )
    app.state.frame = frame
    frame.meter = Meter(app, running)
    return frame.meter
