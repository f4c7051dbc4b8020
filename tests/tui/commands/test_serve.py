"""`signoff serve`: the database's address reaches the server, its password nobody else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.server_stub.embedded import ROOT, WAIT, until

SECRET = "hush-hush"
COMMAND = (sys.executable, "-m", "tui.commands.main", "serve")


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="signoff-", dir="/tmp") as found:
        yield Path(found)


def serve(folder: Path, *options: str, **environment: str) -> "subprocess.Popen[bytes]":
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [*COMMAND, "--socket", str(folder / "s"), *options],
            cwd=ROOT,
            env={**os.environ, "SIGNOFF_HOME": str(folder), "SIGNOFF_LANG": "en", **environment},
            stderr=log,
            stdout=log,
        )


def arguments(process: "subprocess.Popen[bytes]") -> str:
    return Path(f"/proc/{process.pid}/cmdline").read_text()


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="reads Linux's list")
@pytest.mark.parametrize("how", ["option", "environment", "PGPASSWORD"])
def test_a_password_of_the_database_is_not_in_the_list_of_processes(
    folder: Path, postgresql_url: str, how: str
) -> None:
    url = postgresql_url.replace("postgres:", f"postgres:{SECRET}")
    assert SECRET in url
    started = {
        "option": lambda: serve(folder, "--database", url),
        "environment": lambda: serve(folder, SIGNOFF_DATABASE=url),
        "PGPASSWORD": lambda: serve(folder, "--database", postgresql_url, PGPASSWORD=SECRET),
    }[how]()
    try:
        until(lambda: "postgresql://" in (folder / "log").read_text())
        assert "server_stub.serve" in arguments(started)
        assert SECRET not in arguments(started)
        told = (folder / "log").read_text()
        assert SECRET not in told
        assert ("history" in told) == (how == "option")
    finally:
        started.terminate()
        assert started.wait(WAIT) == 0
