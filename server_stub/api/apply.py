"""A company from files, and the demo company."""

import asyncio

from litestar import Response, get, post
from litestar.params import FromQuery, JSONBody

from core.api import Applied, Apply, CompanyFiles
from core.errors import Invalid, NotAllowed, NotFound
from core.language import set_language
from server_stub.access import Actor, administers
from server_stub.api.frame import Call, actor, changing, database, reading
from server_stub.api.problems import language_of
from server_stub.api.weighing import (
    MOST_STEPS,
    MOST_TRIED,
    TooLarge,
    bounded,
    require_size,
    weighed,
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
    folder = await _read(request, data.files)

    def planned(reader: Reader, actor: Actor) -> Applied:
        return plan(reader, actor, folder, history=data.history)

    def applied(unit: Unit, actor: Actor) -> Applied:
        return apply(unit, actor, folder, history=data.history)

    most = MOST_TRIED if administers(await actor(request)) else MOST_STEPS
    if data.plan:
        return await weighed(request, (), planned, most=most)
    if sum(map(len, data.files.values())) > _LARGE:
        # What the check finds is kept, so that the change itself holds up no others.
        try:
            await weighed(request, (), planned, most=most)
        except TooLarge:
            raise
        except (Invalid, NotAllowed, NotFound):
            pass  # the change says it, or answers as it did before
    return await changing(request, bounded(applied, most))


@post("/demo", status_code=200)
async def load_demo(request: Call, reset: FromQuery[bool] = False) -> Response[Applied]:
    """Load the demo company into an empty server; with `reset`, empty the demo and load it anew."""
    folder = await _read(request, await asyncio.to_thread(loader.files))
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


async def _read(request: Call, files: dict[str, str]) -> Folder:
    """Read the files beside the transaction, for whoever may publish, in their language."""
    acting = await actor(request)
    await database(request).read(lambda reader: require_publisher(reader, acting))
    if not administers(acting):
        require_size(files.items())
    set_language(language_of(request.headers))
    return await asyncio.to_thread(read_folder, files)


routes = [apply_files, load_demo, demo_files]
