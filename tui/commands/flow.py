"""flow: the flows that are published, and one that may be; verbs that do more have modules."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from core.api import FlowSummary, FlowText
from core.client.paging import whole
from core.errors import UsageError
from core.language import label, say
from core.text import ago
from core.trials import FlowFinding
from tui.commands import (
    exits,
    flow_bpmn,
    flow_design,
    flow_draw,
    flow_move,
    flow_simulate,
    flow_try,
    output,
    session,
)
from tui.commands.apply import read_files
from tui.commands.frame import command, noun
from tui.commands.options import Jq, Json, whole_number
from tui.commands.output import Column

app = noun("flow")

FlowName = Annotated[str, typer.Argument(metavar="FLOW", help=say("help.arg.flow"))]
File = Annotated[Path, typer.Argument(metavar="FILE", help=say("help.arg.flow_file"))]
Beside = Annotated[
    list[Path] | None, typer.Argument(metavar="[FILE…]", help=say("help.arg.flow_beside"))
]
Version = Annotated[
    int,
    typer.Option(
        "--version",
        parser=whole_number,
        metavar=say("help.metavar.n"),
        help=say("help.opt.flow_version"),
    ),
]


@command(app, "list", text="flow.list")
def list_(json: Json = None, jq: Jq = None) -> None:
    """List published flows."""
    if output.names_fields(FlowSummary, json):
        return
    with session.talking() as client:
        flows = whole(lambda cursor: client.flows(cursor=cursor))
    now = session.now()
    columns: list[Column[FlowSummary]] = [
        Column(title=say("columns.flow"), show=lambda flow: flow.id),
        Column(title=say("columns.title"), show=lambda flow: label(flow.title), shrinks=True),
        Column(title=say("columns.for"), show=lambda flow: flow.object_type),
        Column(title=say("columns.version"), show=lambda flow: str(flow.version), right=True),
        Column(
            title=say("columns.published"),
            show=lambda flow: ago(flow.published, now),
            give=lambda flow: flow.published.isoformat(),
        ),
        Column(title=say("columns.running"), show=lambda flow: str(flow.running), right=True),
        Column(
            title=say("columns.about"),
            show=lambda flow: label(flow.about),
            shrinks=True,
            spare=True,
        ),
    ]
    output.listing(flows, columns, json, jq)


@command(app, "show", text="flow.show")
def show(flow: FlowName, version: Version = 0, json: Json = None, jq: Jq = None) -> None:
    """Show a flow as it was written."""
    if output.names_fields(FlowText, json):
        return
    flow_draw.require_id(flow)
    with session.talking() as client:
        found = client.flow(flow, version=version)
    if json is not None or jq is not None:
        output.json(found, json, jq)
        return
    title = label(found.title) or flow
    about = label(found.about)
    output.note(f"{title}: {about}" if about else title)
    output.paged(found.text.rstrip("\n").split("\n"))
    others = ", ".join(str(number) for number in found.versions)
    words = {"version": found.version, "by": found.by, "versions": others}
    output.note(say("commands.flow_version", **words, at=ago(found.published, session.now())))


@command(app, "check", text="flow.check")
def check(file: File, beside: Beside = None, json: Json = None, jq: Jq = None) -> None:
    """Say what is wrong with a flow's file."""
    if output.names_fields(FlowFinding, json):
        return
    ((name, text),) = read_files([file]).items() if not file.is_dir() else _no_folder(file)
    with session.talking() as client:
        found = client.check_flow(text, name, read_files(beside or [])).items
    if output.is_terminal() and json is None and jq is None:
        output.explained((_place(each), (_said(each), each.hint)) for each in found)
    else:
        output.listing(found, _FINDINGS, json, jq)
    if not all(each.warning for each in found):
        raise typer.Exit(exits.REFUSED)
    output.note(say("commands.flow_warned" if found else "commands.flow_ok"))


def _said(finding: FlowFinding) -> str:
    words = finding.message
    return say("commands.warning", text=words) if finding.warning else words


def _place(finding: FlowFinding) -> str:
    parts = (finding.file, finding.line, finding.column)
    return ":".join(str(part) for part in parts if part)


_FINDINGS: tuple[Column[FlowFinding], ...] = (
    Column(title=say("columns.place"), show=_place),
    Column(title=say("columns.what"), show=_said),
    Column(title=say("columns.hint"), show=lambda each: each.hint),
)
"""What a script reads of the check, a line for each finding."""


def _no_folder(file: Path) -> NoReturn:
    raise UsageError(say("commands.no_file", file=file))


flow_draw.add_to(app)
flow_design.add_to(app)
flow_bpmn.add_to(app)
flow_try.add_to(app)
flow_simulate.add_to(app)
flow_move.add_to(app)
