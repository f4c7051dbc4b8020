"""Two server processes on one PostgreSQL: one company, whichever of them is asked."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory

import psycopg
import pytest

from core.files import private_folder
from tests.server_stub.embedded import WAIT, Home, until

THINGS = """
object: thing
title: {en: Thing}
prefix: T
name: "{name}"
fields:
  name: {kind: text, title: {en: Name}}
"""
CONNECTOR = {"name": "erp", "system": "tryton", "url": "http://127.0.0.1:1/db", "user": "reader"}
POLLING = "connector:erp"


class Pair:
    """Two homes whose servers share a database."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url = url
        self.homes = [Home(folder / name) for name in "ab"]
        self.processes: list[Popen[bytes]] = []
        for home in self.homes:
            private_folder(home.settings.socket_folder)
            self.processes.append(self.start(home))
            until(home.answers)

    def start(self, home: Home) -> "Popen[bytes]":
        return home.start("--socket", str(home.settings.socket_file), "--database", self.url)

    def holder(self) -> int | None:
        """The process that reads the other system now, if any."""
        with psycopg.connect(self.url) as connection:
            row = connection.execute("SELECT holder FROM leases WHERE name = %s", (POLLING,))
            found = row.fetchone()
        return int(found[0].split(":")[1]) if found else None

    def let_leases_run_out(self) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute("UPDATE leases SET until = 0")


@pytest.fixture
def pair(postgresql_url: str) -> Iterator[Pair]:
    with TemporaryDirectory(prefix="signoff-", dir="/tmp") as folder:
        found = Pair(Path(folder), postgresql_url)
        yield found
        for home in found.homes:
            home.end()


def test_what_happens_at_one_is_told_to_the_clients_of_the_other(pair: Pair) -> None:
    one, other = (home.client() for home in pair.homes)
    with one, other, other.stream("GET", "/v1/events") as events:
        lines = events.iter_lines()
        one.post("/v1/apply", json={"files": {"types/thing.yaml": THINGS}}).raise_for_status()
        made = one.post("/v1/objects", json={"type": "thing", "fields": {"name": "x"}})
        made.raise_for_status()
        key = made.json()["object"]["key"]
        assert any(key in line for line in lines if line.startswith("data:"))
        assert other.get(f"/v1/objects/{key}").json()["object"]["key"] == key


def test_who_survives_reads_the_other_system_on(pair: Pair) -> None:
    with pair.homes[0].client() as client:
        client.post("/v1/connectors", json=CONNECTOR).raise_for_status()
    until(lambda: pair.holder() is not None)
    first = pair.holder()
    processes = {process.pid: process for process in pair.processes}
    assert first in processes
    os.kill(first, signal.SIGKILL)
    processes[first].wait(WAIT)
    pair.let_leases_run_out()
    (survivor,) = set(processes) - {first}
    until(lambda: pair.holder() == survivor)


def test_one_that_ends_in_peace_hands_over_at_once(pair: Pair) -> None:
    with pair.homes[0].client() as client:
        client.post("/v1/connectors", json=CONNECTOR).raise_for_status()
    until(lambda: pair.holder() is not None)
    first = pair.holder()
    processes = {process.pid: process for process in pair.processes}
    assert first in processes
    processes[first].send_signal(signal.SIGTERM)
    assert processes[first].wait(WAIT) == 0
    (survivor,) = set(processes) - {first}
    until(lambda: pair.holder() == survivor)


def test_the_same_decision_sent_to_both_is_made_once(pair: Pair) -> None:
    one, other = (home.client() for home in pair.homes)
    with one, other:
        one.post("/v1/apply", json={"files": {"types/thing.yaml": THINGS}}).raise_for_status()
        key = {"Idempotency-Key": "the same"}
        new = {"type": "thing", "fields": {"name": "once"}}
        answers = [each.post("/v1/objects", json=new, headers=key) for each in (one, other)]
        assert answers[0].json() == answers[1].json()
        found = one.get("/v1/search", params={"q": "once"}).json()["items"]
    assert len(found) == 1
