"""GET /v1/inbox: what waits for the caller."""

from datetime import datetime

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from core.api import InboxPage
from server_stub.api.frame import Call, reading
from server_stub.views import inbox as views
from server_stub.working_week import local_zone


@get("/inbox")
async def inbox(
    request: Call,
    q: FromQuery[str] = "",
    limit: FromQuery[int] = 50,
    cursor: FromQuery[str] = "",
    around: FromQuery[str] = "",
    last: FromQuery[bool] = False,
    why: FromQuery[bool] = False,
) -> Response[InboxPage]:
    """The caller's open tasks, most urgent first; `q` in the query language of the inbox."""
    wanted = views.Wanted(cursor=cursor, around=around, last=last, limit=limit)
    now = datetime.now(local_zone())
    return await reading(
        request,
        lambda reader, actor: views.page(reader, actor, q, now=now, wanted=wanted, why=why),
    )


routes: list[HTTPRouteHandler] = [inbox]
