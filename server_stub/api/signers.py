"""/v1/tasks/…: who else answers a task, and taking the own decision back."""

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from core.api import Forward, ObjectView
from core.handling import AddSigner, Reason, Reassign, RemoveSigner
from core.tasks import Task
from server_stub.api.frame import Call, changing, if_match
from server_stub.operations import administration, signers


def _revision(task: Task) -> int:
    return task.revision


def _object_revision(view: ObjectView) -> int:
    return view.object.revision


@post("/tasks/{task:str}/delegate", status_code=200)
async def delegate(request: Call, task: FromPath[str], data: JSONBody[Forward]) -> Response[Task]:
    """Have somebody answer first; then the task comes back. `If-Match`: the task's revision."""
    revision = if_match(request)
    return await changing(
        request,
        lambda unit, actor: signers.delegate(unit, actor, task, data, revision),
        etag=_revision,
    )


@post("/tasks/{task:str}/signers", status_code=200)
async def add_signers(
    request: Call, task: FromPath[str], data: JSONBody[AddSigner]
) -> Response[Task]:
    """Have further people sign. `If-Match`: the task's revision."""
    revision = if_match(request)
    return await changing(
        request, lambda unit, actor: signers.add(unit, actor, task, data, revision), etag=_revision
    )


@post("/tasks/{task:str}/remove-signer", status_code=200)
async def remove_signer(
    request: Call, task: FromPath[str], data: JSONBody[RemoveSigner]
) -> Response[ObjectView]:
    """People who have not acted need not sign."""
    return await changing(
        request,
        lambda unit, actor: signers.remove(unit, actor, task, data),
        etag=_object_revision,
    )


@post("/tasks/{task:str}/take-back", status_code=200)
async def take_back(
    request: Call, task: FromPath[str], data: JSONBody[Reason]
) -> Response[ObjectView]:
    """Take the own decision back, until the next person acted."""
    return await changing(
        request,
        lambda unit, actor: signers.take_back(unit, actor, task, data),
        etag=_object_revision,
    )


@post("/tasks/{task:str}/reassign", status_code=200)
async def reassign(
    request: Call, task: FromPath[str], data: JSONBody[Reassign]
) -> Response[ObjectView]:
    """Give somebody's task to somebody else; administrators."""
    return await changing(
        request,
        lambda unit, actor: administration.reassign(unit, actor, task, data),
        etag=_object_revision,
    )


routes: list[HTTPRouteHandler] = [delegate, add_signers, remove_signer, take_back, reassign]
