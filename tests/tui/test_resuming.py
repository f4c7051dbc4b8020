"""A session goes on where the last one ended; nobody else does, and nothing waits for it."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import msgspec

from core.tasks import TaskState
from tests.tui import company
from tests.tui.conftest import Desk, OpenDesk
from tests.tui.stand_in import StandIn
from tui.state.place import Marked, Place, Places


async def left_at(open_desk: OpenDesk, *keys: str, count: int = 300) -> None:
    """A session that ends after these keys."""
    async with open_desk(count) as desk:
        await desk.press(*keys)
        desk.shell.exit(0)


async def test_the_selected_task_is_selected_again_among_its_neighbours(
    open_desk: OpenDesk,
) -> None:
    await left_at(open_desk, *["pagedown"] * 3, "down")
    async with open_desk(300) as desk:
        assert desk.selected == "PO-1058"
        assert any("PO-1058" in line for line in desk.lines)
        assert desk.shell.desk.inbox.window.position == 58


async def test_the_filter_is_set_again_and_escape_shows_everything(open_desk: OpenDesk) -> None:
    async with open_desk(300) as desk:
        await desk.dialog("slash")
        await desk.press(*"kessler", "enter")
        await desk.until(lambda: desk.shell.desk.inbox.window.total == 60)
        await desk.press("down", "down")
        selected = desk.selected
        desk.shell.exit(0)
    async with open_desk(300) as desk:
        assert desk.selected == selected
        assert "kessler" in desk.lines[0]
        await desk.press("escape")
        await desk.until(lambda: desk.shell.desk.inbox.window.total == 300)


async def test_where_the_task_is_gone_its_neighbour_is_selected_else_the_top(
    open_desk: OpenDesk,
) -> None:
    await left_at(open_desk, *["down"] * 5)
    server = StandIn(300)
    server.close_task("c5.1", TaskState.CLOSED_BY_PEER, "li.na")
    async with open_desk(server=server) as desk:
        assert desk.selected == "PO-1006"
        desk.shell.exit(0)
    server = StandIn(300)
    server.tasks = server.tasks[100:]
    async with open_desk(server=server) as desk:
        assert desk.selected == "PO-1100"


async def test_the_page_that_was_open_is_opened_where_it_was_read(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("down", "down", "enter")
        await desk.until_shown("Details")
        await desk.press("pagedown")
        top = desk.shell.desk.object.top
        assert top > 0
        desk.shell.exit(0)
    async with open_desk() as desk:
        await desk.until(lambda: desk.shell.desk.object.top == top)
        assert desk.shell.desk.is_reading
        assert desk.shell.desk.object.record is not None
        await desk.press("escape")
        assert desk.selected == "PO-1002"


async def test_a_key_that_is_faster_than_the_page_keeps_one_in_the_list(
    open_desk: OpenDesk,
) -> None:
    await left_at(open_desk, "enter")
    async with open_desk() as desk:
        assert desk.shell.desk.is_reading
        await desk.press("escape", "down")
        desk.shell.exit(0)
    async with open_desk() as desk:
        assert not desk.shell.desk.is_reading
        assert desk.selected == "PO-1001"


async def test_it_is_on_disk_before_the_end_for_this_person_alone(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    async with open_desk() as desk:
        await desk.press("down")
        await desk.until(lambda: list((tmp_path / "places").glob("*.json")))
        (file,) = (tmp_path / "places").glob("*.json")
        assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
        assert msgspec.json.decode(file.read_bytes(), type=Place).tasks[0] == "c1.1"


async def test_another_person_or_server_begins_at_the_beginning(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    await left_at(open_desk, "down", "down")
    client = StandIn().client()
    here = Places(tmp_path / "places", client).load()
    assert here.tasks[0] == "c2.1"
    for name in ("where", "acting", "identity"):
        other = StandIn().client()
        setattr(other, name, "another")
        assert Places(tmp_path / "places", other).load() == Place()


async def test_a_place_of_somebody_else_under_the_same_token_is_left(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    place = Place(person="li.na", query="kessler", tasks=("c2.1",), page="PO-1002")
    Places(tmp_path / "places", StandIn().client()).save(place)
    async with open_desk() as desk:
        await desk.until(lambda: desk.shell.desk.inbox.window.total == 40)
        await desk.until(lambda: desk.selected == "PO-1000")
        assert not desk.shell.desk.is_open


async def test_a_file_that_holds_no_place_is_none(open_desk: OpenDesk, tmp_path: Path) -> None:
    await left_at(open_desk, "down")
    (file,) = (tmp_path / "places").glob("*.json")
    mark = b'{"task":"c1.1","revision":1,"object_revision":3,"at":"2026-11-22T09:00:00"}'
    for content in (b"", b"\xff{", b'{"tasks": 3}', b"[]", b'{"marks":[%b]}' % mark):
        file.write_bytes(content)
        async with open_desk() as desk:
            assert desk.selected == "PO-1000"


def marked(desk: Desk) -> list[str]:
    return [each.object for each in desk.shell.desk.inbox.marks.all()]


async def test_marks_are_set_again_and_said(open_desk: OpenDesk) -> None:
    await left_at(open_desk, "space", "down", "space", *["pagedown"] * 5)
    async with open_desk(300) as desk:
        await desk.until_shown("Still marked from last time: 2 (PO-1000, PO-1001). X takes")
        assert marked(desk) == ["PO-1000", "PO-1001"]
        assert "2 marked" in desk.lines[0]
        desk.shell.exit(0)
    async with open_desk(300) as desk:  # and once more
        await desk.until_shown("Still marked")
        await desk.press("X")
        desk.shell.exit(0)
    async with open_desk(300) as desk:
        await desk.until(lambda: desk.shell.me is not None)
        await desk.press("down")
        assert "marked" not in desk.text


async def test_what_is_over_or_has_changed_since_is_not_marked_again(open_desk: OpenDesk) -> None:
    await left_at(open_desk, *["space", "down"] * 5)
    server = StandIn(300)
    server.close_task("c0.1", TaskState.CLOSED_BY_PEER, "li.na")
    places = {each.id: place for place, each in enumerate(server.tasks)}
    for task_id, change in (
        ("c1.1", {"revision": 2}),
        ("c2.1", {"object_revision": 4}),
        ("c3.1", {"can": ("comment",)}),
    ):
        task = server.tasks[places[task_id]]
        server.tasks[places[task_id]] = msgspec.structs.replace(task, **change)
    async with open_desk(server=server) as desk:
        await desk.until_shown("Still marked from last time: 1 (PO-1004).")
        await desk.until_shown("over or changed since: 4.")
        assert marked(desk) == ["PO-1004"]


async def test_marks_of_another_person_or_of_long_ago_are_left(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    fresh = Marked(task="c1.1", revision=1, object_revision=3, at=company.NOW)
    old = msgspec.structs.replace(fresh, at=company.NOW - timedelta(hours=13))
    for person, mark in ((company.ME, old), ("li.na", fresh)):
        place = Place(person=person, tasks=("c2.1",), marks=(mark,))
        Places(tmp_path / "places", StandIn().client()).save(place)
        async with open_desk() as desk:
            await desk.press("down")
            assert "marked" not in desk.text
            assert marked(desk) == []


async def test_no_mark_of_a_file_that_was_tampered_with_keeps_the_others(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    here = Marked(task="c1.1", revision=1, object_revision=3, at=company.NOW)
    marks = [msgspec.structs.replace(here, task=each) for each in ("c\0.1", "../c1.1", "", "c1.1")]
    marks += [msgspec.structs.replace(here, task=f"x{at}.1") for at in range(1000)]
    place = Place(person=company.ME, tasks=("c2.1",), marks=tuple(marks))
    Places(tmp_path / "places", StandIn().client()).save(place)
    async with open_desk() as desk:
        await desk.until_shown("over or changed since: 199.")
        assert marked(desk) == ["PO-1001"]


async def test_marks_wait_for_a_server_that_does_not_answer(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    await left_at(open_desk, "space")
    server = StandIn(300)
    server.lost = {"c0.1"}
    async with open_desk(server=server) as desk:
        await desk.press("down")
        desk.shell.exit(0)
    async with open_desk(300) as desk:
        await desk.until_shown("Still marked from last time: 1 (PO-1000).")
