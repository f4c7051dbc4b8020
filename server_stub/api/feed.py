"""/v1/objects/{key}/…: the feed of an object, and how the caller stands to it."""

from litestar import Response, delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from core.api import Comment, FeedPage, Seen
from core.feed import Entry, Followed
from server_stub.api.frame import Call, changing, reading
from server_stub.operations import feed as operations
from server_stub.views import feed as views


@get("/objects/{key:str}/feed")
async def feed(
    request: Call,
    key: FromPath[str],
    cursor: FromQuery[str] = "",
    limit: FromQuery[int] = 50,
    after: FromQuery[int] = 0,
    last: FromQuery[bool] = False,
) -> Response[FeedPage]:
    """A part of the feed, oldest first: from the start, behind entry `after`, or its end."""
    return await reading(
        request,
        lambda reader, actor: views.page(
            reader, actor, key, cursor=cursor, limit=limit, after=after, last=last
        ),
    )


@post("/objects/{key:str}/comments")
async def comment(request: Call, key: FromPath[str], data: JSONBody[Comment]) -> Response[Entry]:
    """Add a comment; whom it mentions is asked."""
    return await changing(request, lambda unit, actor: operations.comment(unit, actor, key, data))


@post("/objects/{key:str}/seen", status_code=200)
async def seen(request: Call, key: FromPath[str], data: JSONBody[Seen]) -> Response[Followed]:
    """The caller has seen the feed up to an entry, and the fields as they are."""
    return await changing(request, lambda unit, actor: operations.seen(unit, actor, key, data))


@put("/objects/{key:str}/follow")
async def follow(request: Call, key: FromPath[str]) -> Response[Followed]:
    """The caller wants to hear of whatever happens to the object."""
    return await changing(request, lambda unit, actor: operations.follow(unit, actor, key))


@delete("/objects/{key:str}/follow", status_code=200)
async def unfollow(request: Call, key: FromPath[str]) -> Response[Followed]:
    """The caller does not want to hear of it any more."""
    return await changing(request, lambda unit, actor: operations.unfollow(unit, actor, key))


routes: list[HTTPRouteHandler] = [feed, comment, seen, follow, unfollow]
