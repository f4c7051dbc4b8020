"""Where boxes and lines go: a block tree laid out along one direction, in whole units.

`along` is the direction in which the flow runs, `across` the other one: a terminal and SVG let it
run downwards in cells or pixels, BPMN to the right. Each block has an axis, the line that enters
and leaves it; blocks that follow each other share it, branches stand beside each other. Nothing
overlaps, and lines cross no box (tests/core/flow/drawing/test_layout.py).
"""

from collections.abc import Iterator, Sequence

import msgspec


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A box of a given size. `key` is the caller's own."""

    key: str
    length: int
    """Along the flow."""
    breadth: int
    """Across it."""
    before: int = -1
    """Where its axis is, counted across; -1: in its middle."""

    @property
    def axis(self) -> int:
        """How much of the box lies before the axis."""
        return self.breadth // 2 if self.before < 0 else self.before


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """One branch: what stands in it, and whether it leads to the others' end."""

    items: tuple["Item", ...]
    joins: bool = True
    key: str = ""
    """Names the line that leads into the branch."""


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """Branches between a head and, where `tail` is given, a box in which they join."""

    head: Node
    lanes: tuple[Lane, ...]
    tail: Node | None = None
    straight: bool = False
    """The first lane goes straight on; else the axis is in the middle of the lanes."""


Item = Node | Split


class Gaps(msgspec.Struct, frozen=True, kw_only=True):
    """Room that is left, in the caller's units."""

    follow: int
    """Between a box and the one that follows."""
    split: int
    """Between the head of a split and its branches, and between these and where they join."""
    beside: int
    """Between branches beside each other."""
    empty: int = 1
    """The breadth of a branch with nothing in it."""


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """Where a box is: its near corner and its size."""

    key: str
    along: int
    across: int
    length: int
    breadth: int


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """A line from box to box with right angles, its points as (along, across).

    `lane` is that of the branch into which it leads.
    """

    source: str
    target: str
    points: tuple[tuple[int, int], ...]
    lane: str = ""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything placed; the near corner of the whole is (0, 0)."""

    length: int
    breadth: int
    boxes: tuple[Placed, ...]
    paths: tuple[Path, ...]


class _Extent(msgspec.Struct, frozen=True):
    """How much room a block takes: along, and to both sides of its axis."""

    length: int
    before: int
    after: int


def plan(items: Sequence[Item], gaps: Gaps) -> Plan:
    """The layout of blocks that follow each other."""
    layout = _Layout(gaps)
    extent = layout.extent_of(items)
    layout.place(items, 0, extent.before)
    return Plan(
        length=extent.length,
        breadth=extent.before + extent.after,
        boxes=tuple(layout.boxes),
        paths=tuple(layout.paths),
    )


def nodes(items: Sequence[Item]) -> Iterator[Node]:
    """All boxes of blocks."""
    for item in items:
        if isinstance(item, Node):
            yield item
            continue
        yield item.head
        for lane in item.lanes:
            yield from nodes(lane.items)
        if item.tail is not None:
            yield item.tail


class _End(msgspec.Struct, frozen=True):
    """Where a line can begin: a box's far side, or a corner where branches meet."""

    key: str
    points: tuple[tuple[int, int], ...]
    lane: str = ""


class _Layout:
    def __init__(self, gaps: Gaps) -> None:
        self._gaps = gaps
        self.boxes: list[Placed] = []
        self.paths: list[Path] = []
        self._known: dict[int, _Extent] = {}

    # --- how much room ------------------------------------------------------------------------

    def extent_of(self, items: Sequence[Item]) -> _Extent:
        """The room of blocks that follow each other."""
        found = [self._extent(item) for item in items]
        if not found:
            return _Extent(0, self._gaps.empty // 2, self._gaps.empty - self._gaps.empty // 2)
        length = sum(each.length for each in found) + self._gaps.follow * (len(found) - 1)
        return _Extent(length, max(e.before for e in found), max(e.after for e in found))

    def _extent(self, item: Item) -> _Extent:
        if isinstance(item, Node):
            return _Extent(item.length, item.axis, item.breadth - item.axis)
        known = self._known.get(id(item))
        if known is None:
            known = self._known[id(item)] = self._of_split(item)
        return known

    def _of_split(self, split: Split) -> _Extent:
        lanes = [self.extent_of(lane.items) for lane in split.lanes]
        axes = self._axes(lanes)
        axis = _middle(split, axes)
        breadth = axes[-1] + lanes[-1].after
        length = split.head.length + 2 * self._gaps.split + max(each.length for each in lanes)
        before, after = axis, breadth - axis
        for node in (split.head, split.tail):
            if node is not None:
                before = max(before, node.axis)
                after = max(after, node.breadth - node.axis)
        if split.tail is not None:
            length += split.tail.length
        return _Extent(length, before, after)

    def _axes(self, lanes: Sequence[_Extent]) -> list[int]:
        """The axis of each branch, counted from where the first one begins."""
        axes, at = [], 0
        for each in lanes:
            axes.append(at + each.before)
            at += each.before + each.after + self._gaps.beside
        return axes

    # --- where it goes ------------------------------------------------------------------------

    def place(
        self, items: Sequence[Item], along: int, axis: int, ends: tuple[_End, ...] = ()
    ) -> tuple[_End, ...]:
        """Place blocks one after the other; returns where lines go on from the last one."""
        for item in items:
            if isinstance(item, Node):
                ends = self._place_node(item, along, axis, ends)
            else:
                ends = self._place_split(item, along, axis, ends)
            along += self._extent(item).length + self._gaps.follow
        return ends

    def _place_node(
        self, node: Node, along: int, axis: int, ends: tuple[_End, ...]
    ) -> tuple[_End, ...]:
        self._join(ends, node.key, along, axis)
        self.boxes.append(
            Placed(
                key=node.key,
                along=along,
                across=axis - node.axis,
                length=node.length,
                breadth=node.breadth,
            )
        )
        return (_End(node.key, ((along + node.length, axis),)),)

    def _join(self, ends: tuple[_End, ...], target: str, along: int, axis: int) -> None:
        for end in ends:
            points = (*end.points, (along, axis))
            self.paths.append(
                Path(source=end.key, target=target, points=_straight(points), lane=end.lane)
            )

    def _place_split(
        self, split: Split, along: int, axis: int, ends: tuple[_End, ...]
    ) -> tuple[_End, ...]:
        (head,) = self._place_node(split.head, along, axis, ends)
        lanes = [self.extent_of(lane.items) for lane in split.lanes]
        axes = self._axes(lanes)
        first = axis - _middle(split, axes)
        start = along + split.head.length + self._gaps.split
        longest = max(each.length for each in lanes)
        corner = start - (self._gaps.split + 1) // 2
        meeting = start + longest + self._gaps.split // 2
        out: list[_End] = []
        for lane, offset in zip(split.lanes, axes, strict=True):
            at = first + offset
            entry = _End(head.key, (*head.points, (corner, axis), (corner, at)), lane.key)
            for end in self.place(lane.items, start, at, (entry,)):
                if lane.joins:
                    out.append(
                        _End(end.key, (*end.points, (meeting, at), (meeting, axis)), end.lane)
                    )
        if split.tail is None:
            return tuple(out)
        return self._place_node(split.tail, start + longest + self._gaps.split, axis, tuple(out))


def _middle(split: Split, axes: Sequence[int]) -> int:
    return axes[0] if split.straight else (axes[0] + axes[-1]) // 2


def _straight(points: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Without points that lie on the way between their neighbours, and without doubles."""
    found: list[tuple[int, int]] = []
    for point in points:
        if found and found[-1] == point:
            continue
        if len(found) > 1 and _in_line(found[-2], found[-1], point):
            found[-1] = point
        else:
            found.append(point)
    return tuple(found)


def _in_line(one: tuple[int, int], two: tuple[int, int], three: tuple[int, int]) -> bool:
    return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]
