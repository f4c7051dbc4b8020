"""Requests and answers about flows that are tried before they are published.

Tests beside a flow, differences between two, and what a new one would have made of the past.
"""

from collections.abc import Iterable

import msgspec
from msgspec import structs

from core.errors import FieldError
from core.language import Label


class FlowFinding(FieldError, frozen=True, kw_only=True):
    """What a check found in a flow; with a mere warning it can be published."""

    warning: bool = False


class FlowFindings(msgspec.Struct, frozen=True, kw_only=True):
    """All that the check found, what has to be put right before a flow is published first."""

    items: tuple[FlowFinding, ...] = ()

    @classmethod
    def of(cls, errors: Iterable[FieldError], warnings: Iterable[FieldError]) -> "FlowFindings":
        """The findings as one list."""
        wrong = [FlowFinding(**structs.asdict(each)) for each in errors]
        odd = [FlowFinding(**structs.asdict(each), warning=True) for each in warnings]
        return cls(items=(*wrong, *odd))

    @property
    def errors(self) -> tuple[FlowFinding, ...]:
        """What has to be put right."""
        return tuple(each for each in self.items if not each.warning)

    @property
    def warnings(self) -> tuple[FlowFinding, ...]:
        """What should be looked at."""
        return tuple(each for each in self.items if each.warning)


class FlowFiles(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/flows/test: files of flows, rules and tests, by name; the rest is the company's."""

    files: dict[str, str]


class FlowVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """How one case of a flow's tests went."""

    flow: str
    case: str
    passed: bool
    message: str = ""
    """Where it went another way."""
    file: str = ""
    line: int = 0
    column: int = 0


class FlowSimulate(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/flows/simulate: what would a flow have made of the past, or of the objects of a CSV?

    The answer is a Simulation.
    """

    flow: str = ""
    """A published flow; or which one, where the files hold several."""
    files: dict[str, str] = {}
    """The new version, with rule tables and whatever else belongs to it."""
    csv: str = ""
    """Objects to try it on; "": those of the past."""
    csv_file: str = ""
    limit: int = 0
    """At most so many of the past, the newest; 0: 100,000."""
    key: str = ""
    """Only this object."""


class FlowSide(msgspec.Struct, frozen=True, kw_only=True):
    """A flow to compare: a text, or a published one; version 0 is the newest."""

    flow: str = ""
    version: int = 0
    text: str = ""


class FlowCompare(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/flows/diff: what is other in the new one?"""

    old: FlowSide
    new: FlowSide


class FlowDiff(msgspec.Struct, frozen=True, kw_only=True):
    """One line for each thing that is other; none: both mean the same."""

    lines: tuple[str, ...]


# --- what a flow would have made of the past -------------------------------------------------


class Demand(msgspec.Struct, frozen=True):
    """How many of some people have to agree."""

    people: tuple[str, ...]
    number: int


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """One round of people."""

    step: str
    people: tuple[str, ...]
    one_of: bool = False
    """One of these is asked, in turn or whoever has least to do."""
    mode: str = "any"
    demands: tuple[Demand, ...] = ()
    """What ends the round: all of these."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """The whole way of a case."""

    stops: tuple[Stop, ...] = ()
    told: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    ends: str = ""
    """`approved`, or how it stands where it goes no further."""
    problem: str = ""
    """Why it could not be run."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """How often somebody is asked, or a step reached; of several who share, parts are counted."""

    id: str
    before: float = 0
    after: float = 0


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """Objects that would go another way than now, all alike."""

    before: Way
    after: Way
    objects: int
    keys: tuple[str, ...]


class Simulation(msgspec.Struct, frozen=True, kw_only=True):
    """What a new version would have made of the past."""

    objects: int
    changed: int
    """How many would go another way."""
    decisions_before: float = 0
    decisions_after: float = 0
    waiting_before: float = 0
    """Expected seconds from submitting to the end, in the middle over all objects."""
    waiting_after: float = 0
    people: tuple[Load, ...] = ()
    steps: tuple[Load, ...] = ()
    shifts: tuple[Shift, ...] = ()
    """The most frequent first."""
    problems: tuple[str, ...] = ()
    names: dict[str, Label] = {}
    """Of the people who are named."""
    titles: dict[str, Label] = {}
    """Of the steps, by id: the new version's, and of those that only the other one has."""
    instead_of: str = ""
    """The flow that such objects go through, where this one was compared with it."""
