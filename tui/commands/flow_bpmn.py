"""flow import, flow export: flows from BPMN 2.0 files, and as such."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import UsageError
from core.language import say
from tui.commands import exits, output
from tui.commands.flow_draw import published, write_file
from tui.commands.frame import command
from tui.commands.options import whole_number

if TYPE_CHECKING:
    from core.errors import FieldError

Bpmn = Annotated[Path, typer.Argument(metavar="FILE", help=say("help.arg.bpmn_file"))]
FlowOrFile = Annotated[str, typer.Argument(metavar="FLOW", help=say("help.arg.flow_or_file"))]
ObjectType = Annotated[
    str, typer.Option("--object", metavar=say("help.metavar.type"), help=say("help.opt.of_type"))
]
Owner = Annotated[
    str, typer.Option("--owner", metavar=say("help.metavar.who"), help=say("help.opt.flow_owner"))
]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar=say("help.metavar.file"), help=say("help.opt.out")),
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


def add_to(app: typer.Typer) -> None:
    """Make `import` and `export` verbs of `app`."""
    command(app, "import", text="flow.import", talks=False)(import_)
    command(app, "export", text="flow.export")(export)


def import_(file: Bpmn, object: ObjectType = "", owner: Owner = "", out: Out = None) -> None:
    """Make a flow of a BPMN 2.0 process."""
    from core.flow.bpmn.importing import import_bpmn

    found = import_bpmn(_bytes_of(file), object_type=object, owner=_as_in_flows(owner))
    _written(found.text, out)
    _name("commands.bpmn_changed", found.changed)
    _name("commands.bpmn_lost", found.lost)
    if found.lost:
        output.note(say("commands.bpmn_incomplete", n=len(found.lost)))
        raise typer.Exit(exits.REFUSED)


def export(flow: FlowOrFile, version: Version = 0, out: Out = None) -> None:
    """Write a flow as a BPMN 2.0 process with its diagram."""
    from core.flow.bpmn.exporting import export_bpmn

    _written(export_bpmn(published(flow, version)), out)


def _as_in_flows(owner: str) -> str:
    """A person alone, with or without @, as every other command takes one."""
    from core.flow.naming import names_people

    name = owner.removeprefix("@")
    plain = name.replace(".", "").replace("-", "").replace("_", "").isalnum()
    return f"person:{name}" if plain and not names_people(owner) else owner


def _bytes_of(file: Path) -> bytes:
    """XML says itself how it is encoded."""
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        detail = error.strerror or str(error)
        raise UsageError(say("commands.unreadable", file=file, detail=detail)) from None


def _written(text: str, out: Path | None) -> None:
    if out is None or str(out) == "-":
        output.write(text)
    else:
        write_file(out, text)


def _name(text: str, remarks: "tuple[FieldError, ...]") -> None:
    for each in remarks:
        output.note(say(text, what=each.message), each.hint)
