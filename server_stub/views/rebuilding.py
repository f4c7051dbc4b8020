"""Replaying cases: from its events through the pure engine every case comes out as it is stored."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from core.cases import CaseState, Facts, Move
from core.errors import SignoffError
from core.flow import engine
from core.flow.definition import Flow
from core.handling import Rebuilt
from core.language import say
from server_stub import access
from server_stub.access import Actor
from server_stub.store.tables import cases, flows, objects
from server_stub.store.unit import Reader
from server_stub.views import case_events, cursors, directory
from server_stub.views.case_events import Recorded
from server_stub.views.directory import Configuration
from server_stub.working_week import week_in

AT_ONCE = 200
"""Cases of one answer."""

_cases = (
    select(cases.c.id, cases.c.flow, cases.c.version, cases.c.state, objects.c.key, objects.c.type)
    .join(objects, objects.c.id == cases.c.object)
    .order_by(cases.c.id)
)
_after = _cases.where(cases.c.id > bindparam("after")).limit(bindparam("most"))
_of_object = _cases.where(objects.c.key == bindparam("the_key"))
_flow = select(flows.c.doc).where(
    flows.c.id == bindparam("the_flow"), flows.c.version == bindparam("the_version")
)
_MOST_TOLD = 20


def rebuild(reader: Reader, actor: Actor, key: str) -> list[Rebuilt]:
    """Replay every case of an object. Raises NotAllowed, NotFound."""
    access.require_administrator(actor)
    found = Rebuilding(reader).of(reader.all(_of_object, the_key=key))
    if not found:
        raise access.no_object(key)
    return found


def rebuild_after(
    reader: Reader, actor: Actor, after: str, limit: int = AT_ONCE
) -> tuple[list[Rebuilt], str]:
    """Replay the cases behind `after`, some at a time; and behind which one to go on, "" at the
    end. Raises NotAllowed."""
    access.require_administrator(actor)
    most = cursors.limited(limit, AT_ONCE)
    rows = reader.all(_after, after=after, most=most)
    return Rebuilding(reader).of(rows), rows[-1][0] if len(rows) == most else ""


class Rebuilding:
    """Replays cases, and keeps the configurations and flows that they ran on."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._configurations: dict[int, Configuration] = {}
        self._flows: dict[tuple[str, int], Flow] = {}

    def of(self, rows: Any) -> list[Rebuilt]:
        """The cases of these rows, replayed."""
        return [self._rebuild(*row) for row in rows]

    def _rebuild(
        self, case: str, flow_id: str, version: int, stored: str, key: str, type_id: str
    ) -> Rebuilt:
        events = list(case_events.of_case(self._reader, case))
        first = _first_version(events, version)
        state: CaseState | None = None
        differences: tuple[str, ...] = ()
        for recorded in events:
            try:
                state = self._step(flow_id, state, recorded, case, key, type_id, first)
            except SignoffError as error:
                number = recorded.number
                differences = (say("operations.replay_refused", n=number, detail=error.message),)
                break
        else:
            again = msgspec.json.decode(msgspec.json.encode(state)) if state is not None else {}
            differences = tuple(_differences(msgspec.json.decode(stored), again))[:_MOST_TOLD]
        return Rebuilt(case=case, object=key, events=len(events), differences=differences)

    def _step(
        self,
        flow_id: str,
        state: CaseState | None,
        recorded: Recorded,
        case: str,
        key: str,
        type_id: str,
        version: int,
    ) -> CaseState:
        event = recorded.event
        known = self._configuration(event.configuration)
        facts = Facts(
            now=recorded.at,
            directory=known.directory,
            object_type=known.type(type_id),
            fields=event.fields,
            object_title=event.title,
            load=event.load,
            last_asked=event.last_asked,
            connectors=event.connectors,
            absences=tuple(known.absences.values()),
            signals=event.signals,
        )
        command = event.command
        flow = self._flow(flow_id, state.version if state is not None else version)
        after, _ = engine.handle(
            flow,
            state,
            command,
            facts,
            case=case,
            object=key,
            version=version,
            calendar=known.calendar if known.calendars else week_in(event.zone),
            into=self._flow(flow_id, command.version) if isinstance(command, Move) else None,
        )
        return after

    def _configuration(self, number: int) -> Configuration:
        known = self._configurations.get(number)
        if known is None:
            # What was written before there was a history of definitions has no number.
            known = (
                directory.as_of(self._reader, number)
                if number
                else directory.configuration(self._reader)
            )
            self._configurations[number] = known
        return known

    def _flow(self, flow_id: str, version: int) -> Flow:
        known = self._flows.get((flow_id, version))
        if known is None:
            row = self._reader.first(_flow, the_flow=flow_id, the_version=version)
            assert row is not None
            known = self._flows[flow_id, version] = msgspec.json.decode(row[0], type=Flow)
        return known


def _first_version(events: Iterable[Recorded], now: int) -> int:
    """The version on which a case began; `now` it runs on another, if it was moved."""
    moves = (each.event.command for each in events)
    return next((each.from_version for each in moves if isinstance(each, Move)), now)


def _differences(stored: Any, again: Any, path: str = "") -> Iterator[str]:
    """One line for each value that differs."""
    if isinstance(stored, dict) and isinstance(again, dict):
        for name in dict.fromkeys((*stored, *again)):
            inner = f"{path}.{name}" if path else str(name)
            yield from _differences(stored.get(name), again.get(name), inner)
    elif isinstance(stored, list) and isinstance(again, list) and len(stored) == len(again):
        for number, (one, other) in enumerate(zip(stored, again, strict=True)):
            yield from _differences(one, other, f"{path}[{number}]")
    elif stored != again:
        yield say("operations.differs", path=path, stored=_short(stored), again=_short(again))


def _short(value: Any) -> str:
    return msgspec.json.encode(value).decode()[:200]
