"""Events in the order in which they became visible, so that a reader who resumes misses none.

SQLite: one writer, ids grow as transactions commit. PostgreSQL: transactions commit out of order,
so an id is made of the number of the writing transaction and the event's place in it, and readers
stop below the oldest transaction that may still commit. A resumed reader therefore never finds
that something appeared behind it. (`pg_current_xact_id`, `pg_snapshot_xmin`: PostgreSQL manual
9.28.) After a restore into another cluster, whose transactions are numbered lower, an offset kept
in `counters` lifts the ids over those that exist.
"""

import msgspec
from sqlalchemy import BigInteger, bindparam, func, insert, literal_column, select
from sqlalchemy.dialects import postgresql

from core.events import Event, EventKind
from server_stub.store.moments import from_micros
from server_stub.store.session import ChangingSession
from server_stub.store.tables import counters, events
from server_stub.store.unit import Reader, Row

OFFSET = "event_offset"
_PLACES = 1 << 20
"""How many events one transaction can have on PostgreSQL."""

_COLUMNS = (
    events.c.id,
    events.c.at,
    events.c.kind,
    events.c.object,
    events.c.object_key,
    events.c.task,
    events.c.person,
    events.c.by,
    events.c.entry,
    events.c.about,
)
_OFFSET = f"COALESCE((SELECT value FROM counters WHERE name = '{OFFSET}'), 0)"
_HORIZON = literal_column(
    f"(({_OFFSET} + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) * {_PLACES})",
    BigInteger(),
)
_NEXT_ID = literal_column(
    f"(({_OFFSET} + pg_current_xact_id()::text::bigint) * {_PLACES})", BigInteger()
)

INSERT_SQLITE = insert(events)
INSERT_POSTGRESQL = insert(events).values(id=_NEXT_ID + bindparam("place", type_=BigInteger()))

_AFTER = select(*_COLUMNS).where(events.c.id > bindparam("after")).order_by(events.c.id)
_READ_SQLITE = _AFTER.limit(bindparam("limit"))
_READ_POSTGRESQL = _AFTER.where(events.c.id < _HORIZON).limit(bindparam("limit"))
_LAST = select(func.coalesce(func.max(events.c.id), 0))
_LAST_POSTGRESQL = _LAST.where(events.c.id < _HORIZON)
_OLDEST = select(func.coalesce(func.min(events.c.id), 0))
_HIDDEN = select(events.c.id).where(events.c.id >= _HORIZON).limit(1)
_ABOVE = select(
    literal_column(
        f"COALESCE((SELECT max(id) FROM events), 0) / {_PLACES} + 1"
        f" - {_OFFSET} - pg_current_xact_id()::text::bigint",
        BigInteger(),
    )
)
_NEW_OFFSET = postgresql.insert(counters).values(name=OFFSET, value=bindparam("by"))
_LIFT = _NEW_OFFSET.on_conflict_do_update(
    index_elements=["name"], set_={"value": counters.c.value + _NEW_OFFSET.excluded.value}
)


class Stored(msgspec.Struct, frozen=True):
    """An event with the row id of its object, by which rights are asked."""

    event: Event
    object_id: int


class Part(msgspec.Struct, frozen=True):
    """Some events in their order; `more`: others are committed and become readable soon."""

    events: list[Stored]
    more: bool


def _rows(session: ChangingSession) -> list[dict[str, object]]:
    empty = {
        "object": 0, "object_key": "", "task": "", "person": "", "by": "",
        "entry": 0, "about": "",
    }  # fmt: skip
    return [{**empty, **values} for values in session.events]


def write_sqlite(session: ChangingSession) -> None:
    """Write the events of a unit at the end of its transaction."""
    if session.events:
        session.run_many(INSERT_SQLITE, _rows(session))


def write_postgresql(session: ChangingSession) -> None:
    """Write the events of a unit at the end of its transaction."""
    if session.events:
        rows = [{**row, "place": place} for place, row in enumerate(_rows(session))]
        session.run_many(INSERT_POSTGRESQL, rows)


def read_after(reader: Reader, after: int, limit: int = 1000) -> Part:
    """The events behind `after`, oldest first."""
    if reader.dialect == "sqlite":
        rows = reader.all(_READ_SQLITE, after=after, limit=limit)
        return Part(events=[_stored(row) for row in rows], more=len(rows) == limit)
    rows = reader.all(_READ_POSTGRESQL, after=after, limit=limit)
    more = len(rows) == limit or reader.first(_HIDDEN) is not None
    return Part(events=[_stored(row) for row in rows], more=more)


def last_id(reader: Reader) -> int:
    """The id behind which a new reader starts; 0 where there are no events."""
    found = reader.first(_LAST if reader.dialect == "sqlite" else _LAST_POSTGRESQL)
    return int(found[0]) if found else 0


def oldest_id(reader: Reader) -> int:
    """The oldest event that is kept; 0 where there are none."""
    found = reader.first(_OLDEST)
    return int(found[0]) if found else 0


def lift_offset(unit: ChangingSession) -> None:
    """PostgreSQL, at opening: see to it that new ids are above those that exist."""
    missing = unit.first(_ABOVE)
    if missing is not None and missing[0] > 0:
        unit.run(_LIFT, by=int(missing[0]))


def _stored(row: Row) -> Stored:
    id_, at, kind, object_id, key, task, person, by, entry, about = row
    return Stored(
        event=Event(
            id=id_,
            at=from_micros(at),
            kind=EventKind(kind),
            object=key,
            task=task,
            person=person,
            by=by,
            entry=entry,
            about=about,
        ),
        object_id=object_id,
    )
