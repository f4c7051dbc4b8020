"""Marks belong to tasks; what is decided about all of them is what was marked, one by one."""

import msgspec
import pytest

from core.api import Decide
from core.objects import FieldChange
from core.tasks import DecisionKind, Task, TaskKind, TaskState
from tests.tui import company
from tests.tui.conftest import Desk, OpenDesk
from tests.tui.stand_in import StandIn, problem


def marked(desk: Desk) -> list[str]:
    return [each.object for each in desk.shell.desk.inbox.marks.all()]


def row(desk: Desk, key: str) -> str:
    return next(line for line in desk.lines[2:] if key in line[:12])


async def mark(desk: Desk, count: int) -> None:
    """Mark the first tasks of the list."""
    for _ in range(count):
        await desk.press("space", "down")


def decided(desk: Desk) -> list[str]:
    return [
        path.split("/")[1]
        for method, path, _ in desk.server.calls
        if method == "POST" and path.endswith("/decide")
    ]


def only_approvals(count: int, **changes: object) -> StandIn:
    server = StandIn(count)
    can = ("approve", "reject", "return", "forward", "comment")
    server.tasks = [
        company.task(number, kind=TaskKind.APPROVE, text="", can=can, **changes)
        for number in range(count)
    ]
    for number in range(count):
        view = company.view(number)
        server.views[f"PO-{1000 + number}"] = msgspec.structs.replace(
            view, tasks=(server.tasks[number],)
        )
    return server


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 16), (20, 16)])
async def test_a_mark_is_a_sign_in_the_row_and_a_number_above(
    open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    async with open_desk(size=size) as desk:
        assert "+" not in row(desk, "PO-1000")
        await desk.press("space")
        assert row(desk, "PO-1000").startswith("+")
        assert "1 marked" in desk.lines[0] or "+1" in desk.lines[0]
        await desk.press("down", "f12", "up", "space")
        assert marked(desk) == ["PO-1001"]
        await desk.press("X")
        assert marked(desk) == []
        assert "+" not in row(desk, "PO-1001")


async def test_marks_survive_another_filter_a_refresh_and_paging(open_desk: OpenDesk) -> None:
    async with open_desk(300) as desk:
        await mark(desk, 3)
        await desk.press("end")
        await desk.until(lambda: desk.selected == "PO-1299")
        await desk.press("home")
        await desk.until(lambda: desk.selected == "PO-1000")
        desk.server.insert(0, company.task(900))
        await desk.until_shown("PO-1900")
        assert row(desk, "PO-1001").startswith("+")
        await desk.dialog("slash")
        await desk.press(*"kessler", "enter")
        await desk.until_shown("3 marked, 2 outside the filter")
        await desk.press("A")
        assert len(marked(desk)) > 3
        await desk.press("escape")
        await desk.until(lambda: desk.shell.desk.inbox.window.total == 301)
        assert "outside" not in desk.lines[0]
        assert {"PO-1000", "PO-1001", "PO-1002"} <= set(marked(desk))


async def test_one_confirmation_says_to_how_many_it_applies_and_each_is_decided_by_itself(
    open_desk: OpenDesk,
) -> None:
    server = only_approvals(7)
    server.tasks[1] = company.task(1, kind=TaskKind.QUESTION, text="Why?", can=("done",))
    server.tasks[4] = company.task(4, kind=TaskKind.APPROVE, asks=("supplier",))
    async with open_desk(server=server) as desk:
        await desk.press("A")
        await desk.dialog("a")
        await desk.until_shown("approve: 5 of 7 marked")
        await desk.until_shown("PO-1001  a question: answer it by itself")
        await desk.until_shown("PO-1004  asks for")
        await desk.until_shown("Enter approve 5")
        await desk.press(*"fine", "enter")
        await desk.until_shown("approved: all 5.")
        assert sorted(decided(desk)) == ["c0.1", "c2.1", "c3.1", "c5.1", "c6.1"]
        bodies = [msgspec.json.decode(each, type=Decide) for each in server.posted("/decide")]
        same = Decide(decision=DecisionKind.APPROVE, reason="fine", object_revision=3)
        assert bodies == [same] * 5
        assert marked(desk) == ["PO-1001", "PO-1004"]


async def test_every_one_has_its_own_idempotency_key_and_the_revision_that_was_shown(
    open_desk: OpenDesk,
) -> None:
    server = only_approvals(3, revision=4)
    async with open_desk(server=server, undo=60) as desk:
        await mark(desk, 3)
        await desk.dialog("a")
        await desk.until_shown("Enter approve 3")
        await desk.press("enter")
        await desk.until_shown("approve 3 tasks in")
        items = desk.shell.services.outbox.waiting()
        assert len({each.id for each in items}) == 3
        assert [each.revision for each in items] == [4, 4, 4]
        assert len({each.not_before for each in items}) == 1


async def test_one_key_takes_all_back_and_they_are_still_marked(open_desk: OpenDesk) -> None:
    async with open_desk(server=only_approvals(5), undo=60) as desk:
        await mark(desk, 4)
        await desk.dialog("r")
        await desk.until_shown("Enter reject 4")
        await desk.press("enter")
        await desk.until_shown("A reason is required here.")
        await desk.press(*"too dear", "enter")
        await desk.until_shown("reject 4 tasks in")
        await desk.press("u")
        await desk.until_shown("Taken back: none of the 4 is decided.")
        assert desk.shell.services.outbox.waiting() == []
        assert desk.server.posted("/decide") == []
        assert len(marked(desk)) == 4
        await desk.dialog("r")
        await desk.until_shown("too dear")


async def test_a_result_for_each_where_somebody_was_faster_or_it_changed(
    open_desk: OpenDesk,
) -> None:
    """Two people at once: one task is decided, another changed, while the decision is held."""
    server = only_approvals(4)
    async with open_desk(server=server, undo=2) as desk:
        await mark(desk, 4)
        await desk.dialog("a")
        await desk.until_shown("Enter approve 4")
        await desk.press("enter")
        await desk.until_shown("approve 4 tasks in")
        server.close_task("c1.1", TaskState.CLOSED_BY_PEER, "li.na")
        place = [each.id for each in server.tasks].index("c2.1")
        server.tasks[place] = msgspec.structs.replace(server.tasks[place], revision=2)
        await desk.until_shown("Results: 2 of 4 approved")
        shown = desk.text
        assert "too late: li.na has already decided this" in shown
        assert "changed meanwhile: look at it, then decide again" in shown
        await desk.until(lambda: desk.shell.screen.listening)  # type: ignore[attr-defined]
        await desk.press("escape")
        assert marked(desk) == ["PO-1002"]
        await desk.dialog("o")
        assert "Results: 2 of 4 approved" in desk.text


async def test_what_the_server_refuses_stays_marked_and_says_why(open_desk: OpenDesk) -> None:
    server = only_approvals(3)
    async with open_desk(server=server) as desk:
        await mark(desk, 2)
        await desk.dialog("a")
        await desk.until_shown("Enter approve 2")
        server.refusals.append(problem(403, "not_allowed", detail="The limit is 5,000."))
        await desk.press(*"fair", "enter")
        await desk.until_shown("Results: 1 of 2 approved")
        assert "The limit is 5,000." in desk.text
        assert marked(desk) == ["PO-1000"]
        await desk.until(lambda: desk.shell.screen.listening)  # type: ignore[attr-defined]
        await desk.press("escape")
        await desk.dialog("a")
        assert "Reason (may be empty): fair" in desk.text
        await desk.press("escape", "X", "space")
        await desk.dialog("a")
        assert "fair" not in desk.text


async def test_a_marked_task_that_is_over_loses_its_mark_with_a_word(open_desk: OpenDesk) -> None:
    async with open_desk(200) as desk:
        await mark(desk, 3)
        desk.server.close_task("c1.1", TaskState.CLOSED_BY_PEER, "li.na")
        await desk.until_shown("PO-1001 is over and lost its mark: decided by li.na")
        assert marked(desk) == ["PO-1000", "PO-1002"]


async def test_so_does_one_that_the_filter_does_not_show(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await mark(desk, 2)
        await desk.dialog("slash")
        await desk.press(*"kessler", "enter")
        await desk.until_shown("2 marked, 2 outside the filter")
        desk.server.close_task("c0.1", TaskState.CANCELLED, "")
        await desk.until_shown("PO-1000 is over and lost its mark")
        assert marked(desk) == ["PO-1001"]


async def test_what_changed_since_one_looked_is_shown_before_all_are_decided(
    open_desk: OpenDesk,
) -> None:
    server = only_approvals(2)
    change = FieldChange(field="supplier", title={"en": "Supplier"}, old="Baoshan", new="Nord")
    server.views["PO-1001"] = msgspec.structs.replace(
        server.views["PO-1001"], changed_since_seen=(change,)
    )
    async with open_desk(server=server) as desk:
        await mark(desk, 2)
        await desk.dialog("a")
        await desk.until_shown("Changed since you looked")
        assert "Nord" in desk.text


async def test_a_task_that_is_read_is_decided_alone_whatever_is_marked(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(server=only_approvals(3)) as desk:
        await mark(desk, 2)
        await desk.press("enter")
        await desk.dialog("a")
        await desk.press("enter")
        await desk.until(lambda: decided(desk))
        assert decided(desk) == ["c2.1"]
        assert len(marked(desk)) == 2


async def test_space_pages_down_where_an_object_is_read(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("enter")
        await desk.until_shown("Details")
        await desk.press("space")
        assert marked(desk) == []
        assert desk.shell.desk.object.top > 0


async def test_where_none_of_the_marked_can_be_decided_so_it_says_why(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(0)
    server.tasks = [company.task(each, kind=TaskKind.QUESTION, can=("done",)) for each in (1, 2)]
    async with open_desk(server=server) as desk:
        await mark(desk, 2)
        for key in ("a", "d"):
            await desk.press(key)
            assert desk.shell.screen is desk.shell.desk
            assert "None of the 2 marked can be decided this way" in desk.text


def test_the_order_in_which_tasks_were_marked_is_kept() -> None:
    from tui.state.marks import Marks

    marks = Marks()
    tasks: list[Task] = [company.task(each) for each in (3, 1, 2)]
    marks.add(tasks)
    marks.shown([msgspec.structs.replace(tasks[1], revision=9)])
    assert [each.revision for each in marks.all()] == [1, 9, 1]
