"""flow simulate: what a new version of a flow would have made of the past."""

from pathlib import Path
from typing import Annotated

import typer

from core.errors import UsageError
from core.language import say
from core.text import duration
from core.trials import FlowSimulate, Load, Shift, Simulation, Stop, Way
from tui.commands import output, session
from tui.commands.apply import read_files
from tui.commands.flow_draw import is_file
from tui.commands.frame import command
from tui.commands.options import Jq, Json, whole_number
from tui.commands.output import Column
from tui.commands.words import table_of

PAST = "past"
_MOST_SHIFTS = 20
_MOST_KEYS = 5

Flows = Annotated[list[str], typer.Argument(metavar="FLOW…", help=say("help.arg.flow_simulated"))]
On = Annotated[str, typer.Option("--on", metavar="past|FILE", help=say("help.opt.on"))]
Limit = Annotated[
    int,
    typer.Option(
        "--limit",
        parser=whole_number,
        metavar=say("help.metavar.n"),
        help=say("help.opt.simulate_limit"),
    ),
]
Case = Annotated[str, typer.Option("--case", metavar="KEY", help=say("help.opt.simulate_case"))]


def add_to(app: typer.Typer) -> None:
    """Make `simulate` one of the verbs of `app`."""
    command(app, "simulate", text="flow.simulate")(simulate)


def simulate(
    flows: Flows,
    on: On = PAST,
    limit: Limit = 0,
    case: Case = "",
    json: Json = None,
    jq: Jq = None,
) -> None:
    """Try a flow on the past, or on the objects of a file."""
    if output.names_fields(Simulation, json):
        return
    wanted = _wanted(flows, on, limit, case)
    with session.talking() as client:
        found = client.simulate_flow(wanted)
    if json is not None or jq is not None:
        output.json(found, json, jq)
    elif case:
        _tell_one(found)
    else:
        _tell(found)


def _wanted(flows: list[str], on: str, limit: int, key: str) -> FlowSimulate:
    files = [Path(each) for each in flows if is_file(each) or Path(each).exists()]
    named = [each for each in flows if Path(each) not in files]
    if len(named) > 1:
        raise UsageError(say("simulating.several", flows=", ".join(named)))
    return FlowSimulate(
        flow=named[0] if named else "",
        files=read_files(files),
        csv=table_of(Path(on)) if on != PAST else "",
        csv_file=on if on != PAST else "",
        limit=limit,
        key=key,
    )


def _tell(found: Simulation) -> None:
    output.write(say("simulating.result", objects=found.objects, changed=found.changed) + "\n")
    before, after = _number(found.decisions_before), _number(found.decisions_after)
    output.write(say("simulating.decisions", before=before, after=after) + "\n")
    times = (found.waiting_before, found.waiting_after)
    if any(times):
        words = dict(zip(("before", "after"), map(duration, times), strict=True))
        output.write(say("simulating.waiting", **words) + "\n")
    for problem in found.problems:
        output.write(say("simulating.problem", problem=problem) + "\n")
    for title, loads in (("person", found.people), ("step", found.steps)):
        output.write("\n")
        output.listing(loads, _columns(title))
    if not found.changed:
        output.note(say("simulating.same"))
        return
    output.write("\n")
    for shift in found.shifts[:_MOST_SHIFTS]:
        _tell_shift(shift)


def _columns(title: str) -> list[Column[Load]]:
    return [
        Column(title=say(f"columns.{title}"), show=lambda each: each.id, shrinks=True),
        Column(title=say("columns.now"), show=lambda each: _number(each.before), right=True),
        Column(title=say("columns.then"), show=lambda each: _number(each.after), right=True),
        Column(
            title=say("columns.more"),
            show=lambda each: _signed(each.after - each.before),
            right=True,
        ),
    ]


def _tell_shift(shift: Shift) -> None:
    words = {"n": shift.objects, "before": _path(shift.before), "after": _path(shift.after)}
    output.write(say("simulating.shift", **words) + "\n")
    for before, after in zip(_details(shift.before), _details(shift.after), strict=False):
        if before != after:
            output.write(f"  {before or '-'} → {after or '-'}\n")
    keys = ", ".join(shift.keys[:_MOST_KEYS])
    output.write("  " + say("simulating.examples", keys=keys) + "\n")


def _tell_one(found: Simulation) -> None:
    for shift in found.shifts:
        for title, way in (("now", shift.before), ("then", shift.after)):
            output.write(say(f"columns.{title}") + "\n")
            for stop in way.stops:
                output.write(f"  {_stop(stop)}\n")
            for line in filter(None, _details(way)):
                output.write(f"  {line}\n")
        if shift.before == shift.after:
            output.note(say("simulating.same"))


def _path(way: Way) -> str:
    if way == Way():
        return say("simulating.new")
    return ", ".join(map(_stop, way.stops)) or say("simulating.nobody")


def _stop(stop: Stop) -> str:
    between = " | " if stop.one_of else ", "
    return f"{stop.step} ({between.join(stop.people)})"


def _details(way: Way) -> list[str]:
    """What there is beside the steps of people; each at its place, "" where there is none."""
    return [
        say("simulating.told", people=", ".join(way.told)) if way.told else "",
        say("simulating.calls", calls=", ".join(way.calls)) if way.calls else "",
        say("simulating.ends", ends=way.ends) if way.ends else "",
        say("simulating.problem", problem=way.problem) if way.problem else "",
    ]


def _number(number: float) -> str:
    return f"{number:,.1f}".removesuffix(".0")


def _signed(number: float) -> str:
    return f"{number:+,.1f}".removesuffix(".0") if round(number, 1) else ""
