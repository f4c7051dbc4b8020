"""What somebody may not see appears nowhere: not in an object, a list, the feed, a search."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from core.api import Comment, Decide, EditObject, NewObject, ObjectView, Steer
from core.errors import Invalid, NotFound
from core.tasks import DecisionKind
from server_stub.operations import cases, feed, objects, tasks
from server_stub.views import changes, cursors, inbox, search, types
from server_stub.views import feed as feeds
from server_stub.views import objects as views
from server_stub.views import tasks as task_views
from tests.server_stub.company import MONDAY, Company

SECRETS = ("hush", "0.31", "77000")
"""Values of `order.secret`, of the column `order.lines.margin`, and of `budget.limit`."""


@pytest.fixture
async def order(company: Company) -> str:
    """An order with a hidden field and a hidden column, waiting for the buyers."""
    key = (await company.order(lines=[{"article": "A"}])).object.key
    hidden: dict[str, object] = {
        "secret": "hush hush",
        "lines": [{"article": "A", "margin": "0.31"}, {"article": "B", "margin": "0.31"}],
    }
    await company.do(objects.edit, "ada", key, EditObject(fields=hidden))
    await company.do(feed.comment, "rita", key, Comment(text="@eve @bea please look"))
    return key


@pytest.fixture
async def budget(company: Company) -> str:
    """A budget whose amount is hidden, waiting for the director."""
    fields: dict[str, object] = {"purpose": "tools"}
    key = (await company.do(objects.create, "rita", NewObject(type="budget", fields=fields))).object
    await company.do(
        objects.edit, "ada", key.key, EditObject(fields={"limit": "77000 EUR", "purpose": "drills"})
    )
    await company.do(cases.submit, "rita", key.key, Steer())
    return key.key


VIEWS: dict[str, Callable[..., Any]] = {
    "object": lambda reader, who, key: views.view(reader, who, key),
    "tasks": lambda reader, who, key: [
        task_views.find(reader, who, it.task.id) for it in task_views.own(reader, who, key)
    ],
    "inbox": lambda reader, who, _: inbox_of(reader, who),
    "feed": lambda reader, who, key: feeds.page(reader, who, key),
    "history": lambda reader, who, key: changes.history(reader, who, key),
    "history of the field": lambda reader, who, key: changes.history(
        reader, who, key, field="secret"
    ),
    "history of the lines": lambda reader, who, key: changes.history(
        reader, who, key, field="lines"
    ),
    "search": lambda reader, who, _: search.search(reader, who, "nordic"),
    "search for it": lambda reader, who, _: search.search(reader, who, "hush"),
    "types": lambda reader, who, _: types.listing(reader, who),
}


def inbox_of(reader: Any, who: Any) -> Any:
    return inbox.page(reader, who, now=MONDAY, why=True)


def written(value: object) -> str:
    return msgspec.json.encode(value).decode()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("who", ["rita", "bea", "eve"])
async def test_hidden_fields_are_in_no_view(
    company: Company, order: str, view: str, who: str
) -> None:
    shown = written(await company.see(VIEWS[view], who, order))
    for secret in (*SECRETS, '"secret"', '"margin"'):
        assert secret not in shown


@pytest.mark.parametrize("who", ["finn", "ada"])
async def test_who_may_see_them_does(company: Company, order: str, who: str) -> None:
    for view in ("object", "feed", "history", "history of the field"):
        assert "hush hush" in written(await company.see(VIEWS[view], who, order)), view
    assert "0.31" in written(await company.see(views.view, who, order))


async def test_a_change_of_hidden_fields_alone_is_no_entry_and_no_revision_to_fear(
    company: Company, order: str
) -> None:
    await company.do(objects.edit, "ada", order, EditObject(fields={"secret": "hush 2"}))
    whole = await company.see(feeds.page, "finn", order)
    part = await company.see(feeds.page, "bea", order)
    assert len(whole.items) == len(part.items) + 1
    stale = Decide(decision=DecisionKind.APPROVE, object_revision=2)
    await company.do(tasks.decide, "bea", order, stale)


async def test_the_answer_to_a_change_hides_as_well(company: Company, order: str) -> None:
    answer = await company.do(objects.edit, "bea", order, EditObject(fields={"quantity": "2"}))
    assert "hush" not in written(answer)
    entry = await company.do(feed.comment, "bea", order, Comment(text="seen"))
    assert "hush" not in written(entry)


async def test_an_amount_that_is_hidden_is_hidden_in_lists(company: Company, budget: str) -> None:
    for shown in (
        await company.see(inbox_of, "dora"),
        await company.see(views.view, "dora", budget),
        await company.see(search.search, "dora", "drills"),
        await company.see(feeds.page, "dora", budget),
    ):
        text = written(shown)
        assert "drills" in text
        assert "77000" not in text
    assert "77000" in written(await company.see(views.view, "finn", budget))


async def test_a_hidden_field_cannot_be_found_out_by_asking(company: Company, budget: str) -> None:
    page = await company.see(inbox.page, "dora", "amount>70000", now=MONDAY)
    assert page.items == []
    with pytest.raises(Invalid):
        await company.see(inbox.page, "dora", "limit>70000", now=MONDAY)
    for words in ("77000", "hush"):
        assert (await company.see(search.search, "ada", words)).items == []


async def test_a_title_never_holds_what_only_some_may_see(company: Company, budget: str) -> None:
    view = await company.see(views.view, "finn", budget)
    assert view.object.title == "drills"


async def test_a_condition_on_a_hidden_field_is_not_told(company: Company, budget: str) -> None:
    def conditions(view: ObjectView) -> list[str]:
        assert view.case is not None
        return [step.detail for step in view.case.steps if step.kind == "choose"]

    assert "70000" in conditions(await company.see(views.view, "finn", budget))[0]
    assert conditions(await company.see(views.view, "dora", budget)) == [""]


async def test_a_cursor_of_the_history_names_no_hidden_field(company: Company, order: str) -> None:
    both: dict[str, object] = {"secret": "hush 3", "supplier": "Norse"}
    await company.do(objects.edit, "ada", order, EditObject(fields=both))
    visible = await company.see(changes.history, "bea", order, limit=50)
    cursor, found = "", []
    while True:
        part = await company.see(changes.history, "bea", order, limit=1, cursor=cursor)
        found += part.items
        if not (cursor := part.next):
            break
        assert len(part.items) == 1
        assert not set(cursors.parts(cursor, 2)) & {"secret", "margin"}
    assert found == visible.items


async def test_hints_name_no_type_that_the_reader_may_not_see(company: Company) -> None:
    with pytest.raises(Invalid) as wrong:
        await company.see(inbox.page, "eve", "type:nonsense", now=MONDAY)
    assert "machine" in wrong.value.hint
    assert "order" not in wrong.value.hint
    for type_id in ("ordr", "order"):
        with pytest.raises(NotFound) as caught:
            await company.do(objects.create, "eve", NewObject(type=type_id))
        assert "machine" in caught.value.hint
        assert "order" not in caught.value.hint
