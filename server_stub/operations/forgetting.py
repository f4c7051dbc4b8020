"""Forgetting what nobody can ask for any more, and noting when tokens were used."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import bindparam, delete, update

from server_stub.store import leases
from server_stub.store.case_tables import signals
from server_stub.store.moments import to_micros
from server_stub.store.tables import answers, events, tokens
from server_stub.store.unit import Unit

KEEP_ANSWERS = timedelta(days=30)
"""How long a terminal may be away and still send a decision again without doing it twice."""
KEEP_EVENTS = timedelta(days=14)
"""How long a terminal may be away and still be told each event; after that it reads anew."""
KEEP_SIGNALS = timedelta(days=400)
"""How long a case may take to come to a wait for something that happened before."""

_CLEAN_EVERY = timedelta(hours=1)
_LEASE = "housekeeping"

_OLD_ANSWERS = delete(answers).where(answers.c.at < bindparam("before"))
_OLD_SIGNALS = delete(signals).where(signals.c.at < bindparam("before"))
_OLD_EVENTS = delete(events).where(events.c.at < bindparam("before"))
_USED = update(tokens).where(tokens.c.id == bindparam("which"))


def note_used(unit: Unit, used: Mapping[str, int]) -> None:
    """Write down when tokens, by their ids, were last shown, in microseconds."""
    unit.run_many(_USED, [{"which": token, "used": at} for token, at in used.items()])


def clean(unit: Unit, holder: str) -> None:
    """Delete what is too old; the lease is kept until it runs out, so it happens once an hour."""
    if leases.held(unit, _LEASE) or not leases.take(unit, _LEASE, holder, _CLEAN_EVERY):
        return
    unit.run(_OLD_ANSWERS, before=to_micros(unit.now - KEEP_ANSWERS))
    unit.run(_OLD_SIGNALS, before=to_micros(unit.now - KEEP_SIGNALS))
    unit.run(_OLD_EVENTS, before=to_micros(unit.now - KEEP_EVENTS))
