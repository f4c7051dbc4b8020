"""/v1/tasks: one task, and what is done with it."""

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from core.api import Decide, Decided, Forward
from core.tasks import Task
from server_stub.api.frame import Call, changing, if_match, reading
from server_stub.operations import tasks as operations
from server_stub.views import tasks as views


@get("/tasks/{task:str}")
async def task(request: Call, task: FromPath[str], why: FromQuery[bool] = False) -> Response[Task]:
    """A task by its id, or the caller's own open one on the object with this key."""
    return await reading(
        request,
        lambda reader, actor: views.find(reader, actor, task, why=why),
        etag=lambda it: it.revision,
    )


@post("/tasks/{task:str}/decide", status_code=200)
async def decide(request: Call, task: FromPath[str], data: JSONBody[Decide]) -> Response[Decided]:
    """Approve, reject, return or tick off. `If-Match`: the task's revision."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: operations.decide(unit, actor, task, data, revision),
        etag=lambda it: it.task.revision,
    )


@post("/tasks/{task:str}/forward", status_code=200)
async def forward(request: Call, task: FromPath[str], data: JSONBody[Forward]) -> Response[Task]:
    """Hand the task to somebody else; answers the task that they have now."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: operations.forward(unit, actor, task, data, revision),
        etag=lambda it: it.revision,
    )


routes: list[HTTPRouteHandler] = [task, decide, forward]
