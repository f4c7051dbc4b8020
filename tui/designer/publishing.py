"""Saving a flow as a file, and publishing it after one has seen what that changes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.message import Message

from core.api import Applied
from core.errors import SignoffError, UsageError
from core.flow.completing import Completion, Completions
from core.language import say
from tui.designer import moving
from tui.designer.phrase_sheet import PhraseSheet, Question
from tui.drawing.line import SOON, Line, text, wrap
from tui.screens.sheet import Sheet
from tui.work import start

if TYPE_CHECKING:
    from tui.designer.keeping import Kept
    from tui.designer.workbench import Workbench

_MOST_NAMES = 50


class Planned(Message):
    """The server said what publishing would change."""

    def __init__(self, of: str, applied: Applied) -> None:
        super().__init__()
        self.of = of
        self.applied = applied


class Published(Message):
    """The flow was published, with the rule tables beside it."""

    def __init__(self, applied: Applied, texts: Sequence[tuple[Kept[Any], str]]) -> None:
        """`texts`: what was published of each; it may have been changed since."""
        super().__init__()
        self.applied = applied
        self.texts = texts


# --- saving ----------------------------------------------------------------------------------


def save(screen: Workbench) -> None:
    """Write the file; ask for its name where there is none yet."""
    if screen.kept.file is not None:
        _save(screen, str(screen.kept.file))
        return
    kind = "rules" if screen.is_table else "flows"
    folder = f"{kind}/" if Path(kind).is_dir() else ""
    question = Question(
        heading=say("designer.save_as"),
        label=say("designer.file"),
        value=f"{folder}{screen.file_name}",
        help=say("designer.save_as.help"),
        complete=_files,
        may_be_empty=False,
    )

    def answered(answers: list[str] | None) -> None:
        if answers:
            _save(screen, answers[0])

    screen.app.push_screen(PhraseSheet(question), answered)


def _save(screen: Workbench, name: str) -> None:
    try:
        screen.kept.save(Path(name).expanduser())
    except UsageError as error:
        screen.tell(f"{error.message} {error.hint}".strip())
        return
    screen.show_all()
    screen.tell(say("designer.saved", file=name))


def _files(words: str) -> Completions:
    """Folders and flow files that begin with what was typed."""
    folder, _, begun = words.rpartition("/")
    try:
        found = sorted(Path(folder or ".").expanduser().iterdir())
    except OSError:
        return Completions()
    names = [
        f"{each.name}/" if each.is_dir() else each.name
        for each in found
        if each.name.startswith(begun or "") and not each.name.startswith(".")
        and (each.is_dir() or each.suffix in (".yaml", ".yml", ".csv"))
    ]  # fmt: skip
    items = tuple(Completion(name) for name in names[:_MOST_NAMES])
    return Completions(start=len(words) - len(begun), items=items)


# --- publishing ------------------------------------------------------------------------------


def plan(screen: Workbench) -> None:
    """Ask what publishing would change; refused where the check finds something wrong."""
    if screen.found.fresh and screen.found.wrong:
        screen.tell(say("designer.not_published", n=screen.found.wrong))
        return
    screen.tell(say("designer.planning"))
    start(screen, partial(_apply, screen, planned=True), "publish")


async def _apply(screen: Workbench, *, planned: bool) -> None:
    text = screen.kept.text
    files = {**screen.beside(), screen.file_name: text}
    texts = [(each, each.text) for each in (screen.kept, *screen.kept_beside())]
    try:
        applied = await asyncio.shield(screen.services.client.apply(files, plan=planned))
    except SignoffError as error:
        screen.post_message(screen.Failed(error))
    else:
        message = Planned(text, applied) if planned else Published(applied, texts)
        screen.post_message(message)


def confirm(screen: Workbench, message: Planned) -> None:
    """Show the plan, and publish if that is wanted."""
    if message.of != screen.kept.text:
        return
    if not message.applied.changes:
        screen.tell(say("designer.nothing_new"))
        return

    def decided(sure: bool | None) -> None:
        if sure:
            start(screen, partial(_apply, screen, planned=False), "publish")

    screen.app.push_screen(PlanSheet(message.applied), decided)


def published(screen: Workbench, message: Published) -> None:
    """It is there: what was not saved as a file is kept by the server.

    Cases that run on an older version can be moved at once.
    """
    for kept, text_then in message.texts:
        if kept.file is None:
            kept.published(text_then)
    screen.changed()
    screen.tell(say("designer.published", flow=screen.about))
    flows = [each.id for each in message.applied.changes if each.kind == "flow"]
    moving.offer(screen, flows)


class PlanSheet(Sheet[bool]):
    """What publishing changes; in the last question yes is not the default."""

    def __init__(self, applied: Applied) -> None:
        super().__init__(verb=say("design_actions.action.publish"), sure=True)
        self._applied = applied

    def heading(self) -> str:
        """What it is about."""
        return say("designer.plan")

    def lines(self, cells: int) -> list[Line]:
        """The changes, one by one, then what speaks against them without stopping them."""
        lines: list[Line] = []
        for change in self._applied.changes:
            words = f"{say(f'designer.plan.{change.action}')} {change.kind} {change.id}"
            lines += [[text(part)] for part in wrap(words, cells)]
            for detail in change.details:
                lines += [[text("    "), text(part)] for part in wrap(detail, max(8, cells - 4))]
        for found in self._applied.for_administrator:
            words = say("commands.for_administrator", text=found.placed)
            lines += [[text(part, SOON)] for part in wrap(words, cells)]
        for warning in self._applied.warnings:
            lines += [[text(part, SOON)] for part in wrap(warning.message, cells)]
        return lines

    def collect(self) -> bool:
        """Yes."""
        return True
