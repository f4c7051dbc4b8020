"""Many random histories, quickly: `python -m tests.core.flow.histories 1000000 2`.

The numbers are how many, in how many processes, and from which seed on (to go on where an earlier
run was stopped). A seed gives the flow and everything that happens; one that fails is told, and is
the same again.
"""

import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from random import Random

from core.cases import CaseStatus, Move
from core.flow.definition import Flow
from tests.core.flow.moved_flows import move
from tests.core.flow.random_commands import act
from tests.core.flow.random_flows import random_flow
from tests.core.flow.world import World

A_FLOW = 25
"""Histories of one flow."""
STEPS = 30
PART = 1000
"""Histories that one process does at a time."""


def tell(seed: int, world: World) -> str:
    """A history, for who has to understand it."""
    flows = [f"version {version}: {flow.steps}" for version, flow in world.flows.items()]
    lines = [f"seed {seed}", *flows, *(str(command) for command, _ in world.log)]
    return "\n".join(lines)


def history(seed: int) -> World:
    """One history, with every invariant checked after every command."""
    return play(World(_flow(seed // A_FLOW), random := Random(seed)), random, seed)


@lru_cache(maxsize=1)
def _flow(number: int) -> Flow:
    return random_flow(Random(number))


def play(world: World, random: Random, seed: int = 0, *, moves: bool = False) -> World:
    try:
        world.check()
        for _ in range(random.randint(5, STEPS)):
            if moves and random.randrange(6) == 0:
                move(world, random)
            else:
                act(world, random)
            world.check()
            if world.case.status is CaseStatus.ENDED and random.random() < 0.2:
                break
        world.check_history()
    except Exception as error:
        error.add_note(tell(seed, world))
        raise
    return world


def histories(first: int, count: int) -> int:
    """So many histories from a seed on; answers how many commands were taken."""
    return sum(len(history(seed).log) for seed in range(first, first + count))


def moved_histories(first: int, count: int) -> int:
    """So many histories in which the case is moved to changed versions of its flow now and then;
    answers how often it was."""
    moved = 0
    for seed in range(first, first + count):
        random = Random(seed)
        world = play(World(random_flow(Random(seed)), random), random, seed, moves=True)
        moved += sum(isinstance(command, Move) for command, _ in world.log)
    return moved


# --- by hand ---------------------------------------------------------------------------------


def tried(first: int, count: int) -> tuple[int, list[str]]:
    """So many histories; how many commands were taken, and each history that failed."""
    taken, failed = 0, []
    for seed in range(first, first + count):
        try:
            taken += len(history(seed).log)
        except Exception as error:
            failed.append("".join(traceback.format_exception(error)))
    return taken, failed


def main() -> int:
    """Tell how far it is with every part; one that fails is told, and the others go on."""
    given = [int(each) for each in sys.argv[1:]]
    count, workers, first = (*given, *(10_000, 1, 0)[len(given) :])
    began, taken, failures = time.perf_counter(), 0, 0
    with ProcessPoolExecutor(workers) as pool:
        starts = range(first, first + count, PART)
        parts = pool.map(tried, starts, (min(PART, first + count - each) for each in starts))
        for start, (more, failed) in zip(starts, parts, strict=True):
            taken, failures = taken + more, failures + len(failed)
            sys.stdout.write("".join(failed))
            done = min(start + PART, first + count) - first
            seconds = time.perf_counter() - began
            sys.stdout.write(f"{done} histories, {taken} commands taken, {seconds:.0f} s\n")
            sys.stdout.flush()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
