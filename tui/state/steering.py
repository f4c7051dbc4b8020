"""One thing that may be done with a case: what it is, in words, and the call that does it.

The screens and the plain mode ask for the same, and each shows it before it is confirmed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.api import ObjectView
from core.client import case_routes
from core.client.call import Call
from core.flow.definition import REQUESTER
from core.handling import End, Foresee, Jump, Reassign, RemoveSigner
from core.language import label, say
from core.rounds import Outcome
from tui.drawing.steered import Place, people_with, place_words, standing_at
from tui.drawing.words import step_words

Sending = Callable[[str, int], Call[Any]]
"""The call for a reason and the case's revision that was shown."""

OUTCOMES = (Outcome.REJECTED, Outcome.WITHDRAWN, Outcome.APPROVED)
"""How a case can be ended, in the order in which that is offered."""
_MAY_BE_EMPTY = ("take_back", "remove_signer")


@dataclass(frozen=True)
class Steering:
    """What is to be foreseen (`what`), what is said of it, and the call for it."""

    key: str
    what: Foresee
    says: tuple[str, ...]
    sending: Sending

    @property
    def needs_reason(self) -> bool:
        """Whether a reason has to be given."""
        return self.what.do not in _MAY_BE_EMPTY

    @property
    def draft(self) -> str:
        """The name under which the reason lies on disk while it is typed."""
        return f"{self.what.do}/{self.key}"


def suspending(key: str) -> Steering:
    """The case stands still."""

    def sending(reason: str, seen: int) -> Call[Any]:
        return case_routes.suspend(key, reason, case_revision=seen)

    return Steering(key, Foresee(do="suspend"), (say("steering.says.suspend"),), sending)


def resuming(key: str) -> Steering:
    """A suspended case goes on."""

    def sending(reason: str, seen: int) -> Call[Any]:
        return case_routes.resume(key, reason, case_revision=seen)

    return Steering(key, Foresee(do="resume"), (say("steering.says.resume"),), sending)


def places(view: ObjectView) -> dict[str, str]:
    """The steps at which a case can be put, with their titles."""
    return {
        each.step: say("steering.requester")
        if each.step == REQUESTER
        else label(each.title) or each.step
        for each in (view.case.places if view.case is not None else ())
    }


def jumping(view: ObjectView, to: str) -> Steering:
    """The case goes on at one of its `places`."""
    key, steps = view.object.key, standing_at(view)

    def sending(reason: str, seen: int) -> Call[Any]:
        return case_routes.jump(key, Jump(to=to, reason=reason, case_revision=seen))

    stands = (say("steering.says.from", steps=steps),) if steps else ()
    says = (*stands, say("steering.says.jump", step=places(view)[to]))
    return Steering(key, Foresee(do="jump", to=to), says, sending)


def outcome_words(outcome: Outcome) -> str:
    """How a case is ended, in a word."""
    return say(f"steering.outcome.{outcome.value}")


def ending(key: str, outcome: Outcome) -> Steering:
    """The case ends, as if it had been decided."""

    def sending(reason: str, seen: int) -> Call[Any]:
        return case_routes.end(key, End(outcome=outcome, reason=reason, case_revision=seen))

    says = (say("steering.says.end", outcome=outcome_words(outcome)),)
    return Steering(key, Foresee(do="end", outcome=outcome), says, sending)


def reassigning(key: str, place: Place, to: str, name: str = "") -> Steering:
    """Somebody's task goes to somebody else, who is called `name`."""
    task = place[1].task

    def sending(reason: str, seen: int) -> Call[Any]:
        return case_routes.reassign(task, Reassign(to=to, reason=reason, case_revision=seen))

    says = (say("steering.says.reassign", who=place_words(place), to=name or to),)
    return Steering(key, Foresee(do="reassign", to=to, task=task), says, sending)


def removing_signer(key: str, place: Place) -> Steering:
    """Somebody who has not acted need not sign."""
    task = place[1].task

    def sending(reason: str, seen: int) -> Call[Any]:
        return case_routes.remove_signer(task, RemoveSigner(reason=reason, case_revision=seen))

    says = (say("steering.says.remove_signer", who=place_words(place)),)
    return Steering(key, Foresee(do="remove_signer", task=task), says, sending)


def taking_back(view: ObjectView) -> Steering | None:
    """The person's own last approval counts no more; None where there is none to take back."""
    found = people_with(view, "take_back")
    if not found:
        return None
    step, person = max(found, key=lambda each: each[1].ended or each[1].since)

    def sending(reason: str, seen: int) -> Call[Any]:
        return case_routes.take_back(person.task, reason, case_revision=seen)

    says = (say("steering.says.take_back", step=step_words(step)),)
    return Steering(view.object.key, Foresee(do="take_back", task=person.task), says, sending)
