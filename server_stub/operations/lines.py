"""Table lines that somebody changed without seeing all of their columns.

Their hidden cells stay with the line they belong to. A line is known by its visible cells; what is
left between two known lines is taken as the same lines, changed, where it is as many as before or
others were added at the end. Whatever else could move a hidden cell to another line is refused.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import msgspec

from core.errors import FieldError, Invalid
from core.language import say

Line = Mapping[str, object]


def with_hidden_cells(
    name: str, before: Sequence[Line], after: Sequence[Line], hidden: Collection[str]
) -> list[dict[str, object]]:
    """The lines `after` with the `hidden` cells that they had in `before`.

    Raises Invalid where it is unclear which line a hidden cell belongs to.
    """
    kept = [{cell: value for cell, value in line.items() if cell in hidden} for line in before]
    if not any(kept):
        return [dict(line) for line in after]
    pairs = _same(name, before, after, hidden, kept)
    pairs |= _changed(name, kept, len(after), pairs)
    return [
        {**(kept[pairs[place]] if place in pairs else {}), **line}
        for place, line in enumerate(after)
    ]


def _same(
    name: str,
    before: Sequence[Line],
    after: Sequence[Line],
    hidden: Collection[str],
    kept: list[dict[str, object]],
) -> dict[int, int]:
    """The place before of each line whose visible cells stayed, by its place after."""
    places: dict[bytes, list[int]] = defaultdict(list)
    for place, line in enumerate(before):
        places[_visible(line, hidden)].append(place)
    wanted: dict[bytes, list[int]] = defaultdict(list)
    for place, line in enumerate(after):
        wanted[_visible(line, hidden)].append(place)
    pairs: dict[int, int] = {}
    for key, new in wanted.items():
        old = places.get(key, [])
        if old and len(old) != len(new) and any(kept[place] != kept[old[0]] for place in old):
            raise _unclear(name)
        pairs.update(zip(new, old, strict=False))
    return pairs


def _changed(
    name: str, kept: list[dict[str, object]], count: int, same: dict[int, int]
) -> dict[int, int]:
    """The lines that changed, by their place after: as many as before between two that stayed."""
    known = set(same.values())
    if len(known) == len(kept) or len(same) == count:  # lines were only added, or only removed
        return {}
    in_order = [same[place] for place in sorted(same)]
    if in_order != sorted(in_order):
        gone = [place for place in range(len(kept)) if place not in known]
        if any(kept[place] for place in gone):
            raise _unclear(name)
        return {}
    pairs: dict[int, int] = {}
    starts = [(-1, -1), *((place, same[place]) for place in sorted(same))]
    ends = [*starts[1:], (count, len(kept))]
    for (new, old), (new_end, old_end) in zip(starts, ends, strict=True):
        came, went = range(new + 1, new_end), range(old + 1, old_end)
        appended = new == old and new_end == count and len(came) > len(went)
        if len(came) == len(went) or appended:
            pairs.update(zip(came, went, strict=False))
        elif any(kept[place] for place in went):
            raise _unclear(name)
    return pairs


def _visible(line: Line, hidden: Collection[str]) -> bytes:
    cells = {cell: value for cell, value in line.items() if cell not in hidden}
    return msgspec.json.encode(cells, order="deterministic")


def _unclear(name: str) -> Invalid:
    hint = say("operations.hidden_cells.hint")
    error = FieldError(field=name, message=say("operations.hidden_cells"), hint=hint)
    return Invalid(say("operations.field"), errors=(error,), hint=hint)
