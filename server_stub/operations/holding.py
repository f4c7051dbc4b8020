"""The task that somebody means, where it is still theirs; what became of it where it is not."""

from contextlib import AbstractContextManager
from typing import NoReturn

import msgspec
from sqlalchemy import bindparam, case, select

from core.errors import AlreadyDecided, Invalid, NoLongerYours, NotAllowed, Stale
from core.language import say
from core.tasks import Decision, TaskKind, TaskState
from server_stub import access
from server_stub.access import Actor
from server_stub.operations import sight, subject
from server_stub.operations.subject import Subject
from server_stub.store.tables import tasks
from server_stub.store.unit import Unit
from server_stub.views.rows import TaskRow, select_tasks, task_row
from server_stub.views.tasks import is_task

_one = select_tasks().where(tasks.c.id == bindparam("the_task"))
_of_person = (
    select_tasks()
    .where(tasks.c.object == bindparam("the_object"), tasks.c.person == bindparam("the_person"))
    .order_by(
        case((tasks.c.state == TaskState.OPEN.value, 0), else_=1),
        tasks.c.closed.desc(),
        tasks.c.rank,
        tasks.c.id,
    )
    .limit(50)
)
_of_stand_ins = (
    select_tasks()
    .where(
        tasks.c.object == bindparam("the_object"),
        tasks.c.person != bindparam("the_person"),
        tasks.c.case != "",
        tasks.c.state.in_((TaskState.OPEN.value, TaskState.DONE.value)),
    )
    .order_by(case((tasks.c.state == TaskState.OPEN.value, 0), else_=1), tasks.c.closed.desc())
    .limit(50)
)
_peers_decision = (
    select(tasks.c.decision)
    .where(
        tasks.c.object == bindparam("the_object"),
        tasks.c.person == bindparam("the_person"),
        tasks.c.decision.is_not(None),
    )
    .order_by(tasks.c.closed.desc())
    .limit(1)
)
_decision = msgspec.json.Decoder(Decision)
_BY_TASK = frozenset({"approve", "reject", "return", "done", "forward"})
_BY_OBJECT = frozenset({"resubmit", "withdraw"})
"""Commands of the same name as what a task takes, by what they are called with."""


def locked(unit: Unit, actor: Actor, task_or_key: str) -> AbstractContextManager[Subject]:
    """The object that a task is about, locked; named by the task's id or by its own key."""
    if is_task(task_or_key):
        return subject.changing(unit, actor, task=task_or_key)
    return subject.changing(unit, actor, task_or_key)


def own_task(it: Subject, task_or_key: str, action: str) -> TaskRow:
    """The actor's open task that takes the action. Raises what happened to it otherwise."""
    if is_task(task_or_key):
        row = it.unit.first(_one, the_task=task_or_key)
        if row is None:
            raise access.no_task(task_or_key)
        task = task_row(row)
        if not access.may_decide(it.actor, task.person, task.doc.instead_of):
            sight.require(it)
            raise NotAllowed(say("operations.not_your_task", person=it.name(task.person)))
    else:
        task = _only_task(it, action)
    if task.state is not TaskState.OPEN and not _may_override(it, task):
        _say_how_it_ended(it, task)
    _require_possible(it, task, action)
    return task


def _may_override(it: Subject, task: TaskRow) -> bool:
    """Whether another decided it for the actor, who was away; until when, the engine knows."""
    return task.state is TaskState.DONE and task.doc.instead_of == it.actor.person != task.person


def _only_task(it: Subject, action: str) -> TaskRow:
    rows = it.unit.all(_of_person, the_object=it.id, the_person=it.actor.person)
    found = [task_row(row) for row in rows]
    if not any(task.state is TaskState.OPEN for task in found):
        found += _decided_instead(it)
    waiting = [task for task in found if task.state is TaskState.OPEN]
    fitting = [task for task in waiting if action in task.doc.can] or waiting
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        decided = [task for task in found if task.kind is not TaskKind.COPY]
        if decided:
            return decided[0]
        sight.require(it)
        raise NotAllowed(say("operations.no_task_here", key=it.key))
    names = ", ".join(f"{task.id} ({task.kind})" for task in fitting)
    raise Invalid(say("operations.several_tasks", key=it.key, tasks=names))


def _decided_instead(it: Subject) -> list[TaskRow]:
    """Tasks that others have, or have decided just now, because the actor is away."""
    rows = it.unit.all(_of_stand_ins, the_object=it.id, the_person=it.actor.person)
    found = [task_row(row) for row in rows]
    return [task for task in found if task.doc.instead_of == it.actor.person]


def _say_how_it_ended(it: Subject, task: TaskRow) -> NoReturn:
    decision = task.decision
    if task.state is TaskState.CLOSED_BY_PEER:
        row = it.unit.first(_peers_decision, the_object=it.id, the_person=task.closed_by)
        decision = _decision.decode(row[0]) if row else None
    if decision is not None:
        raise AlreadyDecided(
            who=it.name(decision.by),
            person=decision.by,
            when=decision.at.isoformat(timespec="seconds"),
            decision=decision.kind.value,
        )
    if task.state is TaskState.WAITING:
        raise NoLongerYours(say("operations.others_first"))
    if task.state is TaskState.FORWARDED:
        raise NoLongerYours(say("operations.went_to", person=it.name(task.closed_by)))
    if task.state is TaskState.DECIDED_ELSEWHERE:
        raise NoLongerYours(say("operations.ended_there"))
    raise NoLongerYours(say("operations.was_closed"))


def _require_possible(it: Subject, task: TaskRow, action: str) -> None:
    doc = task.doc
    if doc.suspended:
        raise Invalid(say("flow.suspended"))
    if doc.cannot:
        raise NotAllowed(say(doc.cannot, **doc.cannot_values))
    if action not in doc.can:
        if action == "forward":
            raise Invalid(say("operations.no_forward"))
        raise Invalid(
            say("operations.cannot_decide", can=", ".join(doc.can)), hint=_commands(task, it.key)
        )


def _commands(task: TaskRow, key: str) -> str:
    """The commands that fit the task."""
    if task.kind is TaskKind.QUESTION:
        return say("operations.answer_required.hint", task=task.id)
    ways = [f"`signoff {verb} {task.id}`" for verb in task.doc.can if verb in _BY_TASK]
    ways += [f"`signoff {verb} {key}`" for verb in task.doc.can if verb in _BY_OBJECT]
    return say("operations.cannot_decide.hint", commands=", ".join(ways)) if ways else ""


def require_as_seen(it: Subject, task: TaskRow, revision: int | None) -> None:
    """Raise Stale where the task is not the one that the actor saw."""
    if revision is not None and revision != task.revision:
        raise Stale(say("operations.task_changed"), key=it.key, changes=[])
