"""What a person does with a task: decide, forward, urge."""

from datetime import timedelta

import msgspec
from sqlalchemy import bindparam, select

from core.api import Decide, Decided, Forward, Urge, Urged
from core.cases import Decide as DecideCommand
from core.cases import Forward as ForwardCommand
from core.cases import Urge as UrgeCommand
from core.errors import FieldError, Invalid
from core.feed import EntryKind
from core.language import say
from core.tasks import Decision, DecisionKind, Task, TaskKind, TaskState
from core.text import clean
from server_stub.access import Actor
from server_stub.operations import asking, course, feed, fields, mirror, questions, sight, subject
from server_stub.operations.effects import tell_decision
from server_stub.operations.holding import locked, own_task, require_as_seen
from server_stub.operations.objects import require_revision
from server_stub.operations.subject import Subject
from server_stub.operations.tasks_open import close_task, urge_task
from server_stub.store.moments import to_micros
from server_stub.store.tables import entries, tasks
from server_stub.store.unit import Unit
from server_stub.views import tasks as views
from server_stub.views.chain import opened
from server_stub.views.rows import TaskRow, select_tasks, task_row

URGE_EVERY = timedelta(hours=1)
"""How often one person may urge where no flow says otherwise."""
LONGEST = 5_000
"""Characters of a reason."""

_open_here = select_tasks().where(
    tasks.c.object == bindparam("the_object"), tasks.c.state == TaskState.OPEN.value
)
_recent_messages = select(entries.c.doc, entries.c.hash).where(
    entries.c.object == bindparam("the_object"),
    entries.c.at > bindparam("since"),
    entries.c.kind == EntryKind.MESSAGE.value,
    entries.c.by == bindparam("the_person"),
)


def decide(
    unit: Unit, actor: Actor, task_or_key: str, what: Decide, revision: int | None = None
) -> Decided:
    """Decide about a task, named by its id or by the key of the object that it is about.

    `revision` is the task's, and `what.object_revision` the object's, that the actor saw. Raises
    AlreadyDecided, NoLongerYours, Stale with what changed, NotAllowed, NotFound, and Invalid.
    """
    with locked(unit, actor, task_or_key) as it:
        task = own_task(it, task_or_key, what.decision.value)
        require_as_seen(it, task, revision)
        require_revision(it, what.object_revision)
        what = _checked(it, task, what)
        queued = _carry_out(it, task, what)
    status = it.case.status.value if it.case else ""
    return Decided(
        task=views.find(unit, actor, task.id, configuration=it.configuration),
        object_state=it.state.value,
        case_status=status,
        calls=queued,
    )


def forward(
    unit: Unit, actor: Actor, task_or_key: str, what: Forward, revision: int | None = None
) -> Task:
    """Hand a task to somebody else for good; answers the task that they have now.

    Raises like `decide`.
    """
    with locked(unit, actor, task_or_key) as it:
        task = own_task(it, task_or_key, "forward")
        require_as_seen(it, task, revision)
        to = _receiver(it, what.to)
        if not task.case:
            raise Invalid(say("operations.no_forward"))
        course.run(
            it,
            ForwardCommand(
                by=actor.person,
                acting=actor.acting,
                task=task.id,
                to=to,
                reason=_reason(what.reason),
            ),
        )
        # Theirs, or that of whoever decides for them while they are away.
        opened_task = str(it.written.opened[-1]["id"])
    return views.find(unit, actor, opened_task, configuration=it.configuration)


def urge(unit: Unit, actor: Actor, key: str, what: Urge) -> Urged:
    """Ask whoever the object waits for to hurry: counted, in the feed, and not too often.

    Raises NotFound, and Invalid where it waits for nobody else or was urged just now.
    """
    with subject.changing(unit, actor, key) as it:
        sight.require(it)
        rows = [task_row(row) for row in unit.all(_open_here, the_object=it.id)]
        waiting = [
            task for task in rows if task.person != actor.person and task.kind is not TaskKind.COPY
        ]
        if not waiting:
            raise Invalid(say("operations.nothing_to_urge", key=key))
        text = _reason(what.text)
        if any(task.case for task in waiting):
            course.run(it, UrgeCommand(by=actor.person, acting=actor.acting, text=text))
        others = [task for task in waiting if not task.case]
        if others:
            _urge_beside_flows(it, others, text, told=len(others) < len(waiting))
    return Urged(people=tuple(sorted({task.person for task in waiting})))


# --- deciding --------------------------------------------------------------------------------


def _checked(it: Subject, task: TaskRow, what: Decide) -> Decide:
    """The decision with its text cleaned and its fields in their kept form."""
    doc = task.doc
    reason = _reason(what.reason)
    errors = []
    if what.decision in doc.reason_required and not reason:
        errors.append(FieldError(field="reason", message=say("operations.reason_required")))
    given = fields.check(
        it.unit, it.actor, it.configuration, it.type, what.fields, besides=doc.asks
    )
    if what.decision in (DecisionKind.APPROVE, DecisionKind.DONE):
        errors += [
            FieldError(field=name, message=say("operations.required"))
            for name in doc.asks
            if given.get(name, it.fields.get(name)) in (None, "", [])
        ]
    errors += [
        FieldError(field=name, message=say("operations.not_asked_for"))
        for name in given
        if name not in doc.asks
    ]
    if errors:
        raise Invalid(say("operations.fields", n=len(errors)), errors=tuple(errors))
    return msgspec.structs.replace(what, reason=reason, fields=given)


def _carry_out(it: Subject, task: TaskRow, what: Decide) -> int:
    """Make the decision true; answers how many actions in other systems it queued."""
    if task.case:
        return course.run(
            it,
            DecideCommand(
                by=it.actor.person,
                acting=it.actor.acting,
                task=task.id,
                kind=what.decision,
                reason=what.reason,
                fields=what.fields,
                to=what.to,
            ),
        ).queued
    if task.kind is TaskKind.QUESTION and what.reason:
        feed.reply(it, what.reason, task.doc.entry)
        return 0
    decision = Decision(
        kind=what.decision,
        by=it.actor.person,
        at=it.unit.now,
        reason=what.reason,
        acting=it.actor.acting,
    )
    if task.kind is TaskKind.QUESTION:
        ended = questions.end(it, task)
        tell_decision(it, decision, task=task.id)
        asking.answered(it, ended)
        return 0
    if task.connector:
        mirror.decide(it, task, what)
    close_task(it, task.id, task.person, state=TaskState.DONE, decision=decision)
    if task.kind is not TaskKind.COPY:
        tell_decision(it, decision, task=task.id)
    return int(bool(task.connector))


def _receiver(it: Subject, to: str) -> str:
    person = to.removeprefix("@")
    known = it.configuration.directory.people.get(person)
    if known is None or not known.active:
        message = say("operations.unknown_person", person=clean(person)[:80])
        raise Invalid(message, errors=(FieldError(field="to", message=message),))
    if person == it.actor.person:
        raise Invalid(
            say("operations.forward_to_self"),
            errors=(FieldError(field="to", message=say("operations.forward_to_self")),),
        )
    return person


def _reason(text: str) -> str:
    text = clean(text).strip()
    if len(text) > LONGEST:
        raise Invalid(
            say("operations.too_long", n=LONGEST),
            errors=(FieldError(field="reason", message=say("operations.too_long", n=LONGEST)),),
        )
    return text


# --- urging ----------------------------------------------------------------------------------


def _urge_beside_flows(it: Subject, waiting: list[TaskRow], text: str, *, told: bool) -> None:
    """Urge questions and tasks of connectors, which no flow counts; `told`: the feed has it."""
    if not told:
        since = to_micros(it.unit.now - URGE_EVERY)
        recent = it.unit.all(
            _recent_messages, the_object=it.id, since=since, the_person=it.actor.person
        )
        if any(opened(doc, hash_).message == "operations.urged" for doc, hash_ in recent):
            raise Invalid(say("operations.urged_just_now"))
        people = ", ".join(sorted({task.person for task in waiting}))
        it.post("operations.urged", by=it.actor.person, people=people, text=text)
    for task in waiting:
        urge_task(it, task, it.actor.person, task.urged + 1)
