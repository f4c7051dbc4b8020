"""The window over the inbox: small, sliding, and its selection is a record."""

from hypothesis import given
from hypothesis import strategies as st

from core.api import InboxPage
from core.tasks import Task
from tests.tui import company
from tui.state.inbox import MAX_PAGES, InboxWindow

SIZE = 10


def page(tasks: list[Task], start: int, size: int = SIZE) -> InboxPage:
    start = max(0, start)
    return InboxPage(
        items=tasks[start : start + size],
        next=f"after {start + size}" if start + size < len(tasks) else "",
        previous=f"before {start}" if start else "",
        total=len(tasks),
        position=start,
    )


def walked(tasks: list[Task], pages: int) -> InboxWindow:
    window = InboxWindow()
    window.restart(page(tasks, 0))
    for number in range(1, pages):
        window.select(window.end - 1)
        window.extend(page(tasks, number * SIZE), cursor=window.after)
    return window


def test_a_window_that_slides_forgets_what_lies_far_behind() -> None:
    tasks = [company.task(number) for number in range(200)]
    window = walked(tasks, 12)
    assert len(window.rows) == MAX_PAGES * SIZE
    assert window.first == (12 - MAX_PAGES) * SIZE
    assert window.before
    assert window.at(window.first) == tasks[window.first]


def test_a_page_that_no_longer_fits_is_left_out() -> None:
    tasks = [company.task(number) for number in range(50)]
    window = walked(tasks, 2)
    assert not window.extend(page(tasks, 10), cursor="after 10")
    assert window.end == 20


def test_the_selected_record_that_left_stays_until_another_is_selected() -> None:
    tasks = [company.task(number) for number in range(10)]
    window = walked(tasks, 1)
    window.select(4)
    window.replace(page(tasks[:4] + tasks[5:], 0))
    assert window.selected is tasks[4]
    assert window.gone is tasks[4]
    assert [task.id for task in window.rows[3:6]] == ["c3.1", "c4.1", "c5.1"]
    window.select(5)
    assert window.selected is tasks[5]
    assert tasks[4] not in window.rows


def test_the_last_task_that_leaves_stays_as_the_only_row() -> None:
    tasks = [company.task(0)]
    window = walked(tasks, 1)
    window.replace(page([], 0))
    assert window.rows == tasks
    window.restart(page([], 0))
    assert window.selected is None
    assert not window.select(3)


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=30, unique=True),
    st.lists(st.lists(st.integers(0, 30), max_size=30, unique=True), max_size=5),
    st.integers(0, 29),
)
def test_whatever_comes_and_goes_the_selection_is_the_same_record(
    first: list[int], then: list[list[int]], place: int
) -> None:
    window = InboxWindow()
    window.restart(page([company.task(number) for number in first], 0, 99))
    window.select(place)
    chosen = window.selected_id
    for numbers in then:
        window.replace(page([company.task(number) for number in numbers], 0, 99))
        assert window.selected_id == chosen
        assert window.selected is not None
        assert window.selected.id == chosen
        ids = [task.id for task in window.rows]
        assert len(ids) == len(set(ids))
