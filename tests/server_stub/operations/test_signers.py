"""Helpers, further signers, decisions taken back, stand-ins, questions that stop clocks."""

import pytest

from core.api import Comment, Decide, Forward
from core.errors import AlreadyDecided, NoLongerYours, NotAllowed
from core.flow.parsing import parse_flow
from core.handling import AddSigner, NewAbsence, Reason, RemoveSigner
from core.tasks import DecisionKind, TaskState
from server_stub import access
from server_stub.operations import absences, configuration, feed, publish, signers, tasks
from server_stub.store.unit import Unit
from server_stub.views import inbox, objects
from server_stub.views import tasks as views
from tests.server_stub.company import Company

APPROVE = Decide(decision=DecisionKind.APPROVE)
FLOW = """
flow: approval
title: Approval
object: order
owner: person:olga
steps:
  - approve: buyer
    by: person:bea
    take back: true
    asking: stops the clock
    within: 8 hours
  - approve: director
    by: person:dora
  - do: file
    by: person:finn
"""


async def started(company: Company, text: str = FLOW) -> str:
    """The key of an order on its way through the flow."""

    def work(unit: Unit) -> None:
        publish.publish(unit, access.SYSTEM, parse_flow(text), text)
        configuration.changed(unit)

    await company.store.write(work, now=company.now)
    return (await company.order()).object.key


async def waits_for(company: Company, *people: str) -> list[str]:
    """Those of the people in whose inbox something waits."""
    pages = {who: await company.see(inbox.page, who, now=company.now) for who in people}
    return [who for who, page in pages.items() if page.items]


async def test_a_delegated_task_comes_back_to_its_owner_who_decides(company: Company) -> None:
    key = await started(company)
    task = await company.do(signers.delegate, "bea", key, Forward(to="ben"))
    assert task.state is TaskState.WAITING
    assert await waits_for(company, "bea", "ben") == ["ben"]
    with pytest.raises(NoLongerYours):
        await company.do(tasks.decide, "bea", task.id, APPROVE)
    await company.do(tasks.decide, "ben", key, Decide(decision=DecisionKind.REJECT, reason="dear"))
    assert await waits_for(company, "bea", "ben", "dora") == ["bea"]
    again = await company.see(views.find, "bea", task.id)
    assert (again.state, again.revision) == (TaskState.OPEN, 3)
    await company.do(tasks.decide, "bea", key, APPROVE)
    assert await waits_for(company, "bea", "ben", "dora") == ["dora"]


async def test_who_is_added_beside_signs_as_well_and_can_be_removed(company: Company) -> None:
    key = await started(company, FLOW.replace("take back: true", "mode: all"))
    await company.do(signers.add, "bea", key, AddSigner(people=("ben", "bob")))
    assert await waits_for(company, "bea", "ben", "bob") == ["bea", "ben", "bob"]
    await company.do(tasks.decide, "bea", key, APPROVE)
    with pytest.raises(NotAllowed):
        await company.do(signers.remove, "dora", key, RemoveSigner(people=("ben",)))
    await company.do(signers.remove, "bea", key, RemoveSigner(people=("ben",)))
    view = await company.do(tasks.decide, "bob", key, APPROVE)
    assert view.case_status == "running"
    assert await waits_for(company, "ben", "dora") == ["dora"]
    with pytest.raises(AlreadyDecided):
        await company.do(signers.remove, "bea", key, RemoveSigner(people=("bob",)))


async def test_who_is_added_after_is_asked_once_the_first_approved(company: Company) -> None:
    key = await started(company)
    await company.do(signers.add, "bea", key, AddSigner(people=("ben",), where="after"))
    assert await waits_for(company, "bea", "ben") == ["bea"]
    await company.do(tasks.decide, "bea", key, APPROVE)
    assert await waits_for(company, "bea", "ben", "dora") == ["ben"]
    await company.do(tasks.decide, "ben", key, APPROVE)
    assert await waits_for(company, "dora") == ["dora"]


async def test_a_decision_is_taken_back_until_the_next_person_acted(company: Company) -> None:
    key = await started(company)
    await company.do(tasks.decide, "bea", key, APPROVE)
    await company.do(signers.take_back, "bea", key, Reason(reason="too fast"))
    assert await waits_for(company, "bea", "dora") == ["bea"]
    await company.do(tasks.decide, "bea", key, APPROVE)
    await company.do(tasks.decide, "dora", key, APPROVE)
    with pytest.raises(NotAllowed):
        await company.do(signers.take_back, "bea", key, Reason())


async def test_who_is_away_is_replaced_and_may_decide_all_the_same(company: Company) -> None:
    await company.do(absences.add, "bea", "bea", NewAbsence(delegate="ben"))
    key = await started(company, FLOW.replace("take back: true", "mode: all"))
    assert await waits_for(company, "bea", "ben") == ["ben"]
    view = await company.see(objects.view, "bea", key)
    assert [task.instead_of for task in view.tasks] == ["bea"]
    assert "approve" in view.tasks[0].can
    await company.do(tasks.decide, "bea", key, APPROVE)
    assert await waits_for(company, "bea", "ben", "dora") == ["dora"]


async def test_what_is_forwarded_to_somebody_away_reaches_the_delegate(company: Company) -> None:
    await company.do(absences.add, "bob", "bob", NewAbsence(delegate="ben"))
    key = await started(company)
    task = await company.do(tasks.forward, "bea", key, Forward(to="bob"))
    assert (task.person, task.instead_of) == ("ben", "bob")


async def test_a_question_to_the_requester_stops_the_clock_until_the_answer(
    company: Company,
) -> None:
    key = await started(company)
    (before,) = (await company.see(inbox.page, "bea", now=company.now)).items
    assert before.due is not None
    await company.do(feed.comment, "bea", key, Comment(text="Why so many, @rita?"))
    (stopped,) = (await company.see(inbox.page, "bea", now=company.now)).items
    assert stopped.due is None
    await company.do(feed.comment, "ben", key, Comment(text="I wonder, too"))
    assert (await company.see(inbox.page, "bea", now=company.now)).items[0].due is None
    await company.do(feed.comment, "rita", key, Comment(text="Two lines more."))
    (after,) = (await company.see(inbox.page, "bea", now=company.now)).items
    assert after.due is not None
    assert after.due > before.due
