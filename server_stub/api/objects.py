"""/v1/objects and /v1/types: business objects, and what their requester does with them."""

from litestar import Response, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from core.api import EditObject, NewObject, ObjectView, Page, Steer, Urge, Urged
from core.objects import FieldVersion, ObjectType
from server_stub.api.frame import Call, changing, if_match, reading
from server_stub.operations import cases, urging
from server_stub.operations import objects as operations
from server_stub.views import changes
from server_stub.views import objects as views
from server_stub.views import types as type_views


def _revision(view: ObjectView) -> int:
    return view.object.revision


@get("/types")
async def types(
    request: Call, limit: FromQuery[int] = 50, cursor: FromQuery[str] = ""
) -> Response[Page[ObjectType]]:
    """The object types that the caller may see or make, with the fields that they may see."""
    return await reading(
        request,
        lambda reader, actor: type_views.listing(reader, actor, limit=limit, cursor=cursor),
    )


@post("/objects")
async def create(request: Call, data: JSONBody[NewObject]) -> Response[ObjectView]:
    """Make an object, and submit it with `submit`."""
    return await changing(
        request, lambda unit, actor: operations.create(unit, actor, data), etag=_revision
    )


@get("/objects/{key:str}")
async def view(request: Call, key: FromPath[str]) -> Response[ObjectView]:
    """All that a page of the object shows, but its feed."""
    return await reading(
        request, lambda reader, actor: views.view(reader, actor, key), etag=_revision
    )


@patch("/objects/{key:str}", status_code=200)
async def edit(
    request: Call, key: FromPath[str], data: JSONBody[EditObject]
) -> Response[ObjectView]:
    """Change some fields; null empties one. `If-Match`: the object's revision."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: operations.edit(unit, actor, key, data, revision),
        etag=_revision,
    )


@post("/objects/{key:str}/submit", status_code=200)
async def submit(request: Call, key: FromPath[str], data: JSONBody[Steer]) -> Response[ObjectView]:
    """Send a draft on its way."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: cases.submit(unit, actor, key, data, revision),
        etag=_revision,
    )


@post("/objects/{key:str}/resubmit", status_code=200)
async def resubmit(
    request: Call, key: FromPath[str], data: JSONBody[Steer]
) -> Response[ObjectView]:
    """Send a returned object on its way again."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: cases.resubmit(unit, actor, key, data, revision),
        etag=_revision,
    )


@post("/objects/{key:str}/withdraw", status_code=200)
async def withdraw(
    request: Call, key: FromPath[str], data: JSONBody[Steer]
) -> Response[ObjectView]:
    """Take a running object back."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: cases.withdraw(unit, actor, key, data, revision),
        etag=_revision,
    )


@post("/objects/{key:str}/urge", status_code=200)
async def urge(request: Call, key: FromPath[str], data: JSONBody[Urge]) -> Response[Urged]:
    """Ask whoever the object waits for to hurry."""
    return await changing(request, lambda unit, actor: urging.urge(unit, actor, key, data))


@get("/objects/{key:str}/history")
async def history(
    request: Call,
    key: FromPath[str],
    field: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
    limit: FromQuery[int] = 50,
) -> Response[Page[FieldVersion]]:
    """The versions of one field, or of all, newest first."""
    return await reading(
        request,
        lambda reader, actor: changes.history(
            reader, actor, key, field=field, cursor=cursor, limit=limit
        ),
    )


routes: list[HTTPRouteHandler] = [
    types,
    create,
    view,
    edit,
    submit,
    resubmit,
    withdraw,
    urge,
    history,
]
