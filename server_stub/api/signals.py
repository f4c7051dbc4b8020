"""/v1/signals and /v1/hooks: what happens outside and moves cases."""

import msgspec
from litestar import Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from core.api import Page
from core.handling import NewSignal, NewSource, SignalTaken, Source
from core.language import set_language
from server_stub.api.frame import Call, changing, frame, reading
from server_stub.api.problems import language_of
from server_stub.operations import signals, sources


@post("/signals", status_code=200)
async def send_signal(request: Call, data: JSONBody[NewSignal]) -> Response[SignalTaken]:
    """Something happened outside that a case may wait for; the same id again changes nothing."""
    return await changing(request, lambda unit, actor: signals.send(unit, actor, data))


@get("/signals/sources")
async def list_sources(
    request: Call, limit: FromQuery[int] = 50, cursor: FromQuery[str] = ""
) -> Response[Page[Source]]:
    """The systems that send signed webhooks, without their secrets."""
    return await reading(
        request,
        lambda reader, actor: sources.listing(reader, actor, limit=limit, cursor=cursor),
    )


@post("/signals/sources", status_code=201)
async def add_source(request: Call, data: JSONBody[NewSource]) -> Response[Source]:
    """Let a system send signed webhooks. Its secret is in this answer only."""
    secret = sources.new_secret()
    hidden = await frame(request).connectors.secrets.hide(secret)
    assert hidden is not None
    return await changing(
        request,
        lambda unit, actor: sources.add(unit, actor, data, secret, hidden),
        kept=lambda source: msgspec.structs.replace(source, secret=""),
    )


@delete("/signals/sources/{name:str}", status_code=204)
async def remove_source(request: Call, name: FromPath[str]) -> Response[None]:
    """Take no more webhooks from a system."""
    return await changing(request, lambda unit, actor: sources.remove(unit, actor, name))


@post("/hooks/{source:str}", status_code=202)
async def hook(request: Call, source: FromPath[str]) -> SignalTaken:
    """A signed webhook (standardwebhooks.com): the signal `SOURCE.TYPE` with its data."""
    set_language(language_of(request.headers))
    here, body = frame(request), await request.body()
    hidden = await here.database.read(lambda reader: sources.hidden_secret(reader, source))
    await here.connectors.secrets.ready()
    secret = here.connectors.secrets.show(hidden, source)
    if not secret:
        raise sources.not_signed()
    headers = {name: request.headers.get(name, "") for name in _SIGNING}
    return await here.database.write(lambda unit: sources.take(unit, source, secret, headers, body))


_SIGNING = ("webhook-id", "webhook-timestamp", "webhook-signature")

routes: list[HTTPRouteHandler] = [send_signal, list_sources, add_source, remove_source, hook]
