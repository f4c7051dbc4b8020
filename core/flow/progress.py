"""Where a case is: each step of its flow, who has it, since when, and what came of it."""

from collections.abc import Iterator

from core.api import PersonProgress, StepProgress
from core.cases import CallStatus, CaseState, CaseStatus, Outcome, Round, RoundStatus, Seat
from core.flow.definition import REQUESTER, Approve, Call, Choose, Do, Flow, Step, Tell
from core.flow.index import index_of
from core.language import Label, say
from core.people import Directory
from core.tasks import TaskKind, TaskState

_STATES = {
    RoundStatus.OPEN: "current",
    RoundStatus.PASSED: "done",
    RoundStatus.FAILED: "failed",
    RoundStatus.RETURNED: "superseded",
    RoundStatus.CANCELLED: "skipped",
}
_CALLS = {
    CallStatus.PENDING: "current",
    CallStatus.FAILED: "failed",
    CallStatus.DONE: "done",
    CallStatus.SKIPPED: "skipped",
}


def progress(flow: Flow, state: CaseState, directory: Directory) -> tuple[StepProgress, ...]:
    """Every step on the case's way, in order; branches that were not taken are left out.

    A case that waits for its requester begins with the step `requester`.
    """
    return tuple(_Progress(flow, state, directory).steps())


_ASKS: dict[type[Step], TaskKind] = {
    Approve: TaskKind.APPROVE,
    Do: TaskKind.DO,
    Tell: TaskKind.COPY,
}
"""The kind of the rounds that a step opens."""


class _Progress:
    def __init__(self, flow: Flow, state: CaseState, directory: Directory) -> None:
        self._flow = flow
        self._state = state
        self._directory = directory
        self._index = index_of(flow)
        self._reached = self._order_reached()

    def steps(self) -> Iterator[StepProgress]:
        revising = self._last_round(REQUESTER, TaskKind.REVISE)
        if revising is not None and revising.status is RoundStatus.OPEN:
            yield self._of_round(REQUESTER, {}, revising)
        yield from self._of_steps(self._flow.steps)

    def _of_steps(self, steps: tuple[Step, ...]) -> Iterator[StepProgress]:
        for step in steps:
            yield self._of_step(step)
            if isinstance(step, Choose) and step.id in self._state.taken:
                yield from self._of_steps(step.branches[self._state.taken[step.id]].steps)

    def _of_step(self, step: Step) -> StepProgress:
        if isinstance(step, Choose):
            return self._of_choose(step)
        if isinstance(step, Call):
            return self._of_call(step)
        kind = _ASKS.get(type(step))
        round_ = self._last_round(step.id, kind) if kind is not None else None
        if round_ is not None:
            return self._of_round(step.id, step.title, round_)
        name = kind.value if kind is not None else type(step).__name__.lower()
        return StepProgress(step=step.id, title=step.title, kind=name, state=self._unasked(step.id))

    def _of_choose(self, step: Choose) -> StepProgress:
        taken = self._state.taken.get(step.id)
        detail = ""
        if taken is not None:
            when = step.branches[taken].when
            detail = when.text if when is not None else say("flow.otherwise")
        state = "done" if taken is not None else self._unasked(step.id)
        return StepProgress(
            step=step.id, title=step.title, kind="choose", state=state, detail=detail
        )

    def _of_call(self, step: Call) -> StepProgress:
        calls = [each for each in self._state.calls if each.step == step.id]
        if not calls:
            state = self._unasked(step.id)
            return StepProgress(step=step.id, title=step.title, kind="call", state=state)
        last = calls[-1]
        words = say(f"flow.call.{'undo.' if last.undoes else ''}{last.status}")
        incident = self._last_round(step.id, TaskKind.INCIDENT)
        return StepProgress(
            step=step.id,
            title=step.title,
            kind="call",
            state=_CALLS[last.status],
            round=last.round,
            since=last.asked,
            ended=last.answered,
            people=self._people(incident) if incident is not None else (),
            detail=f"{last.connector}.{last.action}: {words} {last.detail}".rstrip(),
        )

    def _of_round(self, step: str, title: Label, round_: Round) -> StepProgress:
        return StepProgress(
            step=step,
            title=title,
            kind=round_.kind.value,
            state="superseded" if round_.superseded else _STATES[round_.status],
            round=round_.number,
            mode=round_.mode,
            since=round_.opened,
            ended=round_.closed,
            people=self._people(round_),
        )

    def _people(self, round_: Round) -> tuple[PersonProgress, ...]:
        return tuple(self._person(seat) for seat in round_.seats)

    def _person(self, seat: Seat) -> PersonProgress:
        person = self._directory.people.get(seat.person)
        decision = seat.decision
        return PersonProgress(
            person=seat.person,
            name=person.name if person is not None else {},
            task=seat.task,
            state=seat.state.value,
            since=seat.opened,
            due=seat.due if seat.state is TaskState.OPEN else None,
            ended=seat.ended,
            decision=decision.kind if decision is not None else None,
            reason=decision.reason if decision is not None else "",
        )

    def _last_round(self, step: str, kind: TaskKind) -> Round | None:
        for each in reversed(self._state.rounds):
            if each.step == step and each.kind is kind:
                return each
        return None

    def _unasked(self, step: str) -> str:
        """The state of a step that keeps no record of its own."""
        if self._index.spots[step].order < self._reached:
            return "done"
        return "skipped" if self._state.status is CaseStatus.ENDED else "ahead"

    def _order_reached(self) -> int:
        """Steps before this one, in the order of writing, are behind the case."""
        spots = self._index.spots
        if self._state.outcome is Outcome.APPROVED:
            return len(spots)
        return max((spots[step].order for step in self._state.at if step in spots), default=0)
