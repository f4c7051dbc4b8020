"""`signoff approve` as a whole process, beside the cheapest possible import of Typer and httpx."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.company import company
from benchmarks.decisions import waiting
from benchmarks.report import Figure, median_and_spread

RUNS = 15
PLAIN = "import typer, httpx"
THRIFTY = "import sys; sys.modules['httpx._main'] = None; import typer, httpx"


def measure() -> list[Figure]:
    """The command in turn with its references, so that a noisy moment hits them all."""
    python, signoff = sys.executable, str(Path(sys.executable).parent / "signoff")
    with company() as at:
        at.orders(RUNS + 1)
        keys = waiting(at.database, RUNS + 1)
        ours, thrifty, plain = [], [], []
        for key in keys:
            ours.append(_seconds([signoff, "approve", key, "-m", "Fine"], at.environment))
            thrifty.append(_seconds([python, "-c", THRIFTY], at.environment))
            plain.append(_seconds([python, "-c", PLAIN], at.environment))
    middle, own_spread = median_and_spread(ours[1:])
    reference, spread = median_and_spread(thrifty[1:])
    return [
        Figure(
            name="signoff approve KEY, a whole process, decided on the server",
            unit="s",
            ours=middle,
            reference_name='python -c "import typer, httpx" the thrifty way',
            reference=reference,
            target="at most 1.2",
            met=middle / reference <= 1.2,
            spread=max(spread, own_spread),
            limits="imports of Typer, and of httpx where the call is made",
            extra={"plain": median_and_spread(plain[1:])[0]},
        )
    ]


def _seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=dict(environment), check=True, capture_output=True)
    return time.perf_counter() - started
