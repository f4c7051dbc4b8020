"""Tasks that mirror a waiting document of another system: whoever may decide it there is asked
here, and what they decide here is queued to be done there.

The rights live in the other system, so these tasks are not forwarded; they come and go with what
the connector reads.
"""

from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam

from core.api import Decide
from core.cases import AnyCommand, CaseState, CaseStatus, Outcome
from core.cases import Decide as DecideCommand
from core.errors import NotAllowed, WarningUnanswered
from core.events import EventKind
from core.language import say, speaking
from core.tasks import DecisionKind, Reason, TaskKind, TaskState
from server_stub.operations import calls
from server_stub.operations.document import Ask, Signatures
from server_stub.operations.subject import Subject
from server_stub.operations.tasks_open import close_task, open_task
from server_stub.store.tables import tasks
from server_stub.views.rows import TaskDoc, TaskRow, select_tasks, task_row

_open = select_tasks().where(
    tasks.c.object == bindparam("the_object"),
    tasks.c.state == TaskState.OPEN.value,
    tasks.c.connector == bindparam("the_connector"),
)


def open_tasks(it: Subject, connector: str) -> list[TaskRow]:
    """The object's open tasks that came from `connector`."""
    rows = it.unit.all(_open, the_object=it.id, the_connector=connector)
    return [task_row(row) for row in rows]


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody is asked again: in words, and the warning that has to be agreed to."""

    person: str
    text: str
    warning: str = ""


def sync(
    it: Subject,
    connector: str,
    asks: Iterable[Ask],
    signatures: Signatures,
    again: Again | None = None,
) -> None:
    """Ask exactly those whom the document waits for; tasks that stay keep their place.

    Somebody who signed is asked no more. While a decision is on its way nobody new is asked: it
    usually ends the waiting.
    """
    asked = {ask.person: ask for ask in asks if ask.person not in signatures.signed}
    standing = {task.person: task for task in open_tasks(it, connector) if not task.doc.call}
    for person, task in standing.items():
        if person not in asked:
            signed = person in signatures.signed
            state = TaskState.DECIDED_ELSEWHERE if signed else TaskState.CANCELLED
            close_task(it, task.id, person, state=state)
    on_its_way = calls.in_flight(it.unit, it.id)
    for person, ask in asked.items():
        doc = _doc(connector, ask, signatures)
        if again is not None and again.person == person:
            doc = msgspec.structs.replace(doc, text=again.text, warning=again.warning)
        if person in standing:
            _reword(it, standing[person], doc)
        elif not on_its_way:
            open_task(it, kind=TaskKind.APPROVE, person=person, doc=doc, connector=connector)


def end(it: Subject, connector: str, *, state: TaskState, by: str = "") -> None:
    """The document waits no longer: nobody is asked any more."""
    for task in open_tasks(it, connector):
        close_task(it, task.id, task.person, state=state, by=by)


def ask_about_warning(it: Subject, call: calls.Call, *, warning: str, text: str) -> None:
    """Ask whoever ended a flow's step whether they agree to what the other system warns of."""
    doc = TaskDoc(
        text=text,
        because=Reason(key="connectors.because_warned", values={"system": call.connector}),
        can=(DecisionKind.APPROVE.value, DecisionKind.REJECT.value),
        warning=warning,
        call=call.key,
    )
    open_task(it, kind=TaskKind.APPROVE, person=call.person, doc=doc, connector=call.connector)


def decide(it: Subject, task: TaskRow, decision: Decide) -> int:
    """Queue what a person decided; `tasks.decide` then closes the task and tells the feed.

    Answers how many actions in the other system are on their way by it.

    Raises NotAllowed where the person has no login there, WarningUnanswered where a warning of
    the other system has to be agreed to first.
    """
    doc = task.doc
    if doc.cannot:
        raise NotAllowed(say(doc.cannot, **doc.cannot_values))
    agrees = decision.decision is DecisionKind.APPROVE
    if doc.warning and agrees and doc.warning not in decision.agreed:
        raise WarningUnanswered(doc.text, system=task.connector, warning=doc.warning)
    if doc.call:
        return _answer_call(it, task, agrees=agrees)
    calls.queue(
        it.unit,
        key=task.id,
        object=it.id,
        connector=task.connector,
        action=decision.decision.value,
        person=task.person,
        task=task.id,
        reason=decision.reason,
        agreed=(doc.warning,) if doc.warning and agrees else (),
    )
    _tell_peers(it, task)
    return 1


def carry_back(
    it: Subject, before: CaseState | None, after: CaseState, command: AnyCommand
) -> None:
    """Where a flow decides about a document, its no is done over there as well: a rejection and a
    return press their button under the login of the person who decided, with the reason as a note.
    (Its yes is the flow's own `call`, because more may come before it.)"""
    if it.source is None or it.source.decides != "flow" or not isinstance(command, DecideCommand):
        return
    if after.outcome is Outcome.REJECTED and (before is None or before.outcome != after.outcome):
        action = DecisionKind.REJECT
    elif after.status is CaseStatus.RETURNED:
        action = DecisionKind.RETURN
    else:
        return
    calls.queue(
        it.unit,
        key=f"{after.id}/{action.value}/{after.revision}",
        object=it.id,
        connector=it.source.connector,
        action=action.value,
        person=command.by,
        task=command.task,
        reason=command.reason,
    )


def commented(it: Subject, text: str) -> None:
    """A comment on a document becomes a note over there."""
    if it.source is None:
        return
    calls.queue(
        it.unit,
        key=f"note:{it.id}:{it.entries}",
        object=it.id,
        connector=it.source.connector,
        action="note",
        person=it.actor.person,
        arguments={"text": text},
    )


def _tell_peers(it: Subject, task: TaskRow) -> None:
    """Where one decision is enough, nobody else is asked while it is on its way."""
    if task.doc.signatures_needed != 1:
        return
    for other in open_tasks(it, task.connector):
        if other.id != task.id:
            close_task(it, other.id, other.person, state=TaskState.CLOSED_BY_PEER, by=task.person)


def _answer_call(it: Subject, task: TaskRow, *, agrees: bool) -> int:
    from server_stub.operations.delivered import answer_flow

    if agrees:
        agreed = (task.doc.warning,) if task.doc.warning else ()
        calls.send_again(it.unit, task.doc.call, agreed=agreed)
        return 1
    if task.kind is TaskKind.INCIDENT:
        calls.done_by_hand(it.unit, task.doc.call)
    else:
        answer_flow(it, task.doc.call, done=False, detail=_not_agreed(it, task))
    return 0


def _not_agreed(it: Subject, task: TaskRow) -> str:
    """For whoever sees to the flow's incidents, in the language of what was asked."""
    known = it.configuration.directory.people.get(task.person)
    with speaking(known.language if known else ""):
        person = it.configuration.spoken(task.person)
        return say("connectors.not_agreed", person=person, text=task.doc.text)


def _doc(connector: str, ask: Ask, signatures: Signatures) -> TaskDoc:
    return TaskDoc(
        because=Reason(key="connectors.because", values={"system": connector, "login": ask.login}),
        can=tuple(decision.value for decision in ask.can),
        cannot=ask.cannot,
        cannot_values={"system": connector} if ask.cannot else {},
        signatures=signatures.people,
        signatures_needed=signatures.needed,
    )


def _reword(it: Subject, task: TaskRow, doc: TaskDoc) -> None:
    """Change what an open task says, where it differs; why it is asked again stays."""
    if not doc.text:
        doc = msgspec.structs.replace(doc, text=task.doc.text, warning=task.doc.warning)
    if doc == task.doc:
        return
    it.written.moved.append({"the_id": task.id, "doc": msgspec.json.encode(doc).decode()})
    it.unit.emit(
        EventKind.TASK_CHANGED, object=it.id, object_key=it.key, task=task.id, person=task.person
    )
