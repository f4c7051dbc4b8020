"""Documents of other systems that a person has decided: what comes of it there is not known yet."""

from core.events import Event, EventKind
from core.tasks import Task


class SentOff:
    """Tells when one of them waits for the same person again: it was refused, or it changed."""

    def __init__(self) -> None:
        self._objects: set[str] = set()

    def add(self, task: Task) -> None:
        """The server took a decision; what is decided here alone is over with that."""
        if task.source is not None:
            self._objects.add(task.object)

    def comes_back(self, event: Event) -> bool:
        """Whether this event asks the person again; said once for each decision."""
        if event.kind is not EventKind.TASK_OPENED or event.object not in self._objects:
            return False
        self._objects.remove(event.object)
        return True
