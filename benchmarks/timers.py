"""Timers that fall due all at once, beside bare `sqlite3` writing the same rows.

One case is made by a real server, with a time limit and a reminder at half of it; its rows are
then copied as often as there shall be cases. The server's own job (`server_stub.jobs.timers`) fires
every reminder on that database, WAL and `synchronous=FULL`: each moves its case, marks a task,
tells the person's terminals, sets the next timer of its ladder and is recorded for a replay.
`SIGNOFF_BENCH_TIMERS` says how many.
"""

import asyncio
import os
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import bare_sqlite
from benchmarks.company import Company, company, order_flow
from benchmarks.report import Figure, median_and_spread
from server_stub.jobs.timers import AT_ONCE, DueWork
from server_stub.store.database import Database

TIMERS = int(os.environ.get("SIGNOFF_BENCH_TIMERS", "100000"))
SAMPLE = 1000
"""So many are fired at a time where what was written is written again by bare sqlite3."""
REPEATS = 3
FLOW = order_flow("""
  - approve: sign
    by: person:bo
    within: 8 hours
    late: {remind: [50%], escalate: 100%}
""")
LATER = timedelta(hours=5)
"""Then every reminder is due, and nothing else."""


def measure() -> list[Figure]:
    """Timers fired a second."""
    with company(FLOW) as at:
        at.orders(1)
        at.stop()
        bare, single = zip(*[_sample(at, number) for number in range(REPEATS)], strict=True)
        seconds = _fire(at.database, _copies(at.database, TIMERS))
    reference, spread = median_and_spread(bare)
    rate = TIMERS / seconds
    return [
        Figure(
            name=f"{TIMERS:,} timers falling due at once, SQLite synchronous=FULL",
            unit="timers/s",
            ours=rate,
            reference_name=f"bare sqlite3, the same rows, {AT_ONCE} cases a transaction",
            reference=reference,
            spread=spread,
            limits="one writing thread: the engine and a dozen statements for each case",
            extra={"seconds": seconds, "one each": median_and_spread(single)[0]},
        )
    ]


def _sample(at: Company, number: int) -> tuple[float, float]:
    """What bare sqlite3 needs for the same rows, cases a second: as many in a transaction as the
    job moves at once, and one in each."""
    before, after = at.home / f"before{number}.db", at.home / f"after{number}.db"
    count = _copies(at.database, SAMPLE)
    bare_sqlite.snapshot(at.database, before)
    _fire(at.database, count)
    bare_sqlite.snapshot(at.database, after)
    rates = []
    for at_once in (AT_ONCE, 1):
        again = at.home / "again.db"
        bare_sqlite.snapshot(before, again)
        changed, seconds = bare_sqlite.write_again(again, after, at_once)
        if changed != count:
            raise RuntimeError(f"{changed} objects changed by {count} timers")
        rates.append(changed / seconds)
    return rates[0], rates[1]


def _fire(database: Path, count: int) -> float:
    """Seconds until the job has fired every timer that is due; there have to be `count`."""
    return asyncio.run(_fired(database, count))


async def _fired(path: Path, count: int) -> float:
    database = await Database.open(f"sqlite:///{path}")
    try:
        work = DueWork(database, clock=lambda: datetime.now(UTC) + LATER)
        done, started = 0, time.perf_counter()
        while fired := await work.turn():
            done += fired
        seconds = time.perf_counter() - started
    finally:
        await database.close()
    if done != count:
        raise RuntimeError(f"{done} timers fired instead of {count}")
    return seconds


# --- many cases ------------------------------------------------------------------------------


def _copies(database: Path, count: int) -> int:
    """Make that many more cases, each with its timer: copies of the first one as it was begun."""
    with sqlite3.connect(database) as connection:
        key, first = connection.execute(
            "SELECT key, id FROM objects ORDER BY id LIMIT 1"
        ).fetchone()
        last = connection.execute("SELECT max(id) FROM objects").fetchone()[0]
        numbers = range(last + 1, last + 1 + count)
        _keep_first(connection, first)
        for table in ("objects", "cases", "tasks", "timers", "case_events", "entries", "readers"):
            _copy(connection, table, key, first, numbers)
    return count


def _keep_first(connection: sqlite3.Connection, first: int) -> None:
    """The first case, of which the others are copies, is put aside, so that it does not move."""
    for table in ("objects", "cases", "tasks", "timers", "case_events", "entries", "readers"):
        connection.execute(f"CREATE TABLE IF NOT EXISTS kept_{table} AS SELECT * FROM {table}")
    connection.execute('DELETE FROM timers WHERE "case" IN (SELECT "case" FROM kept_timers)')


def _copy(connection: sqlite3.Connection, table: str, key: str, first: int, numbers: range) -> None:
    described = connection.execute(f"PRAGMA table_info({table})").fetchall()
    columns = [each[1] for each in described]
    whose = "id" if table == "objects" else "object"
    for kept in connection.execute(f"SELECT * FROM kept_{table}").fetchall():
        row = dict(zip(columns, kept, strict=True))
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        connection.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",
            (tuple(_other(row, whose, key, number).values()) for number in numbers),
        )


def _other(row: dict[str, object], whose: str, key: str, number: int) -> dict[str, object]:
    """The row of another object: its number, and its key wherever the first one's stands."""
    named = {
        column: value.replace(key, f"{key}X{number}") if isinstance(value, str) else value
        for column, value in row.items()
    }
    return {**named, whose: number} if whose in named else named
