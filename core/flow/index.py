"""Where each step stands in the tree of a flow: what comes next, what it lies inside."""

from collections.abc import Iterator

import msgspec

from core.flow.definition import (
    Approve,
    Asking,
    Branch,
    Choose,
    Do,
    Fill,
    Flow,
    Ladder,
    Step,
    SubFlow,
    Together,
    Wait,
)
from core.flow.ruled import tables_of

Inside = tuple[tuple[str, int], ...]
"""The branches around a step, outermost first: id of the branching step, index of the branch."""
PEOPLE = (Approve, Do, Fill)
"""The steps of people: to where a case can go back."""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """One step's place."""

    step: Step
    order: int
    """Counts the steps as they are written, from 0."""
    after: str
    """The id of the step that follows once this one is through; "": its branch, or the flow, is
    at its end (`block` says which)."""
    inside: Inside
    block: tuple[str, int] | None
    """The branch that ends where nothing follows: of a fork, or after a reject; None: the flow."""
    forks: bool
    """Whether the step starts several branches at once."""


class FlowIndex:
    """Every step of a flow by its id."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.spots: dict[str, Spot] = {}
        self.first = steps[0].id if steps else ""
        self._add(steps, "", ())
        self.people: dict[str, Asking] = {
            spot.step.id: spot.step for spot in self if isinstance(spot.step, PEOPLE)
        }
        """The steps that people are asked at."""
        self.stages = {
            step.id: stages_of(step.late) for step in self.people.values() if step.late is not None
        }
        """For each step with a ladder: its stages in order, each a share in percent and a name."""
        self.ruled = frozenset(spot.step.id for spot in self if tables_of(spot.step))
        """The steps that leave what they do to a rule table."""
        self.has_timers = bool(self.stages) or any(isinstance(each.step, Wait) for each in self)

    def _add(self, steps: tuple[Step, ...], after: str, inside: Inside) -> None:
        for number, step in enumerate(steps):
            follows = steps[number + 1].id if number + 1 < len(steps) else after
            order = len(self.spots)
            self.spots[step.id] = Spot(
                step=step,
                order=order,
                after=follows,
                inside=inside,
                block=self.block_of(inside),
                forks=is_fork(step),
            )
            # What a join, or the end of a reject's branch, leads to is for the walk to say.
            then = "" if is_fork(step) else follows
            for branch_number, branch in enumerate(branches_of(step)):
                self._add(branch, then, (*inside, (step.id, branch_number)))
            self._add(rejected(step), "", (*inside, (step.id, 0)))

    def __iter__(self) -> Iterator[Spot]:
        return iter(self.spots.values())

    def branch(self, step: Choose | Together, number: int) -> str:
        """The first step of a branch; "" where the branch is empty."""
        steps = step.branches[number].steps
        return steps[0].id if steps else ""

    def block_of(self, inside: Inside) -> tuple[str, int] | None:
        """The branch that ends where nothing follows: of a fork, or after a reject; None: the flow.

        The end of a `choose` is no such place: what follows it, follows its branches.
        """
        for step_id, branch in reversed(inside):
            spot = self.spots[step_id]
            if spot.forks or not isinstance(spot.step, Choose):
                return step_id, branch
        return None

    def is_fork(self, step_id: str) -> bool:
        """Whether this step starts several branches at once."""
        return self.spots[step_id].forks

    # --- ways ----------------------------------------------------------------------------------

    def reaches(self, earlier: str, later: str) -> bool:
        """Whether a case at `earlier` can come to `later`, or is there: not to what lies before,
        and not to another branch beside."""
        one, other = self.spots[earlier], self.spots[later]
        return other.order >= one.order and not self.beside(earlier, later)

    def beside(self, one: str, other: str) -> bool:
        """Whether two steps lie in different branches of the same step."""
        if not self.spots[one].inside or not self.spots[other].inside:
            return False
        branches = dict(self.spots[other].inside)
        return any(branches.get(step, own) != own for step, own in self.spots[one].inside)

    def on_every_way(self, earlier: str, later: str) -> bool:
        """Whether every way to `later` passes `earlier` before it.

        What lies in a `together` is passed by all that comes after it, also in its branches.
        """
        one, other = self.spots.get(earlier), self.spots.get(later)
        if one is None or other is None or one.order >= other.order:
            return False
        around = dict(other.inside)
        return all(
            around.get(step) == branch
            or (step not in around and isinstance(self.spots[step].step, Together))
            for step, branch in one.inside
        )


def is_fork(step: Step) -> bool:
    """Whether `step` starts several branches at once, and joins them."""
    return isinstance(step, Together) or (isinstance(step, Choose) and step.every)


def branches_of(step: Step) -> tuple[tuple[Step, ...], ...]:
    """The branches of a branching step, each as its steps."""
    if isinstance(step, Choose | Together):
        branches: tuple[Branch, ...] = step.branches
        return tuple(branch.steps for branch in branches)
    return ()


def rejected(step: Step) -> tuple[Step, ...]:
    """The branch that a reject at `step` leads to."""
    return step.on_reject.steps if isinstance(step, Approve | SubFlow) else ()


def stages_of(ladder: Ladder) -> tuple[tuple[int, str], ...]:
    """A ladder's stages in order: share in percent, and `remind`, `escalate` or `final`."""
    stages = [(share, "remind") for share in ladder.remind]
    if ladder.escalate:
        stages.append((ladder.escalate, "escalate"))
    if ladder.final:
        stages.append((ladder.final, "final"))
    return tuple(sorted(stages, key=lambda each: each[0]))


def index_of(flow: Flow) -> FlowIndex:
    """The index of `flow`, made once and kept with it."""
    kept: dict[str, FlowIndex] = flow.__dict__
    found = kept.get("index")
    if found is None:
        found = kept["index"] = FlowIndex(flow.steps)
    return found
