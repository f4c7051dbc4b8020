"""Which open task a person looks at an object through."""

from core.api import ObjectView
from core.tasks import Task, TaskKind


def own_task(view: ObjectView, record: Task | None) -> Task | None:
    """The reader's open task that is `record`, or has taken its place: the same step of the same
    case asks them again, because an approval was taken back or the step has come again; another
    system asks again, because it warns or refused.

    Without a record the only one that there is. None where it is over, or nothing is asked.
    """
    if record is None:
        return view.tasks[0] if len(view.tasks) == 1 else None
    for task in view.tasks:
        if task.id == record.id:
            return task
    return next((task for task in view.tasks if asks_again(task, record)), None)


def asks_again(task: Task, record: Task) -> bool:
    """Whether an open task has taken the place of `record`, which is over."""
    if record.case and (task.case, task.step) == (record.case, record.step):
        return True
    return not task.case and task.kind is record.kind is TaskKind.APPROVE
