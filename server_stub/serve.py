"""Starting a server: `python -m server_stub.serve`.

Embedded, it listens on a Unix socket in a folder that only its user can enter, holds a lock for as
long as it lives, and says in a file who and where it is. `core.client.local` starts it so.
"""

import argparse
import asyncio
import fcntl
import gc
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.errors import SignoffError, UsageError
from core.files import private_folder, replace_private
from core.language import say, set_language
from core.secrets import encryption_key
from core.settings import Settings, load_settings
from server_stub.running import Running, our_version

if TYPE_CHECKING:
    from litestar.types import ASGIApp

IDLE_MINUTES = 15.0
_USAGE = 2
_log = logging.getLogger("signoff")


class Place(msgspec.Struct, frozen=True):
    """Where to listen: on a Unix socket, or on a port."""

    socket: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8484

    @property
    def address(self) -> str:
        """As clients name it (SIGNOFF_URL)."""
        if self.socket is not None:
            return f"unix://{self.socket}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop; answers the exit code."""
    gc.disable()  # collecting while everything is imported takes a tenth of the start
    options = _parser().parse_args(arguments)
    os.umask(0o077)
    logging.basicConfig(
        level=logging.INFO,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = load_settings()
        set_language(settings.language)
        if options.embedded:
            return _serve_embedded(settings, options.idle)
        place = Place(options.socket, options.host, options.port)
        database = options.database or f"sqlite:///{settings.database_file}"
        running = Running(address=place.address)
        asyncio.run(_serve(settings, place, database, running, migrate=options.migrate))
    except SignoffError as error:
        _complain(" ".join(part for part in (error.message, error.hint) if part))
        return _USAGE
    return 0


def _serve_embedded(settings: Settings, idle_minutes: float) -> int:
    private_folder(settings.run_folder)
    private_folder(settings.socket_folder)
    lock = os.open(settings.server_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _complain(say("server.already_running"))
        return 0
    place = Place(settings.socket_file)
    running = Running(address=place.address, embedded=True, idle_stop=idle_minutes * 60)
    database = f"sqlite:///{settings.database_file}"
    try:
        asyncio.run(_serve(settings, place, database, running, migrate=True))
    finally:
        settings.server_file.unlink(missing_ok=True)
        os.close(lock)
    return 0


async def _serve(
    settings: Settings, place: Place, url: str, running: Running, *, migrate: bool | None
) -> None:
    from server_stub.store.database import Database

    database = await Database.open(url, migrate=migrate)
    try:
        from server_stub.app import create_app
        from server_stub.first_start import first_start

        await database.write(first_start)
        app = create_app(
            database,
            running,
            local=place.socket is not None,
            files_folder=settings.files_folder,
            key=lambda: encryption_key(settings),
        )
        _log.info(_listening(place, database.url))
        gc.freeze()
        gc.enable()
        await _listen(app, place, running, settings)
    finally:
        await database.close()


async def _listen(app: "ASGIApp", place: Place, running: Running, settings: Settings) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server.embed import Server

    if place.socket is not None:
        place.socket.unlink(missing_ok=True)  # what a killed server left; the lock says it is dead
    server = Server(
        app,
        address=place.host,
        port=place.port,
        uds=place.socket,
        interface=Interfaces.ASGI,
        websockets=False,
        backlog=1024,
        log_level=LogLevels.error,
    )
    loop = asyncio.get_running_loop()
    running.endings.append(server.stop)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.stop)
    if running.embedded:
        _say_where(settings, place, running)
    try:
        await server.serve()
    except OSError as error:
        raise UsageError(
            say("server.cannot_listen", where=place.address, detail=error.strerror or error)
        ) from error


def _say_where(settings: Settings, place: Place, running: Running) -> None:
    content = {
        "pid": running.pid,
        "address": place.address,
        "version": our_version(),
        "started": running.started,
    }
    replace_private(settings.server_file, msgspec.json.encode(content), durable=False)


def _listening(place: Place, database: str) -> str:
    return say("server.listening", version=our_version(), where=place.address, database=database)


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="signoff serve")
    parser.add_argument("--embedded", action="store_true", help="for this user alone")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8484)
    parser.add_argument("--socket", type=Path)
    parser.add_argument("--database", help="sqlite:///PATH or postgresql://USER@HOST/NAME")
    parser.add_argument("--migrate", action="store_true", help="bring an older database up to date")
    parser.add_argument("--idle", type=float, default=IDLE_MINUTES, help="minutes; 0: never stop")
    return parser


if __name__ == "__main__":
    sys.exit(main())
