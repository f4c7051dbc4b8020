"""Every case that a test moved comes out as it is stored when its events are replayed."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from core.errors import DatabaseTooNew, UsageError
from core.handling import Rebuilt
from core.language import speaking
from core.settings import load_settings
from server_stub.access import SYSTEM
from server_stub.store.database import Database
from server_stub.store.unit import Reader
from server_stub.views.rebuilding import rebuild_after


async def require_replayable(database: Database) -> None:
    """Replay every case of a database, and compare."""
    cursor, again = "", True
    while again:
        # Of the class: a test may have broken the reading of this one.
        rebuilt, cursor = await type(database).read(database, _rebuild(cursor))
        assert [each for each in rebuilt if each.differences] == []
        again = bool(cursor)


def _rebuild(cursor: str) -> Callable[[Reader], tuple[list[Rebuilt], str]]:
    def rebuild(reader: Reader) -> tuple[list[Rebuilt], str]:
        with speaking("zh"):  # nothing of a case depends on who reads it
            return rebuild_after(reader, SYSTEM, cursor)

    return rebuild


def require_replayable_home(folder: Path) -> None:
    """The same for the embedded server's database in a SIGNOFF_HOME, once no server runs in it."""
    settings = load_settings({**os.environ, "SIGNOFF_HOME": str(folder)})
    require_replayable_file(settings.database_file)


def require_replayable_file(file: Path) -> None:
    """The same for a database on SQLite that no server has open; nothing where there is none."""
    if file.exists() and file.stat().st_size:
        asyncio.run(_require_replayable_at(f"sqlite:///{file}"))


async def _require_replayable_at(url: str) -> None:
    try:
        database = await Database.open(url)
    except (DatabaseTooNew, UsageError):  # too new, or none at all, as a test wanted it
        return
    try:
        await require_replayable(database)
    finally:
        await database.close()
