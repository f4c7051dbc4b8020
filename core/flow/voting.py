"""How a round is decided: flows.md's table of modes, as far as this version runs them."""

from core.cases import Round, RoundStatus
from core.flow.definition import Mode, Vote
from core.tasks import DecisionKind, TaskState


def verdict(round_: Round, vote: Vote) -> RoundStatus:
    """PASSED, FAILED, or OPEN while it is not decided yet.

    N is everybody asked in the round; who forwarded the task is replaced by who received it.
    """
    seats = [seat for seat in round_.seats if seat.state is not TaskState.FORWARDED]
    kinds = [seat.decision.kind for seat in seats if seat.decision is not None]
    rejections = kinds.count(DecisionKind.REJECT)
    approvals = len(kinds) - rejections
    if vote.mode is Mode.ANY:
        return _any(approvals, rejections, len(seats), vote)
    return _all(approvals, rejections, len(seats), vote)


def _any(approvals: int, rejections: int, asked: int, vote: Vote) -> RoundStatus:
    if approvals:
        return RoundStatus.PASSED
    enough = asked if vote.rejected_by_all else 1
    return RoundStatus.FAILED if rejections >= enough else RoundStatus.OPEN


def _all(approvals: int, rejections: int, asked: int, vote: Vote) -> RoundStatus:
    if approvals == asked:
        return RoundStatus.PASSED
    if rejections and (not vote.wait_for_all or approvals + rejections == asked):
        return RoundStatus.FAILED
    return RoundStatus.OPEN
