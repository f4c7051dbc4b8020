"""audit verify: whether anything in any feed was changed after the fact."""

import typer

from core.api import AuditReport
from core.errors import FieldError
from core.language import say
from tui.commands import exits, output, session
from tui.commands.frame import command, noun
from tui.commands.options import Jq, Json
from tui.commands.output import Column

app = noun("audit")


@command(app, "verify", text="audit.verify")
def verify(json: Json = None, jq: Jq = None) -> None:
    """Check every feed's chain of hashes."""
    if output.names_fields(AuditReport, json):
        return
    with session.talking() as client:
        report = client.verify_audit()
    if json is not None or jq is not None:
        output.json(report, json, jq)
    else:
        _tell(report)
    if report.broken:
        raise typer.Exit(exits.REFUSED)


def _tell(report: AuditReport) -> None:
    columns: list[Column[FieldError]] = [
        Column(title=say("columns.place"), show=lambda each: each.field),
        Column(title=say("columns.what"), show=lambda each: each.message, shrinks=True),
    ]
    output.listing(report.broken, columns)
    key = "commands.audit_broken" if report.broken else "commands.audit_sound"
    counted = {"objects": report.objects, "entries": report.entries, "n": len(report.broken)}
    output.note(say(key, **counted))
