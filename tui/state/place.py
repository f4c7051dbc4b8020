"""Where a person is: the selected task, the filter, the marks, the page that is open.

Kept between sessions.

One file for each server, token and person acted as (0600, written whole). One that cannot be read
is none.
"""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from core.client.client import Routes
from core.errors import UsageError
from core.files import replace_private

_NEAR = 3
"""How many tasks are tried, the selected one first, before the list begins at its top."""


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A task that is marked, as it was last shown."""

    task: str
    revision: int
    object_revision: int
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    """When it was marked."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where one is. `person`: whose place it is, once the server has said."""

    person: str = ""
    query: str = ""
    """The filter of the inbox."""
    tasks: tuple[str, ...] = ()
    """The selected task, then its neighbours, the nearest first."""
    page: str = ""
    """The object that is read, "" for the list."""
    entry: int = 0
    """The entry of the feed at the upper edge, 0 above the feed."""
    below: int = 0
    """Lines between the beginning of that entry, or of the page, and the upper edge."""
    marks: tuple[Marked, ...] = ()

    @property
    def near(self) -> tuple[str, ...]:
        """The tasks to be looked for."""
        return self.tasks[:_NEAR]


class Places:
    """The place of one person at one server, on disk."""

    def __init__(self, folder: Path, client: Routes) -> None:
        whose = "\n".join((client.where, client.acting, client.identity))
        name = hashlib.sha256(whose.encode("utf-8", "replace")).hexdigest()[:32]
        self._file = folder / f"{name}.json"
        self._kept: Place | None = None

    def load(self) -> Place:
        """Where the person was; the beginning where nothing, or nothing sound, is known."""
        try:
            self._kept = msgspec.json.decode(self._file.read_bytes(), type=Place)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            self._kept = None
        return self._kept or Place()

    def save(self, place: Place) -> None:
        """Keep it, unless it is kept already. A disk that does not take it is no reason to stop."""
        if place == self._kept:
            return
        try:
            replace_private(self._file, msgspec.json.encode(place), durable=False)
        except (OSError, UsageError):
            return
        self._kept = place
