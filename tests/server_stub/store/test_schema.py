"""The migrations make the tables that the program uses; other schemas are refused or migrated."""

import asyncio
import resource
import signal
import sqlite3
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from core.errors import DatabaseTooNew, UsageError
from server_stub.store import schema
from server_stub.store.database import Database
from server_stub.store.tables import metadata


def test_the_known_revisions_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    found = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(reversed([each.revision for each in found])) == schema.REVISIONS


async def test_migrating_from_empty_makes_exactly_the_tables(
    empty_postgresql: str, tmp_path: Path
) -> None:
    urls = (f"sqlite:///{tmp_path}/new.db", empty_postgresql)
    for url in urls:
        await (await Database.open(url)).close()
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
        engine.dispose()


async def test_a_newer_schema_is_refused(database_url: str) -> None:
    set_revision(database_url, "9999")
    with pytest.raises(DatabaseTooNew) as refused:
        await Database.open(database_url)
    assert refused.value.values["found"] == "9999"


async def test_an_older_sqlite_file_is_copied_before_it_is_migrated(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "REVISIONS", ("0000", *schema.REVISIONS))
    set_revision(sqlite_url, "0000")
    monkeypatch.setattr(schema, "_migrate", lambda engine: engine.dispose())
    await (await Database.open(sqlite_url)).close()
    (copy,) = copies(tmp_path)
    assert copy.stat().st_mode & 0o077 == 0
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0000",)]
    connection.close()


async def test_an_older_postgresql_is_migrated_only_when_told(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "REVISIONS", ("0000", *schema.REVISIONS))
    set_revision(postgresql_url, "0000")
    with pytest.raises(UsageError, match="--migrate"):
        await Database.open(postgresql_url)
    migrated: list[object] = []
    monkeypatch.setattr(schema, "_migrate", migrated.append)
    await (await Database.open(postgresql_url, migrate=True)).close()
    assert len(migrated) == 1


async def test_what_is_no_database_of_ours_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE things (x)")
    connection.commit()
    connection.close()
    text = tmp_path / "text.db"
    text.write_text("not a database at all, but long enough to be read as one" * 20)
    for path in (other, text):
        with pytest.raises(UsageError, match="not a database of signoff"):
            await Database.open(f"sqlite:///{path}")
    with pytest.raises(UsageError):
        await Database.open("mysql://somewhere/else")
    with pytest.raises(UsageError, match="cannot be reached"):
        await Database.open("postgresql://nobody@/nothing?host=/nonexistent")


def test_a_disk_that_refuses_is_not_said_to_hold_another_database(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode = wal")
    connection.close()
    in_the_way = Path(f"{file}-wal")
    in_the_way.unlink(missing_ok=True)
    in_the_way.mkdir()
    with pytest.raises(UsageError, match="cannot be used: unable to open") as caught:
        open_and_close(sqlite_url)
    assert "not a database" not in caught.value.message
    in_the_way.rmdir()
    open_and_close(sqlite_url)


def test_a_copy_that_cannot_be_finished_is_not_left_and_nothing_is_migrated(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "HEAD", "9999")
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    before = file.read_bytes()
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    taken = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, hard))  # as on a disk that is nearly full
    try:
        with pytest.raises(UsageError, match="cannot be used"):
            open_and_close(sqlite_url)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        signal.signal(signal.SIGXFSZ, taken)
    assert list(file.parent.glob("*.backup*")) == []
    assert file.read_bytes() == before


def open_and_close(url: str) -> None:
    async def both() -> None:
        await (await Database.open(url)).close()

    asyncio.run(both())


async def test_a_file_is_open_in_one_server_at_a_time(sqlite_url: str) -> None:
    first = await Database.open(sqlite_url)
    with pytest.raises(UsageError, match="another"):
        await Database.open(sqlite_url)
    await first.close()
    await (await Database.open(sqlite_url)).close()


async def test_an_address_is_shown_without_its_password(postgresql_url: str) -> None:
    store = await Database.open(postgresql_url.replace("postgres:", "postgres:secret"))
    assert "secret" not in store.url
    await store.close()


def copies(folder: Path) -> list[Path]:
    return list(folder.glob("signoff.db.0000.*.backup"))


def set_revision(url: str, revision: str) -> None:
    statement = f"UPDATE alembic_version SET version_num = '{revision}'"
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.execute(statement)
        connection.commit()
        connection.close()
    else:
        with psycopg.connect(url) as other:
            other.execute(statement)
