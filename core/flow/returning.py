"""Going back: to the requester, to an earlier step, or wherever an administrator says.

What lies ahead of the target is taken back: open tasks end, decisions are kept but count no longer.
A parallel branch beside the target goes on untouched; returning past its fork ends it.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from core.cases import (
    CallStatus,
    CaseStatus,
    Fork,
    Round,
    RoundStatus,
    Way,
)
from core.errors import FieldError, Invalid, NotAllowed
from core.flow.asking import ask, ask_like, ask_to_revise
from core.flow.children import refuse_irrevocable, stop_flows
from core.flow.course import OF_PEOPLE, Course
from core.flow.definition import REQUESTER, Approve, Choose, Mode
from core.flow.records import behind
from core.flow.walking import go_on, go_on_after, stand_at
from core.language import say
from core.objects import ObjectState
from core.tasks import DecisionKind, Reason, TaskKind, TaskState

PREVIOUS = "previous"
_TO_REQUESTER, _TO_STEP = "requester", "step"


def target_of(course: Course, here: str, to: str) -> str:
    """Where a return from `here` leads. Raises Invalid, with the possible places."""
    if to in ("", REQUESTER):
        return REQUESTER
    earlier = [each.step for each in behind(course, here)]
    if to == PREVIOUS:
        return earlier[-1] if earlier else REQUESTER
    possible = [each for each in dict.fromkeys(earlier) if course.index.on_every_way(each, here)]
    if to in possible:
        return to
    message = say("flow.no_way_back", step=to, known=", ".join([REQUESTER, PREVIOUS, *possible]))
    raise Invalid(message, errors=(FieldError(field="to", message=message),))


def refuse_behind_effects(course: Course, target: str) -> None:
    """Raises NotAllowed where an action took effect, or is on its way, ahead of the target."""
    ahead = ahead_of(course, target)
    for each in course.calls:
        if each.step not in ahead or each.undoes:
            continue
        action = f"{each.connector}.{each.action}"
        if each.status is CallStatus.DONE:
            raise NotAllowed(say("flow.call_between", action=action), action=action)
        if each.status is CallStatus.PENDING:
            raise NotAllowed(say("flow.call_on_its_way", action=action), action=action)
    refuse_irrevocable(course, ahead)


def ahead_of(course: Course, target: str) -> frozenset[str]:
    """The steps that a case at `target` can come to, and the target itself."""
    if target == REQUESTER:
        return course.everywhere
    ahead = {step for step in course.index.spots if course.index.reaches(target, step)}
    gone = {
        name
        for name, step in course.gone.items()
        if not step.before or (step.before != target and step.before in ahead)
    }
    return frozenset(ahead | gone)


def go_back(
    course: Course,
    target: str,
    because: Reason,
    *,
    by: str,
    returned_from: str = "",
    returned_by: str = "",
) -> None:
    """Take the case back to its requester or to an earlier step.

    `returned_from` and `returned_by` are the step and the person that ask for a revision:
    `resubmit: straight back` leads to that person.
    """
    if target != REQUESTER:
        clear(course, target, by=by)
        go_on(course, target, again=True)
        return
    course.returned_from = returned_from
    course.way_back = _way_back(course, returned_by)
    clear(course, REQUESTER, by=by)
    course.status = CaseStatus.RETURNED
    course.at = (REQUESTER,)
    course.set_state(ObjectState.RETURNED)
    ask_to_revise(course, because)


def clear(course: Course, target: str, *, by: str) -> None:
    """Everything ahead of the target ends or counts no longer; around it the forks are as they
    were when it was reached."""
    ahead = ahead_of(course, target)
    mark = _TO_REQUESTER if target == REQUESTER else _TO_STEP
    for at, each in enumerate(course.rounds):
        if each.superseded or each.step not in ahead:
            continue
        if each.status is RoundStatus.OPEN:
            course.close_round(at, RoundStatus.CANCELLED, TaskState.CANCELLED, by=by)
        course.rounds[at] = replace(course.rounds[at], superseded=mark)
    for at, pause in enumerate(course.pauses):
        if pause.ended is None and pause.step in ahead:
            course.pauses[at] = replace(pause, ended=course.now)
    stop_flows(course, ahead)
    course.taken = {step: each for step, each in course.taken.items() if step not in ahead}
    course.forks = {
        step: replace(each, taken=(), open=()) if step in ahead else each
        for step, each in course.forks.items()
    }
    course.at = tuple(step for step in course.at if step not in ahead)
    if target != REQUESTER:
        _open_branches(course, target)


def _open_branches(course: Course, target: str) -> None:
    """The branches around a step are open: its fork waits for them, again or still."""
    for step, branch in course.spot(target).inside:
        if not course.index.is_fork(step):
            if isinstance(course.spot(step).step, Choose):
                course.taken[step] = branch
            continue
        fork = course.forks.get(step) or Fork(number=0, taken=(), open=())
        number = fork.number if fork.open else fork.number + 1
        course.forks[step] = Fork(
            number=number,
            taken=tuple(sorted({*fork.taken, branch})),
            open=tuple(sorted({*fork.open, branch})),
        )


# --- resubmit --------------------------------------------------------------------------------


def resubmitted(course: Course) -> None:
    """The requester has revised it: the steps are gone through again, or straight back."""
    course.status = CaseStatus.RUNNING
    course.at = ()
    course.lap += 1
    course.returned_from = ""
    course.set_state(ObjectState.RUNNING)
    way, course.way_back = course.way_back, None
    if way is None:
        go_on(course, course.index.first)
    else:
        _straight_back(course, way)


def _way_back(course: Course, person: str) -> Way | None:
    spot = course.index.spots.get(course.returned_from)
    if spot is None or not isinstance(spot.step, Approve) or not spot.step.straight_back:
        return None
    at = {*course.at, spot.step.id} - {REQUESTER}
    return Way(
        step=spot.step.id,
        person=person,
        at=tuple(sorted(at, key=lambda each: course.spot(each).order)),
        taken=course.taken,
        forks=course.forks,
    )


def _straight_back(course: Course, way: Way) -> None:
    """To the one who returned it. What was decided before counts again, whatever has changed;
    what else was open is asked again."""
    course.taken, course.forks = dict(way.taken), dict(way.forks)
    for at, each in enumerate(course.rounds):
        if _counts_again(course, each, way):
            course.rounds[at] = replace(each, superseded="", lap=course.lap)
    latest = _latest(course.rounds, way.step)
    for step_id in way.at:
        if step_id != way.step or latest is None:
            go_on(course, step_id)
        elif _ask_returner(course, latest, way.person) is RoundStatus.PASSED:
            go_on_after(course, step_id)
        else:
            stand_at(course, step_id)


def _ask_returner(course: Course, latest: Round, person: str) -> RoundStatus:
    """Whoever returned it is asked again; the others too where their votes are needed, but for
    those who have approved."""
    step = course.step_of(latest)
    assert isinstance(step, Approve)
    if not any(seat.person == person and seat.votes for seat in latest.seats):
        return ask(course, step, again=True)
    alone = step.vote.mode is Mode.ANY and not any(who.quorum for who in step.by)
    kept = {
        seat.person
        for seat in latest.seats
        if seat.state is TaskState.DONE
        and seat.decision is not None
        and seat.decision.kind is DecisionKind.APPROVE
    }
    return ask_like(course, step, latest, kept - {person}, only=person if alone else "")


def _counts_again(course: Course, round_: Round, way: Way) -> bool:
    """Whether a round of the way before had been passed and lies behind the step gone back to."""
    return (
        round_.lap == course.lap - 1
        and round_.superseded == _TO_REQUESTER
        and round_.kind in OF_PEOPLE
        and round_.status in (RoundStatus.PASSED, RoundStatus.FAILED)
        and round_.step not in ahead_of(course, way.step)
    )


def _latest(rounds: Iterable[Round], step: str) -> Round | None:
    found = [each for each in rounds if each.step == step and each.kind is TaskKind.APPROVE]
    return found[-1] if found else None


# --- jump ------------------------------------------------------------------------------------


def jump(course: Course, target: str, *, by: str) -> None:
    """An administrator puts the case at a step: what is open in the same branch ends."""
    if target == REQUESTER:
        if course.status is CaseStatus.RETURNED:
            raise Invalid(say("flow.is_there"))
        refuse_behind_effects(course, REQUESTER)
        because = Reason(key="reason.jumped", values={"person": by})
        go_back(course, REQUESTER, because, by=by)
        return
    if target not in course.index.spots:
        known = ", ".join([REQUESTER, *course.index.spots])
        message = say("flow.no_step", step=target, known=known)
        raise Invalid(message, errors=(FieldError(field="to", message=message),))
    refuse_behind_effects(course, target)
    left = [step for step in course.at if not _runs_beside(course, step, target)]
    _refuse_under_way(course, left)
    clear(course, target, by=by)
    for step in left:
        _end_at(course, step, by=by)
    _close_forks(course, target)
    if course.status is CaseStatus.RETURNED:
        course.status = CaseStatus.RUNNING
        course.lap += 1
        course.way_back, course.returned_from = None, ""
        course.set_state(ObjectState.RUNNING)
    go_on(course, target, again=True)


def _refuse_under_way(course: Course, steps: Iterable[str]) -> None:
    """Raises NotAllowed where a step that is left has an action on its way."""
    for each in course.calls:
        if each.step in steps and each.status is CallStatus.PENDING and not each.undoes:
            action = f"{each.connector}.{each.action}"
            raise NotAllowed(say("flow.call_on_its_way", action=action))


def _close_forks(course: Course, target: str) -> None:
    """A fork that was left has no open branches any more."""
    around = dict(course.spot(target).inside)
    for step, fork in course.forks.items():
        if step not in around and fork.open:
            inside = (dict(course.spot(at).inside) for at in course.at)
            if not any(step in each for each in inside):
                course.forks[step] = replace(fork, open=())


def _runs_beside(course: Course, step: str, target: str) -> bool:
    """Whether a step is in another branch of a fork around the target."""
    if step == REQUESTER:
        return False
    around = dict(course.spot(target).inside)
    return any(
        course.index.is_fork(fork) and around.get(fork, branch) != branch
        for fork, branch in course.spot(step).inside
    )


def _end_at(course: Course, step: str, *, by: str) -> None:
    for at, each in enumerate(course.rounds):
        if each.step == step and each.status is RoundStatus.OPEN and each.kind is not TaskKind.COPY:
            course.close_round(at, RoundStatus.CANCELLED, TaskState.CANCELLED, by=by)
            course.rounds[at] = replace(course.rounds[at], superseded=_TO_STEP)
    for at, pause in enumerate(course.pauses):
        if pause.step == step and pause.ended is None:
            course.pauses[at] = replace(pause, ended=course.now)
    stop_flows(course, (step,))
    course.leave(step)
