"""What happens outside moves cases: over HTTP, with tokens and signed webhooks."""

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from core.api import EditObject
from core.flow.parsing import parse_flow
from server_stub import access
from server_stub.jobs.timers import DueWork
from server_stub.operations import configuration, objects, publish
from server_stub.store.case_tables import timers
from server_stub.store.moments import from_micros
from server_stub.store.unit import Unit
from server_stub.views import inbox
from tests.server_stub.company import Company

FLOW = """
flow: approval
title: Approval
object: order
owner: person:olga
steps:
  - approve: buyer
    by: person:bea
  - wait: {event: shop.paid, where: event.order == object.key and event.amount >= 5}
  - do: pack
    by: person:finn
"""
WAITING = FLOW.replace("  - approve: buyer\n    by: person:bea\n", "")
CHANGED = """
flow: approval
title: Approval
object: order
owner: person:olga
steps:
  - wait: {event: object.changed, where: quantity > 10}
  - do: pack
    by: person:finn
"""


async def started(company: Company, text: str, orders: int = 1) -> list[str]:
    def work(unit: Unit) -> None:
        publish.publish(unit, access.SYSTEM, parse_flow(text), text)
        configuration.changed(unit)

    company.now = datetime.now(UTC) - timedelta(hours=1)
    await company.store.write(work, now=company.now)
    return [(await company.order()).object.key for _ in range(orders)]


async def send(
    api: httpx.AsyncClient, id_: str, order: str, amount: object = 7, who: str = "ada"
) -> httpx.Response:
    body = {"name": "shop.paid", "id": id_, "fields": {"order": order, "amount": amount}}
    return await api.post("/v1/signals", json=body, headers={"Signoff-As": who})


async def told(company: Company) -> None:
    """Whoever tells cases of signals has done so."""
    work = DueWork(company.store)
    while await work.turn():
        pass


async def packing(company: Company) -> list[str]:
    page = await company.see(inbox.page, "finn", now=datetime.now(UTC))
    return sorted(task.object for task in page.items if task.step == "pack")


async def test_the_case_that_matches_goes_on_and_no_other(
    company: Company, api: httpx.AsyncClient
) -> None:
    one, two = await started(company, WAITING, 2)
    answer = await send(api, "a", two)
    assert answer.json() == {"id": "a", "name": "shop.paid", "cases": 2, "repeated": False}
    await send(api, "b", one, amount=4)
    await told(company)
    assert await packing(company) == [two]


async def test_told_twice_it_happens_once_also_at_the_same_moment(
    company: Company, api: httpx.AsyncClient
) -> None:
    (key,) = await started(company, WAITING)
    answers = await asyncio.gather(*(send(api, "a", key) for _ in range(5)))
    assert sorted(each.json()["repeated"] for each in answers) == [False, True, True, True, True]
    await told(company)
    await told(company)
    assert await packing(company) == [key]
    other = await send(api, "a", key, amount=8)
    assert other.json()["code"] == "invalid"


async def test_one_that_comes_before_the_case_waits_for_it_counts(
    company: Company, api: httpx.AsyncClient
) -> None:
    (key,) = await started(company, FLOW)
    assert (await send(api, "a", key)).json()["cases"] == 0
    await told(company)
    await api.post(
        f"/v1/tasks/{key}/decide", json={"decision": "approve"}, headers={"Signoff-As": "bea"}
    )
    assert await packing(company) == [key]


async def test_a_change_of_the_own_object_is_such_an_event(company: Company) -> None:
    one, two = await started(company, CHANGED, 2)
    for number, quantity in ((one, "9"), (two, "11")):
        edit = EditObject(fields={"quantity": quantity})
        await company.do(objects.edit, "bea", number, edit)
    assert await packing(company) == [two]


async def test_a_wait_until_a_day_follows_the_day_when_it_changes(company: Company) -> None:
    def day(days: int) -> str:
        return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}"

    async def due() -> list[datetime]:
        rows = await company.read(lambda reader: reader.all(select(timers.c.due)))
        return [from_micros(row[0]) for row in rows]

    text = CHANGED.replace("{event: object.changed, where: quantity > 10}", "{until: needed}")
    await started(company, text, orders=0)
    key = (await company.order(needed=day(10))).object.key
    (before,) = await due()
    await company.do(objects.edit, "bea", key, EditObject(fields={"needed": day(40)}))
    (after,) = await due()
    assert after - before > timedelta(days=20)
    assert await packing(company) == []
    await company.do(objects.edit, "bea", key, EditObject(fields={"needed": day(-2)}))
    assert await packing(company) == [key]
    assert await due() == []


async def test_only_programs_and_administrators_tell_what_happened(
    company: Company, api: httpx.AsyncClient
) -> None:
    (key,) = await started(company, WAITING)
    assert (await send(api, "a", key, who="rita")).status_code == 403
    for name in ("object.changed", "", "a b", "x" * 300):
        answer = await api.post("/v1/signals", json={"name": name, "id": "a"})
        assert answer.json()["errors"][0]["field"] == "name"
    assert (await api.post("/v1/signals", json={"name": "a", "id": ""})).status_code == 422


class Shop:
    """A system that signs its webhooks."""

    def __init__(self, api: httpx.AsyncClient, secret: str) -> None:
        self.api = api
        self.key = base64.b64decode(secret.removeprefix("whsec_"))

    async def send(
        self,
        id_: str,
        body: object,
        *,
        at: timedelta = timedelta(),
        source: str = "shop",
        spoil: bytes = b"",
    ) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = str(int((datetime.now(UTC) + at).timestamp()))
        signed = hmac.new(self.key, f"{id_}.{sent}.".encode() + content, hashlib.sha256).digest()
        headers = {
            "webhook-id": id_,
            "webhook-timestamp": sent,
            "webhook-signature": f"v1,other v1,{base64.b64encode(signed).decode()}",
        }
        return await self.api.post(f"/v1/hooks/{source}", content=content + spoil, headers=headers)


@pytest.fixture
async def shop(company: Company, api: httpx.AsyncClient) -> Shop:
    """A shop that may send webhooks."""
    made = await api.post(
        "/v1/signals/sources", json={"name": "shop"}, headers={"Signoff-As": "ada"}
    )
    return Shop(api, made.json()["secret"])


def paid(order: str) -> dict[str, Any]:
    return {"type": "paid", "data": {"order": order, "amount": 7}}


async def test_a_signed_webhook_moves_the_case_once(company: Company, shop: Shop) -> None:
    (key,) = await started(company, WAITING)
    first = await shop.send("w1", paid(key))
    again = await shop.send("w1", paid(key))
    assert (first.status_code, first.json()["cases"]) == (202, 1)
    assert again.json()["repeated"]
    await told(company)
    assert await packing(company) == [key]


async def test_what_is_not_signed_by_its_source_now_is_refused(
    company: Company, api: httpx.AsyncClient, shop: Shop
) -> None:
    (key,) = await started(company, WAITING)
    stranger = Shop(api, "whsec_" + base64.b64encode(b"x" * 32).decode())
    refused = [
        await stranger.send("w1", paid(key)),
        await shop.send("w1", paid(key), spoil=b" "),
        await shop.send("w1", paid(key), at=timedelta(minutes=-6)),
        await shop.send("w1", paid(key), at=timedelta(minutes=6)),
        await shop.send("w1", paid(key), source="other"),
        await api.post("/v1/hooks/shop", json=paid(key)),
    ]
    assert [each.status_code for each in refused] == [401] * len(refused)
    assert all("signoff login" not in each.json()["hint"] for each in refused)
    assert (await shop.send("w1", b"no json")).status_code == 422
    await told(company)
    assert await packing(company) == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"type": "paid", "data": {"a": ' + b"[" * 90_000 + b"]" * 90_000 + b"}}",
        b'{"type": "\xff"}',
    ],
    ids=["nested", "no UTF-8"],
)
async def test_a_webhook_that_nobody_can_read_is_refused_as_such(shop: Shop, body: bytes) -> None:
    refused = await shop.send("w1", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


async def test_the_secret_of_a_source_is_shown_once_and_dies_with_it(
    company: Company, api: httpx.AsyncClient, shop: Shop
) -> None:
    (key,) = await started(company, WAITING)
    admin = {"Signoff-As": "ada"}
    (listed,) = (await api.get("/v1/signals/sources", headers=admin)).json()["items"]
    assert (listed["name"], listed["secret"], listed["by"]) == ("shop", "", "ada")
    assert (await api.get("/v1/signals/sources", headers={"Signoff-As": "rita"})).status_code == 403
    assert (await api.delete("/v1/signals/sources/shop", headers=admin)).status_code == 204
    assert (await shop.send("w1", paid(key))).status_code == 401
