"""The selection is a record: nothing that comes or goes moves it to another one."""

from core.tasks import TaskState
from tests.tui import company
from tests.tui.conftest import OpenDesk
from tests.tui.stand_in import problem


async def test_rows_that_arrive_above_leave_the_selection_on_its_record(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.press("down", "down", "down")
        assert desk.selected == "PO-1003"
        for number in (501, 502, 503):
            desk.server.insert(0, company.task(number))
        await desk.until_shown("PO-1503")
        assert desk.selected == "PO-1003"
        assert desk.shell.desk.inbox.window.position == 6


async def test_the_selected_record_stays_on_its_line_of_the_screen(open_desk: OpenDesk) -> None:
    async with open_desk(200) as desk:
        await desk.press(*["down"] * 30)
        line = next(y for y, words in enumerate(desk.lines) if "PO-1030" in words)
        desk.server.insert(0, company.task(900))
        await desk.until(lambda: desk.shell.desk.inbox.window.total == 201)
        await desk.pilot.pause()
        assert "PO-1030" in desk.lines[line]


async def test_a_selected_record_that_leaves_stays_in_its_place_and_says_how_it_ended(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.press("down")
        desk.server.close_task("c1.1", TaskState.CLOSED_BY_PEER, "li.na")
        await desk.until(lambda: desk.shell.desk.inbox.window.gone is not None)
        await desk.until_shown("decided by li.na")
        assert "by another" in desk.text
        assert desk.selected == "PO-1001"
        await desk.press("down")
        assert desk.selected == "PO-1002"
        assert "PO-1001 上海" not in desk.text


async def test_deciding_on_a_record_that_left_changes_nothing_and_says_why(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        desk.server.close_task("c0.1", TaskState.CLOSED_BY_PEER, "li.na")
        await desk.until(lambda: desk.shell.desk.inbox.window.gone is not None)
        await desk.until(lambda: desk.shell.desk.inbox.window.gone.state is not TaskState.OPEN)  # type: ignore[union-attr]
        await desk.press("a")
        assert desk.shell.screen is desk.shell.desk
        assert "PO-1000 is no longer in your inbox" in desk.text
        assert desk.server.posted("/decide") == []


async def test_ten_thousand_tasks_are_walked_to_the_end_with_a_window_that_stays_small(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(10_000) as desk:
        window = desk.shell.desk.inbox.window
        await desk.press("end")
        await desk.until(lambda: desk.selected == "PO-10999")
        assert len(window.rows) <= 400
        await desk.press("pageup", "pageup", "pageup", "pageup", "pageup")
        assert desk.selected != "PO-10999"
        await desk.press("home")
        await desk.until(lambda: desk.selected == "PO-1000")
        for _ in range(60):
            await desk.press("pagedown")
            await desk.until(lambda: window.end - window.position > 1)
        assert len(window.rows) <= 400
        assert window.position > 1000


async def test_a_filter_shows_what_matches_and_escape_shows_everything_again(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.dialog("slash")
        await desk.press(*"kessler", "enter")
        await desk.until(lambda: desk.shell.desk.inbox.window.total == 8)
        assert "Baoshan" not in desk.text
        await desk.press("escape")
        await desk.until(lambda: desk.shell.desk.inbox.window.total == 40)


async def test_an_empty_inbox_says_so(open_desk: OpenDesk) -> None:
    async with open_desk(0) as desk:
        await desk.until_shown("Nothing waits for you.")
        await desk.press("a", "enter", "down", "end")
        assert desk.shell.screen is desk.shell.desk


async def test_a_lost_link_is_shown_and_heals_by_itself(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.until_shown("online")
        desk.server.drop_link()
        await desk.until_shown("OFFLINE")
        assert "PO-1000" in desk.text
        desk.server.down = False
        await desk.press("ctrl+r")
        await desk.until_shown("online")


async def test_a_link_that_was_refused_is_made_again_when_asked(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.until_shown("online")
        refusal = problem(401, "sign_in_first", detail="the token has expired")
        desk.server.stream_refusals.append(refusal)
        desk.server.drop_link()
        await desk.until_shown("OFFLINE")
        desk.server.down = False
        await desk.until_shown("Sign in first")
        await desk.press("ctrl+r")
        await desk.until_shown("online")


async def test_a_defect_of_the_server_ends_the_link_only_for_a_while(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.until_shown("online")
        desk.server.stream_refusals.append(problem(500, "error", detail="a defect"))
        desk.server.drop_link()
        await desk.until_shown("OFFLINE")
        desk.server.down = False
        await desk.until(lambda: not desk.server.stream_refusals)
        await desk.until_shown("online")


async def test_beside_the_object_the_list_scrolls_rarely_and_keeps_the_selection_in_sight(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(200, size=(120, 24)) as desk:
        tops = set()
        for key, steps in (("down", 40), ("up", 40)):
            for _ in range(steps):
                await desk.press(key)
                assert any(desk.selected in line[:60] for line in desk.lines)
                tops.add((key, desk.lines[2][2:9]))
        assert desk.selected == "PO-1000"
        assert len(tops) <= 14
