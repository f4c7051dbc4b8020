"""Cases that are moved to another version, in words: how many there are, who is asked by it."""

from collections.abc import Sequence

from core.language import say
from core.moves import MOVED, REFUSED, CaseMove


def counts(cases: Sequence[CaseMove]) -> dict[str, int]:
    """How many move, are asked anew where they stand, and stay: the values of `moving.tried`."""
    return {
        "moved": sum(each.outcome == MOVED for each in cases),
        "anew": sum(any(asked.step in each.then for asked in each.asked) for each in cases),
        "stay": sum(each.outcome == REFUSED for each in cases),
    }


def details(case: CaseMove) -> list[str]:
    """Who is asked anew, or at a step that begins with the move; what is not gone through."""
    asked = [
        say(
            f"moving.{'asked' if asked.step in case.then else 'begins'}",
            step=asked.step,
            people=", ".join(asked.people),
        )
        for asked in case.asked
    ]
    missed = [say("moving.missed", steps=", ".join(case.missed))] if case.missed else []
    return [*asked, *missed]


def places(case: CaseMove) -> str:
    """Where the case stands, and where that has another name in the new version."""
    pairs = zip(case.at, case.then or case.at, strict=True)
    return ", ".join(old if old == new else f"{old} → {new}" for old, new in pairs)
