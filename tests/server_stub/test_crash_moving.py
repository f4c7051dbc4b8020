"""Cases that are moved, or told of an event, while the server is killed: each of it once."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server_stub.embedded import WAIT, Home, call, until
from tests.server_stub.orders import orders_company

ORDERS = 80
FLOW = """
flow: order-approval
title: Order approval
object: order
owner: role:approver
steps:
  - wait: {event: shop.paid}
  - approve: sign
    by: person:ann
"""
SECOND = f"{FLOW}  - do: file\n    by: person:bo\n"
COMPANY = {**orders_company(["ann", "bo"]), "flow.yaml": FLOW}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    found = Home(tmp_path)
    yield found
    found.end()


class Shaky:
    """A server that is killed again and again while something goes on."""

    def __init__(self, home: Home, url: str) -> None:
        self.home = home
        self.url = url
        self.options: tuple[str, ...] = ("--embedded",)
        if url:
            home.settings.socket_folder.mkdir(parents=True, mode=0o700)
            self.options = ("--socket", str(home.settings.socket_file), "--database", url)
        self.process = home.start(*self.options)
        self.chance = random.Random(3)

    async def once(self, key: str, method: str, path: str, body: object = None) -> Any:
        """Send a call until it is answered."""
        while True:
            try:
                status, answer = await call(
                    self.home.settings.socket_file, method, path, body, Idempotency_Key=key
                )
            except OSError:
                await asyncio.sleep(0.005)
                continue
            assert status < 300, (key, status, answer)
            return answer

    async def during(self, work: Awaitable[object], kills: int = 6) -> None:
        """Do something while the server is killed so many times."""
        task = asyncio.ensure_future(work)
        for _ in range(kills):
            await asyncio.sleep(self.chance.uniform(0.05, 0.4))
            self.again()
            await self.ready()
        await asyncio.wait_for(task, WAIT)

    async def ready(self) -> None:
        await asyncio.to_thread(until, self.home.answers)

    def again(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = self.home.start(*self.options)

    async def commands(self) -> Counter[int]:
        """How many cases were told how many things; each is what its events say."""
        found: Counter[int] = Counter()
        cursor = ""
        while True:
            page = await self.once("", "GET", f"/v1/cases/rebuild?limit=100&cursor={cursor}")
            assert not [each for each in page["items"] if each["differences"]]
            found.update(each["events"] for each in page["items"])
            if not (cursor := page["next"]):
                return found

    async def told(self, commands: int) -> None:
        """Until every case was told so many things, and none more."""
        async with asyncio.timeout(WAIT):
            while (found := await self.commands()) != {commands: ORDERS}:
                assert max(found) <= commands
                await asyncio.sleep(0.1)


async def _move(server: Shaky) -> None:
    cursor, number = "", 0
    while True:
        body = {"reason": "new", "limit": 40, "cursor": cursor}
        number += 1
        page = await server.once(f"move-{number}", "POST", "/v1/flows/order-approval/move", body)
        assert {each["outcome"] for each in page["items"]} <= {"moved", "there"}
        if not (cursor := page["next"]):
            return


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database; "": the embedded server's own."""
    found: str = "" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    return found


async def test_cases_move_and_hear_once_however_often_the_server_is_killed(
    home: Home, url: str
) -> None:
    server = Shaky(home, url)
    await server.once("company", "POST", "/v1/apply", {"files": COMPANY})
    for number in range(ORDERS):
        new = {"type": "order", "fields": {"material": str(number)}, "submit": True}
        await server.once(f"new-{number}", "POST", "/v1/objects", new)
    await server.once("second", "POST", "/v1/apply", {"files": {"flow.yaml": SECOND}})
    await server.during(_move(server))
    await server.told(2)
    event = {"name": "shop.paid", "id": "paid"}
    await server.during(server.once("", "POST", "/v1/signals", event))
    await server.told(3)
    _, inbox = await call(home.settings.socket_file, "GET", "/v1/inbox?limit=200", Signoff_As="ann")
    assert len({task["object"] for task in inbox["items"]}) == len(inbox["items"]) == ORDERS
