"""Going on: from one step to the next until somebody has to answer, and going back."""

from msgspec.structs import replace

from core.cases import CaseStatus, Outcome, RoundStatus
from core.flow.asking import ask, ask_to_revise, tell
from core.flow.calling import call
from core.flow.course import Course
from core.flow.definition import REQUESTER, Approve, Call, Choose, Do, Set, Step, Tell
from core.flow.values import new_fields
from core.objects import ObjectState
from core.rules.context import UnclearError
from core.rules.expressions import outcome
from core.tasks import Reason


def go_on(course: Course, step_id: str, *, again: bool = False) -> None:
    """Enter `step_id`, and what follows, until the case waits or is at its end.

    `again`: the case came back to this step, so it is asked in any case.
    """
    while step_id:
        step = course.spot(step_id).step
        if not _enter(course, step, again=again):
            course.at = (step_id,)
            return
        step_id = _branch(course, step) if isinstance(step, Choose) else course.spot(step_id).after
    course.post("approved")
    course.end(Outcome.APPROVED)


def go_on_after(course: Course, step_id: str) -> None:
    """Enter what follows a step that is through."""
    course.at = ()
    go_on(course, course.spot(step_id).after)


def go_back(course: Course, step_id: str, because: Reason) -> None:
    """Take the case back to its requester or to an earlier step.

    What was decided from there on is kept, but no longer counts.
    """
    to_requester = step_id == REQUESTER
    first = 0 if to_requester else course.spot(step_id).order
    _supersede(course, first, "requester" if to_requester else "step")
    course.taken = {
        choose: branch
        for choose, branch in course.taken.items()
        if course.spot(choose).order < first
    }
    if not to_requester:
        go_on(course, step_id, again=True)
        return
    course.status = CaseStatus.RETURNED
    course.at = (REQUESTER,)
    course.set_state(ObjectState.RETURNED)
    ask_to_revise(course, because)


def _supersede(course: Course, first: int, mark: str) -> None:
    for at, each in enumerate(course.rounds):
        if each.superseded or each.step == REQUESTER or course.spot(each.step).order < first:
            continue
        course.rounds[at] = replace(each, superseded=mark)


def _enter(course: Course, step: Step, *, again: bool) -> bool:
    """Do what a step does; whether it is through."""
    if isinstance(step, Approve | Do):
        return ask(course, step, again=again) is RoundStatus.PASSED
    if isinstance(step, Call):
        call(course, step)
        return False
    if isinstance(step, Tell):
        tell(course, step)
    elif isinstance(step, Set):
        _set(course, step)
    elif not isinstance(step, Choose):
        raise NotImplementedError(f"{step.id}: refused by the check")
    return True


def _set(course: Course, step: Set) -> None:
    try:
        course.set_fields(new_fields(course, step), step=step.id)
    except UnclearError as error:
        course.post("not_set", step=step.id, detail=str(error))


def _branch(course: Course, choose: Choose) -> str:
    """The first step of the branch whose condition holds; an unclear one does not, and is told."""
    for number, branch in enumerate(choose.branches):
        held = True if branch.when is None else outcome(branch.when.text, course.context)
        if held is None and branch.when is not None:
            course.post("condition_unclear", step=choose.id, condition=branch.when.text)
        if held:
            course.taken[choose.id] = number
            return course.index.branch(choose, number)
    return course.spot(choose.id).after
