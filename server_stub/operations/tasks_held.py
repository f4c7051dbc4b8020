"""Open tasks that change without being decided: held, released, reminded of, due otherwise."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import bindparam

from core.cases import CaseState, CaseStatus, OpenTask, RenewTask
from core.events import EventKind
from core.tasks import TaskKind, TaskState
from server_stub.operations.subject import Subject
from server_stub.store.moments import to_micros_or_none
from server_stub.store.tables import tasks
from server_stub.views import order
from server_stub.views.rows import TaskRow, select_tasks, task_row

REMINDED = "reminded"
"""What an event of a task that its person is reminded of is about."""

_of_case = select_tasks().where(
    tasks.c.case == bindparam("the_case"),
    tasks.c.state.in_((TaskState.OPEN.value, TaskState.WAITING.value)),
)
_one = select_tasks().where(tasks.c.id == bindparam("the_task"))


def hold(it: Subject, task: str, person: str) -> None:
    """The task leaves the inbox of `person` until others have answered."""
    _turn(it, task, person, TaskState.WAITING)


def release(it: Subject, task: str, person: str) -> None:
    """The task that was held is open again."""
    _turn(it, task, person, TaskState.OPEN)


def remind(it: Subject, task: str, person: str, share: int) -> None:
    """Mark the task as one whose time limit nears or has passed: `share` percent are over."""
    row = _stored(it, task)
    if row is not None:
        doc = replace(row.doc, reminded=share)
        it.written.moved.append({"the_id": task, "doc": msgspec.json.encode(doc).decode()})
    _tell(it, task, person, about=REMINDED)


def set_due(it: Subject, task: str, person: str, due: datetime | None) -> None:
    """The task is due at another time, and stands elsewhere in the inbox; None: no limit runs."""
    fresh = _fresh(it, task)
    if fresh is not None:
        fresh["due"] = to_micros_or_none(due)
        fresh["rank"] = order.rank(
            it.id,
            created=it.unit.now,
            due=due,
            handling=fresh["handling"],
            priority=order.PRIORITIES[fresh["priority"]],
        )
        return
    row = _stored(it, task)
    if row is None:
        return
    rank = order.rank(
        it.id,
        created=row.created,
        due=due,
        handling=row.handling,
        priority=order.PRIORITIES[row.level],
        urged=row.urged,
    )
    it.written.moved.append({"the_id": task, "due": to_micros_or_none(due), "rank": rank})
    _tell(it, task, person)


def follow(it: Subject, before: CaseState | None, after: CaseState) -> None:
    """Where the case was just suspended, or just goes on, the tasks it has open do so with it."""
    if before is None or _suspended(before) == _suspended(after):
        return
    for each in it.unit.all(_of_case, the_case=after.id):
        row = task_row(each)
        still = stands_still(after, row.kind)
        if still != row.doc.suspended:
            doc = replace(row.doc, suspended=still)
            it.written.moved.append({"the_id": row.id, "doc": msgspec.json.encode(doc).decode()})
            _tell(it, row.id, row.person)


def stands_still(state: CaseState, kind: TaskKind) -> bool:
    """Whether such a task of the case cannot be done now; a copy can always be ticked off."""
    return _suspended(state) and kind is not TaskKind.COPY


def _suspended(state: CaseState) -> bool:
    return state.status is CaseStatus.SUSPENDED


def renew(it: Subject, effect: RenewTask, version: int) -> None:
    """The task goes on in another version of its flow. Whoever saw other words of it, and answers
    to those, has to look again: its revision is another."""
    row = _stored(it, effect.task)
    if row is None:
        return
    doc = replace(row.doc, step_title=effect.step_title, flow_version=version)
    columns: dict[str, object] = {"the_id": effect.task, "step": effect.step}
    says = effect.says
    if says is not None:
        given = {"text": says.text, "can": says.can, "asks": says.asks}
        doc = replace(doc, **given, reason_required=says.reason_required)
        columns |= _in_the_inbox(row, says)
    columns["doc"] = msgspec.json.encode(doc).decode()
    columns["revision"] = row.revision + effect.reworded
    it.written.moved.append(columns)
    _tell(it, effect.task, effect.person)


def _in_the_inbox(row: TaskRow, says: OpenTask) -> dict[str, object]:
    rank = order.rank(
        row.object,
        created=row.created,
        due=says.due,
        handling=row.handling,
        priority=says.priority,
        urged=row.urged,
    )
    due, level = to_micros_or_none(says.due), order.LEVELS[says.priority]
    return {"due": due, "priority": level, "rank": rank}


def _turn(it: Subject, task: str, person: str, state: TaskState) -> None:
    it.written.closed.append(
        {"the_id": task, "state": state.value, "closed": None, "closed_by": "", "decision": None}
    )
    _tell(it, task, person)


def _fresh(it: Subject, task: str) -> dict[str, Any] | None:
    """The task as it will be written, where this transaction opened it."""
    return next((row for row in it.written.opened if row["id"] == task), None)


def _stored(it: Subject, task: str) -> TaskRow | None:
    row = it.unit.first(_one, the_task=task)
    return task_row(row) if row else None


def _tell(it: Subject, task: str, person: str, about: str = "") -> None:
    it.unit.emit(
        EventKind.TASK_CHANGED,
        object=it.id,
        object_key=it.key,
        task=task,
        person=person,
        by=it.actor.person,
        about=about,
    )
