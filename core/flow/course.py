"""A case while one command is handled: what it was, what it becomes, what has to happen outside.

The engine's modules work on one Course, which is made from a frozen CaseState, changed in place and
turned into a new CaseState at the end. When a command is refused the Course is dropped, so nothing
has changed.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from core.cases import (
    AnyEffect,
    CallRecord,
    CaseState,
    CaseStatus,
    CloseTask,
    Facts,
    Outcome,
    Post,
    Round,
    RoundStatus,
    Seat,
    SetFields,
    SetState,
)
from core.flow.calendar import Calendar
from core.flow.definition import Flow
from core.flow.index import Spot, index_of
from core.objects import ObjectState
from core.rules.assignment import Search
from core.rules.context import Context, person_words
from core.tasks import Decision, DecisionKind, TaskKind, TaskState

_STATES = {
    Outcome.APPROVED: ObjectState.APPROVED,
    Outcome.REJECTED: ObjectState.REJECTED,
    Outcome.WITHDRAWN: ObjectState.WITHDRAWN,
    Outcome.NONE: ObjectState.GONE,
}
_encode = msgspec.json.Encoder(order="deterministic").encode


class Course:
    """One case on its way through one command."""

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
        self.taken: dict[str, int] = dict(state.taken)
        self.status = state.status
        self.outcome = state.outcome
        self.at = state.at
        self.lap = state.lap
        self.ended = state.ended
        self.returned_from = state.returned_from
        self.counter = state.counter
        self.effects: list[AnyEffect] = []

    def result(self) -> tuple[CaseState, tuple[AnyEffect, ...]]:
        """The new state, one revision on, and the effects in their order.

        Every change has an effect, so without one the state is as before.
        """
        if not self.effects:
            return self.before, ()
        state = replace(
            self.before,
            status=self.status,
            outcome=self.outcome,
            revision=self.before.revision + 1,
            ended=self.ended,
            lap=self.lap,
            taken=self.taken,
            at=self.at,
            rounds=tuple(self.rounds),
            calls=tuple(self.calls),
            returned_from=self.returned_from,
            counter=self.counter,
        )
        return state, tuple(self.effects)

    # --- what is known -------------------------------------------------------------------------

    def spot(self, step: str) -> Spot:
        """Where a step of this flow stands."""
        return self.index.spots[step]

    @cached_property
    def context(self) -> Context:
        """What expressions see now."""
        words: dict[str, object] = {
            "requester": person_words(self.facts.directory.people.get(self.requester)),
            "object": {
                "key": self.before.object,
                "title": self.facts.object_title,
                "type": self.facts.object_type.id,
            },
            "today": self.calendar.today(self.now),
            "now": self.now,
        }
        return Context(self.fields, self.facts.object_type, words)

    @cached_property
    def seen(self) -> str:
        """A digest of the watched fields as they are now."""
        watch = self.flow.watch
        watched = self.fields if watch is None else {key: self.fields.get(key) for key in watch}
        return blake2b(_encode(watched), digest_size=12).hexdigest()

    def search(self, *, requester_may: bool = False, excluded: Iterable[str] = ()) -> Search:
        """How people are looked for at this moment."""
        return Search(
            directory=self.facts.directory,
            requester=self.requester,
            context=self.context,
            load=self.facts.load,
            last_asked=self.facts.last_asked,
            requester_may=requester_may,
            excluded=frozenset(excluded),
        )

    def standing(
        self, kinds: tuple[TaskKind, ...] = (TaskKind.APPROVE, TaskKind.DO)
    ) -> list[Round]:
        """The rounds of people's steps that count, in the order in which they opened."""
        return [each for each in self.rounds if not each.superseded and each.kind in kinds]

    def last_decision(self) -> Decision | None:
        """The last decision that still counts; one that passed by itself only if all did."""
        seats = [
            (not seat.automatic, seat.decision.at, seat.decision)
            for each in self.standing()
            for seat in each.seats
            if seat.decision is not None
        ]
        seats.sort(key=lambda each: each[:2])
        return seats[-1][2] if seats else None

    # --- what changes --------------------------------------------------------------------------

    def emit(self, effect: AnyEffect) -> None:
        """Something has to become true outside."""
        self.effects.append(effect)

    def post(self, message: str, *, step: str = "", **values: str) -> None:
        """The system says `feed.<message>` in the object's feed."""
        self.effects.append(Post(message=f"feed.{message}", values=values, step=step))

    def new_task(self) -> str:
        """The id of a further task of this case."""
        self.counter += 1
        return f"{self.before.id}.{self.counter}"

    def number(self, step: str, kind: TaskKind) -> int:
        """The number of the step's next round."""
        return 1 + sum(each.step == step and each.kind is kind for each in self.rounds)

    def set_fields(self, fields: dict[str, object], *, step: str, by: str = "") -> None:
        """Fields of the object change, now and outside."""
        if not fields:
            return
        self.fields = {**self.fields, **fields}
        self.__dict__.pop("context", None)
        self.__dict__.pop("seen", None)
        self.emit(SetFields(fields=fields, step=step, by=by))

    def set_state(self, state: ObjectState) -> None:
        """The object stands otherwise with its flow."""
        self.emit(SetState(state=state))

    def change_seat(self, at: int, seat: Seat) -> None:
        """Put a changed seat in the place of the one with its task."""
        seats = tuple(seat if each.task == seat.task else each for each in self.rounds[at].seats)
        self.rounds[at] = replace(self.rounds[at], seats=seats)

    def close_seat(
        self, at: int, seat: Seat, state: TaskState, *, by: str, decision: Decision | None = None
    ) -> None:
        """A seat's task ends."""
        approved = decision is not None and decision.kind is DecisionKind.APPROVE
        closed = replace(
            seat,
            state=state,
            ended=self.now,
            closed_by=by,
            decision=decision,
            seen=self.seen if approved else "",
        )
        self.change_seat(at, closed)
        self.emit(CloseTask(task=seat.task, state=state, by=by, decision=decision))

    def close_round(self, at: int, status: RoundStatus, state: TaskState, *, by: str) -> None:
        """A round ends: its open tasks as `state`, and with it what was reported about it."""
        self._close_open_seats(at, state, by)
        self.rounds[at] = replace(self.rounds[at], status=status, closed=self.now)
        closed = self.rounds[at]
        for other, each in enumerate(self.rounds):
            if (
                each.kind is TaskKind.INCIDENT
                and each.status is RoundStatus.OPEN
                and (each.step, each.number) == (closed.step, closed.number)
            ):
                self.close_round(other, RoundStatus.CANCELLED, TaskState.CANCELLED, by=by)

    def close_all(self, state: TaskState, *, by: str) -> None:
        """Every open round ends but copies, which nobody waits for."""
        for at, each in enumerate(self.rounds):
            if self.rounds[at].status is RoundStatus.OPEN and each.kind is not TaskKind.COPY:
                self.close_round(at, RoundStatus.CANCELLED, state, by=by)

    def end(self, outcome: Outcome) -> None:
        """The case is over."""
        self.status = CaseStatus.ENDED
        self.outcome = outcome
        self.ended = self.now
        self.at = ()
        self.set_state(_STATES[outcome])

    def _close_open_seats(self, at: int, state: TaskState, by: str) -> None:
        for seat in self.rounds[at].seats:
            if seat.state is TaskState.OPEN:
                self.close_seat(at, seat, state, by=by)
