"""/v1/connectors: other systems, how they are doing, who is who there."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
from litestar import Response, delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from core.api import Page
from core.connections import (
    ConnectorPerson,
    ConnectorView,
    Exchange,
    Finding,
    NewConnector,
)
from core.errors import Invalid
from core.language import say
from server_stub.access import Actor, require_administrator
from server_stub.api.frame import Call, actor, changing, frame, reading
from server_stub.connectors import SYSTEMS
from server_stub.connectors.base import Connector
from server_stub.connectors.webhook import Webhook, check_action
from server_stub.operations import connect
from server_stub.store.unit import Reader, Unit
from server_stub.views import cursors, directory

T = TypeVar("T")

_MOST = 500


@get("/connectors")
async def list_connectors(
    request: Call, limit: FromQuery[int] = 50, cursor: FromQuery[str] = ""
) -> Response[Page[ConnectorView]]:
    """The connectors by name, with their state."""

    unreadable = frame(request).connectors.secrets.unreadable

    def view(reader: Reader, actor: Actor) -> Page[ConnectorView]:
        require_administrator(actor)
        found = [
            _without_key(each) if each.name in unreadable else each
            for each in connect.views(reader)
        ]
        return cursors.part(found, lambda each: each.name, limit, cursor)

    return await reading(request, view)


def _without_key(view: ConnectorView) -> ConnectorView:
    """A connector whose passwords this server cannot read."""
    detail = say("connectors.other_key", name=view.name)
    return msgspec.structs.replace(view, state="refused", detail=detail)


@post("/connectors", status_code=201)
async def add_connector(request: Call, data: JSONBody[NewConnector]) -> Response[ConnectorView]:
    """Connect a system; under the name of one that is connected: change address and reader."""
    here = frame(request)
    require_administrator(await actor(request))
    system = _system(data.system)
    _check(system, data.url, data.ways)
    if system.kinds() and not data.user:
        raise Invalid(say("connectors.no_user"))
    if (data.actions or data.headers) and system is not Webhook:
        raise Invalid(say("connectors.only_webhook", system=data.system))
    for name, action in data.actions.items():
        check_action(name, action)
    secret = await here.connectors.secrets.hide(data.password)
    return await _changing(
        request,
        lambda unit, actor: connect.add(
            unit,
            actor,
            name=data.name,
            system=data.system,
            url=data.url,
            user=data.user,
            secret=secret,
            ways=data.ways,
            types=system.types(data.name, _prefixes(unit, data.name)),
            headers=data.headers,
            actions=data.actions,
        ),
    )


@delete("/connectors/{name:str}", status_code=204)
async def remove_connector(request: Call, name: FromPath[str]) -> Response[None]:
    """Disconnect a system; what came from it stays."""
    return await _changing(request, lambda unit, actor: connect.remove(unit, actor, name))


@post("/connectors/{name:str}/test", status_code=200)
async def test_connector(request: Call, name: FromPath[str]) -> Response[Page[Finding]]:
    """What works and what is missing: asks the other system now."""
    require_administrator(await actor(request))
    connector = await frame(request).connectors.get(name)
    return Response(Page(items=await connector.test()))


@post("/connectors/{name:str}/sync", status_code=200)
async def sync_connector(request: Call, name: FromPath[str]) -> Response[ConnectorView]:
    """Read the other system now; answers how the connector is doing."""
    require_administrator(await actor(request))
    connector = await frame(request).connectors.get(name)
    await connector.sync()
    return await reading(request, lambda reader, _: connect.view(reader, name))


@get("/connectors/{name:str}/log")
async def connector_log(
    request: Call,
    name: FromPath[str],
    limit: FromQuery[int] = 50,
    cursor: FromQuery[str] = "",
) -> Response[Page[Exchange]]:
    """What was said between the two systems, newest first, without secrets."""
    most = cursors.limited(limit, _MOST)
    before = cursors.number(cursor) if cursor else 0

    def view(reader: Reader, actor: Actor) -> Page[Exchange]:
        require_administrator(actor)
        found = connect.log(reader, name, limit=most + 1, before=before)
        shown = found[:most]
        return Page(items=shown, next=cursors.of_number(shown[-1].id) if len(found) > most else "")

    return await reading(request, view)


@put("/connectors/{name:str}/people/{person:str}")
async def set_person(
    request: Call, name: FromPath[str], person: FromPath[str], data: JSONBody[ConnectorPerson]
) -> Response[ConnectorView]:
    """Say under which login a person decides there; without a password they decide there only."""
    require_administrator(await actor(request))
    secret = await frame(request).connectors.secrets.hide(data.password)
    return await _changing(
        request,
        lambda unit, actor: connect.set_person(unit, actor, name, person, data.login, secret),
    )


@delete("/connectors/{name:str}/people/{person:str}", status_code=200)
async def remove_person(
    request: Call, name: FromPath[str], person: FromPath[str]
) -> Response[ConnectorView]:
    """Forget a person's login there."""
    return await _changing(
        request, lambda unit, actor: connect.remove_person(unit, actor, name, person)
    )


@put("/connectors/{name:str}/ways")
async def set_ways(
    request: Call, name: FromPath[str], data: JSONBody[dict[str, str]]
) -> Response[ConnectorView]:
    """Say for kinds of document whether they are mirrored, decided by a flow, or stay out."""

    def work(unit: Unit, actor: Actor) -> ConnectorView:
        require_administrator(actor)
        _check_kinds(_system(connect.find(unit, name).system), data)
        return connect.set_ways(unit, actor, name, data)

    return await _changing(request, work)


async def _changing(request: Call, work: Callable[[Unit, Actor], T]) -> Response[T]:
    """Change the configuration, and have the connectors run by it at once."""
    wake = frame(request).connectors.wake

    def and_wake(unit: Unit, actor: Actor) -> T:
        answer = work(unit, actor)
        unit.after_commit(wake)
        return answer

    return await changing(request, and_wake)


def _system(system: str) -> type[Connector]:
    found = SYSTEMS.get(system)
    if found is None:
        known = ", ".join(SYSTEMS)
        raise Invalid(say("connectors.unknown_system", system=system, known=known))
    return found


def _check(system: type[Connector], url: str, ways: Iterable[str]) -> None:
    try:
        system.check_address(url)
    except ValueError as error:
        name = f"connectors.bad_url.{system.system}"
        raise Invalid(say(name, url=url), hint=say(f"{name}.hint")) from error
    if "@" in urlsplit(url).netloc:
        raise Invalid(say("connectors.url_with_login"))
    _check_kinds(system, ways)


def _check_kinds(system: type[Connector], kinds: Iterable[str]) -> None:
    known = system.kinds()
    for kind in kinds:
        if kind not in known:
            names = ", ".join(known)
            raise Invalid(say("connectors.unknown_kind", kind=kind, known=names))


def _prefixes(reader: Reader, connector: str) -> list[str]:
    """The prefixes that other types' keys begin with."""
    types = directory.types(reader).values()
    return [each.prefix for each in types if not each.id.startswith(f"{connector}_")]


routes: list[HTTPRouteHandler] = [
    list_connectors,
    add_connector,
    remove_connector,
    test_connector,
    sync_connector,
    connector_log,
    set_person,
    remove_person,
    set_ways,
]
