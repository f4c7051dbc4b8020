"""flow simulate: what a new version of a flow would have made of the past."""

from pathlib import Path
from typing import Annotated

import typer

from core.errors import UsageError
from core.language import say
from core.trials import FlowSimulate, Load, Shift, Simulation
from tui.commands import output, session
from tui.commands.apply import read_files
from tui.commands.flow_draw import is_file
from tui.commands.frame import command
from tui.commands.options import Jq, Json, whole_number
from tui.commands.output import Column
from tui.commands.words import table_of
from tui.drawing import simulated

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
    for words in simulated.summary(found):
        output.write(words + "\n")
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
        Column(
            title=say("columns.now"), show=lambda each: simulated.number(each.before), right=True
        ),
        Column(
            title=say("columns.then"), show=lambda each: simulated.number(each.after), right=True
        ),
        Column(title=say("columns.more"), show=simulated.more_words, right=True),
    ]


def _tell_shift(shift: Shift) -> None:
    output.write(simulated.shift_words(shift) + "\n")
    for words in simulated.shift_differences(shift):
        output.write(f"  {words}\n")
    output.write(f"  {simulated.examples(shift.keys[:_MOST_KEYS])}\n")


def _tell_one(found: Simulation) -> None:
    for shift in found.shifts:
        for title, way in (("now", shift.before), ("then", shift.after)):
            output.write(say(f"columns.{title}") + "\n")
            for words in simulated.way_words(way):
                output.write(f"  {words}\n")
        if shift.before == shift.after:
            output.note(say("simulating.same"))
