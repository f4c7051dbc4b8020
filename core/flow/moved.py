"""What moving a case to another version makes of it, told of one case."""

from collections.abc import Iterable, Iterator, Mapping

from core.cases import AnyEffect, CaseState, OpenTask
from core.flow.counterparts import Counterparts
from core.flow.definition import REQUESTER, Approve, Call, Do, Fill, Flow, SubFlow, Together, Wait
from core.flow.index import Spot
from core.moves import MOVED, THERE, AskedAnew, CaseMove
from core.tasks import TaskKind

_TO_MISS = (Approve, Do, Fill, Call, Wait, SubFlow)
"""What somebody would miss; where copies went is past."""


def told(
    old: Flow,
    new: Flow,
    given: Mapping[str, str],
    before: CaseState,
    after: CaseState,
    effects: Iterable[AnyEffect],
) -> CaseMove:
    """What became of the case `before`, which is `after` now."""
    parts = Counterparts(old, new, given)
    then = tuple(parts.steps.get(step, step) for step in before.at)
    moved = after.version != before.version
    return CaseMove(
        object=before.object,
        case=before.id,
        old=before.version,
        new=after.version,
        outcome=MOVED if moved else THERE,
        at=before.at,
        then=then,
        asked=tuple(_asked(effects)),
        missed=tuple(_missed(parts, then, after)) if moved else (),
    )


def _asked(effects: Iterable[AnyEffect]) -> Iterator[AskedAnew]:
    people: dict[str, list[str]] = {}
    for effect in effects:
        if isinstance(effect, OpenTask) and effect.kind is not TaskKind.COPY:
            people.setdefault(effect.step, []).append(effect.person)
    for step, asked in people.items():
        yield AskedAnew(step=step, people=tuple(asked))


def _missed(parts: Counterparts, at: Iterable[str], after: CaseState) -> Iterator[str]:
    """Steps without a counterpart that every way to where the case stands passes, and those in
    branches that a fork has got since the case came to it."""
    known = set(parts.steps.values())
    places = [step for step in at if step != REQUESTER]
    for spot in parts.after:
        name = spot.step.id
        if name in known or not isinstance(spot.step, _TO_MISS):
            continue
        behind = any(parts.after.on_every_way(name, place) for place in places)
        if behind or _is_in_a_new_branch(parts, spot, after):
            yield name


def _is_in_a_new_branch(parts: Counterparts, spot: Spot, after: CaseState) -> bool:
    for name, branch in spot.inside:
        fork = after.forks.get(name)
        together = isinstance(parts.after.spots[name].step, Together)
        if together and fork is not None and fork.open and branch not in fork.taken:
            return True
    return False
