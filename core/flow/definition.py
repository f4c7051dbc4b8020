"""What a flow says, as data: a tree of steps, the people they ask, and when.

`core.flow.parsing` makes it from YAML, `core.flow.check` tells whether it can be published, and
`core.flow.engine` runs all of it. The format for people, with an example of each key, is
`docs/reference/flows.md`.
"""

import msgspec

from core.flow.terms import (
    Expression,
    Inside,
    Mode,
    Pick,
    Place,
    Span,
    TimeUnit,
    Vote,
    Who,
    WhoKind,
)
from core.language import Label
from core.rules.table import Table
from core.tasks import DecisionKind, Priority

__all__ = [
    "Expression",
    "Inside",
    "Mode",
    "Pick",
    "Place",
    "Span",
    "TimeUnit",
    "Vote",
    "Who",
    "WhoKind",
]
"""The terms that rule tables share; what is defined here is public as well."""

REQUESTER = "requester"
"""The place where a case waits for its requester; no step may have this id."""


# --- values that a flow writes ---------------------------------------------------------------


class Literal(msgspec.Struct, frozen=True, kw_only=True, tag_field="is", tag="literal"):
    """The value itself."""

    value: object = None


class Template(msgspec.Struct, frozen=True, kw_only=True, tag_field="is", tag="template"):
    """Text with `{expression}` in it."""

    text: str
    place: Place = Place()


class Computed(msgspec.Struct, frozen=True, kw_only=True, tag_field="is", tag="computed"):
    """`= expression`: its value, numbers exact."""

    expression: Expression


class PersonOf(msgspec.Struct, frozen=True, kw_only=True, tag_field="is", tag="person"):
    """`role:buyer` and the like: the id of the person found."""

    who: Who


Value = Literal | Template | Computed | PersonOf


# --- time ------------------------------------------------------------------------------------


class Ladder(msgspec.Struct, frozen=True, kw_only=True):
    """What happens as a time limit nears and passes; shares of the limit in percent."""

    remind: tuple[int, ...] = ()
    escalate: int = 0
    replace: bool = False
    """Escalating replaces the person instead of adding the manager."""
    final: int = 0
    action: DecisionKind | None = None
    place: Place = Place()


# --- steps -----------------------------------------------------------------------------------


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """What a reject leads to: `end`, `requester`, `step` (back to it) or `branch`."""

    to: str = "end"
    step: str = ""
    steps: tuple["Step", ...] = ()
    go_on: bool = False
    """After the branch the case goes on behind the step; else it ends as rejected."""


class StepBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every step has."""

    id: str
    title: Label = {}
    place: Place = Place()


class Approve(StepBase, tag="approve", frozen=True, kw_only=True):
    """People decide."""

    by: tuple[Who, ...]
    vote: Vote = Vote()
    text: str = ""
    """A template: what to look at."""
    within: Span | None = None
    late: Ladder | None = None
    priority: Priority = Priority.NORMAL
    on_reject: Rejected = Rejected()
    reason_required: tuple[DecisionKind, ...] = ()
    asks: tuple[str, ...] = ()
    """Fields that an approval has to give."""
    exclusive: bool = False
    """Nobody who approved an earlier step of this case."""
    allow_requester: bool = False
    straight_back: bool = False
    """`resubmit: straight back`: comes back to the one who returned it."""
    take_back: bool = False
    """An approval can be taken back until the next person acted."""
    questions_stop_clock: bool = False
    """`asking: stops the clock`, while the requester owes an answer."""
    approve_if_nobody: bool = False
    """`nobody found: approve`: passes by itself where there is nobody to ask."""


class Do(StepBase, tag="do", frozen=True, kw_only=True):
    """Someone works and ticks off."""

    by: tuple[Who, ...]
    vote: Vote = Vote()
    text: str = ""
    within: Span | None = None
    late: Ladder | None = None
    priority: Priority = Priority.NORMAL
    asks: tuple[str, ...] = ()
    questions_stop_clock: bool = False


class Fill(StepBase, tag="fill", frozen=True, kw_only=True):
    """Someone completes fields."""

    by: tuple[Who, ...]
    asks: tuple[str, ...]
    text: str = ""
    within: Span | None = None
    late: Ladder | None = None
    priority: Priority = Priority.NORMAL
    questions_stop_clock: bool = False


class Tell(StepBase, tag="tell", frozen=True, kw_only=True):
    """A copy to people; never waits."""

    to: tuple[Who, ...]
    text: str = ""


class Call(StepBase, tag="call", frozen=True, kw_only=True):
    """An action of a connector; the case goes on once it is answered."""

    connector: str = ""
    action: str = ""
    table: str = ""
    """In place of both: a rule table, each action of the rows that hold after the other."""
    arguments: dict[str, Value] = {}
    as_decider: bool = False
    """`as: whoever decided last`."""
    as_who: Who | None = None
    """`as:` somebody; neither: the connector's own login."""
    undo: str = ""
    """The opposite action, `connector.action`, used when the case is withdrawn."""
    answer: dict[str, str] = {}
    """Field of the object to the name in the connector's answer."""


class Set(StepBase, tag="set", frozen=True, kw_only=True):
    """Fields of the object change."""

    fields: dict[str, Value]


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """One way of a choose or together; `when` None: `otherwise`, or always."""

    when: Expression | None = None
    title: Label = {}
    steps: tuple["Step", ...] = ()
    place: Place = Place()


class Choose(StepBase, tag="choose", frozen=True, kw_only=True):
    """The first branch whose condition holds; with `every`, each whose condition holds."""

    branches: tuple[Branch, ...]
    """`otherwise`, where there is one, is the last."""
    every: bool = False


class Together(StepBase, tag="together", frozen=True, kw_only=True):
    """Parallel branches; goes on when all are through."""

    branches: tuple[Branch, ...]


class Wait(StepBase, tag="wait", frozen=True, kw_only=True):
    """Until a time, for a duration, or for an event that matches."""

    span: Span | None = None
    """In working time of nobody in particular."""
    until: Expression | None = None
    """A date (its beginning) or a time."""
    event: str = ""
    where: Expression | None = None
    """Has to hold for the event; it may speak of `event`, what came with it."""


class SubFlow(StepBase, tag="flow", frozen=True, kw_only=True):
    """Another flow, waiting for it or not."""

    flow: str
    waits: bool = True
    fields: dict[str, Value] = {}
    """What the object that the other flow runs on is given."""
    on_reject: Rejected = Rejected()
    """What follows where the other flow ends otherwise than approved; only where it waits."""


Step = Approve | Do | Fill | Tell | Call | Set | Choose | Together | Wait | SubFlow
Asking = Approve | Do | Fill
"""Steps that put a task to people and wait for it."""


class Flow(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A flow as understood from its file; versions are numbered when it is published."""

    id: str
    title: Label = {}
    about: Label = {}
    object_type: str
    owner: Who
    watch: tuple[str, ...] | None = None
    """Fields whose change makes earlier approvals count no more; None: every field."""
    urge_every: Span = Span(amount=1, unit=TimeUnit.HOURS)
    automatic_approval: bool = False
    """The owner's explicit word that steps may be approved by nobody: `final: approve at …` and
    `nobody found: approve` are refused by the check without it."""
    steps: tuple[Step, ...] = ()
    tables: dict[str, Table] = {}
    """The rule tables that steps name, as they were when the flow was published."""
    file: str = ""
    place: Place = Place()
