"""What is drawn of a flow: boxes with words in them, and forks; in the current language.

Where a case stands is told by `Standing`, one for each step that the case has to do with. Words
that users wrote (titles, conditions, names) are in here as they are: each renderer makes them
harmless for what it writes.
"""

from collections.abc import Mapping

import msgspec

from core.flow.definition import (
    REQUESTER,
    Approve,
    Branch,
    Choose,
    Flow,
    Step,
    SubFlow,
    Together,
)
from core.flow.drawing.notes import SayWho, notes_of, title_of
from core.flow.wording import who_phrase
from core.language import label, say


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a case stands at one step: a state of `core.api.StepProgress`, and who has it."""

    state: str
    lines: tuple[str, ...] = ()
    """`Li Na  has had it for 2 hours`, one for each person."""
    late: bool = False


Standings = Mapping[str, Standing]


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """One step, or a place where the flow starts or ends."""

    id: str
    kind: str
    """That of the step: `approve`, `tell` …; `start`, `end`, `rejected`."""
    title: str
    notes: tuple[str, ...] = ()
    state: str = ""
    """"" where no case is drawn; `off`: the case does not come here."""
    standing: tuple[str, ...] = ()
    late: bool = False
    back_to: str = ""
    """The id of the box to which a reject leads back."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One branch of a fork."""

    title: str
    condition: str = ""
    blocks: tuple["Block", ...] = ()
    off: bool = False
    """The case does not go this way."""
    ends: bool = False
    """It leads to an end of its own, and not to the others."""


class Fork(msgspec.Struct, frozen=True, kw_only=True):
    """Where ways part, and join again below."""

    box: Box
    ways: tuple[Way, ...]


Block = Box | Fork


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A whole flow, from its start to its end."""

    title: str
    blocks: tuple[Block, ...]


def picture(
    flow: Flow, standings: Standings | None = None, say_who: SayWho = who_phrase
) -> Picture:
    """The flow as boxes; with `standings` also where a case is."""
    drawer = _Drawer(flow, standings, say_who)
    middle = drawer.blocks(flow.steps)
    return Picture(
        title=label(flow.title) or flow.id,
        blocks=(drawer.start(), *middle, drawer.end("end", say("drawing.end"))),
    )


class _Drawer:
    def __init__(self, flow: Flow, standings: Standings | None, say_who: SayWho) -> None:
        self._flow = flow
        self._say_who = say_who
        self._standings = standings
        self._titles: dict[str, str] = {}
        self._name(flow.steps)

    def _name(self, steps: tuple[Step, ...]) -> None:
        """A reject names a step by its id; people know it by its title."""
        for step in steps:
            self._titles[step.id] = label(step.title) or step.id
            if isinstance(step, Choose | Together):
                for branch in step.branches:
                    self._name(branch.steps)
            elif isinstance(step, Approve | SubFlow):
                self._name(step.on_reject.steps)

    def start(self) -> Box:
        """Where it was submitted; the case may be back here, with its requester."""
        standing = self._standings.get(REQUESTER) if self._standings is not None else None
        return Box(
            id=REQUESTER,
            kind="start",
            title=say("drawing.start"),
            state=standing.state if standing else "done" if self._standings is not None else "",
            standing=standing.lines if standing else (),
            late=standing.late if standing else False,
        )

    def end(self, box_id: str, title: str) -> Box:
        """An end of the flow."""
        return Box(id=box_id, kind="end", title=title, state=self._end_state(box_id))

    def _end_state(self, box_id: str) -> str:
        standing = self._standings.get(box_id) if self._standings is not None else None
        return standing.state if standing else "ahead" if self._standings is not None else ""

    def blocks(self, steps: tuple[Step, ...], unseen: str = "off") -> tuple[Block, ...]:
        """Boxes of steps; `unseen`: the state of those of which the case says nothing."""
        return tuple(block for step in steps for block in self._of_step(step, unseen))

    def _of_step(self, step: Step, unseen: str) -> tuple[Block, ...]:
        box = self._box(step, unseen)
        if isinstance(step, Choose | Together):
            ways = tuple(self._way(step, each, box.state) for each in step.branches)
            return (Fork(box=box, ways=ways),)
        if isinstance(step, Approve | SubFlow) and step.on_reject.steps:
            return box, self._rejected(step, box.state)
        return (box,)

    def _box(self, step: Step, unseen: str) -> Box:
        standing = self._standings.get(step.id) if self._standings is not None else None
        off = unseen if self._standings is not None else ""
        return Box(
            id=step.id,
            kind=kind_of(step),
            title=title_of(step),
            notes=tuple(notes_of(step, self._titles, self._say_who)),
            state=standing.state if standing else off,
            standing=standing.lines if standing else (),
            late=standing.late if standing else False,
            back_to=_back_to(step),
        )

    def _way(self, step: Choose | Together, branch: Branch, state: str) -> Way:
        off = self._is_off(step, branch, state)
        return Way(
            title=label(branch.title),
            condition=_condition(step, branch),
            blocks=self.blocks(branch.steps, "off" if off else "ahead"),
            off=off,
        )

    def _is_off(self, step: Choose | Together, branch: Branch, state: str) -> bool:
        """Whether the case has gone another way at a fork in this state."""
        if self._standings is None or state == "ahead":
            return False
        if state == "off":
            return True
        if isinstance(step, Together):
            return False
        if branch.steps:
            return not any(each.id in self._standings for each in branch.steps)
        taken = branch.when.text if branch.when is not None else say("flow.otherwise")
        standing = self._standings.get(step.id)
        return standing is not None and taken not in "; ".join(standing.lines).split("; ")

    def _rejected(self, step: Approve | SubFlow, state: str) -> Fork:
        head = Box(id=f"{step.id} decided", kind="rejected", title=say("drawing.rejected"))
        steps, go_on = step.on_reject.steps, step.on_reject.go_on
        off = self._standings is not None and state not in ("ahead", "current")
        off = off and not any(each.id in (self._standings or {}) for each in steps)
        blocks = self.blocks(steps, "off" if off else "ahead")
        if not go_on:
            blocks = (*blocks, self.end(f"{step.id} rejected", say("drawing.end_rejected")))
        return Fork(
            box=msgspec.structs.replace(head, state="off" if off else ""),
            ways=(
                Way(title=say("drawing.if_approved")),
                Way(title=say("drawing.if_rejected"), blocks=blocks, off=off, ends=not go_on),
            ),
        )


def kind_of(step: Step) -> str:
    """The word with which the step begins in a file."""
    if isinstance(step, Choose) and step.every:
        return "choose all"
    return str(step.__struct_config__.tag)


def _back_to(step: Step) -> str:
    if not isinstance(step, Approve | SubFlow):
        return ""
    to = step.on_reject.to
    return step.on_reject.step if to == "step" else REQUESTER if to == REQUESTER else ""


def _condition(step: Choose | Together, branch: Branch) -> str:
    if isinstance(step, Together):
        return ""
    return branch.when.text if branch.when is not None else say("drawing.otherwise")
