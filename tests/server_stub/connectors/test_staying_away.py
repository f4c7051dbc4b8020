"""A system that does not answer: tried again in growing pauses, then people are asked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.api import Comment, Decide
from core.people import Person
from core.tasks import DecisionKind, Task, TaskKind, TaskState
from server_stub import access
from server_stub.connectors.tryton import Tryton
from server_stub.operations import configuration, connect, delivered, feed, receive, tasks
from server_stub.operations.apply import apply, read_folder
from server_stub.operations.calls import Call
from server_stub.operations.claims import claim
from server_stub.operations.delivery import Delivery, DeliveryKind
from server_stub.store.database import Database
from server_stub.store.tables import calls as table
from server_stub.store.unit import Reader, Unit
from server_stub.views import directory
from server_stub.views import feed as feeds
from server_stub.views import tasks as task_views
from tests.server_stub.connectors.test_receive import CONFIRMED, DONE, QUOTATION

FRIDAY = datetime(2026, 11, 20, 18, tzinfo=UTC)
LATER = Delivery(
    kind=DeliveryKind.LATER, message="connectors.no_answer", values={"text": "refused"}
)
STATES = select(table.c.action, table.c.state, table.c.attempts).order_by(table.c.id)
FLOW = """
flow: receiving
object: erp_purchase
owner: person:chen
steps:
  - approve: buyer
    by: person:li
  - call: erp.confirm
    as: whoever decided last
"""


class Away:
    """A company whose ERP is away; time goes on as the attempts are made."""

    def __init__(self, store: Database) -> None:
        self.store = store
        self.now = FRIDAY

    async def do(self, work: Callable[[Unit], Any]) -> Any:
        return await self.store.write(work, now=self.now)

    async def decide(self, person: str, decision: str, name: str = "PUR-1") -> None:
        what = Decide(decision=DecisionKind(decision))
        await self.do(lambda unit: tasks.decide(unit, _actor(unit, person), name, what))

    async def attempt(self, delivery: Delivery = LATER) -> list[Call]:
        """One look of the outbox: what is due is tried and ends in `delivery`."""
        claimed: list[Call] = await self.do(lambda unit: claim(unit, "a", 8))
        for call in claimed:
            await self.do(lambda unit, call=call: delivered.record(unit, call, delivery))  # type: ignore[misc]
        return claimed

    async def stay_away(self) -> timedelta:
        """Until nothing is tried any more; how long that took."""
        began = self.now
        while (due := await self._next()) is not None:
            self.now = max(self.now, due)
            await self.attempt()
        return self.now - began

    async def task(self, person: str, name: str = "PUR-1") -> Task:
        def view(reader: Reader) -> Task:
            return task_views.find(reader, _actor(reader, person), name)

        return await self.store.read(view)

    async def messages(self) -> list[str]:
        page = await self.store.read(
            lambda reader: feeds.page(reader, _actor(reader, "li"), "PUR-1", limit=100)
        )
        return [entry.message for entry in page.items if entry.message]

    async def states(self) -> list[tuple[str, str]]:
        rows = await self.store.read(lambda reader: reader.all(STATES))
        return [(action, state) for action, state, _ in rows]

    async def _next(self) -> datetime | None:
        open_ = select(table.c.next_try).where(table.c.state == "waiting")
        rows = await self.store.read(lambda reader: reader.all(open_))
        return datetime.fromtimestamp(max(row[0] for row in rows) / 1e6, UTC) if rows else None


def _actor(reader: Reader, person: str) -> access.Actor:
    return access.actor_for(directory.load(reader), person)


def _set_up(unit: Unit) -> None:
    for person in ("wang", "li", "chen"):
        configuration.define(unit, "person", person, Person(id=person, name={"": person.title()}))
    configuration.changed(unit)
    connect.add(
        unit,
        access.SYSTEM,
        name="erp",
        system="tryton",
        url="http://erp/erp",
        user="reader",
        secret=b"hidden",
        ways={},
        types=Tryton.types("erp", []),
    )


@pytest.fixture
async def away(store: Database) -> Away:
    await store.write(_set_up)
    return Away(store)


async def _mirror(away: Away) -> None:
    await away.do(lambda unit: receive.receive(unit, "erp", "mirror", [QUOTATION]))


async def _flow(away: Away) -> None:
    folder = read_folder({"flows/receiving.yaml": FLOW})
    await away.do(lambda unit: apply(unit, access.SYSTEM, folder))
    await away.do(lambda unit: connect.set_ways(unit, access.SYSTEM, "erp", {"purchase": "flow"}))
    await away.do(lambda unit: receive.receive(unit, "erp", "flow", [QUOTATION]))


async def test_a_decision_survives_a_weekend_and_is_told_once(away: Away) -> None:
    await _mirror(away)
    await away.decide("li", "approve")
    monday = FRIDAY + timedelta(hours=62)
    while away.now < monday:
        await away.attempt()
        away.now += timedelta(seconds=601)
    assert (await away.messages()).count("connectors.no_answer") == 1
    assert await away.states() == [("approve", "waiting")]
    (call,) = await away.attempt(DONE)
    assert call.attempts > 300
    assert await away.states() == [("approve", "done")]


async def test_after_three_days_a_mirrored_decision_comes_back_to_whoever_made_it(
    away: Away,
) -> None:
    await _mirror(away)
    first = await away.task("li")
    await away.decide("li", "approve")
    took = await away.stay_away()
    assert timedelta(days=3) <= took < timedelta(days=3, minutes=15)
    again = await away.task("li")
    assert again.id != first.id
    assert "did not take it in" in again.text
    assert "refused" in again.text
    assert (await away.messages()).count("connectors.given_up") == 1
    await away.decide("li", "approve")
    await away.attempt(DONE)
    assert await away.states() == [("approve", "failed"), ("approve", "done")]


async def test_what_took_effect_unheard_is_found_when_the_system_is_back(away: Away) -> None:
    await _mirror(away)
    await away.decide("li", "approve")
    await away.stay_away()
    again = await away.task("li")
    await away.do(lambda unit: receive.receive(unit, "erp", "mirror", [CONFIRMED]))
    assert (await away.task("li", again.id)).state is TaskState.DECIDED_ELSEWHERE


async def test_a_flows_call_becomes_an_incident_that_is_tried_again_as_long(away: Away) -> None:
    await _flow(away)
    await away.decide("li", "approve")
    await away.stay_away()
    incident = await away.task("chen")
    assert incident.kind is TaskKind.INCIDENT
    assert set(incident.can) >= {"approve", "done"}
    assert "refused" in incident.text
    await away.decide("chen", "approve", incident.id)
    (call,) = await away.attempt()
    assert call.attempts > 300, "what came of the earlier ones is read back"
    assert await away.stay_away() >= timedelta(days=2, hours=23)
    incident = await away.task("chen")
    await away.decide("chen", "done", incident.id)
    assert (await away.messages())[-1] == "feed.approved", "the flow goes on"
    assert await away.states() == [("confirm", "failed")]


@pytest.mark.parametrize("how", ["approve", "done"])
async def test_a_flows_no_that_cannot_be_sent_is_an_incident_for_its_owner(
    away: Away, how: str
) -> None:
    await _flow(away)
    await away.decide("li", "reject")
    await away.stay_away()
    incident = await away.task("chen")
    assert incident.kind is TaskKind.INCIDENT
    assert set(incident.can) >= {"approve", "done"}
    await away.decide("chen", how, incident.id)
    if how == "approve":
        assert await away.states() == [("reject", "waiting")]
        await away.attempt(DONE)
    assert await away.states() == [("reject", "done")]


async def test_a_note_that_cannot_be_left_is_said_in_the_feed(away: Away) -> None:
    await _mirror(away)
    said = Comment(text="in a hurry")
    await away.do(lambda unit: feed.comment(unit, _actor(unit, "li"), "PUR-1", said))
    await away.stay_away()
    assert await away.states() == [("note", "failed")]
    assert (await away.messages())[-1] == "connectors.given_up"


@pytest.mark.parametrize("under_way", [False, True])
async def test_a_system_that_came_back_is_asked_again_soon_when_an_answer_is_late(
    away: Away, under_way: bool
) -> None:
    await _mirror(away)
    await away.decide("li", "approve")
    evening = FRIDAY + timedelta(hours=5)
    while away.now < evening:
        await away.attempt()
        away.now += timedelta(seconds=601)
    claimed = await away.do(lambda unit: claim(unit, "a", 8)) if under_way else []
    for state in ("down", "ok"):
        await away.do(lambda unit, state=state: connect.report(unit, "erp", state=state))  # type: ignore[misc]
    for call in claimed:
        await away.do(lambda unit, call=call: delivered.record(unit, call, LATER))  # type: ignore[misc]
    for _ in range(3):
        away.now += timedelta(seconds=10)
        assert len(await away.attempt()) == 1
