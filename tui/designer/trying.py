"""Trying the flow on one object of the past: who would be asked, in which order, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from rich.style import Style
from textual.message import Message

from core.design import FlowTrial, TrialEntry
from core.errors import SignoffError
from core.flow.completing import Completion
from core.language import Label, has_text, label, say
from tui.designer import made_up
from tui.designer.asking import objects
from tui.designer.phrase_sheet import Lookup, PhraseSheet, Question
from tui.designer.read_sheet import ReadSheet
from tui.drawing.line import BOLD, DIM, HEADING, LATE, PLAIN, Line, text, wrap
from tui.drawing.words import because, moment
from tui.work import start

if TYPE_CHECKING:
    from tui.designer.screen import DesignerScreen


MADE_UP = "*"
"""In place of an object: values that the person makes up."""


class Tried(Message):
    """The flow was tried."""

    def __init__(self, trial: FlowTrial) -> None:
        super().__init__()
        self.trial = trial


def pick_object(screen: DesignerScreen) -> None:
    """Ask on which object."""
    object_type = str(screen.document.value(("object",)) or "")
    question = Question(
        heading=say("design_trying.try"),
        label=say("designer.object"),
        help=say("design_trying.try.help"),
        lookup=_with_made_up(objects(screen.services, object_type)),
        picks=True,
    )

    def picked(answers: list[str] | None) -> None:
        if answers == [MADE_UP]:
            made_up.ask(screen, lambda csv: start(screen, partial(_try, screen, "", csv), "try"))
        elif answers:
            start(screen, partial(_try, screen, answers[0]), "try")

    screen.app.push_screen(PhraseSheet(question), picked)


def _with_made_up(find: Lookup) -> Lookup:
    """Made-up values beside the objects, which the person may not be allowed to see."""

    async def look(words: str) -> list[Completion]:
        try:
            found = [] if words.strip() == MADE_UP else list(await find(words))
        except SignoffError:
            found = []
        asked = words.strip()
        key = "some" if found or asked == MADE_UP else "none_such" if asked else "none"
        return [*found, Completion(MADE_UP, say(f"design_trying.try.made_up_{key}"))]

    return look


async def _try(screen: DesignerScreen, key: str, csv: str = "") -> None:
    try:
        found = await screen.services.client.try_flow(
            screen.document.text, key, csv, screen.beside()
        )
    except SignoffError as error:
        screen.post_message(screen.Failed(error))
    else:
        screen.post_message(Tried(found))


def show(screen: DesignerScreen, trial: FlowTrial) -> None:
    """Show what would happen."""
    heading = say("design_trying.tried", key=trial.object, title=trial.title)
    heading = heading if trial.object else say("design_trying.made_up")
    now = screen.services.clock.now()
    screen.app.push_screen(ReadSheet(heading, lambda cells: trial_lines(trial, cells, now)))


def trial_lines(trial: FlowTrial, cells: int, now: datetime) -> list[Line]:
    """What would happen, numbered; who asks for it first, how it ends last."""
    lines: list[Line] = []
    name = label(trial.names.get(trial.requester)) or trial.requester
    lines += _wrapped(say("design_trying.trial.requester", who=name), cells, 0, DIM)
    together = groupby(trial.entries, lambda each: (each.kind, each.step, each.words))
    for number, (_kind, entries) in enumerate(together, start=1):
        lines += _entry(number, list(entries), trial.names, cells)
    key = f"design_trying.trial.ends.{trial.ends}"
    if trial.ends and has_text(key):
        lines += _wrapped(say(key), cells, 0, HEADING)
    return [*lines, *_wrapped(say("design_trying.trial.nothing_written"), cells, 0, DIM)]


def _entry(
    number: int, entries: Sequence[TrialEntry], names: Mapping[str, Label], cells: int
) -> list[Line]:
    """What one step does, with everybody whom it asks."""
    entry = entries[0]
    if entry.kind == "trouble":
        return _wrapped(f"{number:2}. {entry.words}", cells, 0, LATE)
    if entry.kind == "call":
        return _wrapped(f"{number:2}. {say('designer.trial.call', what=entry.words)}", cells, 0)
    who = ", ".join(label(names.get(each.person)) or each.person for each in entries)
    step = label(entry.title) or entry.step
    several = len(entries) > 1 and entry.how
    words = say(f"design_trying.trial.{'several' if several else entry.kind}", who=who, step=step)
    if several:
        words += f" ({entry.how})"
    lines = _wrapped(f"{number:2}. {words}", cells, 0, BOLD)
    for why in dict.fromkeys(because(each.because, names) for each in entries):
        lines += _wrapped(why, cells, 4, DIM) if why else []
    if entry.due is not None:
        lines += _wrapped(say("design_trying.trial.due", when=moment(entry.due)), cells, 4, DIM)
    return lines


def _wrapped(words: str, cells: int, indent: int, style: Style = PLAIN) -> list[Line]:
    parts = wrap(words, max(8, cells - indent))
    return [[text(" " * indent), text(part, style)] for part in parts]
