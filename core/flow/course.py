"""A case while one command is handled: what it was, what it becomes, what has to happen outside.

The engine's modules work on one Course, which is made from a frozen CaseState, changed in place and
turned into a new CaseState at the end. When a command is refused the Course is dropped, so nothing
has changed.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from core.cases import (
    AnyEffect,
    CallRecord,
    CancelTimer,
    CaseState,
    CaseStatus,
    Child,
    CloseTask,
    Facts,
    Fork,
    OpenTask,
    Outcome,
    Pause,
    Post,
    Round,
    RoundStatus,
    Ruling,
    Seat,
    SetFields,
    SetState,
    SetTimer,
)
from core.flow.calendar import Calendar
from core.flow.definition import Asking, Call, Flow, Step, Tell
from core.flow.index import PEOPLE, Spot, index_of
from core.flow.insight import context_of
from core.flow.ruled import Held, held_rows, settled
from core.objects import ObjectState
from core.rounds import UNANSWERED
from core.rules.assignment import Search
from core.rules.context import Context, UnclearError
from core.tasks import Decision, DecisionKind, TaskKind, TaskState

_STATES = {
    Outcome.APPROVED: ObjectState.APPROVED,
    Outcome.REJECTED: ObjectState.REJECTED,
    Outcome.WITHDRAWN: ObjectState.WITHDRAWN,
    Outcome.NONE: ObjectState.GONE,
}
# An enum looks its members up slowly; these are asked many times for each command.
_ENDED = CaseStatus.ENDED
_OPEN, _CANCELLED = RoundStatus.OPEN, RoundStatus.CANCELLED
_AHEAD, _APPROVE = TaskState.AHEAD, DecisionKind.APPROVE
_COPY, _INCIDENT = TaskKind.COPY, TaskKind.INCIDENT

OF_PEOPLE = (TaskKind.APPROVE, TaskKind.DO, TaskKind.FILL)
"""Kinds of the rounds that steps of people open."""
_encode = msgspec.json.Encoder(order="deterministic").encode
_Step = TypeVar("_Step", bound=Asking | Tell | Call)


class Course:
    """One case on its way through one command."""

    # So many attributes are slow to make without.
    __slots__ = (
        "_asked",
        "_context",
        "_seen",
        "at",
        "before",
        "calendar",
        "calls",
        "children",
        "counter",
        "effects",
        "ended",
        "facts",
        "fields",
        "fired",
        "flow",
        "forks",
        "gone",
        "has_timers",
        "index",
        "lap",
        "now",
        "outcome",
        "pauses",
        "requester",
        "returned_from",
        "rounds",
        "ruled",
        "status",
        "taken",
        "version",
        "way_back",
    )

    def __init__(self, flow: Flow, state: CaseState, facts: Facts, calendar: Calendar) -> None:
        self.flow = flow
        self.index = index_of(flow)
        self.facts = facts
        self.calendar = calendar
        self.now: datetime = facts.now
        self.before = state
        self.requester = state.requester
        self.fields = facts.fields
        self.rounds: list[Round] = list(state.rounds)
        self.calls: list[CallRecord] = list(state.calls)
        self.pauses: list[Pause] = list(state.pauses)
        self.children: list[Child] = list(state.children)
        self.taken: dict[str, int] = dict(state.taken)
        self.ruled: dict[str, Ruling] = dict(state.ruled)
        self.forks: dict[str, Fork] = dict(state.forks)
        self.status = state.status
        self.outcome = state.outcome
        self.at = state.at
        self.lap = state.lap
        self.ended = state.ended
        self.returned_from = state.returned_from
        self.way_back = state.way_back
        self.counter = state.counter
        self.version = state.version
        self.gone = dict(state.gone)
        self.has_timers = self.index.has_timers
        self.effects: list[AnyEffect] = []
        self._asked: dict[str, int] = {}
        self._context: Context | None = None
        self._seen = ""
        self.fired = ""
        """The timer that fired with this command: if it still runs, it has to be set again."""

    def result(self) -> tuple[CaseState, tuple[AnyEffect, ...]]:
        """The new state, one revision on, and the effects in their order.

        Every change has an effect, so without one the state is as before; a timer that fired
        too early is set again.
        """
        if not self.effects:
            again = dict(self.before.timers()).get(self.fired) if self.fired else None
            return self.before, (SetTimer(key=self.fired, at=again),) if again else ()
        state = replace(
            self.before,
            version=self.version,
            status=self.status,
            outcome=self.outcome,
            revision=self.before.revision + 1,
            ended=self.ended,
            lap=self.lap,
            at=self.at,
            taken=self.taken,
            ruled=self.ruled,
            forks=self.forks,
            rounds=tuple(self.rounds),
            calls=tuple(self.calls),
            pauses=tuple(self.pauses),
            children=tuple(self.children),
            returned_from=self.returned_from,
            way_back=self.way_back,
            gone=self.gone,
            counter=self.counter,
        )
        if self.has_timers:
            self.effects.extend(self._timers(state))
        return state, tuple(self.effects)

    def _timers(self, state: CaseState) -> Iterator[AnyEffect]:
        """What has to happen to the timers outside: compared, so that none can be forgotten."""
        before = dict(self.before.timers())
        before.pop(self.fired, None)
        for key, at in state.timers():
            if before.pop(key, None) != at:
                yield SetTimer(key=key, at=at)
        for key in before:
            yield CancelTimer(key=key)

    # --- what is known -------------------------------------------------------------------------

    def spot(self, step: str) -> Spot:
        """Where a step of this flow stands; one that names rule tables as they settled it."""
        spot = self.index.spots[step]
        if step not in self.ruled:
            return spot
        ruling = self.ruled[step]
        return replace(spot, step=settled(self.flow, spot.step, ruling.rows))

    def step(self, name: str) -> Step | None:
        """A step that the case is or was at; None: this version of the flow does not have it."""
        return self.spot(name).step if name in self.index.spots else None

    @property
    def everywhere(self) -> frozenset[str]:
        """Every step at which the case can have been."""
        return frozenset((*self.index.spots, *self.gone))

    def step_of(self, round_: Round) -> Asking:
        """The step of people that opened a round, as it was then."""
        name = round_.step
        if name not in self.ruled:
            return self.index.people[name]
        step = self.spot(name).step
        assert isinstance(step, PEOPLE)
        return step

    @property
    def context(self) -> Context:
        """What expressions see now."""
        if self._context is None:
            of = (self.requester, self.before.object, self.fields)
            self._context = context_of(self.facts, *of, self.calendar)
        return self._context

    @property
    def seen(self) -> str:
        """A digest of the watched fields as they are now."""
        if not self._seen:
            watch = self.flow.watch
            watched = self.fields if watch is None else {key: self.fields.get(key) for key in watch}
            self._seen = blake2b(_encode(watched), digest_size=12).hexdigest()
        return self._seen

    def search(self, *, requester_may: bool = False, excluded: Iterable[str] = ()) -> Search:
        """How people are looked for at this moment."""
        return Search(
            directory=self.facts.directory,
            requester=self.requester,
            context=self.context,
            load=self.facts.load,
            last_asked=self.facts.last_asked,
            just_asked=self._asked,
            absences=self.facts.absences,
            now=self.now,
            requester_may=requester_may,
            excluded=frozenset(excluded),
        )

    def standing(self) -> list[Round]:
        """The rounds of people's steps that count, in the order in which they opened."""
        return [each for each in self.rounds if not each.superseded and each.kind in OF_PEOPLE]

    def seat(self, task: str) -> tuple[int, Seat] | None:
        """Where the task with this id is or was: the index of its round, and its seat."""
        for at in range(len(self.rounds) - 1, -1, -1):
            for seat in self.rounds[at].seats:
                if seat.task == task:
                    return at, seat
        return None

    # --- what changes --------------------------------------------------------------------------

    def emit(self, effect: AnyEffect) -> None:
        """Something has to become true outside."""
        self.effects.append(effect)
        if type(effect) is OpenTask and effect.kind is not _COPY:
            self._asked[effect.person] = self._asked.get(effect.person, 0) + 1

    def post(self, message: str, *, step: str = "", **values: str) -> None:
        """The system says `feed.<message>` in the object's feed."""
        self.effects.append(Post(message=f"feed.{message}", values=values, step=step))

    def new_task(self) -> str:
        """The id of a further task of this case."""
        self.counter += 1
        return f"{self.before.id}.{self.counter}"

    def number(self, step: str, kind: TaskKind) -> int:
        """The number of the step's next round."""
        number = 1
        for each in self.rounds:
            if each.kind is kind and each.step == step:
                number += 1
        return number

    def set_fields(self, fields: dict[str, object], *, step: str, by: str = "") -> None:
        """Fields of the object change, now and outside."""
        if not fields:
            return
        self.fields = {**self.fields, **fields}
        self._context, self._seen = None, ""
        self.emit(SetFields(fields=fields, step=step, by=by))

    def begin(self, step: _Step) -> _Step:
        """The step as it is to be done now: what it names of rule tables is looked up."""
        if step.id not in self.index.ruled:
            return step
        written = self.index.spots[step.id].step
        before = sum(each.step == step.id and not each.undoes for each in self.calls)
        rows: Held = ()
        try:
            rows = held_rows(self.flow, written, self.context)
        except UnclearError as error:
            self.post("rules_unclear", step=step.id, detail=str(error))
        self.ruled[step.id] = Ruling(rows=rows, calls_before=before)
        begun = settled(self.flow, written, rows)
        assert isinstance(begun, type(step))
        return begun

    def set_state(self, state: ObjectState) -> None:
        """The object stands otherwise with its flow."""
        self.effects.append(SetState(state=state))

    def change_seat(self, at: int, seat: Seat) -> None:
        """Put a changed seat in the place of the one with its task."""
        task, round_ = seat.task, self.rounds[at]
        seats = [seat if each.task == task else each for each in round_.seats]
        self.rounds[at] = replace(round_, seats=tuple(seats))

    def add_seats(self, at: int, seats: Iterable[Seat], *, behind: str = "") -> None:
        """Seat further people in a round: behind the seat of the task `behind`, or last."""
        there = self.rounds[at].seats
        place = next(
            (n for n, each in enumerate(there, start=1) if each.task == behind), len(there)
        )
        self.rounds[at] = replace(self.rounds[at], seats=(*there[:place], *seats, *there[place:]))

    def close_seat(
        self, at: int, seat: Seat, state: TaskState, *, by: str, decision: Decision | None = None
    ) -> None:
        """A seat's task ends. Nobody outside knows of one that was never opened."""
        self.change_seat(at, self._closed(seat, state, by, decision))

    def _closed(self, seat: Seat, state: TaskState, by: str, decision: Decision | None) -> Seat:
        if seat.state is not _AHEAD:
            self.effects.append(CloseTask(task=seat.task, state=state, by=by, decision=decision))
        approved = decision is not None and decision.kind is _APPROVE
        return replace(
            seat,
            state=state,
            ended=self.now,
            closed_by=by,
            decision=decision,
            seen=self.seen if approved else "",
            clock=None,
        )

    def close_round(self, at: int, status: RoundStatus, state: TaskState, *, by: str) -> None:
        """A round ends: its open tasks as `state`, and with it what was reported about it."""
        round_ = self.rounds[at]
        seats = tuple(
            [
                self._closed(seat, state, by, None) if seat.state in UNANSWERED else seat
                for seat in round_.seats
            ]
        )
        closed = self.rounds[at] = replace(
            round_, seats=seats, status=status, closed=self.now, questions=()
        )
        if closed.kind is not _INCIDENT:
            self.close_incidents(closed.step, closed.number, _CANCELLED, by=by)

    def close_incidents(self, step: str, number: int, status: RoundStatus, *, by: str) -> None:
        """What was reported about a step's round, call or wait is settled."""
        for at, each in enumerate(self.rounds):
            if (
                each.kind is _INCIDENT
                and each.status is _OPEN
                and (each.step, each.number) == (step, number)
            ):
                self.close_round(at, status, TaskState.CANCELLED, by=by)

    def close_all(self, state: TaskState, *, by: str) -> None:
        """Everything that is open ends but copies, which nobody waits for."""
        for at, each in enumerate(self.rounds):
            if self.rounds[at].status is _OPEN and each.kind is not _COPY:
                self.close_round(at, _CANCELLED, state, by=by)
        for at, pause in enumerate(self.pauses):
            if pause.ended is None:
                self.pauses[at] = replace(pause, ended=self.now)

    def leave(self, step: str) -> None:
        """The case is no longer at this step."""
        self.at = tuple([each for each in self.at if each != step])

    def end(self, outcome: Outcome) -> None:
        """The case is over."""
        self.status = _ENDED
        self.outcome = outcome
        self.ended = self.now
        self.at = ()
        self.way_back = None
        self.set_state(_STATES[outcome])
