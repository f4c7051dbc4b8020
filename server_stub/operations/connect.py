"""Connecting other systems: what is configured, how it is doing, and what was said."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from core.connections import ConnectorView, Exchange, WebhookAction
from core.errors import Invalid, NotFound
from core.events import EventKind
from core.language import say
from core.near import did_you_mean
from core.objects import ObjectType
from server_stub.access import Actor, no_person, require_administrator
from server_stub.operations import configuration
from server_stub.operations import documents as documents_known
from server_stub.operations.calls import hurry
from server_stub.operations.connector_actions import Options
from server_stub.operations.receive import FLOW, MIRROR, OFF, let_go, type_of
from server_stub.store.moments import from_micros_or_none, to_micros
from server_stub.store.tables import (
    calls,
    connector_people,
    connectors,
    documents,
    exchanges,
)
from server_stub.store.unit import Reader, Unit
from server_stub.views import directory

NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
OK = "ok"
KEPT_EXCHANGES = 5000
"""How many exchanges of each connector the log keeps."""

_add = insert(connectors)
_PUT = ("url", "user", "secret", "doc", "state", "detail", "since")
_put = _add.on_conflict_do_update(
    index_elements=["name"],
    set_={name: _add.excluded[name] for name in _PUT},
)
_all = select(connectors).order_by(connectors.c.name)
_one = select(connectors).where(connectors.c.name == bindparam("the_name"))
_change = update(connectors).where(connectors.c.name == bindparam("the_name"))
_remove = [
    delete(table).where(column == bindparam("the_name"))
    for table, column in (
        (documents, documents.c.connector),
        (connector_people, connector_people.c.connector),
        (connectors, connectors.c.name),
    )
]
_add_person = insert(connector_people)
_put_person = _add_person.on_conflict_do_update(
    index_elements=["connector", "person"],
    set_={"login": _add_person.excluded.login, "secret": _add_person.excluded.secret},
)
_remove_person = delete(connector_people).where(
    connector_people.c.connector == bindparam("the_name"),
    connector_people.c.person == bindparam("the_person"),
)
_people = select(
    connector_people.c.connector,
    connector_people.c.person,
    connector_people.c.login,
    connector_people.c.secret,
).order_by(connector_people.c.person)
_waiting = (
    select(documents.c.connector, func.count())
    .where(documents.c.waiting == 1)
    .group_by(documents.c.connector)
)
_queued = (
    select(calls.c.connector, func.count())
    .where(calls.c.state.in_(("waiting", "sending")))
    .group_by(calls.c.connector)
)
_say = insert(exchanges)
_oldest_kept = (
    select(exchanges.c.id)
    .where(exchanges.c.connector == bindparam("the_name"))
    .order_by(exchanges.c.id.desc())
    .offset(KEPT_EXCHANGES)
    .limit(1)
)
_forget_old = delete(exchanges).where(
    exchanges.c.connector == bindparam("the_name"), exchanges.c.id <= bindparam("oldest")
)
_log = (
    select(exchanges)
    .where(exchanges.c.connector == bindparam("the_name"), exchanges.c.id < bindparam("before"))
    .order_by(exchanges.c.id.desc())
    .limit(bindparam("most"))
)


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """How a person is known in the other system; the secret is encrypted."""

    person: str
    login: str
    secret: bytes | None = None


class ConnectorRow(msgspec.Struct, frozen=True, kw_only=True):
    """One connector as it is configured and doing; the secret is encrypted."""

    name: str
    system: str
    url: str
    user: str
    secret: bytes | None
    ways: dict[str, str]
    state: str
    detail: str
    since: datetime | None
    last_contact: datetime | None
    people: tuple[PersonRow, ...] = ()
    headers: dict[str, str] = {}
    actions: dict[str, WebhookAction] = {}


def rows(reader: Reader) -> list[ConnectorRow]:
    """Every connector, by name."""
    people: dict[str, list[PersonRow]] = {}
    for connector, person, login, secret in reader.all(_people):
        row = PersonRow(person=person, login=login, secret=_bytes(secret))
        people.setdefault(connector, []).append(row)
    return [_row(each, people.get(each[0], [])) for each in reader.all(_all)]


def find(reader: Reader, name: str) -> ConnectorRow:
    """One connector. Raises NotFound."""
    found = {each.name: each for each in rows(reader)}
    if name not in found:
        raise _no_connector(name, found)
    return found[name]


def views(reader: Reader) -> list[ConnectorView]:
    """Every connector as the listing shows it."""
    waiting = {row[0]: row[1] for row in reader.all(_waiting)}
    queued = {row[0]: row[1] for row in reader.all(_queued)}
    return [_view(row, waiting.get(row.name, 0), queued.get(row.name, 0)) for row in rows(reader)]


def view(reader: Reader, name: str) -> ConnectorView:
    """One connector as the listing shows it. Raises NotFound."""
    found = {each.name: each for each in views(reader)}
    if name not in found:
        raise _no_connector(name, found)
    return found[name]


def _no_connector(name: str, known: Iterable[str]) -> NotFound:
    near = did_you_mean(name, known)
    return NotFound(kind="connector", what=say("connectors.connector"), key=name, near=near)


def add(
    unit: Unit,
    actor: Actor,
    *,
    name: str,
    system: str,
    url: str,
    user: str,
    secret: bytes | None,
    ways: Mapping[str, str],
    types: Iterable[ObjectType],
    headers: Mapping[str, str] | None = None,
    actions: Mapping[str, WebhookAction] | None = None,
) -> ConnectorView:
    """Connect a system, or change address and reader of one that is connected.

    `types` are the object types of its kinds of document; those that exist stay as they are,
    because the business may have changed them. Raises Invalid.
    """
    require_administrator(actor)
    if not NAME.fullmatch(name):
        raise Invalid(say("connectors.bad_name", name=name))
    known = directory.configuration(unit).types
    for object_type in types:
        if object_type.id not in known:
            configuration.define(unit, "type", object_type.id, object_type)
    before = unit.first(_one, the_name=name)
    if before and before[1] != system:
        raise Invalid(say("connectors.name_taken", name=name, system=before[1]))
    options = msgspec.json.decode(before[5], type=Options) if before else Options()
    unit.run(
        _put,
        name=name,
        system=system,
        url=url,
        user=user,
        secret=secret,
        doc=msgspec.json.encode(
            Options(
                ways={**options.ways, **checked_ways(unit, name, ways)},
                headers=dict(headers or {}),
                actions=dict(actions or {}),
            )
        ).decode(),
        state="new",
        detail="",
        since=to_micros(unit.now),
    )
    _changed(unit, name)
    return view(unit, name)


def remove(unit: Unit, actor: Actor, name: str) -> None:
    """Disconnect a system: what came from it stays, what waits for it there is asked no more."""
    require_administrator(actor)
    find(unit, name)
    for kind, stamps in documents_known.waiting(unit, name).items():
        let_go(unit, name, kind, stamps)
    for statement in _remove:
        unit.run(statement, the_name=name)
    _changed(unit, name)


def set_person(
    unit: Unit, actor: Actor, name: str, person: str, login: str, secret: bytes | None
) -> ConnectorView:
    """Say under which login a person decides there. Raises Invalid, NotFound."""
    require_administrator(actor)
    everybody = directory.configuration(unit).directory
    if person not in everybody.people:
        raise no_person(everybody, person)
    for other in find(unit, name).people:
        if other.login == login and other.person != person:
            raise Invalid(say("connectors.login_taken", login=login, person=other.person))
    unit.run(_put_person, connector=name, person=person, login=login, secret=secret, doc="{}")
    _changed(unit, name)
    return view(unit, name)


def remove_person(unit: Unit, actor: Actor, name: str, person: str) -> ConnectorView:
    """Forget a person's login there. Raises NotFound."""
    require_administrator(actor)
    if person not in {each.person for each in find(unit, name).people}:
        raise NotFound(what=say("connectors.login_of"), key=person)
    unit.run(_remove_person, the_name=name, the_person=person)
    _changed(unit, name)
    return view(unit, name)


def set_ways(unit: Unit, actor: Actor, name: str, ways: Mapping[str, str]) -> ConnectorView:
    """Say for kinds of document how they are decided. Raises Invalid, NotFound."""
    require_administrator(actor)
    find(unit, name)
    before = unit.first(_one, the_name=name)
    assert before is not None
    options = msgspec.json.decode(before[5], type=Options)
    gone = {**options.ways, **checked_ways(unit, name, ways)}
    options = msgspec.structs.replace(options, ways=gone)
    unit.run(_change, the_name=name, doc=msgspec.json.encode(options).decode())
    _changed(unit, name)
    return view(unit, name)


def checked_ways(unit: Unit, name: str, ways: Mapping[str, str]) -> dict[str, str]:
    """`ways`, if they can be gone; a kind that a flow is to decide gets that flow.

    Raises Invalid for an unknown way, and for a kind without a published flow.
    """
    known = directory.configuration(unit)
    for kind, way in ways.items():
        if way not in (MIRROR, FLOW, OFF):
            raise Invalid(say("connectors.unknown_way", way=way))
        if way != FLOW:
            continue
        type_id = type_of(name, kind)
        flow = _flow_for(unit, type_id)
        if not flow:
            raise Invalid(say("connectors.no_flow", type=type_id))
        object_type = known.types.get(type_id)
        if object_type is not None and object_type.flow != flow:
            changed = msgspec.structs.replace(object_type, flow=flow)
            configuration.define(unit, "type", type_id, changed)
    return dict(ways)


def report(
    unit: Unit, name: str, *, state: str, detail: str = "", contact: datetime | None = None
) -> None:
    """Write down how a connector is doing: `ok`, `down` or `refused`, with Tryton's own words."""
    before = unit.first(_one, the_name=name)
    if before is None:
        return
    if contact is not None:
        unit.run(_change, the_name=name, last_contact=to_micros(contact))
    if (before[6], before[7]) == (state, detail):
        return
    unit.run(_change, the_name=name, state=state, detail=detail)
    if before[6] != state:
        unit.run(_change, the_name=name, since=to_micros(unit.now))
        unit.emit(EventKind.CONNECTOR_CHANGED, about=name)
        if state == OK:
            hurry(unit, name)


def keep_log(unit: Unit, name: str, said: Iterable[Exchange]) -> None:
    """Add to the log of exchanges, and forget what is too old."""
    unit.run_many(
        _say,
        [
            {
                "at": to_micros(each.at),
                "connector": name,
                "person": each.person,
                "what": each.what,
                "outcome": each.outcome,
                "detail": each.detail,
                "milliseconds": each.milliseconds,
                "object": each.object,
            }
            for each in said
        ],
    )
    oldest = unit.first(_oldest_kept, the_name=name)
    if oldest is not None:
        unit.run(_forget_old, the_name=name, oldest=oldest[0])


def log(reader: Reader, name: str, *, limit: int, before: int = 0) -> list[Exchange]:
    """The log of exchanges, newest first, from before the exchange with id `before`."""
    find(reader, name)
    found = reader.all(_log, the_name=name, before=before or 2**62, most=limit)
    names = [str(column.name) for column in exchanges.columns]
    return [
        msgspec.convert(
            {**dict(zip(names, row, strict=True)), "at": from_micros_or_none(row[1])}, Exchange
        )
        for row in found
    ]


def _flow_for(unit: Unit, type_id: str) -> str:
    known = directory.configuration(unit)
    wanted = known.types[type_id].flow if type_id in known.types else ""
    if wanted in known.newest:
        return wanted
    for flow_id, version in sorted(known.newest.items()):
        if known.flow(unit, flow_id, version).object_type == type_id:
            return flow_id
    return ""


def _changed(unit: Unit, name: str) -> None:
    configuration.changed(unit)
    unit.emit(EventKind.CONNECTOR_CHANGED, about=name)


def _row(row: tuple[object, ...], people: list[PersonRow]) -> ConnectorRow:
    known = dict(zip((column.name for column in connectors.columns), row, strict=True))
    options = msgspec.json.decode(str(known.pop("doc")), type=Options)
    for name in ("since", "last_contact"):
        known[name] = from_micros_or_none(known[name])  # type: ignore[arg-type]
    known["secret"] = _bytes(known["secret"])
    return ConnectorRow(
        ways=options.ways,
        headers=options.headers,
        actions=options.actions,
        people=tuple(people),
        **known,  # type: ignore[arg-type]
    )


def _view(row: ConnectorRow, waiting: int, queued: int) -> ConnectorView:
    return ConnectorView(
        name=row.name,
        system=row.system,
        url=row.url,
        user=row.user,
        state=row.state,
        detail=row.detail,
        since=row.since,
        last_contact=row.last_contact,
        ways=row.ways,
        actions=tuple(row.actions),
        people={each.person: each.login for each in row.people},
        waiting=waiting,
        queued=queued,
    )


def _bytes(value: object) -> bytes | None:
    return bytes(value) if isinstance(value, bytes | memoryview) else None
