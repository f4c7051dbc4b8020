"""/v1/objects/…, /v1/cases: what administrators do with running cases, and replaying them."""

from datetime import UTC, datetime

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from core.api import ObjectView, Page
from core.handling import End, Foresee, Foreseen, HandedOver, HandOver, Jump, Reason, Rebuilt
from server_stub.access import Actor
from server_stub.api.frame import Call, changing, if_match, reading
from server_stub.operations import administration, foreseeing
from server_stub.store.unit import Reader
from server_stub.views import rebuilding


def _revision(view: ObjectView) -> int:
    return view.object.revision


@post("/objects/{key:str}/suspend", status_code=200)
async def suspend(
    request: Call, key: FromPath[str], data: JSONBody[Reason]
) -> Response[ObjectView]:
    """The case stands still, and its clocks with it."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: administration.suspend(unit, actor, key, data, revision),
        etag=_revision,
    )


@post("/objects/{key:str}/resume", status_code=200)
async def resume(request: Call, key: FromPath[str], data: JSONBody[Reason]) -> Response[ObjectView]:
    """A case that was suspended goes on."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: administration.resume(unit, actor, key, data, revision),
        etag=_revision,
    )


@post("/objects/{key:str}/jump", status_code=200)
async def jump(request: Call, key: FromPath[str], data: JSONBody[Jump]) -> Response[ObjectView]:
    """The case goes on at another step."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: administration.jump(unit, actor, key, data, revision),
        etag=_revision,
    )


@post("/objects/{key:str}/end", status_code=200)
async def end(request: Call, key: FromPath[str], data: JSONBody[End]) -> Response[ObjectView]:
    """The case ends as the administrator says."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: administration.end(unit, actor, key, data, revision),
        etag=_revision,
    )


@post("/objects/{key:str}/foresee", status_code=200)
async def foresee(request: Call, key: FromPath[str], data: JSONBody[Foresee]) -> Response[Foreseen]:
    """What would come of steering the case; nothing is changed."""
    now = datetime.now(UTC)
    return await reading(
        request, lambda reader, actor: foreseeing.foresee(reader, actor, key, data, now=now)
    )


@post("/people/{person:str}/hand-over", status_code=200)
async def hand_over(
    request: Call, person: FromPath[str], data: JSONBody[HandOver]
) -> Response[HandedOver]:
    """Whatever waits in flows for somebody who leaves goes to another."""
    return await changing(
        request, lambda unit, actor: administration.hand_over(unit, actor, person, data)
    )


@get("/cases/rebuild")
async def rebuild(
    request: Call,
    object: FromQuery[str] = "",
    limit: FromQuery[int] = 200,
    cursor: FromQuery[str] = "",
) -> Response[Page[Rebuilt]]:
    """Replay the cases of an object, or all of them, a part at a time, beside what is stored."""

    def view(reader: Reader, actor: Actor) -> Page[Rebuilt]:
        if object:
            return Page(items=rebuilding.rebuild(reader, actor, object))
        items, after = rebuilding.rebuild_after(reader, actor, cursor, limit)
        return Page(items=items, next=after)

    return await reading(request, view)


routes: list[HTTPRouteHandler] = [suspend, resume, jump, end, foresee, hand_over, rebuild]
