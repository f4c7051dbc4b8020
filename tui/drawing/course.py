"""The course of a case: each step, who has it and since when, what was decided and why."""

from collections.abc import Iterator
from datetime import datetime

from rich.style import Style

from core.api import CaseView, PersonProgress, StepProgress
from core.language import label, say
from core.text import ago, due, duration, one_line
from tui.drawing.line import BOLD, DIM, GOOD, LATE, PLAIN, Line, text, wrap
from tui.drawing.words import coded, moment, step_words

SIGNS = {
    "done": "+",
    "current": ">",
    "ahead": " ",
    "skipped": "-",
    "superseded": "~",
    "failed": "x",
}
_STYLES: dict[str, Style] = {"done": GOOD, "current": BOLD, "failed": LATE}


def course_lines(case: CaseView, now: datetime, width: int) -> Iterator[Line]:
    """The steps of the case in order."""
    for step in case.steps:
        yield from _step(step, now, width)


def course_title(case: CaseView) -> str:
    """The flow's name, its version and where the case stands."""
    return say(
        "tui.course_title",
        flow=label(case.title) or case.flow,
        version=case.version,
        status=coded("case", case.status),
    )


def _step(step: StepProgress, now: datetime, width: int) -> Iterator[Line]:
    style = _STYLES.get(step.state, DIM)
    words = [step_words(step)]
    if step.mode and step.kind != "copy" and len(step.people) > 1:
        words.append(say("tui.needed", n=step.need) if step.need else coded("mode", step.mode))
    if step.state in ("skipped", "superseded", "failed"):
        words.append(coded("step", step.state))
    elif step.state == "done" and not step.people and step.ended is not None:
        words.append(ago(step.ended, now))
    words += details(step)
    sign = text(SIGNS.get(step.state, "?") + " ", style)
    heading = PLAIN if step.state in ("done", "current") else DIM
    for number, part in enumerate(wrap(one_line("  ".join(words)), width - 2)):
        yield [sign if number == 0 else text("  "), text(part, heading)]
    for person in step.people:
        yield from _person(person, now, width)


def details(step: StepProgress) -> list[str]:
    """What is said of a step beside its people: until when it waits, for what, on what it runs."""
    until = say("tui.waits_until", moment=moment(step.until)) if step.until is not None else ""
    return [each for each in (until, step.detail, step.object) if each]


def _person(person: PersonProgress, now: datetime, width: int) -> Iterator[Line]:
    words, style = what(person, now)
    name = label(person.name) or person.person
    for part in wrap(one_line(f"{name}  {words}"), width - 4):
        yield [text("    "), text(part, style)]
    if person.reason:
        for part in wrap(person.reason, width - 6):
            yield [text("      "), text(part, DIM)]


def what(person: PersonProgress, now: datetime) -> tuple[str, Style]:
    """What a person has to do with a step: since when, by when, or what they decided."""
    if person.state == "open":
        words = say("tui.has_it_since", span=duration(now - person.since))
        late = person.due is not None and person.due < now
        if person.due is not None:
            words = f"{words}  {due(person.due, now)}"
        return words, LATE if late else PLAIN
    decided = coded("decided", person.decision) if person.decision else ""
    words = decided or coded("task_state", person.state)
    if person.ended is not None:
        words = f"{words}  {ago(person.ended, now)}"
    return words, DIM if not decided else PLAIN
