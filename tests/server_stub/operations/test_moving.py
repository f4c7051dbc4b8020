"""Running cases are moved to another version of their flow: tried first, then each by itself."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from core.api import Decide, Page, Steer
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.events import EventKind
from core.feed import EntryKind
from core.flow.parsing import parse_flow
from core.handling import Reason
from core.moves import CaseMove, FlowMove
from core.tasks import DecisionKind, Task
from server_stub import access
from server_stub.operations import administration, cases, configuration, moving, publish, tasks
from server_stub.store.case_tables import listening, timers
from server_stub.store.tables import events
from server_stub.store.unit import Unit
from server_stub.views import feed, inbox, objects
from server_stub.views.rebuilding import rebuild
from tests.server_stub.company import APPROVAL, Company, actor

APPROVE = Decide(decision=DecisionKind.APPROVE)
WHY_SUSPENDED = Reason(reason="audit")
WHY = FlowMove(reason="a better flow")
ANEW = APPROVAL.replace("by: role:buyer", "by: [person:ben, person:rob]\n    mode: all")
LIMITED = APPROVAL.replace(
    "by: role:buyer", "by: role:buyer\n    within: 2 days\n    text: Mind it"
)


def published(text: str) -> Any:
    def work(unit: Unit) -> int:
        number = publish.publish(unit, access.SYSTEM, parse_flow(text), text)
        configuration.changed(unit)
        return number

    return work


async def move(company: Company, who: str = "olga", wanted: FlowMove = WHY) -> Page[CaseMove]:
    """As the route does it: a part is looked up, then each case is moved by itself."""
    part = await company.see(moving.begin, who, "approval", wanted)
    items = []
    for target in part.targets:
        try:
            items.append(await company.do(moving.move_one, who, part, target))
        except Invalid as error:
            items.append(moving.refused(part, target, error))
    return Page(items=items, next=part.next)


async def trial(company: Company, who: str = "olga", **wanted: Any) -> list[CaseMove]:
    page = await company.see(moving.trial, who, "approval", FlowMove(**wanted), company.now)
    return list(page.items)


async def waiting(company: Company, who: str) -> list[Task]:
    return list((await company.see(inbox.page, who, now=company.now)).items)


async def holders(company: Company, key: str) -> list[str]:
    view = await company.see(objects.view, "ada", key)
    return sorted(each.person for each in view.waiting_for)


async def test_a_case_goes_on_in_the_new_version_and_the_feed_says_who_moved_it_and_why(
    company: Company,
) -> None:
    key = (await company.order(amount="20000")).object.key
    await company.store.write(published(LIMITED))
    (found,) = (await move(company)).items
    assert (found.outcome, found.old, found.new, found.at) == ("moved", 1, 2, ("buyer",))
    view = await company.see(objects.view, "ada", key)
    assert view.case is not None
    assert view.case.version == 2
    (task,) = await waiting(company, "bea")
    assert (task.text, task.flow_version) == ("Mind it", 2)
    assert task.due is not None
    entries = (await company.see(feed.page, "rita", key)).items
    (told,) = [each for each in entries if each.message == "feed.moved"]
    assert (told.kind, told.by, told.flow_version) == (EntryKind.MESSAGE, "olga", 2)
    assert told.values == {"person": "olga", "old": "1", "new": "2", "reason": "a better flow"}
    assert {each.flow_version for each in entries if each.number < told.number} == {0, 1}
    await company.do(tasks.decide, "bea", key, APPROVE)
    assert await holders(company, key) == ["dora"]


async def test_moved_once_more_nothing_happens(company: Company) -> None:
    key = (await company.order()).object.key
    await company.store.write(published(LIMITED))
    await move(company)
    before = await company.see(feed.page, "rita", key)
    assert (await move(company)).items == []
    wanted = FlowMove(objects=(key,), reason="again")
    (again,) = (await move(company, wanted=wanted)).items
    assert (again.outcome, again.old, again.new) == ("there", 2, 2)
    assert await company.see(feed.page, "rita", key) == before


async def test_the_trial_says_of_each_case_what_would_happen_and_changes_nothing(
    company: Company,
) -> None:
    one = (await company.order(amount="20000")).object.key
    other = (await company.order(amount="20000")).object.key
    await company.do(tasks.decide, "bea", other, APPROVE)
    await company.store.write(published(ANEW.replace("approve: director", "approve: boss")))
    found = await trial(company)
    assert [each.object for each in found] == [one, other]
    assert [each.outcome for each in found] == ["moved", "refused"]
    assert [(each.step, each.people) for each in found[0].asked] == [("buyer", ("ben", "rob"))]
    assert "no such step" in found[1].message
    assert "director" in found[1].hint
    (mapped,) = await trial(company, steps={"director": "boss"}, objects=(other,))
    assert (mapped.outcome, mapped.at, mapped.then) == ("moved", ("director",), ("boss",))
    assert await holders(company, one) == ["bea", "ben", "bob"]
    view = await company.see(objects.view, "ada", one)
    assert view.case is not None
    assert view.case.version == 1


async def test_who_is_asked_anew_finds_it_in_the_inbox_and_the_others_do_not(
    company: Company,
) -> None:
    key = (await company.order()).object.key
    old = (await waiting(company, "bea"))[0]
    await company.store.write(published(ANEW))
    await move(company)
    assert await holders(company, key) == ["ben", "rob"]
    assert await waiting(company, "bea") == []
    with pytest.raises(Exception, match=r"Olga|closed"):
        await company.do(tasks.decide, "bea", old.id, APPROVE)


async def test_whoever_saw_other_words_has_to_look_again(company: Company) -> None:
    await company.order()
    (seen,) = await waiting(company, "bea")
    await company.store.write(published(APPROVAL.replace("person:olga", "person:eve")))
    await move(company, "ada")
    (same,) = await waiting(company, "bea")
    assert same.revision == seen.revision
    await company.store.write(published(LIMITED))
    await move(company, "ada")
    with pytest.raises(Stale):
        await company.do(tasks.decide, "bea", seen.id, APPROVE, seen.revision)


async def test_the_new_version_adds_what_a_case_has_passed_by(company: Company) -> None:
    await company.order()
    first = "\nsteps:\n  - do: scan\n    by: role:finance\n"
    await company.store.write(published(APPROVAL.replace("\nsteps:\n", first)))
    (found,) = await trial(company)
    assert found.missed == ("scan",)


async def test_only_administrators_and_owners_of_the_flow_may_and_they_say_why(
    company: Company,
) -> None:
    await company.order()
    await company.store.write(published(LIMITED))
    for who in ("rita", "bea", "eve"):
        with pytest.raises(NotAllowed):
            await trial(company, who)
        with pytest.raises(NotAllowed):
            await move(company, who)
    with pytest.raises(Invalid, match="reason"):
        await move(company, wanted=FlowMove())
    assert len((await move(company, "ada")).items) == 1


async def test_whoever_moves_a_case_does_not_come_to_see_its_object(company: Company) -> None:
    key = (await company.order()).object.key
    await company.store.write(published(LIMITED))
    with pytest.raises(NotFound):
        await company.see(objects.view, "olga", key)
    assert [each.object for each in (await move(company)).items] == [key]
    with pytest.raises(NotFound):
        await company.see(objects.view, "olga", key)


async def test_what_is_not_there_is_said(company: Company) -> None:
    key = (await company.order()).object.key
    for version in (7, -1, 2**70):
        with pytest.raises(NotFound):
            await trial(company, version=version)
    with pytest.raises(NotFound):
        await company.see(moving.trial, "ada", "nothing", FlowMove(), company.now)
    await company.store.write(published(LIMITED))
    for steps in ({"nowhere": "buyer"}, {"buyer": "nowhere"}):
        with pytest.raises(Invalid, match="nowhere"):
            await trial(company, steps=steps)
    await company.do(cases.withdraw, "rita", key, Steer())
    (found, other) = await trial(company, objects=(key, "PO-9"))
    assert (found.outcome, other.outcome) == ("refused", "refused")
    assert await trial(company) == []


async def test_an_older_version_is_a_version_as_well(company: Company) -> None:
    await company.store.write(published(LIMITED))
    key = (await company.order()).object.key
    await move(company, wanted=FlowMove(version=1, reason="a mistake"))
    (task,) = await waiting(company, "bea")
    assert (task.text, task.due) == ("", None)
    (found,) = await company.see(rebuild, "ada", key)
    assert found.differences == ()


async def test_cases_are_found_in_parts(company: Company) -> None:
    keys = sorted([(await company.order()).object.key for _ in range(5)])
    await company.store.write(published(LIMITED))
    found, cursor = [], ""
    while True:
        page = await move(company, wanted=FlowMove(limit=2, cursor=cursor, reason="x"))
        found += [each.object for each in page.items]
        cursor = page.next
        if not cursor:
            break
    assert found == keys
    wanted = FlowMove(objects=tuple(keys), limit=2)
    first = await company.see(moving.trial, "olga", "approval", wanted, company.now)
    assert [each.object for each in first.items] == keys[:2]
    wanted = replace(wanted, cursor=first.next)
    page = await company.see(moving.trial, "olga", "approval", wanted, company.now)
    assert ([each.object for each in page.items], bool(page.next)) == (keys[2:4], True)


async def test_timers_and_events_follow_the_new_version(company: Company) -> None:
    waits = APPROVAL.replace(
        "\nsteps:\n", "\nsteps:\n  - wait: {event: goods.received}\n    id: w\n"
    )
    await company.store.write(published(waits))
    key = (await company.order()).object.key
    await company.store.write(published(waits.replace("{event: goods.received}", "2 days")))
    (found,) = (await move(company)).items
    assert found.outcome == "moved"
    assert await company.read(lambda reader: reader.all(select(listening.c.case))) == []
    assert len(await company.read(lambda reader: reader.all(select(timers.c.case)))) == 1
    await company.store.write(published(waits))
    await move(company)
    assert len(await company.read(lambda reader: reader.all(select(listening.c.case)))) == 1
    assert await company.read(lambda reader: reader.all(select(timers.c.case))) == []
    assert (await company.see(rebuild, "ada", key))[0].differences == ()


async def test_two_people_at_once_move_a_case_once(company: Company) -> None:
    key = (await company.order()).object.key
    await company.store.write(published(LIMITED))
    part = await company.see(moving.begin, "olga", "approval", WHY)
    (target,) = part.targets

    def work(who: str) -> Any:
        return lambda unit: moving.move_one(unit, actor(who), part, target)

    both = await asyncio.gather(*(company.store.write(work(who)) for who in ("olga", "ada")))
    assert sorted(each.outcome for each in both) == ["moved", "there"]
    entries = (await company.see(feed.page, "rita", key)).items
    assert len([each for each in entries if each.message == "feed.moved"]) == 1


async def test_a_decision_and_a_move_at_the_same_moment_both_count(company: Company) -> None:
    key = (await company.order(amount="20000")).object.key
    await company.store.write(published(LIMITED))
    part = await company.see(moving.begin, "olga", "approval", WHY)

    def moves(unit: Unit) -> CaseMove:
        return moving.move_one(unit, actor("olga"), part, part.targets[0])

    def decides(unit: Unit) -> object:
        return tasks.decide(unit, actor("bea"), key, APPROVE)

    await asyncio.gather(company.store.write(moves), company.store.write(decides))
    view = await company.see(objects.view, "ada", key)
    assert view.case is not None
    assert (view.case.version, await holders(company, key)) == (2, ["dora"])


async def test_inboxes_hear_of_it(company: Company) -> None:
    await company.order()
    await company.store.write(published(LIMITED))
    await move(company)
    rows = await company.read(lambda reader: reader.all(select(events.c.kind, events.c.person)))
    told = {row[1] for row in rows if row[0] == EventKind.TASK_CHANGED.value}
    assert told == {"bea", "ben", "bob"}


async def test_a_suspended_case_is_moved_and_resumed_there(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(administration.suspend, "ada", key, WHY_SUSPENDED)
    await company.store.write(published(LIMITED))
    await move(company)
    (task,) = await waiting(company, "bea")
    assert task.due is None
    await company.do(administration.resume, "ada", key, WHY_SUSPENDED)
    (task,) = await waiting(company, "bea")
    assert task.due is not None
