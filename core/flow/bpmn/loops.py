"""Ways back: a loop that a person's reject leads is `on reject: back to …`; others are named."""

from core.flow.bpmn.graph import Remarks
from core.flow.bpmn.net import END, START, Edge, Net, Node, Reject, Work

HUMAN = frozenset(("userTask", "manualTask", "task"))


class Loops:
    """Takes the loops out of a net. `asks_requester` tells of a work whether it is the
    requester's."""

    def __init__(self, net: Net, requesters: set[str], remarks: Remarks) -> None:
        self._net = net
        self._requesters = requesters
        self._remarks = remarks

    def take_out(self) -> None:
        """Make each loop a reject or name it."""
        for node in list(self._net.nodes.values()):
            if node.decision is not None and node.id in self._net.nodes:
                self._of_decision(node, node.decision)
        self._others()

    # --- loops that a decision leads ----------------------------------------------------------

    def _of_decision(self, node: Node, work: Work) -> None:
        above = self._dominators()
        has_reject = any(edge.meaning == "rejected" for edge in self._net.out_of(node.id))
        for edge in self._net.out_of(node.id):
            if edge.meaning == "approved":
                continue
            passed, target = self._chain(edge, above[node.id])
            if target is None:
                continue
            if edge.meaning == "returned" and has_reject:
                self._remarks.note("return_always", edge.arrow)
                work.straight_back = self._is_straight(work, passed, target)
            else:
                work.reject = self._reject(edge, work, passed, target)
            self._cut(edge)

    def _chain(self, edge: Edge, above: set[str]) -> tuple[list[Node], str | None]:
        """The works on an edge that leads back, and the gateway above to which it leads."""
        passed: list[Node] = []
        target, seen = edge.target, set[str]()
        while target not in above:
            node, out = self._net.nodes[target], self._net.out_of(target)
            if len(out) > 1 and passed and passed[-1].id in self._requesters:
                out = self._resubmitted(node, out)
            if len(out) != 1 or target in seen:
                return passed, None
            seen.add(target)
            if node.work is not None:
                passed.append(node)
            target = out[0].target
        return passed, target

    def _resubmitted(self, node: Node, out: list[Edge]) -> list[Edge]:
        """The requester's way back where the other one ends: here they withdraw instead."""
        again = [edge for edge in out if edge.target != END]
        if len(again) == 1 and node.shape is not None:
            self._remarks.note("withdraw_instead", node.shape)
        return again

    def _reject(self, edge: Edge, work: Work, passed: list[Node], target: str) -> Reject | None:
        goal = self._goal(target)
        if not passed:
            if goal is None or goal is work or goal.shape.kind not in HUMAN:
                self._remarks.lose("loop_no_step", edge.arrow)
                return None
            return Reject(to="step", back=goal)
        others = [each for each in passed if each.id not in self._requesters]
        if others or len(passed) > 1:
            for each in others or passed[1:]:
                self._remarks.lose("loop_with_steps", each.shape or each.id)
            return Reject(to="requester")
        if goal is not None and goal is self._goal(START):
            return Reject(to="requester")
        if goal is work:
            return Reject(to="requester", straight_back=True)
        if "kind" not in work.shape.marks:
            self._remarks.note("resubmit_from_start", edge.arrow)
        return Reject(to="requester")

    def _is_straight(self, work: Work, passed: list[Node], target: str) -> bool:
        """Whether a way back leads through the requester alone, to the one who returned it."""
        through_requester = [each.id in self._requesters for each in passed] == [True]
        goal = self._goal(target)
        return through_requester and goal is work and goal is not self._goal(START)

    def _goal(self, node: str) -> Work | None:
        """The first work after a node, where nothing comes in between; None: a split."""
        seen: set[str] = set()
        while node not in seen and node != END:
            seen.add(node)
            if (work := self._net.nodes[node].work) is not None:
                return work
            out = self._net.out_of(node)
            if len(out) != 1:
                return None
            node = out[0].target
        return None

    def _cut(self, edge: Edge) -> None:
        """Take out the way back, as far as no other one uses it."""
        self._net.edges.remove(edge)
        reached = self._net.reached()
        for node in list(self._net.nodes):
            if node not in reached and node != END:
                self._net.drop(node)

    # --- loops that nobody leads --------------------------------------------------------------

    def _others(self) -> None:
        while (edge := self._back_edge()) is not None:
            self._remarks.lose("loop", edge.arrow)
            self._net.edges.remove(edge)
            if not self._net.out_of(edge.source):
                self._net.edges.append(Edge(source=edge.source, target=END, arrow=edge.arrow))

    def _back_edge(self) -> Edge | None:
        """An edge to a node that is still being walked from."""
        ways = self._net.ways()
        state: dict[str, int] = {}
        stack = [(START, iter(ways.get(START, ())))]
        state[START] = 1
        while stack:
            node, edges = stack[-1]
            edge = next(edges, None)
            if edge is None:
                state[node] = 2
                stack.pop()
            elif state.get(edge.target) == 1:
                return edge
            elif edge.target not in state:
                state[edge.target] = 1
                stack.append((edge.target, iter(ways.get(edge.target, ()))))
        return None

    def _dominators(self) -> dict[str, set[str]]:
        """For each node the nodes that every way to it passes."""
        nodes = set(self._net.nodes)
        found = {node: set(nodes) for node in nodes}
        found[START] = {START}
        changed = True
        while changed:
            changed = False
            for node in nodes - {START}:
                before = [found[edge.source] for edge in self._net.into(node)]
                new = set.intersection(*before) | {node} if before else {node}
                if new != found[node]:
                    found[node] = new
                    changed = True
        return found
