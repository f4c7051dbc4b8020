"""How a round is decided: flows.md's table of modes.

A approvals, R rejections, N the people asked who are not replaced or removed. Shares are computed
exactly: 28 % of 25 is 7.
"""

from fractions import Fraction

from core.cases import Round, RoundStatus, Seat
from core.flow.definition import Asking, Fill, Mode, Vote
from core.rounds import GONE, UNANSWERED
from core.tasks import DecisionKind, TaskState

OPEN, PASSED, FAILED = RoundStatus.OPEN, RoundStatus.PASSED, RoundStatus.FAILED
_ANY = Vote()


class Count:
    """The votes of some seats."""

    def __init__(self, seats: list[Seat]) -> None:
        self.asked = self.approvals = self.rejections = self.open = 0
        for seat in seats:
            weight = seat.stands_for
            self.asked += weight
            if seat.decision is None:
                self.open += weight * (seat.state in UNANSWERED)
            elif seat.decision.kind is DecisionKind.REJECT:
                self.rejections += weight
            elif seat.decision.kind is not DecisionKind.ABSTAIN:
                self.approvals += weight

    def against(self, need: int) -> RoundStatus:
        """Whether `need` approvals are there, can no longer come, or are still possible."""
        if self.approvals >= need:
            return PASSED
        if self.asked - self.rejections < need or not self.open:
            return FAILED
        return OPEN


def verdict(round_: Round, step: Asking) -> RoundStatus:
    """PASSED, FAILED, or OPEN while it is not decided yet.

    Who was added to sign after somebody else has to approve as well; a helper has no vote. Where
    everybody has abstained it is OPEN: somebody has to stand in.
    """
    status = of_voters(round_, step)
    later = [seat for seat in round_.seats if seat.after and seat.state not in GONE]
    if not later or status is FAILED:
        return status
    called = [seat for seat in later if seat.state is not TaskState.AHEAD]
    count = Count(called)
    if count.rejections:
        return FAILED
    return OPEN if count.open else status


def of_voters(round_: Round, step: Asking) -> RoundStatus:
    """The verdict of those who vote, whoever signs after them."""
    voters = [seat for seat in round_.seats if seat.votes]
    if any(seat.stands_for == 0 for seat in voters):
        return _any(Count(voters), _ANY)  # all abstained, so the owner decides
    if any(who.quorum for who in step.by):
        return _benches(voters, step)
    return _mode(Count(voters), _ANY if isinstance(step, Fill) else step.vote)


def all_abstained(round_: Round) -> bool:
    """Whether everybody has answered and nobody has said yes or no."""
    seats = [seat for seat in round_.seats if seat.votes]
    return bool(seats) and all(
        seat.decision is not None and seat.decision.kind is DecisionKind.ABSTAIN for seat in seats
    )


def need(vote: Vote, asked: int) -> int:
    """How many approvals a share or a number demands of so many people."""
    if not vote.share:
        return vote.count
    exact = Fraction(vote.share) * asked / 100
    if vote.mode is Mode.MORE_THAN:
        return int(exact) + 1
    return -int(-exact // 1)


def _mode(count: Count, vote: Vote) -> RoundStatus:
    silent = not count.open and not count.approvals and not count.rejections
    if silent and count.asked:
        return OPEN
    if vote.mode is Mode.ANY:
        return _any(count, vote)
    if vote.mode in (Mode.ALL, Mode.IN_ORDER):
        return _all(count, vote)
    return count.against(need(vote, count.asked))


def _any(count: Count, vote: Vote) -> RoundStatus:
    if count.approvals:
        return PASSED
    enough = count.asked if vote.rejected_by_all else 1
    return FAILED if count.rejections >= enough or not count.open else OPEN


def _all(count: Count, vote: Vote) -> RoundStatus:
    if count.approvals == count.asked:
        return PASSED
    if not count.open:
        return FAILED
    return FAILED if count.rejections and not vote.wait_for_all else OPEN


def _benches(voters: list[Seat], step: Asking) -> RoundStatus:
    """`2 of role:legal`: each way of naming people has a number of its own; without one, all."""
    whole = Count(voters)
    if not whole.open and not whole.approvals and not whole.rejections:
        return OPEN
    verdicts = []
    for bench, who in enumerate(step.by):
        count = Count([seat for seat in voters if bench in seat.benches])
        if count.asked:
            verdicts.append(count.against(who.quorum or count.asked))
    if FAILED in verdicts:
        return FAILED
    return OPEN if OPEN in verdicts else PASSED
