"""flow draw: a flow as boxes and branches, on the screen or in a file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.api import CaseView
from core.errors import UsageError
from core.language import say
from tui.commands import output, session
from tui.commands.frame import command
from tui.commands.words import object_key, text_of

if TYPE_CHECKING:
    from core.flow.definition import Flow
    from core.flow.drawing.tree import Standings

Drawn = Annotated[str, typer.Argument(metavar="[FLOW]", help=say("help.arg.flow_drawn"))]
Case = Annotated[str, typer.Option("--case", metavar="KEY", help=say("help.opt.draw_case"))]
Svg = Annotated[
    Path | None,
    typer.Option("--svg", metavar=say("help.metavar.file"), help=say("help.opt.draw_svg")),
]
Mermaid = Annotated[bool, typer.Option("--mermaid", help=say("help.opt.draw_mermaid"))]
Ascii = Annotated[bool, typer.Option("--ascii", help=say("help.opt.draw_ascii"))]


def add_to(app: typer.Typer) -> None:
    """Make `draw` one of the verbs of `app`."""
    command(app, "draw", text="flow.draw")(draw)


def draw(
    flow: Drawn = "",
    case: Case = "",
    svg: Svg = None,
    mermaid: Mermaid = False,
    ascii: Ascii = False,
) -> None:
    """Draw a flow, with where a case stands."""
    if not flow and not case:
        hint = say("commands.see_help", command="signoff flow draw")
        raise UsageError(say("commands.missing", name="FLOW"), hint=hint)
    drawn, standing = _read(flow, case)
    if svg is not None:
        _write_svg(svg, drawn, standing)
    elif mermaid:
        from core.flow.drawing.mermaid import flow_mermaid
        from core.flow.drawing.tree import picture

        output.write(flow_mermaid(picture(drawn, _standings(standing))))
    else:
        _show(drawn, standing, plain=ascii)


def is_file(flow: str) -> bool:
    """Whether a file is meant, and not the id of a published flow."""
    return flow == "-" or flow.endswith((".yaml", ".yml")) or "/" in flow


def require_id(flow: str) -> None:
    """Raises UsageError for a file where only a published flow can be meant."""
    if is_file(flow):
        hint = say("commands.flow_id.hint", file=flow)
        raise UsageError(say("commands.flow_id", file=flow), hint=hint)


def published(flow: str, version: int = 0) -> "Flow":
    """A published flow, or the one in a file."""
    from core.flow.parsing import parse_flow

    if is_file(flow):
        return parse_flow(text_of(Path(flow)), flow)
    with session.talking() as client:
        found = client.flow(flow, version=version)
    return parse_flow(found.text, found.id)


def _read(flow: str, key: str) -> "tuple[Flow, CaseView | None]":
    if not key:
        return published(flow), None
    with session.talking() as client:
        case = client.view(object_key(client, key)).case
    if case is None:
        raise UsageError(say("commands.no_case", key=key))
    if flow and flow != case.flow:
        raise UsageError(say("commands.other_flow", key=key, flow=case.flow))
    return published(case.flow, case.version), case


def _standings(case: CaseView | None) -> "Standings | None":
    from tui.drawing.flow import standings

    return standings(case, session.now()) if case is not None else None


def _write_svg(file: Path, flow: "Flow", case: CaseView | None) -> None:
    from core.flow.drawing.svg import flow_svg
    from core.flow.drawing.tree import picture

    text = flow_svg(picture(flow, _standings(case)))
    if str(file) == "-":
        output.write(text)
        return
    write_file(file, text)


def write_file(file: Path, text: str) -> None:
    """Write a file. Raises UsageError where it cannot be written."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        detail = error.strerror or str(error)
        raise UsageError(say("commands.unwritable", file=file, detail=detail)) from None
    output.note(say("commands.written", file=file))


def _show(flow: "Flow", case: CaseView | None, *, plain: bool) -> None:
    from tui.commands.drawn import plain as coloured
    from tui.commands.drawn import width_of_text
    from tui.drawing.course import course_title
    from tui.drawing.flow import flow_lines

    # A wide flow may use all of a wide screen; words in boxes stay short anyway.
    width = output.width() if output.is_terminal() else width_of_text()
    lines = flow_lines(flow, case, session.now(), width, plain=plain or not _has_boxes())
    output.paged(coloured(lines))
    if case is not None:
        output.note(course_title(case))


def _has_boxes() -> bool:
    """Whether the characters of boxes can be written in this encoding."""
    try:
        "┌┷┃".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
