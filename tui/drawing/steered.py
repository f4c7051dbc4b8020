"""Steering a case in words: who is at which step, what would come of it, what came of it."""

from collections.abc import Iterable, Iterator

from core.api import ObjectView, PersonProgress, StepProgress
from core.errors import SignoffError, Unreachable
from core.handling import Foreseen, Involved
from core.language import has_text, label, say
from core.objects import ObjectState
from core.tasks import TaskKind
from tui.drawing.words import coded, step_words

Place = tuple[StepProgress, PersonProgress]
_NAMED = 5
"""People who are named where there are many."""
_NAMED_KINDS = (TaskKind.INCIDENT, TaskKind.COPY, TaskKind.QUESTION)
_AROUND = ("choose", "together")
_OVER = (ObjectState.APPROVED, ObjectState.REJECTED, ObjectState.WITHDRAWN)


def people_with(view: ObjectView, word: str) -> list[Place]:
    """With whom the reader may do something (`PersonProgress.can`), with their steps."""
    steps = view.case.steps if view.case is not None else ()
    return [(step, person) for step in steps for person in step.people if word in person.can]


def place_words(place: Place) -> str:
    """Somebody and their step."""
    step, person = place
    return say("steering.at", who=label(person.name) or person.person, step=step_words(step))


def standing_at(view: ObjectView) -> str:
    """The titles of the steps at which the case stands; the forks around them go without saying."""
    steps = view.case.steps if view.case is not None else ()
    here = [each for each in steps if each.state in ("current", "failed")]
    leaves = [each for each in here if each.kind not in _AROUND] or here
    return say("steering.and").join(map(step_words, leaves))


def foreseen_words(foreseen: Foreseen) -> Iterator[str]:
    """Whose tasks would end, who would be asked, what other systems would be told."""
    if foreseen.ended:
        yield say("steering.ended", people=_all(foreseen.ended))
    if foreseen.asked:
        yield say("steering.asked", people=_all(foreseen.asked))
    if foreseen.calls:
        yield say("steering.calls", calls=", ".join(foreseen.calls))
    if not (foreseen.ended or foreseen.asked or foreseen.calls):
        yield say("steering.same")


def not_foreseen(error: SignoffError) -> str:
    """Why it is not known what would come of it: it would be refused, or nobody could be asked."""
    if isinstance(error, Unreachable):
        return f"{error.message} {error.hint}".strip()
    return say("steering.refused", message=error.message)


def steered(call: str, view: object) -> str:
    """What came of steering a case by a `call` with this answer, and whom it waits for now.

    "" for anything else.
    """
    key = f"steering.done.{call}"
    if not isinstance(view, ObjectView) or not has_text(key):
        return ""
    what = say(key)
    if view.object.state in _OVER:
        state = coded("state", view.object.state)
        return say("steering.ended_as", what=what, state=state)
    if view.case is not None and view.case.status == "suspended":
        return say("steering.stands_still", what=what)
    names = dict.fromkeys(label(each.name) or each.person for each in view.waiting_for)
    if not names:
        return say("steering.waits_for_nobody", what=what)
    return say("steering.waits_for", what=what, people=_some(names))


def _all(people: Iterable[Involved]) -> str:
    return say("steering.and").join(
        say("steering.at", who=label(each.name) or each.person, step=_what(each)) for each in people
    )


def _what(involved: Involved) -> str:
    """The step; where it is no decision of the step also what it is."""
    step = label(involved.title) or _plain(involved.step)
    if involved.kind not in _NAMED_KINDS:
        return step
    return say("steering.kind", step=step, kind=coded("kind", involved.kind))


def _plain(step: str) -> str:
    return say("steering.requester") if step == "requester" else step


def _some(names: Iterable[str]) -> str:
    found = list(names)
    return say("steering.and").join(found[:_NAMED]) + (" …" if len(found) > _NAMED else "")
