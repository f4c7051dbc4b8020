"""/v1/flows/{flow}/move: running cases go on in another version of their flow."""

from datetime import UTC, datetime

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from core.api import Page
from core.moves import CaseMove, FlowMove
from server_stub.api.frame import Call, changing_each, reading
from server_stub.operations import moving


@post("/flows/{flow:str}/move/trial", status_code=200)
async def try_move(
    request: Call, flow: FromPath[str], data: JSONBody[FlowMove]
) -> Response[Page[CaseMove]]:
    """What moving a part of the running cases would make of each; nothing is changed."""
    now = datetime.now(UTC)
    return await reading(
        request, lambda reader, actor: moving.trial(reader, actor, flow, data, now)
    )


@post("/flows/{flow:str}/move", status_code=200)
async def move(
    request: Call, flow: FromPath[str], data: JSONBody[FlowMove]
) -> Response[Page[CaseMove]]:
    """Move a part of the running cases, each in a transaction of its own; those that cannot be
    moved stay, and the answer says why."""
    return await changing_each(
        request,
        lambda reader, actor: moving.begin(reader, actor, flow, data),
        lambda wanted: wanted.targets,
        moving.move_one,
        moving.refused,
        lambda wanted, done: Page(items=done, next=wanted.next),
    )


routes: list[HTTPRouteHandler] = [try_move, move]
