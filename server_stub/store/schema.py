"""Which schema a database has, and bringing it to the one this program knows."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DatabaseTooNew, UsageError
from core.language import say

if TYPE_CHECKING:
    from psycopg import Connection as PsycopgConnection
    from sqlalchemy import Engine

REVISIONS = ("0001", "0002", "0003")
"""Every revision of the schema, oldest first; a test compares it with the migrations."""

HEAD = REVISIONS[-1]
_LOCK = 0x5160FF
"""The advisory lock under which one server migrates a PostgreSQL database."""


def must_migrate(found: str | None, where: str) -> bool:
    """Whether a database at revision `found` (None: empty) is older than this program.

    Raises DatabaseTooNew for a revision that this program does not know.
    """
    if found is not None and found not in REVISIONS:
        raise DatabaseTooNew(where=where, found=found, known=HEAD)
    return found != HEAD


def prepare_sqlite(path: Path, *, migrate: bool) -> None:
    """Bring the file `path` to the schema of this program, after a copy if it held anything.

    Raises UsageError where it is older and may not be migrated, is no database of ours, or cannot
    be read or written, as on a full disk; then it is what it was.
    """
    from sqlalchemy.exc import OperationalError

    try:
        _prepare_sqlite(path, migrate)
    except (sqlite3.OperationalError, OperationalError) as error:
        detail = getattr(error, "orig", None) or error
        raise UsageError(say("server.database_unusable", where=str(path), detail=detail)) from error


def _prepare_sqlite(path: Path, migrate: bool) -> None:
    found = _found_in_sqlite(path)
    if not must_migrate(found, str(path)):
        return
    if found is not None:
        if not migrate:
            raise UsageError(say("server.database_older", where=str(path), found=found, known=HEAD))
        _copy_beside(path, found)
    from sqlalchemy import create_engine, event

    engine = create_engine(f"sqlite:///{path}")
    # The driver's own transactions leave out DDL; a migration has to happen whole or not at all.
    event.listen(engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    _migrate(engine)


def prepare_postgresql(connection: "PsycopgConnection", where: str, *, migrate: bool) -> None:
    """Bring a database on PostgreSQL to the schema of this program.

    `connection` is in autocommit mode. An older schema is refused unless `migrate`.
    """
    if not must_migrate(_found_in_postgresql(connection), where):
        return
    connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
    try:
        found = _found_in_postgresql(connection)  # another server may have done it meanwhile
        if not must_migrate(found, where):
            return
        if found is not None and not migrate:
            raise UsageError(say("server.database_older", where=where, found=found, known=HEAD))
        from sqlalchemy import create_engine

        info = connection.info.dsn
        password = connection.info.password
        _migrate(create_engine("postgresql+psycopg://", creator=lambda: _connect(info, password)))
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def _connect(info: str, password: str) -> "PsycopgConnection":
    import psycopg

    return psycopg.connect(info, password=password) if password else psycopg.connect(info)


def _found_in_sqlite(path: Path) -> str | None:
    connection = sqlite3.connect(path)
    try:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise UsageError(say("server.not_our_database", where=str(path)))
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None
    except sqlite3.OperationalError:  # the disk, and not what is on it
        raise
    except sqlite3.DatabaseError as error:
        raise UsageError(say("server.not_our_database", where=str(path))) from error
    finally:
        connection.close()


def _found_in_postgresql(connection: "PsycopgConnection") -> str | None:
    row = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone()
    if row is None or not row[0]:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _copy_beside(path: Path, found: str) -> Path:
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = path.with_name(f"{path.name}.{found}.{moment}.backup")
    unfinished = copy.with_name(f"{copy.name}.unfinished")  # half a copy must not look like one
    unfinished.touch(mode=0o600)
    source, target = sqlite3.connect(path), sqlite3.connect(unfinished)
    try:
        source.backup(target)
        target.close()
        unfinished.replace(copy)
    finally:
        source.close()
        target.close()
        unfinished.unlink(missing_ok=True)
    return copy


def _migrate(engine: "Engine") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
