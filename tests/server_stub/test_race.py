"""Fifty people decide one task at the same moment: one wins, the others learn who and when."""

import asyncio
from datetime import datetime

import httpx

from tests.server_stub.orders import orders_company
from tests.server_stub.serving import Served

CLIENTS = 50
PEOPLE = [f"p{number}" for number in range(CLIENTS)]
COMPANY = orders_company(PEOPLE)


async def test_one_of_fifty_wins_and_the_others_learn_who_and_when(
    api: httpx.AsyncClient, served: Served
) -> None:
    assert (await api.post("/v1/apply", json={"files": COMPANY})).status_code == 200
    new = {"type": "order", "fields": {"material": "bolts"}, "submit": True}
    made = await api.post("/v1/objects", json=new, headers={"Signoff-As": "dee"})
    key = made.json()["object"]["key"]

    async def decide(number: int) -> httpx.Response:
        decision = "approve" if number % 2 else "reject"
        async with served.client(
            signoff_as=PEOPLE[number], idempotency_key=f"decide-{number}"
        ) as client:
            tasks = (await client.get("/v1/inbox")).json()["items"]
            ready.release()
            await go.wait()
            return await client.post(
                f"/v1/tasks/{tasks[0]['id']}/decide",
                json={"decision": decision, "reason": PEOPLE[number]},
            )

    go, ready = asyncio.Event(), asyncio.Semaphore(0)
    deciding = [asyncio.create_task(decide(number)) for number in range(CLIENTS)]
    for _ in range(CLIENTS):
        await ready.acquire()
    go.set()
    answers = await asyncio.gather(*deciding)

    winners = [number for number, answer in enumerate(answers) if answer.status_code == 200]
    assert len(winners) == 1, [answer.text for answer in answers if answer.status_code != 409][:3]
    for number, answer in enumerate(answers):
        if number not in winners:
            problem = answer.json()
            assert (answer.status_code, problem["code"]) == (409, "already_decided")
            assert problem["values"]["person"] == PEOPLE[winners[0]]
            assert datetime.fromisoformat(problem["values"]["when"]).tzinfo is not None
    view = (await api.get(f"/v1/objects/{key}")).json()
    assert view["object"]["state"] == ("approved" if winners[0] % 2 else "rejected")
    feed = (await api.get(f"/v1/objects/{key}/feed")).json()["items"]
    assert [each["by"] for each in feed if each["kind"] == "decision"] == [PEOPLE[winners[0]]]
