"""One case on the bench: a flow run without a server, for tests beside it and for trying it out.

What happens outside is played: calls are answered, flows that it starts end as told, timers fire as
time passes. The engine is the one that runs real cases.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from core.cases import (
    AnyCommand,
    AnyEffect,
    CallAnswered,
    CallStatus,
    CaseState,
    CaseStatus,
    Decide,
    Facts,
    FlowEnded,
    MakeCall,
    OpenTask,
    Outcome,
    Seat,
    SetFields,
    Signal,
    SignalCame,
    Submit,
    TimerFired,
)
from core.effort import spend
from core.flow.calendar import MONDAY_TO_FRIDAY, Calendar
from core.flow.definition import Call, Flow, Span
from core.flow.engine import handle
from core.flow.index import index_of
from core.flow.waiting import OBJECT_CHANGED
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.people import Directory
from core.rules.context import UnclearError
from core.rules.stored import stored
from core.tasks import DecisionKind, TaskKind

KEY = "TEST-1"
"""The key of the object on the bench."""
_MOST_STEPS = 500
_A_COMMAND = 100
"""What a command costs at least, in steps of `core.effort`."""
_ASKS = (TaskKind.APPROVE, TaskKind.DO, TaskKind.FILL)


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What a case on the bench is told of the company."""

    directory: Directory
    object_type: ObjectType
    calendar: Calendar = MONDAY_TO_FRIDAY
    load: dict[str, int] = {}


class EndlessError(Exception):
    """A case that does not come to an end by itself."""


class Bench:
    """One case, with all that happened to it."""

    def __init__(
        self, flow: Flow, world: World, requester: str, fields: Mapping[str, object], now: datetime
    ) -> None:
        self.flow = flow
        self.world = world
        self.requester = requester
        self.state: CaseState | None = None
        self.facts = Facts(
            now=now,
            directory=world.directory,
            object_type=world.object_type,
            fields=dict(fields),
            load=dict(world.load),
            connectors=connectors_of(flow),
        )
        self.opened: list[OpenTask] = []
        """Every task, copies too, in the order in which they were opened."""
        self.called: list[MakeCall] = []
        self._revision = 0

    @property
    def case(self) -> CaseState:
        """The case as it is. Only after `submit`."""
        assert self.state is not None
        return self.state

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.case.status is CaseStatus.ENDED

    def submit(self) -> None:
        """The case begins. Raises Invalid where it cannot."""
        self.send(Submit(by=self.requester))

    def send(self, command: AnyCommand) -> tuple[AnyEffect, ...]:
        """Give the case a command. Raises what the engine raises; then nothing changed."""
        spend(_A_COMMAND + (10 * len(self.state.rounds) if self.state is not None else 0))
        self.state, effects = handle(
            self.flow,
            self.state,
            command,
            self.facts,
            case="TEST",
            object=KEY,
            calendar=self.world.calendar,
        )
        for effect in effects:
            if isinstance(effect, SetFields):
                self.edit(effect.fields)
            elif isinstance(effect, OpenTask):
                self.opened.append(effect)
                self._count(effect)
            elif isinstance(effect, MakeCall) and effect.attempt == 1:
                self.called.append(effect)
        return effects

    def edit(self, fields: Mapping[str, object]) -> None:
        """Fields of the object change."""
        self.facts = replace(self.facts, fields={**self.facts.fields, **fields})

    def change(self, fields: Mapping[str, object]) -> None:
        """Somebody changes fields of the object; the case hears of it where it waits."""
        self.edit(fields)
        self._revision += 1  # each change is an event of its own
        if any(pause.ended is None and pause.clock is None for pause in self.case.pauses):
            id_ = f"{KEY}#{self._revision}"
            signal = Signal(id=id_, name=OBJECT_CHANGED, at=self.facts.now, fields=dict(fields))
            self.send(SignalCame(by="", signal=signal))

    def _count(self, task: OpenTask) -> None:
        """Whoever was just asked is busier than before."""
        load = {**self.facts.load, task.person: self.facts.load.get(task.person, 0) + 1}
        asked = {**self.facts.last_asked, task.person: self.facts.now}
        self.facts = replace(self.facts, load=load, last_asked=asked)

    # --- what is open --------------------------------------------------------------------------

    def waits_for(self) -> list[Seat]:
        """Whoever the case waits for, in the order in which they were asked; no copies."""
        return [seat for round_, seat in self.case.open_seats() if round_.kind is not TaskKind.COPY]

    def asked(self) -> list[str]:
        """Everybody who was asked to approve, do or fill in something, in this order."""
        return [task.person for task in self.opened if task.kind in _ASKS]

    def told(self) -> list[str]:
        """Everybody who got a copy."""
        return [task.person for task in self.opened if task.kind is TaskKind.COPY]

    def task_of(self, person: str) -> str:
        """The task that somebody has to answer; "": none."""
        seats = [seat for seat in self.waits_for() if seat.person == person]
        return seats[-1].task if seats else ""

    # --- what happens outside ------------------------------------------------------------------

    def answer_calls(
        self, status: CallStatus = CallStatus.DONE, fields: Mapping[str, object] | None = None
    ) -> bool:
        """Every action asked for is answered; whether there was one."""
        keys = [each.key for each in self.case.calls if each.status is CallStatus.PENDING]
        for key in keys:
            self.send(CallAnswered(by="", key=key, status=status, fields=dict(fields or {})))
        return bool(keys)

    def end_flows(self, outcome: Outcome = Outcome.APPROVED) -> bool:
        """Every flow that it waits for ends; whether there was one."""
        keys = [each.key for each in self.case.children if each.ended is None]
        for key in keys:
            self.send(FlowEnded(by="", key=key, outcome=outcome))
        return bool(keys)

    def happen(self, name: str, fields: Mapping[str, object]) -> None:
        """Something happens outside."""
        number = len(self.facts.signals) + 1
        signal = Signal(id=f"E{number}", name=name, at=self.facts.now, fields=dict(fields))
        self.facts = replace(self.facts, signals=(*self.facts.signals, signal))
        self.send(SignalCame(by="", signal=signal))

    def pass_time(self, span: Span) -> None:
        """Time passes, and what falls due meanwhile happens at its time."""
        until = self.world.calendar.due(self.facts.now, span, None)
        while (due := self._next_timer()) is not None and due[1] <= until:
            self._fire(*due)
        self.facts = replace(self.facts, now=max(self.facts.now, until))

    def _next_timer(self) -> tuple[str, datetime] | None:
        return min(self.case.timers(), key=lambda each: each[1], default=None)

    def _fire(self, key: str, at: datetime) -> None:
        self.facts = replace(self.facts, now=max(self.facts.now, at))
        self.send(TimerFired(by="", key=key))

    # --- going on by itself --------------------------------------------------------------------

    def settle(self) -> None:
        """Everything outside happens that nobody has to decide: calls done, flows approved."""
        for _ in range(_MOST_STEPS):
            if not self.answer_calls() and not self.end_flows():
                return
        raise EndlessError

    def finish(self, kind: DecisionKind = DecisionKind.APPROVE) -> None:
        """Everybody who is asked approves, or does it, until the case is at its end.

        Stops where it waits for an event. Raises EndlessError where it never ends.
        """
        for _ in range(_MOST_STEPS):
            self.settle()
            if self.ended or not (self._decide_one(kind) or self._end_wait()):
                return
        raise EndlessError

    def _decide_one(self, kind: DecisionKind) -> bool:
        for round_, seat in self.case.open_seats():
            if round_.kind is TaskKind.COPY:
                continue
            decides = kind if round_.kind is TaskKind.APPROVE else DecisionKind.DONE
            task = next(each for each in self.opened if each.task == seat.task)
            given = {name: self._some(name) for name in task.asks}
            fields = {name: value for name, value in given.items() if value is not None}
            decide = Decide(by=seat.person, task=seat.task, kind=decides, reason="-", fields=fields)
            self.send(decide)
            return True
        return False

    def _end_wait(self) -> bool:
        """The next wait that ends by the clock; ladders do not fire while everybody answers."""
        timed = {pause.key for pause in self.case.pauses if pause.alarm is not None}
        timers = [each for each in self.case.timers() if each[0] in timed]
        if not timers:
            return False
        self._fire(*min(timers, key=lambda each: each[1]))
        return True

    def _some(self, name: str) -> object:
        """A value for a field that has to be filled in: what it holds, or anything of its kind."""
        held = self.facts.fields.get(name)
        if held not in (None, ""):
            return held
        field = self.world.object_type.field(name)
        return _any_value(field, self) if field is not None else None


def _any_value(field: FieldDefinition, bench: Bench) -> object:
    if field.kind is FieldKind.CHOICE:
        return field.choices[0].id if field.choices else None
    if field.kind is FieldKind.PERSON:
        return bench.requester
    now = bench.facts.now
    values: dict[FieldKind, object] = {
        FieldKind.NUMBER: "1",
        FieldKind.MONEY: {"amount": "1", "currency": field.currency},
        FieldKind.DATE: now.date().isoformat(),
        FieldKind.TIME: (now + timedelta()).isoformat(),
        FieldKind.FLAG: True,
        FieldKind.TABLE: [],
    }
    return values.get(field.kind, "-")


def connectors_of(flow: Flow) -> tuple[str, ...]:
    """Every system that a flow calls, also by its rule tables."""
    found: dict[str, None] = {}
    for spot in index_of(flow):
        if isinstance(spot.step, Call):
            actions = [f"{spot.step.connector}.", spot.step.undo]
            found |= {action.partition(".")[0]: None for action in actions if action.strip(".")}
    for table in flow.tables.values():
        found |= {call.partition(".")[0]: None for row in table.rows for call in row.calls}
    return tuple(found)


def typed(values: Mapping[str, Any], object_type: ObjectType) -> dict[str, object]:
    """Values as people write them, `5000`, as fields store them; unknown names stay as they are.

    Raises UnclearError for what does not fit its field.
    """
    return {name: _typed(value, object_type.field(name)) for name, value in values.items()}


def _typed(value: Any, field: FieldDefinition | None) -> object:
    if field is None or value is None:
        return value
    if field.kind is FieldKind.TABLE and isinstance(value, list):
        columns = {column.id: column for column in field.columns}
        return [
            {key: _typed(each, columns.get(key)) for key, each in line.items()} for line in value
        ]
    if field.kind is FieldKind.CHOICE and value not in [choice.id for choice in field.choices]:
        raise UnclearError(f"{field.id}: {value!r}")
    return stored(value, field)
