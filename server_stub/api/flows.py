"""Flows: listed, shown as written, checked before they are published."""

from datetime import UTC, datetime

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from core.api import FlowCheck, FlowSummary, FlowText, Page
from core.trials import (
    FlowCompare,
    FlowDiff,
    FlowFiles,
    FlowFindings,
    FlowSimulate,
    FlowVerdict,
    Simulation,
)
from server_stub.api.frame import Call, reading
from server_stub.api.weighing import MOST_TRIED, weighed
from server_stub.operations import simulate, trials
from server_stub.views import flows


@get("/flows")
async def list_flows(
    request: Call, limit: FromQuery[int] = 50, cursor: FromQuery[str] = ""
) -> Response[Page[FlowSummary]]:
    """Published flows by id, with how many cases run on each."""
    return await reading(
        request, lambda reader, _: flows.listing(reader, limit=limit, cursor=cursor)
    )


@get("/flows/{flow:str}")
async def show_flow(
    request: Call, flow: FromPath[str], version: FromQuery[int] = 0
) -> Response[FlowText]:
    """A flow as it was written; without `version` the newest."""
    return await reading(request, lambda reader, _: flows.text(reader, flow, version))


@post("/flows/check", status_code=200)
async def check(request: Call, data: JSONBody[FlowCheck]) -> Response[FlowFindings]:
    """Everything that speaks against publishing a flow; no items: it could be."""
    now = datetime.now(UTC)
    texts = [(data.file, data.text), *(data.files or {}).items()]
    return await weighed(
        request,
        texts,
        lambda reader, _: trials.check(reader, data.text, data.file, data.files, now=now),
    )


@post("/flows/test", status_code=200)
async def run_tests(request: Call, data: JSONBody[FlowFiles]) -> Response[Page[FlowVerdict]]:
    """Run the tests in these files; nothing is published."""
    return await weighed(
        request,
        data.files.items(),
        lambda reader, _: Page(items=list(trials.run(reader, data.files))),
    )


@post("/flows/diff", status_code=200)
async def compare(request: Call, data: JSONBody[FlowCompare]) -> Response[FlowDiff]:
    """What is other in one flow, or version, than in another."""
    texts = [("", data.old.text), ("", data.new.text)]
    return await weighed(
        request, texts, lambda reader, _: trials.compare(reader, data.old, data.new)
    )


@post("/flows/simulate", status_code=200)
async def try_on_past(request: Call, data: JSONBody[FlowSimulate]) -> Response[Simulation]:
    """What a flow would have made of the past, or of the objects of a CSV."""
    now = datetime.now(UTC)
    return await weighed(
        request,
        data.files.items(),
        lambda reader, actor: simulate.run(reader, actor, data, now),
        most=MOST_TRIED,
    )


routes = [list_flows, show_flow, check, run_tests, compare, try_on_past]
