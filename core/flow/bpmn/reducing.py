"""A net without loops made a tree of blocks, where it has an equivalent one.

What follows each other is put on one edge; edges beside each other between a split and its join
become one fork; what joins only some of the ways is nested; what several ways share and cannot be
nested happens on each of them once more (after Polyvyanyy's structuring of acyclic processes). What
is left then has no block structure, and its gateways are named.
"""

from collections import Counter

from core.flow.bpmn.graph import Arrow, Remarks
from core.flow.bpmn.net import (
    END,
    START,
    Block,
    Edge,
    Fork,
    Net,
    Node,
    Reject,
    Way,
    Work,
    copied,
    forks,
    works,
)

_MOST_COPIES = 60
_MOST_FORKS = 500
"""Forks that are copied: those without any work in them cost nobody anything but this program."""
_MOST_LOOKS = 250_000_000
"""Edges that are looked at before it is given up: some seconds. A file of a thousand nodes with a
block structure takes half of it."""
_JOINS = {"xor": ("xor", "or", ""), "and": ("and", "or", ""), "or": ("or", "")}
"""Which gateways may join what a split parted; "": the end of the process."""


class Unstructured(Exception):
    """There is no equivalent tree; each gateway that is in the way has been named."""


def reduced(net: Net, remarks: Remarks) -> tuple[Block, ...]:
    """The blocks from start to end. Raises Unstructured."""
    return _Reducer(net, remarks).blocks()


class _Reducer:
    def __init__(self, net: Net, remarks: Remarks) -> None:
        self._net = net
        self._remarks = remarks
        self._copies = 0
        self._forks_copied = 0
        self._unpair()

    def _unpair(self) -> None:
        """Signoff's marks count where both the split and its join are still there."""
        nodes = self._net.nodes.values()
        splits = Counter(node.splits for node in nodes if node.splits)
        joins = Counter(node.joins for node in nodes if node.joins)
        for node in nodes:
            if splits[node.splits] != 1 or joins[node.splits] != 1:
                node.splits = ""
            if joins[node.joins] != 1 or splits[node.joins] != 1:
                node.joins = ""

    def blocks(self) -> tuple[Block, ...]:
        steps = (
            *(self._series, self._rejects, self._forks, self._nest, self._copy_out),
            *(self._undecide, self._unmark),
        )
        looks = 0
        while len(self._net.nodes) > 2 or len(self._net.edges) > 1:
            looks += len(self._net.nodes) * len(self._net.edges)
            if looks > _MOST_LOOKS or not any(step() for step in steps):
                self._name_what_is_left()
                raise Unstructured
        found = self._net.edges[0].items if self._net.edges else ()
        self._note_copies(found)
        return found

    # --- one after the other ------------------------------------------------------------------

    def _series(self) -> bool:
        """Nodes with one way in and one way out lie on an edge."""
        found = False
        ways_in, ways_out = self._net.ways_in(), self._net.ways()
        for node in list(self._net.nodes.values()):
            into, out = ways_in.get(node.id, []), ways_out.get(node.id, [])
            if len(into) != 1 or len(out) != 1 or node.splits or node.joins:
                continue
            if node.kind and node.decision is None and out[0].arrow.condition is not None:
                continue  # one way with a condition is a choice as well
            first, second = into[0], out[0]
            inner: tuple[Block, ...] = (node.work,) if node.work is not None else ()
            first.items = (*first.items, *inner, *second.items)
            first.target = second.target
            beyond = ways_in[second.target]
            beyond[beyond.index(second)] = first
            self._net.edges.remove(second)
            del self._net.nodes[node.id]
            found = True
        return found

    # --- rejects ------------------------------------------------------------------------------

    def _rejects(self) -> bool:
        """A reject that leads to the end, or around nothing to where the approval leads."""
        for node in self._net.nodes.values():
            if node.decision is None:
                continue
            out = {edge.meaning: edge for edge in self._net.out_of(node.id)}
            against = out.get("rejected") or out.get("returned")
            if against is None or "approved" not in out:
                self._settle(node)
                return True
            if node.decision.reject is not None:
                continue
            if against.target == END:
                self._absorb(node.decision, against, go_on=False)
                return True
            forward = out["approved"]
            if len(out) == 2 and against.target == forward.target and not forward.items:
                self._absorb(node.decision, against, go_on=True)
                return True
        return False

    def _settle(self, node: Node) -> None:
        """The person's reject is taken care of; what is left is no question any more."""
        node.decision = None
        for edge in self._net.out_of(node.id):
            edge.arrow = Arrow(id=edge.arrow.id, source=node.id, target=edge.target)

    def _absorb(self, work: Work, edge: Edge, *, go_on: bool) -> None:
        branch = bool(edge.items) or go_on
        work.reject = Reject(to="branch" if branch else "end", items=edge.items, go_on=go_on)
        self._net.edges.remove(edge)

    # --- beside each other --------------------------------------------------------------------

    def _forks(self) -> bool:
        """All ways of a split that lead to the same join become one block."""
        for node in self._net.nodes.values():
            out = self._net.out_of(node.id)
            if not node.kind or node.decision is not None or not out:
                continue
            targets = {edge.target for edge in out}
            conditional = any(edge.arrow.condition is not None for edge in out)
            if len(targets) != 1 or (len(out) == 1 and not node.splits and not conditional):
                continue
            if self._fits(node, self._net.nodes[targets.pop()]):
                self._join(node, out)
                node.splits = ""
                return True
        return False

    def _fits(self, split: Node, join: Node) -> bool:
        if split.splits or join.joins:
            if split.splits != join.joins:
                return False
            join.joins = ""
        return join.kind in _JOINS[split.kind]

    def _join(self, node: Node, edges: list[Edge]) -> Edge:
        ways = tuple(Way(arrow=edge.arrow, items=edge.items) for edge in edges)
        fork = Fork(shape=node.shape, kind=node.kind, ways=ways)
        last = edges[-1]
        # The whole takes the place of its last way: the default stays the default.
        arrow = Arrow(id=last.arrow.id, source=node.id, target=last.target)
        made = Edge(source=node.id, target=last.target, arrow=arrow, items=(fork,))
        self._net.edges[self._net.edges.index(last)] = made
        for edge in edges[:-1]:
            self._net.edges.remove(edge)
        return made

    def _nest(self) -> bool:
        """Some ways of a split join before the others do."""
        for node in self._net.nodes.values():
            out = self._net.out_of(node.id)
            if node.kind not in ("xor", "and") or node.decision is not None or node.splits:
                continue
            for target, count in Counter(edge.target for edge in out).items():
                some = [edge for edge in out if edge.target == target]
                join = self._net.nodes[target]
                if count < 2 or join.joins or join.kind not in _JOINS[node.kind]:
                    continue
                # The first way that holds is taken: only the last ones can be tried later.
                if node.kind == "and" or some == out[-count:]:
                    made = self._join(node, some)
                    made.arrow.default = node.kind == "xor"
                    return True
        return False

    # --- once more ----------------------------------------------------------------------------

    def _copy_out(self) -> bool:
        """What follows an exclusive join happens on each of its ways."""
        joins = [node for node in self._net.nodes.values() if self._can_copy(node)]
        if not joins:
            return False
        closing = self._closing()
        node = min(joins, key=lambda each: (each.id in closing, self._size(each)))
        self._copies += self._size(node) * (len(self._net.into(node.id)) - 1)
        into, (out,) = self._net.into(node.id), self._net.out_of(node.id)
        self._forks_copied += forks(out.items, _MOST_FORKS) * (len(into) - 1)
        if self._copies > _MOST_COPIES or self._forks_copied > _MOST_FORKS:
            return False
        after = self._net.nodes[out.target]
        stays = after.id == END or self._is_join(after)
        for number, edge in enumerate(into):
            edge.items = (*edge.items, *(copied(out.items) if number else out.items))
            edge.target = out.target if stays else self._copy_of(after, number, edge)
        self._net.edges.remove(out)
        del self._net.nodes[node.id]
        if not stays:
            self._net.drop(after.id)
        return True

    def _can_copy(self, node: Node) -> bool:
        if node.kind != "xor" or node.joins or len(self._net.into(node.id)) < 2:
            return False
        out = self._net.out_of(node.id)
        if len(out) != 1:
            return False
        after = self._net.nodes[out[0].target]
        if after.id == END or self._is_join(after):
            return True
        return after.kind == "xor" and len(self._net.into(after.id)) == 1 and not after.splits

    def _is_join(self, node: Node) -> bool:
        """An exclusive join takes one way more; any other node is copied with what leads to it."""
        return node.kind == "xor" and len(self._net.into(node.id)) > 1 and not node.joins

    def _size(self, node: Node) -> int:
        (out,) = self._net.out_of(node.id)
        stays = out.target == END or self._is_join(self._net.nodes[out.target])
        after = [] if stays else self._net.out_of(out.target)
        return sum(len(list(works(edge.items))) for edge in (out, *after)) + len(after)

    def _copy_of(self, node: Node, number: int, before: Edge) -> str:
        again = Node(id=f"{node.id} ({number})", kind=node.kind, shape=node.shape)
        self._net.nodes[again.id] = again
        for edge in self._net.out_of(node.id):
            items = copied(edge.items) if number else edge.items
            copy = Edge(source=again.id, target=edge.target, arrow=edge.arrow, items=items)
            copy.meaning = edge.meaning
            self._net.edges.append(copy)
        if node.decision is not None:
            # Each copy asks about the copy of the work that leads to it.
            last = before.items[-1]
            again.decision = last if isinstance(last, Work) else node.decision
        return again.id

    def _closing(self) -> set[str]:
        """Where all ways of some split meet again: the end of a block, once what is inside is one.

        What is none of these stands in the way of a tree, and is what has to be copied.
        """
        behind: dict[str, frozenset[str]] = {}

        def after(node: str) -> frozenset[str]:
            if node not in behind:
                ways = [after(edge.target) for edge in self._net.out_of(node)]
                behind[node] = frozenset({node}).union(
                    frozenset.intersection(*ways) if ways else ()
                )
            return behind[node]

        splits = [node for node in self._net.nodes if len(self._net.out_of(node)) > 1]
        met = [after(node) - {node} for node in splits]
        return {max(each, key=lambda node: len(after(node))) for each in met if each}

    def _note_copies(self, blocks: tuple[Block, ...]) -> None:
        shapes = {work.shape.id: work.shape for work in works(blocks)}
        for shape, count in Counter(work.shape.id for work in works(blocks)).items():
            if count > 1:
                self._remarks.note("copied", shapes[shape], n=count)

    # --- the last resorts ---------------------------------------------------------------------

    def _undecide(self) -> bool:
        """A decision whose ways both go on differently is a choice by a field."""
        for node in self._net.nodes.values():
            if node.decision is not None:
                node.decision.decides = False
                if node.shape is not None:
                    self._remarks.note("decision_by_field", node.shape)
                node.decision = None
                return True
        return False

    def _unmark(self) -> bool:
        """Somebody has redrawn what signoff exported: the marks do not fit any more."""
        marked = [node for node in self._net.nodes.values() if node.splits or node.joins]
        for node in marked:
            node.splits = node.joins = ""
        return bool(marked)

    # --- no tree ------------------------------------------------------------------------------

    def _name_what_is_left(self) -> None:
        for node in self._net.nodes.values():
            if node.id in (START, END) or node.shape is None:
                continue
            into, out = self._net.into(node.id), self._net.out_of(node.id)
            if len(into) > 1 and node.kind == "and":
                self._remarks.lose("join_of_choice", node.shape)
            elif len(into) > 1:
                self._remarks.lose("join_mixed", node.shape)
            elif len(out) > 1:
                self._remarks.lose("split_mixed", node.shape)
