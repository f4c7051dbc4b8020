"""Which tasks a person has marked, each as it was last shown to them.

Marks belong to tasks, known by their ids: no filter, refresh or paging moves or drops one.
"""

from collections.abc import Iterable

from core.tasks import Task, TaskState


class Marks:
    """The marked tasks in the order in which they were marked."""

    def __init__(self) -> None:
        self._tasks: dict[str, Task] = {}
        self._matching: set[str] = set()
        self._filtered = False

    def __len__(self) -> int:
        return len(self._tasks)

    def __contains__(self, task_id: object) -> bool:
        return task_id in self._tasks

    def all(self) -> list[Task]:
        """The marked tasks; the revision of each is the one that was last shown."""
        return list(self._tasks.values())

    @property
    def outside(self) -> int:
        """How many have not been seen under the present filter; 0 without one."""
        unseen = sum(1 for each in self._tasks if each not in self._matching)
        return unseen if self._filtered else 0

    # --- what the person does ----------------------------------------------------------------

    def toggle(self, task: Task) -> None:
        """Mark the task, or no longer."""
        if self.remove(task.id) is None:
            self.add([task])

    def add(self, tasks: Iterable[Task]) -> None:
        """Mark those of the tasks that are open."""
        for task in tasks:
            if task.state is TaskState.OPEN:
                self._tasks[task.id] = task
                self._matching.add(task.id)

    def restore(self, tasks: Iterable[Task], rows: Iterable[Task]) -> None:
        """Mark again what was marked in an earlier session; `rows` are what is in the list."""
        for task in tasks:
            self._tasks.setdefault(task.id, task)
        self.shown(rows)

    def remove(self, task_id: str) -> Task | None:
        """Take a mark away; what was marked, None where it was not."""
        self._matching.discard(task_id)
        return self._tasks.pop(task_id, None)

    def clear(self) -> None:
        """Take all marks away."""
        self._tasks.clear()
        self._matching.clear()

    def filter_changed(self, query: str) -> None:
        """Other tasks match from here on: none has been seen among them yet."""
        self._filtered = bool(query)
        self._matching.clear()

    # --- what arrives --------------------------------------------------------------------------

    def shown(self, tasks: Iterable[Task]) -> None:
        """These stand in the list now, as they are here."""
        for task in tasks:
            if task.id in self._tasks:
                self._tasks[task.id] = task
                self._matching.add(task.id)
