"""What the designer asks the server; each a coroutine for a worker that only posts messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from core.errors import FieldError, SignoffError
from core.flow.completing import Completion
from core.language import label, say
from tui.services import Services
from tui.work import Post

if TYPE_CHECKING:
    from tui.designer.phrase_sheet import Lookup


_MOST = 20
"""How many objects are offered."""


async def check(
    services: Services, text: str, name: str, files: dict[str, str], post: Post
) -> None:
    """The check of `signoff flow check`; `files` stand beside what is checked."""
    from tui.designer.workbench import Workbench

    try:
        found = await services.client.check_flow(text, name, files)
    except SignoffError as error:
        failure = say("designer.not_checked", detail=error.message)
        post(Workbench.Checked(text, failure=failure))
        return
    errors, warnings = (
        tuple(_placed(each, files) for each in part) for part in (found.errors, found.warnings)
    )
    post(Workbench.Checked(text, errors, warnings))


def _placed(found: FieldError, files: dict[str, str]) -> FieldError:
    """A finding of a file beside says where it stands, and belongs to no row here."""
    if found.file not in files:
        return found
    return replace(found, line=0, message=f"{found.file}:{found.line} {found.message}")


def people(services: Services) -> Lookup:
    """Persons by the beginning of an id or a name, as a flow names them."""

    async def look(words: str) -> Sequence[Completion]:
        begun = words.strip().removeprefix("person:")
        if not begun:
            return ()
        found = await services.client.people(begun)
        return [Completion(f"person:{each.id}", label(each.name)) for each in found.items]

    return look


def objects(services: Services, of: str) -> Lookup:
    """Objects of a type, by key or words; without any the newest."""

    async def look(words: str) -> Sequence[Completion]:
        found = await services.client.search(f"type:{of} {words}".strip(), limit=100)
        begun = words.strip().casefold()
        # Whoever types a key means it, and not the newest object that the search finds for it.
        hits = sorted(found.items, key=lambda hit: _far(hit.key.casefold(), begun))[:_MOST]
        return [Completion(hit.key, hit.title) for hit in hits]

    return look


def _far(key: str, begun: str) -> int:
    """How far from what was begun a key is: it, a beginning of it, or found by its words."""
    return 0 if key == begun else 1 if begun and key.startswith(begun) else 2


__all__ = ["FieldError", "check", "objects", "people"]
