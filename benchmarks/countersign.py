"""Two hundred people decide one countersign at once, each over a connection of their own.

All of them have to approve, so every decision counts and the last one ends the case. Beside it bare
`sqlite3` writes the same rows in two hundred transactions.
"""

import sqlite3
import statistics
import uuid
from pathlib import Path

from benchmarks import bare_sqlite
from benchmarks.company import Company, company, order_flow
from benchmarks.load import Load, Request
from benchmarks.report import Figure, median_and_spread

PEOPLE = 200
REPEATS = 5
FLOW = order_flow("""
  - approve: sign
    by: role:signer
    mode: all
""")
COMPANY = """
local_owner: ann
roles:
  - {id: signer, title: Signer}
  - {id: process_owner, title: Process owner}
people:
  - {id: ann, name: Ann, roles: [process_owner]}
  - {id: dee, name: Dee}
""" + "".join(
    f"  - {{id: signer{number}, name: Signer {number}, roles: [signer]}}\n"
    for number in range(PEOPLE)
)


def measure() -> list[Figure]:
    """Decisions a second where everybody decides about the same case."""
    rates, bare, waits, seconds = [], [], [], []
    with company(FLOW, COMPANY) as at:
        for _ in range(REPEATS):
            done, reference = _once(at)
            seconds.append(done.seconds)
            rates.append(PEOPLE / done.seconds)
            bare.append(PEOPLE / reference)
            waits.append(statistics.quantiles(done.waits, n=20, method="inclusive")[-1])
    rate, own_spread = median_and_spread(rates)
    reference, spread = median_and_spread(bare)
    return [
        Figure(
            name=f"{PEOPLE} people decide one countersign at once over HTTP, every vote counted",
            unit="decisions/s",
            ours=rate,
            reference_name=f"bare sqlite3, the same rows in {PEOPLE} transactions",
            reference=reference,
            spread=max(spread, own_spread),
            limits="one after the other by their meaning; a state of two hundred seats each time",
            extra={"all in s": statistics.median(seconds), "p95 in s": statistics.median(waits)},
        )
    ]


def _once(at: Company) -> tuple[Load, float]:
    at.orders(1)
    before, after = at.home / "before.db", at.home / "after.db"
    key, requests = _approvals(at)
    bare_sqlite.snapshot(at.database, before)
    done = at.send(requests, clients=PEOPLE)
    bare_sqlite.snapshot(at.database, after)
    _counted(after, key)
    reference = bare_sqlite.write_shared(before, after, PEOPLE)
    for copy in (before, after):
        for file in at.home.glob(f"{copy.name}*"):
            file.unlink()
    return done, reference


def _approvals(at: Company) -> tuple[str, list[Request]]:
    """The order that waits, and everybody's approval of their own task."""
    with sqlite3.connect(at.database) as connection:
        tasks = connection.execute(
            "SELECT o.key, t.id, t.person FROM tasks t JOIN objects o ON o.id = t.object"
            " WHERE t.state = 'open'"
        ).fetchall()
    if len(tasks) != PEOPLE:
        raise RuntimeError(f"{len(tasks)} people are asked")
    requests = []
    for _, task, person in tasks:
        body = {"decision": "approve"}
        request = at.call("POST", f"/v1/tasks/{task}/decide", body, person=person)
        request.headers["Idempotency-Key"] = uuid.uuid4().hex
        requests.append(request)
    return str(tasks[0][0]), requests


def _counted(database: Path, key: str) -> None:
    """Every vote was counted once: as a task, in the feed, in the case; and the case has ended."""
    with sqlite3.connect(database) as connection:
        object_id, state = connection.execute(
            "SELECT id, state FROM objects WHERE key = ?", (key,)
        ).fetchone()
        votes = [
            connection.execute(statement, (object_id,)).fetchone()[0]
            for statement in (
                "SELECT count(DISTINCT person) FROM tasks WHERE object = ? AND state = 'done'",
                "SELECT count(DISTINCT \"by\") FROM entries WHERE object = ? AND kind = 'decision'",
                "SELECT count(*) FROM entries WHERE object = ? AND kind = 'decision'",
                "SELECT count(*) FROM cases, json_each(state, '$.rounds[0].seats')"
                " WHERE object = ? AND json_extract(value, '$.decision.kind') = 'approve'",
            )
        ]
    if (state, set(votes)) != ("approved", {PEOPLE}):
        raise RuntimeError(f"{state} with {votes} votes")
