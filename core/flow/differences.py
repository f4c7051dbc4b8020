"""What is other in one version of a flow than in another: step by step, in words."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from core.flow.definition import Choose, Flow, Step, Together
from core.flow.index import FlowIndex, Spot, index_of
from core.flow.wording import people_words, span_words, vote_words
from core.flow.writing import flow_record, step_record
from core.language import label, say
from core.rules.table import Row, Table

_INSIDE = ("steps", "choose", "choose all", "together", "on reject")
"""Keys that hold other steps: these are told by themselves."""
_HEAD = ("steps", "flow")


def flow_differences(old: Flow, new: Flow) -> tuple[str, ...]:
    """One line for each thing that is other, in the current language; () where they mean the same.

    Steps are the same where their ids are.
    """
    return tuple(_Compare(old, new).lines())


def table_differences(old: Table, new: Table) -> Iterator[str]:
    """One line for each row or other thing of a rule table that is other."""
    heads = (("title", label), ("object_type", str), ("hit", str))
    for name, words in heads:
        before, after = words(getattr(old, name)), words(getattr(new, name))
        if before != after:
            yield say("differences.changed", name=name.split("_")[0], old=before, new=after)
    yield from _rows(old, new)


def _rows(old: Table, new: Table) -> Iterator[str]:
    before, after = [row.name for row in old.rows], [row.name for row in new.rows]
    both = set(before) & set(after)
    was = {row.name: row for row in old.rows}
    now = {row.name: row for row in new.rows}
    gone, come = [], []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left = [name for name in before[a:b] if tag != "equal" and name not in both]
        right = [name for name in after[c:d] if tag != "equal" and name not in both]
        for one, other in zip(left, right, strict=False):
            yield say("differences.row_changed", old=one, new=other)
            yield from _changed(say("differences.row", row=other), _row(was[one]), _row(now[other]))
        gone += left[len(right) :]
        come += right[len(left) :]
    for name in after:
        if name in both:
            yield from _changed(say("differences.row", row=name), _row(was[name]), _row(now[name]))
        elif name in come:
            said = "; ".join(f"{key} {value}" for key, value in _row(now[name]).items())
            yield say("differences.row_added", row=name, said=said)
    for name in gone:
        yield say("differences.row_removed", row=name)
    stayed = [name for name in before if name in both]
    for name in sorted(_moved(stayed, [name for name in after if name in both])):
        yield say("differences.row_moved", row=name)


def _row(row: Row) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if row.ask:
        said["ask"] = people_words(row.ask)
    if row.vote is not None:
        said |= dict(vote_words(row.vote, row.ask)) or {"mode": row.vote.mode.value}
    if row.within is not None:
        said["within"] = span_words(row.within)
    if row.priority is not None:
        said["priority"] = row.priority.value
    if row.copy:
        said["copy"] = people_words(row.copy)
    if row.calls:
        said["call"] = ", ".join(row.calls)
    return {key: inline(value) for key, value in said.items()}


# --- flows -----------------------------------------------------------------------------------


class _Compare:
    def __init__(self, old: Flow, new: Flow) -> None:
        self.old, self.new = old, new
        self.before, self.after = index_of(old), index_of(new)

    def lines(self) -> Iterator[str]:
        yield from _changed(say("differences.flow"), _head(self.old), _head(self.new))
        moved = self._moved_steps()
        for spot in self.after:
            was = self.before.spots.get(spot.step.id)
            if was is None:
                yield self._told("step_added", self.after, spot)
                continue
            name = _name(spot.step)
            if spot.step.id in moved:
                yield self._told("step_moved", self.after, spot)
            if type(was.step) is not type(spot.step):
                yield say("differences.kind", step=name, old=_kind(was.step), new=_kind(spot.step))
            yield from _changed(name, _own(was.step), _own(spot.step))
            yield from _branches(name, was.step, spot.step)
        for spot in self.before:
            if spot.step.id not in self.after.spots:
                yield say("differences.step_removed", step=_name(spot.step), kind=_kind(spot.step))
        yield from self._tables()

    def _told(self, key: str, index: FlowIndex, spot: Spot) -> str:
        where = _where(index, spot)
        kind = _kind(spot.step)
        return say(f"differences.{key}", step=_name(spot.step), kind=kind, where=where)

    def _moved_steps(self) -> set[str]:
        """Steps in another branch than before, or in another order among those that stayed."""
        common = [spot.step.id for spot in self.before if spot.step.id in self.after.spots]
        elsewhere = {
            step
            for step in common
            if _around(self.before.spots[step]) != _around(self.after.spots[step])
        }
        stayed = [step for step in common if step not in elsewhere]
        now = [spot.step.id for spot in self.after if spot.step.id in stayed]
        return elsewhere | _moved(stayed, now)

    def _tables(self) -> Iterator[str]:
        for name in dict.fromkeys((*self.old.tables, *self.new.tables)):
            old, new = self.old.tables.get(name), self.new.tables.get(name)
            if old is None or new is None:
                key = "table_added" if old is None else "table_removed"
                yield say(f"differences.{key}", name=name)
                continue
            for line in table_differences(old, new):
                yield say("differences.in_table", name=name, line=line)


def _around(spot: Spot) -> tuple[str, ...]:
    return tuple(step for step, _ in spot.inside)


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The fewest of them that have to move for the one order to become the other."""
    kept: set[str] = set()
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        kept |= set(old[block.a : block.a + block.size])
    return set(new) - kept


def _where(index: FlowIndex, spot: Spot) -> str:
    """Behind which step, or at the beginning of what."""
    before = None
    for each in index:
        if each.step.id == spot.step.id:
            break
        if each.inside == spot.inside:
            before = each.step
    if before is not None:
        return say("differences.after", step=_name(before))
    if not spot.inside:
        return say("differences.first")
    around, branch = spot.inside[-1]
    step = index.spots[around].step
    if isinstance(step, Choose | Together):
        return say("differences.in_branch", step=_name(step), branch=_branch(step, branch))
    return say("differences.after_reject", step=_name(step))


def _branch(step: Choose | Together, number: int) -> str:
    branch = step.branches[number]
    if label(branch.title):
        return label(branch.title)
    if branch.when is not None:
        return branch.when.text
    return say("flow.otherwise") if isinstance(step, Choose) else str(number + 1)


def _name(step: Step) -> str:
    title = label(step.title)
    return f"{step.id} ({title})" if title else step.id


def _kind(step: Step) -> str:
    return next((key for key in step_record(step) if key in _KINDS), "")


_KINDS = frozenset(
    {"approve", "do", "fill", "tell", "call", "set", "choose", "choose all", "together", "wait",
     "flow"}
)  # fmt: skip


def _head(flow: Flow) -> dict[str, str]:
    record = flow_record(flow)
    return {key: inline(value) for key, value in record.items() if key not in _HEAD}


def _own(step: Step) -> dict[str, str]:
    """What a step says itself, as it would be written; without the steps inside it."""
    record = step_record(step)
    record.pop("id", None)
    found: dict[str, str] = {}
    for key, value in record.items():
        if key == "on reject" and not isinstance(value, str):
            then = value.get("then", "end") if isinstance(value, dict) else "end"
            found[key] = say("differences.reject_branch", then=then)
        elif key not in _INSIDE and value != step.id:
            found[key] = inline(value)
    return found


def _branches(name: str, old: Step, new: Step) -> Iterator[str]:
    if not isinstance(old, Choose | Together) or not isinstance(new, Choose | Together):
        return
    before = [_condition(old, at) for at in range(len(old.branches))]
    after = [_condition(new, at) for at in range(len(new.branches))]
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pairs = min(b - a, d - c)
        for one, other in zip(before[a : a + pairs], after[c : c + pairs], strict=True):
            yield say("differences.branch_changed", step=name, old=one, new=other)
        for gone in before[a + pairs : b]:
            yield say("differences.branch_removed", step=name, branch=gone)
        for come in after[c + pairs : d]:
            yield say("differences.branch_added", step=name, branch=come)


def _condition(step: Choose | Together, number: int) -> str:
    when = step.branches[number].when
    return when.text if when is not None else _branch(step, number)


def _changed(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, ""), new.get(key, "")
        if before == after:
            continue
        what = f"{name}: {key}"
        if not before:
            yield say("differences.given", name=what, new=after)
        elif not after:
            yield say("differences.taken", name=what, old=before)
        else:
            yield say("differences.changed", name=what, old=before, new=after)


def inline(value: Any) -> str:
    """A value as it would stand in a file, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {inline(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(each) for each in value) + "]"
    return str(value)
