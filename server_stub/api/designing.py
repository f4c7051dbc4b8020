"""/v1/design: what a flow can name, and a flow tried on one object."""

from datetime import UTC, datetime

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from core.design import DesignWords, FlowTrial, FlowTry, TableText
from server_stub.api.frame import Call, reading
from server_stub.api.weighing import weighed
from server_stub.operations import designing


@get("/design/words")
async def words(request: Call) -> Response[DesignWords]:
    """What a flow can name in this company, people apart."""
    return await reading(request, designing.words)


@get("/design/tables/{table:str}")
async def show_table(request: Call, table: FromPath[str]) -> Response[TableText]:
    """A rule table as it could be written."""
    return await reading(request, lambda reader, _: designing.table(reader, table))


@post("/design/try", status_code=200)
async def try_flow(request: Call, data: JSONBody[FlowTry]) -> Response[FlowTrial]:
    """Who would be asked about an object, in which order and why, if everybody approved."""
    now = datetime.now(UTC)
    return await weighed(
        request,
        [("", data.text), ("", data.csv), *data.files.items()],
        lambda reader, actor: designing.trial(reader, actor, data, now),
    )


routes: list[HTTPRouteHandler] = [words, show_table, try_flow]
