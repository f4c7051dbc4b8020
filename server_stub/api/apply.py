"""A company from files, and the demo company."""

import asyncio
from contextlib import suppress

from litestar import Response, get, post
from litestar.params import FromQuery, JSONBody

from core.api import Applied, Apply, CompanyFiles
from core.errors import Invalid, NotAllowed, NotFound
from server_stub.access import Actor, administers
from server_stub.api.frame import Call, actor, changing, database, reading
from server_stub.api.weighing import (
    MOST_STEPS,
    MOST_TRIED,
    bounded,
    require_size,
    weighed,
    worked_out,
)
from server_stub.demo import loader
from server_stub.operations.apply import Folder, apply, plan, read_folder
from server_stub.operations.publishers import require_publisher
from server_stub.store.unit import Reader, Unit


@post("/apply", status_code=200)
async def apply_files(request: Call, data: JSONBody[Apply]) -> Response[Applied]:
    """Make the company what the files say, or with `plan` tell what that would change.

    All of it or nothing: a wrong file is answered with every mistake, by file, line and column.
    For administrators; owners of a flow publish that flow, its tests and its rule tables with it.
    """
    acting = await _publisher(request, data.files)
    most = MOST_TRIED if administers(acting) else MOST_STEPS

    def planned(reader: Reader, actor: Actor) -> Applied:
        return plan(reader, actor, read_folder(data.files), history=data.history)

    if data.plan:
        return await weighed(request, (), planned, most=most)
    folder = await _read(request, data, most)

    def applied(unit: Unit, actor: Actor) -> Applied:
        return apply(unit, actor, folder, history=data.history)

    return await changing(request, bounded(applied, most))


@post("/demo", status_code=200)
async def load_demo(request: Call, reset: FromQuery[bool] = False) -> Response[Applied]:
    """Load the demo company into an empty server; with `reset`, empty the demo and load it anew."""
    await _publisher(request, {})
    folder = await asyncio.to_thread(lambda: read_folder(loader.files()))
    return await changing(
        request, lambda unit, actor: loader.load(unit, actor, folder, again=reset)
    )


@get("/demo")
async def demo_files(request: Call) -> Response[CompanyFiles]:
    """The demo company's folder: what a company begins its own with."""
    files = await asyncio.to_thread(loader.files)
    return await reading(request, lambda *_: CompanyFiles(files=files))


_LARGE = 8_000
"""Characters; what is smaller is checked at once."""


async def _publisher(request: Call, files: dict[str, str]) -> Actor:
    """Whoever calls, who may publish. Raises NotAllowed, and Invalid for more than one may send."""
    acting = await actor(request)
    await database(request).read(lambda reader: require_publisher(reader, acting))
    if not administers(acting):
        require_size(files.items())
    return acting


async def _read(request: Call, data: Apply, most: int) -> Folder:
    """The files, read beside the transaction. What is not small is weighed, and planned as well:
    what the check finds is kept, so that the change itself holds up no others."""
    if sum(map(len, data.files.values())) <= _LARGE:
        return await asyncio.to_thread(read_folder, data.files)

    def read(reader: Reader, actor: Actor) -> Folder:
        folder = read_folder(data.files)
        with suppress(Invalid, NotAllowed, NotFound):  # the change says it, or answers as before
            plan(reader, actor, folder, history=data.history)
        return folder

    return await worked_out(request, read, most=most)


routes = [apply_files, load_demo, demo_files]
