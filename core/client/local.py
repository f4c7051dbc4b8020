"""The embedded server of this user: started when it is needed, one for one database.

Whoever finds no server takes the start lock, looks again, and starts one in the background; two at
once therefore give one server. The server holds a lock of its own for as long as it lives, so a
socket without that lock is what a killed server left behind.
"""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import core
from core.client.retry import STEP_SECONDS
from core.errors import Unreachable, UsageError
from core.files import locked, private_folder
from core.language import say
from core.settings import Settings

START_SECONDS = 30.0
"""How long a start may take: importing, migrating, opening the socket."""
_LOG_LINES = 3
_LOG_BYTES = 5_000_000
_USAGE = 2
"""The server's exit code where its configuration or its database cannot be used."""
_READY = b"GET /readyz HTTP/1.1\r\nHost: signoff.local\r\nConnection: close\r\n\r\n"
_NOT_FOR_THE_SERVER = ("SIGNOFF_TOKEN", "SIGNOFF_AS", "SIGNOFF_URL")


def ensure_server(settings: Settings) -> str:
    """The embedded server's URL, once it answers.

    Raises Unreachable or UsageError, with what the server wrote last, where it does not start.
    """
    if not is_ready(settings):
        private_folder(settings.run_folder)
        private_folder(settings.socket_folder)
        with locked(settings.start_lock, START_SECONDS) as mine:
            if not mine:
                raise _failed(settings, say("client.start_blocked"))
            _start(settings)
    return settings.local_url


def is_ready(settings: Settings) -> bool:
    """Whether a server answers on the socket and can work."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as plug:
            plug.settimeout(START_SECONDS)
            plug.connect(str(settings.socket_file))
            plug.sendall(_READY)
            return b" 200 " in plug.recv(64)
    except OSError:
        return False


def is_running(settings: Settings) -> bool:
    """Whether a server process holds its lock, ready or not."""
    if not settings.server_lock.exists():
        return False
    with locked(settings.server_lock, 0) as free:
        return not free


def wait_until_stopped(settings: Settings, seconds: float = START_SECONDS) -> bool:
    """Whether no server runs any more, after waiting for at most `seconds`."""
    deadline = time.monotonic() + seconds
    while is_running(settings):
        if time.monotonic() > deadline:
            return False
        time.sleep(STEP_SECONDS)
    return True


def _start(settings: Settings) -> None:
    process: subprocess.Popen[bytes] | None = None
    written = 0
    deadline = time.monotonic() + START_SECONDS
    while not is_ready(settings):
        if process is None and not is_running(settings):
            settings.socket_file.unlink(missing_ok=True)
            written = _log_size(settings)
            process = _spawn(settings)
        if process is not None and process.poll() is not None:
            raise _died(settings, process.returncode, written)
        if time.monotonic() > deadline:
            raise _failed(settings, say("client.start_slow", seconds=int(START_SECONDS)))
        time.sleep(STEP_SECONDS)


def _spawn(settings: Settings) -> subprocess.Popen[bytes]:
    environment = {
        name: value for name, value in os.environ.items() if name not in _NOT_FOR_THE_SERVER
    }
    if "SIGNOFF_HOME" in environment:
        # Relative to where this command runs, which is not where the server will.
        environment["SIGNOFF_HOME"] = str(settings.config_folder.parent)
    private_folder(settings.state_folder)
    log = os.open(settings.log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "server_stub.serve", "--embedded"],
            # The folder that holds the packages, whether they are installed or checked out.
            cwd=Path(core.__file__).parent.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    finally:
        os.close(log)


def _log_size(settings: Settings) -> int:
    try:
        size = settings.log_file.stat().st_size
    except FileNotFoundError:
        return 0
    if size < _LOG_BYTES:
        return size
    settings.log_file.replace(settings.log_file.with_suffix(".log.1"))
    return 0


def _died(settings: Settings, code: int, written: int) -> Unreachable | UsageError:
    with settings.log_file.open("rb") as log:
        log.seek(written)
        written_since = log.read().decode(errors="replace").splitlines()
    # Indented lines are the inside of a traceback: where, but not what.
    lines = [line for line in written_since if line.strip() and not line.startswith(" ")]
    if code == _USAGE and lines:
        return UsageError(lines[-1], hint=say("client.see_log", file=settings.log_file))
    said = " / ".join(lines[-_LOG_LINES:])
    return _failed(settings, say("client.start_died", code=code, said=said))


def _failed(settings: Settings, detail: str) -> Unreachable:
    hint = say("client.see_log", file=settings.log_file)
    return Unreachable(detail, hint=hint, where=settings.local_url)
