"""/v1/absences: who is away, and who decides meanwhile."""

from datetime import UTC, datetime

from litestar import Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from core.api import Page
from core.handling import AbsenceView, NewAbsence
from server_stub.api.frame import Call, changing, reading
from server_stub.operations import absences as operations
from server_stub.views import absences as views


@get("/absences")
async def absences(
    request: Call,
    person: FromQuery[str] = "",
    limit: FromQuery[int] = 50,
    cursor: FromQuery[str] = "",
) -> Response[Page[AbsenceView]]:
    """Absences that are not over, of one person or of all."""
    now = datetime.now(UTC)
    return await reading(
        request,
        lambda reader, _: views.listing(reader, person=person, now=now, limit=limit, cursor=cursor),
    )


@post("/people/{person:str}/absences")
async def add_absence(
    request: Call, person: FromPath[str], data: JSONBody[NewAbsence]
) -> Response[AbsenceView]:
    """Somebody will be away."""
    return await changing(request, lambda unit, actor: operations.add(unit, actor, person, data))


@delete("/absences/{absence:str}", status_code=200)
async def end_absence(request: Call, absence: FromPath[str]) -> Response[AbsenceView]:
    """An absence ends now, or does not begin."""
    return await changing(request, lambda unit, actor: operations.end(unit, actor, absence))


routes: list[HTTPRouteHandler] = [absences, add_absence, end_absence]
