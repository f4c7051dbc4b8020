"""Deciding, forwarding: who may, once, and on what they saw."""

import asyncio

import pytest

from core.api import Comment, Decide, EditObject, Forward, NewObject, Steer
from core.errors import (
    AlreadyDecided,
    Conflict,
    Invalid,
    NoLongerYours,
    NotAllowed,
    NotFound,
    Stale,
)
from core.feed import EntryKind
from core.language import label
from core.objects import FieldChange
from core.tasks import DecisionKind, Task, TaskKind
from server_stub.operations import cases, feed, objects, tasks
from server_stub.store import events
from server_stub.views import changes, inbox
from server_stub.views import feed as feeds
from server_stub.views import objects as views
from server_stub.views import tasks as task_views
from tests.server_stub.company import Company, actor

APPROVE = Decide(decision=DecisionKind.APPROVE)
REJECT = Decide(decision=DecisionKind.REJECT, reason="too much")
RETURN = Decide(decision=DecisionKind.RETURN, reason="which hall?")
DONE = Decide(decision=DecisionKind.DONE)


async def waiting(company: Company, who: str) -> list[Task]:
    return (await company.see(inbox.page, who, now=company.now)).items


async def test_the_first_of_several_decides_and_the_others_learn_who(company: Company) -> None:
    key = (await company.order()).object.key
    theirs = (await waiting(company, "ben"))[0]
    await company.do(tasks.decide, "bea", key, APPROVE)
    for name in (key, theirs.id):
        with pytest.raises(AlreadyDecided) as raised:
            await company.do(tasks.decide, "ben", name, REJECT)
        assert raised.value.values["who"] == "Bea Miller"
        assert raised.value.values["decision"] == "approve"
        assert "Bea Miller has already decided this (approved)" in raised.value.message
        assert raised.value.values["when"].startswith("2026-11-23T09:02")
    with pytest.raises(AlreadyDecided):
        await company.do(tasks.decide, "bea", key, APPROVE)
    closed = await company.see(task_views.find, "ben", theirs.id)
    assert (closed.state, closed.closed_by) == ("closed_by_peer", "bea")


async def test_a_role_for_which_somebody_is_asked_has_its_name_in_the_view(
    company: Company,
) -> None:
    key = (await company.order()).object.key
    view = await company.see(views.view, "bea", key)
    because = view.tasks[0].because
    assert because is not None
    assert label(view.names[because.values["role"]]) == "Buyer"


async def test_of_twenty_at_the_same_moment_exactly_one_decides(company: Company) -> None:
    key = (await company.order()).object.key

    async def attempt(who: str) -> str:
        try:
            await company.store.write(lambda unit: tasks.decide(unit, actor(who), key, APPROVE))
        except AlreadyDecided:
            return "late"
        return who

    outcome = await asyncio.gather(*(attempt(who) for who in ("bea", "ben", "bob", "bea") * 5))
    assert len([each for each in outcome if each != "late"]) == 1
    entries = (await company.see(feeds.page, "rita", key)).items
    assert [entry.kind for entry in entries].count(EntryKind.DECISION) == 1
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))


async def test_comments_at_the_same_moment_all_stand_in_one_row(company: Company) -> None:
    key = (await company.order()).object.key
    before = (await company.see(views.view, "rita", key)).feed.unread

    async def comment(number: int) -> int:
        said = Comment(text=f"number {number}")
        entry = await company.store.write(lambda unit: feed.comment(unit, actor("bea"), key, said))
        return entry.number

    numbers = await asyncio.gather(*(comment(number) for number in range(20)))
    assert len(set(numbers)) == 20
    view = await company.see(views.view, "rita", key)
    assert view.feed.unread == before + 20


async def test_a_decision_is_bound_to_what_was_seen(company: Company) -> None:
    order = await company.order(amount="5000")
    key = order.object.key
    await company.do(objects.edit, "bea", key, EditObject(fields={"amount": "9000"}))
    seen = Decide(decision=DecisionKind.APPROVE, object_revision=order.object.revision)
    with pytest.raises(Stale) as raised:
        await company.do(tasks.decide, "ben", key, seen)
    assert raised.value.values["changes"] == [
        FieldChange(
            field="amount",
            title={"en": "Amount"},
            old={"amount": "5000", "currency": "CNY"},
            new={"amount": "9000", "currency": "CNY"},
        )
    ]
    again = Decide(decision=DecisionKind.APPROVE, object_revision=2)
    assert (await company.do(tasks.decide, "ben", key, again)).object_state == "approved"


async def test_what_changed_and_changed_back_or_cannot_be_seen_does_not_stand_in_the_way(
    company: Company,
) -> None:
    key = (await company.order(amount="5000")).object.key
    await company.do(objects.edit, "bea", key, EditObject(fields={"amount": "9000"}))
    await company.do(objects.edit, "bea", key, EditObject(fields={"amount": "5000"}))
    await company.do(objects.edit, "ada", key, EditObject(fields={"secret": "hush"}))
    seen = Decide(decision=DecisionKind.APPROVE, object_revision=1)
    assert (await company.do(tasks.decide, "ben", key, seen)).object_state == "approved"


async def test_a_stale_task_revision_is_refused(company: Company) -> None:
    await company.order()
    task = (await waiting(company, "bea"))[0]
    with pytest.raises(Stale):
        await company.do(tasks.decide, "bea", task.id, APPROVE, task.revision + 1)
    await company.do(tasks.decide, "bea", task.id, APPROVE, task.revision)


async def test_nobody_decides_what_waits_for_somebody_else(company: Company) -> None:
    key = (await company.order()).object.key
    task = (await waiting(company, "bea"))[0]
    with pytest.raises(NotAllowed):
        await company.do(tasks.decide, "dora", task.id, APPROVE)
    with pytest.raises(NotFound):
        await company.do(tasks.decide, "eve", task.id, APPROVE)
    with pytest.raises(NotAllowed):
        await company.do(tasks.decide, "dora", key, APPROVE)
    with pytest.raises(NotFound):
        await company.do(tasks.decide, "eve", key, APPROVE)
    with pytest.raises(NotFound):
        await company.do(tasks.decide, "bea", "PO-99.1", APPROVE)
    with pytest.raises(NotAllowed):
        await company.do(tasks.decide, "ada", task.id, APPROVE)


async def test_a_task_takes_what_it_offers(company: Company) -> None:
    key = (await company.order()).object.key
    with pytest.raises(Invalid) as raised:
        await company.do(tasks.decide, "bea", key, DONE)
    assert "approve" in raised.value.detail


async def test_an_object_can_be_named_while_one_task_on_it_takes_the_decision(
    company: Company,
) -> None:
    key = (await company.order()).object.key
    await company.do(feed.comment, "rita", key, Comment(text="@bea all right?"))
    assert len(await waiting(company, "bea")) == 2
    with pytest.raises(Invalid) as raised:
        await company.see(task_views.find, "bea", key)
    assert f"{key}.1" in raised.value.detail
    await company.do(tasks.decide, "bea", key, APPROVE)
    assert [task.kind for task in await waiting(company, "bea")] == [TaskKind.QUESTION]
    await company.do(feed.comment, "rita", key, Comment(text="@bea and now?"))
    with pytest.raises(Invalid) as raised:
        await company.do(tasks.decide, "bea", key, DONE)
    assert raised.value.detail.count("question") == 2


async def test_a_forwarded_task_is_no_longer_yours(company: Company) -> None:
    key = (await company.order()).object.key
    mine = (await waiting(company, "bea"))[0]
    given = await company.do(
        tasks.forward, "bea", key, Forward(to="dora", reason="you know more"), mine.revision
    )
    assert given.person == "dora"
    assert [task.id for task in await waiting(company, "dora")] == [given.id]
    with pytest.raises(NoLongerYours) as raised:
        await company.do(tasks.decide, "bea", mine.id, APPROVE)
    assert "Dora Miller" in raised.value.message
    answer = await company.do(tasks.decide, "dora", given.id, APPROVE)
    assert answer.object_state == "approved"


@pytest.mark.parametrize("to", ["nobody", "gone", "bea", ""])
async def test_a_task_is_forwarded_to_somebody_else_who_is_there(company: Company, to: str) -> None:
    key = (await company.order()).object.key
    with pytest.raises(Invalid) as raised:
        await company.do(tasks.forward, "bea", key, Forward(to=to))
    assert [error.field for error in raised.value.errors] == ["to"]


async def test_a_returned_order_is_revised_and_goes_on(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(tasks.decide, "bea", key, RETURN)
    view = await company.see(views.view, "rita", key)
    assert view.object.state == "returned"
    assert {"edit", "resubmit", "withdraw"} <= set(view.can)
    assert [task.kind for task in view.tasks] == [TaskKind.REVISE]
    with pytest.raises(NotAllowed):
        await company.do(cases.resubmit, "bea", key, Steer())
    fields: dict[str, object] = {"quantity": "5"}
    view = await company.do(cases.resubmit, "rita", key, Steer(fields=fields))
    assert view.object.state == "running"
    assert view.object.fields["quantity"] == "5"
    assert view.tasks == ()
    assert len(await waiting(company, "bea")) == 1


async def test_a_rejected_order_has_ended(company: Company) -> None:
    key = (await company.order()).object.key
    answer = await company.do(tasks.decide, "bea", key, REJECT)
    assert (answer.object_state, answer.case_status) == ("rejected", "ended")
    with pytest.raises(Conflict):
        await company.do(cases.submit, "rita", key, Steer())


async def test_a_withdrawn_order_can_be_changed_and_submitted_anew(company: Company) -> None:
    key = (await company.order()).object.key
    view = await company.do(cases.withdraw, "rita", key, Steer(reason="not now"))
    assert view.object.state == "withdrawn"
    assert await waiting(company, "bea") == []
    view = await company.do(cases.submit, "rita", key, Steer(fields={"quantity": "2"}))
    assert view.object.state == "running"
    assert view.case is not None
    assert view.case.id == f"{key}:2"
    assert [task.id for task in await waiting(company, "bea")] == [f"{key}:2.1"]


async def test_only_its_requester_steers_a_case(company: Company) -> None:
    key = (await company.order()).object.key
    for operation in (cases.submit, cases.resubmit, cases.withdraw):
        with pytest.raises(NotAllowed):
            await company.do(operation, "bea", key, Steer())
        with pytest.raises(NotFound):
            await company.do(operation, "eve", key, Steer())


async def test_everybody_concerned_is_told_of_a_decision(company: Company) -> None:
    key = (await company.order(amount="20000")).object.key
    before = await company.read(events.last_id)
    await company.do(tasks.decide, "bea", key, APPROVE)
    part = await company.read(lambda reader: events.read_after(reader, before))
    told = [each.event for each in part.events]
    what = sorted((event.kind.value, event.person) for event in told)
    assert what == [
        ("case.changed", ""),
        ("feed.added", ""),
        ("task.closed", "bea"),
        ("task.closed", "ben"),
        ("task.closed", "bob"),
        ("task.opened", "dora"),
    ]
    assert {event.object for event in told} == {key}


async def test_a_copy_is_taken_note_of(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(tasks.decide, "bea", key, APPROVE)
    copy = (await waiting(company, "finn"))[0]
    assert copy.kind is TaskKind.COPY
    await company.do(tasks.decide, "finn", key, DONE)
    assert await waiting(company, "finn") == []


async def test_a_decision_gives_the_fields_that_it_is_asked_for(company: Company) -> None:
    new = NewObject(type="budget", fields={"purpose": "tools"}, submit=True)
    key = (await company.do(objects.create, "rita", new)).object.key
    with pytest.raises(Invalid) as raised:
        await company.do(tasks.decide, "dora", key, APPROVE)
    assert [error.field for error in raised.value.errors] == ["limit"]


async def test_a_decision_brings_no_fields_that_were_not_asked_for(company: Company) -> None:
    key = (await company.order()).object.key
    decision = Decide(decision=DecisionKind.APPROVE, fields={"quantity": "3"})
    with pytest.raises(Invalid) as raised:
        await company.do(tasks.decide, "bea", key, decision)
    assert [error.field for error in raised.value.errors] == ["quantity"]
    history = await company.see(changes.history, "rita", key)
    assert history.items == []


async def test_an_administrator_acts_for_somebody_and_it_is_recorded(company: Company) -> None:
    key = (await company.order()).object.key
    ada_as_bea = actor("bea", acting="ada")
    await company.store.write(lambda unit: tasks.decide(unit, ada_as_bea, key, APPROVE))
    page = await company.see(feeds.page, "rita", key)
    entry = next(entry for entry in page.items if entry.kind is EntryKind.DECISION)
    assert (entry.by, entry.acting) == ("bea", "ada")
    with pytest.raises(NotAllowed):
        actor("bea", acting="eve")
