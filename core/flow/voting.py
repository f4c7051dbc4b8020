"""How a round is decided: flows.md's table of modes.

A approvals, R rejections, N the people asked who are not replaced or removed. Shares are computed
exactly: 28 % of 25 is 7.
"""

from collections.abc import Iterable
from fractions import Fraction

import msgspec

from core.cases import Round, RoundStatus, Seat
from core.flow.definition import Asking, Fill, Mode, Vote
from core.rounds import GONE, UNANSWERED
from core.tasks import DecisionKind, TaskState
from core.trials import Demand

# An enum looks its members up slowly; these are asked for each vote.
OPEN, PASSED, FAILED = RoundStatus.OPEN, RoundStatus.PASSED, RoundStatus.FAILED
_REJECT, _ABSTAIN, _AHEAD = DecisionKind.REJECT, DecisionKind.ABSTAIN, TaskState.AHEAD
_IF_ANY, _IF_ALL = Mode.ANY, (Mode.ALL, Mode.IN_ORDER)
_ANY = Vote()


class Count(msgspec.Struct, frozen=True, gc=False):
    """The votes of some seats."""

    asked: int
    approvals: int
    rejections: int
    open: int

    def against(self, need: int) -> RoundStatus:
        """Whether `need` approvals are there, can no longer come, or are still possible."""
        if self.approvals >= need:
            return PASSED
        if self.asked - self.rejections < need or not self.open:
            return FAILED
        return OPEN


class Tally(msgspec.Struct, frozen=True, gc=False):
    """A round's votes, counted once."""

    verdict: RoundStatus
    """PASSED, FAILED or OPEN: of the whole round, for who signs after somebody else has to approve
    as well."""
    of_voters: RoundStatus
    """The same by those who vote, whoever signs after them."""
    all_abstained: bool
    """Whether somebody has to stand in, as nobody has said yes or no."""


def tally(round_: Round, step: Asking) -> Tally:
    """How a round of `step` stands now."""
    voters: list[Seat] = []
    later: list[Seat] = []
    for seat in round_.seats:
        if seat.helps or seat.state in GONE:
            continue
        if not seat.after:
            voters.append(seat)
        elif seat.state is not _AHEAD:
            later.append(seat)
    count = _count(voters)
    all_abstained = count.asked > 0 and not (count.open or count.approvals or count.rejections)
    of_voters = _of_voters(voters, step, count, all_abstained)
    whole = of_voters
    if later and whole is not FAILED:
        signers = _count(later)
        whole = FAILED if signers.rejections else OPEN if signers.open else whole
    return Tally(whole, of_voters, all_abstained)


def verdict(round_: Round, step: Asking) -> RoundStatus:
    """PASSED, FAILED, or OPEN while it is not decided yet."""
    return tally(round_, step).verdict


def demands(round_: Round, step: Asking) -> tuple[Demand, ...]:
    """How many of whom have to approve that the round passes, whatever they voted so far."""
    voters = [seat for seat in round_.seats if not (seat.helps or seat.after or seat.state in GONE)]
    if any(who.quorum for who in step.by):
        benches = [
            (tuple(seat.person for seat in voters if bench in seat.benches), who.quorum)
            for bench, who in enumerate(step.by)
        ]
        return tuple(Demand(people, number or len(people)) for people, number in benches if people)
    people = tuple(seat.person for seat in voters)
    vote = _ANY if isinstance(step, Fill) else step.vote
    if vote.mode is _IF_ANY:
        return (Demand(people, 1),)
    return (Demand(people, len(people) if vote.mode in _IF_ALL else need(vote, len(people))),)


def _count(seats: Iterable[Seat]) -> Count:
    asked = approvals = rejections = still_open = 0
    for seat in seats:
        weight, decision = seat.stands_for, seat.decision
        asked += weight
        if decision is None:
            if seat.state in UNANSWERED:
                still_open += weight
        elif decision.kind is _REJECT:
            rejections += weight
        elif decision.kind is not _ABSTAIN:
            approvals += weight
    return Count(asked, approvals, rejections, still_open)


def _of_voters(voters: list[Seat], step: Asking, count: Count, all_abstained: bool) -> RoundStatus:
    for seat in voters:
        if not seat.stands_for:  # the owner decides for those who abstained
            return _any(count, _ANY)
    if all_abstained:
        return OPEN
    for who in step.by:
        if who.quorum:
            return _benches(voters, step)
    return _mode(count, _ANY if isinstance(step, Fill) else step.vote)


def need(vote: Vote, asked: int) -> int:
    """How many approvals a share or a number demands of so many people."""
    if not vote.share:
        return vote.count
    exact = Fraction(vote.share) * asked / 100
    if vote.mode is Mode.MORE_THAN:
        return int(exact) + 1
    return -int(-exact // 1)


def _mode(count: Count, vote: Vote) -> RoundStatus:
    if vote.mode is _IF_ANY:
        return _any(count, vote)
    if vote.mode in _IF_ALL:
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
    verdicts = []
    for bench, who in enumerate(step.by):
        count = _count(seat for seat in voters if bench in seat.benches)
        if count.asked:
            verdicts.append(count.against(who.quorum or count.asked))
    if FAILED in verdicts:
        return FAILED
    return OPEN if OPEN in verdicts else PASSED
