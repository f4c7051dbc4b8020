"""The inbox: its order, its filters and its pages."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from core.api import Comment, EditObject, InboxPage
from core.errors import Invalid
from core.objects import Money
from core.tasks import Priority, TaskState
from server_stub.operations import feed, objects, subject
from server_stub.operations.tasks_open import close_task
from server_stub.store import tables
from server_stub.store.unit import Unit
from server_stub.views import field_index, inbox, order
from server_stub.views.inbox import Wanted
from tests.server_stub.company import MACHINE, ORDER, Company, actor
from tests.server_stub.views.waiting import NOW, ask, fill, machine


def keys(page: InboxPage) -> list[str]:
    return [task.object for task in page.items]


async def test_what_is_due_first_stands_first_unless_its_priority_says_otherwise(
    company: Company,
) -> None:
    key = await machine(company)
    due = NOW + timedelta(days=2)
    late = await ask(company, key, due=due + timedelta(days=1))
    soon = await ask(company, key, due=due)
    urgent = await ask(company, key, due=due + timedelta(days=2), priority=Priority.URGENT)
    low = await ask(company, key, due=due, priority=Priority.LOW)
    page = await company.see(inbox.page, "eve", now=NOW, why=True)
    assert [task.id for task in page.items] == [urgent, soon, late, low]
    why = page.items[0].placement
    assert why is not None
    assert why.due == due + timedelta(days=2)
    assert (why.priority, why.priority_shift) == (Priority.URGENT, 3 * 86_400)
    assert why.rank == why.due - timedelta(seconds=why.handling + why.priority_shift)


async def test_what_is_due_at_the_same_moment_stands_in_the_order_in_which_it_came(
    company: Company,
) -> None:
    came = [await machine(company) for _ in range(11)]
    due = NOW + timedelta(days=2)  # whatever comes in at night is due at the same moment
    for key in reversed(came):
        await ask(company, key, due=due)
    page = await company.see(inbox.page, "eve", now=NOW)
    assert keys(page) == came == [f"M-{number}" for number in range(1, 12)]


async def test_without_a_time_limit_three_days_are_assumed(company: Company) -> None:
    await ask(company, await machine(company))
    page = await company.see(inbox.page, "eve", now=NOW, why=True)
    why = page.items[0].placement
    assert why is not None
    assert why.due_assumed
    assert why.due == page.items[0].created + order.USUAL


async def test_filters_narrow_the_list(company: Company) -> None:
    await company.order(amount="20000", supplier="Nordic", needed="2026-12-24")
    await company.order("rob", amount="300.50", supplier="北方轴承")
    press = await machine(company, "冲床 500")
    await company.do(feed.comment, "rita", press, Comment(text="@bea rattles"))

    async def found(q: str) -> list[str]:
        return sorted(keys(await company.see(inbox.page, "bea", q, now=NOW)))

    assert await found("") == ["M-1", "PO-1", "PO-2"]
    assert await found("type:order") == ["PO-1", "PO-2"]
    assert await found("type:PO type:机床") == ["M-1", "PO-1", "PO-2"]
    assert await found("is:question") == ["M-1"]
    question, order = [
        (await company.see(inbox.page, "bea", q, now=NOW)).items[0]
        for q in ("is:question", "from:rob")
    ]
    assert question.asked_by_name["zh"] == "王丽塔"
    assert order.asked_by_name == {}
    assert await found("is:question is:approve type:machine") == ["M-1"]
    assert await found("from:rob") == ["PO-2"]
    assert await found("from:丽塔") == ["M-1", "PO-1"]
    assert await found("amount>5000") == ["PO-1"]
    assert await found("amount<=300.50") == ["PO-2"]
    assert await found("amount=300.5") == ["PO-2"]
    assert await found("needed<2027-01-01") == ["PO-1"]
    assert await found("supplier=nordic") == ["PO-1"]
    assert await found("supplier:轴承") == ["PO-2"]
    assert await found("supplier!=nordic") == ["PO-2"]
    assert await found("轴承") == ["PO-2"]
    assert await found("采购员") == ["PO-1", "PO-2"]
    assert await found("rattles") == ["M-1"]
    assert await found('"NORDIC: bearings"') == ["PO-1"]
    assert await found("nordic rattles") == []
    assert await found("is:overdue") == []
    assert await found("is:unread") == ["M-1", "PO-1", "PO-2"]
    assert await found("is:urgent") == []


async def test_what_is_due_soon_or_over_is_found(company: Company) -> None:
    key = await machine(company)
    past = await ask(company, key, due=NOW - timedelta(hours=1))
    soon = await ask(company, key, due=NOW + timedelta(days=1))
    await ask(company, key, due=NOW + timedelta(days=9))

    async def found(q: str) -> list[str]:
        page = await company.see(inbox.page, "eve", q, now=NOW)
        return [task.id for task in page.items]

    assert await found("is:overdue") == [past]
    assert await found("due<2d") == [past, soon]
    assert await found("due<2d due>0h") == [soon]
    assert await found("due<2026-11-24") == [past]
    assert len(await found("due>-2h")) == 3


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("UTC", "2026-12-01", 24),
        ("Asia/Shanghai", "2026-12-01", 24),
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
    ],
)
async def test_a_date_is_the_whole_day_where_the_server_is(
    company: Company, zone: str, day: str, hours: int
) -> None:
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    key = await machine(company)
    minute = timedelta(minutes=1)
    before = await ask(company, key, due=midnight - minute)
    first = await ask(company, key, due=midnight)
    last = await ask(company, key, due=midnight + timedelta(hours=hours) - minute)
    after = await ask(company, key, due=midnight + timedelta(hours=hours))
    noon = datetime.fromisoformat(f"{day}T00:30").replace(tzinfo=ZoneInfo(zone))

    async def found(q: str) -> list[str]:
        page = await company.see(inbox.page, "eve", q, now=noon)
        return [task.id for task in page.items]

    assert await found(f"due<{day}") == [before]
    assert await found(f"due<={day}") == [before, first, last]
    assert await found(f"due>={day}") == [first, last, after]
    assert await found(f"due>{day}") == [after]
    assert await found(f"due>={day} due<={day}") == [first, last]
    assert await found(f"due<={day} due<{day} due<9999-12-31") == [before]
    assert await found("due>9999-12-31") == []
    assert await found(f"due<{day}T00:01 due>={day}T00:00") == [first]


async def test_a_length_of_time_is_as_long_when_the_clock_is_put_back(company: Company) -> None:
    key = await machine(company)
    now = datetime(2026, 10, 24, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    soon = await ask(company, key, due=now.astimezone(UTC) + timedelta(hours=23, minutes=59))
    await ask(company, key, due=now.astimezone(UTC) + timedelta(hours=24, minutes=1))
    for q in ("due<24h", "due<1d", "due<1440min"):
        page = await company.see(inbox.page, "eve", q, now=now)
        assert [task.id for task in page.items] == [soon], q


async def test_a_time_of_a_field_is_asked_for_by_the_clock_of_the_server(company: Company) -> None:
    now = datetime(2026, 12, 1, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    key = (await company.order(meeting="2026-12-02T09:00:00+08:00")).object.key
    for q, expected in (
        ("meeting<2026-12-02", []),
        ("meeting>=2026-12-02", [key]),
        ("meeting=2026-12-02T09:00", [key]),
        ("meeting=2026-12-02T01:00Z", [key]),
    ):
        page = await company.see(inbox.page, "bea", q, now=now)
        assert keys(page) == expected, q


async def walk(company: Company, q: str, limit: int, *, back: bool = False) -> list[list[str]]:
    pages: list[list[str]] = []
    wanted = Wanted(limit=limit, last=back)
    while True:
        page = await company.see(inbox.page, "eve", q, now=NOW, wanted=wanted)
        pages.append([task.id for task in page.items])
        cursor = page.previous if back else page.next
        if not cursor:
            return pages
        wanted = Wanted(limit=limit, cursor=cursor)


@pytest.fixture(params=["few", "many"])
def tasks_are(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether the tasks of the test are few for the inbox, or more than are looked at at once."""
    if request.param == "many":
        for module, name, value in (
            (inbox, "WHOLE", 3),
            (inbox, "LOOKED_AT", 4),
            (inbox, "AT_ONCE", 3),
            (field_index, "FEW", 2),
            (field_index, "VOCABULARY", 3),
        ):
            monkeypatch.setattr(module, name, value)
    return str(request.param)


@pytest.mark.parametrize("q", ["", "is:do", "dmg", "is:unread", "model:dm", "model>=d"])
@pytest.mark.usefixtures("tasks_are")
async def test_pages_in_both_directions_hold_every_task_once(company: Company, q: str) -> None:
    ids = await fill(company, 23)
    forward = await walk(company, q, 5)
    assert [id_ for page in forward for id_ in page] == ids
    back = await walk(company, q, 5, back=True)
    assert [id_ for page in reversed(back) for id_ in page] == ids


@pytest.mark.parametrize("q", ["", "dmg"])
async def test_a_page_can_be_had_around_a_task(company: Company, q: str) -> None:
    ids = await fill(company, 23)
    page = await company.see(inbox.page, "eve", q, now=NOW, wanted=Wanted(limit=6, around=ids[10]))
    assert [task.id for task in page.items] == ids[7:13]
    assert (page.position, page.total) == (7, 23)
    assert page.previous
    assert page.next
    await company.store.write(lambda unit: _close(unit, ids[10]))
    page = await company.see(inbox.page, "eve", q, now=NOW, wanted=Wanted(limit=6, around=ids[10]))
    assert [task.id for task in page.items] == [*ids[7:10], *ids[11:14]]
    page = await company.see(inbox.page, "eve", q, now=NOW, wanted=Wanted(limit=6, around="no.1"))
    assert [task.id for task in page.items] == ids[:6]


@pytest.mark.usefixtures("tasks_are")
async def test_what_few_tasks_meet_is_found_wherever_it_stands(company: Company) -> None:
    await fill(company, 23)
    press = await machine(company, "冲床 500")
    late = await ask(company, press, due=NOW + timedelta(days=3))
    for q in ("冲床", "model:冲床", '="冲床 500"', ">冲", "!=DMG"):
        query = q if q == "冲床" or q.startswith("model") else f"model{q}"
        assert [id_ for page in await walk(company, query, 5) for id_ in page] == [late], query
        back = await walk(company, query, 5, back=True)
        assert [id_ for page in back for id_ in page] == [late], query
    for query in ("nothing", "model:nothing", "model=nothing", "model>冲床z is:do"):
        assert not any(await walk(company, query, 5)), query


async def test_a_page_of_a_long_inbox_says_that_not_everything_was_looked_at(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await fill(company, 23)
    monkeypatch.setattr(inbox, "WHOLE", 3)
    monkeypatch.setattr(inbox, "LOOKED_AT", 10)
    page = await company.see(inbox.page, "eve", "nothing", now=NOW)
    assert (page.items, page.total, page.counted) == ([], 1, False)
    assert page.next
    page = await company.see(inbox.page, "eve", "dmg", now=NOW, wanted=Wanted(limit=4))
    second = await company.see(
        inbox.page, "eve", "dmg", now=NOW, wanted=Wanted(limit=4, cursor=page.next)
    )
    assert [task.id for task in second.items] == ids[4:8]
    assert (second.position, second.counted) == (4, False)
    assert (await company.see(inbox.page, "eve", now=NOW)).counted


async def test_filters_find_a_value_that_has_changed_and_no_longer_the_old_one(
    company: Company,
) -> None:
    key = (await company.order(supplier="Nordic", amount="10", needed="2026-12-24")).object.key
    change: dict[str, object] = {"supplier": "北方轴承", "amount": None, "needed": "2027-01-02"}
    await company.do(objects.edit, "ada", key, EditObject(fields=change))

    async def found(q: str) -> list[str]:
        return keys(await company.see(inbox.page, "bea", q, now=NOW))

    for q in ("supplier=nordic", "supplier:nor", "amount=10", "needed<2027-01-01"):
        assert await found(q) == [], q
    for q in ("supplier=北方轴承", "supplier:轴承", "amount!=10", "needed=2027-01-02"):
        assert await found(q) == [key], q


async def test_values_that_begin_alike_or_hardly_differ_are_told_apart(company: Company) -> None:
    long = "x" * 80
    first = (await company.order(supplier=long + "1", amount="0.1000000000000000000001")).object.key
    second = (await company.order(supplier=long + "2", amount="0.1")).object.key

    async def found(q: str) -> list[str]:
        return keys(await company.see(inbox.page, "bea", q, now=NOW))

    assert await found(f"supplier={long}1") == [first]
    assert await found(f"supplier>{long}1") == [second]
    assert await found("supplier:x2") == [second]
    assert await found("amount=0.1") == [second]
    assert await found("amount>0.1") == [first]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1E+999", "much", ""])
def test_a_value_that_is_no_number_stands_nowhere(amount: str) -> None:
    money = Money(amount=amount, currency="EUR")
    assert field_index.places(MACHINE, {}, money) == frozenset()
    assert field_index.places(ORDER, {"amount": {"amount": amount}}, money) == frozenset()


async def test_an_amount_that_is_none_is_refused_where_no_type_has_such_a_field(
    company: Company,
) -> None:
    for q in ("amount>much", "quantity=few"):
        with pytest.raises(Invalid):
            await company.see(inbox.page, "bea", q, now=NOW)


@pytest.mark.parametrize("cursor", ["x", "!!", "PjEx", "8J+YgA"])
async def test_a_cursor_that_is_none_is_refused(company: Company, cursor: str) -> None:
    with pytest.raises(Invalid):
        await company.see(inbox.page, "eve", now=NOW, wanted=Wanted(cursor=cursor))


def _close(unit: Unit, task: str) -> None:
    with subject.changing(unit, actor("rita"), task=task) as it:
        close_task(it, task, "eve", state=TaskState.CANCELLED)


MINUTES = st.integers(0, 50)
"""Until a task is due."""


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    standing=st.lists(MINUTES, min_size=1, max_size=12),
    limit=st.integers(1, 4),
    meanwhile=st.lists(st.tuples(st.lists(MINUTES, max_size=2), st.none() | st.integers(0, 11))),
)
async def test_while_tasks_come_and_go_none_is_shown_twice_and_none_that_stays_is_missed(
    company: Company,
    standing: list[int],
    limit: int,
    meanwhile: list[tuple[list[int], int | None]],
) -> None:
    await company.store.write(_forget_tasks)
    key = await machine(company)
    first = [await ask(company, key, due=NOW + timedelta(minutes=each)) for each in standing]
    stays = set(first)
    seen: list[str] = []
    wanted = Wanted(limit=limit)
    happens = iter(meanwhile)
    while True:
        page = await company.see(inbox.page, "eve", now=NOW, wanted=wanted)
        seen += [task.id for task in page.items]
        if not page.next:
            break
        wanted = Wanted(limit=limit, cursor=page.next)
        arriving, leaving = next(happens, ([], None))
        for minute in arriving:
            await ask(company, key, due=NOW + timedelta(minutes=minute))
        if leaving is not None and leaving < len(first) and first[leaving] in stays:
            gone = first[leaving]
            stays.discard(gone)
            await company.store.write(lambda unit, gone=gone: _close(unit, gone))  # type: ignore[misc]
    assert len(seen) == len(set(seen))
    assert stays <= set(seen)


def _forget_tasks(unit: Unit) -> None:
    unit.run(delete(tables.tasks))
