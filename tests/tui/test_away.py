"""Somebody says when they are away and who decides meanwhile, and that they are back."""

from asyncio import Event
from datetime import UTC, date, datetime
from time import tzset

import msgspec
import pytest

from core.handling import NewAbsence
from tests.tui.conftest import Desk, OpenDesk
from tests.tui.stand_in import StandIn, problem
from tui.screens.sheet import GRACE_SECONDS


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 16)])
async def test_an_absence_with_a_delegate_begins_and_ends(
    open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    server = StandIn(3)
    async with open_desk(server=server, size=size) as desk:
        await desk.dialog("O")
        await desk.until_shown("You are not away.")
        await desk.press(*"li.na")
        await desk.until_shown("Li Na")
        await desk.press("tab", "tab", *"2030-12-24", "enter")
        await desk.until(lambda: server.posted("/absences"))
        new = msgspec.json.decode(server.posted("/absences")[0], type=NewAbsence)
        assert (new.begins, new.delegate) == (None, "li.na")
        assert new.ends is not None
        assert new.ends.astimezone().date() == date(2030, 12, 25)  # to the end of the last day
        await desk.until_shown("@li.na decides")
        await desk.dialog("O")
        await desk.until_shown("2030-12-24: @li.na")
        await desk.press("shift+tab", "right")
        await desk.until_shown("Enter be back")
        await desk.press("enter")
        await desk.until_shown("You are back")
        assert server.absences == []


async def test_days_that_are_none_and_people_who_are_not_there_are_said(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(3)
    async with open_desk(server=server) as desk:
        await desk.dialog("O")
        await desk.until_shown("You are not away.")
        await desk.press("tab", *"tomorrow", "enter")
        await desk.until_shown("is no day like 2026-12-24")
        await desk.press(*["backspace"] * 8, "shift+tab", *"zzz")
        await desk.until_shown("Nothing found.")
        await desk.press("enter")
        await desk.until_shown("Choose a person from the list.")
        assert "I am back" not in desk.text
        assert server.posted("/absences") == []
        await desk.press(*["backspace"] * 3, "enter")
        await desk.until(lambda: server.posted("/absences"))
        new = msgspec.json.decode(server.posted("/absences")[0], type=NewAbsence)
        assert new == NewAbsence()
        await desk.until_shown("the flows' owners decide")


async def test_the_ends_of_the_calendar_are_no_days_to_be_away_and_end_no_program(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = StandIn(3)
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    tzset()
    try:
        async with open_desk(server=server) as desk:
            await desk.shell.services.client.add_absence("x", NewAbsence(ends=last))
            await desk.dialog("O")
            await desk.until_shown("9999-12-31 23:59")
            await desk.press("tab", "tab", *"9999-12-31", "enter")
            await desk.until_shown("is no day like 2026-12-24")
    finally:
        monkeypatch.undo()
        tzset()


async def test_an_absence_does_not_begin_by_a_key_from_before_its_dialog_was_shown(
    open_desk: OpenDesk,
) -> None:
    """With nothing filled in Enter means: from now on, for good, and nobody decides instead."""
    server = StandIn(3)
    async with open_desk(server=server) as desk:
        desk.stop_seconds()
        await desk.press("O", "enter", "enter")
        await desk.until_shown("You are not away.")  # words that come later are to be read first
        desk.pass_seconds(2 * GRACE_SECONDS)
        await desk.until(lambda: desk.shell.screen.listening)  # type: ignore[attr-defined]
        await desk.until_shown("You are not away.")
        await desk.press("escape")
        await desk.until(lambda: desk.shell.screen is desk.shell.desk)
        assert server.posted("/absences") == []


async def test_what_was_typed_about_an_absence_outlives_the_dialog_the_program_and_a_refusal(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.dialog("O")
        await desk.press(*"li.na", "tab", "tab", *"2030-12-24")
        await desk.press("escape")
        await desk.until_shown("The draft is kept.")
    async with open_desk() as desk:
        await desk.dialog("O")
        await desk.until_shown("2030-12-24")
        await desk.until_shown("Li Na")
        refusal = problem(422, "invalid", detail="You are away already from 2026-12-01 on.")
        desk.server.refusals.append(refusal)
        await desk.press("enter")
        await desk.until_shown("You are away already")
        await desk.dialog("O")
        await desk.until_shown("Li Na")
        await desk.press("enter")
        await desk.until_shown("@li.na decides")
        assert desk.shell.services.drafts.names() == []


@pytest.mark.parametrize("at_once", [False, True])
async def test_an_absence_waits_on_disk_until_the_server_answers(
    open_desk: OpenDesk, at_once: bool
) -> None:
    async with open_desk() as desk:
        await desk.until_shown("online")
        desk.server.drop_link()
        await desk.until_shown("OFFLINE")
        await desk.dialog("O")
        await desk.until_shown("cannot be reached")
        desk.stop_seconds()
        desk.pass_seconds(GRACE_SECONDS)
        await desk.press(*"@li.na")
        if not at_once:  # Enter is pressed before it is known that nobody can be looked up
            sheet = desk.shell.screen
            await desk.until(lambda: sheet._found_for == "@li.na")  # type: ignore[attr-defined]
        await desk.press("enter")
        await desk.until_shown("1 queued")
        assert desk.shell.services.drafts.names() == []  # said: another start may send it
        desk.server.down = False
        await desk.press("ctrl+r")
        await desk.until_shown("@li.na decides")
        new = msgspec.json.decode(desk.server.posted("/absences")[0], type=NewAbsence)
        assert new == NewAbsence(delegate="li.na")
        await desk.until(lambda: desk.shell.services.outbox.is_empty())


async def test_an_answer_about_an_earlier_absence_leaves_what_is_typed_about_the_next(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        refusal = problem(422, "invalid", detail="You are away already from 2026-12-01 on.")
        desk.server.refusals.append(refusal)
        desk.server.gates["absences"] = gate = Event()
        gate.set()
        await desk.dialog("O")
        await desk.until_shown("You are not away.")
        gate.clear()
        await desk.press("tab", "tab", *"2030-12-24", "enter")
        await desk.until(lambda: server_asked(desk))
        await desk.dialog("O")
        await desk.press("tab", *"2031-01-07")
        gate.set()
        await desk.until(lambda: desk.shell.services.outbox.is_empty())
        await desk.press("escape")
        await desk.until_shown("The draft is kept.")
        await desk.dialog("O")
        await desk.until_shown("2031-01-07")
        assert "2030-12-24" not in desk.text, "the two of them are not mixed"


def server_asked(desk: Desk) -> object:
    return desk.server.posted("/absences")
