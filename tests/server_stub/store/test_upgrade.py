"""A database that an earlier program filled is brought to the present schema with all it holds."""

import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, select, text

from core.errors import UsageError
from core.objects import Money
from server_stub.store import schema, tables
from server_stub.store.database import Database
from server_stub.views import field_index, inbox
from tests.server_stub.company import MONDAY, TYPES, actor

ORDER: dict[str, Any] = {
    "supplier": "Nördic ＡＢＣ " + "x" * 80,
    "amount": {"amount": "1250.50", "currency": "CNY"},
    "quantity": "12.5",
    "needed": "2026-12-24",
    "meeting": "2026-12-24T09:30:00.123457+08:00",
    "rush": True,
    "keeper": "bea",
    "class": "steel",
    "lines": [{"article": "A"}],
    "drawing": {"hash": "0" * 64, "name": "a.pdf"},
}
OBJECTS = [
    ("PO-1", "order", ORDER, "1250.50"),
    ("BU-1", "budget", {"purpose": "tools", "limit": {"amount": "7", "currency": "EUR"}}, "7"),
    ("M-1", "machine", {"model": "冲床 500"}, ""),
    ("X-1", "forgotten", {"what": "its type is gone"}, "3"),
]


def engine_of(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


@pytest.fixture(params=["sqlite", "postgresql"])
def first_version(request: pytest.FixtureRequest, tmp_path: Path, empty_postgresql: str) -> str:
    """The address of a database of the first schema, with a task of bea's on each object."""
    url = f"sqlite:///{tmp_path}/signoff.db" if request.param == "sqlite" else empty_postgresql
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    engine = engine_of(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for each in TYPES:
            connection.execute(
                text("INSERT INTO definitions VALUES ('type', :id, :doc, 0)"),
                {"id": each.id, "doc": msgspec.json.encode(each).decode()},
            )
        for number, (key, type_, fields, amount) in enumerate(OBJECTS, 1):
            row = {"id": number, "key": key, "type": type_, "amount": amount}
            row["fields"] = msgspec.json.encode(fields).decode()
            connection.execute(
                text(
                    "INSERT INTO objects (id, key, type, title, state, requester, revision,"
                    " fields, amount, created, changed) VALUES (:id, :key, :type, :key,"
                    " 'running', 'rita', 1, :fields, :amount, 0, 0)"
                ),
                row,
            )
            connection.execute(
                text(
                    "INSERT INTO tasks (id, kind, state, person, object, type, doc, created, rank)"
                    " VALUES (:task, 'approve', 'open', 'bea', :id, :type, '{}', 0, :id)"
                ),
                {**row, "task": f"t.{number}"},
            )
    engine.dispose()
    return url


async def test_the_filters_find_what_was_there_before(first_version: str) -> None:
    store = await Database.open(first_version, migrate=True)

    async def found(q: str) -> list[str]:
        page = await store.read(lambda reader: inbox.page(reader, actor("bea"), q, now=MONDAY))
        return [task.object for task in page.items]

    assert await found("") == ["PO-1", "BU-1", "M-1", "X-1"]
    assert await found("type:order") == ["PO-1"]
    assert await found("supplier:nördic") == ["PO-1"]
    assert await found("amount>1250") == ["PO-1"]
    assert await found("needed<2027-01-01") == ["PO-1"]
    assert await found("model=冲床") == []
    assert await found("model:冲床") == ["M-1"]
    await store.close()
    engine = engine_of(first_version)
    with engine.connect() as connection:
        requesters = connection.execute(select(tables.tasks.c.requester)).scalars().all()
    engine.dispose()
    assert requesters == ["rita"] * 4


async def test_the_values_stand_as_they_are_written_today(first_version: str) -> None:
    await (await Database.open(first_version, migrate=True)).close()
    types = {each.id: each for each in TYPES}
    wanted = {
        (*place, number)
        for number, (_, type_, fields, amount) in enumerate(OBJECTS, 1)
        if type_ in types
        for place in field_index.places(
            types[type_], fields, Money(amount=amount) if amount else None
        )
    }
    engine = engine_of(first_version)
    with engine.connect() as connection:
        found = {tuple(row) for row in connection.execute(select(tables.field_values))}
    engine.dispose()
    assert found == wanted


async def test_the_file_as_it_was_is_kept_beside_it(first_version: str, tmp_path: Path) -> None:
    if not first_version.startswith("sqlite"):
        with pytest.raises(UsageError, match="--migrate"):
            await Database.open(first_version)
        return
    await (await Database.open(first_version)).close()
    (copy,) = copies(tmp_path)
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert connection.execute("SELECT count(*) FROM tasks").fetchone() == (4,)
    connection.close()


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    first_version: str, tmp_path: Path
) -> None:
    engine = engine_of(first_version)
    with engine.begin() as connection:
        connection.execute(text("UPDATE objects SET fields = 'broken' WHERE id = 3"))
    with pytest.raises(ValueError, match="Expecting value"):
        await Database.open(first_version, migrate=True)
    with engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        columns = connection.execute(text("SELECT * FROM tasks")).keys()
    engine.dispose()
    assert version == "0001"
    assert "requester" not in columns


def copies(folder: Path) -> list[Path]:
    return list(folder.glob("signoff.db.0001.*.backup"))
