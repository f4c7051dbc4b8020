"""A database of the first version is brought up with what was in it."""

import json
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from core.people import Person
from server_stub.operations import configuration
from server_stub.store import schema
from server_stub.store.database import Database
from server_stub.store.unit import Unit
from server_stub.views import directory


def first_version(path: Path) -> None:
    """A file as the first version left it, with one person defined."""
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with sqlite3.connect(path) as plain:
        doc = json.dumps({"id": "ann", "name": {"": "Ann"}})
        plain.execute("INSERT INTO definitions VALUES ('person', 'ann', ?, 1)", (doc,))
    plain.close()


async def test_what_was_defined_before_has_a_history_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    first_version(path)
    database = await Database.open(f"sqlite:///{path}")
    before = await database.read(directory.configuration)
    assert set(before.directory.people) == {"ann"}

    def leave(unit: Unit) -> None:
        ann = Person(id="ann", name={"": "Ann"}, active=False)
        configuration.define(unit, "person", "ann", ann)
        configuration.forget(unit, "person", "nobody")
        configuration.changed(unit)

    await database.write(leave)
    after = await database.read(directory.configuration)
    then = await database.read(lambda reader: directory.as_of(reader, before.number))
    assert not after.directory.people["ann"].active
    assert then.directory.people["ann"].active
    await database.close()
