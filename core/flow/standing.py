"""Approvals that stand: who need not be asked again, and by which decision."""

from core.cases import Round, Seat
from core.flow.course import Course
from core.flow.definition import Approve
from core.flow.records import last_behind
from core.rounds import GONE
from core.tasks import Decision, DecisionKind, Reason, TaskKind

_APPROVAL, _APPROVE = TaskKind.APPROVE, DecisionKind.APPROVE
"""An enum looks its members up slowly; these are asked of every seat."""


class Standing:
    """What stands already when a step begins: looked up once for all whom it asks."""

    def __init__(self, course: Course, step: Approve) -> None:
        self._course = course
        self._step = step
        self._asks = bool(step.asks) or _APPROVE in step.reason_required
        """The step wants something of its own, so nothing given before will do."""
        self._here = [
            each for each in course.rounds if each.kind is _APPROVAL and each.step == step.id
        ]
        before = last_behind(course, step.id)
        self._before = before if before is not None and before.lap == course.lap else None

    def given(self, person: str) -> tuple[Reason, Decision] | None:
        """The approval by which the person's stands already, with the reason.

        flows.md, "resubmit": given at this step before, and nothing watched has changed since.
        "The same person twice": given at the step just before this one on this path, likewise.
        """
        if self._asks:
            return None
        round_, latest = self._latest_here(person)
        if round_ is not None and latest is not None and round_.superseded != "step":
            held = _held(self._course, latest)
            if held is not None and round_.lap < self._course.lap:
                return Reason(key="reason.approved_before"), held
        if self._step.exclusive or self._before is None:
            return None
        return self._given_just_before(self._before, person, latest)

    def _given_just_before(
        self, before: Round, person: str, latest: Seat | None
    ) -> tuple[Reason, Decision] | None:
        """The approval at the step before; not one older than the person's no at this step."""
        no = latest.decision if latest is not None and not _approved(latest) else None
        for seat in before.seats:
            held = _held(self._course, seat) if seat.person == person else None
            if held is not None and (no is None or held.at > no.at):
                return Reason(key="reason.same_person", values={"step": before.step}), held
        return None

    def _latest_here(self, person: str) -> tuple[Round | None, Seat | None]:
        for each in reversed(self._here):
            for seat in reversed(each.seats):
                if seat.person == person and seat.decision is not None and not seat.helps:
                    return each, seat
        return None, None


def _held(course: Course, seat: Seat) -> Decision | None:
    """The seat's approval, if it counted and nothing watched has changed since."""
    return seat.decision if _approved(seat) and seat.seen == course.seen else None


def _approved(seat: Seat) -> bool:
    """Whether it is an approval by that person: not an answer only, nor the time limit's."""
    decision = seat.decision
    return (
        decision is not None
        and decision.kind is _APPROVE
        and decision.by != ""
        and not seat.helps
        and seat.state not in GONE
    )
