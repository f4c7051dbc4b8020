"""Approvals that stand: who need not be asked again, and by which decision."""

from core.cases import Round, Seat
from core.flow.course import Course
from core.flow.definition import Approve
from core.rounds import GONE
from core.tasks import Decision, DecisionKind, Reason, TaskKind


def given_before(course: Course, step: Approve, person: str) -> tuple[Reason, Decision] | None:
    """The approval by which this one stands already, with the reason.

    flows.md, "resubmit": given at this step before, and nothing watched has changed since. "The
    same person twice": given at the step just before this one on this path, likewise.
    """
    if step.asks or DecisionKind.APPROVE in step.reason_required or not _ever_asked(course, person):
        return None
    latest = _latest_here(course, step.id, person)
    if latest is not None:
        round_, seat = latest
        held = _held(course, seat)
        if held is not None and round_.lap < course.lap and round_.superseded != "step":
            return Reason(key="reason.approved_before"), held
    if step.exclusive:
        return None
    return _given_just_before(course, step, person, latest[1] if latest is not None else None)


def _ever_asked(course: Course, person: str) -> bool:
    return any(seat.person == person for each in course.rounds for seat in each.seats)


def _given_just_before(
    course: Course, step: Approve, person: str, latest: Seat | None
) -> tuple[Reason, Decision] | None:
    """The approval at the step before; not one that is older than the person's no at this step."""
    behind = course.behind(step.id)
    if not behind or behind[-1].lap != course.lap:
        return None
    no = latest.decision if latest is not None and not _approved(latest) else None
    for seat in behind[-1].seats:
        held = _held(course, seat) if seat.person == person else None
        if held is not None and (no is None or held.at > no.at):
            return Reason(key="reason.same_person", values={"step": behind[-1].step}), held
    return None


def _held(course: Course, seat: Seat) -> Decision | None:
    """The seat's approval, if it counted and nothing watched has changed since."""
    return seat.decision if _approved(seat) and seat.seen == course.seen else None


def _latest_here(course: Course, step: str, person: str) -> tuple[Round, Seat] | None:
    for each in reversed(course.rounds):
        if each.step == step and each.kind is TaskKind.APPROVE:
            for seat in reversed(each.seats):
                if seat.person == person and seat.decision is not None and not seat.helps:
                    return each, seat
    return None


def _approved(seat: Seat) -> bool:
    """Whether it is an approval by that person: not an answer only, nor the time limit's."""
    decision = seat.decision
    return (
        decision is not None
        and decision.kind is DecisionKind.APPROVE
        and decision.by != ""
        and not seat.helps
        and seat.state not in GONE
    )
