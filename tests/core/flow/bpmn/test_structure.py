"""What is imported does what BPMN's tokens would do, whatever the shape of the drawing.

Random drawings of tasks, choices and parallel gateways, most of them not in blocks. A small token
game says which tasks are done; where an import names nothing as lost, the engine does the same.
"""

from collections import Counter, deque
from dataclasses import dataclass, field

from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.flow.bpmn.importing import import_bpmn
from tests.core.flow.bpmn.samples import bpmn, node
from tests.core.flow.company import money
from tests.core.flow.run import Run

AMOUNTS = (5, 15, 25, 35)
END = "end"


@dataclass
class Drawing:
    """Nodes by name, with where their arrows lead; the last way of a choice is its default."""

    ways: dict[str, list[str]] = field(default_factory=dict)
    limits: dict[str, list[int]] = field(default_factory=dict)

    def prune(self) -> None:
        """Leave out what no case could reach."""
        reached = {"n0"}
        for name, targets in self.ways.items():  # arrows lead to later nodes only
            if name in reached:
                reached |= set(targets)
        self.ways = {name: each for name, each in self.ways.items() if name in reached}
        self.limits = {name: each for name, each in self.limits.items() if name in reached}

    def xml(self) -> str:
        """The drawing as BPMN."""
        arrows = ["start > n0"]
        for name, targets in self.ways.items():
            for number, target in enumerate(targets):
                arrows.append(f"{name} > {target}{self._condition(name, number)}")
        nodes = [
            node(name, kind=_kind(name), camunda__assignee="bea", **self._default(name))
            for name in self.ways
        ]
        return bpmn("\n".join(arrows), *nodes, node(END, kind="endEvent"))

    def _default(self, name: str) -> dict[str, str]:
        if name not in self.limits:
            return {}
        before = list(self.ways)[: list(self.ways).index(name)]
        number = 1 + sum(len(self.ways[each]) for each in before) + len(self.ways[name]) - 1
        return {"default": f"f{number}"}

    def _condition(self, name: str, number: int) -> str:
        limits = self.limits.get(name, [])
        return f" if ${{amount > {limits[number]}}}" if number < len(limits) else ""

    def played(self, amount: int) -> Counter[str] | None:
        """How often each task is done; None where tokens get stuck."""
        done: Counter[str] = Counter()
        waiting: dict[str, Counter[str]] = {}
        tokens = deque([("start", "n0")])
        while tokens:
            source, name = tokens.popleft()
            if name == END:
                continue
            if name.startswith("a"):
                at = waiting.setdefault(name, Counter())
                at[source] += 1
                if len(at) < self._arrows_into(name):
                    continue
                waiting[name] = at - Counter(dict.fromkeys(at, 1))
            if name.startswith(("n", "t")):
                done[name] += 1
            targets = self.ways[name]
            tokens += [(name, each) for each in self._taken(name, targets, amount)]
        return None if any(waiting.values()) else done

    def _arrows_into(self, name: str) -> int:
        sources = {each for each, targets in self.ways.items() if name in targets}
        return len(sources)

    def _taken(self, name: str, targets: list[str], amount: int) -> list[str]:
        if name not in self.limits:
            return targets
        for limit, target in zip(self.limits[name], targets, strict=False):
            if amount > limit:
                return [target]
        return targets[-1:]


def _kind(name: str) -> str:
    return {"x": "exclusiveGateway", "a": "parallelGateway"}.get(name[0], "userTask")


@st.composite
def drawings(draw: st.DrawFn, gateways: str) -> Drawing:
    """Nodes in a row, each leading to later ones."""
    count = draw(st.integers(2, 9))
    names = [
        "n0",
        *(f"{draw(st.sampled_from('tt' + gateways))}{each + 1}" for each in range(count)),
    ]
    made = Drawing()
    for number, name in enumerate(names):
        later = [*names[number + 1 : number + 5], END]
        most = 1 if name[0] in "nt" else 3
        chosen = draw(st.lists(st.sampled_from(later), min_size=1, max_size=most, unique=True))
        made.ways[name] = chosen
        if name[0] == "x" and len(chosen) > 1:
            made.limits[name] = [draw(st.sampled_from([10, 20, 30])) for _ in chosen[1:]]
    made.prune()
    return made


def ran(text: str, amount: int) -> Counter[str]:
    """Which tasks the engine asks for, when each is ticked off."""
    run = Run(text, fields={"amount": money(str(amount))}).submit()
    done: Counter[str] = Counter()
    while run.open:
        step = run.open[0].split()[-1]
        done[step.partition("-")[0]] += 1
        task = next(seat.task for round_, seat in run.case.open_seats() if round_.step == step)
        run.done("bea", task=task)
    return done


def compared(drawing: Drawing) -> None:
    """What is imported does what the tokens do."""
    note(str(drawing))
    try:
        found = import_bpmn(drawing.xml(), object_type="purchase_order", owner="role:buyer")
    except Invalid:
        event("refused")
        return
    assert found.lost == ()
    note(found.text)
    event("as drawn" if not found.changed else "with copies")
    for amount in AMOUNTS:
        expected = drawing.played(amount)
        assert expected is not None, "tokens get stuck, and nothing said so"
        assert ran(found.text, amount) == expected


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(drawings("xx"))
def test_choices_of_any_shape_lead_to_the_same_tasks(drawing: Drawing) -> None:
    compared(drawing)


@SLOW
@given(drawings("xa"))
def test_parallel_ways_are_done_alike_or_refused(drawing: Drawing) -> None:
    compared(drawing)
