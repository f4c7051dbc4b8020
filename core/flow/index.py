"""Where each step stands in the tree of a flow: what comes next, what it lies inside."""

from collections.abc import Iterator

import msgspec

from core.flow.definition import Choose, Flow, Step, Together

_Inside = tuple[tuple[str, int], ...]


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """One step's place."""

    step: Step
    order: int
    """Counts the steps as they are written, from 0."""
    after: str
    """The id of the step that follows once this one is through; "": the end."""
    inside: _Inside
    """The branches around it, outermost first: id of the branching step, index of the branch."""


class FlowIndex:
    """Every step of a flow by its id."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.spots: dict[str, Spot] = {}
        self.first = steps[0].id if steps else ""
        self._add(steps, "", ())

    def _add(
        self, steps: tuple[Step, ...], after: str, inside: tuple[tuple[str, int], ...]
    ) -> None:
        for number, step in enumerate(steps):
            follows = steps[number + 1].id if number + 1 < len(steps) else after
            order = len(self.spots)
            self.spots[step.id] = Spot(step=step, order=order, after=follows, inside=inside)
            if isinstance(step, Choose | Together):
                for branch_number, branch in enumerate(step.branches):
                    self._add(branch.steps, follows, (*inside, (step.id, branch_number)))

    def __iter__(self) -> Iterator[Spot]:
        return iter(self.spots.values())

    def branch(self, step: Choose, number: int) -> str:
        """The first step of a branch, or what follows the whole where the branch is empty."""
        steps = step.branches[number].steps
        return steps[0].id if steps else self.spots[step.id].after

    def on_every_way(self, earlier: str, later: str) -> bool:
        """Whether every way to `later` passes `earlier` before it."""
        one, other = self.spots.get(earlier), self.spots.get(later)
        if one is None or other is None or one.order >= other.order:
            return False
        return other.inside[: len(one.inside)] == one.inside


def index_of(flow: Flow) -> FlowIndex:
    """The index of `flow`, made once and kept with it."""
    kept: dict[str, FlowIndex] = flow.__dict__
    found = kept.get("index")
    if found is None:
        found = kept["index"] = FlowIndex(flow.steps)
    return found
