"""Documents of another system, taken in and decided, on both databases: what a connector reads and
answers is given here as values; the end-to-end tests have the real thing."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from core.api import Decide
from core.errors import AlreadyDecided, Conflict, NotAllowed, WarningUnanswered
from core.objects import ObjectState
from core.people import Person
from core.tasks import DecisionKind, Task, TaskKind
from server_stub import access
from server_stub.connectors.tryton import Tryton
from server_stub.operations import calls, configuration, connect, delivered, receive, subject, tasks
from server_stub.operations.apply import apply, read_folder
from server_stub.operations.calls import Call
from server_stub.operations.delivery import Delivery, DeliveryKind
from server_stub.operations.document import Ask, Document, Note, Signatures
from server_stub.store.database import Database
from server_stub.store.tables import calls as calls_table
from server_stub.store.unit import Reader, Unit
from server_stub.views import directory
from server_stub.views import tasks as task_views

ALL = (DecisionKind.APPROVE, DecisionKind.REJECT, DecisionKind.RETURN)
ASKS = tuple(Ask(person=each, login=each, can=ALL) for each in ("li", "chen"))
QUOTATION = Document(
    kind="purchase",
    id="12",
    state="quotation",
    state_title="Quotation",
    waiting=True,
    stamp="1",
    digest="a",
    fields={"supplier": "Baowu", "amount": {"amount": "207.50", "currency": "CNY"}},
    requester="wang",
    url="http://erp/#erp/model/purchase.purchase/12",
    asks=ASKS,
    signatures=Signatures(needed=1),
)
CONFIRMED = msgspec.structs.replace(
    QUOTATION,
    state="processing",
    state_title="Processing",
    waiting=False,
    stamp="2",
    digest="b",
    outcome=DecisionKind.APPROVE,
    decided_by="li",
    decider="Li Na",
    asks=(),
)
DONE = Delivery(kind=DeliveryKind.DONE, message="connectors.done", document=CONFIRMED)


WAITING = select(*calls.COLUMNS).where(calls_table.c.state == "waiting")


@pytest.fixture
async def erp(store: Database) -> Database:
    """A database with three people and a connector."""

    def work(unit: Unit) -> None:
        for person in ("wang", "li", "chen"):
            known = Person(id=person, name={"": person.title()})
            configuration.define(unit, "person", person, known)
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

    await store.write(work)
    return store


async def _take(erp: Database, document: Document, way: str = "mirror") -> set[str]:
    return await erp.write(lambda unit: receive.receive(unit, "erp", way, [document]))


async def _task(erp: Database, person: str, key: str = "PUR-1") -> Task:
    def view(reader: Reader) -> Task:
        actor = access.actor_for(directory.load(reader), person)
        return task_views.find(reader, actor, key)

    return await erp.read(view)


async def _decide(erp: Database, person: str, decision: DecisionKind, **more: Any) -> None:
    def work(unit: Unit) -> None:
        actor = access.actor_for(directory.load(unit), person)
        tasks.decide(unit, actor, "PUR-1", Decide(decision=decision, **more))

    await erp.write(work)


async def _answer(erp: Database, delivery: Delivery, attempts: int = 1) -> Call:
    """Let the one queued action end in `delivery`."""

    def work(unit: Unit) -> Call:
        open_ = (
            select(*calls.COLUMNS)
            .where(calls_table.c.state == "waiting")
            .order_by(calls_table.c.id)
        )
        call = Call.from_row(unit.all(open_)[0])
        call = msgspec.structs.replace(call, attempts=attempts)
        delivered.record(unit, call, delivery)
        return call

    return await erp.write(work)


async def _object(erp: Database) -> Any:
    return await erp.write(lambda unit: subject.lock(unit, access.SYSTEM, "PUR-1"))


async def test_what_waits_becomes_an_object_with_a_task_for_each_who_may(erp: Database) -> None:
    assert await _take(erp, QUOTATION) == set()
    for person in ("li", "chen"):
        task = await _task(erp, person)
        assert task.title == "Baowu"
        assert task.amount is not None
        assert task.amount.amount == "207.50"
        assert set(task.can) >= {"approve", "reject", "return"}
        assert "forward" not in task.can


async def test_reading_the_same_again_changes_nothing(erp: Database) -> None:
    await _take(erp, QUOTATION)
    before = await _object(erp)
    await _take(erp, QUOTATION)
    after = await _object(erp)
    assert (after.revision, after.entries) == (before.revision, before.entries)


async def test_a_decision_is_queued_with_what_was_seen_and_peers_are_asked_no_more(
    erp: Database,
) -> None:
    await _take(erp, QUOTATION)
    await _decide(erp, "li", DecisionKind.APPROVE, reason="Fine.")
    with pytest.raises(Conflict):
        await _decide(erp, "chen", DecisionKind.REJECT)
    call = await _answer(erp, DONE)
    assert (call.person, call.action, call.contents.reason) == ("li", "approve", "Fine.")
    assert (call.contents.state, call.contents.digest) == ("quotation", "a")
    it = await _object(erp)
    assert it.state is ObjectState.APPROVED
    assert it.source.state == "Processing"


async def test_while_a_decision_is_on_its_way_its_answer_ends_the_waiting(erp: Database) -> None:
    await _take(erp, QUOTATION)
    await _decide(erp, "li", DecisionKind.APPROVE)
    assert await _take(erp, CONFIRMED) == {"12"}
    await _answer(erp, DONE)
    assert await _take(erp, CONFIRMED) == set()
    assert (await _object(erp)).state is ObjectState.APPROVED


@pytest.mark.parametrize(
    ("kind", "message", "document"),
    [
        (
            DeliveryKind.CHANGED,
            "connectors.changed",
            msgspec.structs.replace(QUOTATION, digest="c", fields={"supplier": "Nordic"}),
        ),
        (DeliveryKind.REFUSED, "connectors.refused", QUOTATION),
    ],
)
async def test_a_decision_that_was_not_done_is_asked_for_again(
    erp: Database, kind: DeliveryKind, message: str, document: Document
) -> None:
    await _take(erp, QUOTATION)
    first = await _task(erp, "li")
    await _decide(erp, "li", DecisionKind.APPROVE)
    values = {"text": "Because."}
    await _answer(erp, Delivery(kind=kind, message=message, values=values, document=document))
    again = await _task(erp, "li")
    assert again.id != first.id
    assert again.text
    assert (await _task(erp, "chen")).text == ""
    it = await _object(erp)
    assert it.fields["supplier"] == document.fields["supplier"]
    assert it.state is ObjectState.RUNNING


async def test_a_warning_has_to_be_agreed_to_by_name(erp: Database) -> None:
    await _take(erp, QUOTATION)
    await _decide(erp, "li", DecisionKind.APPROVE)
    warned = Delivery(
        kind=DeliveryKind.WARNED,
        message="connectors.warned",
        values={"text": "Similar."},
        warning="w.1",
        document=QUOTATION,
    )
    await _answer(erp, warned)
    with pytest.raises(WarningUnanswered) as raised:
        await _decide(erp, "li", DecisionKind.APPROVE)
    assert "Similar." in str(raised.value)
    await _decide(erp, "li", DecisionKind.APPROVE, agreed=(raised.value.values["warning"],))
    assert (await _answer(erp, DONE)).contents.agreed == ("w.1",)


async def test_the_first_of_two_signatures_leaves_the_others_asked(erp: Database) -> None:
    await _take(erp, msgspec.structs.replace(QUOTATION, signatures=Signatures(needed=2)))
    await _decide(erp, "li", DecisionKind.APPROVE)
    signatures = Signatures(needed=2, people=("Li Na",), signed=("li",))
    half = msgspec.structs.replace(QUOTATION, signatures=signatures)
    await _answer(
        erp,
        Delivery(
            kind=DeliveryKind.SIGNED,
            message="connectors.signed",
            values={"login": "li", "signers": "Li Na", "needed": "2"},
            document=half,
        ),
    )
    other = await _task(erp, "chen")
    assert (other.signatures, other.signatures_needed) == (("Li Na",), 2)
    assert await _take(erp, half) == set()
    with pytest.raises(AlreadyDecided):
        await _decide(erp, "li", DecisionKind.APPROVE)


async def test_decided_elsewhere_ends_the_tasks_and_says_by_whom(erp: Database) -> None:
    await _take(erp, QUOTATION)
    task = await _task(erp, "chen")
    await _take(erp, CONFIRMED)
    assert (await _task(erp, "chen", task.id)).state.value == "decided_elsewhere"
    assert (await _task(erp, "chen", task.id)).closed_by == "li"


async def test_without_an_own_login_nothing_can_be_decided_here(erp: Database) -> None:
    ask = Ask(person="li", login="li", can=ALL, cannot="connectors.no_login")
    await _take(erp, msgspec.structs.replace(QUOTATION, asks=(ask,)))
    task = await _task(erp, "li")
    assert "no login in erp" in task.cannot
    assert "approve" not in task.can
    with pytest.raises(NotAllowed):
        await _decide(erp, "li", DecisionKind.APPROVE)


async def test_notes_come_in_once_and_those_from_here_do_not_come_back(erp: Database) -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    note = Note(id="1", at=moment, by="wang", author="Wang", text="Urgent.")
    with_note = msgspec.structs.replace(QUOTATION, notes=(note,))
    await _take(erp, with_note)
    await _decide(erp, "li", DecisionKind.RETURN, reason="Ask for 5 %.")
    own = Note(id="2", at=moment, by="li", author="Li", text="Ask for 5 %.")
    before = (await _object(erp)).entries
    await _take(erp, msgspec.structs.replace(QUOTATION, notes=(note, own)))
    assert (await _object(erp)).entries == before


async def test_a_document_that_waits_again_asks_again(erp: Database) -> None:
    await _take(erp, QUOTATION)
    await _take(erp, CONFIRMED)
    await _take(erp, QUOTATION)
    assert (await _task(erp, "li")).object == "PUR-1"
    assert (await _object(erp)).state is ObjectState.RUNNING


FLOW = """
flow: receiving
object: erp_purchase
owner: person:chen
steps:
  - approve: buyer
    by: person:li
  - call: erp.quote_again
    as: whoever decided last
"""


async def test_a_document_that_is_gone_was_not_decided_as_a_flow_meant(erp: Database) -> None:
    await _call_of_a_flow(erp)
    gone = Document(
        kind="purchase", id="12", state="", state_title="", waiting=False, gone=True, stamp=""
    )
    await _answer(
        erp, Delivery(kind=DeliveryKind.ELSEWHERE, message="connectors.gone", document=gone)
    )
    assert (await _object(erp)).state is ObjectState.GONE


async def test_a_flow_about_documents_is_told_how_they_come_to_it(erp: Database) -> None:
    folder = read_folder({"flows/receiving.yaml": FLOW})
    (change,) = (await erp.write(lambda unit: apply(unit, access.SYSTEM, folder))).changes
    assert change.details[-1].endswith("until `signoff connect ways erp purchase=flow`")
    await erp.write(lambda unit: connect.set_ways(unit, access.SYSTEM, "erp", {"purchase": "flow"}))
    later = read_folder({"flows/receiving.yaml": FLOW.replace("person:li", "person:wang")})
    (change,) = (await erp.write(lambda unit: apply(unit, access.SYSTEM, later))).changes
    assert not any("connect ways" in line for line in change.details)


async def _call_of_a_flow(erp: Database) -> None:
    """A flow decides about purchases, and its call is on its way."""
    folder = read_folder({"flows/receiving.yaml": FLOW})
    await erp.write(lambda unit: apply(unit, access.SYSTEM, folder))
    await erp.write(lambda unit: connect.set_ways(unit, access.SYSTEM, "erp", {"purchase": "flow"}))
    await _take(erp, QUOTATION, "flow")
    await _decide(erp, "li", DecisionKind.APPROVE)


async def test_a_no_to_a_warning_tells_the_flows_owner_who_said_it(erp: Database) -> None:
    await _call_of_a_flow(erp)
    warned = Delivery(
        kind=DeliveryKind.WARNED,
        message="connectors.warned",
        values={"text": "Similar to RE-2."},
        warning="w.1",
        document=QUOTATION,
    )
    await _answer(erp, warned)
    assert (await _task(erp, "li")).text == "erp asks before it goes on: Similar to RE-2."
    await _decide(erp, "li", DecisionKind.REJECT)
    incident = await _task(erp, "chen")
    assert "Li did not agree. erp asks before it goes on: Similar to RE-2." in incident.text


async def test_one_signature_of_two_is_no_end_of_a_flows_call(erp: Database) -> None:
    await _call_of_a_flow(erp)
    values = {"login": "li", "signers": "Li Na", "needed": "2"}
    await _answer(
        erp,
        Delivery(
            kind=DeliveryKind.SIGNED,
            message="connectors.signed",
            values=values,
            document=QUOTATION,
        ),
    )
    incident = await _task(erp, "chen")
    assert (incident.kind, incident.state.value) == (TaskKind.INCIDENT, "open")
    assert "Li Na, which wants 2 signatures" in incident.text


async def test_removing_the_connector_ends_what_waits(erp: Database) -> None:
    await _take(erp, QUOTATION)
    task = await _task(erp, "li")
    await erp.write(lambda unit: connect.remove(unit, access.SYSTEM, "erp"))
    assert (await _task(erp, "li", task.id)).state.value == "cancelled"
    assert (await _object(erp)).state is ObjectState.RECORD
