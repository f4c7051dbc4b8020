"""The rows of a flow's file: the flow itself, its steps and their branches, in the order written.

Made from plain data, so that there are rows also where a condition or a name is wrong. Each row
knows its path in the file; the ids of steps are those that `core.flow.parsing` gives.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from core.flow.change import Data, Path

KINDS = (
    *("approve", "do", "fill", "tell", "call", "set"),
    *("choose", "choose all", "together", "wait", "flow"),
)
"""The kinds of steps, in the order in which the reader looks for them."""
NAMED = ("approve", "do", "fill")
"""Kinds whose value is the id of the step."""
BRANCHING = ("choose", "choose all", "together")


class RowKind(StrEnum):
    """What a row is about."""

    FLOW = "flow"
    STEP = "step"
    BRANCH = "branch"
    """A branch of a choose or together."""
    REJECT = "reject"
    """The branch to which a reject leads."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row. `steps` is the list that holds what lies inside: the path of it."""

    kind: RowKind
    path: Path
    depth: int
    step: str = ""
    """The kind of step: `approve`; for a branch that of the step to which it belongs."""
    id: str = ""
    steps: Path | None = None
    last: bool = False
    """Nothing follows on the same depth."""


def rows(data: Data) -> list[Row]:
    """All rows of a flow."""
    top = data if isinstance(data, dict) else {}
    start = Row(kind=RowKind.FLOW, path=(), depth=0, id=str(top.get("flow", "")), steps=("steps",))
    return [start, *_Reader().steps(top.get("steps"), ("steps",), 1)]


def kind_of(step: Any) -> str:
    """The kind of a step as it is written; "" for none."""
    return next((kind for kind in KINDS if isinstance(step, dict) and kind in step), "")


class _Reader:
    def __init__(self) -> None:
        self._used: set[str] = set()
        self._numbers: dict[str, int] = {}

    def steps(self, items: Any, path: Path, depth: int) -> Iterator[Row]:
        if not isinstance(items, list):
            return
        for number, item in enumerate(items):
            here, kind = (*path, number), kind_of(item)
            if not kind:
                yield Row(kind=RowKind.STEP, path=here, depth=depth, last=_ends(items, number))
                continue
            yield Row(
                kind=RowKind.STEP,
                path=here,
                depth=depth,
                step=kind,
                id=self._id(item, kind),
                last=_ends(items, number),
            )
            if kind in BRANCHING:
                yield from self._branches(item[kind], kind, (*here, kind), depth + 1)
            elif "on reject" in item:
                yield from self._rejected(item["on reject"], kind, (*here, "on reject"), depth + 1)

    def _branches(self, items: Any, kind: str, path: Path, depth: int) -> Iterator[Row]:
        for number, item in enumerate(items if isinstance(items, list) else ()):
            here: Path = (*path, number)
            inner = here if isinstance(item, list) else (*here, _inside(item))
            yield Row(
                kind=RowKind.BRANCH,
                path=here,
                depth=depth,
                step=kind,
                steps=inner,
                last=_ends(items, number),
            )
            steps = item if isinstance(item, list) else _get(item, str(inner[-1]))
            yield from self.steps(steps, inner, depth + 1)

    def _rejected(self, value: Any, kind: str, path: Path, depth: int) -> Iterator[Row]:
        if isinstance(value, str):
            return
        inner: Path = path if isinstance(value, list) else (*path, "steps")
        yield Row(kind=RowKind.REJECT, path=path, depth=depth, step=kind, steps=inner, last=True)
        steps = value if isinstance(value, list) else _get(value, "steps")
        yield from self.steps(steps, inner, depth + 1)

    def _id(self, step: dict[str, Any], kind: str) -> str:
        given = step[kind] if kind in NAMED else step.get("id")
        if isinstance(given, str) and given:
            self._used.add(given)
            return given
        stem = kind.replace(" ", "-")
        while True:
            self._numbers[stem] = self._numbers.get(stem, 0) + 1
            name = f"{stem}-{self._numbers[stem]}"
            if name not in self._used:
                self._used.add(name)
                return name


def _inside(branch: Any) -> str:
    """The key under which a branch holds its steps."""
    return "otherwise" if isinstance(branch, dict) and "otherwise" in branch else "steps"


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _ends(items: list[Any], number: int) -> bool:
    return number == len(items) - 1
