"""Bearer tokens: made, listed without their secrets, revoked."""

import secrets
from datetime import timedelta

import msgspec
from litestar import Response, delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from sqlalchemy import bindparam, insert, select, tuple_
from sqlalchemy import delete as delete_rows

from core.api import NewToken, Page, Token
from core.errors import Invalid, NotAllowed, NotFound
from core.language import say
from core.text import clean, one_line
from server_stub import access
from server_stub.access import Actor
from server_stub.api.frame import Call, changing, reading
from server_stub.api.identity import hash_of
from server_stub.store.moments import (
    from_micros,
    from_micros_or_none,
    to_micros,
    to_micros_or_none,
)
from server_stub.store.tables import tokens
from server_stub.store.unit import Reader, Unit
from server_stub.views import cursors, directory

_MOST_DAYS = 36_500
_LONGEST_LABEL = 200

_COLUMNS = (
    tokens.c.id,
    tokens.c.person,
    tokens.c.label,
    tokens.c.created,
    tokens.c.expires,
    tokens.c.used,
)
_ADD = insert(tokens)
_ALL = (
    select(*_COLUMNS)
    .where(
        tuple_(tokens.c.created, tokens.c.id) > tuple_(bindparam("after"), bindparam("after_id"))
    )
    .order_by(tokens.c.created, tokens.c.id)
    .limit(bindparam("most"))
)
_MINE = _ALL.where(tokens.c.person == bindparam("whose"))
_OWNER_OF = select(tokens.c.person).where(tokens.c.id == bindparam("which"))
_REVOKE = delete_rows(tokens).where(tokens.c.id == bindparam("which"))


@get("/tokens")
async def list_tokens(
    request: Call, limit: FromQuery[int] = 50, cursor: FromQuery[str] = ""
) -> Response[Page[Token]]:
    """The caller's tokens, the oldest first; an administrator sees everybody's."""
    return await reading(request, lambda reader, actor: _listed(reader, actor, limit, cursor))


@post("/tokens", status_code=201)
async def create_token(request: Call, data: JSONBody[NewToken]) -> Response[Token]:
    """Make a token. Its secret is in this answer only: the server keeps a hash."""
    return await changing(
        request,
        lambda unit, actor: _create(unit, actor, data),
        kept=lambda token: msgspec.structs.replace(token, secret=""),
    )


@delete("/tokens/{token:str}", status_code=204)
async def revoke_token(request: Call, token: FromPath[str]) -> Response[None]:
    """Make a token worthless, at once."""
    return await changing(request, lambda unit, actor: _revoke(unit, actor, token))


def _listed(reader: Reader, actor: Actor, limit: int, cursor: str) -> Page[Token]:
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


def _create(unit: Unit, actor: Actor, new: NewToken) -> Token:
    person = new.person or actor.person
    if actor.acting:  # it would keep the right to act as somebody beyond what is recorded
        raise NotAllowed(say("server.token_while_acting"))
    if person != actor.person and not access.administers(actor):
        raise NotAllowed(say("server.token_for_another"))
    if new.days < 0:
        raise Invalid(say("server.days"))
    if new.days > _MOST_DAYS:
        raise Invalid(say("operations.too_many_days", n=_MOST_DAYS))
    label = one_line(clean(new.label)).strip()
    if len(label) > _LONGEST_LABEL:
        raise Invalid(say("operations.too_long", n=_LONGEST_LABEL))
    known = directory.load(unit).people.get(person)
    if known is None or not known.active:
        raise access.no_person(directory.load(unit), person)
    secret = f"signoff_{secrets.token_urlsafe(32)}"
    token = Token(
        id=secrets.token_hex(6),
        person=person,
        label=label,
        created=unit.now,
        expires=unit.now + timedelta(days=new.days) if new.days else None,
        secret=secret,
    )
    unit.run(
        _ADD,
        id=token.id,
        person=person,
        label=token.label,
        hash=hash_of(secret),
        created=to_micros(token.created),
        expires=to_micros_or_none(token.expires),
    )
    return token


def _revoke(unit: Unit, actor: Actor, token: str) -> None:
    row = unit.first(_OWNER_OF, which=token)
    if row is None or (row[0] != actor.person and not access.administers(actor)):
        raise NotFound(kind="token", what=say("server.token"), key=token)
    unit.run(_REVOKE, which=token)


routes = [list_tokens, create_token, revoke_token]
