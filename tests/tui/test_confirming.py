"""Confirming a decision: only what was seen, and only by keys that were meant for it."""

import time

import msgspec
import pytest

from core.api import Decide
from tests.tui import company
from tests.tui.conftest import Desk, OpenDesk
from tests.tui.stand_in import StandIn
from tui.screens.sheet import GRACE_SECONDS


async def test_keys_that_were_under_way_do_not_confirm_a_dialog(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        desk.stop_seconds()
        await desk.press("a", "enter", "enter", "y", "enter")
        await desk.until(lambda: desk.shell.screen is not desk.shell.desk)
        desk.pass_seconds(GRACE_SECONDS)
        await desk.until(lambda: desk.shell.screen.listening)  # type: ignore[attr-defined]
        assert desk.shell.held.all() == []
        assert "Reason (may be empty): " in desk.text
        await desk.until_shown("What was typed before this was shown is left out")
        await desk.press("f")
        await desk.until_shown("Enter approve")
        await desk.press("escape")
        assert desk.shell.held.all() == []


async def test_a_key_that_is_held_down_does_not_confirm_a_dialog(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        desk.stop_seconds()
        await desk.press("a")
        await desk.until(lambda: desk.shell.screen is not desk.shell.desk)
        end = time.monotonic() + 1.5 * GRACE_SECONDS  # so that the dialog's timer has rung
        while time.monotonic() < end:
            await desk.press("enter")
            desk.pass_seconds(0.9 * GRACE_SECONDS)
        assert desk.shell.screen is not desk.shell.desk
        assert desk.shell.services.outbox.waiting() == []
        desk.pass_seconds(0.1 * GRACE_SECONDS)
        await desk.until(lambda: desk.shell.screen.listening)  # type: ignore[attr-defined]
        await desk.press("enter")
        await desk.until(lambda: desk.server.posted("/decide"))


async def typed_ahead(desk: Desk, opens: str, *keys: str, pause: float = 0.1) -> None:
    """Open a dialog and type on before it listens, `pause` seconds from key to key."""
    desk.stop_seconds()
    await desk.press(opens)
    await desk.until(lambda: desk.shell.screen is not desk.shell.desk)
    for key in keys:
        desk.pass_seconds(pause)
        await desk.press(key)
        assert not desk.shell.screen.listening  # type: ignore[attr-defined]
    desk.pass_seconds(GRACE_SECONDS)
    await desk.until(lambda: desk.shell.screen.listening)  # type: ignore[attr-defined]


@pytest.mark.parametrize("last", [(), ("enter",)])
async def test_words_typed_by_hand_before_a_dialog_listens_are_its_reason(
    open_desk: OpenDesk, last: tuple[str, ...]
) -> None:
    async with open_desk() as desk:
        await typed_ahead(desk, "a", *"fime", "backspace", "backspace", *"ne", *last)
        await desk.until_shown("Reason (may be empty): fine")
        assert ("Enter came before this was shown" in desk.text) is bool(last)
        assert desk.shell.services.outbox.waiting() == []
        await desk.press("enter")
        await desk.until(lambda: desk.server.posted("/decide"))
        (body,) = desk.server.posted("/decide")
        assert msgspec.json.decode(body, type=Decide).reason == "fine"


@pytest.mark.parametrize(
    ("keys", "pause"),
    [
        ("rt-42", 0.004),  # a scanner, a paste, or a link that delivers late
        ("aaaaaaa", 0.05),  # the key that opened it, held down
        (["a", "enter", "y", "y", "n"], 0.1),
        (["n", "o", "escape"], 0.1),
    ],
)
async def test_what_may_not_be_words_is_left_out_with_a_word(
    open_desk: OpenDesk, keys: list[str], pause: float
) -> None:
    async with open_desk() as desk:
        await typed_ahead(desk, "a", *("minus" if key == "-" else key for key in keys), pause=pause)
        await desk.until_shown("What was typed before this was shown is left out")
        assert desk.shell.services.drafts.names() == []
        assert desk.shell.services.outbox.waiting() == []


async def test_an_esc_that_came_before_a_dialog_listens_leaves_it(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        desk.stop_seconds()
        await desk.press("a", "escape")
        assert not desk.shell.screen.listening  # type: ignore[attr-defined]
        desk.pass_seconds(GRACE_SECONDS)
        await desk.until(lambda: desk.shell.screen is desk.shell.desk)
        await desk.press("j")
        assert desk.selected == "PO-1001"
        assert desk.shell.services.outbox.waiting() == []


async def test_words_typed_blindly_are_in_no_field_that_nobody_had_seen(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("supplier",))
    async with open_desk(server=server) as desk:
        await typed_ahead(desk, "a", *"fine")
        await desk.until_shown("What was typed before this was shown is left out")
        await desk.press("escape")
        await typed_ahead(desk, "b", *"no")  # which asks first where to
        await desk.until_shown("What was typed before this was shown is left out")
        assert desk.shell.services.drafts.names() == []


async def test_nothing_is_decided_where_the_terminal_cannot_show_it(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.pilot.resize_terminal(8, 3)
        await desk.dialog("a")
        await desk.press("enter")
        assert desk.shell.services.outbox.waiting() == []
        await desk.pilot.resize_terminal(80, 24)
        await desk.until(lambda: "approve  PO-1000" in desk.text)
        await desk.press("enter")
        await desk.until(lambda: desk.server.posted("/decide"))


async def test_without_an_undo_window_enter_leads_to_a_question_that_stands_on_cancel(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(undo=0) as desk:
        await desk.dialog("a")
        await desk.press("enter", "enter")
        assert desk.shell.screen is desk.shell.desk
        assert desk.shell.services.outbox.waiting() == []
        await desk.dialog("a")
        await desk.press("enter", "right", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))


async def test_the_last_line_says_what_enter_really_does_next(open_desk: OpenDesk) -> None:
    async with open_desk(undo=0) as desk:
        await desk.dialog("a")
        await desk.until_shown("Enter asks once more, then approve")
        await desk.press("enter")
        await desk.until_shown("Enter cancel  arrows choose approve")
        await desk.press("right")
        await desk.until_shown("Enter approve  arrows choose Cancel")
        assert desk.server.posted("/decide") == []
        await desk.press("enter")
        await desk.until(lambda: desk.server.posted("/decide"))
