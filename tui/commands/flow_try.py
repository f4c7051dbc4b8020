"""flow test, plan, publish, diff, schema: a flow tried, compared, and then published."""

from pathlib import Path
from typing import Annotated

import typer

from core.api import Applied
from core.errors import UsageError
from core.language import say
from core.trials import FlowDiff, FlowSide, FlowVerdict
from tui.commands import exits, output, session
from tui.commands.apply import read_files
from tui.commands.flow_draw import is_file
from tui.commands.frame import command
from tui.commands.options import Jq, Json
from tui.commands.output import Column
from tui.commands.words import text_of

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help=say("help.arg.flow_files"))]
Old = Annotated[str, typer.Argument(metavar="A", help=say("help.arg.flow_old"))]
New = Annotated[str, typer.Argument(metavar="B", help=say("help.arg.flow_new"))]
Kind = Annotated[str, typer.Argument(metavar="[flow|rules|tests]", help=say("help.arg.schema"))]


def add_to(app: typer.Typer) -> None:
    """Make these verbs of `app`."""
    command(app, "test", text="flow.test")(run_tests)
    command(app, "plan", text="flow.plan")(plan)
    command(app, "publish", text="flow.publish")(publish)
    command(app, "diff", text="flow.diff")(diff)
    command(app, "schema", text="flow.schema", talks=False)(schema)


def run_tests(files: Files, json: Json = None, jq: Jq = None) -> None:
    """Run the tests beside flows."""
    if output.names_fields(FlowVerdict, json):
        return
    with session.talking() as client:
        found = client.run_flow_tests(read_files(files)).items
    failed = [each for each in found if not each.passed]
    if json is not None or jq is not None:
        output.json(found, json, jq)
    elif output.is_terminal():
        output.explained((f"{_place(each)}  {each.case}", (each.message,)) for each in failed)
    else:
        columns: list[Column[FlowVerdict]] = [
            Column(title=say("columns.place"), show=_place),
            Column(title=say("columns.case"), show=lambda each: each.case),
            Column(title=say("columns.what"), show=lambda each: each.message),
        ]
        output.listing(failed, columns)
    if failed:
        output.note(say("testing.failed", n=len(failed), of=len(found)))
        raise typer.Exit(exits.REFUSED)
    output.note(say("testing.passed", n=len(found)))


def plan(files: Files, json: Json = None, jq: Jq = None) -> None:
    """Say what publishing would change."""
    if output.names_fields(Applied, json):
        return
    with session.talking() as client:
        found = client.apply(read_files(files), plan=True)
    _told(found, json, jq)
    if json is None and jq is None and found.changes:
        needed = "plan_administrator" if found.for_administrator else "plan_publish"
        output.note(say(f"commands.{needed}"))


def publish(files: Files, json: Json = None, jq: Jq = None) -> None:
    """Publish flows, with the rule tables and tests beside them."""
    if output.names_fields(Applied, json):
        return
    with session.talking() as client:
        found = client.apply(read_files(files))
    _told(found, json, jq)


def _told(applied: Applied, json: str | None, jq: str | None) -> None:
    """Each change, and below it what is other, a line each."""
    if json is not None or jq is not None:
        output.json(applied, json, jq)
        return
    for change in applied.changes:
        action = say(f"commands.action.{change.action}")
        output.write(f"{action}\t{change.kind}\t{change.id}\n")
        for line in change.details:
            output.write(f"  {line}\n")
    for found in applied.for_administrator:
        output.write(f"  {say('commands.for_administrator', text=found.placed)}\n")
    for warning in applied.warnings:
        output.note(say("commands.warning", text=warning.placed), warning.hint)
    if not applied.changes:
        output.note(say("commands.nothing_changes"))


def diff(old: Old, new: New, json: Json = None, jq: Jq = None) -> None:
    """Say what is other in one flow than in another."""
    if output.names_fields(FlowDiff, json):
        return
    with session.talking() as client:
        found = client.compare_flows(_side(old), _side(new))
    if json is not None or jq is not None:
        output.json(found, json, jq)
        return
    for line in found.lines:
        output.write(f"{line}\n")
    if not found.lines:
        output.note(say("differences.none"))


def schema(kind: Kind = "flow") -> None:
    """Print the JSON Schema of a kind of file, for editors."""
    import msgspec

    from core.flow.schema import KINDS, schema_of

    if kind not in KINDS:
        raise UsageError(say("commands.no_schema", kind=kind, known=", ".join(KINDS)))
    text = msgspec.json.format(msgspec.json.encode(schema_of(kind)), indent=2)
    output.write(f"{text.decode()}\n")


def _side(named: str) -> FlowSide:
    """A file, a published flow, or `flow@3`: one version of it."""
    if is_file(named):
        return FlowSide(text=text_of(Path(named)))
    flow, _, version = named.partition("@")
    if version and not version.isdecimal():
        raise UsageError(say("commands.no_version", text=version))
    return FlowSide(flow=flow, version=int(version or 0))


def _place(verdict: FlowVerdict) -> str:
    return ":".join(str(part) for part in (verdict.file, verdict.line, verdict.column) if part)
