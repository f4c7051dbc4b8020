"""A flow's file while somebody changes it: steps, branches and settings, undone and done again.

Each edit is one change of the text (`core.flow.splicing`) or a few that belong together, and can
be undone without limit. The text is the truth: what a person wrote by hand stays as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
import yaml

from core.errors import Invalid
from core.flow.change import Change, Data, Path, at, shifted
from core.flow.definition import Flow
from core.flow.outline import NAMED, Row, RowKind, kind_of, rows
from core.flow.parsing import read_flow
from core.flow.splicing import Spliced, changed
from core.flow.writing import record_yaml
from core.language import say
from core.located import Problems

ORDER = (
    *("approve", "do", "fill", "tell", "call", "set", "wait", "flow", "id", "title", "when"),
    *("about", "object", "owner", "watch", "urge every", "automatic approval"),
    *("by", "mode", "rejected by", "fields", "with", "as", "undo", "answer", "waits", "text"),
    *("within", "late", "priority", "asking", "on reject", "reason", "exclusive"),
    *("allow requester", "resubmit", "take back", "nobody found", "asks"),
    *("steps", "otherwise", "choose", "choose all", "together"),
)
"""Where a new key goes: behind those that stand before it here."""
_SLUG = re.compile(r"[^a-z0-9]+")


class _State(msgspec.Struct, frozen=True):
    text: str
    selected: Path


class FlowDocument:
    """The text of one flow, what it means, and what was done to it."""

    def __init__(self, text: str, file: str = "") -> None:
        """Raises Invalid, with line and column, where the text is no YAML map."""
        self.file = file
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._bom = "\ufeff" if text.startswith("\ufeff") else ""
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        _refuse_unreadable(text, file)
        self._now = _State(text, ())
        self._undone: list[_State] = []
        self._done: list[_State] = []
        self.selected: Path = ()
        """The path of the row that the last edit was about, or that somebody selected."""
        self._read()

    def _read(self) -> None:
        document = Spliced(self._now.text)
        self.data: Data = document.data
        """The file as plain data."""
        self.rows: list[Row] = rows(self.data)
        self._spans = [document.lines(row.path) for row in self.rows]
        self.problems = Problems()
        """What the reader says about the file."""
        self.flow: Flow | None = read_flow(self._now.text, self.file, self.problems)
        """The flow as far as it can be read."""

    # --- looking -------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The file as it is to be saved."""
        return self._bom + self._now.text.replace("\n", self._newline)

    @property
    def row(self) -> Row:
        """The selected row."""
        return self.rows[self.number]

    @property
    def number(self) -> int:
        """The number of the selected row."""
        paths = [row.path for row in self.rows]
        return paths.index(self.selected) if self.selected in paths else 0

    def select(self, number: int) -> None:
        """Select a row, or the nearest one."""
        self.selected = self.rows[max(0, min(number, len(self.rows) - 1))].path

    def select_line(self, line: int) -> None:
        """Select the innermost row that stands on a line of the file."""
        self.select(self.number_at(line))

    def number_at(self, line: int) -> int:
        """The number of the innermost row that stands on a line of the file."""
        spans = enumerate(self._spans)
        return max((number for number, (first, last) in spans if first <= line <= last), default=0)

    def replace(self, text: str) -> None:
        """Another text altogether, as one edit: the draft of an earlier session."""
        _refuse_unreadable(text, self.file)
        if text != self._now.text:
            self._done.append(_State(self._now.text, self.selected))
            self._undone.clear()
            self._go_to(_State(text, self.selected))

    def value(self, path: Path) -> Any:
        """What stands at a path; None for nothing."""
        try:
            return at(self.data, path)
        except (LookupError, TypeError):
            return None

    def ids(self) -> list[str]:
        """The ids of all steps."""
        return [row.id for row in self.rows if row.kind is RowKind.STEP and row.id]

    # --- undo ----------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether something was done."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take the last edit back."""
        if self._done:
            self._undone.append(_State(self._now.text, self.selected))
            self._go_to(self._done.pop())

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._undone:
            self._done.append(_State(self._now.text, self.selected))
            self._go_to(self._undone.pop())

    def _go_to(self, state: _State) -> None:
        self._now = state
        self.selected = state.selected
        self._read()

    def _edit(self, changes: Iterable[Change], selected: Path | None = None) -> None:
        """Carry out changes as one edit; nothing is changed where one of them is refused."""
        text = self._now.text
        for change in changes:
            text = changed(text, change)
        if text == self._now.text:
            return
        before = _State(self._now.text, self.selected)
        self._done.append(before)
        self._undone.clear()
        self._go_to(_State(text, self.selected if selected is None else selected))

    # --- edits ---------------------------------------------------------------------------------

    def set(self, path: Path, value: Any) -> None:
        """Write a value; None or "" takes the key away."""
        if value is None or value == "" or value == {}:
            if self.value(path) is not None:
                self._edit(self._taken_away(path))
            return
        holder = self.value(path[:-1]) if path[1:] else {}
        if not isinstance(holder, dict | list) and isinstance(path[-2], str):
            value, path = self._with_map(holder, str(path[-1]), value), path[:-1]
        self._edit([Change(kind="set", path=path, value=value, order=ORDER)])

    def _with_map(self, before: Any, key: str, value: Any) -> dict[str, Any]:
        """A new map around a value; a title in one language becomes that of the other one."""
        other = {"en": "zh", "zh": "en"}.get(key)
        both = {other: before, key: value} if other and before else {key: value}
        return {each: both[each] for each in sorted(both)}

    def _taken_away(self, path: Path) -> Iterator[Change]:
        """Without the key, and without the map around it where it was alone in there."""
        holder = self.value(path[:-1])
        if isinstance(holder, dict) and len(holder) == 1 and isinstance(path[-2], str):
            path = path[:-1]
        yield Change(kind="remove", path=path)

    def add_step(self, record: Mapping[str, Any]) -> None:
        """A step behind the selected one; as the first one where a branch or the flow is."""
        row = self.row
        if row.kind is RowKind.STEP:
            where, number = row.path[:-1], int(row.path[-1]) + 1
        else:
            where, number = row.steps or (), 0
        self._insert(where, number, record)

    def add_before(self, record: Mapping[str, Any]) -> None:
        """A step before the selected one."""
        row = self.row
        if row.kind is RowKind.STEP:
            self._insert(row.path[:-1], int(row.path[-1]), record)
        else:
            self.add_step(record)

    def _insert(self, where: Path, number: int, value: Mapping[str, Any]) -> None:
        change = Change(kind="insert", path=where, index=number, value=dict(value))
        self._edit([change], (*where, number))

    def add_branch(self, record: Mapping[str, Any]) -> None:
        """A branch behind the one that is selected or that holds the selected step, or the last of
        the selected step.

        `otherwise` stays the last. Raises Invalid for a second one.
        """
        row = self.branching
        if row is None:
            return
        path = row.path[:-1] if row.kind is RowKind.BRANCH else (*row.path, row.step)
        branches = self.value(path) or []
        number = int(row.path[-1]) + 1 if row.kind is RowKind.BRANCH else len(branches)
        has_otherwise = bool(branches) and _is_otherwise(branches[-1])
        if _is_otherwise(record):
            if has_otherwise:
                raise Invalid(said=say("designer.one_otherwise"))
            number = len(branches)
        elif has_otherwise and number == len(branches):
            number -= 1
        self._insert(path, number, record)

    @property
    def branching(self) -> Row | None:
        """What a new branch is added to: the selected step if it can have branches, else the
        branch that is selected or that the selected row stands in; None: there is none."""
        row = self.row
        if row.kind is RowKind.STEP and row.step in ("choose", "choose all", "together"):
            return row
        around = [
            each for each in self.rows
            if each.kind is RowKind.BRANCH and each.path == row.path[: len(each.path)]
        ]  # fmt: skip
        return around[-1] if around else None

    def remove(self) -> None:
        """Take the selected step or branch away, with everything inside."""
        row = self.row
        if row.kind is RowKind.FLOW:
            return
        self._edit([Change(kind="remove", path=row.path)], self._neighbour(row))

    def _neighbour(self, row: Row) -> Path:
        """What is selected once a row is gone: what followed it, else what was before."""
        last = row.path[-1]
        if isinstance(last, int):
            items = self.value(row.path[:-1])
            if isinstance(items, list) and last + 1 < len(items):
                return row.path
            if last > 0:
                return (*row.path[:-1], last - 1)
        around = [each.path for each in self.rows if each.path == row.path[: len(each.path)]]
        return around[-2] if len(around) > 1 else ()

    def duplicate(self) -> None:
        """The selected step or branch once more behind it, its steps under ids of their own.

        Raises Invalid for an `otherwise`.
        """
        row = self.row
        if row.kind not in (RowKind.STEP, RowKind.BRANCH):
            return
        if _is_otherwise(self.value(row.path)):
            raise Invalid(said=say("designer.one_otherwise"))
        where: Path = (*row.path[:-1], int(row.path[-1]) + 1)
        text = changed(self._now.text, Change(kind="copy", path=row.path))
        used = set(self.ids())
        renamed = []
        for path, name in _names(Spliced(text).data, where):
            new = free_id(name, used)
            used.add(new)
            renamed.append(Change(kind="set", path=path, value=new))
        self._edit([Change(kind="copy", path=row.path), *renamed], where)

    def move_up(self) -> None:
        """The selected step before the one above it; out of its branch where it is the first."""
        row = self.row
        if row.kind not in (RowKind.STEP, RowKind.BRANCH):
            return
        where, number = row.path[:-1], int(row.path[-1])
        if number > 0:
            if not _is_otherwise(self.value(row.path)):
                self._move(where, number - 1)
        elif row.kind is RowKind.STEP and (around := self._around(row)) is not None:
            self._move(around[:-1], int(around[-1]))

    def move_down(self) -> None:
        """The selected step behind the one below it; out of its branch where it is the last."""
        row = self.row
        if row.kind not in (RowKind.STEP, RowKind.BRANCH):
            return
        where, number = row.path[:-1], int(row.path[-1])
        items = self.value(where) or []
        if number + 1 < len(items):
            stays = row.kind is RowKind.BRANCH and _is_otherwise(items[number + 1])
            if not stays and not _is_otherwise(items[number]):
                self._move(where, number + 2)
        elif row.kind is RowKind.STEP and (around := self._around(row)) is not None:
            self._move(around[:-1], int(around[-1]) + 1)

    def move_in(self) -> None:
        """The selected step to the end of the branch above it: of the nearest step with any."""
        row = self.row
        above = [
            each for each in self.rows[: self.number]
            if each.steps and each.path and each.path[: len(row.path) - 1] == row.path[:-1]
        ]  # fmt: skip
        if row.kind is not RowKind.STEP or not above:
            return
        target = above[-1].steps or ()
        self._move(target, len(self.value(target) or []))

    def _around(self, row: Row) -> Path | None:
        """The step in whose branch a step lies."""
        inside = [
            each for each in self.rows
            if each.kind is RowKind.STEP
            and len(each.path) < len(row.path)
            and row.path[: len(each.path)] == each.path
        ]  # fmt: skip
        return inside[-1].path if inside else None

    def _move(self, to: Path, index: int) -> None:
        path = self.row.path
        source = shifted(path, to, index, by=1)
        landed = shifted((*to, index), source[:-1], int(source[-1]) + 1, by=-1)
        self._edit([Change(kind="move", path=path, to=to, index=index)], landed)


def new_flow(flow_id: str, title: Mapping[str, str], object_type: str, owner: str) -> str:
    """The file of a flow without steps."""
    record: dict[str, Any] = {"flow": flow_id}
    if title:
        record["title"] = dict(title)
    return record_yaml({**record, "object": object_type, "owner": owner, "steps": []})


def id_from(words: str, used: Iterable[str], stem: str) -> str:
    """An id for a step that is called `words`; `stem` where they hold no letter of an id."""
    return free_id(_SLUG.sub("-", words.lower()).strip("-")[:40] or stem, used)


def free_id(name: str, used: Iterable[str]) -> str:
    """`name`, or with the next number behind it where it is used."""
    taken = set(used)
    if name not in taken:
        return name
    stem = re.sub(r"-\d+$", "", name)
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _names(data: Data, path: Path) -> Iterator[tuple[Path, str]]:
    """Where the steps at and below `path` give their ids, and which."""
    value = at(data, path)
    if isinstance(value, dict):
        kind = kind_of(value)
        key = kind if kind in NAMED else "id" if kind and "id" in value else ""
        if key and isinstance(value[key], str):
            yield (*path, key), value[key]
    for each in value if isinstance(value, dict) else range(len(value)):
        if isinstance(value[each], dict | list):
            yield from _names(data, (*path, each))


def _is_otherwise(branch: Any) -> bool:
    return isinstance(branch, dict) and "otherwise" in branch


def _refuse_unreadable(text: str, file: str) -> None:
    problems = Problems()
    read = read_flow(text, file, problems)
    try:
        sound = isinstance(Spliced(text).data, dict)
    except yaml.YAMLError:
        sound = False
    if read is None or not sound:
        errors = problems.sorted()
        raise Invalid(say("check.flow_unreadable", n=len(errors)), errors=errors)
