"""Systems that send signed webhooks, and whether a webhook is one of theirs.

Signed as Standard Webhooks says (standardwebhooks.com): HMAC-SHA256 with the source's secret over
`{webhook-id}.{webhook-timestamp}.{raw body}`; the time has to be near, the id makes it happen once.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from core.api import Page
from core.errors import Invalid, NotFound, SignInFirst
from core.handling import NewSignal, NewSource, SignalTaken, Source
from core.language import say
from server_stub import access
from server_stub.access import Actor
from server_stub.operations import signals
from server_stub.operations.connect import NAME
from server_stub.store.case_tables import signal_sources
from server_stub.store.moments import from_micros, from_micros_or_none, to_micros
from server_stub.store.unit import Reader, Unit
from server_stub.views import cursors

PREFIX = "whsec_"
WINDOW = timedelta(minutes=5)
"""How far the clock of a sender may be from ours."""

_columns = (
    signal_sources.c.name,
    signal_sources.c.created,
    signal_sources.c.by,
    signal_sources.c.last,
)
_all = select(*_columns).order_by(signal_sources.c.name)
_secret = select(signal_sources.c.secret).where(signal_sources.c.name == bindparam("the_name"))
_add = insert(signal_sources)
_remove = delete(signal_sources).where(signal_sources.c.name == bindparam("the_name"))
_heard = update(signal_sources).where(signal_sources.c.name == bindparam("the_name"))


class Event(msgspec.Struct, frozen=True):
    """The body of a webhook."""

    type: str
    data: dict[str, object] = {}


def new_secret() -> str:
    """A secret as Standard Webhooks writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def add(unit: Unit, actor: Actor, new: NewSource, secret: str, hidden: bytes) -> Source:
    """Let a system send webhooks; `hidden` is the secret as it is stored. Raises Invalid."""
    access.require_administrator(actor)
    if not NAME.fullmatch(new.name):
        raise Invalid(say("connectors.bad_name", name=new.name))
    if unit.first(_secret, the_name=new.name) is not None:
        raise Invalid(say("operations.source_exists", name=new.name))
    unit.run(_add, name=new.name, secret=hidden, created=to_micros(unit.now), by=actor.person)
    return _shown(new.name, to_micros(unit.now), actor.person, None, secret)


def remove(unit: Unit, actor: Actor, name: str) -> None:
    """Take no more webhooks from a system. Raises NotFound."""
    access.require_administrator(actor)
    if not unit.run(_remove, the_name=name):
        raise NotFound(what=say("operations.source"), key=name)


def listing(reader: Reader, actor: Actor, *, limit: int = 50, cursor: str = "") -> Page[Source]:
    """Every source by name, without secrets."""
    access.require_administrator(actor)
    found = (_shown(*row) for row in reader.all(_all))
    return cursors.part(found, lambda each: each.name, limit, cursor)


def hidden_secret(reader: Reader, name: str) -> bytes | None:
    """The secret as it is stored; None: there is no such source."""
    row = reader.first(_secret, the_name=name)
    return bytes(row[0]) if row is not None else None


def take(
    unit: Unit, name: str, secret: str, headers: Mapping[str, str], body: bytes
) -> SignalTaken:
    """A webhook came: the signal `SOURCE.TYPE` with its data.

    Raises SignInFirst where it is not signed with the source's secret, or not of now; Invalid for a
    body that is not `{"type": …, "data": {…}}`.
    """
    id_ = _verified(secret, headers, body, to_micros(unit.now) // 1_000_000)
    try:
        event = msgspec.json.decode(body, type=Event)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid(say("operations.webhook_body", detail=str(error))) from None
    unit.run(_heard, the_name=name, last=to_micros(unit.now))
    new = NewSignal(name=f"{name}.{event.type}", id=id_, fields=event.data)
    return signals.take(unit, f"hook:{name}", new)


def not_signed() -> SignInFirst:
    """What a system is told whose webhook nobody vouches for; no token would help it."""
    return SignInFirst(say("operations.not_signed"), hint=say("operations.not_signed.hint"))


def _verified(secret: str, headers: Mapping[str, str], body: bytes, now: int) -> str:
    """The webhook's id. Raises SignInFirst."""
    id_ = headers.get("webhook-id", "")
    sent = headers.get("webhook-timestamp", "")
    if not id_ or not sent.isdecimal() or len(sent) > 12:
        raise not_signed()
    if abs(now - int(sent)) > WINDOW.total_seconds():
        words = say("operations.signed_then", minutes=int(WINDOW.total_seconds() // 60))
        raise SignInFirst(words, hint=say("operations.signed_then.hint"))
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{id_}.{sent}.".encode() + body, hashlib.sha256).digest()
    expected = base64.b64encode(signed).decode()
    given = headers.get("webhook-signature", "").split()
    if not any(_same(each, expected) for each in given):
        raise not_signed()
    return id_


def _same(given: str, expected: str) -> bool:
    version, _, signature = given.partition(",")
    return version == "v1" and hmac.compare_digest(signature.encode(), expected.encode())


def _shown(name: str, created: int, by: str, last: int | None, secret: str = "") -> Source:
    return Source(
        name=name,
        url=f"/v1/hooks/{name}",
        created=from_micros(created),
        by=by,
        last=from_micros_or_none(last),
        secret=secret,
    )
