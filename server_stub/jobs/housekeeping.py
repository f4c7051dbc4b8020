"""Forgetting what nobody can ask for any more, and noting when tokens were used."""

import asyncio
import logging
from datetime import timedelta

from sqlalchemy import bindparam, delete, update

from server_stub.store import leases
from server_stub.store.case_tables import signals
from server_stub.store.database import Database
from server_stub.store.moments import to_micros
from server_stub.store.tables import answers, events, tokens
from server_stub.store.unit import Unit

KEEP_ANSWERS = timedelta(days=30)
"""How long a terminal may be away and still send a decision again without doing it twice."""
KEEP_EVENTS = timedelta(days=14)
"""How long a terminal may be away and still be told each event; after that it reads anew."""
KEEP_SIGNALS = timedelta(days=400)
"""How long a case may take to come to a wait for something that happened before."""

_EVERY = 60.0
_CLEAN_EVERY = timedelta(hours=1)
_LEASE = "housekeeping"

_log = logging.getLogger("signoff.housekeeping")

_OLD_ANSWERS = delete(answers).where(answers.c.at < bindparam("before"))
_OLD_EVENTS = delete(events).where(events.c.at < bindparam("before"))
_OLD_SIGNALS = delete(signals).where(signals.c.at < bindparam("before"))
_USED = update(tokens).where(tokens.c.id == bindparam("which"))


async def keep_house(database: Database, used_tokens: dict[str, int], holder: str) -> None:
    """Run until cancelled; only one of several servers cleans."""
    while True:
        await asyncio.sleep(_EVERY)
        try:
            await note_used(database, used_tokens)
            await database.write(lambda unit: clean(unit, holder))
        except Exception:  # the database is away; there is another minute
            _log.exception("housekeeping failed")


async def note_used(database: Database, used_tokens: dict[str, int]) -> None:
    """Write down when tokens were last shown."""
    if not used_tokens:
        return
    rows: list[dict[str, object]] = [
        {"which": token, "used": at} for token, at in used_tokens.items()
    ]
    used_tokens.clear()
    await database.write(lambda unit: unit.run_many(_USED, rows))


def clean(unit: Unit, holder: str) -> None:
    """Delete what is too old; the lease is kept until it runs out, so it happens once an hour."""
    if leases.held(unit, _LEASE) or not leases.take(unit, _LEASE, holder, _CLEAN_EVERY):
        return
    unit.run(_OLD_ANSWERS, before=to_micros(unit.now - KEEP_ANSWERS))
    unit.run(_OLD_SIGNALS, before=to_micros(unit.now - KEEP_SIGNALS))
    unit.run(_OLD_EVENTS, before=to_micros(unit.now - KEEP_EVENTS))
