"""Text from outside is text: no markup is parsed, nothing reaches the terminal as a command."""

from typing import Any

import msgspec
import pytest
from rich.cells import cell_len

from core.objects import FieldChange
from tests.tui import company
from tests.tui.conftest import OpenDesk
from tests.tui.stand_in import StandIn

HOSTILE = (
    "[/]",
    "[/bold] [@click=app.exit]press[/]",
    "[@click=app.approve('PO-1')]approve[/]",
    "\x1b[2J\x1b]52;c;cm0gLXJm\x07\x9b31m",
    "‮00.05 SRUE‬⁦x⁩",
    "a\x00b\x08c\x7fd\re\nf\tg",
    "𝕏👨‍👩‍👧‍👦👍🏽 é́́́ \U000e0041",
    "%s {0} {who} {task.id} \\",
    "长" * 300,
    "x" * 5000,
)
FORBIDDEN = set("\x00\x07\x08\x1b\x7f\x9b\r‮‬⁦⁩")


def poisoned(value: Any, words: str) -> Any:
    """The same structure with the words in every text that people write."""
    if isinstance(value, dict):
        return {
            key: each if key in _CODES else poisoned(each, words) for key, each in value.items()
        }
    if isinstance(value, list):
        return [poisoned(each, words) for each in value]
    return words if isinstance(value, str) else value


_CODES = {
    "id",
    "kind",
    "state",
    "revision",
    "object",
    "key",
    "can",
    "created",
    "changed",
    "due",
    "at",
    "since",
    "started",
    "ended",
    "priority",
    "decision",
    "reason_required",
    "type",
    "hash",
    "task",
    "status",
    "because",
}


def poisoned_server() -> StandIn:
    """Each record with another of the hostile texts in all its fields."""
    server = StandIn(len(HOSTILE))
    for number, words in enumerate(HOSTILE):
        task = server.tasks[number]
        raw = msgspec.to_builtins(task)
        server.tasks[number] = msgspec.convert(poisoned(raw, words), type(task))
        key = f"PO-{1000 + number}"
        change = FieldChange(field=words, title={"": words}, old=words, new=words)
        view = company.view(number, changed_since_seen=(change,))
        raw = msgspec.to_builtins(view)
        for part in ("case", "names", "changed_since_seen"):
            raw[part] = poisoned(raw[part], words)
        raw["object"]["title"] = words
        raw["object"]["fields"] = poisoned(raw["object"]["fields"], words)
        raw["object"]["source"] = poisoned(raw["object"]["source"], words)
        server.views[key] = msgspec.convert(raw, type(view))
        feed = company.feed(number)
        raw = msgspec.to_builtins(feed)
        for entry in raw["items"]:
            entry["text"] = words
            entry["by"] = words
        raw["names"] = poisoned(raw["names"], words)
        server.feeds[key] = msgspec.convert(raw, type(feed))
    return server


@pytest.mark.parametrize("size", [(120, 40), (30, 16)], ids=["wide", "small"])
async def test_hostile_text_in_every_field_is_shown_as_text(
    open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    async with open_desk(server=poisoned_server(), size=size) as desk:
        seen = ""
        for number in range(len(HOSTILE)):
            await desk.press("enter")
            await desk.until(lambda: desk.shell.desk.object.view is not None)
            decide = "d" if number % 7 == 3 else "a"
            for keys in ((), ("pagedown",), ("pagedown",), (decide,)):
                await desk.press(*keys)
                assert {cell_len(line) for line in desk.lines} == {size[0]}
                seen += desk.text
            await desk.until(lambda: getattr(desk.shell.screen, "listening", False))
            await desk.press("escape", "escape", "down")
            assert desk.shell.desk.inbox.window.position == min(number + 1, len(HOSTILE) - 1)
        assert not FORBIDDEN & set(seen)
        assert desk.shell.return_code is None


async def test_markup_is_shown_letter_by_letter(open_desk: OpenDesk) -> None:
    server = StandIn(2)
    title = "[red]Steel[/] [@click=app.exit]"
    server.tasks[0] = company.task(0, title=title)
    async with open_desk(server=server, size=(100, 24)) as desk:
        await desk.until_shown("[red]Steel[/] [@click=app.exit]")
