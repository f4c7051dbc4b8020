"""Routes about flows that are tried before they are published."""

from core.api import FlowCheck, Page
from core.client.call import Call, path
from core.client.routes import LONG_SECONDS, _send
from core.moves import CaseMove, FlowMove
from core.trials import (
    FlowCompare,
    FlowDiff,
    FlowFiles,
    FlowFindings,
    FlowSide,
    FlowSimulate,
    FlowVerdict,
    Simulation,
)


def check_flow(
    text: str, file: str = "", files: dict[str, str] | None = None
) -> Call[FlowFindings]:
    """What speaks against publishing a flow, and what is odd; `files`: others beside it."""
    body = FlowCheck(text=text, file=file, files=files or {})
    return _send("check_flow", "POST", path("flows", "check"), FlowFindings, body)


def run_flow_tests(files: dict[str, str]) -> Call[Page[FlowVerdict]]:
    """Run the tests in these files of flows, rules and tests."""
    body = FlowFiles(files=files)
    route = path("flows", "test")
    return _send("run_flow_tests", "POST", route, Page[FlowVerdict], body, seconds=LONG_SECONDS)


def simulate_flow(wanted: FlowSimulate) -> Call[Simulation]:
    """What a flow would have made of the past, or of the objects of a CSV."""
    route = path("flows", "simulate")
    return _send("simulate_flow", "POST", route, Simulation, wanted, seconds=LONG_SECONDS)


def compare_flows(old: FlowSide, new: FlowSide) -> Call[FlowDiff]:
    """What is other in one flow, or version, than in another."""
    body = FlowCompare(old=old, new=new)
    return _send("compare_flows", "POST", path("flows", "diff"), FlowDiff, body)


def try_move(flow: str, wanted: FlowMove) -> Call[Page[CaseMove]]:
    """What moving a part of a flow's running cases to another version would make of each."""
    route = path("flows", flow, "move", "trial")
    return _send("try_move", "POST", route, Page[CaseMove], wanted, seconds=LONG_SECONDS)


def move_cases(flow: str, wanted: FlowMove) -> Call[Page[CaseMove]]:
    """Move a part of a flow's running cases; administrators and the owners of the flow."""
    route = path("flows", flow, "move")
    return _send("move_cases", "POST", route, Page[CaseMove], wanted, seconds=LONG_SECONDS)
