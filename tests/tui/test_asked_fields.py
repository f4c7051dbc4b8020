"""What a step asks for beside a decision: called by titles, given in each field's own way."""

from pathlib import Path

import msgspec
from textual.events import Key

from core.api import Decide
from core.events import EventKind
from core.objects import FieldDefinition, FieldKind
from tests.tui import company
from tests.tui.conftest import OpenDesk
from tests.tui.stand_in import StandIn
from tui.widgets.line_input import LineInput


async def test_fields_that_the_step_asks_for_are_given_as_values_of_their_kind(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("amount",))
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until(lambda: desk.shell.screen.view is not None)  # type: ignore[attr-defined]
        await desk.press(*"abc", "enter")
        await desk.until_shown("cannot be read")
        await desk.press("backspace", "backspace", "backspace", *"1,200.50", "enter")
        await desk.until(lambda: server.posted("/decide"))
        decide = msgspec.json.decode(server.posted("/decide")[0], type=Decide)
        assert decide.fields == {"amount": {"amount": "1200.50", "currency": "CNY"}}


async def test_what_the_step_asks_for_is_called_by_its_title_and_is_there_already(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("needed_by", "supplier"))
    view = company.view(0)
    known = msgspec.structs.replace(view.object, fields={"supplier": "Kessler"})
    server.views["PO-1000"] = msgspec.structs.replace(view, object=known)
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until_shown("Needed by: A date, for example 2026-11-22")
        assert "needed_by" not in desk.text
        await desk.press("enter")
        await desk.until_shown("Needed by is required here.")
        await desk.press(*"1.12.", "enter")
        await desk.until_shown("cannot be read")
        await desk.press("ctrl+u", *"2026-12-01", "enter")
        await desk.until(lambda: server.posted("/decide"))
        decide = msgspec.json.decode(server.posted("/decide")[0], type=Decide)
        assert decide.fields == {"needed_by": "2026-12-01", "supplier": "Kessler"}


async def test_what_is_typed_takes_the_place_of_what_was_there(open_desk: OpenDesk) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("supplier",))
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until_shown("Supplier: ")
        await desk.until(lambda: isinstance(desk.shell.focused, LineInput))
        await desk.press(*"Weber", "tab", *"ok", "escape")
        await desk.dialog("a")  # all of it is there again
        await desk.until_shown("Supplier: Weber")
        await desk.press("enter")
        await desk.until(lambda: server.posted("/decide"))
        decide = msgspec.json.decode(server.posted("/decide")[0], type=Decide)
        assert (decide.fields, decide.reason) == ({"supplier": "Weber"}, "ok")


async def test_a_choice_that_the_step_asks_for_is_made_as_in_a_form(open_desk: OpenDesk) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("material_class", "purpose"))
    view = company.view(0)
    empty = msgspec.structs.replace(view.object, fields={})
    server.views["PO-1000"] = msgspec.structs.replace(view, object=empty)
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until_shown("Material class: Enter chooses")
        await desk.until_shown("Enter choose  Tab next")
        await desk.press("tab", "tab", *"ok", "enter")
        await desk.until_shown("Material class is required here.")
        await desk.press("enter")
        await desk.until_shown("Production")
        await desk.press("enter")
        await desk.until_shown("Material class: Production")
        await desk.until(lambda: "is required here" not in desk.text)
        await desk.press(*"For line 3", "ctrl+s")
        await desk.until_shown("Purpose: For line 3")
        await desk.press("shift+tab")
        await desk.until_shown("Space change")
        await desk.press("space")
        await desk.until_shown("take it")
        await desk.press("escape")
        await desk.press("escape")
        await desk.dialog("a")
        await desk.until_shown("Purpose: For line 3")
        await desk.press("enter")
        await desk.until(lambda: server.posted("/decide"))
        decide = msgspec.json.decode(server.posted("/decide")[0], type=Decide)
        assert decide.fields == {"material_class": "production", "purpose": "For line 3"}
        assert decide.reason == "ok"


async def test_a_field_that_is_called_reason_is_not_the_reason(open_desk: OpenDesk) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("reason",))
    view = company.view(0)
    field = FieldDefinition(
        id="reason", kind=FieldKind.TEXT, title={"en": "Grounds"}, multiline=True
    )
    type_ = msgspec.structs.replace(view.type, fields=(*view.type.fields, field))
    server.views["PO-1000"] = msgspec.structs.replace(view, type=type_)
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until_shown("Enter choose  Tab next")
        await desk.press("tab", *"fine", "shift+tab", "enter")
        await desk.until_shown("take it")
        await desk.press(*"broken", "ctrl+s")
        await desk.until_shown("Grounds: broken")
        await desk.press("escape")
        await desk.dialog("a")
        await desk.until_shown("Grounds: broken")
        await desk.press("enter")
        await desk.until(lambda: server.posted("/decide"))
        decide = msgspec.json.decode(server.posted("/decide")[0], type=Decide)
        assert (decide.fields, decide.reason) == ({"reason": "broken"}, "fine")


async def test_letters_typed_fast_on_a_choice_are_in_its_dialog_in_their_order(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("material_class", "rush"))
    view = company.view(0)
    rush = FieldDefinition(id="rush", kind=FieldKind.FLAG, title={"en": "Rush"})
    type_ = msgspec.structs.replace(view.type, fields=(*view.type.fields, rush))
    empty = msgspec.structs.replace(view.object, fields={})
    server.views["PO-1000"] = msgspec.structs.replace(view, object=empty, type=type_)
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until_shown("Material class: Enter chooses")
        await desk.until_shown("Enter choose  Tab next")
        for key in "prod":  # without a moment between them
            desk.shell.post_message(Key(key, key))
        await desk.until_shown("Material class: prod")
        await desk.press("enter")
        await desk.until_shown("Rush: Enter chooses")
        await desk.press("enter", "down", "enter")
        await desk.until_shown("Rush: no")
        await desk.press(*"ok", "enter")  # for the reason: nothing is left to choose
        await desk.until(lambda: server.posted("/decide"))
        decide = msgspec.json.decode(server.posted("/decide")[0], type=Decide)
        assert decide.fields == {"material_class": "production", "rush": False}
        assert decide.reason == "ok"


async def test_a_file_that_the_step_asks_for_is_sent_and_the_keys_go_on(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("drawing",))
    view = company.view(0)
    drawing = FieldDefinition(id="drawing", kind=FieldKind.FILE, title={"en": "Drawing"})
    type_ = msgspec.structs.replace(view.type, fields=(*view.type.fields, drawing))
    server.views["PO-1000"] = msgspec.structs.replace(view, type=type_)
    plan = tmp_path / "plan.txt"
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until_shown("Drawing: Enter chooses")
        await desk.until_shown("Enter choose  Tab next")
        for there in (False, True):
            if there:
                plan.write_text("a plan")
            await desk.press("enter")
            await desk.until_shown("File: ")
            await desk.press("ctrl+u", *str(plan), "enter")
            await desk.until_shown("Drawing: plan.txt" if there else "No such file")
        await desk.until_shown("Enter approve")  # and no longer that it is being sent
        await desk.press("enter")
        await desk.until(lambda: server.posted("/decide"))
        decide = msgspec.json.decode(server.posted("/decide")[0], type=Decide)
        assert decide.fields["drawing"]["name"] == "plan.txt"  # type: ignore[index]


async def test_many_fields_on_a_small_screen_hide_neither_reason_nor_keys(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(3)
    asks = tuple(f"part_{number}" for number in range(9))
    server.tasks[0] = company.task(0, asks=asks)
    view = company.view(0)
    fields = (
        FieldDefinition(id=each, kind=FieldKind.TEXT, title={"en": f"Title {each}"})
        for each in asks
    )
    type_ = msgspec.structs.replace(view.type, fields=(*view.type.fields, *fields))
    server.views["PO-1000"] = msgspec.structs.replace(view, type=type_)
    async with open_desk(server=server) as desk:
        await desk.pilot.resize_terminal(40, 10)
        await desk.dialog("a")
        await desk.until_shown("Title part_0")
        assert "Title part_8" not in desk.text
        await desk.press(*["tab"] * 8)
        await desk.until_shown("Title part_8")
        assert "approve  PO-1000" in desk.text
        assert "Reason" in desk.lines[-2]
        assert "Enter approve" in desk.lines[-1]


async def test_a_time_that_is_left_as_it_is_goes_back_as_it_is(open_desk: OpenDesk) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("here", "there"))
    view = company.view(0)
    known = {"here": "2026-01-05T10:00:30+05:45", "there": "2026-01-05T10:00:30-09:30"}
    fields = (FieldDefinition(id=each, kind=FieldKind.TIME, title={"en": each}) for each in known)
    type_ = msgspec.structs.replace(view.type, fields=(*view.type.fields, *fields))
    object_ = msgspec.structs.replace(view.object, fields=known)
    server.views["PO-1000"] = msgspec.structs.replace(view, object=object_, type=type_)
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until_shown("there: 2026")
        await desk.press("enter")
        await desk.until(lambda: server.posted("/decide"))
        decide = msgspec.json.decode(server.posted("/decide")[0], type=Decide)
        assert decide.fields == known  # and not in this person's zone


async def test_what_was_typed_stays_with_its_field_where_more_is_asked_for_meanwhile(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("supplier",))
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until(lambda: isinstance(desk.shell.focused, LineInput))
        await desk.press(*"Weber", "escape")
        server.tasks[0] = company.task(0, asks=("needed_by", "supplier"), title="Moved")
        server.happened(EventKind.TASK_CHANGED, server.tasks[0])
        await desk.until_shown("Moved")
        await desk.dialog("a")
        await desk.until_shown("Supplier: Weber")
