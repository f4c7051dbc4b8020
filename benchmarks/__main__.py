"""`python -m benchmarks [NAME…]`: run the measurements and print each beside its reference."""

import os
import platform
import sys
from importlib import import_module

from benchmarks.report import show

PARTS = (
    "engine",
    "rules",
    "simulate",
    "decisions",
    "countersign",
    "timers",
    "tryton",
    "commands",
    "terminal",
)


def main(names: list[str]) -> int:
    """Run the named parts, or all of them."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load before: {load}\n")
    for name in names or PARTS:
        for figure in import_module(f"benchmarks.{name}").measure():
            print(show(figure), flush=True)
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
