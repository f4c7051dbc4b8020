"""The server itself: its state, stopping it, and what machines ask of it."""

import asyncio

from litestar import Response, get, post
from sqlalchemy import literal, select

from core.api import ServerStatus
from server_stub import access
from server_stub.access import Actor
from server_stub.api.frame import Call, changing, frame, reading
from server_stub.running import our_version
from server_stub.store.unit import Reader, Unit
from server_stub.views import directory

_ALIVE = select(literal(1))
_BEFORE_STOPPING = 0.05
"""Seconds in which the answer goes out."""


@get("/server")
async def status(request: Call) -> Response[ServerStatus]:
    """What runs, where, on which database, and what keeps it running."""
    here = frame(request)
    running, database = here.running, here.database

    def view(reader: Reader, actor: Actor) -> ServerStatus:
        return ServerStatus(
            version=our_version(),
            pid=running.pid,
            started=running.started,
            address=running.address,
            database=database.url,
            schema=database.schema,
            embedded=running.embedded,
            idle_stop=running.idle_stop,
            busy_with=running.busy_with(reader),
            calendars={
                id_: calendar.last_known
                for id_, calendar in directory.configuration(reader).calendars.items()
            },
        )

    return await reading(request, view)


@post("/server/stop", status_code=204)
async def stop(request: Call) -> Response[None]:
    """Stop this server once what it has begun is answered; for administrators."""

    def work(unit: Unit, actor: Actor) -> None:
        access.require_administrator(actor)

    answer = await changing(request, work)
    asyncio.get_running_loop().call_later(_BEFORE_STOPPING, frame(request).running.stop)
    return answer


@get("/healthz", include_in_schema=False)
async def healthz() -> Response[bytes]:
    """The process answers."""
    return Response(content=b"ok\n", media_type="text/plain")


@get("/readyz", include_in_schema=False)
async def readyz(request: Call) -> Response[bytes]:
    """The process can work: its database answers."""
    try:
        await frame(request).database.read(lambda reader: reader.first(_ALIVE))
    except Exception as error:
        detail = f"database: {type(error).__name__}\n"
        return Response(content=detail.encode(), status_code=503, media_type="text/plain")
    return Response(content=b"ready\n", media_type="text/plain")


@get("/metrics", include_in_schema=False)
async def metrics(request: Call) -> Response[bytes]:
    """Figures in the text format of Prometheus."""
    return Response(
        content=frame(request).meter.text().encode(),
        media_type="text/plain; version=0.0.4; charset=utf-8",
    )


routes = [status, stop]
outside = [healthz, readyz, metrics]
"""Routes that are not below /v1."""
