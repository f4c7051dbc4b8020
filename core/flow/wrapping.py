"""Forks that another version of a flow has around the place where a case stands.

The case is in a branch of each as if it had come in by its front: the branches beside begin, unless
it has been through their steps already, each before the fork was there.
"""

from collections.abc import Iterator, Mapping

from core.cases import Fork, RoundStatus
from core.errors import Invalid
from core.flow.carrying import titled
from core.flow.course import OF_PEOPLE, Course
from core.flow.definition import Approve, Call, Choose, Do, Fill, SubFlow, Together, Wait
from core.flow.walking import taken_at
from core.language import say
from core.tasks import TaskKind

_WORK = (Approve, Do, Fill, Call, Wait, SubFlow)
"""What a case has been through, or not. Copies count in a branch of nothing else, so that nobody
gets one twice; of fields that were set nothing is known."""


def open_forks(course: Course, entered: Mapping[str, set[int]]) -> tuple[str, ...]:
    """Open each fork that the case comes into, which stands in these branches of it; the first
    steps of the branches that begin beside.

    Raises Invalid where the case has been through the fork, or a part of such a branch.
    """
    been = frozenset(_been_through(course))
    spots = course.index.spots
    firsts: list[str] = []
    for name in sorted(entered, key=lambda each: spots[each].order):
        step, before = _branching(course, name), course.forks.get(name)
        if before is not None and before.taken:
            raise _refused("moving.fork_behind", around=titled(step))
        taken = sorted({*taken_at(course, step), *entered[name]})
        beside = [n for n in taken if n not in entered[name] and _begins(course, name, n, been)]
        course.forks[name] = Fork(
            number=before.number + 1 if before is not None else 1,
            taken=tuple(taken),
            open=tuple(sorted({*entered[name], *beside})),
        )
        firsts += [course.index.branch(step, n) for n in beside]
    return tuple(sorted(firsts, key=lambda each: spots[each].order))


def _begins(course: Course, fork: str, branch: int, been: frozenset[str]) -> bool:
    """Whether a branch has still to be gone through."""
    inside = [spot.step for spot in course.index if (fork, branch) in spot.inside]
    steps = [each.id for each in inside if isinstance(each, _WORK)]
    done = [step for step in steps if step in been]
    if not done:
        told = not steps and any(each.id in been for each in inside)
        return not told and bool(course.index.branch(_branching(course, fork), branch))
    left = [step for step in steps if step not in been and not _was_left_out(course, step, been)]
    if left:
        around = titled(_branching(course, fork))
        said = {"done": ", ".join(done), "left": ", ".join(left)}
        raise _refused("moving.half_a_branch", around=around, **said)
    return False


def _refused(key: str, **said: str) -> Invalid:
    return Invalid(say(key, **said), hint=say("moving.branches.hint"))


def _branching(course: Course, fork: str) -> Choose | Together:
    step = course.index.spots[fork].step
    assert isinstance(step, Choose | Together)
    return step


def _was_left_out(course: Course, step: str, been: frozenset[str]) -> bool:
    """Whether a step lies on a way that the case did not take."""
    for name, branch in course.index.spots[step].inside:
        fork = course.forks.get(name)
        if name in been or course.taken.get(name, branch) != branch:
            return True
        if fork is not None and fork.taken and branch not in fork.taken:
            return True
    return False


def _been_through(course: Course) -> Iterator[str]:
    """The steps whose work is done, and still counts; those whose copies went out."""
    for each in course.rounds:
        if (
            each.kind in (*OF_PEOPLE, TaskKind.COPY)
            and each.status is RoundStatus.PASSED
            and not each.superseded
        ):
            yield each.step
    yield from (each.step for each in course.calls if not each.undoes)
    yield from (each.step for each in course.pauses if each.ended is not None)
    yield from (each.step for each in course.children)
