"""Histories: templates and rows, times counted back in working time, loaded whole and once."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.api import Applied
from core.errors import FieldError, Invalid
from core.flow.calendar import WorkWeek
from core.language import speaking
from core.located import Problems, read_yaml
from server_stub.access import SYSTEM
from server_stub.configuration.history import History, read_histories, span
from server_stub.operations.apply import apply, plan, read_folder
from server_stub.operations.replay import moments_before
from server_stub.store.database import Database
from server_stub.views import feed, objects, people
from server_stub.working_week import working_week
from tests.server_stub.configuration.wrong import GOOD, TYPE

SUNDAY = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ORDERS = {**GOOD, "types/order.yaml": TYPE + "flow: approval\n"}
HISTORY = """\
history: orders before
object: order
fields: {amount: "{amount}", note: "{what}"}
words: {steel: {en: Steel, zh: 钢材}}
courses:
  approved: [{approve: asked, after: 3h, text: "{why}"}]
columns: [ago, by, amount, what, why, then, as]
rows:
  - [2d 3h, bob, 10, "{steel}", {en: "Fine.", zh: "同意。"}, approved, first]
  - [1d, bob, 20, "like {key of first}", "", [{comment: ann, after: 1h, text: "since {today-1}?"}]]
"""


def read(text: str) -> tuple[list[History], tuple[FieldError, ...]]:
    problems = Problems()
    histories = read_histories(read_yaml(text, "history/h.yaml"), problems)
    return histories, problems.sorted()


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("2d 3h 15m", 1155), ("1d", 480), ("45m", 45), ("3h15m", 195), ("0m", 0)],
)
def test_a_span_is_working_time(text: str, minutes: int) -> None:
    assert span(text) == minutes


@pytest.mark.parametrize("text", ["", "2 days", "h", "3", "-1d", "1m 2d"])
def test_other_words_are_no_span(text: str) -> None:
    assert span(text) is None


def test_each_row_becomes_what_its_template_says() -> None:
    ((history,), errors) = read(HISTORY)
    assert errors == ()
    assert (history.name, history.objects) == ("orders before", 2)
    assert [(each.verb, each.by, each.minutes) for each in history.happenings] == [
        ("submit", "bob", 1140),
        ("approve", "asked", 960),
        ("submit", "bob", 480),
        ("comment", "ann", 420),
    ]
    assert history.happenings[0].fields == {"amount": 10, "note": "Steel"}
    assert history.happenings[1].text == "Fine."


def test_a_history_speaks_the_current_language() -> None:
    with speaking("zh"):
        ((history,), _) = read(HISTORY)
    assert history.happenings[0].fields["note"] == "钢材"
    assert history.happenings[1].text == "同意。"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("[2d 3h, bob", "[2 days, bob", 9, "“ago” must be a length of working time"),
        ("after: 3h", "after: soon", 6, "“after” must be a length of working time"),
        ("after: 1h", "after: 2d", 10, "480 working minutes from now"),
        ("approved, first]", "aproved, first]", 9, "there is no course “aproved”"),
        ("{approve: asked", "{aprove: asked", 6, "“aprove” is nothing that a person can do"),
        ("{comment: ann", "{comment: ann, tekst: x", 10, "“tekst” is not known here"),
        ('"{what}"', '"{wat}"', 3, "there is no column and no word “wat”"),
        ("as]", "as, x, y]\nextra: 1", 8, "“extra” is not known here"),
        (", approved, first]", ", approved, first, x]", 9, "a list of at most 7 values"),
        ("object: order", "objekt: order", 2, "“objekt” is not known here"),
    ],
)
def test_a_wrong_history_says_where(old: str, new: str, line: int, message: str) -> None:
    _, errors = read(HISTORY.replace(old, new, 1))
    assert (line, True) in [(each.line, message in each.message) for each in errors], errors


# --- moments ---------------------------------------------------------------------------------


def moments(end: datetime, *minutes: int, week: WorkWeek | None = None) -> list[str]:
    found = moments_before(end, set(minutes), week or WorkWeek())
    return [found[each].strftime("%a %H:%M") for each in minutes]


def test_time_is_counted_back_over_nights_and_weekends() -> None:
    assert moments(MONDAY, 0, 30, 31, 30 + 480, 30 + 481) == [
        "Mon 09:30",
        "Mon 09:00",
        "Fri 16:59",
        "Fri 09:00",
        "Thu 16:59",
    ]


@pytest.mark.parametrize("hour", [3, 20])
def test_on_a_day_off_history_ends_with_the_last_working_day(hour: int) -> None:
    assert moments(SUNDAY.replace(hour=hour), 0, 60) == ["Fri 17:00", "Fri 16:00"]


def test_before_and_after_work_history_ends_when_work_ended() -> None:
    assert moments(MONDAY.replace(hour=7), 0) == ["Fri 17:00"]
    assert moments(MONDAY.replace(hour=22), 0) == ["Mon 17:00"]


def test_the_week_of_the_server_counts() -> None:
    week = WorkWeek(ZoneInfo("Asia/Shanghai"), time(8), time(18))
    assert moments(MONDAY.replace(hour=2), 0, 480, week=week) == ["Mon 02:30", "Fri 02:30"]


# --- replaying -------------------------------------------------------------------------------


async def load(store: Database, text: str = HISTORY) -> Applied:
    folder = read_folder({**ORDERS, "history/h.yaml": text})
    return await store.write(lambda unit: apply(unit, SYSTEM, folder, history=True), now=MONDAY)


async def test_what_happened_is_there_at_its_time(store: Database) -> None:
    await load(store)
    first = await store.read(lambda reader: objects.view(reader, SYSTEM, "OR-1"))
    assert first.object.state == "approved"
    times = moments_before(MONDAY, {1140, 420}, working_week())
    assert first.object.created == times[1140]
    entries = (await store.read(lambda reader: feed.page(reader, SYSTEM, "OR-2"))).items
    (comment,) = [each for each in entries if each.kind == "comment"]
    yesterday = working_week().today(MONDAY) - timedelta(days=1)
    assert (comment.by, comment.text) == ("ann", f"since {yesterday}?")
    assert comment.at == times[420]
    second = await store.read(lambda reader: objects.view(reader, SYSTEM, "OR-2"))
    assert second.object.fields["note"] == "like OR-1"
    assert second.object.state == "running"


async def test_a_history_is_loaded_once(store: Database) -> None:
    first = await load(store)
    assert ("add", "history", "orders before") in [
        (each.action, each.kind, each.id) for each in first.changes
    ]
    assert (await load(store)).changes == ()
    assert (await load(store, HISTORY.replace("[1d, bob", "[3d, bob"))).changes == ()


async def test_a_history_is_part_of_the_plan_only_where_it_is_asked_for(store: Database) -> None:
    folder = read_folder({**ORDERS, "history/h.yaml": HISTORY})
    whole = await store.read(lambda reader: plan(reader, SYSTEM, folder, history=True))
    part = await store.read(lambda reader: plan(reader, SYSTEM, folder))
    assert [each.id for each in whole.changes if each.kind == "history"] == ["orders before"]
    assert [each.id for each in part.changes if each.kind == "history"] == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("20, ", "-, ", 10, "amount"),
        ("[1d, bob", "[1d, zed", 10, "there is no person “zed”"),
        ("{approve: asked", "{approve: bob", 6, "“bob” has no open task here to approve"),
        ("key of first", "key of second", 10, "no earlier row is called “second”"),
        ("{comment: ann", "{withdraw: ann", 10, "You may not do this"),
    ],
)
async def test_a_history_against_the_rules_loads_nothing_and_says_where(
    store: Database, old: str, new: str, line: int, message: str
) -> None:
    with pytest.raises(Invalid) as caught:
        await load(store, HISTORY.replace(old, new, 1))
    (error,) = caught.value.errors
    assert (error.file, error.line) == ("history/h.yaml", line)
    assert message in error.message
    assert (await store.read(lambda reader: people.listing(reader, SYSTEM))).items == []
