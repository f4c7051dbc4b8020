"""Tests beside a flow: each case is run on the bench, and told where it went another way."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from core.cases import (
    CallStatus,
    CaseStatus,
    Decide,
    Delegate,
    Forward,
    Outcome,
    Resubmit,
    TakeBack,
    Urge,
    Withdraw,
)
from core.errors import FieldError, SignoffError
from core.flow.bench import Bench, EndlessError, World, typed
from core.flow.definition import Flow
from core.flow.testing_files import EVERYBODY, PEOPLE_DO, TestCase, TestFile, Turn
from core.language import label, say
from core.people import Directory
from core.rules.context import UnclearError
from core.tasks import DecisionKind

_KINDS = {
    "approves": DecisionKind.APPROVE,
    "rejects": DecisionKind.REJECT,
    "returns": DecisionKind.RETURN,
    "abstains": DecisionKind.ABSTAIN,
    "finishes": DecisionKind.DONE,
}


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """How one case went; without failures as it was expected."""

    case: str
    failures: tuple[FieldError, ...] = ()


class _FailedError(Exception):
    """The case did not go as expected: what is said about it, and where it was expected."""

    def __init__(self, message: str, turn: Turn | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.turn = turn


def run_tests(flow: Flow, world: World, tests: TestFile) -> tuple[Verdict, ...]:
    """Every case, in its order, told in the current language."""
    return tuple(run_case(flow, world, case, tests.file) for case in tests.cases)


def run_case(flow: Flow, world: World, case: TestCase, file: str = "") -> Verdict:
    """Run one case on the bench."""
    try:
        _Run(flow, world, case).run()
    except _FailedError as error:
        place = error.turn.place if error.turn is not None else case.place
        found = FieldError(
            field=case.name,
            message=error.message,
            file=file,
            line=place.line,
            column=place.column,
        )
        return Verdict(case=case.name, failures=(found,))
    return Verdict(case=case.name)


class _Run:
    def __init__(self, flow: Flow, world: World, case: TestCase) -> None:
        self.case = case
        self.directory = world.directory
        self.type = world.object_type
        world = msgspec.structs.replace(world, load={**world.load, **case.load})
        self._known(case.requester, None)
        fields = self._typed(case.fields, None)
        self.bench = Bench(flow, world, case.requester, fields, case.at)

    def run(self) -> None:
        self._try(self.bench.submit, None)
        if self.case.turns is None:
            self._try(self.bench.finish, None)
        for turn in self.case.turns or ():
            self._take(turn)
        self._try(self.bench.settle, None)
        self._expect_all()

    # --- turns ---------------------------------------------------------------------------------

    def _take(self, turn: Turn) -> None:
        if turn.verb == "flow ends":
            self._try(self.bench.answer_calls, turn)
        elif turn.verb != "answers":
            self._try(self.bench.settle, turn)
        if turn.verb in PEOPLE_DO:
            self._somebody(turn)
        else:
            doing = getattr(self, f"_{turn.verb.replace(' ', '_')}")
            self._try(lambda: doing(turn), turn)

    def _somebody(self, turn: Turn) -> None:
        if turn.who == EVERYBODY:
            kind = _KINDS.get(turn.verb, DecisionKind.APPROVE)
            self._try(lambda: self.bench.finish(kind), turn)
            return
        self._known(turn.who, turn)
        for other in turn.to if turn.verb in ("forwards", "delegates") else ():
            self._known(other, turn)
        self._try(lambda: self._do(turn), turn)

    def _do(self, turn: Turn) -> None:
        who, to = turn.who, turn.to[0] if turn.to else ""
        if turn.verb == "withdraws":
            self.bench.send(Withdraw(by=who, reason=turn.because))
        elif turn.verb == "resubmits":
            self.bench.send(Resubmit(by=who, reason=turn.because))
        elif turn.verb == "urges":
            self.bench.send(Urge(by=who, text=turn.because))
        elif turn.verb == "takes back":
            tasks = [each.task for each in self.bench.opened if each.person == who]
            self.bench.send(TakeBack(by=who, task=tasks[-1] if tasks else ""))
        elif turn.verb in ("forwards", "delegates"):
            command = Forward if turn.verb == "forwards" else Delegate
            self.bench.send(command(by=who, task=self._task(turn), to=to, reason=turn.because))
        else:
            decide = Decide(
                by=who,
                task=self._task(turn),
                kind=_KINDS[turn.verb],
                reason=turn.because or "-",
                fields=self._typed(turn.fields, turn),
                to=to,
            )
            self.bench.send(decide)

    def _task(self, turn: Turn) -> str:
        task = self.bench.task_of(turn.who)
        if not task:
            who, open_now = self._name(turn.who), self._waiting()
            raise _FailedError(say("testing.not_asked", who=who, open=open_now), turn)
        return task

    def _answers(self, turn: Turn) -> None:
        if not self.bench.answer_calls(CallStatus(turn.who), turn.fields):
            raise _FailedError(say("testing.no_call"), turn)

    def _flow_ends(self, turn: Turn) -> None:
        if not self.bench.end_flows(Outcome(turn.who)):
            raise _FailedError(say("testing.no_flow"), turn)

    def _event(self, turn: Turn) -> None:
        self.bench.happen(turn.who, turn.fields)

    def _passes(self, turn: Turn) -> None:
        if turn.span is not None:
            self.bench.pass_time(turn.span)

    def _edits(self, turn: Turn) -> None:
        self.bench.change(self._typed(turn.fields, turn))

    # --- what is expected ----------------------------------------------------------------------

    def _asks(self, turn: Turn) -> None:
        found = [seat.person for seat in self.bench.waits_for()]
        self._same("testing.asks", turn.expected, found, turn, self._names)

    def _tells(self, turn: Turn) -> None:
        self._same("testing.tells", turn.expected, self.bench.told(), turn, self._names)

    def _calls(self, turn: Turn) -> None:
        self._same("testing.calls", turn.expected, self._called(), turn, _listed)

    def _at(self, turn: Turn) -> None:
        self._same("testing.at", turn.expected, list(self.bench.case.at), turn, _listed)

    def _fields(self, turn: Turn) -> None:
        for name, expected in self._typed(turn.fields, turn).items():
            found = self.bench.facts.fields.get(name)
            if found != expected:
                values = {"name": name, "expected": expected, "found": found}
                raise _FailedError(say("testing.field", **values), turn)

    def _expect_all(self) -> None:
        case, bench = self.case, self.bench
        for key, expected, found, told in (
            ("testing.asked", case.asks, bench.asked(), self._names),
            ("testing.tells", case.tells, bench.told(), self._names),
            ("testing.calls", case.calls, self._called(), _listed),
        ):
            if expected is not None:
                self._same(key, expected, found, None, told)
        if case.ends:
            self._expect_end(case.ends)

    def _expect_end(self, expected: str) -> None:
        state = self.bench.case
        found = state.outcome.value if state.status is CaseStatus.ENDED else state.status.value
        if found != expected:
            ends = {
                key: say(f"testing.end.{word}")
                for key, word in (("expected", expected), ("found", found or "gone"))
            }
            raise _FailedError(say("testing.ends", **ends, open=self._waiting()))

    def _same(
        self,
        key: str,
        expected: Sequence[str],
        found: Sequence[str],
        turn: Turn | None,
        told: Callable[[Sequence[str]], str],
    ) -> None:
        if list(expected) != list(found):
            raise _FailedError(say(key, expected=told(expected), found=told(found)), turn)

    def _called(self) -> list[str]:
        return [f"{each.connector}.{each.action}" for each in self.bench.called]

    # --- words ---------------------------------------------------------------------------------

    def _try(self, doing: Callable[[], Any], turn: Turn | None) -> None:
        try:
            doing()
        except SignoffError as error:
            raise _FailedError(say("testing.refused", detail=error.message), turn) from error
        except EndlessError as error:
            raise _FailedError(say("testing.endless", open=self._waiting()), turn) from error

    def _typed(self, values: dict[str, Any], turn: Turn | None) -> dict[str, object]:
        for name in values:
            if self.type.field(name) is None:
                known = ", ".join(field.id for field in self.type.fields)
                raise _FailedError(say("testing.no_field", name=name, known=known), turn)
        try:
            return typed(values, self.type)
        except UnclearError as error:
            raise _FailedError(say("testing.misfit", detail=str(error)), turn) from error

    def _known(self, person: str, turn: Turn | None) -> None:
        if person not in self.directory.people:
            raise _FailedError(say("testing.no_person", name=person), turn)

    def _waiting(self) -> str:
        if self.bench.state is None:
            return say("testing.nobody")
        steps = {seat.task: round_.step for round_, seat in self.bench.case.open_seats()}
        found = [
            f"{self._name(each.person)} ({steps[each.task]})" for each in self.bench.waits_for()
        ]
        return ", ".join(found) or say("testing.nobody")

    def _names(self, people: Sequence[str]) -> str:
        return ", ".join(map(self._name, people)) or say("testing.nobody")

    def _name(self, person: str) -> str:
        return name_of(person, self.directory)


def name_of(person: str, directory: Directory) -> str:
    """A person's name with the id: `Li Na (li.na)`."""
    found = directory.people.get(person)
    name = label(found.name) if found is not None else ""
    return f"{name} ({person})" if name and name != person else person


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or say("testing.nothing")
