"""Questions: a mention is a task of whoever is mentioned, until they answer."""

from sqlalchemy import bindparam

from core.feed import Entry, Mention
from core.tasks import Decision, DecisionKind, TaskKind, TaskState
from server_stub.operations import mentions
from server_stub.operations.subject import Subject
from server_stub.operations.tasks_open import close_task, open_task
from server_stub.store.tables import tasks
from server_stub.views.rows import TaskDoc, TaskRow, select_tasks, task_row

LONGEST = 2_000
"""Characters of the question that a task shows; the feed has all of it."""

_open_questions = select_tasks().where(
    tasks.c.object == bindparam("the_object"),
    tasks.c.state == TaskState.OPEN.value,
    tasks.c.kind == TaskKind.QUESTION.value,
)


def mentioned(it: Subject, text: str) -> tuple[Mention, ...]:
    """Whom a text about the object mentions."""
    return mentions.find(text, it.configuration.directory) if "@" in text else ()


def ask(it: Subject, entry: Entry, text: str) -> list[tuple[str, str]]:
    """Open a task for everybody whom the entry mentions, but its author; once a person.

    Answers each task and its person.
    """
    asked = {entry.by}
    opened = []
    for mention in entry.mentions:
        together = "" if mention.kind == "person" else f"{mention.kind}:{mention.id}"
        for person in mentions.addressed(mention, it.configuration.directory):
            if person in asked:
                continue
            asked.add(person)
            task = open_task(
                it,
                kind=TaskKind.QUESTION,
                person=person,
                asked_by=entry.by,
                doc=TaskDoc(
                    text=text[:LONGEST],
                    can=(DecisionKind.DONE.value,),
                    entry=entry.number,
                    mention=together,
                ),
            )
            opened.append((task, person))
    return opened


def answer(it: Subject, person: str, *, reply_to: int = 0, reason: str = "") -> list[str]:
    """The person has said something: what they were asked on this object is answered.

    A reply to one of several questions answers that one. A question to a role or group is
    answered for everybody by the first who answers. Answers the tasks that end by it.
    """
    waiting = [task_row(row) for row in it.unit.all(_open_questions, the_object=it.id)]
    own = [task for task in waiting if task.person == person]
    exactly = [task for task in own if task.doc.entry == reply_to]
    return [closed for task in exactly or own for closed in end(it, task, waiting, reason)]


def end(
    it: Subject, task: TaskRow, waiting: list[TaskRow] | None = None, reason: str = ""
) -> list[str]:
    """A question is answered by its person, and with it those of the others it addressed.

    Answers the tasks that end by it.
    """
    if waiting is None:
        waiting = [task_row(row) for row in it.unit.all(_open_questions, the_object=it.id)]
    decision = Decision(
        kind=DecisionKind.DONE,
        by=task.person,
        at=it.unit.now,
        reason=reason,
        acting=it.actor.acting,
    )
    close_task(it, task.id, task.person, state=TaskState.DONE, decision=decision)
    ended = [task.id]
    if not task.doc.mention:
        return ended
    asked = (task.doc.entry, task.doc.mention)
    for peer in waiting:
        if (peer.doc.entry, peer.doc.mention) == asked and peer.id != task.id:
            close_task(it, peer.id, peer.person, state=TaskState.CLOSED_BY_PEER, by=task.person)
            ended.append(peer.id)
    return ended
