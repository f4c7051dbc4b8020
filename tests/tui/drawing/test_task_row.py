"""One line of the inbox."""

from datetime import timedelta

import pytest
from rich.cells import cell_len

from core.language import speaking
from core.objects import Money
from core.tasks import Task
from tests.tui.company import NOW, task
from tui.drawing.task_row import Columns, task_row


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
    assert cell_len(words) == cells
    assert "ago" not in words
    assert "前" not in words


def test_amounts_stand_with_their_decimals_one_below_the_other() -> None:
    amounts = [Money(amount=each, currency="CNY") for each in ("486000", "24400.00", "7.5")]
    rows = [words_of(task(1, amount=amount), 80) for amount in amounts]
    assert len({row.index(".", 40) for row in rows}) == 1


def words_of(it: Task, cells: int) -> str:
    line = task_row(it, Columns.fitting(cells, amount=14), NOW)
    return "".join(segment.text for segment in line)
