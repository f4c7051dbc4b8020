"""doctor, whoami: whether everything works, and as whom."""

from collections.abc import Iterator

import msgspec
import typer

from core.api import Me
from core.client.own_language import remember
from core.connections import Finding
from core.language import label, say
from core.settings import Settings
from core.sign_in import VARIABLE, find_token
from tui.commands import output, session
from tui.commands.checks import all_checks
from tui.commands.frame import command, noun
from tui.commands.options import Jq, Json
from tui.commands.output import Column
from tui.commands.words import token_place
from tui.drawing.line import wrap

app = noun("signoff")

_SUBJECT = 14
_NARROW = 60


@command(app, "whoami")
def whoami(json: Json = None, jq: Jq = None) -> None:
    """Say who the server takes the caller for."""
    if output.names_fields(Me, json, ["address", "token"]):
        return
    with session.talking() as client:
        me = client.me()
    remember(session.settings(), me)
    token = _token(session.settings())
    if json is not None or jq is not None:
        found = {**msgspec.structs.asdict(me), "address": client.where, "token": token}
        output.json(found, json, jq)
        return
    output.pairs(
        [
            (say("commands.who.person"), me.person),
            (say("commands.who.name"), label(me.name)),
            (say("commands.who.acting"), me.acting),
            (say("commands.who.roles"), ", ".join(me.roles)),
            (say("commands.who.owner"), say("commands.yes") if me.owner else ""),
            (say("commands.who.server"), client.where),
            (say("commands.who.token"), token_place(token)),
        ]
    )


def _token(settings: Settings) -> str:
    """Where the token comes from: `SIGNOFF_TOKEN`, `keyring`, a path; "" where none is needed."""
    found = find_token(settings)
    if settings.embedded and found.where == VARIABLE:
        return ""  # set, but whoever reaches this socket is known without it
    return found.where


@command(app, "doctor")
def doctor(json: Json = None, jq: Jq = None) -> None:
    """Check that everything works."""
    if output.names_fields(Finding, json):
        return
    checks = list(all_checks(session.settings()))
    findings = [each.finding for each in checks]
    if output.is_terminal() and json is None and jq is None:
        for each in findings:
            for line in _lines(each, output.width()):
                output.line(line)
        _closing(findings)
    else:
        output.listing(findings, _columns(), json, jq)
    if worst := max(each.code for each in checks):
        raise typer.Exit(worst)


def _columns() -> list[Column[Finding]]:
    return [
        Column(title=say("columns.state"), show=lambda each: each.state),
        Column(title=say("columns.what"), show=lambda each: each.subject),
        Column(title=say("columns.details"), show=lambda each: each.detail),
        Column(title=say("columns.hint"), show=lambda each: each.hint),
    ]


def _lines(finding: Finding, cells: int) -> Iterator[str]:
    """A finding for people, whole: nothing is cut, what to do stands below it."""
    from core.text import cell_width, fit, one_line

    state = fit(say(f"commands.finding.{finding.state}"), 8)
    head = state + fit(finding.subject, _SUBJECT) + " "
    narrow = cells < _NARROW
    indent = " " * (2 if narrow else cell_width(head))
    if narrow:
        yield head.rstrip()
    parts = list(wrap(one_line(finding.detail), cells - len(indent)))
    for number, part in enumerate(parts):
        yield (head if number == 0 and not narrow else indent) + part
    for number, part in enumerate(wrap(one_line(finding.hint), cells - len(indent) - 2)):
        if finding.hint:
            yield indent + ("→ " if number == 0 else "  ") + part


def _closing(findings: list[Finding]) -> None:
    errors = sum(each.state == "error" for each in findings)
    warnings = sum(each.state == "warning" for each in findings)
    if errors or warnings:
        output.note(say("doctor.ill", errors=errors, warnings=warnings))
    else:
        output.note(say("doctor.well"))
