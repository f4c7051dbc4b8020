"""Tryton and the signoff server are killed at random moments while decisions are on their way;
then both sides are compared. `SIGNOFF_E2E_DECISIONS=200` makes it long."""

import os
import random
import threading
import time
from contextlib import closing
from typing import Any

import httpx
import pytest

from tests.e2e.office import Desk, Office, eventually
from tests.e2e.tryton.bed import Bed

DECISIONS = int(os.environ.get("SIGNOFF_E2E_DECISIONS", "16"))
SEED = int(os.environ.get("SIGNOFF_E2E_SEED", "20261122"))
KILLS = max(4, DECISIONS // 6)
_STANDSTILL = 10.0
WAIT = 60 + 5 * DECISIONS


class Killer(threading.Thread):
    """Kills one side or the other, and starts it again, until it has done so often enough."""

    def __init__(self, bed: Bed, office: Office) -> None:
        super().__init__(daemon=True)
        self._bed = bed
        self._office = office
        self._chance = random.Random(SEED)
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            for _ in range(KILLS):
                self._await_progress()
                time.sleep(self._chance.uniform(0.0, 2.5))
                chance = self._chance.random()
                if chance < 0.67:
                    self._bed.kill()
                    self._bed.start()
                if chance > 0.33:
                    self._office.kill()
                    self._office.start()
        except BaseException as error:  # shown by the test
            self.error = error

    def _await_progress(self) -> None:
        """Let something happen between two kills: both sides find each other again first."""
        until = time.monotonic() + _STANDSTILL
        before = queued(self._office)
        while before and queued(self._office) == before and time.monotonic() < until:
            time.sleep(0.1)


def queued(office: Office) -> int:
    """How many decisions and notes wait to be sent."""
    (connector,) = office.ask("GET", "/connectors")["items"]
    return int(connector["queued"])


def _decide(office: Office, task: dict[str, Any], decision: str) -> bool:
    """Send a decision, the same one again while nobody answers; whether it was acknowledged."""
    body = {"decision": decision, "reason": f"decided {task['object']}"}
    path = f"/tasks/{task['id']}/decide"
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            answer = office.request(
                "POST", path, body, by=task["person"], Idempotency_Key=f"k-{task['id']}"
            )
        except httpx.TransportError:
            time.sleep(0.05)
            continue
        if answer.status_code < 500:
            assert answer.is_success, answer.text
            return True
    return False


# httpcore leaves a socket that was refused to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_each_decision_takes_effect_exactly_once_whoever_is_killed(
    office: Office, clerk: Desk, bed: Bed
) -> None:
    purchases = clerk.copy_purchases(DECISIONS)

    def all_asked() -> dict[int, dict[str, Any]] | None:
        found = office.tasks("sun.wei", "purchase")
        return found if found.keys() >= set(purchases) else None

    tasks = eventually(all_asked, WAIT, "all of them wait")
    wanted = {id_: "reject" if n % 5 == 4 else "approve" for n, id_ in enumerate(purchases)}
    killer = Killer(bed, office)
    killer.start()
    acknowledged = [id_ for id_ in purchases if _decide(office, tasks[id_], wanted[id_])]
    killer.join()
    assert killer.error is None
    assert acknowledged == purchases

    eventually(lambda: queued(office) == 0 or None, WAIT, "everything is delivered")
    expected = {"approve": ("processing", "approved"), "reject": ("cancelled", "rejected")}
    for id_ in purchases:
        there, here = expected[wanted[id_]]
        key = tasks[id_]["object"]
        found = clerk.read("purchase.purchase", id_, "state")
        if found["state"] == "confirmed":
            # Tryton was killed between confirming and its own follow-up, which it makes in a
            # transaction of its own and leaves to its worker then: there is none here.
            with closing(Desk(bed, "admin")) as administrator:
                administrator("purchase.purchase.process", [id_])
            found = clerk.read("purchase.purchase", id_, "state")
        assert (id_, found["state"]) == (id_, there)
        assert len(clerk.invoices_of(id_)) == (1 if there == "processing" else 0)
        assert office.state(key) == here
        decided = [each for each in office.feed(key) if each["kind"] == "decision"]
        assert len(decided) == 1
        assert office.messages(key).count("connectors.done") == 1
        notes = clerk.search("ir.note", [["resource", "=", f"purchase.purchase,{id_}"]], "message")
        assert [note["message"] for note in notes] == [f"decided {key}"]
    report = office.ask("GET", "/audit/verify")
    assert report["broken"] == []
