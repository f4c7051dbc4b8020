"""apply, demo: what a company is made of, from files."""

from pathlib import Path
from typing import Annotated

import typer

from core.api import Applied, Change
from core.errors import UsageError
from core.language import say
from core.rules.sheets import is_csv_rules
from tui.commands import output, session
from tui.commands.frame import command, noun
from tui.commands.options import Jq, Json, Yes
from tui.commands.output import Column
from tui.commands.words import confirmed, table_of, text_of

app = noun("signoff")

_SUFFIXES = frozenset({".yaml", ".yml", ".csv"})

Folder = Annotated[Path, typer.Argument(metavar="DIR", help=say("help.arg.folder"))]
Plan = Annotated[bool, typer.Option("--plan", help=say("help.opt.plan"))]
History = Annotated[bool, typer.Option("--history", help=say("help.opt.history"))]
Reset = Annotated[bool, typer.Option("--reset", help=say("help.opt.reset"))]
Copy = Annotated[
    Path | None,
    typer.Option("--copy", metavar="DIR", help=say("help.opt.copy")),
]


@command(app, "apply")
def apply(
    folder: Folder,
    plan: Plan = False,
    history: History = False,
    json: Json = None,
    jq: Jq = None,
) -> None:
    """Apply a folder of files."""
    if output.names_fields(Applied, json):
        return
    files = _files(folder)
    with session.talking() as client:
        applied = client.apply(files, plan=plan, history=history)
    _tell(applied, json, jq)


@command(app, "demo")
def demo(
    reset: Reset = False,
    copy: Copy = None,
    yes: Yes = False,
    json: Json = None,
    jq: Jq = None,
) -> None:
    """Load the demo company, or copy its folder."""
    if output.names_fields(Applied, json):
        return
    if copy is not None:
        _copy_demo(copy)
        return
    if reset and not confirmed(say("commands.reset_question"), yes=yes):
        raise typer.Exit(1)
    with session.talking() as client:
        applied = client.load_demo(reset=reset)
    _tell(applied, json, jq)


def _copy_demo(folder: Path) -> None:
    """Write the demo company's folder; only into a folder that is new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(say("commands.not_empty", folder=folder))
    with session.talking() as client:
        files = client.demo_files().files
    for name, text in files.items():
        file = folder / name
        if not file.resolve().is_relative_to(folder.resolve()):  # a server is not trusted so far
            raise UsageError(say("commands.outside_folder", name=name))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    output.note(say("commands.demo_copied", folder=folder, n=len(files)))


def _files(folder: Path) -> dict[str, str]:
    """The folder's YAML files and rule tables by their path in it; hidden ones are left out.

    Raises UsageError for a link that leads out of it: who got the folder from somebody would send
    what else they have to the server.
    """
    if not folder.is_dir():
        raise UsageError(say("commands.no_folder", folder=folder))
    files = {
        str(file.relative_to(folder)): _text_in(folder, file)
        for file in sorted(folder.rglob("*"))
        if file.suffix in _SUFFIXES
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    }
    found = {
        name: text
        for name, text in files.items()
        if not name.endswith(".csv") or is_csv_rules(text)
    }
    if not found:
        raise UsageError(say("commands.empty_folder", folder=folder))
    return found


def _text_in(folder: Path, file: Path) -> str:
    if not file.resolve().is_relative_to(folder.resolve()):
        raise UsageError(
            say("commands.link_outside", file=file), hint=say("commands.link_outside.hint")
        )
    return table_of(file) if file.suffix == ".csv" else text_of(file)


def read_files(paths: list[Path]) -> dict[str, str]:
    """These files, and what the folders among them hold, by their path."""
    found: dict[str, str] = {}
    for path in paths:
        if path.is_dir():
            found |= {str(path / name): text for name, text in _files(path).items()}
        else:
            found[str(path)] = table_of(path) if path.suffix == ".csv" else text_of(path)
    return found


def _tell(applied: Applied, json: str | None, jq: str | None) -> None:
    if json is not None or jq is not None:
        output.json(applied, json, jq)
        return
    columns: list[Column[Change]] = [
        Column(
            title=say("columns.action"),
            show=lambda change: say(f"commands.action.{change.action}"),
            give=lambda change: change.action,
        ),
        Column(title=say("columns.what"), show=lambda change: change.kind),
        Column(title=say("columns.name"), show=lambda change: change.id),
        Column(
            title=say("columns.details"),
            show=lambda change: "; ".join(change.details),
            shrinks=True,
        ),
    ]
    output.listing(applied.changes, columns)
    for found in applied.for_administrator:
        output.note(say("commands.for_administrator", text=found.placed), found.hint)
    for warning in applied.warnings:
        output.note(say("commands.warning", text=warning.placed), warning.hint)
    if not applied.changes:
        output.note(say("commands.nothing_changes"))
    elif applied.planned:
        output.note(say("commands.planned_only"))
