"""A real Tryton with the company of `company.py` in it: installed, built, started, killed, reset.

What takes long is kept under `.cache/`, by what it is made of: an environment for each series of
Tryton (its libraries must not mix with ours), the empty database, the finished one.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
TETHER = HERE.parent / "tethered.py"
ROOT = HERE.parents[2]
CACHE = ROOT / ".cache"
DATABASE = "erp"
SERIES = ("8.2", "7.0")
READER = "signoff"


def password(login: str) -> str:
    """The password of a login, as `company.py` sets it."""
    return f"{login}-tryton"


def wait_until(ready: Callable[[], bool], seconds: float, what: str) -> None:
    """Return once `ready()` is true."""
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError(what)
        time.sleep(0.03)


class Kept:
    """What is kept of one series between runs."""

    def __init__(self, series: str, *, few: bool, cache: Path = CACHE) -> None:
        self.series = series
        self.few = few
        requirements = HERE / f"requirements-{series}.txt"
        sources = [HERE / f"{name}.py" for name in ("company", "staff", "waiting")]
        company = "".join(source.read_text() for source in sources)
        modules = company[company.index("MODULES = [") :].partition("]")[0]
        self.requirements = requirements
        base = _hash(requirements.read_text(), str(sys.version_info[:2]))
        self.folder = cache / f"tryton-{series}-{base}"
        self.python = self.folder / "venv" / "bin" / "python"
        self.schema = self.folder / f"schema-{_hash(modules)}.sqlite"
        self.company = self.folder / f"company-{_hash(company, str(few))}.sqlite"

    def prepare(self) -> None:
        """Install and build what is not there yet; one process at a time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (self.folder / "installed").exists():
                self._install()
            if not self.company.exists():
                self._build()

    def _install(self) -> None:
        shutil.rmtree(self.folder / "venv", ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", self.folder / "venv"], check=True)
        pip = [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "--no-deps", "-r", self.requirements])
        (self.folder / "installed").touch()

    def _build(self) -> None:
        folder = self.folder / f"building-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        module = "tests.e2e.tryton.company"
        command = [self.python, "-W", "ignore", "-m", module, folder]
        _run([*command, "--schema", self.schema, *(["--few"] if self.few else [])])
        file = folder / f"{DATABASE}.sqlite"
        _checkpoint(file)
        file.replace(self.company)
        shutil.rmtree(folder)


class Bed:
    """One running Tryton on a copy of the company; it ends with this process, unless it `stays`."""

    def __init__(
        self,
        folder: Path,
        series: str = "8.2",
        *,
        few: bool = True,
        port: int = 0,
        stays: bool = False,
    ) -> None:
        self.stays = stays
        self.kept = Kept(series, few=few)
        self.folder = folder
        self.port = port or _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def root(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def url(self) -> str:
        """The database's address, as `connect add` takes it."""
        return f"{self.root}{DATABASE}"

    def set_up(self) -> None:
        """Put a fresh copy of the company in place."""
        self.kept.prepare()
        self.folder.mkdir(parents=True, exist_ok=True)
        for suffix in ("", "-wal", "-shm"):
            (self.folder / f"{DATABASE}.sqlite{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.kept.company, self.folder / f"{DATABASE}.sqlite")
        self._configure()

    def _configure(self) -> None:
        (self.folder / "trytond.conf").write_text(
            "[database]\nuri = sqlite://\n"
            f"path = {self.folder}\n"
            f"[web]\nlisten = 127.0.0.1:{self.port}\n"
            "[session]\ntimeout = 86400\n"
            "[attachment]\nfilestore = False\n"
        )

    def start(self) -> None:
        """Start the server and return once it answers."""
        self._configure()
        with open(self.folder / "trytond.log", "ab") as log:
            self.process = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL if self.stays else subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(self._answers, 120, "Tryton does not answer")

    def _command(self) -> list[str]:
        trytond = self.kept.python.parent / "trytond"
        arguments = ["-c", str(self.folder / "trytond.conf"), "-d", DATABASE]
        tether = [] if self.stays else [str(TETHER)]
        return [str(self.kept.python), "-W", "ignore", *tether, str(trytond), *arguments]

    def _answers(self) -> bool:
        if self.process is not None and self.process.poll() is not None:
            raise RuntimeError((self.folder / "trytond.log").read_text()[-2000:])
        body = json.dumps({"id": 0, "method": "common.server.version", "params": []}).encode()
        path = "rpc/" if self.kept.series >= "8" else ""
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.root + path, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                return bool(response.status == 200)
        except urllib.error.HTTPError as error:
            error.close()
            return False
        except OSError:
            return False

    def kill(self) -> None:
        """End the server without warning, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the server."""
        self._end(signal.SIGTERM)

    def forget_sessions(self) -> None:
        """Restart the server without anybody's session, as after a restored copy."""
        self.stop()
        file = self.folder / f"{DATABASE}.sqlite"
        with contextlib.closing(sqlite3.connect(file)) as connection:
            connection.execute("DELETE FROM ir_session")
            connection.commit()
        self.start()

    def freeze(self) -> None:
        """Let the server neither answer nor end."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None


@contextlib.contextmanager
def running(folder: Path, series: str = "8.2") -> Iterator[Bed]:
    """A Tryton for the length of the block."""
    bed = Bed(folder, series)
    bed.set_up()
    bed.start()
    try:
        yield bed
    finally:
        bed.stop()


def _run(command: list[object]) -> None:
    arguments = [str(part) for part in command]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")


def _checkpoint(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
