"""Reading: the page of an object, on wide and on small screens, and finding one's way."""

from asyncio import Event

import msgspec
import pytest
from textual.events import Key

from core.api import FeedPage, PersonProgress
from core.feed import EntryKind, Followed
from core.tasks import TaskKind
from tests.tui import company
from tests.tui.conftest import OpenDesk
from tests.tui.stand_in import StandIn


async def test_a_wide_screen_shows_the_object_beside_the_list(open_desk: OpenDesk) -> None:
    async with open_desk(size=(120, 40)) as desk:
        await desk.until_shown("Purchase approval, version 2: running")
        assert "PO-1005" in desk.text
        await desk.press("down", "down")
        await desk.until_shown("Kessler Tools: milling cutters")


async def test_the_page_says_where_it_is_who_has_it_and_since_when(open_desk: OpenDesk) -> None:
    async with open_desk(size=(80, 60), moving=False) as desk:
        await desk.press("enter")
        await desk.until_shown("Feed (2 new)")
        for words in (
            "> Buyer",
            "Chen Jing  for 20 h  3 h late",
            "+ Department head",
            "Li Na  approved  1 d ago",
            "-- new --",
            "Ball bearing 6204-2RS          400     12.40 CNY",
            "from erp: PUR/2026/0117 (quotation)",
            "http://erp.example/prod#model/purchase.purchase/117",
        ):
            assert words in desk.text


async def test_without_a_flow_the_page_says_for_whom_it_waits(open_desk: OpenDesk) -> None:
    server = StandIn(2)
    waiting = tuple(
        PersonProgress(person=id_, name={"en": name}, task="t", state="open", since=company.NOW)
        for id_, name in (("sun.wei", "Sun Wei"), ("liu.yang", "Liu Yang"))
    )
    server.views["PO-1000"] = company.view(0, case=None, waiting_for=waiting)
    async with open_desk(server=server, size=(80, 60)) as desk:
        await desk.press("enter")
        await desk.until_shown("Waits for: Sun Wei, Liu Yang")


async def test_why_a_case_stands_still_is_told_in_the_readers_words(open_desk: OpenDesk) -> None:
    server = StandIn(2)
    stuck = company.task(0, kind=TaskKind.INCIDENT, text="nobody found: role:buyer")
    server.tasks[0] = stuck
    server.views["PO-1000"] = company.view(0, tasks=(stuck,))
    async with open_desk(server=server, size=(80, 60)) as desk:
        await desk.press("enter")
        await desk.until_shown("nobody is there: the role buyer")


async def test_what_one_did_oneself_is_not_new(open_desk: OpenDesk) -> None:
    server = StandIn(2)
    feed = company.feed(0)
    own = msgspec.structs.replace(feed.items[-1], number=5, by=company.ME, at=company.NOW)
    came_of_it = msgspec.structs.replace(own, number=6, by="", kind=EntryKind.MESSAGE)
    server.feeds["PO-1000"] = FeedPage(items=[*feed.items, own, came_of_it], names=feed.names)
    async with open_desk(server=server, size=(80, 60)) as desk:
        await desk.press("enter")
        await desk.until_shown("Feed (2 new)")
    seen = company.view(0, feed=Followed(follows=True, seen=4, unread=2))
    server.views["PO-1000"] = seen
    async with open_desk(server=server, size=(80, 60)) as desk:
        await desk.press("enter")
        await desk.until_shown("Stock count done")
        assert " new)" not in desk.text


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_narrow_page_says_in_full_how_late_the_task_is(
    open_desk: OpenDesk, language: str
) -> None:
    async with open_desk(size=(20, 16), language=language, moving=False) as desk:
        await desk.press("enter")
        await desk.until_shown("3 h late" if language == "en" else "逾期 3 小时")


async def test_the_divider_points_to_the_pane_that_the_keys_go_to(open_desk: OpenDesk) -> None:
    async with open_desk(size=(120, 40)) as desk:
        await desk.until_shown("<│")
        await desk.press("tab")
        await desk.until_shown("│>")
        assert "<│" not in desk.text


@pytest.mark.parametrize("size", [(20, 16), (40, 16), (80, 24)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_small_screen_always_names_the_help_and_how_to_leave_it(
    open_desk: OpenDesk, size: tuple[int, int], language: str
) -> None:
    async with open_desk(size=size, language=language) as desk:
        assert "?" in desk.lines[-1]
        await desk.dialog("question_mark")
        assert "Esc" in desk.lines[-1]
        await desk.press("escape")
        await desk.dialog("a")
        assert "Esc" in " ".join(desk.lines[-2:])


async def test_the_narrowest_list_marks_what_is_late(open_desk: OpenDesk) -> None:
    async with open_desk(size=(20, 16), moving=False) as desk:
        shown = {line[2:9]: line[:2] for line in desk.lines if line[2:4] == "PO"}
        assert "!" in shown["PO-1001"]
        assert "!" not in shown["PO-1006"]


async def test_a_small_screen_shows_one_thing_at_a_time(open_desk: OpenDesk) -> None:
    async with open_desk(size=(40, 16)) as desk:
        assert "PO-1003" in desk.text
        await desk.press("enter")
        await desk.until_shown("Your task")
        assert "PO-1003" not in desk.text
        await desk.press("escape")
        await desk.until_shown("PO-1003")


@pytest.mark.parametrize("size", [(20, 16), (40, 16), (80, 24), (119, 30), (120, 40), (250, 70)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_line_fits_the_screen(
    open_desk: OpenDesk, size: tuple[int, int], language: str
) -> None:
    from rich.cells import cell_len

    async with open_desk(size=size, language=language) as desk:
        await desk.press("down", "enter")
        await desk.until(lambda: desk.shell.desk.object.view is not None)
        for keys in (("pagedown",), ("escape",), ("question_mark",), ("escape",), ("a",)):
            await desk.press(*keys)
            assert {cell_len(line) for line in desk.lines} == {size[0]}
            assert len(desk.lines) == size[1]


async def test_a_screen_that_changes_its_size_keeps_the_selection_and_the_page(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(size=(120, 40)) as desk:
        await desk.press(*["down"] * 20)
        await desk.pilot.resize_terminal(40, 16)
        await desk.until(lambda: "PO-1020" in desk.text)
        assert desk.selected == "PO-1020"
        await desk.press("enter")
        await desk.until_shown("Your task")
        await desk.pilot.resize_terminal(130, 40)
        await desk.until_shown("PO-1021")
        assert desk.shell.desk.is_reading


async def test_reading_marks_the_feed_as_seen_and_looking_beside_the_list_does_not(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(size=(120, 40)) as desk:
        await desk.until_shown("Feed (2 new)")
        assert desk.server.posted("/seen") == []
        await desk.press("enter")
        await desk.until(lambda: desk.server.posted("/seen"))
        assert desk.server.posted("/seen") == [b'{"entry":4}']


async def test_following_is_switched_with_one_key(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("F")
        await desk.until_shown("You follow PO-1000.")
        server = desk.server
        server.views["PO-1001"] = msgspec.structs.replace(
            company.view(1), feed=Followed(follows=True, seen=4, unread=0)
        )
        await desk.press("down", "enter")
        await desk.until(lambda: desk.shell.desk.object.view is not None)
        await desk.press("F")
        await desk.until_shown("You no longer follow PO-1001.")


async def test_an_object_is_reached_by_its_key_or_by_words(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("g")
        await desk.press(*"PO-1017", "enter")
        await desk.until(lambda: desk.shell.desk.object.key == "PO-1017")
        await desk.press("escape")
        await desk.dialog("g")
        await desk.press(*"nord")
        await desk.until_shown("Nord Cables: ball bearings")
        await desk.press("down", "enter")
        await desk.until(lambda: desk.shell.desk.object.key == "PO-1009")


async def test_back_in_the_list_the_selected_object_stands_beside_it_again(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(size=(120, 40)) as desk:
        await desk.dialog("g")
        await desk.press(*"PO-1017", "enter")
        await desk.until(lambda: desk.shell.desk.object.key == "PO-1017")
        await desk.press("escape")
        await desk.until(lambda: desk.shell.desk.object.key == "PO-1000")


async def test_ones_own_requests_are_one_key_away(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("m")
        await desk.until_shown("What you have requested")
        await desk.until_shown("PO-1002  Kessler Tools: milling cutters")


async def test_the_help_lists_what_is_possible_here_and_nothing_else(open_desk: OpenDesk) -> None:
    async with open_desk(size=(80, 50)) as desk:
        await desk.dialog("question_mark")
        assert "approve the selected task" in desk.text
        assert "tick it off" not in desk.text
        assert "take the last decision back" not in desk.text
        await desk.press("escape")
        assert desk.shell.screen is desk.shell.desk


async def test_an_object_that_may_not_be_seen_says_so(open_desk: OpenDesk) -> None:
    server = StandIn(3)
    from tests.tui.stand_in import problem

    server.views["PO-1000"] = problem(404, "not_found", what="object", key="PO-1000")
    async with open_desk(server=server) as desk:
        await desk.press("enter")
        await desk.until_shown("There is no object")


async def test_chinese_is_spoken_everywhere(open_desk: OpenDesk) -> None:
    async with open_desk(size=(120, 40), language="zh") as desk:
        await desk.until_shown("采购审批 第 2 版：进行中")
        for words in ("待办", "编号", "期限", "同意", "陈静", "在线", "逾期"):
            assert words in desk.text


async def test_beside_the_list_only_the_object_at_rest_is_read_while_arrows_are_held(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.desk._PREVIEW_SECONDS", 0.8)
    async with open_desk(size=(120, 40)) as desk:
        await desk.until_shown("Purchase approval, version 2: running")
        before = len(desk.server.calls)
        for _ in range(8):  # held: no pause between them, however slow the machine
            desk.shell.post_message(Key("down", None))
        await desk.until(lambda: desk.selected == "PO-1008")
        await desk.until(lambda: desk.shell.desk.object.key == "PO-1008")
        await desk.until(lambda: desk.shell.desk.object.view is not None)
        read = [path for _, path, _ in desk.server.calls[before:] if path.startswith("objects/")]
        assert set(read) == {"objects/PO-1008", "objects/PO-1008/feed"}


async def test_a_scanned_key_and_its_enter_open_the_object(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        desk.server.gates["search"] = slow = Event()
        await desk.dialog("g")
        line = desk.shell.focused
        assert line is not None
        for letter in "PO-1007":  # all at once, as a scanner sends them
            line.post_message(Key("minus" if letter == "-" else letter, letter))
        line.post_message(Key("enter", "\r"))
        await desk.until_shown("PO-1007")
        await desk.pilot.pause()  # all that the letters bring about has arrived
        slow.set()
        await desk.until(lambda: desk.shell.desk.object.key == "PO-1007")
        await desk.until(lambda: desk.shell.screen is desk.shell.desk)
