"""Writing a flow as YAML: the same words that `core.flow.parsing` reads, as a person would.

`parse_flow(flow_yaml(flow))` gives the flow again, places in the file apart. `flow_record` gives
the same as plain maps, lists and texts, for who wants to change something before it is written.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from core.flow.definition import (
    Approve,
    Branch,
    Call,
    Choose,
    Do,
    Fill,
    Flow,
    Rejected,
    Set,
    Span,
    Step,
    SubFlow,
    Tell,
    TimeUnit,
    Together,
    Wait,
)
from core.flow.wording import (
    ladder_words,
    people_words,
    reason_words,
    span_words,
    value_words,
    vote_words,
    who_words,
)
from core.language import Label
from core.tasks import Priority

Record = dict[str, Any]

_HOUR = Span(amount=1, unit=TimeUnit.HOURS)
_BLOCK = ("steps", "choose", "choose all", "together", "otherwise", "on reject")
"""Keys whose lists are written a step a line; other lists and maps stand on one line."""


def flow_yaml(flow: Flow) -> str:
    """The flow as a file of its own."""
    return record_yaml(flow_record(flow))


def flow_record(flow: Flow) -> Record:
    """The flow as plain data, its keys in the order in which people write them."""
    record: Record = {"flow": flow.id}
    _put(record, "title", label_words(flow.title))
    _put(record, "about", label_words(flow.about))
    record["object"] = flow.object_type
    record["owner"] = who_words(flow.owner)
    if flow.watch is not None:
        record["watch"] = list(flow.watch)
    if flow.urge_every != _HOUR:
        record["urge every"] = span_words(flow.urge_every)
    if flow.automatic_approval:
        record["automatic approval"] = "allowed"
    record["steps"] = _Writer().steps(flow.steps)
    return record


def step_record(step: Step) -> Record:
    """One step as plain data, with its id even where a file could leave it out."""
    return _Writer(with_ids=True).step(step)


def label_words(title: Label) -> str | Record:
    """A title: one text, or one for each language."""
    return title[""] if set(title) == {""} else dict(title)


class _Writer:
    """Writes steps, and leaves out the ids that a reader would give by itself."""

    def __init__(self, *, with_ids: bool = False) -> None:
        self._with_ids = with_ids
        self._used: set[str] = set()
        self._numbers: dict[str, int] = {}

    def steps(self, steps: tuple[Step, ...]) -> list[Record]:
        return [self.step(step) for step in steps]

    def step(self, step: Step) -> Record:
        if isinstance(step, Approve | Do | Fill):
            self._used.add(step.id)
            record: Record = {_kind(step): step.id}
            _put(record, "title", label_words(step.title))
            record |= dict(self._asking(step))
            return record
        record = {}
        kind = _kind(step)
        if self._needs_id(kind.replace(" ", "-"), step.id):
            record["id"] = step.id
        _put(record, "title", label_words(step.title))
        rest = dict(self._other(step))
        # The kind comes first, except before a long list of branches.
        if isinstance(step, Choose | Together):
            return {**record, **rest}
        return {kind: rest.pop(kind), **record, **rest}

    def _needs_id(self, stem: str, step_id: str) -> bool:
        """Whether a reader who counts as `core.flow.parsing` does would give another id."""
        if self._with_ids:
            return True
        number = self._numbers.get(stem, 0) + 1
        while f"{stem}-{number}" in self._used:
            number += 1
        self._used.add(step_id)
        if step_id == f"{stem}-{number}":
            self._numbers[stem] = number
            return False
        return True

    # --- steps that ask ------------------------------------------------------------------------

    def _asking(self, step: Approve | Do | Fill) -> Iterator[tuple[str, Any]]:
        yield "by", people_words(step.by)
        if isinstance(step, Fill):
            yield "fields", list(step.asks)
        else:
            yield from vote_words(step.vote, step.by)
        if step.text:
            yield "text", step.text
        if step.within is not None:
            yield "within", span_words(step.within)
        if step.late is not None:
            yield "late", ladder_words(step.late)
        if step.priority is not Priority.NORMAL:
            yield "priority", step.priority.value
        if step.questions_stop_clock:
            yield "asking", "stops the clock"
        if isinstance(step, Approve):
            yield from self._approving(step)
        if step.asks and not isinstance(step, Fill):
            yield "asks", list(step.asks)

    def _approving(self, step: Approve) -> Iterator[tuple[str, Any]]:
        if step.on_reject != Rejected():
            yield "on reject", self._rejected(step.on_reject)
        if step.reason_required:
            yield "reason", reason_words(step.reason_required)
        if step.exclusive:
            yield "exclusive", True
        if step.allow_requester:
            yield "allow requester", True
        if step.straight_back:
            yield "resubmit", "straight back"
        if step.take_back:
            yield "take back", True
        if step.approve_if_nobody:
            yield "nobody found", "approve"

    def _rejected(self, rejected: Rejected) -> str | list[Record] | Record:
        if rejected.to == "branch":
            steps = self.steps(rejected.steps)
            if not rejected.go_on:
                return steps
            return {"steps": steps, "then": "go on"} if steps else "go on"
        if rejected.to == "step":
            return f"back to {rejected.step}"
        return "end" if rejected.to == "end" else f"back to {rejected.to}"

    # --- the others ----------------------------------------------------------------------------

    def _other(self, step: Step) -> Iterator[tuple[str, Any]]:
        if isinstance(step, Choose):
            yield _kind(step), [self._way(branch) for branch in step.branches]
        elif isinstance(step, Together):
            yield "together", [self._beside(branch) for branch in step.branches]
        elif isinstance(step, Tell):
            yield "tell", people_words(step.to)
            if step.text:
                yield "text", step.text
        elif isinstance(step, Call):
            yield from _call(step)
        elif isinstance(step, Set):
            yield "set", _values(step.fields)
        elif isinstance(step, Wait):
            yield "wait", _waiting(step)
        elif isinstance(step, SubFlow):
            yield from _sub_flow(step)
            if step.on_reject != Rejected():
                yield "on reject", self._rejected(step.on_reject)

    def _way(self, branch: Branch) -> Record:
        record: Record = {"when": branch.when.text} if branch.when is not None else {}
        _put(record, "title", label_words(branch.title))
        record["steps" if branch.when is not None else "otherwise"] = self.steps(branch.steps)
        return record

    def _beside(self, branch: Branch) -> Record | list[Record]:
        if not branch.title:
            return self.steps(branch.steps)
        return {"title": label_words(branch.title), "steps": self.steps(branch.steps)}


def _kind(step: Step) -> str:
    if isinstance(step, Choose):
        return "choose all" if step.every else "choose"
    return "flow" if isinstance(step, SubFlow) else type(step).__name__.lower()


def _call(step: Call) -> Iterator[tuple[str, Any]]:
    yield "call", f"table {step.table}" if step.table else f"{step.connector}.{step.action}"
    if step.arguments:
        yield "with", _values(step.arguments)
    if step.as_decider:
        yield "as", "whoever decided last"
    elif step.as_who is not None:
        yield "as", who_words(step.as_who)
    if step.undo:
        yield "undo", step.undo
    if step.answer:
        yield "answer", dict(step.answer)


def _waiting(step: Wait) -> str | Record:
    if step.span is not None:
        return span_words(step.span)
    if step.until is not None:
        return {"until": step.until.text}
    record: Record = {"event": step.event}
    if step.where is not None:
        record["where"] = step.where.text
    return record


def _sub_flow(step: SubFlow) -> Iterator[tuple[str, Any]]:
    yield "flow", step.flow
    if not step.waits:
        yield "waits", False
    if step.fields:
        yield "with", _values(step.fields)


def _values(values: dict[str, Any]) -> Record:
    return {name: value_words(value) for name, value in values.items()}


def _put(record: Record, key: str, value: Any) -> None:
    if value:
        record[key] = value


# --- YAML ------------------------------------------------------------------------------------

_WIDE = 1_000_000
"""No text is folded over several lines."""


def record_yaml(record: Record) -> str:
    """A flow's record as YAML: a step a line, short lists and maps on one line."""
    return yaml.dump(
        record, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDE, indent=2
    )


def inline_yaml(value: Any) -> str:
    """One value on one line."""
    text: str = yaml.dump(
        value,
        Dumper=_Inline,
        default_flow_style=True,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDE,
    )
    return text.removesuffix("\n").removesuffix("\n...")


_PREFIXED = re.compile(r"(?:\d+ of )?[a-z_]+:[\w.\-]+(?: in [\w:.\- ]+)?", re.ASCII)
"""`role:buyer`: YAML reads it in brackets as it is, though PyYAML would quote it there."""


class _Inline(yaml.SafeDumper):
    """Everything on one line, also a text of several."""

    def analyze_scalar(self, scalar: str) -> Any:
        found = super().analyze_scalar(scalar)
        found.allow_flow_plain |= found.allow_block_plain and bool(_PREFIXED.fullmatch(scalar))
        return found


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = '"' if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Inline.add_representer(str, _represent_text)


class _Dumper(_Inline):
    """Lists indented below their key; what is no list of steps in one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_record(dumper: _Dumper, record: Record) -> yaml.Node:
    pairs = []
    for key, value in record.items():
        node = dumper.represent_data(value)
        if isinstance(node, yaml.SequenceNode | yaml.MappingNode):
            node.flow_style = key not in _BLOCK or not value
        pairs.append((dumper.represent_data(key), node))
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)


def _represent_list(dumper: _Dumper, items: list[Any]) -> yaml.Node:
    nodes = [dumper.represent_data(item) for item in items]
    return yaml.SequenceNode("tag:yaml.org,2002:seq", nodes, flow_style=False)


_Dumper.add_representer(dict, _represent_record)
_Dumper.add_representer(list, _represent_list)
