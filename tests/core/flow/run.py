"""One case, told in the words of its commands, for the tests of the engine."""

from datetime import timedelta
from typing import Any

from msgspec.json import decode, encode
from msgspec.structs import replace

from core.cases import (
    AddSigners,
    Answered,
    AnyCommand,
    AnyEffect,
    Ask,
    CallAnswered,
    CallStatus,
    CaseState,
    Decide,
    Delegate,
    End,
    Facts,
    FlowEnded,
    Forward,
    HandOver,
    Jump,
    Move,
    OpenTask,
    Outcome,
    Reassign,
    RemoveSigner,
    Resubmit,
    Resume,
    Signal,
    SignalCame,
    Signing,
    Submit,
    Suspend,
    TakeBack,
    TimerFired,
    Urge,
    Withdraw,
)
from core.flow.calendar import MONDAY_TO_FRIDAY, Calendar
from core.flow.definition import Flow
from core.flow.engine import handle
from core.flow.parsing import parse_flow
from core.language import speaking
from core.people import Absence, Directory
from core.tasks import DecisionKind
from tests.core.flow.company import DIRECTORY, MONDAY, PURCHASE_FLOW, PURCHASE_ORDER, money

RUNS: list["Run"] = []
"""The cases of the test that runs; what they were told is told again at its end."""


class Run:
    """One case, told in the words of its commands; time passes as told."""

    def __init__(
        self,
        text: str = PURCHASE_FLOW,
        *,
        requester: str = "rita",
        fields: dict[str, object] | None = None,
        directory: Directory = DIRECTORY,
        connectors: tuple[str, ...] = ("erp", "projects"),
        calendar: Calendar = MONDAY_TO_FRIDAY,
        **facts: Any,
    ) -> None:
        self.calendar = calendar
        self.flow: Flow = parse_flow(text)
        self.facts = Facts(
            now=MONDAY,
            directory=directory,
            object_type=PURCHASE_ORDER,
            fields={"amount": money("60000.00")} if fields is None else fields,
            connectors=connectors,
            **facts,
        )
        self.requester = requester
        self.state: CaseState | None = None
        self.effects: tuple[AnyEffect, ...] = ()
        self.log: list[tuple[AnyCommand, Facts]] = []
        self.told: list[tuple[CaseState | None, Flow, AnyCommand, Facts, Flow | None]] = []
        """All that the case was told, with what it was before: to be told again."""
        RUNS.append(self)

    @property
    def case(self) -> CaseState:
        assert self.state is not None
        return self.state

    def send(self, command: AnyCommand, into: Flow | None = None) -> "Run":
        heard = (self.state, self.flow, command, self.facts, into)
        self.state, self.effects = self._handle(*heard)
        self.told.append(heard)
        self.log.append((command, self.facts))
        for effect in self.of("SetFields"):
            self.edit(**effect.fields)
        return self

    def _handle(
        self,
        state: CaseState | None,
        flow: Flow,
        command: AnyCommand,
        facts: Facts,
        into: Flow | None,
    ) -> tuple[CaseState, tuple[AnyEffect, ...]]:
        return handle(
            flow,
            state,
            command,
            facts,
            case="C1",
            object="PO-1",
            version=1,
            calendar=self.calendar,
            into=into,
        )

    def require_replayable(self) -> None:
        """Told the same again, from its stored form and by a reader of another language, it becomes
        the same."""
        state: CaseState | None = None
        for before, flow, command, facts, into in self.told:
            if before != state:
                return  # the test put the case somewhere itself
            kept = None if state is None else decode(encode(state), type=CaseState)
            with speaking("zh"):
                state, _ = self._handle(kept, flow, command, facts, into)
        assert state == self.state or not self.told

    def submit(self) -> "Run":
        return self.send(Submit(by=self.requester))

    def decide(self, who: str, kind: str, reason: str = "", to: str = "", **more: Any) -> "Run":
        task = more.pop("task", "") or self.task(who)
        return self.send(
            Decide(by=who, task=task, kind=DecisionKind(kind), reason=reason, to=to, **more)
        )

    def approve(self, who: str, reason: str = "", **more: Any) -> "Run":
        return self.decide(who, "approve", reason, **more)

    def reject(self, who: str, reason: str = "") -> "Run":
        return self.decide(who, "reject", reason)

    def back(self, who: str, to: str = "") -> "Run":
        return self.decide(who, "return", to=to)

    def done(self, who: str, **more: Any) -> "Run":
        return self.decide(who, "done", **more)

    def resubmit(self, who: str = "") -> "Run":
        return self.send(Resubmit(by=who or self.requester))

    def withdraw(self, who: str = "") -> "Run":
        return self.send(Withdraw(by=who or self.requester))

    def forward(self, who: str, to: str) -> "Run":
        return self.send(Forward(by=who, task=self.task(who), to=to))

    def urge(self, who: str) -> "Run":
        return self.send(Urge(by=who))

    def answer(self, status: str = "done", detail: str = "", **fields: object) -> "Run":
        key = next(each.key for each in self.case.calls if each.status is CallStatus.PENDING)
        return self.send(
            CallAnswered(by="", key=key, status=CallStatus(status), detail=detail, fields=fields)
        )

    def abstain(self, who: str) -> "Run":
        return self.decide(who, "abstain")

    def delegate(self, who: str, to: str) -> "Run":
        return self.send(Delegate(by=who, task=self.task(who), to=to))

    def add(self, who: str, where: str, *people: str) -> "Run":
        return self.send(
            AddSigners(by=who, task=self.task(who), people=people, where=Signing(where))
        )

    def remove(self, who: str, by: str = "ada", *, admin: bool = True) -> "Run":
        return self.send(RemoveSigner(by=by, task=self.seat(who), admin=admin))

    def take_back(self, who: str) -> "Run":
        return self.send(TakeBack(by=who, task=self.seat(who)))

    def ask(self, who: str, question: str = "Q1", *people: str) -> "Run":
        to = people or (self.requester,)
        return self.send(Ask(by=who, task=self.task(who), question=question, people=to))

    def answered(self, question: str = "Q1") -> "Run":
        return self.send(Answered(by="", question=question))

    def suspend(self) -> "Run":
        return self.send(Suspend(by="ada", reason="audit"))

    def resume(self) -> "Run":
        return self.send(Resume(by="ada"))

    def jump(self, to: str) -> "Run":
        return self.send(Jump(by="ada", to=to, reason="stuck"))

    def move(self, text: str, version: int = 2, given: dict[str, str] | None = None) -> "Run":
        """To another version of the flow, `given={"a_step": "its successor"}`."""
        return self.move_to(parse_flow(text), version, given)

    def move_to(self, new: Flow, version: int = 2, given: dict[str, str] | None = None) -> "Run":
        command = Move(
            by="ada",
            version=version,
            from_version=self.case.version,
            steps={name.replace("_", "-"): step for name, step in (given or {}).items()},
            reason="a better flow",
        )
        self.send(command, new)
        self.flow = new
        return self

    def end(self, outcome: str) -> "Run":
        return self.send(End(by="ada", outcome=Outcome(outcome), reason="obsolete"))

    def reassign(self, who: str, to: str) -> "Run":
        return self.send(Reassign(by="ada", task=self.task(who), to=to, reason="busy"))

    def hand_over(self, who: str, to: str = "") -> "Run":
        return self.send(HandOver(by="ada", person=who, to=to))

    def happen(self, name: str, key: str = "E1", **fields: object) -> "Run":
        signal = Signal(id=key, name=name, at=self.facts.now, fields=fields)
        return self.send(SignalCame(by="", signal=signal))

    def flow_ends(self, outcome: str = "approved", *, irrevocable: bool = False) -> "Run":
        key = next(each.key for each in self.case.children if each.ended is None)
        return self.send(
            FlowEnded(by="", key=key, outcome=Outcome(outcome), irrevocable=irrevocable)
        )

    def fire(self, key: str = "") -> "Run":
        """The timer that is due next fires, at its time."""
        key, at = min(
            (each for each in self.case.timers() if key in ("", each[0])), key=lambda each: each[1]
        )
        self.facts = replace(self.facts, now=max(self.facts.now, at))
        return self.send(TimerFired(by="", key=key))

    def away(self, who: str, delegate: str = "", **span: float) -> "Run":
        ends = self.facts.now + timedelta(**span) if span else None
        absence = Absence(person=who, begins=MONDAY, ends=ends, delegate=delegate)
        self.facts = replace(self.facts, absences=(*self.facts.absences, absence))
        return self

    def edit(self, **fields: object) -> "Run":
        self.facts = replace(self.facts, fields={**self.facts.fields, **fields})
        return self

    def wait(self, **span: float) -> "Run":
        self.facts = replace(self.facts, now=self.facts.now + timedelta(**span))
        return self

    def task(self, who: str) -> str:
        """The person's open task, the newest first."""
        found = [seat.task for _, seat in self.case.open_seats() if seat.person == who]
        assert found, f"{who} has no open task; open are {self.open}"
        return found[-1]

    def seat(self, who: str) -> str:
        """The newest task that the person has or had."""
        return [each.task for r in self.case.rounds for each in r.seats if each.person == who][-1]

    @property
    def open(self) -> list[str]:
        """Who is asked what now: `approve hugo department-head`."""
        return [
            f"{round_.kind} {seat.person} {round_.step}" for round_, seat in self.case.open_seats()
        ]

    def of(self, kind: str) -> list[Any]:
        """The effects of one kind of the last command."""
        return [each for each in self.effects if type(each).__name__ == kind]

    @property
    def posted(self) -> list[str]:
        return [each.message for each in self.of("Post")]

    @property
    def opened(self) -> list[OpenTask]:
        return self.of("OpenTask")


def steps(text: str, head: str = "") -> str:
    """A flow with these steps, given as YAML list members."""
    lines = "\n".join(f"  {line}" for line in text.strip("\n").splitlines())
    return (
        f"flow: test\nobject: purchase_order\nowner: role:process_owner\n{head}\nsteps:\n{lines}\n"
    )
