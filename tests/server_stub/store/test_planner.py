"""What SQLite's planner is told of tables."""

from pathlib import Path
from sqlite3 import Connection

from server_stub.store.database import Database
from server_stub.store.sqlite import connect


async def test_a_table_that_was_small_when_the_server_stopped_is_still_looked_up_by_its_key(
    sqlite_url: str,
) -> None:
    database = await Database.open(sqlite_url)
    connection = connect(Path(sqlite_url.removeprefix("sqlite:///")))
    connection.execute("INSERT INTO counters (name, value) VALUES ('key:PO', 1)")
    connection.execute("ANALYZE")
    assert _rows_known(connection) == ["counters"]
    await database.close()
    assert _rows_known(connection) == []
    connection.close()


def _rows_known(connection: Connection) -> list[str]:
    found = connection.execute("SELECT tbl FROM sqlite_stat1 WHERE tbl = 'counters'")
    return [table for (table,) in found]
