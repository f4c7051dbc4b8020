"""GET /v1/search: objects by their words."""

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from core.api import Hit, Page
from server_stub.api.frame import Call, reading
from server_stub.views import search as views


@get("/search")
async def search(
    request: Call, q: FromQuery[str] = "", limit: FromQuery[int] = 20, cursor: FromQuery[str] = ""
) -> Response[Page[Hit]]:
    """Objects that the caller may see and that hold all the words, newest first."""
    return await reading(
        request,
        lambda reader, actor: views.search(reader, actor, q, limit=limit, cursor=cursor),
    )


routes: list[HTTPRouteHandler] = [search]
