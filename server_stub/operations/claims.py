"""Claiming recorded actions: in a transaction of its own, with a lease, before anything is sent."""

from datetime import timedelta

import msgspec
from sqlalchemy import bindparam, exists, select, update

from server_stub.operations.calls import COLUMNS, UNDELIVERED, Call
from server_stub.store.moments import to_micros
from server_stub.store.tables import calls
from server_stub.store.unit import Reader, Unit

LEASE = timedelta(seconds=120)
"""Longer than any attempt takes: the slowest system may need 30 s for one answer."""

_earlier = calls.alias("earlier")
_READY = (
    select(*COLUMNS)
    .where(
        calls.c.state.in_(UNDELIVERED),
        calls.c.next_try <= bindparam("now"),
        calls.c.leased_until <= bindparam("now"),
        ~exists().where(
            _earlier.c.object == calls.c.object,
            _earlier.c.id < calls.c.id,
            _earlier.c.state.in_(UNDELIVERED),
        ),
    )
    .order_by(calls.c.next_try, calls.c.id)
    .limit(bindparam("most"))
)
_CLAIMABLE = _READY.with_for_update(skip_locked=True, of=calls)
_CLAIM = update(calls).where(calls.c.id == bindparam("the_id"))
_FREE_ALL = update(calls).where(calls.c.leased_until > 0).values(leased_until=0, leased_by="")


def claim(unit: Unit, holder: str, most: int) -> list[Call]:
    """Take up to `most` actions that are due, for `LEASE`; nobody else gets them meanwhile."""
    now = to_micros(unit.now)
    found = unit.all(_CLAIMABLE, now=now, most=most)
    claimed = [Call.from_row(row) for row in found]
    for call in claimed:
        unit.run(
            _CLAIM,
            the_id=call.id,
            state="sending",
            attempts=call.attempts + 1,
            leased_until=to_micros(unit.now + LEASE),
            leased_by=holder,
        )
    return [msgspec.structs.replace(call, attempts=call.attempts + 1) for call in claimed]


def free_all(unit: Unit) -> None:
    """Give back every lease: for a database that only this process uses, when it starts."""
    unit.run(_FREE_ALL)


def any_ready(reader: Reader, now: int) -> bool:
    """Whether an action is due at `now`, in microseconds."""
    return reader.first(_READY, now=now, most=1) is not None
