"""A new version of a flow tried on the past: who would be asked, how often, and what would change.

Objects between which neither version can tell go the same way, so each kind of object is run once,
with the real engine, and counted as often as there are such objects: a hundred thousand objects are
some thousand kinds. Everybody is taken to approve, with the people who are there today.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from core.flow.bench import Bench, World
from core.flow.definition import (
    Approve,
    Call,
    Choose,
    Computed,
    Do,
    Fill,
    Flow,
    PersonOf,
    Set,
    Step,
    Tell,
    Value,
    Wait,
    Who,
    WhoKind,
)
from core.flow.index import index_of
from core.flow.ways import way_of
from core.objects import ObjectType
from core.rules.axes import ORDERED, moment_of
from core.rules.context import Context, UnclearError, seconds
from core.rules.formulas import parts_of, take_apart
from core.rules.table import Table, limits_of
from core.rules.words import read
from core.trials import Load, Shift, Simulation, Stop, Way

MOST_KEYS = 1000
"""How many objects are named for each change."""


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One object of the past, or of a file."""

    key: str
    requester: str
    fields: dict[str, object]


def simulate(
    before: Flow | None,
    after: Flow,
    world: World,
    past: Iterable[Past],
    now: datetime,
    *,
    pace: Mapping[str, float] | None = None,
) -> Simulation:
    """Run both versions over the past; `before` None: there is none yet.

    `pace` says how many seconds people took on average, "" for everybody else.
    """
    run = _Run(before, after, world, now, pace or {})
    for each in past:
        run.add(each)
    return run.result()


class _Run:
    def __init__(
        self,
        before: Flow | None,
        after: Flow,
        world: World,
        now: datetime,
        pace: Mapping[str, float],
    ) -> None:
        self.flows = (before, after)
        self.world = world
        self.now = now
        self.pace = pace
        flows = [flow for flow in self.flows if flow is not None]
        self.tell_apart = _TellApart(flows, world.object_type, now).kind
        self.ways: dict[object, tuple[Way, Way]] = {}
        self.counts: dict[object, int] = {}
        self.keys: dict[object, list[str]] = {}

    def add(self, past: Past) -> None:
        kind = (past.requester, self.tell_apart(past.fields))
        if kind not in self.ways:
            self.ways[kind] = self._way(self.flows[0], past), self._way(self.flows[1], past)
            self.counts[kind] = 0
            self.keys[kind] = []
        self.counts[kind] += 1
        if len(self.keys[kind]) < MOST_KEYS:
            self.keys[kind].append(past.key)

    def _way(self, flow: Flow | None, past: Past) -> Way:
        if flow is None:
            return Way()
        return way_of(Bench(flow, self.world, past.requester, past.fields, self.now))

    def result(self) -> Simulation:
        people: dict[str, list[float]] = {}
        steps: dict[str, list[float]] = {}
        waiting = [0.0, 0.0]
        for kind, ways in self.ways.items():
            count = self.counts[kind]
            for side, way in enumerate(ways):
                waiting[side] += count * self._waiting(way)
                for stop in way.stops:
                    steps.setdefault(stop.step, [0.0, 0.0])[side] += count
                    share = count / len(stop.people) if stop.one_of else count
                    for person in stop.people:
                        people.setdefault(person, [0.0, 0.0])[side] += share
        objects = sum(self.counts.values())
        shifts = self._shifts()
        return Simulation(
            objects=objects,
            changed=sum(
                self.counts[kind] for kind, each in self.ways.items() if each[0] != each[1]
            ),
            decisions_before=round(sum(each[0] for each in people.values()), 1),
            decisions_after=round(sum(each[1] for each in people.values()), 1),
            waiting_before=waiting[0] / objects if objects else 0,
            waiting_after=waiting[1] / objects if objects else 0,
            people=tuple(_loads(people)),
            steps=tuple(_loads(steps)),
            shifts=shifts,
            problems=tuple({way[1].problem: None for way in self.ways.values() if way[1].problem}),
        )

    def _shifts(self) -> tuple[Shift, ...]:
        """Changes of the same kind together: other steps, or the same steps with other people."""
        found: dict[object, list[object]] = {}
        for kind, (before, after) in self.ways.items():
            if before != after or len(self.ways) == 1:
                found.setdefault(_change(before, after), []).append(kind)
        shifts = [self._shift(kinds) for kinds in found.values()]
        return tuple(sorted(shifts, key=lambda shift: (-shift.objects, shift.keys)))

    def _shift(self, kinds: list[object]) -> Shift:
        return Shift(
            before=_together([self.ways[kind][0] for kind in kinds]),
            after=_together([self.ways[kind][1] for kind in kinds]),
            objects=sum(self.counts[kind] for kind in kinds),
            keys=tuple(key for kind in kinds for key in self.keys[kind])[:MOST_KEYS],
        )

    def _waiting(self, way: Way) -> float:
        return sum(self._at(stop) for stop in way.stops)

    def _at(self, stop: Stop) -> float:
        """How long a round takes: until as many as it demands, the fastest first, have answered."""
        paces = self._paces(stop.people)
        if stop.one_of:
            return sum(paces) / len(paces)
        if stop.mode == "in order":
            return sum(paces)
        ends = [self._paces(each.people)[: each.number] for each in stop.demands]
        return max((each[-1] for each in ends if each), default=0)

    def _paces(self, people: tuple[str, ...]) -> list[float]:
        """How long each of them takes, the fastest first."""
        usual = self.pace.get("", 0)
        return sorted(self.pace.get(person, usual) for person in people)


def _change(before: Way, after: Way) -> object:
    paths = [tuple(stop.step for stop in way.stops) for way in (before, after)]
    rest = [(way.told, way.calls, way.ends, way.problem) for way in (before, after)]
    return (*paths, *rest) if paths[0] != paths[1] else (before, after)


def _together(ways: list[Way]) -> Way:
    """Ways over the same steps as one, with everybody who is asked in any of them."""
    stops = []
    for number, stop in enumerate(ways[0].stops):
        people = {person: None for way in ways for person in way.stops[number].people}
        shared = len(people) > len(stop.people)
        stops.append(replace(stop, people=tuple(people), one_of=stop.one_of or shared))
    return replace(ways[0], stops=tuple(stops))


def _loads(found: Mapping[str, list[float]]) -> Iterator[Load]:
    """The most changed first."""
    for name, (before, after) in sorted(
        found.items(), key=lambda each: (-abs(each[1][1] - each[1][0]), each[0])
    ):
        yield Load(id=name, before=round(before, 1), after=round(after, 1))


# --- which objects go the same way -----------------------------------------------------------


class _TellApart:
    """What flows can tell objects apart by: for each field they read its value, or, where they only
    compare it with constants, between which of these it lies."""

    def __init__(self, flows: list[Flow], object_type: ObjectType, now: datetime) -> None:
        self._type = object_type
        self._words = {"now": now, "today": now.date()}
        self._limits: dict[str, set[Decimal]] = {}
        self._whole: set[str] = set()
        for flow in flows:
            self._read_flow(flow)
        # A field of amounts that is also computed with has to be looked at as it is.
        self._ordered = {
            name: sorted(limits) for name, limits in self._limits.items() if name not in self._whole
        }
        self._names = tuple(
            name for name in self._whole if object_type.field(name) or name == "currency_of"
        )

    def kind(self, fields: Mapping[str, object]) -> tuple[object, ...]:
        """Two objects of the same kind go the same way."""
        context = Context(fields, self._type)
        found: list[object] = []
        for name, limits in self._ordered.items():
            try:
                value = context.value(name)
            except UnclearError:
                value = None
            if not isinstance(value, Decimal):
                found.append(None)
                continue
            at = bisect_left(limits, value)
            found.append(2 * at + (at < len(limits) and limits[at] == value))
        for name in self._names:
            value = context.value(name) if name == "currency_of" else fields.get(name)
            found.append(_hashable(value))
        return tuple(found)

    def _read_flow(self, flow: Flow) -> None:
        for spot in index_of(flow):
            self._step(spot.step)
        for table in flow.tables.values():
            self._table(table)

    def _step(self, step: Step) -> None:
        if isinstance(step, Choose):
            for branch in step.branches:
                if branch.when is not None:
                    self._condition(branch.when.text)
        elif isinstance(step, Approve | Do | Fill):
            self._people(step.by)
            self._whole |= set(step.asks)
        elif isinstance(step, Tell):
            self._people(step.to)
        elif isinstance(step, Set):
            self._values(step.fields)
        elif isinstance(step, Call):
            self._values(step.arguments)
        elif isinstance(step, Wait) and step.until is not None:
            self._expression(step.until.text)

    def _table(self, table: Table) -> None:
        for column in table.columns:
            cells = [row.cells[column.path] for row in table.rows if column.path in row.cells]
            if column.ordered:
                self._limits.setdefault(column.path, set()).update(limits_of(cells))
            else:
                self._whole.add(column.path.partition(".")[0])
        for row in table.rows:
            if row.when is not None:
                self._condition(row.when.text)
            self._people((*row.ask, *row.copy))

    def _condition(self, text: str) -> None:
        for part in parts_of(take_apart(text)):
            field = self._type.field(part.path)
            if part.plain and field is not None and field.kind in ORDERED:
                limits = self._limits.setdefault(part.path, set())
                limits |= {limit for kind, said in part.limits for limit in _limit(kind, said)}
            else:
                self._expression(part.text)

    def _expression(self, text: str) -> None:
        self._whole |= read(text).names

    def _people(self, people: Iterable[Who]) -> None:
        for who in people:
            if who.kind is WhoKind.FIELD:
                self._whole.add(who.id)
            if who.where is not None:
                self._expression(who.where.text)

    def _values(self, values: Mapping[str, Value]) -> None:
        for value in values.values():
            if isinstance(value, Computed):
                self._expression(value.expression.text)
            elif isinstance(value, PersonOf):
                self._people((value.who,))


def _limit(kind: str, text: str) -> Iterator[Decimal]:
    if kind == "number":
        yield Decimal(text.replace("_", ""))
    elif kind == "date":
        moment = moment_of(text)
        if moment is not None:
            yield seconds(moment)


_encode: Callable[[object], bytes] = msgspec.json.Encoder(order="deterministic").encode


def _hashable(value: object) -> object:
    return _encode(value) if isinstance(value, dict | list) else value
