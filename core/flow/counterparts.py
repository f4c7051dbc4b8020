"""Which step of one version of a flow takes the place of which step of another.

Steps of the same id and kind do, unless somebody says otherwise. Where the parser gave the ids
(`call-1`, `together-2`) they say nothing, as a step put before them moves them on: these are told
by what they do, branching steps by the steps that lie in them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from core.flow.definition import (
    Branch,
    Call,
    Choose,
    Flow,
    Step,
    SubFlow,
    Together,
    Wait,
)
from core.flow.index import PEOPLE, FlowIndex, Inside, Spot, index_of, is_fork

_NUMBERED = re.compile(r"(tell|call|set|wait|flow|choose|choose-all|together)-\d+")


class Counterparts:
    """For the steps and branches of `old`: those of `new` in their place."""

    def __init__(self, old: Flow, new: Flow, given: Mapping[str, str]) -> None:
        self.before, self.after = index_of(old), index_of(new)
        self.steps: dict[str, str] = {
            one: other
            for one, other in given.items()
            if one in self.before.spots and other in self.after.spots
        }
        """Step by step; what is not here has none."""
        self._alike(spot for spot in self.before if not _is_numbered(spot))
        numbered = [spot for spot in self.before if _is_numbered(spot)]
        self._by_what_lies_in_them(numbered)
        self._by_what_they_do(numbered)
        self._by_what_lies_in_them(numbered)
        self._alike(numbered)

    def branch(self, step: str, number: int) -> int | None:
        """The branch that takes the place of this one; None: there is none."""
        one = self.before.spots[step].step
        other = self.after.spots[self.steps[step]].step
        if not isinstance(one, Choose | Together) or not isinstance(other, Choose | Together):
            return None
        inside = _steps_in(self.before, step, number)
        moved = {self.steps[each] for each in inside if each in self.steps}
        shared = [len(moved & _steps_in(self.after, other.id, n)) for n in _numbers(other)]
        if any(shared):
            return shared.index(max(shared))
        said = _said(one.branches[number])
        return next((n for n in _numbers(other) if _said(other.branches[n]) == said), None)

    def following(self, step: str) -> str:
        """The step of the new version in front of which `step` would stand; "": the end."""
        spot = self.before.spots[step]
        for each in self.before:
            behind = each.order > spot.order and not self.before.beside(step, each.step.id)
            if behind and each.step.id in self.steps:
                return self.steps[each.step.id]
        return ""

    # --- matching ------------------------------------------------------------------------------

    def _alike(self, spots: Iterable[Spot]) -> None:
        """Same id, same kind."""
        taken = set(self.steps.values())
        for spot in spots:
            other = self.after.spots.get(spot.step.id)
            if other is None or spot.step.id in self.steps or other.step.id in taken:
                continue
            if same_kind(spot.step, other.step):
                self.steps[spot.step.id] = other.step.id

    def _free(self) -> list[Spot]:
        taken = set(self.steps.values())
        found = (spot for spot in self.after if spot.step.id not in taken)
        return [spot for spot in found if _is_numbered(spot)]

    def _by_what_they_do(self, numbered: Iterable[Spot]) -> None:
        """The same work in the same branch, in order; elsewhere, if there is no doubt."""
        left = [spot for spot in numbered if spot.step.id not in self.steps and _work(spot.step)]
        free: dict[object, list[str]] = {}
        for spot in self._free():
            free.setdefault((_work(spot.step), spot.inside[-1:]), []).append(spot.step.id)
        for spot in left:
            here = free.get((_work(spot.step), self._around(spot)))
            if here:
                self.steps[spot.step.id] = here.pop(0)
        left = [spot for spot in left if spot.step.id not in self.steps]
        for spot in left:
            alike = [each for each in self._free() if _work(each.step) == _work(spot.step)]
            others = [each for each in left if _work(each.step) == _work(spot.step)]
            if len(alike) == len(others) == 1:
                self.steps[spot.step.id] = alike[0].step.id

    def _around(self, spot: Spot) -> Inside | None:
        """The branch in the place of the innermost one around a step; None: there is none."""
        if not spot.inside:
            return ()
        name, number = spot.inside[-1]
        if name not in self.steps:
            return None
        if not isinstance(self.before.spots[name].step, Choose | Together):
            return ((self.steps[name], number),)  # what follows a reject
        branch = self.branch(name, number)
        return ((self.steps[name], branch),) if branch is not None else None

    def _by_what_lies_in_them(self, numbered: Iterable[Spot]) -> None:
        free = self._free()
        for spot in numbered:
            if spot.step.id in self.steps or not isinstance(spot.step, Choose | Together):
                continue
            moved = {self.steps.get(each, "") for each in _steps_in(self.before, spot.step.id)}
            shared = []
            for each in free:
                if same_kind(spot.step, each.step):
                    there = _steps_in(self.after, each.step.id)
                    count = len((moved & there) - {""})
                    shared.append((count, -len(there), -each.order, each))
            count, *_, best = max(shared, key=lambda each: each[:3], default=(0, 0, 0, None))
            if count and best is not None:
                self.steps[spot.step.id] = best.step.id
                free.remove(best)


def kind_of(step: Step) -> str:
    """What kind of step it is; `choose all` is another than `choose`."""
    return f"{type(step).__name__.lower()}{'-all' if is_fork(step) else ''}"


def likeness(step: Step) -> str:
    """What a step has to have in common with one of its id to be that step, after it was gone."""
    numbered = _NUMBERED.fullmatch(step.id) is not None
    return " ".join((kind_of(step), *((_work(step) or ()) if numbered else ())))


def same_kind(one: Step, other: Step) -> bool:
    """Whether one step can take the place of the other without being told."""
    return kind_of(one) == kind_of(other)


def interchangeable(one: Step, other: Step) -> bool:
    """Whether one can be said to take the place of the other: any step of people can."""
    return same_kind(one, other) or (isinstance(one, PEOPLE) and isinstance(other, PEOPLE))


def meaning(value: Any) -> Any:
    """What was written, wherever it stands in the file."""
    return _without_places(msgspec.to_builtins(value))


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_places(each) for key, each in value.items() if key != "place"}
    if isinstance(value, list | tuple):
        return [_without_places(each) for each in value]
    return value


def _is_numbered(spot: Spot) -> bool:
    return _NUMBERED.fullmatch(spot.step.id) is not None


def _work(step: Step) -> tuple[str, ...] | None:
    """What tells a step without an id of its own from others of its kind."""
    if isinstance(step, Call):
        return ("call", step.connector, step.action, step.table)
    if isinstance(step, SubFlow):
        return ("flow", step.flow)
    if isinstance(step, Wait):
        until = step.until.text if step.until is not None else ""
        return ("wait", step.event, until, "span" if step.span is not None else "")
    return None


def _steps_in(index: FlowIndex, step: str, branch: int | None = None) -> frozenset[str]:
    """The steps in a branching step, or in one of its branches; steps without a name left out."""
    return frozenset(_named_in(index, step, branch)) or frozenset(_all_in(index, step, branch))


def _named_in(index: FlowIndex, step: str, branch: int | None) -> Iterator[str]:
    for name in _all_in(index, step, branch):
        if _NUMBERED.fullmatch(name) is None:
            yield name


def _all_in(index: FlowIndex, step: str, branch: int | None) -> Iterator[str]:
    for spot in index:
        if any(name == step and branch in (None, n) for name, n in spot.inside):
            yield spot.step.id


def _numbers(step: Choose | Together) -> range:
    return range(len(step.branches))


def _said(branch: Branch) -> Any:
    """What tells a branch from others, where no steps in it do."""
    if branch.when is not None:
        return branch.when.text
    return ("otherwise", meaning(branch.title), meaning(branch.steps))
