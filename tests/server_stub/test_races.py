"""Two commands at the same moment, over HTTP: the outcome is that of one of the two orders."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from core.flow.parsing import parse_flow
from server_stub import access
from server_stub.operations import configuration, publish
from server_stub.store.unit import Unit
from tests.server_stub.company import Company
from tests.server_stub.serving import Served

FLOW = """
flow: approval
title: Approval
object: order
owner: person:olga
steps:
  - approve: buyers
    by: [person:bea, person:ben]
    mode: {mode}
    take back: true
  - together:
      - [{{approve: director, by: "person:dora"}}]
      - [{{approve: money, by: "person:finn"}}]
  - approve: last
    by: person:eve
"""
Step = tuple[str, str, dict[str, Any]]
"""Who, which route with `{key}`, which body."""


def decide(who: str, decision: str = "approve", **more: Any) -> Step:
    return who, "/v1/tasks/{key}/decide", {"decision": decision, "reason": "so", **more}


WITHDRAW: Step = ("rita", "/v1/objects/{key}/withdraw", {})
SUSPEND: Step = ("ada", "/v1/objects/{key}/suspend", {"reason": "audit"})
JUMP: Step = ("ada", "/v1/objects/{key}/jump", {"to": "last", "reason": "audit"})
DELEGATE: Step = ("bea", "/v1/tasks/{key}/delegate", {"to": "bob"})
FORWARD: Step = ("bea", "/v1/tasks/{key}/forward", {"to": "bob"})
ADD: Step = ("bea", "/v1/tasks/{key}/signers", {"people": ["bob"]})
REMOVE: Step = ("ada", "/v1/tasks/{key}/remove-signer", {"people": ["ben"]})
TAKE_BACK: Step = ("bea", "/v1/tasks/{key}/take-back", {})
LEAVES: Step = ("ada", "/v1/people/ben/hand-over", {"to": "bob"})
BOTH: tuple[Step, ...] = (decide("bea"), decide("ben"))

PAIRS: dict[str, tuple[str, tuple[Step, ...], Step, Step]] = {
    "two voters of whom one is enough": ("any", (), decide("bea"), decide("ben", "reject")),
    "the two last voters": ("all", (), decide("bea"), decide("ben")),
    "a yes and a no": ("all", (), decide("bea"), decide("ben", "reject")),
    "the two arms of a fork": ("all", BOTH, decide("dora"), decide("finn")),
    "an arm and a return past the fork": (
        "all",
        BOTH,
        decide("dora"),
        decide("finn", "return", to="buyers"),
    ),
    "the last voter and the requester": ("all", (decide("bea"),), decide("ben"), WITHDRAW),
    "a voter and an administrator": ("any", (), decide("bea"), SUSPEND),
    "a voter and a jump": ("any", (), decide("bea"), JUMP),
    "the same task decided and delegated": ("all", (), decide("bea"), DELEGATE),
    "delegated and forwarded": ("all", (), DELEGATE, FORWARD),
    "the last voter and one more signer": ("all", (decide("ben"),), decide("bea"), ADD),
    "the last voter and one signer less": ("all", (), decide("bea"), REMOVE),
    "removed and decided": ("all", (), REMOVE, decide("ben")),
    "taken back and the next one decides": ("any", (decide("bea"),), TAKE_BACK, decide("dora")),
    "decided and handed over": ("all", (), decide("ben"), LEAVES),
}


class Racing:
    """Orders in the flow, and commands on them."""

    def __init__(self, company: Company, served: Served, clients: dict[str, httpx.AsyncClient]):
        self.company = company
        self.served = served
        self.clients = clients

    async def order(self, before: tuple[Step, ...]) -> str:
        key = (await self.company.order()).object.key
        for step in before:
            assert (await self.do(key, step)).status_code == 200
        return key

    async def do(self, key: str, step: Step) -> httpx.Response:
        who, route, body = step
        return await self.clients[who].post(route.format(key=key), json=body)

    async def outcome(self, key: str, answers: list[httpx.Response]) -> tuple[Any, ...]:
        """All that anybody can see of it, without times and ids."""
        view = (await self.clients["ada"].get(f"/v1/objects/{key}")).json()
        decisions = [
            (step["step"], step["state"], each["person"], each["state"], each["decision"])
            for step in view["case"]["steps"]
            for each in step["people"]
        ]
        return (
            tuple(each.json().get("code", "") for each in answers),
            view["object"]["state"],
            view["case"]["status"],
            tuple(sorted(each["person"] for each in view["waiting_for"])),
            tuple(sorted(decisions, key=repr)),
        )


@pytest.fixture
async def racing(company: Company, served: Served) -> AsyncIterator[Racing]:
    """Everybody with a connection of their own."""
    people = ("ada", "rita", "bea", "ben", "bob", "dora", "finn", "eve")
    clients = {who: served.client(signoff_as=who) for who in people}
    yield Racing(company, served, clients)
    for client in clients.values():
        await client.aclose()


@pytest.mark.parametrize("name", PAIRS)
async def test_two_at_once_are_one_after_the_other(racing: Racing, name: str) -> None:
    mode, before, one, other = PAIRS[name]
    text = FLOW.format(mode=mode)

    def work(unit: Unit) -> None:
        publish.publish(unit, access.SYSTEM, parse_flow(text), text)
        configuration.changed(unit)

    await racing.company.store.write(work, now=racing.company.now)
    serial = []
    for first, second in ((one, other), (other, one)):
        key = await racing.order(before)
        answers = {id(step): await racing.do(key, step) for step in (first, second)}
        serial.append(await racing.outcome(key, [answers[id(one)], answers[id(other)]]))
    for _ in range(3):
        key = await racing.order(before)
        together = await asyncio.gather(racing.do(key, one), racing.do(key, other))
        assert await racing.outcome(key, list(together)) in serial
