"""A real server on a Unix socket inside the test, and clients for it."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from cryptography.fernet import Fernet
from granian.constants import Interfaces
from granian.server.embed import Server
from litestar.types import ASGIApp

from server_stub.app import create_app
from server_stub.running import Running
from server_stub.store.database import Database


class Served:
    """A server that runs; `client()` talks to it."""

    def __init__(self, socket: Path, running: Running) -> None:
        self.socket = socket
        self.running = running

    def client(self, **headers: str) -> httpx.AsyncClient:
        """A client that sends these headers; `_` in names stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(uds=str(self.socket)),
            base_url="http://signoff.test",
            headers=named,
            timeout=60,
        )


@asynccontextmanager
async def serving(
    database: Database, *, local: bool = True, jobs: bool = False, **running: Any
) -> AsyncIterator[Served]:
    """Serve `database` as the product does; `local` as on the socket of its owner."""
    # Short: a socket's path has at most 107 bytes, and pytest's folders are long.
    folder = Path(tempfile.mkdtemp(prefix="signoff-", dir="/tmp"))
    state = Running(**running)
    app = create_app(
        database,
        state,
        local=local,
        files_folder=folder / "files",
        key=Fernet.generate_key,
        jobs=jobs,
    )
    try:
        async with _listening(app, folder / "s", state):
            yield Served(folder / "s", state)
    finally:
        shutil.rmtree(folder)


@asynccontextmanager
async def _listening(app: ASGIApp, socket: Path, running: Running) -> AsyncIterator[None]:
    server = Server(app, uds=socket, interface=Interfaces.ASGI, websockets=False, log_enabled=False)
    running.endings.append(server.stop)
    task = asyncio.create_task(server.serve())
    try:
        async with httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(uds=str(socket)), base_url="http://signoff.test"
        ) as client:
            while not task.done():
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        break
                except httpx.TransportError:
                    await asyncio.sleep(0.005)
        yield
    finally:
        if not task.done():
            running.stop()
        await task
