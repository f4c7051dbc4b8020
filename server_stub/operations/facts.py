"""What the engine is told with a command, and what of it is kept for a replay."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar, cast, overload

import msgspec
from sqlalchemy import bindparam, select

from core.cases import AnyCommand, CaseState, Facts
from core.flow.definition import Flow, Wait
from core.flow.index import index_of
from core.rounds import Signal
from server_stub.operations.subject import Subject
from server_stub.operations.workload import workload
from server_stub.store.case_tables import signals
from server_stub.store.moments import from_micros, to_micros
from server_stub.store.unit import Reader
from server_stub.views.case_events import CaseEvent
from server_stub.views.directory import Configuration, configuration
from server_stub.views.rows import ObjectRow
from server_stub.working_week import zone_name

V = TypeVar("V")

_since = (
    select(signals.c.id, signals.c.name, signals.c.at, signals.c.fields)
    .where(
        signals.c.name.in_(bindparam("names", expanding=True)), signals.c.at >= bindparam("start")
    )
    .order_by(signals.c.at, signals.c.id)
)


class Noted(dict[str, V], Generic[V]):
    """A mapping that notes what was looked up: that is what a replay needs of it."""

    def __init__(self, values: Mapping[str, V]) -> None:
        super().__init__(values)
        self.used: dict[str, V] = {}

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or `default`."""
        return self[key] if key in self else default  # noqa: SIM401

    def __getitem__(self, key: str) -> V:
        value = self.used[key] = super().__getitem__(key)
        return value


class Later(Sequence[Signal]):
    """Signals that are read when somebody looks: most commands never do."""

    def __init__(self, reader: Reader, flow: Flow, state: CaseState | None) -> None:
        self._reader = reader
        self._flow = flow
        self._state = state
        self._found: tuple[Signal, ...] | None = None

    def _read(self) -> tuple[Signal, ...]:
        if self._found is None:
            names = sorted(event_names(self._flow))
            if names and self._state is not None:
                start = to_micros(self._state.started)
                rows = self._reader.all(_since, names=names, start=start)
                self._found = tuple(as_signal(*row) for row in rows)
            else:
                self._found = ()
        return self._found

    @property
    def looked_at(self) -> tuple[Signal, ...]:
        """What was read, if anything was."""
        return self._found or ()

    @overload
    def __getitem__(self, index: int) -> Signal: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Signal]: ...
    def __getitem__(self, index: Any) -> Any:
        return self._read()[index]

    def __len__(self) -> int:
        return len(self._read())

    def __iter__(self) -> Iterator[Signal]:
        return iter(self._read())


def facts_for(it: Subject, flow: Flow, state: CaseState | None) -> Facts:
    """All that the engine may know of the world for a command about the object."""
    about = {"object_type": it.type, "fields": dict(it.fields), "object_title": it.title}
    return _facts(it.unit, it.configuration, flow, state, now=it.unit.now, **about)


def facts_of(reader: Reader, flow: Flow, state: CaseState, row: ObjectRow, now: datetime) -> Facts:
    """The same about an object that is only read."""
    known = configuration(reader)
    kind, fields = known.type(row.type), dict(row.fields)
    about = {"object_type": kind, "fields": fields, "object_title": row.title}
    return _facts(reader, known, flow, state, now=now, **about)


def _facts(
    reader: Reader, known: Configuration, flow: Flow, state: CaseState | None, **about: Any
) -> Facts:
    load, last_asked = workload(reader, flow, known.directory)
    return Facts(
        directory=known.directory,
        load=Noted(load),
        last_asked=Noted(last_asked),
        connectors=known.connectors,
        absences=tuple(known.absences.values()),
        signals=cast(tuple[Signal, ...], Later(reader, flow, state)),
        **about,
    )


def event_of(it: Subject, command: AnyCommand, facts: Facts, after: CaseState) -> CaseEvent:
    """What is kept of a command and of what the engine was told with it."""
    used = {pause.signal for pause in after.pauses if pause.signal}
    looked_at = cast(Later, facts.signals).looked_at
    return CaseEvent(
        command=command,
        fields=facts.fields,
        connectors=facts.connectors,
        title=facts.object_title,
        configuration=it.configuration.number,
        zone="" if it.configuration.calendars else zone_name(),
        load=cast(Noted[int], facts.load).used,
        last_asked=cast(Noted[Any], facts.last_asked).used,
        signals=tuple(each for each in looked_at if each.id in used),
    )


def event_names(flow: Flow) -> frozenset[str]:
    """The names of the events for which the flow waits somewhere."""
    kept: dict[str, frozenset[str]] = flow.__dict__
    found = kept.get("event_names")
    if found is None:
        steps = (spot.step for spot in index_of(flow))
        found = frozenset(step.event for step in steps if isinstance(step, Wait) and step.event)
        kept["event_names"] = found
    return found


def as_signal(id_: str, name: str, at: int, fields: str) -> Signal:
    """The signal that a row holds."""
    return Signal(id=id_, name=name, at=from_micros(at), fields=msgspec.json.decode(fields))
