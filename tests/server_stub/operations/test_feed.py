"""Talking about an object: comments, mentions as questions, what was seen, who follows."""

import msgspec
import pytest
from sqlalchemy import insert

from core.api import Comment, Decide, NewObject, Seen
from core.errors import Invalid, NotFound
from core.feed import EntryKind, Mention
from core.objects import File
from core.tasks import DecisionKind, TaskKind, TaskState
from server_stub.operations import feed, mentions, objects, tasks
from server_stub.store.tables import files
from server_stub.views import feed as feeds
from server_stub.views import inbox
from server_stub.views import objects as views
from server_stub.views import tasks as task_views
from tests.server_stub.company import DIRECTORY, Company, person

DONE = Decide(decision=DecisionKind.DONE)


async def questions(company: Company, who: str) -> list[str]:
    page = await company.see(inbox.page, who, "is:question", now=company.now)
    return [task.text for task in page.items]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@bea", ["bea"]),
        ("Please, @bea, look. @ben!", ["bea", "ben"]),
        ("@bea @bea", ["bea"]),
        ("请@bea看一下", ["bea"]),
        ("@bea请看", ["bea"]),
        ("@bea.", ["bea"]),
        ("(@bea)", ["bea"]),
        ("@buyer and @board", ["buyer", "board"]),
        ("@role:buyer", ["buyer"]),
        ("@group:bea", []),
        ("mail bea@example.com or x@bea.com", []),
        ("@beatrice @be @nobody", []),
        ("@", []),
        ("@bea-ben", []),
    ],
)
def test_mentions_are_found_in_running_text(text: str, ids: list[str]) -> None:
    assert [mention.id for mention in mentions.find(text, DIRECTORY)] == ids


def test_a_persons_id_may_hold_full_stops() -> None:
    people = {"li.wei": person("li.wei"), "li": person("li")}
    directory = msgspec.structs.replace(DIRECTORY, people=people)
    assert mentions.find("@li.wei. Or @li?", directory) == (
        Mention(kind="person", id="li.wei"),
        Mention(kind="person", id="li"),
    )


async def test_a_mention_waits_until_it_is_answered(company: Company) -> None:
    key = (await company.order()).object.key
    entry = await company.do(feed.comment, "bea", key, Comment(text="Which hall, @rita @ghost?"))
    assert entry.mentions == (Mention(kind="person", id="rita"),)
    assert await questions(company, "rita") == ["Which hall, @rita @ghost?"]
    await company.do(feed.comment, "ben", key, Comment(text="I wonder as well"))
    assert len(await questions(company, "rita")) == 1
    await company.do(feed.comment, "rita", key, Comment(text="Hall 3"))
    assert await questions(company, "rita") == []


async def test_a_role_is_answered_for_by_the_first(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(feed.comment, "rita", key, Comment(text="@buyer who knows them?"))
    ids = {}
    for who in ("bea", "ben", "bob"):
        page = await company.see(inbox.page, who, "is:question", now=company.now)
        ids[who] = page.items[0].id
    await company.do(feed.comment, "ben", key, Comment(text="I do"))
    for who in ("bea", "bob"):
        assert await questions(company, who) == []
        task = await company.see(task_views.find, who, ids[who])
        assert (task.state, task.closed_by) == (TaskState.CLOSED_BY_PEER, "ben")


async def test_a_reply_answers_the_question_it_replies_to(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(feed.comment, "bea", key, Comment(text="@rita first?"))
    second = await company.do(feed.comment, "ben", key, Comment(text="@rita second?"))
    await company.do(feed.comment, "rita", key, Comment(text="yes", reply_to=second.number))
    assert await questions(company, "rita") == ["@rita first?"]
    await company.do(feed.comment, "rita", key, Comment(text="and yes"))
    assert await questions(company, "rita") == []


async def test_a_question_ticked_off_with_words_is_answered_in_the_feed(company: Company) -> None:
    key = (await company.order()).object.key
    asked = await company.do(feed.comment, "bea", key, Comment(text="@rita which hall?"))
    answer = Decide(decision=DecisionKind.DONE, reason="Hall 3")
    decided = await company.do(tasks.decide, "rita", key, answer)
    assert decided.task.state is TaskState.DONE
    last = (await company.see(feeds.page, "rita", key, last=True, limit=1)).items[0]
    assert (last.kind, last.text, last.reply_to) == (EntryKind.COMMENT, "Hall 3", asked.number)


async def test_a_question_is_not_ticked_off_without_words(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(feed.comment, "rita", key, Comment(text="@buyer please note"))
    with pytest.raises(Invalid, match="answered in words") as refused:
        await company.do(tasks.decide, "bea", key, DONE)
    assert "-m" in refused.value.hint
    assert len(await questions(company, "ben")) == 1


async def test_nobody_asks_themselves_and_nobody_is_asked_twice(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(feed.comment, "bea", key, Comment(text="@bea @buyer @ben @gone look"))
    assert await questions(company, "bea") == []
    assert len(await questions(company, "ben")) == 1
    assert len(await questions(company, "bob")) == 1


async def test_a_reason_can_ask_as_well(company: Company) -> None:
    key = (await company.order()).object.key
    reason = "fine, but @finn watch the budget"
    await company.do(tasks.decide, "bea", key, Decide(decision=DecisionKind.APPROVE, reason=reason))
    assert await questions(company, "finn") == [reason]


async def test_who_is_mentioned_may_see_the_object(company: Company) -> None:
    key = (await company.order()).object.key
    with pytest.raises(NotFound):
        await company.see(views.view, "eve", key)
    await company.do(feed.comment, "bea", key, Comment(text="@eve do you know them?"))
    assert (await company.see(views.view, "eve", key)).object.key == key


async def test_a_comment_is_made_harmless_and_kept_as_text(company: Company) -> None:
    key = (await company.order()).object.key
    hostile = "\x1b]52;c;aGk=\x07**bold** [@click=app.quit]x[/]\u202egnp.exe\r\nend\x00"
    entry = await company.do(feed.comment, "bea", key, Comment(text=hostile))
    assert entry.text == "]52;c;aGk=**bold** [@click=app.quit]x[/]gnp.exe\nend"


@pytest.mark.parametrize(
    "said",
    [
        Comment(text=""),
        Comment(text=" \n\t\u202e "),
        Comment(text="x" * 20_001),
        Comment(text="x", reply_to=99),
        Comment(text="x", reply_to=-1),
        Comment(text="x", files=(File(hash="0" * 64, name="a"),)),
    ],
)
async def test_a_comment_that_says_nothing_or_refers_to_nothing_is_refused(
    company: Company, said: Comment
) -> None:
    key = (await company.order()).object.key
    before = (await company.see(views.view, "bea", key)).feed
    with pytest.raises(Invalid):
        await company.do(feed.comment, "bea", key, said)
    assert (await company.see(views.view, "bea", key)).feed == before


async def test_a_file_alone_is_a_comment(company: Company) -> None:
    key = (await company.order()).object.key
    row = {"hash": "b" * 64, "size": 3, "media_type": "text/plain", "created": 0, "by": "bea"}
    await company.store.write(lambda unit: unit.run(insert(files), **row))
    given = File(hash="b" * 64, name="no\x1bte.txt", size=10**9)
    entry = await company.do(feed.comment, "bea", key, Comment(text="", files=(given,)))
    assert entry.files == (File(hash="b" * 64, name="note.txt", size=3, media_type="text/plain"),)


async def test_what_was_seen_is_no_longer_unread(company: Company) -> None:
    key = (await company.order()).object.key
    task = (await company.see(inbox.page, "bea", now=company.now)).items[0]
    assert task.unread
    view = await company.see(views.view, "bea", key)
    assert view.feed.unread == 2
    followed = await company.do(feed.seen, "bea", key, Seen(entry=1))
    assert (followed.seen, followed.unread) == (1, 1)
    await company.do(feed.seen, "bea", key, Seen(entry=99))
    followed = await company.do(feed.seen, "bea", key, Seen(entry=1))
    assert (followed.seen, followed.unread) == (2, 0), "what was seen stays seen"
    page = await company.see(inbox.page, "bea", "is:unread", now=company.now)
    assert page.items == []
    await company.do(feed.comment, "bea", key, Comment(text="hm"))
    assert (await company.see(views.view, "bea", key)).feed.unread == 0, "one's own is not news"
    await company.do(feed.comment, "ben", key, Comment(text="hm"))
    page = await company.see(inbox.page, "bea", "is:unread", now=company.now)
    assert [task.object for task in page.items] == [key]


async def test_what_one_does_and_what_comes_of_it_is_not_news_to_oneself(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(feed.seen, "bea", key, Seen(entry=99))
    await company.do(tasks.decide, "bea", key, Decide(decision=DecisionKind.APPROVE))
    assert (await company.see(views.view, "bea", key)).feed.unread == 0
    await company.do(feed.comment, "ben", key, Comment(text="hm"))
    await company.do(feed.comment, "bea", key, Comment(text="hm"))
    assert (await company.see(views.view, "bea", key)).feed.unread == 2, "ben's stands before it"


async def test_what_changed_since_it_was_seen_is_told(company: Company) -> None:
    from core.api import EditObject

    key = (await company.order()).object.key
    await company.do(feed.seen, "bea", key, Seen(entry=2))
    change = EditObject(fields={"quantity": "3", "supplier": "Southern"})
    await company.do(objects.edit, "ben", key, change)
    changed = (await company.see(views.view, "bea", key)).changed_since_seen
    assert [(each.field, each.old, each.new) for each in changed] == [
        ("supplier", "Nordic", "Southern"),
        ("quantity", None, "3"),
    ]
    assert (await company.see(views.view, "ben", key)).changed_since_seen == ()
    await company.do(feed.seen, "ben", key, Seen(entry=1))
    await company.do(objects.edit, "ben", key, EditObject(fields={"supplier": "Eastern"}))
    assert (await company.see(views.view, "ben", key)).changed_since_seen == (), "ben wrote it"
    await company.do(feed.seen, "bea", key, Seen(entry=9))
    assert (await company.see(views.view, "bea", key)).changed_since_seen == ()


async def test_following_is_up_to_the_reader(company: Company) -> None:
    new = NewObject(type="machine", fields={"model": "DMG"})
    key = (await company.do(objects.create, "rita", new)).object.key
    assert (await company.see(views.view, "rita", key)).feed.follows
    assert not (await company.see(views.view, "bea", key)).feed.follows
    assert (await company.do(feed.follow, "bea", key)).follows
    assert not (await company.do(feed.unfollow, "bea", key)).follows
    await company.do(feed.comment, "bea", key, Comment(text="it rattles"))
    assert (await company.see(views.view, "bea", key)).feed.follows


async def test_a_feed_is_read_in_parts_from_either_end(company: Company) -> None:
    new = NewObject(type="machine", fields={"model": "DMG"})
    key = (await company.do(objects.create, "rita", new)).object.key
    for number in range(2, 12):
        await company.do(feed.comment, "rita", key, Comment(text=str(number)))

    async def numbers(**how: object) -> tuple[list[int], str, str]:
        page = await company.see(feeds.page, "rita", key, limit=4, **how)
        return [entry.number for entry in page.items], page.previous, page.next

    first, previous, following = await numbers()
    assert (first, previous) == ([1, 2, 3, 4], "")
    second, previous, _ = await numbers(cursor=following)
    assert second == [5, 6, 7, 8]
    assert (await numbers(cursor=previous))[0] == first
    last, previous, following = await numbers(last=True)
    assert (last, following) == ([8, 9, 10, 11], "")
    assert (await numbers(cursor=previous))[0] == [4, 5, 6, 7]
    assert (await numbers(after=9))[0] == [10, 11]
    with pytest.raises(Invalid):
        await numbers(cursor="nonsense")


async def test_a_question_names_who_asks(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(feed.comment, "ben", key, Comment(text="@rita why?"))
    task = (await company.see(inbox.page, "rita", now=company.now)).items[0]
    assert (task.kind, task.asked_by, task.can) == (
        TaskKind.QUESTION,
        "ben",
        ("done", "comment"),
    )
