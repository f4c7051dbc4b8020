"""Actions in other systems: rows of the outbox, made in the transaction that led to them."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from server_stub.store.moments import from_micros, to_micros
from server_stub.store.tables import calls, documents
from server_stub.store.unit import Reader, Row, Unit

COLUMNS = (
    calls.c.id,
    calls.c.key,
    calls.c.object,
    calls.c.case,
    calls.c.task,
    calls.c.connector,
    calls.c.action,
    calls.c.person,
    calls.c.doc,
    calls.c.attempts,
    calls.c.created,
)
UNDELIVERED = ("waiting", "sending")

SHORTEST_PAUSE = 1.0
LONGEST_PAUSE = 600.0
"""Seconds between two attempts."""

_into = insert(calls)
_add = _into.on_conflict_do_update(
    index_elements=["key"],
    set_={
        "state": "waiting",
        "doc": _into.excluded.doc,
        "person": _into.excluded.person,
        "next_try": _into.excluded.next_try,
        "detail": "",
        "answered": None,
    },
    where=calls.c.state == "failed",
)
_seen = select(documents.c.kind, documents.c.id, documents.c.state, documents.c.digest).where(
    documents.c.object == bindparam("the_object"),
    documents.c.connector == bindparam("the_connector"),
)
_undelivered = (
    select(calls.c.id)
    .where(
        calls.c.object == bindparam("the_object"),
        calls.c.state.in_(UNDELIVERED),
        calls.c.action != "note",
    )
    .limit(1)
)
_of_connector = select(*COLUMNS).where(
    calls.c.connector == bindparam("the_connector"), calls.c.state.in_(UNDELIVERED)
)
_by_key = select(*COLUMNS).where(calls.c.key == bindparam("the_key"))
_keep = update(calls).where(calls.c.id == bindparam("the_id"))


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """The `doc` of a row: what the action needs beside its address."""

    arguments: dict[str, Any] = {}
    reason: str = ""
    agreed: tuple[str, ...] = ()
    """Names of warnings that the person has agreed to."""
    kind: str = ""
    document: str = ""
    state: str = ""
    digest: str = ""
    """State and digest of the document as the person saw it."""
    waited: float = 0
    """Seconds of pauses since it was queued, since the other system last came back, or since a
    person had it tried again."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One action that a connector is to carry out."""

    id: int
    key: str
    object: int
    case: str
    task: str
    connector: str
    action: str
    person: str
    contents: Contents
    attempts: int
    """How often it was tried, this time included: with more than one, what came of the earlier
    ones is not known."""
    created: datetime

    @classmethod
    def from_row(cls, row: Row) -> "Call":
        """The call that a row of `COLUMNS` holds."""
        known = dict(zip((column.name for column in COLUMNS), row, strict=True))
        known["contents"] = msgspec.json.decode(known.pop("doc"), type=Contents)
        known["created"] = from_micros(known["created"])
        return cls(**known)


def queue(
    unit: Unit,
    *,
    key: str,
    object: int,
    connector: str,
    action: str,
    person: str = "",
    case: str = "",
    task: str = "",
    arguments: dict[str, Any] | None = None,
    reason: str = "",
    agreed: tuple[str, ...] = (),
) -> bool:
    """Queue an action once per `key`; one that failed before under the key is tried again.

    Keeps state and digest of the document as they are known now, which is what the person saw.
    Answers whether there is now something to deliver.
    """
    seen = unit.first(_seen, the_object=object, the_connector=connector)
    kind, document, state, digest = seen or ("", "", "", "")
    contents = Contents(
        arguments=arguments or {},
        reason=reason,
        agreed=agreed,
        kind=kind,
        document=document,
        state=state,
        digest=digest,
    )
    now = to_micros(unit.now)
    added = unit.run(
        _add,
        key=key,
        object=object,
        case=case,
        task=task,
        connector=connector,
        action=action,
        person=person,
        doc=msgspec.json.encode(contents).decode(),
        state="waiting",
        attempts=0,
        next_try=now,
        leased_until=0,
        leased_by="",
        detail="",
        created=now,
    )
    return added > 0


def hurry(unit: Unit, connector: str) -> None:
    """The other system answers again: what waits for it is tried now, and as if it were new."""
    for row in unit.all(_of_connector, the_connector=connector):
        call = Call.from_row(row)
        _rest(unit, call.id, msgspec.structs.replace(call.contents, waited=0), 0)


def in_flight(reader: Reader, object: int) -> bool:
    """Whether a decision about the object was queued and has not come to an end yet."""
    return reader.first(_undelivered, the_object=object) is not None


def send_again(unit: Unit, key: str, *, agreed: tuple[str, ...] = ()) -> None:
    """Send an action again that a person was asked about, with their yes to warnings."""
    row = unit.first(_by_key, the_key=key)
    if row is None:
        return
    call = Call.from_row(row)
    all_agreed = tuple(dict.fromkeys((*call.contents.agreed, *agreed)))
    contents = msgspec.structs.replace(call.contents, agreed=all_agreed, waited=0)
    unit.run(
        _keep,
        the_id=call.id,
        state="waiting",
        detail="",
        doc=msgspec.json.encode(contents).decode(),
        next_try=to_micros(unit.now),
        answered=None,
    )


def done_by_hand(unit: Unit, key: str) -> None:
    """A person did in the other system what could not be sent."""
    row = unit.first(_by_key, the_key=key)
    if row is not None:
        end(unit, Call.from_row(row), state="done")


def end(unit: Unit, call: Call, *, state: str, detail: str = "") -> None:
    """The call has come to an end: `done` or `failed`; `asking`: a person has to agree first."""
    unit.run(
        _keep,
        the_id=call.id,
        state=state,
        detail=detail,
        answered=to_micros(unit.now),
        leased_until=0,
        leased_by="",
    )


def pause(waited: float, wish: float = 0) -> float:
    """Seconds until the next attempt: as long as all pauses before it together, so each is twice
    the one before; at least what the other side wishes."""
    return max(wish, min(max(waited, SHORTEST_PAUSE), LONGEST_PAUSE))


def put_off(unit: Unit, call: Call, *, wish: float = 0, detail: str = "") -> None:
    """Nobody answered: the call is tried again after a pause."""
    row = unit.first(_by_key, the_key=call.key)  # `hurry` may have come since it was claimed
    contents = Call.from_row(row).contents if row else call.contents
    rest = pause(contents.waited, wish)
    contents = msgspec.structs.replace(contents, waited=contents.waited + rest)
    _rest(
        unit, call.id, contents, rest, state="waiting", detail=detail, leased_until=0, leased_by=""
    )


def _rest(unit: Unit, id_: int, contents: Contents, seconds: float, **more: object) -> None:
    unit.run(
        _keep,
        the_id=id_,
        doc=msgspec.json.encode(contents).decode(),
        next_try=to_micros(unit.now + timedelta(seconds=seconds)),
        **more,
    )
