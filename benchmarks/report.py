"""One figure beside its reference, and the table they are printed in."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """One measurement: what, how much, beside which reference, and what was aimed at.

    `ours` and `reference` are medians; `spread` is (max − min) / median over the repetitions of the
    reference, which tells how noisy the machine was in this run.
    """

    name: str
    unit: str
    ours: float
    reference_name: str
    reference: float
    target: str = ""
    met: bool | None = None
    spread: float = 0.0
    limits: str = ""
    extra: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the reference."""
        return self.ours / self.reference if self.reference else float("nan")


def median_and_spread(samples: Sequence[float]) -> tuple[float, float]:
    """The median, and (max − min) / median."""
    middle = statistics.median(samples)
    return middle, (max(samples) - min(samples)) / middle if middle else 0.0


def show(figure: Figure) -> str:
    """The figure as lines of text."""
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    lines = [
        f"{figure.name}",
        f"    ours       {figure.ours:14,.3f} {figure.unit}",
        f"    reference  {figure.reference:14,.3f} {figure.unit}   {figure.reference_name}"
        + (f" (spread {figure.spread:.0%})" if figure.spread else ""),
        f"    ratio      {figure.ratio:14,.3f}"
        + (f"   target {figure.target}: {verdict}" if figure.target else ""),
    ]
    lines += [f"    {name:<10} {value:14,.3f}" for name, value in figure.extra.items()]
    if figure.limits:
        lines.append(f"    limited by {figure.limits}")
    return "\n".join(lines)
