"""Tasks as rows: opening, ending and urging them. Flows, questions and connectors come here."""

import secrets
from datetime import datetime

import msgspec

from core.events import EventKind
from core.tasks import Decision, Priority, TaskKind, TaskState
from server_stub.operations.subject import Subject
from server_stub.store.moments import to_micros, to_micros_or_none
from server_stub.views import order
from server_stub.views.rows import TaskDoc, TaskRow

_UNTOUCHED = {"urged": 0, "revision": 1, "closed": None, "closed_by": "", "decision": None}
"""How every task begins."""


def open_task(
    it: Subject,
    *,
    id: str = "",
    kind: TaskKind,
    person: str,
    doc: TaskDoc,
    case: str = "",
    step: str = "",
    round: int = 0,
    asked_by: str = "",
    connector: str = "",
    due: datetime | None = None,
    priority: Priority = Priority.NORMAL,
) -> str:
    """Ask a person something about the object; answers the task's id.

    Whoever is asked takes part in the object from then on.
    """
    task = id or f"t.{it.id}.{secrets.token_hex(4)}"
    handling = int(order.HANDLING[kind].total_seconds())
    it.written.opened.append(
        {
            "id": task,
            "kind": kind.value,
            "state": TaskState.OPEN.value,
            "person": person,
            "object": it.id,
            "type": it.type.id,
            "case": case,
            "step": step,
            "round": round,
            "requester": it.requester,
            "asked_by": asked_by,
            "connector": connector,
            "doc": msgspec.json.encode(doc).decode(),
            "created": to_micros(it.unit.now),
            "due": to_micros_or_none(due),
            "priority": order.LEVELS[priority],
            "handling": handling,
            "rank": order.rank(
                it.id, created=it.unit.now, due=due, handling=handling, priority=priority
            ),
            **_UNTOUCHED,
        }
    )
    it.take_part(person)
    _tell(it, EventKind.TASK_OPENED, task, person)
    return task


def close_task(
    it: Subject,
    task: str,
    person: str,
    *,
    state: TaskState,
    by: str = "",
    decision: Decision | None = None,
) -> None:
    """End an open task of `person`; `by` is who ended it where that is somebody else."""
    it.written.closed.append(
        {
            "the_id": task,
            "state": state.value,
            "closed": to_micros(it.unit.now),
            "closed_by": by,
            "decision": msgspec.json.encode(decision).decode() if decision else None,
        }
    )
    _tell(it, EventKind.TASK_CLOSED, task, person)


def urge_task(it: Subject, task: TaskRow, by: str, urged: int) -> None:
    """Move an open task up; its revision stays, because what it asks is the same."""
    it.written.moved.append(
        {
            "the_id": task.id,
            "asked_by": by,
            "urged": urged,
            "rank": order.rank(
                it.id,
                created=task.created,
                due=task.due,
                handling=task.handling,
                priority=order.PRIORITIES[task.level],
                urged=urged,
            ),
        }
    )
    _tell(it, EventKind.TASK_CHANGED, task.id, task.person)


def _tell(it: Subject, kind: EventKind, task: str, person: str) -> None:
    it.unit.emit(
        kind, object=it.id, object_key=it.key, task=task, person=person, by=it.actor.person
    )
