"""Durable decisions a second over HTTP, beside bare `sqlite3` writing the same rows."""

import sqlite3
import uuid
from pathlib import Path

from benchmarks import bare_sqlite
from benchmarks.company import APPROVERS, Company, company
from benchmarks.load import Request
from benchmarks.report import Figure, median_and_spread

REPEATS = 3


def measure() -> list[Figure]:
    """Decisions with 1 and with 32 clients."""
    with company() as at:
        return [_decide(at, clients=1, count=300), _decide(at, clients=32, count=1500)]


def _decide(at: Company, *, clients: int, count: int) -> Figure:
    ours, bare = [], []
    for _ in range(REPEATS):
        rate, reference = _once(at, clients, count)
        ours.append(rate)
        bare.append(reference)
    rate, own_spread = median_and_spread(ours)
    reference, spread = median_and_spread(bare)
    aimed = clients == 32
    return Figure(
        name=f"durable decisions over HTTP, SQLite synchronous=FULL, {clients} client(s)",
        unit="decisions/s",
        ours=rate,
        reference_name="bare sqlite3, the same rows, one transaction each",
        reference=reference,
        target="0.35" if aimed else "",
        met=rate / reference >= 0.35 if aimed else None,
        spread=max(spread, own_spread),
        limits="two cores shared by the server, the writer thread and the clients",
    )


def _once(at: Company, clients: int, count: int) -> tuple[float, float]:
    at.orders(count)
    before, after = at.home / "before.db", at.home / "after.db"
    requests = approvals(at, count)
    bare_sqlite.snapshot(at.database, before)
    done = at.send(requests, clients)
    bare_sqlite.snapshot(at.database, after)
    transactions, seconds = bare_sqlite.write_again(before, after)
    if transactions != count:
        raise RuntimeError(f"{transactions} objects changed by {count} decisions")
    for copy in (before, after):
        for file in at.home.glob(f"{copy.name}*"):
            file.unlink()
    return count / done.seconds, count / seconds


def approvals(at: Company, count: int) -> list[Request]:
    """Approvals of the newest orders that wait, each by one of three people."""
    keys = waiting(at.database, count)
    requests = [
        at.call("POST", f"/v1/tasks/{key}/decide", {"decision": "approve"}, person=who)
        for key, who in zip(keys, _in_turn(count), strict=True)
    ]
    for request in requests:
        request.headers["Idempotency-Key"] = uuid.uuid4().hex
    return requests


def waiting(database: Path, count: int) -> list[str]:
    """Keys of the newest objects that still wait for somebody."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "SELECT DISTINCT o.key FROM objects o JOIN tasks t ON t.object = o.id"
            " WHERE t.state = 'open' ORDER BY o.id DESC LIMIT ?",
            (count,),
        ).fetchall()
    return [key for (key,) in rows]


def _in_turn(count: int) -> list[str]:
    return [APPROVERS[n % len(APPROVERS)] for n in range(count)]
