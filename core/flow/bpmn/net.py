"""A process as a net of gateways, with what lies between two of them on the arrow.

The net is what `core.flow.bpmn.reducing` makes a tree of. Activities are nodes of their own at
first; what BPMN leaves implicit (several arrows into or out of an activity, ends) is explicit here.
"""

from collections.abc import Iterator
from copy import copy

import msgspec

from core.flow.bpmn.conditions import verdict
from core.flow.bpmn.graph import Arrow, Process, Remarks, Shape

START, END = "(start)", "(end)"
GATEWAYS = {"exclusiveGateway": "xor", "inclusiveGateway": "or", "parallelGateway": "and"}


class Reject(msgspec.Struct, kw_only=True, eq=False):
    """Where a person's reject leads: `end`, `requester`, `step` (the work `back`) or `branch`."""

    to: str = "end"
    back: "Work | None" = None
    items: tuple["Block", ...] = ()
    go_on: bool = False
    straight_back: bool = False


class Work(msgspec.Struct, kw_only=True, eq=False):
    """An activity or an event that becomes steps."""

    shape: Shape
    decides: bool = False
    """A gateway behind it asks what was decided."""
    reject: Reject | None = None
    straight_back: bool = False
    """What is returned, beside rejected, comes from its requester straight back."""
    ways: tuple["Block", ...] = ()
    """For an embedded subprocess: what is in it."""
    first: "Work | None" = None
    """Of what this one is a copy."""


class Way(msgspec.Struct, kw_only=True, eq=False):
    """One way of a fork."""

    arrow: Arrow
    items: tuple["Block", ...] = ()


class Fork(msgspec.Struct, kw_only=True, eq=False):
    """Ways that part and join: `xor`, `or`, `and`."""

    shape: Shape | None
    kind: str
    ways: tuple[Way, ...]


Block = Work | Fork


class Node(msgspec.Struct, kw_only=True, eq=False):
    """A place in the net. A gateway that both joins and splits is two of them."""

    id: str
    kind: str = "xor"
    """`xor`, `or`, `and`; "" for work, the start and the end."""
    shape: Shape | None = None
    work: Work | None = None
    decision: Work | None = None
    """The work whose decision this gateway asks about."""
    splits: str = ""
    joins: str = ""
    """Signoff's marks: the id of the step that begins, or ends, here."""


class Edge(msgspec.Struct, kw_only=True, eq=False):
    """A way from node to node with what happens on it."""

    source: str
    target: str
    arrow: Arrow
    items: tuple[Block, ...] = ()
    meaning: str = ""
    """After a decision: `approved`, `rejected` or `returned`."""


class Net:
    """Nodes and edges; changed until only one edge is left."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []

    def into(self, node: str) -> list[Edge]:
        """Edges that lead here."""
        return [edge for edge in self.edges if edge.target == node]

    def out_of(self, node: str) -> list[Edge]:
        """Edges that leave, in order."""
        return [edge for edge in self.edges if edge.source == node]

    def ways(self) -> dict[str, list[Edge]]:
        """For each node the edges that leave it: for who walks through all of the net."""
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            found.setdefault(edge.source, []).append(edge)
        return found

    def ways_in(self) -> dict[str, list[Edge]]:
        """For each node the edges that lead to it, likewise."""
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            found.setdefault(edge.target, []).append(edge)
        return found

    def drop(self, node: str) -> None:
        """Remove a node and its edges."""
        del self.nodes[node]
        self.edges = [each for each in self.edges if node not in (each.source, each.target)]

    def reached(self) -> set[str]:
        """The nodes to which a case can come."""
        ways = self.ways()
        seen, ahead = {START}, [START]
        while ahead:
            for edge in ways.get(ahead.pop(), ()):
                if edge.target not in seen:
                    seen.add(edge.target)
                    ahead.append(edge.target)
        return seen


def net_of(process: Process, remarks: Remarks) -> Net:
    """The net of a process; what cannot be in one is named."""
    return _Builder(process, remarks).net()


class _Builder:
    def __init__(self, process: Process, remarks: Remarks) -> None:
        self._process = process
        self._remarks = remarks
        self._net = Net()

    def net(self) -> Net:
        net = self._net
        net.nodes = {START: Node(id=START, kind=""), END: Node(id=END, kind="")}
        for shape in self._process.shapes.values():
            self._node(shape)
        self._starts()
        for arrow in self._process.arrows:
            edge = self._edge(arrow)
            if edge.source in net.nodes and edge.target in net.nodes and edge.target != START:
                net.edges.append(edge)
            else:  # out of an end, or into a start
                self._remarks.lose("loose_arrow", arrow)
        self._ends()
        self._drop_unreached()
        for node in list(net.nodes.values()):
            self._make_explicit(node)
        for node in list(net.nodes.values()):
            self._find_decision(node)
        return net

    def _node(self, shape: Shape) -> None:
        if shape.kind in ("startEvent", "endEvent", "boundaryEvent"):
            return
        kind = GATEWAYS.get(shape.kind, "")
        if shape.kind in ("eventBasedGateway", "complexGateway"):
            self._remarks.lose("unknown_gateway", shape, kind=shape.kind)
            kind = "xor"
        work = None if kind else Work(shape=shape)
        self._net.nodes[shape.id] = Node(
            id=shape.id,
            kind=kind,
            shape=shape,
            work=work,
            splits=str(shape.marks.get("splits", "")),
            joins=str(shape.marks.get("joins", "")),
        )

    def _starts(self) -> None:
        shapes = self._process.shapes
        starts = [each for each in shapes.values() if each.kind == "startEvent"]
        for extra in starts[1:]:
            self._remarks.note("several_starts", extra)
        for start in starts:
            if start.event:
                self._remarks.note("start_event", start, event=start.event)
        if starts:
            return
        for shape in shapes.values():  # BPMN may leave its start out
            implied = shape.kind not in ("endEvent", "boundaryEvent")
            if implied and not self._process.into(shape.id):
                arrow = Arrow(id=f"to {shape.id}", source=START, target=shape.id)
                self._net.edges.append(Edge(source=START, target=shape.id, arrow=arrow))

    def _edge(self, arrow: Arrow) -> Edge:
        shapes = self._process.shapes
        source = START if shapes[arrow.source].kind == "startEvent" else arrow.source
        target = END if shapes[arrow.target].kind == "endEvent" else arrow.target
        return Edge(source=source, target=target, arrow=arrow)

    def _ends(self) -> None:
        for shape in self._process.shapes.values():
            if shape.kind == "endEvent" and shape.event not in ("", "terminate"):
                self._remarks.lose("end_event", shape, event=shape.event)
        for node in list(self._net.nodes):
            if node != END and not self._net.out_of(node):
                arrow = Arrow(id=f"from {node}", source=node, target=END)
                self._net.edges.append(Edge(source=node, target=END, arrow=arrow))

    def _drop_unreached(self) -> None:
        reached = self._net.reached()
        for name, node in list(self._net.nodes.items()):
            if name not in reached and name != END:
                if node.shape is not None:
                    self._remarks.lose("not_reached", node.shape)
                self._net.drop(name)

    # --- what BPMN leaves implicit -------------------------------------------------------------

    def _make_explicit(self, node: Node) -> None:
        net = self._net
        into, out = net.into(node.id), net.out_of(node.id)
        if node.id == END:
            return
        if len(out) > 1 and not node.kind:
            self._split_behind(node, out)
        if len(into) > 1 and (not node.kind or len(out) > 1):
            kind = node.kind or "xor"
            join = Node(id=f"{node.id} (join)", kind=kind, shape=node.shape, joins=node.joins)
            net.nodes[join.id] = join
            for edge in into:
                edge.target = join.id
            between = Arrow(id=node.id, source=join.id, target=node.id)
            net.edges.append(Edge(source=join.id, target=node.id, arrow=between))
            node.joins = ""

    def _split_behind(self, node: Node, out: list[Edge]) -> None:
        """Several arrows out of an activity: all of them, or those whose condition holds."""
        conditional = any(edge.arrow.condition is not None for edge in out)
        split = Node(id=f"{node.id} (split)", kind="or" if conditional else "and", shape=node.shape)
        self._net.nodes[split.id] = split
        for edge in out:
            edge.source = split.id
        between = Arrow(id=node.id, source=node.id, target=split.id)
        self._net.edges.append(Edge(source=node.id, target=split.id, arrow=between))

    # --- decisions ----------------------------------------------------------------------------

    def _find_decision(self, node: Node) -> None:
        """Whether this gateway asks what the person before it decided."""
        into, out = self._net.into(node.id), self._net.out_of(node.id)
        if node.kind != "xor" or len(into) != 1 or len(out) < 2 or node.splits:
            return
        before = self._net.nodes[into[0].source].work
        if before is None or before.shape.kind not in ("userTask", "manualTask", "callActivity"):
            return
        meanings = list(_meanings(out))
        counted = [meanings.count(each) for each in ("approved", "rejected", "returned")]
        if "" in meanings or counted[0] != 1 or max(counted) > 1:
            return
        for edge, meaning in zip(out, meanings, strict=True):
            edge.meaning = meaning
        before.decides, node.decision = True, before


def _meanings(out: list[Edge]) -> Iterator[str]:
    """What each way stands for; the default is whatever is left."""
    named = any(edge.arrow.condition is not None for edge in out)
    found: list[str] = []
    for edge in out:
        condition = edge.arrow.condition
        said = None if named and condition is None else verdict(condition, edge.arrow.name)
        found.append(said.meaning if said is not None else "")
    if found.count("") == 1 and named:
        missing = [each for each in ("rejected", "approved") if each not in found]
        if missing:
            found[found.index("")] = missing[0]
    yield from found


def copied(items: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same blocks once more, for a second way on which they happen."""
    return tuple(_copy(item) for item in items)


def _copy(item: Block) -> Block:
    again = copy(item)
    if isinstance(again, Fork):
        again.ways = tuple(Way(arrow=way.arrow, items=copied(way.items)) for way in again.ways)
        return again
    assert isinstance(item, Work)
    again.first = item.first or item
    again.ways = copied(item.ways)
    if item.reject is not None:
        again.reject = copy(item.reject)
        again.reject.items = copied(item.reject.items)
    return again


def forks(items: tuple[Block, ...], most: int) -> int:
    """How many forks are in blocks, inner ones too; beyond `most` it is not counted on."""
    found, left = 0, list(items)
    while left and found <= most:
        item = left.pop()
        if isinstance(item, Fork):
            found += 1
            left.extend(inner for way in item.ways for inner in way.items)
    return found


def works(items: tuple[Block, ...]) -> Iterator[Work]:
    """All works in blocks, inner ones too."""
    for item in items:
        if isinstance(item, Fork):
            for way in item.ways:
                yield from works(way.items)
        else:
            yield item
            yield from works(item.ways)
            if item.reject is not None:
                yield from works(item.reject.items)
