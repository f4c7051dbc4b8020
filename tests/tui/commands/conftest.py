"""Commands as people run them: whole processes, the real embedded server, a folder of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from tests.rebuilding import require_replayable_home

COMPANY = Path(__file__).parent / "company"
CHECKOUT = Path(__file__).parents[3]


class Run:
    """How one command ended."""

    def __init__(self, done: "subprocess.CompletedProcess[bytes]") -> None:
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()

    @property
    def rows(self) -> list[list[str]]:
        """The lines of a listing, each as its columns."""
        return [line.split("\t") for line in self.lines]


class House:
    """One SIGNOFF_HOME with its server, and the commands run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "SIGNOFF_HOME": str(folder),
            "SIGNOFF_LANG": "en",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "PYTHONPATH": str(CHECKOUT),
        }

    def process(self, *words: str, **environment: str) -> "subprocess.Popen[bytes]":
        """A command that runs on."""
        return subprocess.Popen(
            [sys.executable, "-m", "tui.commands.main", *words],
            env=self.environment | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str, typed: str = "", **environment: str) -> Run:
        """A command, until it ends; `typed` is its standard input."""
        return Run(
            subprocess.run(
                [sys.executable, "-m", "tui.commands.main", *words],
                env=self.environment | environment,
                input=typed.encode(),
                capture_output=True,
                timeout=120,
                check=False,
            )
        )

    def done(self, *words: str, typed: str = "", **environment: str) -> Run:
        """The same, for what has to succeed."""
        run = self.run(*words, typed=typed, **environment)
        assert run.code == 0, (words, run.code, run.out, run.err)
        return run

    def order(
        self, supplier: str = "Steelworks", amount: str = "1250.00", person: str = "rob"
    ) -> str:
        """Submit an order; returns its key."""
        run = self.done(
            "new",
            "order",
            "--field",
            f"supplier={supplier}",
            "--field",
            f"amount={amount}",
            "--submit",
            SIGNOFF_AS=person,
        )
        return run.rows[0][0]

    def kill_server(self) -> None:
        """Kill the server as a power cut would, and wait for its lock to be free."""
        found = subprocess.run(
            ["cat", str(self.folder / "state/run/server.json")], capture_output=True, check=True
        )
        import json
        import signal

        os.kill(json.loads(found.stdout)["pid"], signal.SIGKILL)

    def close(self) -> None:
        """Stop the server and remove everything."""
        self.run("server", "stop")
        try:
            require_replayable_home(self.folder)
        finally:
            rmtree(self.folder, ignore_errors=True)


def new_house() -> House:
    # Short, because a Unix socket's path may hold 107 bytes.
    return House(Path(tempfile.mkdtemp(prefix="so-")))


@pytest.fixture(scope="session")
def prepared() -> Iterator[House]:
    """A house with the company in it, whose server is stopped: to be copied."""
    house = new_house()
    house.done("apply", str(COMPANY))
    house.done("server", "stop")
    yield house
    house.close()


@pytest.fixture
def house(prepared: House) -> Iterator[House]:
    """A house of this test's own, with the company."""
    made = new_house()
    copytree(prepared.folder / "data", made.folder / "data")
    yield made
    made.close()


@pytest.fixture(scope="session")
def shared(prepared: House) -> Iterator[House]:
    """One house for tests that do not get in each other's way."""
    made = new_house()
    copytree(prepared.folder / "data", made.folder / "data")
    yield made
    made.close()


@pytest.fixture
def empty_house() -> Iterator[House]:
    """A house with nothing in it."""
    made = new_house()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def screens_end() -> Iterator[None]:
    """Also where a test fails, its commands on terminals end with it."""
    from tests.tui.commands.screen import SCREENS

    yield
    while SCREENS:
        SCREENS.pop().close()
