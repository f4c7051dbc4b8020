"""Wiring: which routes there are, what they share, what runs beside them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from litestar import Litestar, Router
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp

from core.errors import SignoffError
from server_stub.api import (
    absences,
    apply,
    audit,
    cases,
    connectors,
    description,
    designing,
    events,
    feed,
    files,
    flows,
    inbox,
    moving,
    objects,
    people,
    problems,
    search,
    server,
    signals,
    signers,
    tasks,
    tokens,
)
from server_stub.api.frame import Frame
from server_stub.api.meter import Meter
from server_stub.connectors import Connectors
from server_stub.jobs.runner import Runner
from server_stub.operations.delivered import PATIENCE
from server_stub.running import Running
from server_stub.store.database import Database
from server_stub.types_ready import make_types_ready

_MOST = 20 * 1024 * 1024
"""Bytes of a request's body; a company's folder of files is the largest that is usual."""

_RESOURCES = (
    absences,
    apply,
    audit,
    cases,
    connectors,
    description,
    designing,
    events,
    feed,
    files,
    flows,
    inbox,
    moving,
    objects,
    people,
    search,
    server,
    signals,
    signers,
    tasks,
    tokens,
)


def create_app(
    database: Database,
    running: Running,
    *,
    local: bool,
    files_folder: Path,
    key: Callable[[], bytes],
    jobs: bool = True,
    patience: timedelta = PATIENCE,
) -> ASGIApp:
    """The application on an open database.

    `local`: whoever reaches it is its owner, because it listens on a private Unix socket. `key`
    finds what other systems' passwords are encrypted with. `jobs`: deliver calls, poll connectors
    and keep house beside answering. `patience`: how long calls are tried again by themselves.
    """
    make_types_ready()
    systems = Connectors(database, key)
    frame = Frame(database, running, systems, local=local, files=files_folder)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        runner = Runner(database, running, systems, frame.used_tokens, patience) if jobs else None
        if runner is not None:
            await runner.start()
        try:
            yield
        finally:
            if runner is not None:
                await runner.stop()

    app = Litestar(
        [Router("/v1", route_handlers=resources()), *server.outside],
        lifespan=[lifespan],
        exception_handlers={
            SignoffError: problems.on_signoff_error,
            HTTPException: problems.on_http_exception,
            UnicodeDecodeError: problems.on_unreadable,
            RecursionError: problems.on_unreadable,
            Exception: problems.on_unexpected,
        },
        openapi_config=description.config(),
        request_max_body_size=_MOST,
        logging_config=None,
    )
    app.state.frame = frame
    running.endings.append(frame.tail.close)  # else the server would wait for its listeners
    frame.meter = Meter(app, running)
    return frame.meter


def resources() -> list[BaseRouteHandler]:
    """Every route below /v1."""
    return [route for resource in _RESOURCES for route in resource.routes]
