"""A decision about several marked tasks: what came of each, kept until the next one."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from core.client.outbox import Item, Sent
from core.errors import AlreadyDecided, NoLongerYours, NotFound, SignoffError, Stale
from core.tasks import DecisionKind, Task


class Outcome(StrEnum):
    """What came of one task."""

    WAITING = "waiting"
    """Held back, or not sent yet."""
    DONE = "done"
    GONE = "gone"
    """Somebody was faster, or the task is no longer this person's: it is over."""
    CHANGED = "changed"
    """It changed after it was shown: nothing was decided."""
    REFUSED = "refused"


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One task, as it was shown, and what came of it; `error` where it was not decided."""

    task: Task
    outcome: Outcome = Outcome.WAITING
    error: SignoffError | None = None


class Batch:
    """The decisions that were confirmed together; each is sent, and answered, by itself."""

    def __init__(self, kind: DecisionKind, reason: str = "") -> None:
        self.kind = kind
        self.reason = reason
        self._results: dict[str, Result] = {}

    def add(self, item: Item, task: Task) -> None:
        """One of them, on disk by now."""
        self._results[item.id] = Result(task=task)

    def taken_back(self, item: Item) -> None:
        """It is not decided after all."""
        self._results.pop(item.id, None)

    def answered(self, sent: Sent) -> Result | None:
        """What came of one of them; None where it is none of them."""
        result = self._results.get(sent.item.id)
        if result is None:
            return None
        outcome = _outcome(sent.error)
        result = msgspec.structs.replace(result, outcome=outcome, error=sent.error)
        self._results[sent.item.id] = result
        return result

    def all(self) -> list[Result]:
        """Every one, in the order in which they were marked."""
        return list(self._results.values())

    def of(self, *outcomes: Outcome) -> list[Result]:
        """Those that ended in one of these ways."""
        return [each for each in self._results.values() if each.outcome in outcomes]

    @property
    def failed(self) -> list[Result]:
        """Those that were answered and not decided by this."""
        return self.of(Outcome.GONE, Outcome.CHANGED, Outcome.REFUSED)


def draft_name(kind: DecisionKind, tasks: Iterable[Task]) -> str:
    """The draft of a reason for just these tasks: for others it never stands there."""
    ids = "\n".join(sorted(each.id for each in tasks))
    return f"decide/marked-{hashlib.sha256(ids.encode()).hexdigest()[:16]}/{kind.value}/reason"


def _outcome(error: SignoffError | None) -> Outcome:
    if error is None:
        return Outcome.DONE
    if isinstance(error, Stale):
        return Outcome.CHANGED
    over = isinstance(error, AlreadyDecided | NoLongerYours | NotFound)
    return Outcome.GONE if over else Outcome.REFUSED
