"""Many random histories, quickly: `python -m tests.core.flow.histories 1000000 [processes]`.

A seed gives the flow and everything that happens; one that fails is told, and is the same again.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from random import Random

from core.cases import CaseStatus, Move
from tests.core.flow.moved_flows import move
from tests.core.flow.random_commands import act
from tests.core.flow.random_flows import random_flow
from tests.core.flow.world import World

A_FLOW = 25
"""Histories of one flow."""
STEPS = 30


def tell(seed: int, world: World) -> str:
    """A history, for who has to understand it."""
    flows = [f"version {version}: {flow.steps}" for version, flow in world.flows.items()]
    lines = [f"seed {seed}", *flows, *(str(command) for command, _ in world.log)]
    return "\n".join(lines)


def history(seed: int) -> World:
    """One history, with every invariant checked after every command."""
    flow = random_flow(Random(seed // A_FLOW))
    return play(World(flow, random := Random(seed)), random, seed)


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
    taken = 0
    flow = None
    for seed in range(first, first + count):
        if flow is None or seed % A_FLOW == 0:
            flow = random_flow(Random(seed // A_FLOW))
        random = Random(seed)
        taken += len(play(World(flow, random), random, seed).log)
    return taken


def moved_histories(first: int, count: int) -> int:
    """So many histories in which the case is moved to changed versions of its flow now and then;
    answers how often it was."""
    moved = 0
    for seed in range(first, first + count):
        random = Random(seed)
        world = play(World(random_flow(Random(seed)), random), random, seed, moves=True)
        moved += sum(isinstance(command, Move) for command, _ in world.log)
    return moved


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    part = 1000
    began = time.perf_counter()
    with ProcessPoolExecutor(workers) as pool:
        starts = range(0, count, part)
        taken = sum(pool.map(histories, starts, (min(part, count - each) for each in starts)))
    seconds = time.perf_counter() - began
    sys.stdout.write(f"{count} histories, {taken} commands taken, {seconds:.0f} s\n")


if __name__ == "__main__":
    main()
