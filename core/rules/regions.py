"""Regions told in words: `amount from 5000 up to 50000, material class other than production`."""

from collections.abc import Sequence

from core.language import say
from core.rules.axes import OTHER, Axis, Cell
from core.rules.boxes import Box, cells


def tell(axes: Sequence[Axis], box: Box) -> str:
    """A box in the current language, axis by axis; those that it takes whole are not named."""
    told = [_of_axis(axes[at], box[at]) for at in named_axes(axes, box)]
    return say("regions.and").join(told) or say("regions.all")


def tell_apart(axes: Sequence[Axis], box: Box) -> list[str]:
    """The same, with one text for each range where only one ordered axis is named."""
    return [tell(axes, each) for each in apart(axes, box)]


def apart(axes: Sequence[Axis], box: Box) -> list[Box]:
    """One box for each range where only one ordered axis is named; else the box as it is."""
    named = named_axes(axes, box)
    if len(named) != 1 or not axes[named[0]].ordered:
        return [box]
    at = named[0]
    return [(*box[:at], mask, *box[at + 1 :]) for mask in runs(axes[at], box[at])]


def named_axes(axes: Sequence[Axis], box: Box) -> list[int]:
    """The numbers of the axes that a box does not take whole."""
    return [at for at, axis in enumerate(axes) if box[at].bit_count() < len(axis.cells)]


def _of_axis(axis: Axis, mask: int) -> str:
    if not axis.ordered:
        return _of_names(axis, mask)
    told = [_told_run([axis.cells[at] for at in cells(run)], axis) for run in runs(axis, mask)]
    return say("regions.range", name=axis.title, range=say("regions.or").join(told))


def _of_names(axis: Axis, mask: int) -> str:
    chosen = [axis.cells[at].name for at in cells(mask)]
    rest = [cell for at, cell in enumerate(axis.cells) if not mask >> at & 1]
    left = [cell.name for cell in rest]
    flag = isinstance(axis.cells[0].value, bool)
    other = any(cell.value == OTHER for cell in rest)
    if len(left) < len(chosen) and not flag and not other:
        return say("regions.not", name=axis.title, values=_joined(left))
    return say("regions.is", name=axis.title, values=_joined(chosen))


_MOST_NAMES = 12


def _joined(names: list[str]) -> str:
    """The names, as many as somebody reads."""
    told = names[:_MOST_NAMES]
    if len(names) > _MOST_NAMES:
        told = [*names[: _MOST_NAMES - 1], say("regions.more", n=len(names) - _MOST_NAMES + 1)]
    return say("regions.or").join(told)


def runs(axis: Axis, mask: int) -> list[int]:
    """Neighbouring cells together; empty, which is last, by itself."""
    found: list[int] = []
    before = -2
    for at in cells(mask):
        if at == before + 1 and axis.cells[at].value is not None:
            found[-1] |= 1 << at
        else:
            found.append(1 << at)
        before = at
    return found


def _told_run(run: list[Cell], axis: Axis) -> str:
    first, last = run[0], run[-1]
    if len(run) == 1 and first.point:
        return first.name
    kind = "moment" if axis.moments else "number"
    parts = []
    if first.low:
        parts.append(say(f"regions.{kind}_{'from' if first.point else 'over'}", limit=first.low))
    if last.high:
        parts.append(say(f"regions.{kind}_{'up_to' if last.point else 'under'}", limit=last.high))
    return say("regions.both").join(parts) or say("regions.given")
