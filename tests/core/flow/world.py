"""One case on a random flow, the world outside as its effects make it, and what always holds."""

from random import Random
from typing import Any

import msgspec
from msgspec.structs import replace

from core.cases import (
    AnyCommand,
    CallStatus,
    CancelTimer,
    CaseState,
    CaseStatus,
    CloseTask,
    Facts,
    Fork,
    HoldTask,
    MakeCall,
    Move,
    OpenTask,
    Outcome,
    ReleaseTask,
    RenewTask,
    RoundStatus,
    SetDue,
    SetFields,
    SetState,
    SetTimer,
    StartFlow,
    StopFlow,
    Submit,
)
from core.errors import SignoffError
from core.flow.definition import REQUESTER, Approve, Asking, Flow, Mode, Wait
from core.flow.engine import handle
from core.flow.index import FlowIndex, index_of, is_fork
from core.flow.progress import progress
from core.flow.voting import tally
from core.language import speaking
from core.objects import ObjectState
from core.rounds import GONE, UNANSWERED, Round
from core.tasks import DecisionKind, TaskKind, TaskState
from tests.core.flow.accounts import account_of
from tests.core.flow.company import DIRECTORY, MONDAY, PURCHASE_ORDER, money

FIRST = 3
"""The version with which a case begins."""
PEOPLE = (TaskKind.APPROVE, TaskKind.DO, TaskKind.FILL)
STATES = {
    (CaseStatus.RUNNING, Outcome.NONE): ObjectState.RUNNING,
    (CaseStatus.RETURNED, Outcome.NONE): ObjectState.RETURNED,
    (CaseStatus.ENDED, Outcome.APPROVED): ObjectState.APPROVED,
    (CaseStatus.ENDED, Outcome.REJECTED): ObjectState.REJECTED,
    (CaseStatus.ENDED, Outcome.WITHDRAWN): ObjectState.WITHDRAWN,
    (CaseStatus.ENDED, Outcome.NONE): ObjectState.GONE,
}
_encode = msgspec.json.encode
_decode = msgspec.json.Decoder(CaseState).decode


class World:
    """A case, its facts, and what stands outside: tasks, timers, calls, the object."""

    def __init__(self, flow: Flow, random: Random) -> None:
        self.flows = {FIRST: flow}
        """The versions of the flow."""
        self.requester = random.choice(["rita", "rita", "hugo", "bea", "dora", "ben"])
        self.state: CaseState | None = None
        self.tasks: dict[str, tuple[str, bool]] = {}
        self.timers: dict[str, Any] = {}
        self.fired: list[str] = []
        self.calls: dict[str, int] = {}
        self.children: dict[str, bool] = {}
        self.object_state = ObjectState.DRAFT
        self.log: list[tuple[AnyCommand, Facts]] = []
        self.closed: dict[Any, Any] = {}
        self.joined: set[tuple[str, int]] = set()
        self.refusals = 0
        self.facts = Facts(
            now=MONDAY,
            directory=DIRECTORY,
            object_type=PURCHASE_ORDER,
            fields={
                "amount": money(random.choice(["4999.99", "5000.00", "60000.00"])),
                "material_class": "production",
                "urgent": True,
                "needed_on": random.choice(["2026-11-20", "2026-11-25", None]),
                "keeper": random.choice(["hugo", "rita", "gone", "nobody", None]),
            },
            connectors=("erp",),
        )
        self.send(Submit(by=self.requester))

    @property
    def flow(self) -> Flow:
        """The version on which the case is."""
        return self.flows[self.state.version if self.state is not None else FIRST]

    @property
    def index(self) -> FlowIndex:
        return index_of(self.flow)

    @property
    def case(self) -> CaseState:
        assert self.state is not None
        return self.state

    # --- commands ------------------------------------------------------------------------------

    def run(
        self, state: CaseState | None, command: AnyCommand, facts: Facts
    ) -> tuple[CaseState, tuple[Any, ...]]:
        flow = self.flows[state.version if state is not None else FIRST]
        into = self.flows[command.version] if isinstance(command, Move) else None
        return handle(
            flow, state, command, facts, case="C1", object="PO-1", version=FIRST, into=into
        )

    def send(self, command: AnyCommand) -> bool:
        """Whether the case took the command; what it refuses changes nothing."""
        before = self.state
        try:
            state, effects = self.run(before, command, self.facts)
        except SignoffError:
            self.refusals += 1
            return False
        if state is before:
            assert all(isinstance(each, SetTimer) for each in effects)
        else:
            assert state.revision == (before.revision if before else 0) + 1
            self.log.append((command, self.facts))
        if isinstance(command, Move):
            self.joined.clear()  # other forks have these names now
        else:
            self._watch_joins(before, state)
        self.state = state
        for effect in effects:
            self._carry_out(effect)
        return True

    def _carry_out(self, effect: Any) -> None:
        if isinstance(effect, OpenTask):
            assert effect.task not in self.tasks
            self.tasks[effect.task] = (effect.person, True)
        elif isinstance(effect, CloseTask):
            if effect.state is TaskState.OVERRIDDEN:
                assert effect.task not in self.tasks
            else:
                del self.tasks[effect.task]
        elif isinstance(effect, HoldTask):
            self.tasks[effect.task] = (self.tasks[effect.task][0], False)
        elif isinstance(effect, ReleaseTask):
            assert not self.tasks[effect.task][1]
            self.tasks[effect.task] = (self.tasks[effect.task][0], True)
        elif isinstance(effect, RenewTask):
            assert self.tasks[effect.task][0] == effect.person
        elif isinstance(effect, SetDue):
            assert effect.task in self.tasks
        elif isinstance(effect, SetTimer):
            self.timers[effect.key] = effect.at
        elif isinstance(effect, CancelTimer):
            del self.timers[effect.key]
        else:
            self._carry_out_beside(effect)

    def _carry_out_beside(self, effect: Any) -> None:
        if isinstance(effect, SetState):
            self.object_state = effect.state
        elif isinstance(effect, MakeCall):
            assert effect.attempt > self.calls.get(effect.key, 0)
            self.calls[effect.key] = effect.attempt
        elif isinstance(effect, SetFields):
            self.facts = replace(self.facts, fields={**self.facts.fields, **effect.fields})
        elif isinstance(effect, StartFlow):
            assert effect.key not in self.children
            self.children[effect.key] = True
        elif isinstance(effect, StopFlow):
            assert self.children[effect.key]
            self.children[effect.key] = False

    def _watch_joins(self, before: CaseState | None, after: CaseState) -> None:
        """A fork that had open branches and has none is joined, or was left, once."""
        if before is None:
            return
        for name, fork in before.forks.items():
            now: Fork | None = after.forks.get(name)
            if fork.open and now is not None and not now.open and now.taken:
                key = (name, now.number)
                assert key not in self.joined, f"{name} joined twice"
                self.joined.add(key)

    # --- what always holds ---------------------------------------------------------------------

    def check(self) -> None:
        """flows.md, "The engine": the invariants."""
        self.it_waits_for_somebody_or_something()
        self.it_stands_where_something_is_open()
        self.forks_and_places_agree()
        self.what_is_closed_stays_closed()
        for round_ in self.case.rounds:
            if round_.kind in PEOPLE:
                self.everyone_asked_is_accounted_for(round_)
                self.who_must_not_decide_does_not(round_)
        self.the_world_outside_agrees()

    def it_waits_for_somebody_or_something(self) -> None:
        case = self.case
        if case.status is CaseStatus.ENDED:
            assert case.at == ()
            assert case.outcome or self.object_state is ObjectState.GONE
            assert all(
                each.kind in (TaskKind.COPY, TaskKind.INCIDENT) for each, _ in case.open_seats()
            )
            assert not list(case.timers())
            return
        assert case.at
        assert (
            any(each.kind is not TaskKind.COPY for each, _ in case.open_seats())
            or any(each.status is CallStatus.PENDING for each in case.calls)
            or any(each.ended is None for each in case.pauses)
            or any(each.ended is None and each.waits for each in case.children)
            or case.status is CaseStatus.SUSPENDED
        )

    def it_stands_where_something_is_open(self) -> None:
        case = self.case
        if case.status in (CaseStatus.ENDED, CaseStatus.SUSPENDED):
            return
        reported = {each.step for each in self.open_rounds() if each.kind is TaskKind.INCIDENT}
        asked = {each.step for each in self.open_rounds() if each.kind in PEOPLE}
        if case.status is CaseStatus.RETURNED:
            assert case.at == (REQUESTER,)
            assert not asked
            return
        called = {
            each.step
            for each in case.calls
            if each.status is CallStatus.PENDING and not each.undoes
        }
        waiting = {each.step for each in case.pauses if each.ended is None}
        waiting |= {
            each.step
            for each in case.children
            if each.ended is None and each.waits and not each.stopped
        }
        for pause in case.pauses:
            if pause.step in case.gone:
                assert pause.ended is not None
                continue
            step = self.index.spots[pause.step].step
            assert isinstance(step, Wait)
            assert pause.ended is not None or step.event or pause.alarm is not None
        assert set(case.at) <= asked | called | waiting | reported
        assert asked | waiting <= set(case.at)
        assert len(set(case.at)) == len(case.at)

    def forks_and_places_agree(self) -> None:
        """Each open branch of a fork has a place in it, each place in a fork an open branch."""
        case = self.case
        if case.status not in (CaseStatus.RUNNING, CaseStatus.SUSPENDED) or REQUESTER in case.at:
            return
        occupied = set()
        for step in case.at:
            inside = self.index.spots[step].inside
            for name, branch in inside:
                if is_fork(self.index.spots[name].step):
                    assert branch in case.forks[name].open
                    occupied.add((name, branch))
        for name, fork in case.forks.items():
            assert set(fork.open) <= set(fork.taken)
            assert {(name, branch) for branch in fork.open} <= occupied
        for one in case.at:
            for other in case.at:
                assert one == other or self.index.beside(one, other)

    def what_is_closed_stays_closed(self) -> None:
        for number, each in enumerate(self.case.rounds):
            if each.status is RoundStatus.OPEN:
                assert number not in self.closed
                continue
            kept = self.closed.setdefault(number, (each.status, each.closed))
            assert kept == (each.status, each.closed)
            if each.kind is not TaskKind.COPY:
                assert all(seat.state not in UNANSWERED for seat in each.seats)

    def everyone_asked_is_accounted_for(self, round_: Round) -> None:
        """A + R + abstained + open + removed (+ what became unnecessary) = everyone ever asked."""
        seats = [each for each in round_.seats if not each.helps]
        count = dict.fromkeys(("answered", "open", "removed", "unneeded", "replaced"), 0)
        for seat in seats:
            count[account_of(seat)] += 1
        assert sum(count.values()) == len(seats)
        assert count["open"] == 0 or round_.status is RoundStatus.OPEN
        there = [each.person for each in round_.seats if each.state not in GONE]
        assert len(there) == len(set(there))
        assert any(each.votes for each in seats) or not seats
        if round_.step in self.case.gone:
            assert round_.status is not RoundStatus.OPEN
            return
        step = self.index.spots[round_.step].step
        assert isinstance(step, Asking)
        if round_.status is RoundStatus.OPEN:
            votes = tally(round_, step)
            assert votes.verdict is RoundStatus.OPEN
            assert not votes.all_abstained
            self.somebodys_turn_it_is(round_, step)

    def somebodys_turn_it_is(self, round_: Round, step: Asking) -> None:
        asked = [each for each in round_.seats if each.state is TaskState.OPEN]
        assert asked
        if round_.mode == Mode.IN_ORDER:
            voters = [each for each in round_.seats if each.votes]
            turn = [n for n, each in enumerate(voters) if each.state is not TaskState.AHEAD]
            in_turn = (TaskState.OPEN, TaskState.WAITING)
            beside = sum(each.because.key == "reason.escalated" for each in round_.seats)
            at_once = sum(each.state in in_turn for each in voters)
            assert at_once <= 1 + beside or len(turn) == len(voters)
        for seat in round_.seats:
            if seat.state is TaskState.WAITING:
                helpers = [each for each in round_.seats if each.helps == seat.task]
                assert any(each.state is TaskState.OPEN for each in helpers)

    def who_must_not_decide_does_not(self, round_: Round) -> None:
        if round_.status is not RoundStatus.OPEN and len(self.flows) > 1:
            return  # it was decided by the rules of the version before
        step = self.index.spots[round_.step].step
        for seat in round_.seats:
            if isinstance(step, Approve) and not step.allow_requester:
                assert seat.person != self.requester
            if seat.state is TaskState.OPEN:
                assert DIRECTORY.people[seat.person].active

    def the_world_outside_agrees(self) -> None:
        case = self.case
        open_tasks = {seat.task: (seat.person, True) for _, seat in case.open_seats()}
        for round_ in self.open_rounds():
            for seat in round_.seats:
                if seat.state is TaskState.WAITING:
                    open_tasks[seat.task] = (seat.person, False)
        assert self.tasks == open_tasks
        assert self.timers == dict(case.timers())
        if case.status is not CaseStatus.SUSPENDED:
            assert self.object_state is STATES[case.status, case.outcome]
        for call in case.calls:
            if call.status is CallStatus.PENDING:
                assert self.calls[call.key] == call.attempt

    def open_rounds(self) -> list[Round]:
        return [each for each in self.case.rounds if each.status is RoundStatus.OPEN]

    # --- at the end ----------------------------------------------------------------------------

    def check_history(self) -> None:
        """It survives storing, is shown, and comes about again when its commands are replayed."""
        encoded = _encode(self.case)
        assert _decode(encoded) == self.case
        steps = progress(self.flow, self.case, DIRECTORY)
        shown = {each.task for step in steps for each in step.people}
        asked = (*PEOPLE, TaskKind.REVISE)
        assert {s.task for r, s in self.case.open_seats() if r.kind in asked} <= shown
        state: CaseState | None = None
        with speaking("zh"):  # nothing of a case depends on who reads it
            for command, facts in self.log:
                state, _ = self.run(state, command, facts)
        assert _encode(state) == encoded

    def two_at_the_same_moment(self, one: AnyCommand, other: AnyCommand) -> None:
        """Whoever is second counts too, or learns what the first did; where both count, two that
        say the same lead to the same in either order, unless what is written last differs."""
        ends, written, late = [], [], 0
        for first, second in ((one, other), (other, one)):
            state, facts = self.case, self.facts
            for command in (first, second):
                try:
                    state, effects = self.run(state, command, facts)
                except SignoffError:
                    late += 1
                    continue
                for effect in effects:
                    if isinstance(effect, SetFields):
                        facts = replace(facts, fields={**facts.fields, **effect.fields})
            ends.append((state.status, state.outcome, state.at, state.forks, state.taken))
            written.append(facts.fields)
        kinds = {getattr(each, "kind", None) for each in (one, other)}
        alike = kinds in ({DecisionKind.APPROVE}, {DecisionKind.DONE})
        if not late and alike and written[0] == written[1]:
            assert ends[0] == ends[1]
