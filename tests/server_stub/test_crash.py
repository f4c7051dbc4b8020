"""Whatever was acknowledged is there, once, however often the server is killed meanwhile."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server_stub.embedded import WAIT, Home, call
from tests.server_stub.orders import orders_company

COMPANY = orders_company(["ann", "bo"])
KILLS = {"sqlite": 30, "postgresql": 6}
WORKERS = 6


class Load:
    """People who order, comment and approve, and send again what was not acknowledged."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.acknowledged = 0
        self.commented: dict[str, str] = {}
        """Key of an order to what was said on it."""
        self.approved: set[str] = set()
        self.ending = False

    async def once(self, key: str, person: str, method: str, path: str, body: object) -> Any:
        """Send a call until it is answered; a refusal is a failure of the test."""
        while True:
            try:
                status, answer = await call(
                    self.socket, method, path, body, Idempotency_Key=key, Signoff_As=person
                )
            except OSError:
                await asyncio.sleep(0.005)
                continue
            assert status < 300, (key, status, answer)
            self.acknowledged += 1
            return answer

    async def work(self, worker: int) -> None:
        number = 0
        while not self.ending:
            number += 1
            name = f"{worker}-{number}"
            new = {"type": "order", "fields": {"material": name}, "submit": True}
            made = await self.once(f"new-{name}", "dee", "POST", "/v1/objects", new)
            key = made["object"]["key"]
            said = {"text": f"remark {name}"}
            await self.once(f"say-{name}", "dee", "POST", f"/v1/objects/{key}/comments", said)
            self.commented[key] = said["text"]
            approve = {"decision": "approve", "reason": name}
            await self.once(f"yes-{name}", "ann", "POST", f"/v1/tasks/{key}/decide", approve)
            self.approved.add(key)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    found = Home(tmp_path)
    yield found
    found.end()


@pytest.fixture(params=KILLS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    found: str = request.param
    return found


@pytest.fixture
def options(kind: str, home: Home, request: pytest.FixtureRequest) -> tuple[str, ...]:
    """How a server on that kind of database is started."""
    if kind == "sqlite":
        return ("--embedded",)
    home.settings.socket_folder.mkdir(parents=True, mode=0o700)
    url: str = request.getfixturevalue("postgresql_url")
    return ("--socket", str(home.settings.socket_file), "--database", url)


async def test_nothing_acknowledged_is_lost_or_doubled_by_kills(
    kind: str, home: Home, options: tuple[str, ...]
) -> None:
    chance = random.Random(7)
    load = Load(home.settings.socket_file)
    process = home.start(*options)
    await load.once("company", "", "POST", "/v1/apply", {"files": COMPANY})
    workers = [asyncio.create_task(load.work(number)) for number in range(WORKERS)]
    for _ in range(KILLS[kind]):
        await progress(load, workers, chance.randint(1, 40))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process = home.start(*options)
    load.ending = True
    await asyncio.wait_for(asyncio.gather(*workers), WAIT)
    await check(load)


async def progress(load: Load, workers: list["asyncio.Task[None]"], more: int) -> None:
    """Until so many more calls were answered; the kill comes in the middle of the next ones."""
    goal = load.acknowledged + more
    async with asyncio.timeout(WAIT):
        while load.acknowledged < goal:
            for worker in workers:
                if worker.done():
                    worker.result()
            await asyncio.sleep(0.001)


async def check(load: Load) -> None:
    for key, said in load.commented.items():
        _, feed = await call(load.socket, "GET", f"/v1/objects/{key}/feed?limit=100")
        texts = Counter(entry["text"] for entry in feed["items"] if entry["kind"] == "comment")
        assert texts == {said: 1}, key
        decisions = [entry for entry in feed["items"] if entry["kind"] == "decision"]
        assert len(decisions) == (key in load.approved), key
        _, view = await call(load.socket, "GET", f"/v1/objects/{key}")
        assert view["object"]["state"] == "approved", key
    assert load.approved == load.commented.keys()
    _, report = await call(load.socket, "GET", "/v1/audit/verify")
    assert report["broken"] == []
    assert report["objects"] == len(load.commented)
