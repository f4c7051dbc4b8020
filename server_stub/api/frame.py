"""What every route stands on: who calls, the database, and answering a change exactly once.

A reading route calls `reading`, a changing one `changing`; both find out who calls inside the
transaction in which they work, so a right that was taken away a moment ago is gone.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
from litestar import Request, Response
from sqlalchemy import bindparam, insert, select

from core.errors import Invalid, SignoffError, Unreachable
from core.language import say, set_language
from core.near import hint_among
from server_stub.access import Actor
from server_stub.api.door import by_owners_door
from server_stub.api.identity import Caller, caller, identify
from server_stub.api.meter import Meter
from server_stub.api.places import Places
from server_stub.api.problems import language_of
from server_stub.api.tail import Tail
from server_stub.api.turns import Turns
from server_stub.connectors import Connectors
from server_stub.running import Running
from server_stub.store.database import Database
from server_stub.store.moments import to_micros
from server_stub.store.tables import answers
from server_stub.store.unit import Reader, Unit

T = TypeVar("T")
W = TypeVar("W")
Item = TypeVar("Item")
R = TypeVar("R")
Call = Request[Any, Any, Any]

_log = logging.getLogger(__name__)
_LONGEST_KEY = 200
_COMPUTING = 2
"""How many threads compute for checks and trials at one moment."""
_json = msgspec.json.Encoder()

_FIND_ANSWER = select(answers.c.request, answers.c.status, answers.c.headers, answers.c.body).where(
    answers.c.person == bindparam("by"), answers.c.key == bindparam("the_key")
)
_KEEP_ANSWER = insert(answers)


class Frame:
    """What the routes of one server share; kept in the application's state."""

    def __init__(
        self,
        database: Database,
        running: Running,
        connectors: Connectors,
        *,
        local: bool,
        files: Path,
    ) -> None:
        self.database = database
        self.connectors = connectors
        self.running = running
        self.tail = Tail(database, running)
        self._local = local
        """Whoever reaches this server is its owner (a Unix socket in a private folder)."""
        self.files = files
        """The folder of attached files."""
        self.turns = Turns()
        self.places = Places(_COMPUTING)
        self.meter: Meter
        self.used_tokens: dict[str, int] = {}
        """Token id to when it was last shown, microseconds; written down now and then."""

    def caller(self, request: Call) -> Caller:
        """Who sends a request, by what it says and the way it came; raises as `identity.caller`."""
        return caller(request.headers, local=self._local or by_owners_door(request.scope))

    def identify(self, reader: Reader, who: Caller) -> Actor:
        """The actor behind a caller; raises as `identity.identify`."""
        now = to_micros(datetime.now(UTC))
        found = identify(reader, who, now)
        if found.token:
            self.used_tokens[found.token] = now
        return found.actor


class Stored(msgspec.Struct, frozen=True):
    """An answer as it goes out, and as it is kept for the same call sent again."""

    status: int
    headers: dict[str, str]
    body: bytes


def frame(request: Call) -> Frame:
    """The frame of the server that a request came to."""
    return cast(Frame, request.app.state.frame)


def database(request: Call) -> Database:
    """The database of the server that a request came to."""
    return frame(request).database


async def actor(request: Call) -> Actor:
    """Who calls; a route that also reads or changes something uses `reading` or `changing`."""
    here, who = _begin(request)
    return await here.database.read(lambda reader: here.identify(reader, who))


async def reading(
    request: Call,
    view: Callable[[Reader, Actor], T],
    *,
    etag: Callable[[T], int] | None = None,
) -> Response[T]:
    """Answer with what `view` finds, as JSON; with an ETag where `etag` gives a revision.

    The revision is for If-Match alone. It is never answered 304: an answer also holds what has no
    revision of its own, such as who has to act.
    """
    here, who = _begin(request)

    def work(reader: Reader) -> Stored:
        value = view(reader, here.identify(reader, who))
        return Stored(200, _etag(etag, value), _json.encode(value))

    found = await here.database.read(work, kind=getattr(view, "__code__", view))
    return cast(Response[T], respond(found))


async def find(request: Call, view: Callable[[Reader, Actor], T], *, apart: bool = False) -> T:
    """What `view` finds, for a route that goes on with it.

    `apart`: it may take seconds of computing (`server_stub.api.weighing`).
    """
    here, who = _begin(request)

    def work(reader: Reader) -> T:
        return view(reader, here.identify(reader, who))

    kind = getattr(view, "__code__", view)
    return await here.database.read(work, kind=kind, apart=apart)


async def changing(
    request: Call,
    work: Callable[[Unit, Actor], T],
    *,
    etag: Callable[[T], int] | None = None,
    kept: Callable[[T], T] | None = None,
    content: bytes | None = None,
) -> Response[T]:
    """Answer with what `work` did, in one transaction; once for each Idempotency-Key.

    The answer is kept in the same transaction as the change. The same call sent again by the same
    person gets it again (`kept`: without what must not be stored); another call under the same key
    raises Invalid. What was refused changed nothing, so it is kept nowhere and is asked anew.
    `content`: what stands for the body, where `work` has read that already.
    """
    here, who = _begin(request)
    key = _idempotency_key(request)
    digest = await _digest(request, content) if key else ""
    status = int(getattr(request.route_handler, "status_code", None) or 200)

    def transaction(unit: Unit) -> Stored:
        acting = here.identify(unit, who)
        by = acting.acting or acting.person
        if key and (before := _answered(unit, by, key, digest)) is not None:
            return before
        value = work(unit, acting)
        if key:
            _keep(unit, by, key, digest, stored(kept(value) if kept else value, status, etag))
        return stored(value, status, etag)

    return cast(Response[T], respond(await here.database.write(transaction)))


async def changing_each(
    request: Call,
    find: Callable[[Reader, Actor], W],
    items: Callable[[W], Iterable[Item]],
    work: Callable[[Unit, Actor, W, Item], R],
    refused: Callable[[W, Item, SignoffError], R],
    answer: Callable[[W, list[R]], T],
) -> Response[T]:
    """Answer with what `work` did to each of the things that were found, each in a transaction of
    its own: one that cannot be done keeps no other from being done.

    The answer is kept under the Idempotency-Key once all is done. Where the server dies before, or
    its database goes away (raises Unreachable), the same call does what is left; what `work` does
    must come to the same when it is done again.
    """
    here, who = _begin(request)
    key = _idempotency_key(request)
    digest = await _digest(request, None) if key else ""

    def before(reader: Reader) -> Stored | W:
        acting = here.identify(reader, who)
        by = acting.acting or acting.person
        kept = _answered(reader, by, key, digest) if key else None
        return find(reader, acting) if kept is None else kept

    found = await here.database.read(before)
    if isinstance(found, Stored):
        return cast(Response[T], respond(found))
    done: list[R] = []
    for item in items(found):
        try:
            done.append(await here.database.write(partial(_one, here, who, work, found, item)))
        except Unreachable:  # the database is away: that is no answer about any of them
            raise
        except SignoffError as error:
            done.append(refused(found, item, error))
        except Exception:
            # A defect in one of them must not keep the others from their turn.
            number = secrets.token_hex(4)
            _log.exception("%s %s failed: %r", number, request.url.path, item)
            done.append(refused(found, item, Invalid(say("server.unexpected", number=number))))
    all_done = stored(answer(found, done))

    def keep(unit: Unit) -> Stored:
        acting = here.identify(unit, who)
        by = acting.acting or acting.person
        other = _answered(unit, by, key, digest)
        if other is None:
            _keep(unit, by, key, digest, all_done)
        return other or all_done

    return cast(Response[T], respond(await here.database.write(keep) if key else all_done))


def _one(
    here: Frame,
    who: Caller,
    work: Callable[[Unit, Actor, W, Item], R],
    found: W,
    item: Item,
    unit: Unit,
) -> R:
    return work(unit, here.identify(unit, who), found, item)


def if_match(request: Call) -> int | None:
    """The revision that the caller saw, from If-Match; None where any will do."""
    given = request.headers.get("if-match", "").strip()
    if given in ("", "*"):
        return None
    number = given.removeprefix("W/").strip('"')
    if not number.isdecimal() or len(number) > 9:
        raise Invalid(say("server.if_match", given=given))
    return int(number)


def _begin(request: Call) -> tuple[Frame, Caller]:
    set_language(language_of(request.headers))
    if "%00" in request.url.path or "\0" in request.url.path or "%00" in request.url.query:
        raise Invalid(say("operations.no_null"))  # PostgreSQL keeps no such text
    know_parameters(request)
    here = frame(request)
    return here, here.caller(request)


def know_parameters(request: Call) -> None:
    """Refuse what the route does not read: a misspelt filter would answer with everything."""
    if not request.url.query:
        return
    given = {"request", "data", *request.path_params}
    known = request.route_handler.parsed_fn_signature.parameters.keys() - given
    for name in request.query_params:
        if name not in known:
            raise Invalid(
                say("server.unknown_parameter", name=name, path=request.url.path),
                hint=hint_among(name, sorted(known)),
            )


def respond(answer: Stored) -> Response[bytes]:
    """The response that sends an answer."""
    return Response(
        content=answer.body,
        status_code=answer.status,
        headers=answer.headers,
        media_type="application/json",
    )


def stored(value: T, status: int = 200, etag: Callable[[T], int] | None = None) -> Stored:
    """A value as it goes out as JSON; nothing at all where it is None."""
    if value is None:
        return Stored(204, {}, b"")
    return Stored(status, _etag(etag, value), _json.encode(value))


def _etag(etag: Callable[[T], int] | None, value: T) -> dict[str, str]:
    return {} if etag is None else {"ETag": f'"{etag(value)}"'}


# --- once ------------------------------------------------------------------------------------


def _idempotency_key(request: Call) -> str:
    key = request.headers.get("idempotency-key", "").strip().strip('"')
    if len(key) > _LONGEST_KEY:
        raise Invalid(say("server.key_too_long", most=_LONGEST_KEY))
    return key


async def _digest(request: Call, content: bytes | None) -> str:
    """What makes two calls the same: route, query, whom it is done as, content."""
    parts = (
        request.method.encode(),
        request.url.path.encode(),
        request.url.query.encode(),
        request.headers.get("signoff-as", "").encode(),
        await request.body() if content is None else content,
    )
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _answered(unit: Reader, by: str, key: str, digest: str) -> Stored | None:
    row = unit.first(_FIND_ANSWER, by=by, the_key=key)
    if row is None:
        return None
    request, status, headers, body = row
    if request != digest:
        raise Invalid(say("server.key_used", key=key))
    return Stored(status, msgspec.json.decode(headers, type=dict[str, str]), bytes(body))


def _keep(unit: Unit, by: str, key: str, digest: str, answer: Stored) -> None:
    unit.run(
        _KEEP_ANSWER,
        person=by,
        key=key,
        request=digest,
        status=answer.status,
        headers=_json.encode(answer.headers).decode(),
        body=answer.body,
        at=to_micros(unit.now),
    )
