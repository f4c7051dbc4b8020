"""/v1/me, /v1/people, /v1/complete: who the caller is, and whom they can name."""

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from core.api import Candidate, Me, Page
from core.people import Person
from server_stub.api.frame import Call, reading
from server_stub.running import our_version
from server_stub.views import people as views


@get("/me")
async def me(request: Call) -> Response[Me]:
    """Who the server takes the caller for."""
    number = our_version()
    return await reading(request, lambda reader, actor: views.me(reader, actor, number))


@get("/people")
async def people(
    request: Call, q: FromQuery[str] = "", limit: FromQuery[int] = 50, cursor: FromQuery[str] = ""
) -> Response[Page[Person]]:
    """Active people whose id or name begins with `q`, by id."""
    return await reading(
        request,
        lambda reader, actor: views.listing(reader, actor, q, limit=limit, cursor=cursor),
    )


@get("/complete")
async def complete(
    request: Call,
    q: FromQuery[str] = "",
    object: FromQuery[str] = "",
    me: FromQuery[bool] = False,
    limit: FromQuery[int] = 20,
) -> Response[Page[Candidate]]:
    """Whom an @ can mention: people, roles and groups by the beginning of an id or a name.

    `me`: whoever asks is among them, as in a field for a person.
    """
    return await reading(
        request,
        lambda reader, actor: Page(
            items=views.complete(reader, actor, q, key=object, me=me, limit=limit)
        ),
    )


routes: list[HTTPRouteHandler] = [me, people, complete]
