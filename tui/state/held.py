"""What was decided in this session and is on disk, not answered yet: held back, or being sent."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from core.api import Decide
from core.client.outbox import Item
from core.tasks import Task


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Something that will be sent, and can be taken back until then."""

    item: Item
    task_id: str
    """The task that it is about."""
    words: str
    """What the registry calls it: `approve`, `take_back`."""
    batch: str = ""
    """A mark that it shares with what was decided together with it."""
    typed: Mapping[str, str] = {}
    """What the person typed for it, by name of draft: it is theirs again if it is not made."""

    def seconds_left(self, now: datetime) -> int:
        """Whole seconds in which it can still be taken back, rounded up."""
        if self.item.not_before is None:
            return 0
        return max(0, -((now - self.item.not_before) // timedelta(seconds=1)))


class HeldDecision(Held, frozen=True, kw_only=True):
    """A decision: the record it is about, as it was seen."""

    task: Task
    decide: Decide


class HeldDecisions:
    """All of them, by the id of their item, the oldest first."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}

    def add(self, held: Held) -> None:
        """One more."""
        self._held[held.item.id] = held

    def remove(self, item: Item) -> Held | None:
        """It was answered or taken back."""
        return self._held.pop(item.id, None)

    def all(self) -> list[Held]:
        """Every one that is not answered."""
        return list(self._held.values())

    def about(self, task_id: str) -> Held | None:
        """What is held about a task, where there is something."""
        return next((each for each in self._held.values() if each.task_id == task_id), None)

    def together(self, held: Held) -> list[Held]:
        """This one and those that were decided together with it."""
        return [
            each
            for each in self._held.values()
            if each is held or (held.batch and each.batch == held.batch)
        ]

    def to_take_back(self, now: datetime) -> Held | None:
        """The newest that can still be taken back."""
        return next(
            (each for each in reversed(self._held.values()) if each.seconds_left(now) > 0), None
        )
