"""The order of an inbox: where a task stands, and why.

rank = due − expected handling time − what the priority moves it by; the smaller, the sooner. What
comes in at night is due at the same moment of the next working day: there the object's number, in
millionths of a second, puts what came first before what came later. The rank is a column of each
task, so a list in this order is a walk along an index whatever its length.
"""

from datetime import datetime, timedelta

from core.tasks import Placement, Priority, TaskKind
from server_stub.store.moments import to_micros

USUAL = timedelta(days=3)
"""The time limit that is assumed where none was given."""

HANDLING = {
    TaskKind.APPROVE: timedelta(minutes=5),
    TaskKind.DO: timedelta(minutes=30),
    TaskKind.FILL: timedelta(minutes=15),
    TaskKind.QUESTION: timedelta(minutes=5),
    TaskKind.COPY: timedelta(minutes=2),
    TaskKind.REVISE: timedelta(minutes=15),
    TaskKind.INCIDENT: timedelta(minutes=15),
}
"""How long a task of each kind usually takes."""

SHIFT = {
    Priority.URGENT: timedelta(days=3),
    Priority.HIGH: timedelta(days=1),
    Priority.NORMAL: timedelta(0),
    Priority.LOW: timedelta(days=-2),
}
"""How much sooner a priority puts a task."""

URGED = timedelta(hours=2)
"""How much sooner each urging puts a task, for the first `URGES` of them."""
URGES = 3

_NUMBERS = 1_000_000
"""So that no number moves a task by a second."""

LEVELS = {Priority.LOW: -1, Priority.NORMAL: 0, Priority.HIGH: 1, Priority.URGENT: 2}
"""Priorities as the column holds them."""
PRIORITIES = {level: priority for priority, level in LEVELS.items()}


def shift(priority: Priority, urged: int) -> timedelta:
    """How much sooner priority and urging put a task."""
    return SHIFT[priority] + URGED * min(urged, URGES)


def rank(
    number: int,
    *,
    created: datetime,
    due: datetime | None,
    handling: int,
    priority: Priority,
    urged: int = 0,
) -> int:
    """Where a task about the object `number` stands, in microseconds; `handling` is in seconds."""
    stands = _stands(due or created + USUAL, handling, shift(priority, urged))
    return to_micros(stands) + number % _NUMBERS


def _stands(limit: datetime, handling: int, sooner: timedelta) -> datetime:
    return limit - timedelta(seconds=handling) - sooner


def placement(
    *, created: datetime, due: datetime | None, handling: int, level: int, urged: int
) -> Placement:
    """Why a task stands where it stands."""
    priority, limit = PRIORITIES[level], due or created + USUAL
    sooner = shift(priority, urged)
    return Placement(
        rank=_stands(limit, handling, sooner),
        due=limit,
        due_assumed=due is None,
        handling=handling,
        priority=priority,
        priority_shift=sooner.total_seconds(),
        urged=urged,
    )
