"""What a person does with a task: decide, forward."""

import msgspec

from core.api import Decide, Decided, Forward
from core.cases import Decide as DecideCommand
from core.cases import Forward as ForwardCommand
from core.errors import FieldError, Invalid
from core.language import say
from core.tasks import Decision, DecisionKind, Task, TaskKind, TaskState
from core.text import clean
from server_stub.access import Actor, no_person
from server_stub.operations import course, feed, fields, mirror
from server_stub.operations.effects import tell_decision
from server_stub.operations.holding import locked, own_task, require_as_seen
from server_stub.operations.objects import require_revision
from server_stub.operations.reasons import reason
from server_stub.operations.subject import Subject
from server_stub.operations.tasks_open import close_task
from server_stub.store.unit import Unit
from server_stub.views import tasks as views
from server_stub.views.rows import TaskRow


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
                reason=reason(what.reason),
            ),
        )
        # Theirs, or that of whoever decides for them while they are away.
        opened_task = str(it.written.opened[-1]["id"])
    return views.find(unit, actor, opened_task, configuration=it.configuration)


# --- deciding --------------------------------------------------------------------------------


def _checked(it: Subject, task: TaskRow, what: Decide) -> Decide:
    """The decision with its text cleaned and its fields in their kept form."""
    doc = task.doc
    said = reason(what.reason)
    errors = []
    if task.kind is TaskKind.QUESTION and not said:
        message = say("operations.answer_required")
        raise Invalid(message, hint=say("operations.answer_required.hint", task=task.id))
    if what.decision in doc.reason_required and not said:
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
        raise Invalid(fields.wrong_fields(len(errors)), errors=tuple(errors))
    return msgspec.structs.replace(what, reason=said, fields=given)


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
    if task.kind is TaskKind.QUESTION:
        feed.reply(it, what.reason, task.doc.entry)
        return 0
    decision = Decision(
        kind=what.decision,
        by=it.actor.person,
        at=it.unit.now,
        reason=what.reason,
        acting=it.actor.acting,
    )
    queued = mirror.decide(it, task, what) if task.connector else 0
    close_task(it, task.id, task.person, state=TaskState.DONE, decision=decision)
    if task.kind is not TaskKind.COPY:
        tell_decision(it, decision, task=task.id)
    return queued


def _receiver(it: Subject, to: str) -> str:
    person = to.removeprefix("@")
    known = it.configuration.directory.people.get(person)
    if known is None or not known.active:
        message = say("operations.unknown_person", person=clean(person)[:80])
        hint = no_person(it.configuration.directory, clean(person)[:80]).hint
        raise Invalid(message, hint=hint, errors=(FieldError(field="to", message=message),))
    if person == it.actor.person:
        raise Invalid(
            say("operations.forward_to_self"),
            errors=(FieldError(field="to", message=say("operations.forward_to_self")),),
        )
    return person
