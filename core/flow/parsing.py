"""Reading a flow from YAML: what is wrong comes with line, column and a hint."""

from collections.abc import Callable

from core.errors import Invalid
from core.flow.definition import (
    REQUESTER,
    Branch,
    Choose,
    Flow,
    Place,
    Span,
    Step,
    TimeUnit,
    Together,
    Who,
    WhoKind,
)
from core.flow.naming import parse_who
from core.flow.phrases import parse_expression, parse_span
from core.flow.plain_steps import (
    STEP_ID,
    read_approve,
    read_call,
    read_do,
    read_fill,
    read_set,
    read_sub_flow,
    read_tell,
    read_title,
    read_wait,
)
from core.flow.source import Node, Record, read_flow_file
from core.language import say
from core.located import Problems

_HOUR = Span(amount=1, unit=TimeUnit.HOURS)
_PLAIN: dict[str, Callable[[Record, Node, str], Step]] = {
    "do": read_do,
    "fill": read_fill,
    "tell": read_tell,
    "call": read_call,
    "set": read_set,
    "wait": read_wait,
}
_KINDS = (
    *("approve", "do", "fill", "tell", "call", "set"),
    *("choose", "choose all", "together"),
    # `wait` is an option of `approve` as well, so it comes after it
    *("wait", "flow"),
)
_NAMED = ("approve", "do", "fill")
"""Kinds whose value is the id of the step; the others may have `id:`, or get one."""


def parse_flow(text: str, file: str = "") -> Flow:
    """The flow that `text` says. Raises `Invalid` with a FieldError for each thing wrong."""
    problems = Problems()
    flow = read_flow(text, file, problems)
    if flow is None or problems.errors:
        errors = problems.sorted()
        raise Invalid(say("check.flow_unreadable", n=len(errors)), errors=errors)
    return flow


def read_flow(text: str, file: str, problems: Problems) -> Flow | None:
    """The flow as far as it can be read, with what is wrong in `problems`; None: nothing can."""
    root = read_flow_file(text, file, problems)
    return _Reader(file).flow(root.record()) if root is not None else None


class _Reader:
    """Reads one file; hands out ids to the steps that were given none."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._ids: dict[str, Place] = {}
        self._numbers: dict[str, int] = {}

    def flow(self, record: Record) -> Flow:
        name, of, owner = record.need("flow"), record.need("object"), record.need("owner")
        about, watch, urge = record.take("about"), record.take("watch"), record.take("urge every")
        automatic = record.take("automatic approval")
        title, steps = read_title(record), record.need("steps")
        record.finish()
        return Flow(
            id=_name(name) if name else "",
            title=title,
            about=about.label("about") if about else {},
            object_type=of.words() if of else "",
            owner=parse_who(owner) if owner else Who(kind=WhoKind.PERSON),
            watch=watch.names() if watch else None,
            urge_every=parse_span(urge) if urge else _HOUR,
            automatic_approval=automatic is not None and bool(automatic.one_of(("allowed",))),
            steps=self._steps(steps) if steps else (),
            file=self._file,
            place=record.place,
        )

    def _steps(self, node: Node) -> tuple[Step, ...]:
        items = node.items
        if items is None:
            node.wrong("list_wanted")
            return ()
        return tuple(step for item in items if (step := self._step(item)) is not None)

    def _step(self, node: Node) -> Step | None:
        record = node.record() if node.members is not None else None
        kind = next((kind for kind in _KINDS if record is not None and record.has(kind)), None)
        if record is None or kind is None:
            node.wrong("no_step", known=", ".join(_KINDS))
            return None
        value = record.need(kind)
        step = self._of_kind(kind, record, value) if value is not None else None
        record.finish()
        return step

    def _of_kind(self, kind: str, record: Record, value: Node) -> Step:
        step_id = self._own_id(value) if kind in _NAMED else self._given_id(record, kind)
        if kind == "approve":
            return read_approve(record, value, step_id, self._steps)
        if kind == "flow":
            return read_sub_flow(record, value, step_id, self._steps)
        if kind == "together":
            return self._together(record, value, step_id)
        if kind in ("choose", "choose all"):
            return self._choose(record, value, step_id, every=kind == "choose all")
        return _PLAIN[kind](record, value, step_id)

    # --- branches ------------------------------------------------------------------------------

    def _choose(self, record: Record, node: Node, step_id: str, *, every: bool) -> Choose:
        items = _list(node)
        branches = tuple(self._way(item) for item in items)
        for item, branch in zip(items[:-1], branches, strict=False):
            if branch.when is None:
                item.wrong("otherwise_last")
        return Choose(
            id=step_id,
            title=read_title(record),
            place=record.place,
            branches=branches,
            every=every,
        )

    def _way(self, node: Node) -> Branch:
        record = node.record()
        when, otherwise = record.take("when"), record.take("otherwise")
        title = read_title(record)
        steps = otherwise if otherwise is not None else record.need("steps")
        record.finish()
        if (when is None) == (otherwise is None):
            node.wrong("no_branch")
        return Branch(
            when=parse_expression(when) if when else None,
            title=title,
            steps=self._steps(steps) if steps else (),
            place=node.place,
        )

    def _together(self, record: Record, node: Node, step_id: str) -> Together:
        branches = tuple(self._beside(item) for item in _list(node))
        title = read_title(record)
        return Together(id=step_id, title=title, place=record.place, branches=branches)

    def _beside(self, node: Node) -> Branch:
        if node.items is not None:
            return Branch(steps=self._steps(node), place=node.place)
        record = node.record()
        steps, title = record.need("steps"), read_title(record)
        record.finish()
        return Branch(title=title, steps=self._steps(steps) if steps else (), place=node.place)

    # --- ids -----------------------------------------------------------------------------------

    def _own_id(self, node: Node) -> str:
        text = _name(node)
        if text == REQUESTER:
            node.wrong("id_reserved", id=text)
        if text in self._ids:
            node.wrong("id_twice", id=text, line=self._ids[text].line)
        self._ids[text] = node.place
        return text

    def _given_id(self, record: Record, kind: str) -> str:
        given = record.take("id")
        if given is not None:
            return self._own_id(given)
        stem = kind.replace(" ", "-")
        while True:
            self._numbers[stem] = self._numbers.get(stem, 0) + 1
            name = f"{stem}-{self._numbers[stem]}"
            if name not in self._ids:
                self._ids[name] = record.place
                return name


def _name(node: Node) -> str:
    text = node.words()
    if text and not STEP_ID.fullmatch(text):
        node.wrong("no_id", text=text)
    return text


def _list(node: Node) -> list[Node]:
    items = node.items
    if not items:
        node.wrong("list_wanted")
    return items or []
