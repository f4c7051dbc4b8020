"""What a requester does with the whole case: told in one entry, with what they changed."""

from typing import Any

import pytest

from core.api import Decide, EditObject, Steer
from core.errors import Invalid
from core.feed import Entry, EntryKind
from core.tasks import DecisionKind, TaskKind
from server_stub.operations import cases, objects, tasks
from server_stub.views import changes, inbox
from server_stub.views import feed as feeds
from server_stub.views import objects as views
from tests.server_stub.company import Company

RETURN = Decide(decision=DecisionKind.RETURN, reason="which hall?")


async def entries(company: Company, key: str, who: str = "rita") -> list[Entry]:
    return (await company.see(feeds.page, who, key)).items


async def returned(company: Company) -> str:
    key = (await company.order()).object.key
    await company.do(tasks.decide, "bea", key, RETURN)
    return key


def told(entry: Entry) -> dict[str, Any]:
    return {change.field: change.new for change in entry.changes}


async def test_fields_reason_and_resubmit_are_one_entry(company: Company) -> None:
    key = await returned(company)
    before = len(await entries(company, key))
    steer = Steer(reason="hall 2, @ben", fields={"quantity": "5", "material": "steel"})
    view = await company.do(cases.resubmit, "rita", key, steer)
    (entry,) = (await entries(company, key))[before:]
    assert (entry.kind, entry.by) == (EntryKind.DECISION, "rita")
    assert entry.message == "feed.resubmitted"
    assert entry.decision is not None
    assert entry.decision.reason == "hall 2, @ben"
    assert told(entry) == {"quantity": "5", "material": "steel"}
    assert view.object.revision == 2
    history = await company.see(changes.history, "rita", key)
    assert [(each.revision, each.by) for each in history.items] == [(2, "rita"), (2, "rita")]
    asked = (await company.see(inbox.page, "ben", now=company.now)).items
    assert TaskKind.QUESTION in [task.kind for task in asked], "who is mentioned is asked"


async def test_a_resubmit_that_cannot_be_changes_nothing(company: Company) -> None:
    key = await returned(company)
    before = await entries(company, key)
    wrong: tuple[dict[str, object], ...] = ({"quantity": "many"}, {"supplier": None})
    for fields in wrong:
        with pytest.raises(Invalid):
            await company.do(cases.resubmit, "rita", key, Steer(fields=fields))
    view = await company.see(views.view, "rita", key)
    assert (view.object.revision, view.object.state) == (1, "returned")
    assert await entries(company, key) == before


async def test_a_submit_with_fields_and_a_word_is_one_entry(company: Company) -> None:
    key = (await company.order(submit=False)).object.key
    before = len(await entries(company, key))
    steer = Steer(reason="in a hurry", fields={"quantity": "5"})
    await company.do(cases.submit, "rita", key, steer)
    (entry,) = (await entries(company, key))[before:]
    assert entry.message == "feed.submitted_saying"
    assert entry.values == {"person": "rita", "reason": "in a hurry"}
    assert told(entry) == {"quantity": "5"}


async def test_an_edit_alone_stands_by_itself(company: Company) -> None:
    key = await returned(company)
    await company.do(objects.edit, "rita", key, EditObject(fields={"quantity": "5"}))
    entry = (await entries(company, key))[-1]
    assert (entry.kind, told(entry)) == (EntryKind.CHANGE, {"quantity": "5"})
