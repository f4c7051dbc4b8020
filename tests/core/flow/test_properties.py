"""Whatever people, clocks and other systems do with whatever flow, the invariants of flows.md hold.

Two ways: many histories quickly, each from a seed (`SIGNOFF_HISTORIES`; a million by hand with
`python -m tests.core.flow.histories 1000000 2`); and fewer that hypothesis makes, and makes small
when one fails (`SIGNOFF_EXAMPLES`).
"""

import os
from random import Random

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.core.flow.histories import A_FLOW, histories, moved_histories, play
from tests.core.flow.random_flows import random_flow
from tests.core.flow.world import World

HISTORIES = int(os.environ.get("SIGNOFF_HISTORIES", "1000"))
EXAMPLES = int(os.environ.get("SIGNOFF_EXAMPLES", "40"))
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_the_invariants_hold_in_every_history(part: int) -> None:
    each = HISTORIES // PARTS // A_FLOW * A_FLOW
    assert histories(part * each, each) > each


def test_the_invariants_hold_where_cases_are_moved_to_changed_flows() -> None:
    moved = HISTORIES // 2
    assert moved_histories(0, moved) > moved


@given(seed=st.integers(0, 10_000_000), random=st.randoms(use_true_random=False))
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_the_invariants_hold_whatever_hypothesis_thinks_of(seed: int, random: Random) -> None:
    world = play(World(random_flow(Random(seed)), random), random, seed)
    event(f"{world.case.status} {world.case.outcome} lap {min(world.case.lap, 3)}")
