"""Settling a round: after every change to it, whether it is decided, and what follows from that."""

from core.cases import RoundStatus
from core.flow.asking import call_next, let_owner_decide
from core.flow.course import Course
from core.flow.definition import REQUESTER, Approve, Asking, Fill, Mode, SubFlow
from core.flow.opening import call_up
from core.flow.returning import go_back, refuse_behind_effects
from core.flow.voting import Tally, tally
from core.flow.walking import end_rejected, go_on_after, go_on_rejected
from core.tasks import DecisionKind, Reason, TaskState

_OPEN, _PASSED = RoundStatus.OPEN, RoundStatus.PASSED
_CLOSED_BY_PEER = TaskState.CLOSED_BY_PEER
"""An enum looks its members up slowly; these are asked of every decision."""


def settle(course: Course, at: int, *, by: str) -> None:
    """See whether a round of people is decided now; `by` did what changed it."""
    step = course.step_of(course.rounds[at])
    _call_signers_after(course, at)
    votes = tally(course.rounds[at], step)
    status = votes.verdict
    if status is _OPEN:
        _go_on_asking(course, at, step, votes, by=by)
        return
    course.close_round(at, status, _CLOSED_BY_PEER, by=by)
    if status is _PASSED:
        go_on_after(course, step.id)
    elif isinstance(step, Approve):
        rejected(course, step, by=by)
    else:
        go_on_after(course, step.id)


def rejected(course: Course, step: Approve | SubFlow, *, by: str) -> None:
    """What a reject at `step` leads to: the end, back, or a branch."""
    leads = step.on_reject
    if leads.to == "end":
        end_rejected(course, step.id, by=by)
        return
    if leads.to == "branch":
        course.post("rejected_on", step=step.id)
        go_on_rejected(course, step)
        return
    target = REQUESTER if leads.to == REQUESTER else leads.step
    refuse_behind_effects(course, target)
    course.leave(step.id)
    key = "reason.rejected" if by else "reason.rejected_by_flow"
    because = Reason(key=key, values={"person": by, "step": step.id})
    go_back(course, target, because, by=by, returned_from=step.id, returned_by=by)


def _go_on_asking(course: Course, at: int, step: Asking, votes: Tally, *, by: str) -> None:
    """The round is not decided: who else is asked now."""
    if votes.of_voters is _PASSED:
        # Only who signs afterwards is waited for.
        for seat in course.rounds[at].seats:
            if seat.votes and seat.state in (TaskState.OPEN, TaskState.WAITING, TaskState.AHEAD):
                course.close_seat(at, seat, _CLOSED_BY_PEER, by=by)
        return
    if not isinstance(step, Fill) and step.vote.mode is Mode.IN_ORDER:
        call_next(course, at)
    if votes.all_abstained:
        let_owner_decide(course, at, step)


def _call_signers_after(course: Course, at: int) -> None:
    """Whoever signs after somebody is asked once that one has approved."""
    seats = course.rounds[at].seats
    for seat in seats:
        if seat.after:
            break
    else:
        return
    approved = {
        seat.task
        for seat in seats
        if seat.decision is not None
        and seat.decision.kind in (DecisionKind.APPROVE, DecisionKind.DONE)
    }
    for seat in seats:
        if seat.state is TaskState.AHEAD and seat.after in approved:
            call_up(course, at, seat)
