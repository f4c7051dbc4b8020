"""Who calls: by the Unix socket, by bearer token, and as whom.

Whoever reaches the Unix socket is the local owner, because only that user can enter its folder.
Everywhere else a call needs a token.
"""

import getpass
import re
from collections.abc import Mapping
from functools import cache

import msgspec
from sqlalchemy import bindparam, select

from core.errors import SignInFirst
from core.language import say
from server_stub import access
from server_stub.access import Actor
from server_stub.operations.apply import local_owner
from server_stub.operations.tokens import hash_of
from server_stub.store.tables import tokens
from server_stub.store.unit import Reader
from server_stub.views import directory

_BY_HASH = select(tokens.c.id, tokens.c.person, tokens.c.expires).where(
    tokens.c.hash == bindparam("secret_hash")
)


class Caller(msgspec.Struct, frozen=True):
    """What a request says about who sends it."""

    local: bool
    """It came through the socket of the local owner."""
    token_hash: str = ""
    acting_as: str = ""


class Identity(msgspec.Struct, frozen=True):
    """Who a caller was found to be."""

    actor: Actor
    token: str = ""
    """The id of the token that was shown."""


def caller(headers: Mapping[str, str], *, local: bool) -> Caller:
    """Read the caller from a request's headers. Raises SignInFirst where they name nobody."""
    get = headers.get
    scheme, _, secret = get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret.strip():
        return Caller(local, hash_of(secret.strip()), get("signoff-as", ""))
    if scheme:
        raise SignInFirst(say("server.bearer_only"))
    if not local:
        raise SignInFirst(say("server.no_token"))
    return Caller(local, "", get("signoff-as", ""))


def identify(reader: Reader, who: Caller, now: int) -> Identity:
    """The actor behind a caller; `now` in microseconds.

    Raises SignInFirst for a token that does not hold (any more), NotAllowed for `Signoff-As`
    without the right to it.
    """
    people = directory.load(reader)
    if not who.token_hash:
        person, token, owner = local_person(reader), "", True
    else:
        person, token = _by_token(reader, who.token_hash, now)
        owner = False
        known = people.people.get(person)
        if known is None or not known.active:
            raise SignInFirst(say("server.token_of_nobody"))
    if who.acting_as and who.acting_as != person:
        return Identity(access.actor_for(people, who.acting_as, owner=owner, acting=person), token)
    return Identity(access.actor_for(people, person, owner=owner), token)


def local_person(reader: Reader) -> str:
    """The person whom the owner of the embedded server is."""
    return local_owner(reader) or login()


@cache
def login() -> str:
    """The name of the operating system's user, as a person's id."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's user without an entry
        name = ""
    return re.sub(r"[^A-Za-z0-9._-]", "-", name) or "owner"


def _by_token(reader: Reader, token_hash: str, now: int) -> tuple[str, str]:
    row = reader.first(_BY_HASH, secret_hash=token_hash)
    if row is None:
        raise SignInFirst(say("server.token_unknown"))
    id_, person, expires = row
    if expires is not None and expires <= now:
        raise SignInFirst(say("server.token_expired"))
    return person, id_
