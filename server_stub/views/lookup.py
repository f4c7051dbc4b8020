"""An object as its reader stands to it: found by key, and only where they may see it."""

import msgspec
from sqlalchemy import bindparam, select

from core.feed import Followed
from server_stub import access
from server_stub.access import Actor
from server_stub.store.tables import objects, readers
from server_stub.store.unit import Reader
from server_stub.views import directory
from server_stub.views.rows import OBJECT_COLUMNS, ObjectRow, object_row

_find = (
    select(
        *OBJECT_COLUMNS,
        readers.c.takes_part,
        readers.c.follows,
        readers.c.seen,
        readers.c.seen_revision,
    )
    .select_from(
        objects.outerjoin(
            readers,
            (readers.c.object == objects.c.id) & (readers.c.person == bindparam("reader")),
        )
    )
    .where(objects.c.key == bindparam("the_key"))
)


class Found(msgspec.Struct, frozen=True):
    """An object's row, and how the reader stands to it."""

    row: ObjectRow
    takes_part: bool
    follows: bool
    seen: int
    seen_revision: int

    @property
    def followed(self) -> Followed:
        """How the reader stands to the feed."""
        return Followed(
            follows=self.follows, seen=self.seen, unread=max(0, self.row.entries - self.seen)
        )


def find(reader: Reader, actor: Actor, key: str) -> Found:
    """The object with this key, where the actor may see it. Raises NotFound."""
    row = reader.first(_find, the_key=key, reader=actor.person)
    if row is None:
        raise access.no_object(key)
    takes_part, follows, seen, seen_revision = row[-4:]
    found = Found(object_row(row), bool(takes_part), bool(follows), seen or 0, seen_revision or 0)
    object_type = directory.configuration(reader).type(found.row.type)
    access.require_sight(actor, object_type, found.takes_part, key)
    return found
