"""A flow as boxes and branches in styled lines, with where a case stands."""

from datetime import datetime

from rich.segment import Segment
from rich.style import Style

from core.api import CaseView, PersonProgress, StepProgress
from core.flow.definition import Flow
from core.flow.drawing.canvas import Tone
from core.flow.drawing.notes import SayWho
from core.flow.drawing.terminal import terminal_rows
from core.flow.drawing.tree import Standing, Standings, picture
from core.flow.wording import who_phrase
from core.language import label
from tui.drawing.course import details, what
from tui.drawing.line import ACCENT, BOLD, DIM, GOOD, HEADING, LATE, PLAIN, Line

_STYLES: dict[Tone, Style] = {
    Tone.LINE: PLAIN,
    Tone.TITLE: BOLD,
    Tone.NOTE: PLAIN,
    Tone.LABEL: ACCENT,
    Tone.DONE: GOOD,
    Tone.CURRENT: HEADING,
    Tone.LATE: LATE,
    Tone.OFF: DIM,
}


def flow_lines(
    flow: Flow,
    case: CaseView | None,
    now: datetime,
    cells: int,
    *,
    plain: bool = False,
    say_who: SayWho = who_phrase,
) -> list[Line]:
    """The flow in lines of at most `cells`; `plain` uses no box characters."""
    drawn = picture(flow, standings(case, now) if case is not None else None, say_who)
    return [
        [Segment(text, _STYLES[tone]) for text, tone in row]
        for row in terminal_rows(drawn, cells, plain=plain)
    ]


def standings(case: CaseView, now: datetime) -> Standings:
    """Where the case is at each of its steps: who has it, for how long, what came of it."""
    found = {step.step: _standing(step, now) for step in case.steps}
    if case.status == "ended":
        found["end"] = Standing(state="done")
    return found


def _standing(step: StepProgress, now: datetime) -> Standing:
    lines = tuple(_person(person, now) for person in step.people)
    detail = "  ".join(details(step))
    if detail:
        lines = (detail, *lines)
    late = any(_is_late(person, now) for person in step.people)
    return Standing(state=step.state, lines=lines, late=late)


def _person(person: PersonProgress, now: datetime) -> str:
    words, _ = what(person, now)
    return f"{label(person.name) or person.person}  {words}"


def _is_late(person: PersonProgress, now: datetime) -> bool:
    return person.state == "open" and person.due is not None and person.due < now
