"""Going on: from one step to the next until somebody or something has to answer.

A case stands at one step, or at one in each open branch of a fork. Every fork has its join: the
branch that arrives last goes on behind it.
"""

from collections.abc import Callable
from typing import Any

from core.cases import CaseStatus, Fork, Outcome, RoundStatus
from core.flow.asking import ask, tell
from core.flow.calling import call
from core.flow.children import start_flow, stop_flows
from core.flow.course import Course
from core.flow.definition import (
    Approve,
    Asking,
    Call,
    Choose,
    Do,
    Expression,
    Fill,
    Set,
    Step,
    SubFlow,
    Tell,
    Together,
    Wait,
)
from core.flow.index import is_fork
from core.flow.values import new_fields
from core.flow.waiting import wait
from core.rules.context import UnclearError
from core.rules.expressions import outcome
from core.tasks import TaskState

_ENDED, _PASSED, _APPROVED = CaseStatus.ENDED, RoundStatus.PASSED, Outcome.APPROVED
"""An enum looks its members up slowly; these are asked at every step."""


def go_on(course: Course, step_id: str, *, again: bool = False) -> None:
    """Enter `step_id`, and what follows, until the case waits or is at its end.

    `again`: the case came back to this step, so it is asked in any case.
    """
    _walk(course, [step_id] if step_id else _end_of_block(course, None), again=again)


def go_on_after(course: Course, step_id: str) -> None:
    """Enter what follows a step that is through."""
    course.leave(step_id)
    _walk(course, _after(course, step_id))


def go_on_rejected(course: Course, step: Approve | SubFlow) -> None:
    """Enter the branch that a reject at `step` leads to."""
    course.leave(step.id)
    steps = step.on_reject.steps
    _walk(course, [steps[0].id] if steps else _end_of_block(course, (step.id, 0)))


def stand_at(course: Course, step_id: str) -> None:
    """The case waits at this step; several are kept in the order of the flow."""
    if not course.at:
        course.at = (step_id,)
    elif step_id not in course.at:
        order = course.index.spots
        course.at = tuple(sorted((*course.at, step_id), key=lambda each: order[each].order))


def end_rejected(course: Course, step: str, *, by: str) -> None:
    """The case ends as rejected; what is open beside it ends too."""
    course.post("rejected", step=step)
    course.close_all(TaskState.CANCELLED, by=by)
    stop_flows(course, course.everywhere)
    course.end(Outcome.REJECTED)


# --- one step after the other ----------------------------------------------------------------


def _walk(course: Course, first: list[str], *, again: bool = False) -> None:
    todo = first[::-1]
    while todo and course.status is not _ENDED:
        todo += _enter(course, todo.pop(), again=again)[::-1]
        again = False


def _enter(course: Course, step_id: str, *, again: bool) -> list[str]:
    """Do what a step does; the steps to enter next. Where it has to be waited for, there is none
    and the case stands here."""
    spot = course.spot(step_id)
    step = spot.step
    if type(step) is Choose or type(step) is Together:
        return _fork(course, step) if spot.forks else _choose(course, step)
    if _DO[type(step)](course, step, again):
        return _after(course, step_id)
    stand_at(course, step_id)
    return []


def _ask(course: Course, step: Asking, again: bool) -> bool:
    return ask(course, step, again=again) is _PASSED


def _tell(course: Course, step: Tell, _again: bool) -> bool:
    tell(course, step)
    return True


def _set(course: Course, step: Set, _again: bool) -> bool:
    try:
        course.set_fields(new_fields(course, step), step=step.id)
    except UnclearError as error:
        course.post("not_set", step=step.id, detail=str(error))
    return True


_DO: dict[type[Step], Callable[[Course, Any, bool], bool]] = {
    Approve: _ask,
    Do: _ask,
    Fill: _ask,
    Tell: _tell,
    Set: _set,
    Call: lambda course, step, _again: not call(course, step),
    Wait: lambda course, step, _again: wait(course, step),
    SubFlow: lambda course, step, _again: start_flow(course, step),
}
"""What each kind of step does, and whether the case can go on at once."""


def _after(course: Course, step_id: str) -> list[str]:
    spot = course.index.spots[step_id]
    return [spot.after] if spot.after else _end_of_block(course, spot.block)


def _end_of_block(course: Course, block: tuple[str, int] | None) -> list[str]:
    """A branch, or the flow (None), is at its end; the steps to enter next."""
    if block is None:
        course.post("approved")
        course.end(_APPROVED)
        return []
    step_id, branch = block
    step = course.index.spots[step_id].step
    if is_fork(step):
        return _arrive(course, step_id, branch)
    assert isinstance(step, Approve | SubFlow)
    if step.on_reject.go_on:
        return _after(course, step_id)
    end_rejected(course, step_id, by="")
    return []


# --- branches --------------------------------------------------------------------------------


def _choose(course: Course, choose: Choose | Together) -> list[str]:
    """The first branch whose condition holds."""
    for number, branch in enumerate(choose.branches):
        if branch.when is None or _holds(course, choose.id, branch.when):
            course.taken[choose.id] = number
            steps = branch.steps
            return [steps[0].id] if steps else _after(course, choose.id)
    return _after(course, choose.id)


def _fork(course: Course, step: Choose | Together) -> list[str]:
    """Every branch whose condition holds, or all of them, begin; empty ones arrive at once."""
    number = course.forks[step.id].number + 1 if step.id in course.forks else 1
    taken = taken_at(course, step)
    course.forks[step.id] = Fork(number=number, taken=taken, open=taken)
    if not taken:
        return _after(course, step.id)
    following: list[str] = []
    for branch in taken:
        first = course.index.branch(step, branch)
        following.extend([first] if first else _arrive(course, step.id, branch))
    return following


def taken_at(course: Course, step: Choose | Together) -> tuple[int, ...]:
    """The branches of a fork that begin when a case comes to it now."""
    if isinstance(step, Together):
        return tuple(range(len(step.branches)))
    conditions = [(n, each.when) for n, each in enumerate(step.branches) if each.when is not None]
    held = tuple(n for n, when in conditions if _holds(course, step.id, when))
    if held or len(conditions) == len(step.branches):
        return held
    return (len(step.branches) - 1,)


def _arrive(course: Course, fork_id: str, branch: int) -> list[str]:
    """A branch is at its end; the last one goes on behind the join."""
    fork = course.forks[fork_id]
    left = tuple(each for each in fork.open if each != branch)
    course.forks[fork_id] = Fork(number=fork.number, taken=fork.taken, open=left)
    return [] if left else _after(course, fork_id)


def _holds(course: Course, choose: str, when: Expression) -> bool:
    """Whether a branch is taken; an unclear condition does not hold, and that is told."""
    held = outcome(when.text, course.context)
    if held is None:
        course.post("condition_unclear", step=choose, condition=when.text)
    return held is True
