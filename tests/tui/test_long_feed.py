"""A feed of any length is read as far back as one likes, and never loses the reader's place."""

import re
from datetime import timedelta

from core.api import FeedPage
from core.events import EventKind
from core.feed import Entry, EntryKind
from tests.tui import company
from tests.tui.company import NOW
from tests.tui.conftest import Desk, OpenDesk
from tests.tui.stand_in import StandIn

KEY = "PO-1000"


def entries(first: int, last: int) -> list[Entry]:
    return [
        Entry(
            object=KEY,
            number=number,
            at=NOW - timedelta(minutes=1000 - number),
            kind=EntryKind.COMMENT,
            by="wang.li",
            text=f"word {number}.",
        )
        for number in range(first, last + 1)
    ]


def with_entries(count: int) -> StandIn:
    server = StandIn(5)
    server.feeds[KEY] = FeedPage(items=entries(1, count), names=company.NAMES)
    return server


def words_shown(desk: Desk) -> list[int]:
    return [int(number) for number in re.findall(r"word (\d+)\.", desk.text)]


async def read_from_end(desk: Desk) -> None:
    await desk.press("enter")
    await desk.until(lambda: desk.shell.desk.object.entries.last)
    await desk.press("end")


async def test_scrolling_up_leads_to_the_beginning_without_a_gap(open_desk: OpenDesk) -> None:
    async with open_desk(server=with_entries(170)) as desk:
        await read_from_end(desk)
        await desk.until_shown("word 170.")
        seen = set(words_shown(desk))
        for _ in range(100):
            if "beginning of the feed" in desk.text:
                break
            top = desk.shell.desk.object.top
            await desk.press("pageup")
            if desk.shell.desk.object.top >= top:  # older ones are under way, or have just come
                await desk.until(lambda: not _is_reading(desk))
            shown = words_shown(desk)
            assert shown == sorted(shown)
            seen |= set(shown)
        assert "beginning of the feed" in desk.text
        assert seen == set(range(1, 171))


async def test_older_entries_leave_the_reader_where_they_are(open_desk: OpenDesk) -> None:
    async with open_desk(server=with_entries(170)) as desk:
        await read_from_end(desk)
        pane = desk.shell.desk.object
        oldest = min(pane._drawn.entries) if pane._drawn is not None else 0
        pane.scroll_lines(pane._drawn.entries[oldest] + 3 if pane._drawn is not None else 0)
        await desk.press("up")
        before = words_shown(desk)
        await desk.until(lambda: pane._drawn is not None and min(pane._drawn.entries) < oldest)
        await desk.pilot.pause()
        assert words_shown(desk) == before


async def test_what_is_held_of_a_feed_is_bounded_and_the_end_is_a_key_away(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(server=with_entries(1000)) as desk:
        await read_from_end(desk)
        pane = desk.shell.desk.object
        while pane.entries.older:
            await desk.press("pageup")
            await desk.until(lambda: not _is_reading(desk))
        page = pane.entries.page
        assert page is not None
        assert len(page.items) <= 250
        assert page.items[0].number == 1
        await desk.press("pagedown", "pagedown")
        await desk.press("end")
        await desk.until_shown("word 1000.")


async def test_who_reads_old_entries_is_not_moved_by_new_ones(open_desk: OpenDesk) -> None:
    server = with_entries(170)
    async with open_desk(server=server) as desk:
        await read_from_end(desk)
        await desk.press("pageup", "pageup")
        before = words_shown(desk)
        server.feeds[KEY] = FeedPage(items=entries(1, 171), names=company.NAMES)
        server.happened(EventKind.FEED_ADDED, server.tasks[0])
        await desk.until(lambda: desk.shell.desk.object.entries.last == 171)
        assert words_shown(desk) == before
        await desk.press("end")
        await desk.until_shown("word 171.")


async def test_who_reads_the_page_above_the_feed_can_still_get_older_entries(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(server=with_entries(60), size=(80, 200)) as desk:
        await desk.press("enter")
        await desk.until_shown("word 60.")
        await desk.until_shown("older entries come")
        await desk.press("up")
        await desk.until_shown("word 1.")


async def test_a_feed_that_is_held_whole_says_nothing_of_a_beginning(open_desk: OpenDesk) -> None:
    async with open_desk(server=with_entries(9), size=(80, 60)) as desk:
        await desk.press("enter")
        await desk.until_shown("word 9.")
        assert "beginning" not in desk.text
        assert "older" not in desk.text


def _is_reading(desk: Desk) -> bool:
    return any(each.name == "feed" and not each.is_finished for each in desk.shell.workers)
