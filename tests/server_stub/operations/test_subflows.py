"""A flow that starts another: both move in one transaction, whichever of them acts."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from core.api import Decide, ObjectView, Steer, Urge
from core.errors import Invalid, NotAllowed
from core.flow.parsing import parse_flow
from core.handling import Reason
from core.tasks import DecisionKind
from server_stub import access
from server_stub.operations import (
    administration,
    cases,
    configuration,
    publish,
    subject,
    tasks,
    urging,
)
from server_stub.operations.delivered import answer_flow
from server_stub.store.tables import calls
from server_stub.store.tables import objects as table
from server_stub.store.unit import Unit
from server_stub.views import feed, inbox, objects
from tests.server_stub.company import BUDGET, Company, connect_webhook

APPROVE, REJECT = Decide(decision=DecisionKind.APPROVE), Decide(decision=DecisionKind.REJECT)
PARENT = """
flow: approval
title: Approval
object: order
owner: person:olga
steps:
  - flow: approval-of-budgets
    id: budget
    with: {purpose: "For {object.key}", limit: 700, nonsense: 7}
  - approve: buyer
    by: person:bea
"""
CHILD = """
flow: approval-of-budgets
title: Budgets
object: budget
owner: person:olga
steps:
  - approve: finance
    by: person:finn
"""
NOBODY = """
flow: approval-of-budgets
title: Budgets
object: budget
owner: person:olga
steps:
  - tell: role:finance
"""
CIRCLE = """
flow: approval-of-budgets
title: Budgets
object: budget
owner: person:olga
steps:
  - flow: approval-of-budgets
    with: {purpose: again}
"""
BOOKING = """
flow: approval-of-budgets
title: Budgets
object: budget
owner: person:olga
steps:
  - call: erp.book
    undo: erp.unbook
"""
KEYS = select(table.c.key).where(table.c.type == "budget").order_by(table.c.id)
CALLS = select(calls.c.key, calls.c.action).order_by(calls.c.id)


async def started(company: Company, *texts: str) -> str:
    def work(unit: Unit) -> None:
        for text in texts:
            publish.publish(unit, access.SYSTEM, parse_flow(text), text)
        configuration.changed(unit)

    await company.store.write(work, now=company.now)
    return (await company.order(amount="700")).object.key


async def budgets(company: Company) -> list[str]:
    return [row[0] for row in await company.read(lambda reader: reader.all(KEYS))]


async def view(company: Company, key: str) -> ObjectView:
    return await company.see(objects.view, "ada", key)


async def told(company: Company, key: str) -> list[tuple[str, dict[str, Any]]]:
    page = await company.see(feed.page, "ada", key)
    return [(entry.message, entry.values) for entry in page.items if entry.message]


async def test_it_runs_on_an_object_of_its_own_and_its_end_moves_the_case_above(
    company: Company,
) -> None:
    key = await started(company, PARENT, CHILD)
    (budget,) = await budgets(company)
    assert ("operations.started", {"object": budget}) in await told(company, key)
    child = await view(company, budget)
    assert (child.object.requester, child.object.fields["limit"]) == (
        "rita",
        {"amount": "700", "currency": "EUR"},
    )
    assert ("operations.fields_left", {"fields": "nonsense"}) in await told(company, budget)
    assert (await company.see(inbox.page, "bea", now=company.now)).items == []
    case = (await view(company, key)).case
    assert case is not None
    assert (case.steps[0].step, case.steps[0].object) == ("budget", budget)
    await company.do(tasks.decide, "finn", budget, APPROVE)
    (task,) = (await company.see(inbox.page, "bea", now=company.now)).items
    assert task.object == key


async def test_urging_goes_on_to_those_who_have_the_tasks_below(company: Company) -> None:
    key = await started(company, PARENT, CHILD)
    (budget,) = await budgets(company)
    assert (await company.do(urging.urge, "rita", key, Urge(text="please"))).people == ("finn",)
    (task,) = (await company.see(inbox.page, "finn", now=company.now)).items
    assert (task.object, task.urged) == (budget, 1)
    urged = [
        values for message, values in await told(company, budget) if message.endswith(".urged")
    ]
    assert [each["people"] for each in urged] == ["finn"]
    assert ("operations.urged_below", {"person": "rita", "objects": budget}) in await told(
        company, key
    )
    with pytest.raises(NotAllowed, match="Finn"):
        await company.do(urging.urge, "rita", key, Urge())
    company.now += timedelta(hours=1)
    assert (await company.do(urging.urge, "rob", key, Urge())).people == ("finn",)


async def test_urging_only_names_the_object_below_to_whoever_may_not_see_it(
    company: Company,
) -> None:
    def close(unit: Unit) -> None:
        configuration.define(unit, "type", "budget", replace(BUDGET, read=("finance",)))
        configuration.changed(unit)

    await company.store.write(close)
    key = await started(company, PARENT, CHILD)
    (budget,) = await budgets(company)
    with pytest.raises(Invalid) as refused:
        await company.do(urging.urge, "rob", key, Urge())
    assert budget in refused.value.hint
    assert (await company.do(urging.urge, "rita", key, Urge())).people == ("finn",)
    await company.do(administration.suspend, "ada", budget, Reason(reason="wait"))
    company.now += timedelta(hours=2)
    with pytest.raises(Invalid) as refused:
        await company.do(urging.urge, "rita", key, Urge())
    assert budget in refused.value.hint


async def test_its_rejection_rejects_the_case_above(company: Company) -> None:
    key = await started(company, PARENT, CHILD)
    (budget,) = await budgets(company)
    await company.do(tasks.decide, "finn", budget, REJECT)
    assert (await view(company, key)).object.state == "rejected"


async def test_one_that_needs_nobody_is_over_at_once(company: Company) -> None:
    key = await started(company, PARENT, NOBODY)
    (budget,) = await budgets(company)
    assert (await view(company, budget)).object.state == "approved"
    (task,) = (await company.see(inbox.page, "bea", now=company.now)).items
    assert task.object == key


async def test_it_is_withdrawn_with_the_case_above(company: Company) -> None:
    key = await started(company, PARENT, CHILD)
    (budget,) = await budgets(company)
    await company.do(cases.withdraw, "rita", key, Steer(reason="not needed"))
    assert (await view(company, budget)).object.state == "withdrawn"
    assert (await company.see(inbox.page, "finn", now=company.now)).items == []


async def test_what_one_that_is_over_did_is_undone_with_the_case_above(company: Company) -> None:
    await company.store.write(lambda unit: connect_webhook(unit, "book", "unbook"))
    key = await started(company, PARENT, BOOKING)
    (budget,) = await budgets(company)

    def book(unit: Unit) -> None:
        with subject.changing(unit, access.SYSTEM, budget) as it:
            answer_flow(it, unit.all(CALLS)[0][0], done=True)

    await company.store.write(book, now=company.now)
    assert (await view(company, budget)).object.state == "approved"
    await company.do(cases.withdraw, "rita", key, Steer(reason="not needed"))
    assert [row[1] for row in await company.read(lambda reader: reader.all(CALLS))] == [
        "book",
        "unbook",
    ]


async def test_flows_that_start_each_other_without_end_are_refused_and_leave_nothing(
    company: Company,
) -> None:
    with pytest.raises(Invalid, match="without end"):
        await started(company, PARENT, CIRCLE)
    assert await budgets(company) == []
