"""A full disk: nothing is acknowledged, nothing is lost, and it goes on once there is room."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import bindparam, insert, select

from core.errors import Unreachable
from server_stub.store.database import Database
from server_stub.store.tables import counters

ADD = insert(counters)
VALUE = select(counters.c.value).where(counters.c.name == bindparam("which"))


@contextmanager
def full(database: Database) -> Iterator[None]:
    """No file of this process can grow beyond what the database's log has."""
    log = Path(f"{database.url.removeprefix('sqlite:///')}-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_change_that_the_disk_refuses_is_no_defect_and_can_be_sent_again(
    sqlite_url: str,
) -> None:
    database = await Database.open(sqlite_url)
    await database.write(lambda unit: unit.run(ADD, name="before", value=1))
    with full(database), pytest.raises(Unreachable, match="cannot write to its database"):
        await database.write(lambda unit: unit.run(ADD, name="meanwhile", value=2))
    assert await database.read(lambda reader: reader.first(VALUE, which="meanwhile")) is None
    await database.write(lambda unit: unit.run(ADD, name="meanwhile", value=3))
    await database.close()
    again = await Database.open(sqlite_url)
    assert await again.read(lambda reader: reader.first(VALUE, which="before")) == (1,)
    assert await again.read(lambda reader: reader.first(VALUE, which="meanwhile")) == (3,)
    await again.close()
