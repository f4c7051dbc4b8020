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
    place = _place(record)
    again = (each for each in view.tasks if _place(each) == place)
    return next(again, None) if record.case or record.kind is TaskKind.APPROVE else None


def _place(task: Task) -> tuple[str, str, TaskKind | None]:
    return task.case, task.step, None if task.case else task.kind
