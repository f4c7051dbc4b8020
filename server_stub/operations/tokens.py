"""Bearer tokens: made for oneself, or by an administrator; revoked at once.

Tokens are kept as SHA-256 hashes only: they are 256 random bits, so there is nothing to guess that
a slower hash would protect.
"""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, select

from core.api import NewToken, Token
from core.errors import Invalid, NotAllowed, NotFound
from core.language import say
from core.text import clean, one_line
from server_stub import access
from server_stub.access import Actor
from server_stub.store.moments import to_micros, to_micros_or_none
from server_stub.store.tables import tokens
from server_stub.store.unit import Unit
from server_stub.views import directory

_MOST_DAYS = 36_500
_LONGEST_LABEL = 200

_ADD = insert(tokens)
_OWNER_OF = select(tokens.c.person).where(tokens.c.id == bindparam("which"))
_REVOKE = delete(tokens).where(tokens.c.id == bindparam("which"))


def hash_of(secret: str) -> str:
    """How a token's secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create(unit: Unit, actor: Actor, new: NewToken) -> Token:
    """Make a token; its secret is in the answer only. Raises NotAllowed and Invalid."""
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


def revoke(unit: Unit, actor: Actor, token: str) -> None:
    """Make a token worthless, at once. Raises NotFound, also where it is somebody else's."""
    row = unit.first(_OWNER_OF, which=token)
    if row is None or (row[0] != actor.person and not access.administers(actor)):
        raise NotFound(kind="token", what=say("server.token"), key=token)
    unit.run(_REVOKE, which=token)
