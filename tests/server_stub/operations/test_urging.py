"""Urging: who is asked to hurry, who was asked a short while ago, and what everybody is told."""

from datetime import timedelta

import pytest

from core.api import Comment, Decide, NewObject, Urge
from core.errors import Invalid, NotAllowed
from core.feed import EntryKind
from core.flow.parsing import parse_flow
from core.tasks import DecisionKind, Task
from server_stub import access
from server_stub.operations import feed, objects, publish, tasks, urging
from server_stub.views import feed as feeds
from server_stub.views import inbox
from tests.server_stub.company import Company

APPROVE = Decide(decision=DecisionKind.APPROVE)
TWO = """
flow: approval
title: Approval
object: order
owner: person:olga
urge every: 4 hours
steps:
  - approve: everybody
    by: [person:bea, person:ben]
    mode: all
  - approve: director
    by: role:director
"""
TELLING = TWO.replace("steps:", "steps:\n  - tell: person:finn")


async def waiting(company: Company, who: str) -> list[Task]:
    return (await company.see(inbox.page, who, now=company.now)).items


async def urge(company: Company, who: str, key: str, text: str = "") -> tuple[str, ...]:
    return (await company.do(urging.urge, who, key, Urge(text=text))).people


async def said(company: Company, key: str) -> list[dict[str, str]]:
    page = await company.see(feeds.page, "rita", key)
    messages = [entry for entry in page.items if entry.kind is EntryKind.MESSAGE]
    return [entry.values for entry in messages if entry.message.endswith(".urged")]


async def test_urging_moves_a_task_up_and_not_too_often(company: Company) -> None:
    key = (await company.order()).object.key
    other = (await company.order()).object.key
    before = await waiting(company, "bea")
    assert [task.object for task in before] == [key, other]
    assert await urge(company, "rita", other, "the line stands") == ("bea", "ben", "bob")
    after = await waiting(company, "bea")
    assert [task.object for task in after] == [other, key]
    assert after[0].urged == 1
    assert after[0].revision == before[1].revision, "what it asks is the same"
    with pytest.raises(NotAllowed) as raised:
        await urge(company, "rita", other)
    assert "Bea Miller, Ben Miller, Bob Miller" in raised.value.message
    assert raised.value.values["when"].startswith("2026-11-23T10:03"), "an hour later"


async def test_who_was_urged_lately_is_named_with_the_time_and_not_urged(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(feed.comment, "rita", key, Comment(text="@dora please look"))
    await urge(company, "rob", key)
    asked = company.now
    await company.do(feed.comment, "rita", key, Comment(text="@finn you, too"))
    answer = await company.do(urging.urge, "rita", key, Urge(text="now"))
    assert answer.people == ("finn",)
    resting = {each.person: each.until for each in answer.resting}
    assert resting == dict.fromkeys(("bea", "ben", "bob", "dora"), asked + timedelta(hours=1))
    assert answer.resting[0].name["en"] == "Bea Miller"
    assert (await said(company, key))[-1]["people"] == "finn"
    assert (await waiting(company, "bea"))[0].urged == 1


async def test_everybody_urged_stands_in_the_feed_once(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(feed.comment, "rita", key, Comment(text="@bea @finn please look"))
    assert await urge(company, "rita", key) == ("bea", "ben", "bob", "finn")
    assert [each["people"] for each in await said(company, key)] == ["bea, ben, bob", "finn"]


async def test_a_flow_says_how_often(company: Company) -> None:
    await company.store.write(
        lambda unit: publish.publish(unit, access.SYSTEM, parse_flow(TWO), TWO)
    )
    key = (await company.order()).object.key
    await company.do(tasks.decide, "bea", key, APPROVE)
    assert await urge(company, "rita", key) == ("ben",)
    asked = company.now
    company.now += timedelta(hours=3)
    with pytest.raises(NotAllowed) as raised:
        await urge(company, "rob", key)
    until = (asked + timedelta(hours=4)).isoformat(timespec="seconds")
    assert raised.value.values["when"] == until
    company.now += timedelta(hours=1)
    assert await urge(company, "rita", key) == ("ben",)


async def test_a_question_is_urged_beside_flows(company: Company) -> None:
    new = NewObject(type="machine", fields={"model": "DMG"})
    key = (await company.do(objects.create, "rita", new)).object.key
    with pytest.raises(Invalid):
        await urge(company, "rita", key)
    await company.do(feed.comment, "rita", key, Comment(text="@bea which hall?"))
    assert await urge(company, "rita", key) == ("bea",)
    with pytest.raises(NotAllowed):
        await urge(company, "rita", key)
    company.now += timedelta(hours=1)
    assert await urge(company, "rita", key) == ("bea",)
    assert (await waiting(company, "bea"))[0].urged == 2


async def test_nobody_urges_themselves(company: Company) -> None:
    key = (await company.order()).object.key
    assert await urge(company, "bea", key) == ("ben", "bob")


async def test_who_was_only_told_is_not_urged(company: Company) -> None:
    await company.store.write(
        lambda unit: publish.publish(unit, access.SYSTEM, parse_flow(TELLING), TELLING)
    )
    key = (await company.order()).object.key
    assert [task.object for task in await waiting(company, "finn")] == [key]
    assert await urge(company, "rita", key) == ("bea", "ben")
