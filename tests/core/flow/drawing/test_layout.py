"""Boxes never overlap, lines cross no box, and every box is reached."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from core.flow.drawing.layout import Gaps, Item, Lane, Node, Path, Placed, Plan, Split, plan

GAPS = Gaps(follow=2, split=3, beside=2)


class Made:
    """Names nodes, so that each is its own."""

    def __init__(self) -> None:
        self.count = 0

    def node(self, draw: st.DrawFn) -> Node:
        self.count += 1
        length, breadth = draw(st.integers(1, 6)), draw(st.integers(1, 12))
        return Node(key=f"n{self.count}", length=length, breadth=breadth)

    def items(self, draw: st.DrawFn, depth: int, least: int) -> tuple[Item, ...]:
        return tuple(self.item(draw, depth) for _ in range(draw(st.integers(least, 3))))

    def item(self, draw: st.DrawFn, depth: int) -> Item:
        if depth == 0 or draw(st.booleans()):
            return self.node(draw)
        joins = [True, *(draw(st.booleans()) for _ in range(draw(st.integers(1, 3))))]
        lanes = tuple(
            Lane(items=self.items(draw, depth - 1, 0 if each else 1), joins=each, key="lane")
            for each in joins
        )
        return Split(
            head=self.node(draw), lanes=lanes, tail=self.node(draw) if draw(st.booleans()) else None
        )


@st.composite
def trees(draw: st.DrawFn) -> tuple[Item, ...]:
    made = Made()
    return (made.node(draw), *made.items(draw, 3, 0), made.node(draw))


def overlap(one: Placed, other: Placed) -> bool:
    along = one.along < other.along + other.length and other.along < one.along + one.length
    across = one.across < other.across + other.breadth and other.across < one.across + one.breadth
    return along and across


def crosses(path: Path, box: Placed) -> bool:
    """Whether a line goes through the inside of a box, its borders left out."""
    for (along, across), (to_along, to_across) in pairwise(path.points):
        low, high = sorted((along, to_along)), sorted((across, to_across))
        inside_along = low[0] < box.along + box.length and box.along < low[1]
        inside_across = high[0] < box.across + box.breadth and box.across < high[1]
        if along == to_along:  # runs across the flow
            inside_along = box.along < along < box.along + box.length
        else:
            inside_across = box.across <= across < box.across + box.breadth
        if inside_along and inside_across and box.key not in (path.source, path.target):
            return True
    return False


def checked(made: Plan) -> None:
    assert not [pair for pair in combinations(made.boxes, 2) if overlap(*pair)]
    assert not [(path, box) for path in made.paths for box in made.boxes if crosses(path, box)]
    for box in made.boxes:
        assert box.along >= 0
        assert box.across >= 0
        assert box.along + box.length <= made.length
        assert box.across + box.breadth <= made.breadth
    for path in made.paths:
        assert all(one[0] == two[0] or one[1] == two[1] for one, two in pairwise(path.points))


@settings(max_examples=300, deadline=None)
@given(trees())
def test_nothing_overlaps_and_no_line_crosses_a_box(items: tuple[Item, ...]) -> None:
    made = plan(items, GAPS)
    checked(made)
    first = made.boxes[0].key
    assert {path.target for path in made.paths} == {box.key for box in made.boxes} - {first}


def test_blocks_that_follow_each_other_share_an_axis() -> None:
    made = plan((Node(key="a", length=3, breadth=9), Node(key="b", length=3, breadth=4)), GAPS)
    assert [path.points for path in made.paths] == [((3, 4), (5, 4))]
