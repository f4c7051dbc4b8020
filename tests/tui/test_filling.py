"""Making objects and changing them: every kind of field, and nothing filled in is ever lost."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.events import Key

from core.client.thrifty import httpx
from core.objects import Choice, FieldDefinition, FieldKind, ObjectType
from core.text import cell_width
from tests.tui import company
from tests.tui.conftest import Desk, OpenDesk
from tests.tui.stand_in import StandIn, problem

PART = ObjectType(
    id="part",
    title={"en": "Part", "zh": "零件"},
    prefix="PA",
    flow="part-approval",
    fields=(
        FieldDefinition(id="name", kind=FieldKind.TEXT, title={"en": "Name"}, required=True),
        FieldDefinition(id="notes", kind=FieldKind.TEXT, title={"en": "Notes"}, multiline=True),
        FieldDefinition(id="weight", kind=FieldKind.NUMBER, title={"en": "Weight"}),
        FieldDefinition(id="price", kind=FieldKind.MONEY, title={"en": "Price"}, currency="CNY"),
        FieldDefinition(id="day", kind=FieldKind.DATE, title={"en": "Day"}),
        FieldDefinition(id="moment", kind=FieldKind.TIME, title={"en": "Moment"}),
        FieldDefinition(id="urgent", kind=FieldKind.FLAG, title={"en": "Urgent"}),
        FieldDefinition(
            id="class",
            kind=FieldKind.CHOICE,
            title={"en": "Class"},
            choices=(Choice(id="a", title={"en": "Bought"}), Choice(id="b", title={"en": "Made"})),
        ),
        FieldDefinition(id="keeper", kind=FieldKind.PERSON, title={"en": "Keeper"}),
        FieldDefinition(
            id="order", kind=FieldKind.REFERENCE, title={"en": "Order"}, of="purchase_order"
        ),
        FieldDefinition(id="sheet", kind=FieldKind.FILE, title={"en": "Sheet"}),
        FieldDefinition(
            id="lines",
            kind=FieldKind.TABLE,
            title={"en": "Lines"},
            columns=(
                FieldDefinition(
                    id="item", kind=FieldKind.TEXT, title={"en": "Item"}, required=True
                ),
                FieldDefinition(id="who", kind=FieldKind.PERSON, title={"en": "Who"}),
            ),
        ),
    ),
)


def parts() -> StandIn:
    server = StandIn(5)
    server.types = [company.TYPE, PART]
    return server


async def begin(desk: Desk) -> None:
    await desk.dialog("N")
    await desk.press(*"part")
    await desk.press("enter")
    await desk.until_shown("New: Part")
    await desk.until(lambda: getattr(desk.shell.screen, "listening", False))


async def fill(desk: Desk, row: int, *keys: str, wait_for: str = "") -> None:
    """Open the field on a row, press keys, and come back to the form."""
    form = desk.shell.screen
    await desk.press("home", *["down"] * row)
    await desk.dialog("enter")
    await desk.until(lambda: desk.shell.screen is not form)
    await desk.press(*keys)
    if wait_for:
        await desk.until_shown(wait_for)
        await desk.press("enter")
    await desk.until(lambda: desk.shell.screen is form)


def created(server: StandIn) -> dict[str, Any]:
    bodies = server.posted("objects")
    assert len(bodies) == 1
    found: dict[str, Any] = msgspec.json.decode(bodies[0])
    return found


async def test_every_kind_of_field_is_filled_in_and_submitted(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "drawing.pdf").write_bytes(b"%PDF")
    server = parts()
    async with open_desk(server=server) as desk:
        await begin(desk)
        await fill(desk, 0, *"Shaft", "enter")
        await fill(desk, 1, *"one", "enter", *"two", "ctrl+s")
        await fill(desk, 2, *"1,250.50", "enter")
        await fill(desk, 3, *"12.5", "enter")
        await fill(desk, 4, *"2026-12-24", "enter")
        await fill(desk, 5, *"2026-12-24 14:30", "enter")
        await fill(desk, 6, *"ye", wait_for=" yes ")
        await fill(desk, 7, *"made", wait_for=" Made")
        await fill(desk, 8, *"li.n", wait_for="Li Na")
        await fill(desk, 9, *"PO-1003", wait_for=" PO-1003 ")
        form = desk.shell.screen
        await desk.press("home", *["down"] * 10)
        await desk.dialog("enter")
        await desk.press(*f"{tmp_path}/pap", "enter")  # before it was looked up
        await desk.until_shown("drawing.pdf")
        await desk.press("enter")
        await desk.until(lambda: desk.shell.screen is form)
        await desk.until(lambda: any("drawing.pdf" in line for line in desk.lines))
        await add_line(desk, *"bolt", "enter")
        await desk.press("ctrl+t")
        await desk.until(lambda: server.posted("objects"))
        await desk.until_shown("was submitted")
    made = created(server)
    moment = made["fields"].pop("moment")
    assert moment.startswith("2026-12-24T14:30:00")
    assert made["submit"] is True
    assert made["fields"] == {
        "name": "Shaft",
        "notes": "one\ntwo",
        "weight": "1250.50",
        "price": {"amount": "12.5", "currency": "CNY"},
        "day": "2026-12-24",
        "urgent": True,
        "class": "b",
        "keeper": "li.na",
        "order": "PO-1003",
        "sheet": {"hash": "ab" * 32, "name": "drawing.pdf", "size": 4, "media_type": ""},
        "lines": [{"item": "bolt"}],
    }


async def add_line(desk: Desk, *keys: str) -> None:
    """Add a line to the table in the last row of the form, its first cell by `keys`."""
    form = desk.shell.screen
    await desk.press("end")
    await desk.dialog("enter")
    await desk.until_shown("+ add a line")
    await desk.press("end")
    await desk.dialog("enter")
    await desk.until_shown("Lines, line")
    await fill(desk, 0, *keys)
    await desk.press("ctrl+s")
    await desk.until(lambda: "Lines, line" not in desk.text)
    await desk.until_shown("  " + "".join(keys[:-1]))  # the new line is seen, the first too
    await desk.press("escape")
    await desk.until(lambda: desk.shell.screen is form)


async def test_typing_on_a_field_begins_to_fill_it_in(open_desk: OpenDesk) -> None:
    server = parts()
    async with open_desk(server=server) as desk:
        await begin(desk)
        form = desk.shell.screen
        await desk.press(*"xhjk")  # none of these is a command here
        await desk.until_shown("xhjk")
        await desk.press("enter")
        await desk.until(lambda: desk.shell.screen is form)
        await desk.press("home", *["down"] * 7, *"mad")
        await desk.until_shown("Made")
        await desk.press("enter")
        await desk.until(lambda: desk.shell.screen is form)
        await desk.press("end", "z")
        await desk.until_shown("Enter opens the lines.")
        await desk.press("up", "delete", "ctrl+s")
        await desk.until_shown("is saved as a draft")
    assert created(server)["fields"] == {"name": "xhjk", "class": "b"}


async def test_a_word_typed_at_once_on_a_field_is_whole(open_desk: OpenDesk) -> None:
    async with open_desk(server=parts()) as desk:
        await begin(desk)
        form = desk.shell.screen
        for letter in "hub":  # as one piece: none is waited for
            desk.shell.post_message(Key(letter, letter))
        await desk.until_shown("Value: hub")
        await desk.press("enter")
        await desk.until(lambda: desk.shell.screen is form)
        assert desk.shell.screen_stack[-1] is form
        await desk.until_shown("hub")


async def test_an_empty_form_says_what_has_to_be_filled_in(open_desk: OpenDesk) -> None:
    server = parts()
    async with open_desk(server=server) as desk:
        await begin(desk)
        await desk.press("ctrl+s")
        await desk.until_shown("Nothing is filled in yet. Required: Name.")
        assert server.posted("objects") == []


async def test_lines_are_added_changed_and_taken_out(open_desk: OpenDesk) -> None:
    server = parts()
    async with open_desk(server=server) as desk:
        await begin(desk)
        await fill(desk, 0, *"Shaft", "enter")
        for item in ("bolt", "nut", "washer"):
            await add_line(desk, *item, "enter")
        await desk.press("end")
        await desk.dialog("enter")
        await desk.until_shown(" 2  nut")
        await desk.press("home", "down", "x")
        await desk.until(lambda: "nut" not in desk.text)
        await desk.dialog("enter")
        await fill(desk, 0, *"s", "enter")
        await desk.press("ctrl+s")
        await desk.until_shown(" 2  washers")
        await desk.press("escape")
        await desk.until_shown("2 lines")
        await desk.press("ctrl+s")
        await desk.until_shown("is saved as a draft")
    assert created(server)["fields"]["lines"] == [{"item": "bolt"}, {"item": "washers"}]


async def test_what_does_not_fit_a_field_is_named_and_can_be_mended(open_desk: OpenDesk) -> None:
    server = parts()
    async with open_desk(server=server) as desk:
        await begin(desk)
        await desk.press("down", "down")
        await desk.dialog("enter")
        await desk.press(*"1,5", "enter")
        await desk.until_shown("1250.50")
        await desk.press("ctrl+u", *"1.5", "enter")
        await desk.until_shown("*Weight")
        await desk.press("ctrl+t")
        await desk.until_shown("!Name")
    assert not server.posted("objects")


async def test_what_the_server_finds_wrong_stands_at_its_field(open_desk: OpenDesk) -> None:
    server = parts()
    async with open_desk(server=server) as desk:
        await begin(desk)
        await fill(desk, 0, *"Shaft", "enter")
        server.refusals.append(wrong("price", "may not be negative"))
        await desk.press("ctrl+s")
        await desk.until_shown("!Price")
        await desk.until_shown("may not be negative")
        await fill(desk, 3, *"7", "enter")
        await desk.press("ctrl+s")
        await desk.until_shown("is saved as a draft")
        await desk.until_shown("s submit")


def wrong(field: str, message: str) -> httpx.Response:
    body = {
        "type": "about:blank",
        "status": 422,
        "code": "invalid",
        "detail": "It cannot be taken.",
        "errors": [{"field": field, "message": message}],
    }
    return httpx.Response(422, content=msgspec.json.encode(body))


async def test_a_form_goes_on_where_it_was_left_also_without_a_server(open_desk: OpenDesk) -> None:
    server = parts()
    async with open_desk(server=server) as desk:
        await begin(desk)
        await fill(desk, 0, *"Shaft", "enter")
        await desk.press("escape")
        await desk.until_shown("What you filled in is kept.")
        await begin(desk)
        await desk.until_shown("This goes on where you stopped")
        assert "*Name" in desk.text
        server.drop_link()
        await desk.press("ctrl+s")
        await desk.until(lambda: not getattr(desk.shell.screen, "_sending", True))
        assert "Shaft" in desk.text
        server.down = False
        await desk.press("ctrl+s")
        await desk.until_shown("is saved as a draft")
        await begin(desk)
        assert "*Name" not in desk.text


async def test_the_same_form_sent_again_is_the_same_call(open_desk: OpenDesk) -> None:
    """An answer that was lost on its way does not make two objects."""
    server, keys = parts(), []

    async def remember(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/objects"):
            keys.append(request.headers["Idempotency-Key"])
            if len(keys) == 1:
                raise httpx.ReadError("the link broke", request=request)
        return await StandIn.handle_async_request(server, request)

    server.handle_async_request = remember  # type: ignore[method-assign]
    async with open_desk(server=server) as desk:
        await begin(desk)
        await fill(desk, 0, *"Shaft", "enter")
        await desk.press("ctrl+s")
        await desk.until(lambda: len(keys) == 1 and not _sends(desk))
        await desk.press("ctrl+s")
        await desk.until_shown("is saved as a draft")
    assert len(set(keys)) == 1


def _sends(desk: Desk) -> bool:
    return bool(getattr(desk.shell.screen, "_sending", False))


async def test_a_form_is_thrown_away_only_after_a_yes(open_desk: OpenDesk) -> None:
    async with open_desk(server=parts()) as desk:
        await begin(desk)
        await fill(desk, 0, *"Shaft", "enter")
        for answer in (("enter",), ("right", "enter")):
            assert "*Name" in desk.text
            await desk.press("ctrl+x")
            await desk.until_shown("Discard what you changed?")
            await desk.until(lambda: getattr(desk.shell.screen, "listening", False))
            await desk.press(*answer)
            await desk.until(lambda: "Discard what you" not in desk.text)
        await desk.until(lambda: "New: Part" not in desk.text)
        await begin(desk)
        assert "*Name" not in desk.text


async def test_a_returned_object_is_changed_and_resubmitted_in_one(open_desk: OpenDesk) -> None:
    server = StandIn(5)
    server.views["PO-1000"] = editable(can=("edit", "resubmit"))
    async with open_desk(server=server) as desk:
        await desk.press("enter")
        await desk.until_shown("Details")
        await desk.dialog("e")
        await desk.until_shown("Edit PO-1000")
        await fill(desk, 0, "ctrl+u", *"Kessler", "enter")
        await desk.press("ctrl+t")
        await desk.until(lambda: server.posted("/resubmit"))
        await desk.until_shown("was submitted")
    given = msgspec.json.decode(server.posted("/resubmit")[0])
    assert given["fields"] == {"supplier": "Kessler"}


async def test_who_changes_what_changed_meanwhile_keeps_their_words(open_desk: OpenDesk) -> None:
    server = StandIn(5)
    server.views["PO-1000"] = editable(can=("edit", "submit"))
    async with open_desk(server=server) as desk:
        await desk.press("enter")
        await desk.until_shown("Details")
        await desk.dialog("e")
        await fill(desk, 0, "ctrl+u", *"Kessler", "enter")
        server.refusals.append(problem(412, "stale", key="PO-1000"))
        await desk.press("ctrl+s")
        await desk.until_shown("changed meanwhile")
        assert "*Supplier" in desk.text
        assert "Kessler" in desk.text
        await desk.press("ctrl+s")
        await desk.until_shown("PO-1000 is saved")


def editable(*, can: tuple[str, ...]) -> Any:
    view = company.view(0)
    ids = tuple(field.id for field in view.type.fields)
    return msgspec.structs.replace(view, can=can, writable=ids)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 16), (20, 16)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_form_fits_every_screen(
    open_desk: OpenDesk, size: tuple[int, int], language: str
) -> None:
    async with open_desk(server=parts(), size=size, language=language) as desk:
        await desk.dialog("N")
        await desk.press(*"part")
        await desk.press("enter")
        await desk.until(lambda: type(desk.shell.screen).__name__ == "ObjectForm")
        await desk.until(lambda: "Weight" in desk.text)
        assert {cell_width(line) for line in desk.lines} == {size[0]}
        assert "^S" in desk.text
