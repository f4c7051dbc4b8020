"""Keeping house: every minute what was used is noted, and what is too old forgotten."""

import asyncio
import logging

from core.errors import Unreachable
from server_stub.operations import forgetting
from server_stub.store.database import Database

_EVERY = 60.0

_log = logging.getLogger("signoff.housekeeping")


async def keep_house(database: Database, used_tokens: dict[str, int], holder: str) -> None:
    """Run until cancelled; only one of several servers cleans."""
    while True:
        await asyncio.sleep(_EVERY)
        try:
            await note_used(database, used_tokens)
            await database.write(lambda unit: forgetting.clean(unit, holder))
        except Unreachable:  # the database is away; there is another minute
            continue
        except Exception:
            _log.exception("housekeeping failed")


async def note_used(database: Database, used_tokens: dict[str, int]) -> None:
    """Write down when tokens were last shown."""
    if used_tokens:
        noted = dict(used_tokens)
        used_tokens.clear()
        await database.write(lambda unit: forgetting.note_used(unit, noted))
