"""The terms in which flows and rule tables speak: places, people, lengths of time, votes."""

from enum import StrEnum

import msgspec


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where something was written; lines and columns count from 1, 0: not known."""

    line: int = 0
    column: int = 0


class Expression(msgspec.Struct, frozen=True, kw_only=True):
    """A ZEN expression over the object's fields (`core.rules.expressions`)."""

    text: str
    place: Place = Place()


# --- who is asked ----------------------------------------------------------------------------


class WhoKind(StrEnum):
    """The ways to name somebody."""

    PERSON = "person"
    ROLE = "role"
    GROUP = "group"
    MANAGER = "manager"
    """Of the requester, `levels` up."""
    MANAGERS = "managers"
    """Each manager of the requester in turn, up to `levels` or up to the role `id`."""
    HEAD = "head"
    """Of the department `id`; "": of the requester's."""
    FIELD = "field"
    """The person held in the field `id`."""
    REQUESTER = "requester"
    TABLE = "table"
    """Whom the rule table `id` says: the people of the rows that hold, or the copies."""


class Inside(StrEnum):
    """Where a role or group is looked for."""

    ANYWHERE = ""
    DEPARTMENT = "department"
    """The requester's department."""
    REGION = "region"
    """The requester's region, or the one named by `region`."""


class Pick(StrEnum):
    """How one is chosen of several."""

    EVERYBODY = ""
    LEAST_LOADED = "least loaded"
    IN_TURN = "in turn"
    MOST_SKILLED = "most skilled"
    """In the skill `skill`."""


class Who(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One way of naming people; a step may have several."""

    kind: WhoKind
    id: str = ""
    levels: int = 1
    inside: Inside = Inside.ANYWHERE
    region: str = ""
    where: Expression | None = None
    """Has to hold of the candidate, as `person`."""
    pick: Pick = Pick.EVERYBODY
    skill: str = ""
    quorum: int = 0
    """`2 of role:legal`: so many of these have to approve; 0: the step's mode decides."""
    place: Place = Place()


# --- time and votes --------------------------------------------------------------------------


class TimeUnit(StrEnum):
    """What a time limit counts in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A length of time: `2 working days`."""

    amount: int
    unit: TimeUnit


class Mode(StrEnum):
    """How a round of several people is decided."""

    ANY = "any"
    ALL = "all"
    IN_ORDER = "in order"
    AT_LEAST = "at least"
    MORE_THAN = "more than"


class Vote(msgspec.Struct, frozen=True, kw_only=True):
    """A mode with its options."""

    mode: Mode = Mode.ANY
    share: str = ""
    """For a share: percent as a decimal string."""
    count: int = 0
    """For m of n: m."""
    rejected_by_all: bool = False
    """`any`: fails only when all have rejected."""
    wait_for_all: bool = False
    """`all`: decided only after all have answered."""
