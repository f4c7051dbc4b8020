"""What became of those whom a case asked."""

from core.rounds import UNANSWERED, Seat
from core.tasks import TaskState


def account_of(seat: Seat) -> str:
    """What became of somebody who was asked."""
    if seat.state in (TaskState.FORWARDED, TaskState.OVERRIDDEN):
        return "replaced"
    if seat.state is TaskState.REMOVED:
        assert seat.decision is None
        return "removed"
    if seat.state is TaskState.DONE:
        assert seat.decision is not None
        return "answered"
    assert seat.decision is None
    return "open" if seat.state in UNANSWERED else "unneeded"
