"""How a round is decided: flows.md's table of modes.

A approvals, R rejections, N the people asked who are not replaced or removed. Shares are computed
exactly: 28 % of 25 is 7.
"""

from collections.abc import Iterable
from fractions import Fraction

from core.cases import Round, RoundStatus, Seat
from core.flow.definition import Asking, Fill, Mode, Vote
from core.rounds import GONE, UNANSWERED
from core.tasks import DecisionKind, TaskState

# An enum looks its members up slowly; these are asked for each vote.
OPEN, PASSED, FAILED = RoundStatus.OPEN, RoundStatus.PASSED, RoundStatus.FAILED
_REJECT, _ABSTAIN, _AHEAD = DecisionKind.REJECT, DecisionKind.ABSTAIN, TaskState.AHEAD
_IF_ANY, _IF_ALL = Mode.ANY, (Mode.ALL, Mode.IN_ORDER)
_ANY = Vote()


class Count:
    """The votes of some seats."""

    __slots__ = ("approvals", "asked", "open", "rejections")

    def __init__(self, seats: Iterable[Seat] = ()) -> None:
        self.asked = self.approvals = self.rejections = self.open = 0
        for seat in seats:
            self.add(seat)

    def add(self, seat: Seat) -> None:
        """One seat more."""
        weight, decision = seat.stands_for, seat.decision
        self.asked += weight
        if decision is None:
            if seat.state in UNANSWERED:
                self.open += weight
        elif decision.kind is _REJECT:
            self.rejections += weight
        elif decision.kind is not _ABSTAIN:
            self.approvals += weight

    @property
    def silent(self) -> bool:
        """Whether everybody has answered and nobody has said yes or no."""
        return not (self.open or self.approvals or self.rejections)

    def against(self, need: int) -> RoundStatus:
        """Whether `need` approvals are there, can no longer come, or are still possible."""
        if self.approvals >= need:
            return PASSED
        if self.asked - self.rejections < need or not self.open:
            return FAILED
        return OPEN


class Tally:
    """A round's votes, counted once."""

    __slots__ = ("all_abstained", "of_voters", "verdict")

    def __init__(self, round_: Round, step: Asking) -> None:
        voters, later = Count(), None
        owner_decides = False
        for seat in round_.seats:
            if seat.helps or seat.state in GONE:
                continue
            if not seat.after:
                voters.add(seat)
                if not seat.stands_for:
                    owner_decides = True
            elif seat.state is not _AHEAD:
                later = later or Count()
                later.add(seat)
        self.all_abstained = voters.silent and voters.asked > 0
        """Whether somebody has to stand in, as nobody has said yes or no."""
        self.of_voters = self._of_voters(round_, step, voters, owner_decides)
        """PASSED, FAILED or OPEN by those who vote, whoever signs after them."""
        self.verdict = self.of_voters
        """The same of the whole round: who signs after somebody else has to approve as well."""
        if later is not None and self.verdict is not FAILED:
            self.verdict = FAILED if later.rejections else OPEN if later.open else self.verdict

    def _of_voters(
        self, round_: Round, step: Asking, voters: Count, owner_decides: bool
    ) -> RoundStatus:
        if owner_decides:
            return _any(voters, _ANY)
        if self.all_abstained:
            return OPEN
        for who in step.by:
            if who.quorum:
                return _benches([seat for seat in round_.seats if seat.votes], step)
        return _mode(voters, _ANY if isinstance(step, Fill) else step.vote)


def verdict(round_: Round, step: Asking) -> RoundStatus:
    """PASSED, FAILED, or OPEN while it is not decided yet."""
    return Tally(round_, step).verdict


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
        count = Count([seat for seat in voters if bench in seat.benches])
        if count.asked:
            verdicts.append(count.against(who.quorum or count.asked))
    if FAILED in verdicts:
        return FAILED
    return OPEN if OPEN in verdicts else PASSED
