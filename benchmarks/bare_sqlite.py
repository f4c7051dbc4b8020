"""The same rows, written by bare `sqlite3`: the physical limit for durable decisions.

The database is copied before and after a run of ours. What changed between the two, row by row and
grouped by business object, is then written once more into the copy from before: one transaction for
each decision, same schema and indexes, WAL, `synchronous=FULL`.
"""

import sqlite3
import time
from collections import defaultdict
from pathlib import Path

Row = tuple[object, ...]
Statement = tuple[str, Row]

SKIPPED = ("sqlite_", "alembic_", "search")


def snapshot(database: Path, target: Path) -> None:
    """A consistent copy of a database that may be in use."""
    with sqlite3.connect(database) as source, sqlite3.connect(target) as copy:
        source.backup(copy)


def write_again(before: Path, after: Path, at_once: int = 1) -> tuple[int, float]:
    """Write what changed from `before` to `after` into `before`: (objects, seconds).

    `at_once`: the rows of so many objects in one transaction.
    """
    groups = list(_changes(before, after).values())
    connection = sqlite3.connect(before, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    started = time.perf_counter()
    for first in range(0, len(groups), at_once):
        connection.execute("BEGIN IMMEDIATE")
        for statements in groups[first : first + at_once]:
            for sql, row in statements:
                connection.execute(sql, row)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return len(groups), seconds


def write_shared(before: Path, after: Path, parts: int) -> float:
    """Write what changed, about one object, in that many transactions: seconds.

    The rows are shared out evenly; those of the case and the object are written in every
    transaction, as by each of those who decide.
    """
    changed = [each for group in _changes(before, after).values() for each in group]
    shared = [
        each for each in changed if each[0].startswith(('UPDATE "cases"', 'UPDATE "objects"'))
    ]
    own = [each for each in changed if each not in shared]
    connection = sqlite3.connect(before, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    started = time.perf_counter()
    for part in range(parts):
        connection.execute("BEGIN IMMEDIATE")
        for sql, row in (*shared, *own[part::parts]):
            connection.execute(sql, row)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def _changes(before: Path, after: Path) -> dict[object, list[Statement]]:
    old, new = sqlite3.connect(before), sqlite3.connect(after)
    objects_of_cases = dict(new.execute("SELECT id, object FROM cases"))
    groups: dict[object, list[Statement]] = defaultdict(list)
    unbound: list[Statement] = []
    for (table,) in new.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if table.startswith(SKIPPED):
            continue
        columns, keys = _columns(new, table)
        known = _rows(old, table, columns, keys)
        for key, row in _rows(new, table, columns, keys).items():
            if known.get(key) == row:
                continue
            statement = _statement(table, columns, keys, row, new_row=key not in known)
            owner = _object_of(table, dict(zip(columns, row, strict=True)), objects_of_cases)
            if owner:
                groups[owner].append(statement)
            else:
                unbound.append(statement)
    old.close()
    new.close()
    for statements, statement in zip(groups.values(), unbound, strict=False):
        statements.append(statement)
    return groups


def _columns(connection: sqlite3.Connection, table: str) -> tuple[list[str], list[str]]:
    described = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    return [each[1] for each in described], [each[1] for each in described if each[5]]


def _rows(
    connection: sqlite3.Connection, table: str, columns: list[str], keys: list[str]
) -> dict[Row, Row]:
    places = [columns.index(key) for key in keys]
    names = ", ".join(f'"{column}"' for column in columns)
    return {
        tuple(row[place] for place in places): row
        for row in connection.execute(f'SELECT {names} FROM "{table}"')
    }


def _statement(
    table: str, columns: list[str], keys: list[str], row: Row, *, new_row: bool
) -> Statement:
    if new_row:
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        return f'INSERT INTO "{table}" ({names}) VALUES ({marks})', row
    values = dict(zip(columns, row, strict=True))
    changed = [column for column in columns if column not in keys]
    sets = ", ".join(f'"{column}" = ?' for column in changed)
    where = " AND ".join(f'"{key}" = ?' for key in keys)
    bound = tuple(values[column] for column in [*changed, *keys])
    return f'UPDATE "{table}" SET {sets} WHERE {where}', bound


def _object_of(table: str, row: dict[str, object], objects_of_cases: dict[str, object]) -> object:
    if table == "objects":
        return row["id"]
    if "object" in row:
        return row["object"]
    return objects_of_cases.get(str(row.get("case", "")))
