"""One purchase order from the draft to the last decision, with a question on the way."""

from core.api import Comment, Decide
from core.feed import EntryKind
from core.tasks import DecisionKind, TaskKind
from server_stub.operations import feed, tasks
from server_stub.views import feed as feed_views
from server_stub.views import inbox, objects
from tests.server_stub.company import Company

APPROVE = Decide(decision=DecisionKind.APPROVE)


async def test_an_order_is_asked_about_and_approved(company: Company) -> None:
    made = await company.order(amount="20000.00")
    key = made.object.key
    assert made.object.state == "running"
    assert made.object.title == "Nordic: bearings"
    waiting = await company.see(inbox.page, "bea", now=company.now)
    assert [task.object for task in waiting.items] == [key]
    assert waiting.items[0].unread
    assert "approve" in waiting.items[0].can

    await company.do(feed.comment, "bea", key, Comment(text="Why so many, @rita?"))
    asked = (await company.see(inbox.page, "rita", now=company.now)).items
    assert [(task.kind, task.asked_by) for task in asked] == [(TaskKind.QUESTION, "bea")]
    await company.do(feed.comment, "rita", key, Comment(text="Two lines more."))
    assert (await company.see(inbox.page, "rita", now=company.now)).items == []

    await company.do(tasks.decide, "bea", key, APPROVE)
    assert (await company.see(inbox.page, "ben", now=company.now)).items == []
    answer = await company.do(tasks.decide, "dora", key, APPROVE)
    assert answer.object_state == "approved"
    view = await company.see(objects.view, "rita", key)
    assert view.case is not None
    assert view.case.status == "ended"
    page = await company.see(feed_views.page, "rita", key)
    kinds = [entry.kind for entry in page.items]
    assert kinds.count(EntryKind.COMMENT) == 2
    assert kinds.count(EntryKind.DECISION) == 2
    assert [entry.number for entry in page.items] == list(range(1, len(kinds) + 1))
    copies = (await company.see(inbox.page, "finn", now=company.now)).items
    assert [task.kind for task in copies] == [TaskKind.COPY]
