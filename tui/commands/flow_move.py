"""flow move: running cases go on in another version of their flow; a trial first."""

from collections.abc import Iterable
from typing import Annotated

import typer

from core.client.client import Client
from core.client.paging import whole
from core.errors import UsageError
from core.language import say
from core.moves import MOVED, REFUSED, CaseMove, FlowMove
from core.text import one_line
from tui.commands import exits, output, session
from tui.commands.flow_draw import require_id
from tui.commands.frame import command
from tui.commands.many import keys
from tui.commands.options import Jq, Json, MessageFile, whole_number
from tui.commands.output import Column
from tui.commands.words import message_text, object_key
from tui.drawing.moved import counts, details, places

_MOST_KEYS = 5
_AT_ONCE = 200
"""Objects of one call, where they are named."""

FlowName = Annotated[str, typer.Argument(metavar="FLOW", help=say("help.arg.flow"))]
To = Annotated[
    int,
    typer.Option(
        "--to",
        parser=whole_number,
        metavar=say("help.metavar.version"),
        help=say("help.opt.move_to"),
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar=say("help.metavar.mapping"), help=say("help.opt.map")),
]
Case = Annotated[
    list[str] | None, typer.Option("--case", metavar="KEY", help=say("help.opt.move_case"))
]
Reason = Annotated[
    str,
    typer.Option(
        "-m",
        "--message",
        "--reason",
        metavar=say("help.metavar.text"),
        help=say("help.opt.move_reason"),
    ),
]
ForReal = Annotated[bool, typer.Option("--for-real", help=say("help.opt.for_real"))]


def add_to(app: typer.Typer) -> None:
    """Make `move` one of the verbs of `app`."""
    command(app, "move", text="flow.move")(move)


def move(
    flow: FlowName,
    to: To = 0,
    map: Map = None,
    case: Case = None,
    for_real: ForReal = False,
    message: Reason = "",
    file: MessageFile = None,
    json: Json = None,
    jq: Jq = None,
) -> None:
    """Move running cases to another version."""
    if output.names_fields(CaseMove, json):
        return
    require_id(flow)
    steps = dict(_pair(each) for each in map or [])
    reason = message_text(case or [], message, file)
    with session.talking() as client:
        objects = tuple(object_key(client, key) for key in keys(case or []))
        wanted = FlowMove(version=to, steps=steps, objects=objects, reason=reason, limit=_AT_ONCE)
        found = _moved(client, flow, wanted, for_real=for_real)
    if json is not None or jq is not None:
        output.json(found, json, jq)
    else:
        _tell(found, flow, for_real=for_real)
    if any(each.outcome == REFUSED for each in found):
        raise typer.Exit(exits.REFUSED)


def _moved(client: Client, flow: str, wanted: FlowMove, *, for_real: bool) -> list[CaseMove]:
    from msgspec.structs import replace

    act = client.move_cases if for_real else client.try_move
    return whole(lambda cursor: act(flow, replace(wanted, cursor=cursor)))


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not (old and equals and new):
        raise UsageError(say("moving.no_mapping", text=text), hint=say("moving.no_mapping.hint"))
    return old.strip(), new.strip()


# --- telling ---------------------------------------------------------------------------------


def _tell(found: list[CaseMove], flow: str, *, for_real: bool) -> None:
    columns: list[Column[CaseMove]] = [
        Column(title=say("columns.key"), show=lambda each: each.object),
        Column(title=say("columns.version"), show=_versions),
        Column(title=say("columns.stands_at"), show=places, shrinks=True),
        Column(
            title=say("columns.outcome"),
            show=lambda each: _outcome(each, for_real=for_real),
            give=lambda each: each.outcome,
        ),
        Column(title=say("columns.details"), show=_details, shrinks=True),
    ]
    output.listing(found, columns)
    if not found:
        output.note(say("moving.nothing", flow=flow))
        return
    if output.is_terminal():
        _explain(found)
    numbers = counts(found)
    output.note(say("moving.done" if for_real else "moving.tried", **numbers))
    if numbers["moved"] and not for_real:
        output.note(say("moving.for_real"))


def _explain(found: Iterable[CaseMove]) -> None:
    """What the table has no room for, whole, and of which cases it is said."""
    from tui.drawing.line import wrap

    said: dict[str, list[str]] = {}
    for each in found:
        if words := _details(each):
            said.setdefault(words, []).append(each.object)
    for words, objects in said.items():
        more = "" if len(objects) <= _MOST_KEYS else say("moving.more", n=len(objects) - _MOST_KEYS)
        output.line("")
        output.line(", ".join([*objects[:_MOST_KEYS], *filter(None, [more])]))
        for line in wrap(one_line(words), output.width() - 2):
            output.line(f"  {line}")


def _versions(each: CaseMove) -> str:
    if each.outcome == REFUSED and not each.old:
        return ""
    return str(each.old) if each.old == each.new else f"{each.old} → {each.new}"


def _outcome(each: CaseMove, *, for_real: bool) -> str:
    key = each.outcome if for_real or each.outcome != MOVED else "moves"
    return say(f"moving.outcome.{key}")


def _details(each: CaseMove) -> str:
    why = [output.joined(each.message, each.hint)] if each.message else []
    return say("moving.and").join((*details(each), *why))
