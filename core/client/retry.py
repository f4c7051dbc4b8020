"""How long to wait before trying again."""

import random

STEP_SECONDS = 0.02
"""Between two looks at something that is about to happen on this machine."""
_FIRST = 0.5
_LONGEST = 30.0


def pause(failures: int) -> float:
    """Seconds before the next try after so many failures in a row: growing, bounded, spread.

    Spread, so that a hundred terminals do not come back to a restarted server at one moment.
    """
    longest: float = min(_FIRST * 2.0 ** min(failures - 1, 10), _LONGEST)
    return longest * random.uniform(0.8, 1.2)
