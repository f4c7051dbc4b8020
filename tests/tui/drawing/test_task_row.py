"""One line of the inbox."""

from datetime import timedelta

import pytest

from core.language import speaking
from core.objects import Money
from core.tasks import Task, TaskKind
from core.text import cell_width, money
from tests.tui.company import NOW, task
from tui.drawing.task_row import Columns, Sizes, left_out, task_row
from tui.drawing.words import requester, requester_id
from tui.line.inbox import sentence


@pytest.mark.parametrize(
    ("language", "age", "shown"),
    [
        ("en", timedelta(days=2), "waits 2 d"),
        ("en", timedelta(minutes=59), "waits 59 min"),
        ("en", timedelta(seconds=5), "new"),
        ("zh", timedelta(days=2), "已等 2 天"),
        ("zh", timedelta(minutes=59), "已等 59 分钟"),
        ("zh", timedelta(seconds=5), "新到"),
    ],
)
@pytest.mark.parametrize("cells", [57, 80, 118])
def test_what_has_no_time_limit_says_how_long_it_waits_and_not_when_it_was_due(
    language: str, age: timedelta, shown: str, cells: int
) -> None:
    with speaking(language):
        words = words_of(task(1, due=None, created=NOW - age), cells)
    assert words.endswith(" " + shown)
    assert cell_width(words) == cells
    assert "ago" not in words
    assert "前" not in words


def test_amounts_stand_with_their_decimals_one_below_the_other() -> None:
    amounts = [Money(amount=each, currency="CNY") for each in ("486000", "24400.00", "7.5")]
    rows = [words_of(task(1, amount=amount), 80) for amount in amounts]
    assert len({row.index(".", 40) for row in rows}) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("cells", [80, 60, 40])
@pytest.mark.parametrize("amount", ["104800.00", "1234567890.00", "1234567890.55", "7"])
def test_an_amount_stands_in_the_row_whole_or_not_at_all(
    language: str, cells: int, amount: str
) -> None:
    it = task(
        1, title="上海精密轴承有限公司：冷轧钢板", amount=Money(amount=amount, currency="CNY")
    )
    with speaking(language):
        columns = Columns.fitting(cells, Sizes.of([it]))
        row = "".join(segment.text for segment in task_row(it, columns, NOW))
        below = [segment.text for segment in left_out(it, columns, NOW, cells)]
    exact = money(it.amount, whole=columns.whole)
    assert cell_width(row) == cells
    assert (" " + exact in row) == bool(columns.amount)
    assert columns.amount or below[0] == money(it.amount)
    assert columns.title >= 9


def test_forty_columns_show_the_amount_rather_than_the_due_time() -> None:
    it = task(1, amount=Money(amount="1860000.00", currency="CNY"), due=NOW - timedelta(days=3))
    columns = Columns.fitting(40, Sizes.of([it]))
    row = "".join(segment.text for segment in task_row(it, columns, NOW))
    assert row.endswith(" 1,860,000 CNY")
    assert row[1] == "!"
    assert next(each.text for each in left_out(it, columns, NOW, 40)) == "3 d late"


def test_a_hand_held_shows_the_amount_and_the_due_time_below_the_list() -> None:
    it = task(1, amount=Money(amount="12345678901.00", currency="CNY"), due=NOW)
    columns = Columns.fitting(20, Sizes.of([it]))
    below = [segment.text for segment in left_out(it, columns, NOW, 20)]
    assert below[:2] == ["12,345,678,901 CNY", "in 0 s"]
    assert all(cell_width(words) <= 20 for words in below)


def words_of(it: Task, cells: int) -> str:
    line = task_row(it, Columns.fitting(cells, Sizes(key=8, amount=14)), NOW)
    return "".join(segment.text for segment in line)


def test_a_question_is_from_whoever_put_it() -> None:
    asked = task(0, kind=TaskKind.QUESTION, asked_by="wu.hao", asked_by_name={"en": "Wu Hao"})
    assert (requester(asked), requester_id(asked)) == ("Wu Hao", "wu.hao")
    urged = task(0, asked_by="wu.hao")
    assert requester_id(urged) == urged.requester


def test_a_task_of_which_its_person_was_reminded_has_the_sign_of_what_is_urgent() -> None:
    assert "!" not in words_of(task(0), 60)[:3]
    assert words_of(task(0, reminded=50), 60)[1] == "!"


def test_plain_lines_say_what_the_sign_of_the_urgent_means() -> None:
    assert "50%" not in sentence(task(0))
    assert sentence(task(0, reminded=50)).endswith("Reminder: 50% of the time is over")
    assert sentence(task(0, urged=2)).endswith("urged (2)")
