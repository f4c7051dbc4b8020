"""Making objects and changing them, from the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.api import ObjectView
from core.client.paging import whole_async
from core.language import label, say
from core.objects import ObjectState, ObjectType
from tui.actions import BY_ID, Situation
from tui.screens.find_sheet import FindSheet
from tui.screens.object_form import ObjectForm
from tui.widgets.pick_list import Option

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def new(desk: DeskScreen, _situation: Situation) -> None:
    """Make an object of a type that one picks."""
    types: dict[str, ObjectType] = {}
    me = desk.shell.me
    roles = set(me.roles) if me is not None else set()

    async def creatable(words: str) -> Sequence[Option]:
        if not types:
            for each in await whole_async(lambda cursor: desk.services.client.types(cursor=cursor)):
                if _may(each.create, roles):
                    types[each.id] = each
        wanted = words.casefold()
        found = [(each.id, label(each.title), "") for each in types.values()]
        return [each for each in found if wanted in f"{each[0]} {each[1]}".casefold()]

    def picked(option: Option | None) -> None:
        object_type = types.get(option[0]) if option is not None else None
        if object_type is None:
            return
        writable = [each.id for each in object_type.fields if _may(each.write, roles)]
        submits = "submit" if object_type.flow else ""
        _fill(desk, ObjectForm(desk.services, object_type, writable, submits=submits))

    sheet = FindSheet(
        creatable,
        heading=say("form.new_title"),
        verb=say("actions.new"),
        label=say("form.type"),
        says_missing=say("form.pick_type"),
        ids=False,
    )
    desk.app.push_screen(sheet, picked)


def edit(desk: DeskScreen, situation: Situation) -> None:
    """Change the fields of an object, and submit it with them."""
    view = situation.view
    if view is None:
        return
    submits = next((each for each in ("submit", "resubmit") if each in view.can), "")
    form = ObjectForm(desk.services, view.type, view.writable, view=view, submits=submits)
    _fill(desk, form)


def _fill(desk: DeskScreen, form: ObjectForm) -> None:
    def closed(view: ObjectView | None) -> None:
        if view is not None:
            desk.inbox.refresh_inbox()
            desk.open_object(view.object.key)
            desk.tell(_saved(desk, form, view))
        elif desk.services.drafts.load(form.draft):
            desk.tell(say("form.kept"))

    desk.app.push_screen(form, closed)


def _saved(desk: DeskScreen, form: ObjectForm, view: ObjectView) -> str:
    key, keymap = view.object.key, desk.services.options.keymap
    if form.submitted:
        return say("form.submitted", key=key)
    if view.object.state is ObjectState.DRAFT and "submit" in view.can:
        keys = {each: keymap.shown(BY_ID[each]) for each in ("submit", "edit")}
        return say("form.saved_draft", key=key, **keys)
    return say("form.saved", key=key)


def _may(roles: Sequence[str] | None, mine: set[str]) -> bool:
    """Whether one of these roles is needed and there; the server has the last word."""
    return roles is None or bool(mine & set(roles))
