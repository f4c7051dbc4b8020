"""Whatever people do with whatever flow, the invariants of flows.md hold."""

import os
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from msgspec.structs import replace

from core.cases import (
    AnyCommand,
    CallAnswered,
    CallStatus,
    CaseState,
    CaseStatus,
    CloseTask,
    Decide,
    EndedElsewhere,
    Facts,
    Forward,
    MakeCall,
    OpenTask,
    Outcome,
    Resubmit,
    Round,
    RoundStatus,
    SetFields,
    SetState,
    Submit,
    Urge,
    Withdraw,
)
from core.errors import AlreadyDecided, SignoffError
from core.flow.definition import Approve, Flow
from core.flow.engine import handle
from core.flow.index import index_of
from core.flow.progress import progress
from core.objects import ObjectState
from core.tasks import DecisionKind, TaskKind, TaskState
from tests.core.flow.company import DIRECTORY, MONDAY, PURCHASE_ORDER, money
from tests.core.flow.random_flows import flows

EXAMPLES = int(os.environ.get("SIGNOFF_EXAMPLES", "60"))
QUICKLY = bool(os.environ.get("SIGNOFF_NO_SHRINKING"))
VOTES = [DecisionKind.APPROVE, DecisionKind.REJECT]
PEOPLE = sorted(DIRECTORY.people)
STATES = {
    (CaseStatus.RUNNING, Outcome.NONE): ObjectState.RUNNING,
    (CaseStatus.RETURNED, Outcome.NONE): ObjectState.RETURNED,
    (CaseStatus.ENDED, Outcome.APPROVED): ObjectState.APPROVED,
    (CaseStatus.ENDED, Outcome.REJECTED): ObjectState.REJECTED,
    (CaseStatus.ENDED, Outcome.WITHDRAWN): ObjectState.WITHDRAWN,
    (CaseStatus.ENDED, Outcome.NONE): ObjectState.GONE,
}


class Cases(RuleBasedStateMachine):
    """One case on a random flow, and the world outside as its effects make it."""

    @initialize(
        flow=flows(),
        amount=st.sampled_from(["4999.99", "5000.00", "60000.00"]),
        requester=st.sampled_from(["rita", "hugo", "bea", "dora", "ben"]),
        keeper=st.sampled_from(["hugo", "rita", "gone", "nobody", None]),
    )
    def submit(self, flow: Flow, amount: str, requester: str, keeper: str | None) -> None:
        self.flow = flow
        self.requester = requester
        self.state: CaseState | None = None
        self.tasks: dict[str, str] = {}
        self.calls: dict[str, int] = {}
        self.object_state = ObjectState.DRAFT
        self.log: list[tuple[AnyCommand, Facts, bytes]] = []
        self.closed: dict[Any, Any] = {}
        self.asked: dict[int, int] = {}
        self.facts = Facts(
            now=MONDAY,
            directory=DIRECTORY,
            object_type=PURCHASE_ORDER,
            fields={
                "amount": money(amount),
                "material_class": "production",
                "urgent": True,
                "keeper": keeper,
            },
            connectors=("erp",),
        )
        self.send(Submit(by=requester))

    # --- what can happen -----------------------------------------------------------------------

    @rule(data=st.data(), kind=st.sampled_from(list(DecisionKind)))
    def answer_a_task(self, data: st.DataObject, kind: DecisionKind) -> None:
        open_seats = [seat for _, seat in self.case.open_seats()]
        if not open_seats:
            return
        seat = data.draw(st.sampled_from(open_seats))
        steps = [spot.step.id for spot in index_of(self.flow)]
        to = data.draw(st.sampled_from(["", "requester", "previous", *steps]))
        reason = data.draw(st.sampled_from(["", "because"]))
        given: list[dict[str, object]] = [{}, {"cost_centre": "C1"}]
        fields = data.draw(st.sampled_from(given))
        self.send(
            Decide(
                by=seat.person,
                task=seat.task,
                kind=kind,
                to=to,
                reason=reason,
                fields=fields,
            )
        )

    @rule(data=st.data())
    def approve_what_can_be_approved(self, data: st.DataObject) -> None:
        seats = [(r, s) for r, s in self.case.open_seats() if r.kind is not TaskKind.COPY]
        if not seats:
            return
        round_, seat = data.draw(st.sampled_from(seats))
        approves = round_.kind is TaskKind.APPROVE
        kind = DecisionKind.APPROVE if approves else DecisionKind.DONE
        fields: dict[str, object] = {}
        if approves:
            step = index_of(self.flow).spots[round_.step].step
            assert isinstance(step, Approve)
            fields = dict.fromkeys(step.asks, "C2")
        self.send(Decide(by=seat.person, task=seat.task, kind=kind, fields=fields))

    @rule(data=st.data(), who=st.sampled_from(PEOPLE), kind=st.sampled_from(list(DecisionKind)))
    def answer_any_task_ever(self, data: st.DataObject, who: str, kind: DecisionKind) -> None:
        seats = [seat for each in self.case.rounds for seat in each.seats]
        if not seats:
            return
        seat = data.draw(st.sampled_from(seats))
        by = data.draw(st.sampled_from([who, seat.person]))
        self.send(Decide(by=by, task=seat.task, kind=kind, reason="late"))

    @rule(data=st.data(), to=st.sampled_from(PEOPLE))
    def forward(self, data: st.DataObject, to: str) -> None:
        seats = [seat for _, seat in self.case.open_seats()]
        if not seats:
            return
        seat = data.draw(st.sampled_from(seats))
        self.send(Forward(by=seat.person, task=seat.task, to=to))

    @rule(data=st.data(), status=st.sampled_from([CallStatus.DONE, CallStatus.FAILED]))
    def answer_a_call(self, data: st.DataObject, status: CallStatus) -> None:
        if not self.case.calls:
            return
        call = data.draw(st.sampled_from(self.case.calls))
        self.send(CallAnswered(by="", key=call.key, status=status, fields={"no": "E7"}))

    @rule(data=st.data())
    def retry_a_call(self, data: st.DataObject) -> None:
        seats = [s for r, s in self.case.open_seats() if r.kind is TaskKind.INCIDENT]
        if not seats:
            return
        seat = data.draw(st.sampled_from(seats))
        self.send(Decide(by=seat.person, task=seat.task, kind=DecisionKind.APPROVE))

    @rule(data=st.data())
    def send_back(self, data: st.DataObject) -> None:
        asked = (TaskKind.APPROVE, TaskKind.DO)
        seats = [s for r, s in self.case.open_seats() if r.kind in asked]
        if not seats:
            return
        seat = data.draw(st.sampled_from(seats))
        to = data.draw(st.sampled_from(["", "previous", "s0"]))
        kind = DecisionKind.RETURN
        self.send(Decide(by=seat.person, task=seat.task, kind=kind, to=to, reason="again"))

    @precondition(lambda self: self.case.status is CaseStatus.RETURNED)
    @rule()
    def resubmit(self) -> None:
        self.send(Resubmit(by=self.requester))

    @precondition(lambda self: len(self.log) > 9)
    @rule(who=st.sampled_from(PEOPLE))
    def withdraw(self, who: str) -> None:
        self.send(Withdraw(by=who))

    @rule(who=st.sampled_from(PEOPLE))
    def urge(self, who: str) -> None:
        self.send(Urge(by=who))

    @precondition(lambda self: len(self.log) > 12)
    @rule(outcome=st.sampled_from([Outcome.APPROVED, Outcome.REJECTED, Outcome.NONE]))
    def end_elsewhere(self, outcome: Outcome) -> None:
        self.send(EndedElsewhere(by="", outcome=outcome, who="somebody there"))

    @rule(amount=st.sampled_from(["4999.99", "5000.00", "70000.00"]))
    def edit(self, amount: str) -> None:
        self.facts = replace(self.facts, fields={**self.facts.fields, "amount": money(amount)})

    @rule(minutes=st.sampled_from([1, 59, 60, 60 * 24]))
    def time_passes(self, minutes: int) -> None:
        now = self.facts.now + timedelta(minutes=minutes)
        self.facts = replace(self.facts, now=now)

    @rule(data=st.data(), kinds=st.lists(st.sampled_from(VOTES), min_size=2, max_size=2))
    def two_at_the_same_moment(self, data: st.DataObject, kinds: list[DecisionKind]) -> None:
        """Either order is possible; whoever is second counts too, or learns what the first did."""
        seats = [(r, s) for r, s in self.case.open_seats() if r.kind is TaskKind.APPROVE]
        if len(seats) < 2:
            return
        pair = data.draw(st.permutations(seats))[:2]
        one, other = (
            Decide(
                by=seat.person,
                task=seat.task,
                kind=kind,
                reason="because",
                fields=self.fields_asked(round_) if kind is DecisionKind.APPROVE else {},
            )
            for (round_, seat), kind in zip(pair, kinds, strict=True)
        )
        first, then = self.in_turn(one, other), self.in_turn(other, one)
        if pair[0][0].mode == "all" or kinds[0] is kinds[1]:
            assert (first.status, first.outcome, first.at) == (then.status, then.outcome, then.at)

    # --- what always holds ---------------------------------------------------------------------

    @invariant()
    def a_case_that_has_not_ended_waits_for_somebody_or_something(self) -> None:
        if self.case.status is CaseStatus.ENDED:
            assert self.case.at == ()
            assert self.case.outcome or self.object_state is ObjectState.GONE
            return
        waits = any(round_.kind is not TaskKind.COPY for round_, _ in self.case.open_seats())
        pending = any(each.status is CallStatus.PENDING for each in self.case.calls)
        assert waits or pending
        assert len(self.case.at) == 1

    @invariant()
    def what_is_closed_stays_as_it_was_closed(self) -> None:
        for name, each in enumerate(self.case.rounds):
            if each.status is not RoundStatus.OPEN:
                assert self.closed.setdefault(name, (each.status, each.closed)) == (
                    each.status,
                    each.closed,
                )
                if each.kind is not TaskKind.COPY:
                    assert all(seat.state is not TaskState.OPEN for seat in each.seats)
            for seat in each.seats:
                if seat.state is not TaskState.OPEN:
                    kept = self.closed.setdefault(seat.task, seat)
                    assert kept == seat

    @invariant()
    def everyone_asked_in_a_round_is_accounted_for(self) -> None:
        for at, each in enumerate(self.case.rounds):
            people = [s.person for s in each.seats if s.state is not TaskState.FORWARDED]
            assert len(people) == len(set(people)) >= 1
            assert len(people) == self.asked_at_opening(at, each)
            for seat in each.seats:
                assert (seat.decision is None) == (seat.state is not TaskState.DONE)
                if seat.state is TaskState.FORWARDED:
                    assert any(seat.person in other.chain for other in each.seats)

    @invariant()
    def the_world_outside_agrees_with_the_case(self) -> None:
        assert self.tasks == {seat.task: seat.person for _, seat in self.case.open_seats()}
        assert self.object_state is STATES[self.case.status, self.case.outcome]
        for call in self.case.calls:
            if call.status is CallStatus.PENDING:
                assert self.calls[call.key] == call.attempt

    @invariant()
    def nobody_decides_who_must_not(self) -> None:
        for each in self.case.rounds:
            for seat in each.seats:
                if each.kind is TaskKind.APPROVE:
                    step = index_of(self.flow).spots[each.step].step
                    assert isinstance(step, Approve)
                    assert step.allow_requester or seat.person != self.requester
                assert DIRECTORY.people[seat.person].active

    @invariant()
    def the_state_survives_storing_and_is_shown(self) -> None:
        encoded = msgspec.json.encode(self.case)
        assert msgspec.json.decode(encoded, type=CaseState) == self.case
        shown = progress(self.flow, self.case, DIRECTORY)
        people = {person.task for step in shown for person in step.people}
        waiting = {
            seat.task
            for round_, seat in self.case.open_seats()
            if round_.kind in (TaskKind.APPROVE, TaskKind.DO, TaskKind.REVISE)
        }
        assert waiting <= people

    def teardown(self) -> None:
        """Replaying the commands gives the same states."""
        if not hasattr(self, "log"):
            return  # hypothesis found no flow to begin with
        state: CaseState | None = None
        event(f"{self.case.status} {self.case.outcome} lap {min(self.case.lap, 3)}")
        for command, facts, expected in self.log:
            state, _ = self.run_engine(state, command, facts)
            assert msgspec.json.encode(state) == expected

    # --- helpers -------------------------------------------------------------------------------

    @property
    def case(self) -> CaseState:
        assert self.state is not None
        return self.state

    def run_engine(
        self, state: CaseState | None, command: AnyCommand, facts: Facts
    ) -> tuple[CaseState, tuple[Any, ...]]:
        return handle(self.flow, state, command, facts, case="C1", object="PO-1", version=3)

    def send(self, command: AnyCommand) -> None:
        before = msgspec.json.encode(self.state)
        facts = msgspec.json.encode(self.facts)
        try:
            state, effects = self.run_engine(self.state, command, self.facts)
        except SignoffError as refusal:
            self.refused(refusal, before, facts)
            return
        assert msgspec.json.encode(self.facts) == facts
        self.log.append((command, self.facts, msgspec.json.encode(state)))
        self.state = state
        for effect in effects:
            self.carry_out(effect)

    def refused(self, refusal: SignoffError, state: bytes, facts: bytes) -> None:
        assert refusal.message
        assert msgspec.json.encode(self.state) == state
        assert msgspec.json.encode(self.facts) == facts

    def carry_out(self, effect: Any) -> None:
        if isinstance(effect, OpenTask):
            assert effect.task not in self.tasks
            self.tasks[effect.task] = effect.person
        elif isinstance(effect, CloseTask):
            del self.tasks[effect.task]
        elif isinstance(effect, SetState):
            self.object_state = effect.state
        elif isinstance(effect, MakeCall):
            assert effect.attempt > self.calls.get(effect.key, 0)
            self.calls[effect.key] = effect.attempt
        elif isinstance(effect, SetFields):
            self.facts = replace(self.facts, fields={**self.facts.fields, **effect.fields})

    def asked_at_opening(self, at: int, round_: Round) -> int:
        """How many were asked when the round opened; forwarding changes who, not how many."""
        number = sum(not seat.chain for seat in round_.seats)
        return self.asked.setdefault(at, number)

    def fields_asked(self, round_: Round) -> dict[str, object]:
        step = index_of(self.flow).spots[round_.step].step
        assert isinstance(step, Approve)
        return dict.fromkeys(step.asks, "C3")

    def in_turn(self, first: Decide, second: Decide) -> CaseState:
        """What becomes of both; where the second is too late, they learn who was first."""
        state, _ = self.run_engine(self.case, first, self.facts)
        try:
            return self.run_engine(state, second, self.facts)[0]
        except AlreadyDecided as late:
            self.too_late(late, first.by)
            return state

    def too_late(self, error: AlreadyDecided, winner: str) -> None:
        assert error.values["person"] == winner
        assert error.values["who"]
        assert error.values["when"]


TestCases = Cases.TestCase
TestCases.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=40,
    deadline=None,
    phases=[Phase.reuse, Phase.generate, *([] if QUICKLY else [Phase.shrink])],
    suppress_health_check=[HealthCheck.too_slow],
)
