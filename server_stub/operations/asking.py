"""Questions about an open step: its clocks may stand still until the answer.

A question is the task of whoever was mentioned; the case hears of it under the task's id. What
follows from it, if anything, the flow says.
"""

from collections.abc import Iterable

from core.cases import Answered, Ask
from core.tasks import TaskKind
from server_stub.operations import course
from server_stub.operations.subject import Subject

_STEPS = (TaskKind.APPROVE, TaskKind.DO, TaskKind.FILL)


def asked(it: Subject, questions: Iterable[tuple[str, str]]) -> None:
    """The actor, where a step waits for them, asked people: task of the question, who is asked."""
    state = course.load(it)
    if state is None or not course.is_running(state):
        return
    own = [
        seat.task
        for round_, seat in state.open_seats()
        if seat.person == it.actor.person and round_.kind in _STEPS
    ]
    by, acting = it.actor.person, it.actor.acting
    for question, person in questions:
        for task in own:
            course.run(
                it, Ask(by=by, acting=acting, task=task, question=question, people=(person,))
            )


def answered(it: Subject, questions: Iterable[str]) -> None:
    """These questions are answered, or nobody waits for their answer any more."""
    state = course.load(it)
    if state is None or not course.is_running(state):
        return
    open_questions = {each for round_ in state.rounds for each in round_.questions}
    for question in questions:
        if question in open_questions:
            course.run(it, Answered(by=it.actor.person, acting=it.actor.acting, question=question))
