"""Leases: what only one server may do at a time, held by name until a moment."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from server_stub.store.moments import to_micros
from server_stub.store.tables import leases
from server_stub.store.unit import Unit

_FIND = select(leases.c.holder, leases.c.until).where(leases.c.name == bindparam("which"))
_ADD = insert(leases)
_TAKE = (
    update(leases)
    .where(leases.c.name == bindparam("which"))
    .values(holder=bindparam("new_holder"), until=bindparam("new_until"))
)
_DROP = delete(leases).where(
    leases.c.name == bindparam("which"), leases.c.holder == bindparam("by")
)


def take(unit: Unit, name: str, holder: str, length: timedelta) -> bool:
    """Take or prolong the lease `name`; False where another holder's has not run out."""
    until = to_micros(unit.now + length)
    found = unit.first(_FIND, which=name)
    if found is None:
        unit.run(_ADD, name=name, holder=holder, until=until)
        return True
    if found[0] != holder and found[1] > to_micros(unit.now):
        return False
    unit.run(_TAKE, which=name, new_holder=holder, new_until=until)
    return True


def held(unit: Unit, name: str) -> bool:
    """Whether somebody, the asking one included, holds the lease now."""
    found = unit.first(_FIND, which=name)
    return found is not None and found[1] > to_micros(unit.now)


def drop(unit: Unit, name: str, holder: str) -> None:
    """Give the lease back before it runs out."""
    unit.run(_DROP, which=name, by=holder)
