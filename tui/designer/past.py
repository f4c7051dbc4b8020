"""Trying the flow on all objects of the past: what would change, for whom, and each change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from core.errors import Invalid, SignoffError
from core.flow.completing import Completion
from core.language import label, say
from core.text import cell_width, fit
from core.trials import FlowSimulate, Load, Shift, Simulation
from tui.designer.phrase_sheet import PhraseSheet, Question, among
from tui.designer.read_sheet import ReadSheet
from tui.designer.tree_lines import row_title
from tui.drawing import simulated
from tui.drawing.line import DIM, HEADING, PLAIN, Line, text, wrap
from tui.work import start

if TYPE_CHECKING:
    from tui.designer.screen import DesignerScreen

_LOADS = ("people", "steps")


class Simulated(Message):
    """The flow was tried on the past."""

    def __init__(self, of: str, found: Simulation) -> None:
        super().__init__()
        self.of = of
        self.found = found


def simulate(screen: DesignerScreen) -> None:
    """Ask the server; it runs both versions over all objects that were ever submitted."""
    screen.tell(say("design_trying.simulating"))
    start(screen, partial(_simulate, screen), "try")


async def _simulate(screen: DesignerScreen) -> None:
    document = screen.document
    name = f"{document.rows[0].id or 'flow'}.yaml"
    wanted = FlowSimulate(flow=document.rows[0].id, files={**screen.beside(), name: document.text})
    try:
        found = await screen.services.client.simulate_flow(wanted)
    except Invalid as error:
        said = (
            say("design_trying.not_tried", n=len(error.errors)) if error.errors else error.message
        )
        screen.post_message(screen.Failed(Invalid(said=said, errors=error.errors)))
    except SignoffError as error:
        screen.post_message(screen.Failed(error))
    else:
        screen.post_message(Simulated(document.text, found))


def show(screen: DesignerScreen, found: Simulation) -> None:
    """Offer what was found: who is asked how often, and each change with its objects."""
    loads = [Completion(each, say(f"design_trying.past.{each}")) for each in _LOADS]
    shifts = {str(n): shift for n, shift in enumerate(found.shifts, start=1)}
    spoken = _spoken(screen, found)
    changes = [Completion(n, simulated.shift_words(each, spoken)) for n, each in shifts.items()]
    question = Question(
        heading=say("design_trying.past"),
        label=say("design_trying.past.more"),
        help="\n".join([*simulated.summary(found), say("design_trying.trial.nothing_written")]),
        complete=among([*changes, *loads]),
        picks=True,
    )

    def picked(answers: list[str] | None) -> None:
        if not answers:
            return
        lines = (
            partial(_loads, getattr(found, answers[0]), spoken) if answers[0] in _LOADS
            else partial(_change, shifts[answers[0]], spoken)
        )  # fmt: skip
        sheet = ReadSheet(say("design_trying.past"), lines)
        screen.app.push_screen(sheet, lambda _none: show(screen, found))

    screen.app.push_screen(PhraseSheet(question), picked)


def _spoken(screen: DesignerScreen, found: Simulation) -> simulated.Spoken:
    """People and steps as they are called in this company, in this flow and the published one."""
    rows = screen.document.rows
    published = {step: label(title) for step, title in found.titles.items()}
    edited = {row.id: row_title(screen.document, row) for row in rows if row.id}
    return simulated.Spoken(found.names, {**published, **edited})


def _loads(loads: tuple[Load, ...], spoken: simulated.Spoken, cells: int) -> list[Line]:
    """Who or what, how often now and then, and the difference."""
    rows = [
        (
            spoken.step(spoken.person(each.id)),
            simulated.number(each.before),
            simulated.number(each.after),
            simulated.more_words(each),
        )
        for each in loads
    ]
    titles = ("", say("columns.now"), say("columns.then"), say("columns.more"))
    rooms = [max(cell_width(row[n]) for row in (titles, *rows)) for n in range(4)]
    rooms[0] = max(8, min(rooms[0], cells - sum(rooms[1:]) - 6))
    lines = []
    for row in (titles, *rows):
        parts = [
            fit(each, room, right=n > 0)
            for n, (each, room) in enumerate(zip(row, rooms, strict=True))
        ]
        lines.append([text("  ".join(parts), DIM if row is titles else PLAIN)])
    return lines


def _change(shift: Shift, spoken: simulated.Spoken, cells: int) -> list[Line]:
    """Both ways, and all the objects that are known to go them."""
    lines: list[Line] = []
    for title, way in (("now", shift.before), ("then", shift.after)):
        lines.append([text(say(f"columns.{title}"), HEADING)])
        for words in simulated.way_words(way, spoken) or [simulated.path_words(way, spoken)]:
            lines += [[text("  "), text(part)] for part in wrap(words, max(8, cells - 2))]
    lines.append([text(say("design_trying.past.objects", n=shift.objects), HEADING)])
    keys = ", ".join(shift.keys)
    return [*lines, *([text("  "), text(part)] for part in wrap(keys, max(8, cells - 2)))]
