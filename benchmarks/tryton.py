"""A real Tryton beside signoff: how soon a quotation is in the inbox, how fast many are taken in,
and decisions a second beside Tryton's own."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.company import company
from benchmarks.decisions import approvals
from benchmarks.report import Figure, median_and_spread
from tests.e2e.conftest import PEOPLE
from tests.e2e.office import Desk, Office, eventually
from tests.e2e.tryton.bed import Bed, running

WAITING = 300
ARRIVALS = 10
CONFIRMS = 20
DECISIONS = 1000
READ_AT_ONCE = 50
_LIMITS = "two cores shared by Tryton, signoff and whoever asks; Tryton answers on one of them"
_QUOTATIONS = [["state", "=", "quotation"]]
_AMOUNTS = ["rec_name", "party.rec_name", "untaxed_amount", "tax_amount", "total_amount"]


def measure() -> list[Figure]:
    """The project's own Tryton on SQLite, with as many quotations as `WAITING`."""
    with tempfile.TemporaryDirectory(prefix="signoff-bench-") as name:
        folder = Path(name)
        with running(folder / "tryton") as bed, closing(Desk(bed, "wang.fang")) as clerk:
            purchases = clerk.copy_purchases(WAITING)
            with _office(folder) as office:
                taken_in = _intake(office, bed, clerk, purchases)
                arrivals = _arrivals(office, clerk)
            with closing(Desk(bed, "sun.wei")) as decider:
                confirms = _confirms(decider, purchases[:CONFIRMS])
    return [arrivals, taken_in, _decisions(confirms)]


@contextmanager
def _office(folder: Path) -> Iterator[Office]:
    folder.joinpath("office").mkdir()
    office = Office(folder / "office")
    office.start()
    try:
        office.apply(people_yaml=PEOPLE)
        yield office
    finally:
        office.close()


def _intake(office: Office, bed: Bed, clerk: Desk, purchases: list[int]) -> Figure:
    """From the moment a decider is known until the last quotation is in their inbox."""
    office.connect(bed)
    started = time.perf_counter()
    office.give_login("sun.wei", "sun.wei-tryton")
    eventually(
        lambda: office.tasks("sun.wei", "purchase").keys() >= set(purchases) or None, 600, "all"
    )
    ours = len(purchases) / (time.perf_counter() - started)
    reads = []
    for start in range(0, len(purchases), READ_AT_ONCE):
        part = purchases[start : start + READ_AT_ONCE]
        begun = time.perf_counter()
        clerk.search("purchase.purchase", [["id", "in", part]], *_AMOUNTS)
        reads.append(len(part) / (time.perf_counter() - begun))
    reference, spread = median_and_spread(reads)
    return Figure(
        name=f"Tryton: {len(purchases)} waiting purchases taken in, with lines and notes",
        unit="documents/s",
        ours=ours,
        reference_name=f"one search_read of {READ_AT_ONCE} headers with amounts, same Tryton",
        reference=reference,
        target="at least 50 documents/s",
        met=ours >= 50,
        spread=spread,
        limits=_LIMITS,
    )


def _arrivals(office: Office, clerk: Desk) -> Figure:
    took, polls = [], []
    for _ in range(ARRIVALS):
        before = _waiting(office)
        clerk.copy_purchases()
        quoted = time.perf_counter()
        eventually(lambda before=before: _waiting(office) > before or None, what="it arrives")  # type: ignore[misc]
        took.append(time.perf_counter() - quoted)
        begun = time.perf_counter()
        clerk.search("purchase.purchase", _QUOTATIONS, "_timestamp")
        polls.append(time.perf_counter() - begun)
    reference, spread = median_and_spread(polls)
    slow = statistics.quantiles(took, n=20, method="inclusive")[-1]
    return Figure(
        name=f"Tryton: from quote to inbox, beside {WAITING} others that wait",
        unit="s",
        ours=statistics.median(took),
        reference_name="one search_read of the waiting set with stamps, same Tryton",
        reference=reference,
        target="at most 2 s (p95)",
        met=slow <= 2,
        spread=spread,
        limits="a look every three quarters of a second",
        extra={"p95": slow},
    )


def _waiting(office: Office) -> int:
    """How much is in the inbox; a small answer, so that watching slows down nothing."""
    return int(office.ask("GET", "/inbox?limit=1", by="sun.wei")["total"])


def _confirms(decider: Desk, purchases: list[int]) -> list[float]:
    """Tryton's own confirm, one after the other: decisions a second of each."""
    rates = []
    for purchase in purchases:
        begun = time.perf_counter()
        decider("purchase.purchase.confirm", [purchase])
        rates.append(1 / (time.perf_counter() - begun))
    return rates


def _decisions(confirms: list[float]) -> Figure:
    with company() as at:
        at.orders(DECISIONS)
        ours = DECISIONS / at.send(approvals(at, DECISIONS), 32).seconds
    reference, spread = median_and_spread(confirms)
    return Figure(
        name="durable decisions over HTTP, 32 clients, beside Tryton's confirm",
        unit="decisions/s",
        ours=ours,
        reference_name="purchase.confirm over JSON-RPC, which makes invoice and moves as well",
        reference=reference,
        target="100",
        met=ours / reference >= 100,
        spread=spread,
        limits=_LIMITS,
    )
