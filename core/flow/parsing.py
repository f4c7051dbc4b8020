"""Reading a flow from YAML: what is wrong comes with line, column and a hint."""

import re
from collections.abc import Callable

from core.errors import Invalid
from core.flow.definition import (
    REQUESTER,
    Approve,
    Branch,
    Call,
    Choose,
    Do,
    Fill,
    Flow,
    Mode,
    Place,
    Rejected,
    Set,
    Span,
    Step,
    SubFlow,
    Tell,
    TimeUnit,
    Together,
    Vote,
    Wait,
    Who,
    WhoKind,
)
from core.flow.naming import parse_people, parse_who
from core.flow.phrases import (
    parse_expression,
    parse_ladder,
    parse_reason,
    parse_span,
    parse_values,
    parse_vote,
)
from core.flow.source import Node, Record, read_flow_file
from core.language import say
from core.located import Problems
from core.tasks import Priority

_STEP_ID = re.compile(r"\w[\w.\-]{0,63}")
_ACTION = re.compile(r"[\w\-]+(\.[\w\-]+)+")
_HOUR = Span(amount=1, unit=TimeUnit.HOURS)


def parse_flow(text: str, file: str = "") -> Flow:
    """The flow that `text` says. Raises `Invalid` with a FieldError for each thing wrong."""
    problems = Problems()
    root = read_flow_file(text, file, problems)
    flow = _Reader(file).flow(root.record()) if root is not None else None
    if flow is None or problems.errors:
        errors = problems.sorted()
        raise Invalid(say("check.flow_unreadable", n=len(errors)), errors=errors)
    return flow


class _Reader:
    """Reads one file; hands out ids to the steps that were given none."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._ids: dict[str, Place] = {}
        self._numbers: dict[str, int] = {}
        self._kinds: dict[str, Callable[[Record, Node], Step]] = {
            "approve": self._approve,
            "do": self._do,
            "fill": self._fill,
            "tell": self._tell,
            "call": self._call,
            "set": self._set,
            "choose": lambda record, node: self._choose(record, node, every=False),
            "choose all": lambda record, node: self._choose(record, node, every=True),
            "together": self._together,
            # `wait` is an option of `approve` as well, so it comes after it
            "wait": self._wait,
            "flow": self._sub_flow,
        }

    def flow(self, record: Record) -> Flow:
        name, of, owner = record.need("flow"), record.need("object"), record.need("owner")
        title, about, watch = record.take("title"), record.take("about"), record.take("watch")
        urge, steps = record.take("urge every"), record.need("steps")
        record.finish()
        return Flow(
            id=self._name(name) if name else "",
            title=title.label("title") if title else {},
            about=about.label("about") if about else {},
            object_type=of.words() if of else "",
            owner=parse_who(owner) if owner else Who(kind=WhoKind.PERSON),
            watch=_fields(watch) if watch else None,
            urge_every=parse_span(urge) if urge else _HOUR,
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
        if node.members is None:
            node.wrong("no_step", known=", ".join(self._kinds))
            return None
        record = node.record()
        kind = next((kind for kind in self._kinds if record.has(kind)), None)
        if kind is None:
            node.wrong("no_step", known=", ".join(self._kinds))
            return None
        value = record.need(kind)
        step = self._kinds[kind](record, value) if value is not None else None
        record.finish()
        return step

    # --- steps that ask people -----------------------------------------------------------------

    def _approve(self, record: Record, node: Node) -> Approve:
        by, late, within = record.need("by"), record.take("late"), record.take("within")
        reason, asks, rejected = (record.take(key) for key in ("reason", "asks", "on reject"))
        straight = record.take("resubmit")
        return Approve(
            id=self._own_id(node),
            title=_label(record),
            place=node.place,
            by=parse_people(by) if by else (),
            vote=_vote(record),
            text=_text(record),
            within=parse_span(within) if within else None,
            late=parse_ladder(late) if late else None,
            priority=_priority(record),
            on_reject=self._rejected(rejected) if rejected else Rejected(),
            reason_required=parse_reason(reason) if reason else (),
            asks=_fields(asks) if asks else (),
            exclusive=_flag(record, "exclusive"),
            allow_requester=_flag(record, "allow requester"),
            straight_back=straight is not None and bool(straight.one_of(("straight back",))),
            take_back=_flag(record, "take back"),
        )

    def _do(self, record: Record, node: Node) -> Do:
        by, late, within = record.need("by"), record.take("late"), record.take("within")
        asks = record.take("asks")
        return Do(
            id=self._own_id(node),
            title=_label(record),
            place=node.place,
            by=parse_people(by) if by else (),
            vote=_mode(record),
            text=_text(record),
            within=parse_span(within) if within else None,
            late=parse_ladder(late) if late else None,
            priority=_priority(record),
            asks=_fields(asks) if asks else (),
        )

    def _fill(self, record: Record, node: Node) -> Fill:
        by, late, within = record.need("by"), record.take("late"), record.take("within")
        asks = record.need("fields")
        return Fill(
            id=self._own_id(node),
            title=_label(record),
            place=node.place,
            by=parse_people(by) if by else (),
            asks=_fields(asks) if asks else (),
            text=_text(record),
            within=parse_span(within) if within else None,
            late=parse_ladder(late) if late else None,
            priority=_priority(record),
        )

    def _rejected(self, node: Node) -> Rejected:
        if node.items is not None:
            return Rejected(to="branch", steps=self._steps(node))
        text = node.words()
        if text == "end":
            return Rejected()
        if text == f"back to {REQUESTER}":
            return Rejected(to=REQUESTER)
        if text.startswith("back to ") and _STEP_ID.fullmatch(text[8:]):
            return Rejected(to="step", step=text[8:])
        node.wrong("no_rejected", text=text)
        return Rejected()

    # --- steps that people do not answer -------------------------------------------------------

    def _tell(self, record: Record, node: Node) -> Tell:
        return Tell(
            id=self._given_id(record, "tell"),
            title=_label(record),
            place=node.place,
            to=parse_people(node),
            text=_text(record),
        )

    def _call(self, record: Record, node: Node) -> Call:
        connector, _, action = self._action(node).partition(".")
        arguments, answer = record.take("with"), record.take("answer")
        undo, login = record.take("undo"), record.take("as")
        words = login.text if login else "connector"
        somebody = login if words not in ("connector", "whoever decided last") else None
        return Call(
            id=self._given_id(record, "call"),
            title=_label(record),
            place=node.place,
            connector=connector,
            action=action,
            arguments=parse_values(arguments) if arguments else {},
            as_decider=words == "whoever decided last",
            as_who=parse_who(somebody) if somebody else None,
            undo=self._action(undo) if undo else "",
            answer=_texts(answer) if answer else {},
        )

    def _action(self, node: Node) -> str:
        text = node.words()
        if not _ACTION.fullmatch(text):
            node.wrong("no_action", text=text)
        return text

    def _set(self, record: Record, node: Node) -> Set:
        return Set(
            id=self._given_id(record, "set"),
            title=_label(record),
            place=record.place,
            fields=parse_values(node),
        )

    def _wait(self, record: Record, node: Node) -> Wait:
        step_id, title = self._given_id(record, "wait"), _label(record)
        if node.members is None:
            return Wait(id=step_id, title=title, place=node.place, span=parse_span(node))
        what = node.record()
        until, event, where = what.take("until"), what.take("event"), what.take("where")
        what.finish()
        if (until is None) == (event is None):
            node.wrong("no_wait")
        return Wait(
            id=step_id,
            title=title,
            place=node.place,
            until=parse_expression(until) if until else None,
            event=event.words() if event else "",
            where=parse_expression(where) if where else None,
        )

    def _sub_flow(self, record: Record, node: Node) -> SubFlow:
        waits, fields = record.take("waits"), record.take("with")
        return SubFlow(
            id=self._given_id(record, "flow"),
            title=_label(record),
            place=node.place,
            flow=node.words(),
            waits=waits.flag() if waits else True,
            fields=parse_values(fields) if fields else {},
        )

    # --- branches ------------------------------------------------------------------------------

    def _choose(self, record: Record, node: Node, *, every: bool) -> Choose:
        step_id = self._given_id(record, "choose")
        items = self._list(node)
        branches = tuple(self._way(item) for item in items)
        for item, branch in zip(items[:-1], branches, strict=False):
            if branch.when is None:
                item.wrong("otherwise_last")
        title = _label(record)
        return Choose(id=step_id, title=title, place=record.place, branches=branches, every=every)

    def _way(self, node: Node) -> Branch:
        record = node.record()
        when, otherwise = record.take("when"), record.take("otherwise")
        title = _label(record)
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

    def _together(self, record: Record, node: Node) -> Together:
        step_id = self._given_id(record, "together")
        branches = tuple(self._beside(item) for item in self._list(node))
        return Together(id=step_id, title=_label(record), place=record.place, branches=branches)

    def _beside(self, node: Node) -> Branch:
        if node.items is not None:
            return Branch(steps=self._steps(node), place=node.place)
        record = node.record()
        steps, title = record.need("steps"), _label(record)
        record.finish()
        return Branch(title=title, steps=self._steps(steps) if steps else (), place=node.place)

    def _list(self, node: Node) -> list[Node]:
        items = node.items
        if not items:
            node.wrong("list_wanted")
        return items or []

    # --- ids -----------------------------------------------------------------------------------

    def _name(self, node: Node) -> str:
        text = node.words()
        if text and not _STEP_ID.fullmatch(text):
            node.wrong("no_id", text=text)
        return text

    def _own_id(self, node: Node) -> str:
        text = self._name(node)
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
        while True:
            self._numbers[kind] = self._numbers.get(kind, 0) + 1
            name = f"{kind}-{self._numbers[kind]}"
            if name not in self._ids:
                self._ids[name] = record.place
                return name


def _label(record: Record) -> dict[str, str]:
    title = record.take("title")
    return title.label("title") if title else {}


def _text(record: Record) -> str:
    text = record.take("text")
    return text.words() if text else ""


def _flag(record: Record, key: str) -> bool:
    node = record.take(key)
    return node.flag() if node else False


def _priority(record: Record) -> Priority:
    node = record.take("priority")
    return Priority(node.one_of(list(Priority)) or Priority.NORMAL) if node else Priority.NORMAL


def _mode(record: Record) -> Vote:
    mode = record.take("mode")
    return parse_vote(mode) if mode else Vote()


def _vote(record: Record) -> Vote:
    """The mode with the options that belong to it."""
    vote = _mode(record)
    rejected, wait = record.take("rejected by"), record.take("wait")
    by_all = rejected is not None and rejected.one_of(("first", "all")) == "all"
    if rejected is not None and by_all and vote.mode is not Mode.ANY:
        rejected.wrong("option_needs_mode", option="rejected by", mode="any")
    wait_for_all = wait is not None and bool(wait.one_of(("all",)))
    if wait is not None and wait_for_all and vote.mode is not Mode.ALL:
        wait.wrong("option_needs_mode", option="wait", mode="all")
    return Vote(
        mode=vote.mode,
        share=vote.share,
        count=vote.count,
        rejected_by_all=by_all,
        wait_for_all=wait_for_all,
    )


def _fields(node: Node) -> tuple[str, ...]:
    return node.names()


def _texts(node: Node) -> dict[str, str]:
    members = node.members
    if members is None:
        node.wrong("map_wanted")
        return {}
    return {key: value.words() for key, value in members}
