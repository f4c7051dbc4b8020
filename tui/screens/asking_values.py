"""Which dialog fills in which kind of field."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from core.errors import SignoffError
from core.language import label, say
from core.objects import FieldDefinition, FieldKind
from tui.screens import lookups
from tui.screens.fill_sheet import FillSheet
from tui.screens.find_sheet import FindSheet
from tui.screens.lines_sheet import LinesSheet
from tui.screens.value_sheet import Given, ValueSheet
from tui.screens.writing_sheet import WritingSheet
from tui.widgets.pick_list import Option
from tui.work import start

if TYPE_CHECKING:
    from tui.screens.asked_fields import AskedFields

    Sheet: TypeAlias = FillSheet[Any] | AskedFields


def ask_value(sheet: Sheet, field: FieldDefinition) -> None:
    """Let the person fill in a field of the form."""
    _DIALOGS.get(field.kind, _typed)(sheet, field)


def _typed(sheet: Sheet, field: FieldDefinition) -> None:
    if field.kind is FieldKind.TEXT and field.multiline:
        _written(sheet, field)
        return

    def filled(given: Given | None) -> None:
        if given is not None:
            sheet.give(field.id, given.value)

    value, draft = sheet.form.values.get(field.id), _draft(sheet, field)
    sheet.app.push_screen(ValueSheet(sheet.services, field, value, draft=draft), filled)


def _written(sheet: Sheet, field: FieldDefinition) -> None:
    draft = _draft(sheet, field)

    def written(words: str | None) -> None:
        if words is not None:
            sheet.give(field.id, words)
            sheet.services.drafts.remove(draft)

    dialog = WritingSheet(
        sheet.services,
        draft=draft,
        heading=_title(field),
        verb=say("form.take"),
        words=str(sheet.form.values.get(field.id) or ""),
    )
    sheet.app.push_screen(dialog, written)


def _chosen(sheet: Sheet, field: FieldDefinition) -> None:
    def picked(option: Option) -> None:
        value = option[0] == "yes" if field.kind is FieldKind.FLAG else option[0]
        sheet.give(field.id, value)

    _find(sheet, field, lookups.among(lookups.options(field)), picked, ids=False)


def _person(sheet: Sheet, field: FieldDefinition) -> None:
    def picked(option: Option) -> None:
        sheet.names[option[0]] = {"": option[1]}
        sheet.give(field.id, option[0])

    _find(sheet, field, lookups.people(sheet.services.client, sheet.about, me=True), picked)


def _reference(sheet: Sheet, field: FieldDefinition) -> None:
    def picked(option: Option) -> None:
        sheet.give(field.id, option[0])

    _find(sheet, field, lookups.objects(sheet.services.client, field.of), picked, free=True)


def _find(
    sheet: Sheet,
    field: FieldDefinition,
    lookup: lookups.Lookup,
    picked: Callable[[Option], None],
    *,
    free: bool = False,
    ids: bool = True,
) -> None:
    def closed(option: Option | None) -> None:
        if option is not None:
            picked(option)

    dialog = FindSheet(
        lookup,
        heading=_title(field),
        verb=say("form.take"),
        label=_title(field),
        free=free,
        says_missing=say("form.pick"),
        ids=ids,
    )
    sheet.app.push_screen(dialog, closed)


def _file(sheet: Sheet, field: FieldDefinition, words: str = "") -> None:
    def closed(option: Option | None) -> None:
        if option is None:
            return
        path = Path(option[0]).expanduser()
        if path.is_dir():
            _file(sheet, field, f"{path}/")
            return
        sheet.complain(say("form.uploading"))
        start(sheet, partial(_upload, sheet, field, path), "upload")

    dialog = FindSheet(
        lookups.files,
        heading=_title(field),
        verb=say("form.take"),
        label=say("form.file"),
        words=words,
        free=True,
        says_missing=say("form.file_missing"),
        ids=False,
    )
    sheet.app.push_screen(dialog, closed)


async def _upload(sheet: Sheet, field: FieldDefinition, path: Path) -> None:
    try:
        content = await asyncio.to_thread(path.read_bytes)
        stored = await sheet.services.client.upload(path.name, content)
    except OSError as error:
        detail = error.strerror or str(error)
        trouble = say("form.unreadable", file=path, detail=detail)
        sheet.post_message(FillSheet.ValueReady(field.id, None, trouble))
    except SignoffError as error:
        trouble = f"{error.message} {error.hint}".strip()
        sheet.post_message(FillSheet.ValueReady(field.id, None, trouble))
    else:
        sheet.post_message(FillSheet.ValueReady(field.id, msgspec.to_builtins(stored)))


def _table(sheet: Sheet, field: FieldDefinition) -> None:
    value = sheet.form.values.get(field.id)
    lines = [dict(each) for each in value] if isinstance(value, list | tuple) else []
    dialog = LinesSheet(
        sheet.services,
        field,
        lines,
        changed=partial(sheet.give, field.id),
        draft=_draft(sheet, field),
        about=sheet.about,
        names=sheet.names,
    )
    sheet.app.push_screen(dialog)


def _draft(sheet: Sheet, field: FieldDefinition) -> str:
    return f"{sheet.draft}/{field.id}"


def _title(field: FieldDefinition) -> str:
    return label(field.title) or field.id


_DIALOGS: dict[FieldKind, Callable[[Sheet, FieldDefinition], None]] = {
    FieldKind.CHOICE: _chosen,
    FieldKind.FLAG: _chosen,
    FieldKind.PERSON: _person,
    FieldKind.REFERENCE: _reference,
    FieldKind.FILE: _file,
    FieldKind.TABLE: _table,
}
