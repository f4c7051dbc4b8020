"""Starting a server: `python -m server_stub.serve`.

Embedded, it listens on a Unix socket in a folder that only its user can enter, holds a lock for as
long as it lives, and says in a file who and where it is. `core.client.local` starts it so.
"""

import argparse
import asyncio
import errno
import fcntl
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.errors import SignoffError, UsageError
from core.files import private_folder, replace_private
from core.language import say, set_language
from core.secrets import encryption_key
from core.settings import DEFAULT_PORT, Settings, load_settings

if TYPE_CHECKING:
    from litestar.types import ASGIApp

    from server_stub.running import Running

IDLE_MINUTES = 15.0
_USAGE = 2
_BACKLOG = 1024
_log = logging.getLogger("signoff")


class Place(msgspec.Struct, frozen=True):
    """Where to listen: on a Unix socket, or on a port."""

    socket: Path | None = None
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT

    @property
    def address(self) -> str:
        """As clients name it (SIGNOFF_URL)."""
        if self.socket is not None:
            return f"unix://{self.socket}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for."""

    settings: Settings
    place: Place
    database: str
    migrate: bool | None = None
    embedded: bool = False
    idle_stop: float = 0
    """Seconds."""


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
        start = Start(
            settings=settings,
            place=Place(options.socket, options.host, options.port),
            database=options.database
            or os.environ.get("SIGNOFF_DATABASE")
            or f"sqlite:///{settings.database_file}",
            migrate=options.migrate,
        )
        asyncio.run(_serve(start))
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
    start = Start(
        settings=settings,
        place=Place(settings.socket_file),
        database=f"sqlite:///{settings.database_file}",
        migrate=True,
        embedded=True,
        idle_stop=idle_minutes * 60,
    )
    try:
        asyncio.run(_serve(start))
    finally:
        settings.server_file.unlink(missing_ok=True)
        os.close(lock)
    return 0


async def _serve(start: Start) -> None:
    # Taken before anything is opened: whoever comes second starts nothing.
    taken = _take_port(start.place) if start.place.socket is None else None
    try:
        await _serve_at(start, taken)
    finally:
        if taken is not None:
            taken.close()


async def _serve_at(start: Start, taken: socket.socket | None) -> None:
    # Imported here and not above: whoever finds a server running should not pay for it.
    from server_stub.running import Running
    from server_stub.store.database import Database

    running = Running(
        address=start.place.address, embedded=start.embedded, idle_stop=start.idle_stop
    )
    database = await Database.open(start.database, migrate=start.migrate)
    try:
        from server_stub.app import create_app
        from server_stub.first_start import first_start
        from server_stub.options import patience

        await database.write(first_start)
        app = create_app(
            database,
            running,
            local=start.place.socket is not None,
            files_folder=start.settings.files_folder,
            key=lambda: encryption_key(start.settings),
            patience=patience(start.settings),
        )
        gc.freeze()
        gc.enable()
        await _listen(app, start, running, database.url, taken)
    finally:
        await database.close()


async def _listen(
    app: "ASGIApp",
    start: Start,
    running: "Running",
    database: str,
    taken: socket.socket | None,
) -> None:
    from server_stub.api.door import owners_door
    from server_stub.listening import listener
    from server_stub.running import our_version

    place, settings = start.place, start.settings
    server = listener(app, place.socket, taken, backlog=_BACKLOG)
    servers = [server]
    running.endings.append(server.stop)
    said = {"where": place.address, "version": our_version(), "database": database}
    if place.socket is not None:
        _clear(place.socket, ours=start.embedded)
    else:
        door = settings.owners_door(taken.getsockname()[1] if taken else place.port)
        private_folder(settings.run_folder)
        private_folder(settings.socket_folder)
        door.unlink(missing_ok=True)  # whoever holds the port is the only one who listens there
        beside = listener(owners_door(app), door, None, backlog=_BACKLOG, beside=True)
        beside.on_startup(lambda: _log.info(say("server.owners_door", where=f"unix://{door}")))
        servers.append(beside)
        running.endings.append(beside.stop)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.stop)

    def announce() -> None:
        _log.info(say("server.listening", **said))
        if start.embedded:
            about = {**said, "address": place.address, "pid": running.pid}
            about["started"] = running.started
            replace_private(settings.server_file, msgspec.json.encode(about), durable=False)

    server.on_startup(announce)
    try:
        await asyncio.gather(*(each.serve() for each in servers))
    except (OSError, RuntimeError) as error:
        detail = _why_not(error)
        if not detail:
            raise
        raise UsageError(say("server.cannot_listen", where=place.address, detail=detail)) from error


def _take_port(place: Place) -> socket.socket:
    """Listen on a port that nobody else listens on; what comes before we serve waits.

    Raises UsageError where it is taken. granian would share it with whoever has it already.
    """
    taken = None
    try:
        found = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = found[0]
        taken = socket.socket(family, kind, protocol)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(_BACKLOG)
        taken.setblocking(False)
    except OSError as error:
        if taken is not None:
            taken.close()
        in_use = error.errno == errno.EADDRINUSE
        detail = say("server.port_in_use") if in_use else error.strerror or str(error)
        raise UsageError(say("server.cannot_listen", where=place.address, detail=detail)) from error
    return taken


def _why_not(error: OSError | RuntimeError) -> str:
    """What the system said, also where granian wraps it in a RuntimeError; "": something else."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    said, found, _ = str(error).partition(" (os error ")
    return said if found else ""


def _clear(place: Path, *, ours: bool) -> None:
    """Remove what a killed server left. `ours`: our lock says that nobody listens there.

    Raises UsageError where something else is in the way.
    """
    if not place.exists():
        return
    if not (ours or (place.is_socket() and _is_stale(place))):
        detail = os.strerror(errno.EADDRINUSE)
        raise UsageError(say("server.cannot_listen", where=f"unix://{place}", detail=detail))
    place.unlink(missing_ok=True)


def _is_stale(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as plug:
        try:
            plug.connect(str(place))
        except ConnectionRefusedError:
            return True
        except OSError:
            return False
    return False


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="signoff serve")
    parser.add_argument("--embedded", action="store_true", help="for this user alone")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--socket", type=Path)
    parser.add_argument("--database", help="sqlite:///PATH or postgresql://USER@HOST/NAME")
    parser.add_argument(
        "--migrate",
        action="store_true",
        default=None,  # not said: a file of SQLite is migrated after a copy, PostgreSQL refused
        help="bring an older database up to date",
    )
    parser.add_argument("--idle", type=float, default=IDLE_MINUTES, help="minutes; 0: never stop")
    return parser


if __name__ == "__main__":
    sys.exit(main())
