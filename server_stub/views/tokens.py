"""Bearer tokens as their owners see them, without their secrets."""

from sqlalchemy import bindparam, select, tuple_

from core.api import Page, Token
from server_stub import access
from server_stub.access import Actor
from server_stub.store.moments import from_micros, from_micros_or_none
from server_stub.store.tables import tokens
from server_stub.store.unit import Reader
from server_stub.views import cursors

_COLUMNS = (
    tokens.c.id,
    tokens.c.person,
    tokens.c.label,
    tokens.c.created,
    tokens.c.expires,
    tokens.c.used,
)
_ALL = (
    select(*_COLUMNS)
    .where(
        tuple_(tokens.c.created, tokens.c.id) > tuple_(bindparam("after"), bindparam("after_id"))
    )
    .order_by(tokens.c.created, tokens.c.id)
    .limit(bindparam("most"))
)
_MINE = _ALL.where(tokens.c.person == bindparam("whose"))


def page(reader: Reader, actor: Actor, limit: int, cursor: str) -> Page[Token]:
    """A part of the actor's tokens, the oldest first; an administrator sees everybody's."""
    most = cursors.limited(limit)
    created, id_ = cursors.parts(cursor, 2) if cursor else ("0", "")
    after = {"after": cursors.whole(created), "after_id": id_, "most": most + 1}
    everybody = access.administers(actor)
    rows = (
        reader.all(_ALL, **after) if everybody else reader.all(_MINE, whose=actor.person, **after)
    )
    last = rows[most - 1] if len(rows) > most else None
    return Page(
        next=cursors.of(last[3], last[0]) if last else "",
        items=[
            Token(
                id=id_,
                person=person,
                label=label,
                created=from_micros(created),
                expires=from_micros_or_none(expires),
                used=from_micros_or_none(used),
            )
            for id_, person, label, created, expires, used in rows[:most]
        ],
    )
