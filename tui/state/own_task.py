"""Which open task a person looks at an object through."""

from core.api import ObjectView
from core.tasks import Task


def own_task(view: ObjectView, record: Task | None) -> Task | None:
    """The reader's open task that is `record`, or has taken its place: the same step of the same
    case asks them again, because an approval was taken back or the step has come again.

    Without a record the only one that there is. None where it is over, or nothing is asked.
    """
    if record is None:
        return view.tasks[0] if len(view.tasks) == 1 else None
    for task in view.tasks:
        if task.id == record.id:
            return task
    place = (record.case, record.step)
    again = (each for each in view.tasks if (each.case, each.step) == place)
    return next(again, None) if record.case else None
