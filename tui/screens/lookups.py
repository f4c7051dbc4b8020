"""What dialogs look up while one types: people, objects, choices of a field, files."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from core.client.client import AsyncClient
from core.language import label, say
from core.objects import FieldDefinition, FieldKind
from tui.drawing.words import coded
from tui.widgets.pick_list import Option

Lookup = Callable[[str], Awaitable[Sequence[Option]]]
_MOST_FILES = 200


def people(client: AsyncClient, about: str, *, me: bool = False) -> Lookup:
    """Persons by id or name; those who have to do with the object `about` first.

    `me`: oneself, too.
    """

    async def look(words: str) -> Sequence[Option]:
        found = await client.complete(words.removeprefix("@"), about, me=me)
        return [
            (each.id, label(each.name), label(each.detail))
            for each in found.items
            if each.kind == "person"
        ]

    return look


def objects(client: AsyncClient, of: str = "") -> Lookup:
    """Objects by key or words; `of`: only those of that type, the newest to begin with."""

    async def look(words: str) -> Sequence[Option]:
        query = f"type:{of} {words}".strip() if of else words
        if not query:
            return []
        found = await client.search(query, limit=20)
        return [
            (hit.key, hit.title, f"{label(hit.type_title)}  {coded('state', hit.state)}")
            for hit in found.items
        ]

    return look


def options(field: FieldDefinition) -> list[Option]:
    """What a choice or a yes-or-no field can hold."""
    if field.kind is FieldKind.FLAG:
        return [("yes", say("tui.yes"), ""), ("no", say("tui.no"), "")]
    return [(each.id, label(each.title) or each.id, "") for each in field.choices]


def among(all_options: Sequence[Option]) -> Lookup:
    """Those of a few options that hold what was typed."""

    async def look(words: str) -> Sequence[Option]:
        wanted = words.casefold()
        return [each for each in all_options if wanted in f"{each[0]} {each[1]}".casefold()]

    return look


async def files(words: str) -> Sequence[Option]:
    """Files and folders whose path begins with what was typed; folders end in a slash."""
    return await asyncio.to_thread(_files, words)


def _files(words: str) -> list[Option]:
    typed = Path(words).expanduser()
    folder, begun = (typed, "") if words.endswith("/") or not words else (typed.parent, typed.name)
    try:
        found = [each for each in folder.iterdir() if each.name.startswith(begun)]
    except OSError:
        return []
    shown = [each for each in found if begun.startswith(".") or not each.name.startswith(".")]
    shown.sort(key=lambda each: each.name)
    return [_file(each) for each in shown[:_MOST_FILES]]


def _file(path: Path) -> Option:
    slash = "/" if path.is_dir() else ""
    return (f"{path}{slash}", f"{path.name}{slash}", "")
