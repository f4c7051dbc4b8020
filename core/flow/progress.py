"""Where a case is: each step of its flow, who has it, since when, and what came of it."""

from collections.abc import Iterator, Mapping

import msgspec

from core.api import PersonProgress, StepProgress
from core.cases import (
    CallStatus,
    CaseState,
    CaseStatus,
    Child,
    Outcome,
    Pause,
    Round,
    RoundStatus,
    Seat,
)
from core.flow.definition import (
    REQUESTER,
    Approve,
    Call,
    Choose,
    Do,
    Fill,
    Flow,
    Mode,
    Step,
    SubFlow,
    Tell,
    Together,
    Wait,
)
from core.flow.index import index_of, is_fork, rejected
from core.flow.voting import demands
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


def progress(
    flow: Flow, state: CaseState, directory: Directory, objects: Mapping[str, str] | None = None
) -> tuple[StepProgress, ...]:
    """Every step on the case's way, in order; branches that were not taken are left out.

    A case that waits for its requester begins with the step `requester`. `objects` are the keys of
    the objects that its sub-flows run on, by the keys of these.
    """
    return tuple(_Progress(flow, state, directory, objects or {}).steps())


_ASKS: dict[type[Step], TaskKind] = {
    Approve: TaskKind.APPROVE,
    Do: TaskKind.DO,
    Fill: TaskKind.FILL,
    Tell: TaskKind.COPY,
}
"""The kind of the rounds that a step opens."""
_BY_NUMBER = (Mode.AT_LEAST.value, Mode.MORE_THAN.value)
_OF_PEOPLE = (TaskKind.APPROVE, TaskKind.DO, TaskKind.FILL)


class _Progress:
    def __init__(
        self, flow: Flow, state: CaseState, directory: Directory, objects: Mapping[str, str]
    ) -> None:
        self._objects = objects
        self._flow = flow
        self._state = state
        self._directory = directory
        self._index = index_of(flow)

    def steps(self) -> Iterator[StepProgress]:
        revising = self._last_round(REQUESTER, TaskKind.REVISE)
        if revising is not None and revising.status is RoundStatus.OPEN:
            yield self._of_round(REQUESTER, {}, revising)
        yield from self._of_steps(self._flow.steps)

    def _of_steps(self, steps: tuple[Step, ...]) -> Iterator[StepProgress]:
        for step in steps:
            yield self._of_step(step)
            if isinstance(step, Choose | Together):
                for branch in self._taken(step):
                    yield from self._of_steps(step.branches[branch].steps)
            elif self._was_rejected(step):
                yield from self._of_steps(rejected(step))

    def _taken(self, step: Choose | Together) -> tuple[int, ...]:
        """The branches on the case's way."""
        if is_fork(step):
            fork = self._state.forks.get(step.id)
            return fork.taken if fork is not None else ()
        taken = self._state.taken.get(step.id)
        return (taken,) if taken is not None else ()

    def _was_rejected(self, step: Step) -> bool:
        """Whether the branch after a reject was reached."""
        if not rejected(step):
            return False
        inside = {spot.step.id for spot in self._index if (step.id, 0) in spot.inside}
        if inside.intersection(self._state.at):
            return True
        if isinstance(step, SubFlow):
            child = self._last_child(step.id)
            return child is not None and child.outcome not in (Outcome.NONE, Outcome.APPROVED)
        round_ = self._last_round(step.id, TaskKind.APPROVE)
        return round_ is not None and round_.status is RoundStatus.FAILED and not round_.superseded

    def _of_step(self, step: Step) -> StepProgress:
        if isinstance(step, Choose | Together):
            return self._of_branching(step)
        if isinstance(step, Call):
            return self._of_call(step)
        if isinstance(step, Wait):
            return self._of_wait(step)
        if isinstance(step, SubFlow):
            return self._of_sub_flow(step)
        kind = _ASKS.get(type(step))
        round_ = self._last_round(step.id, kind) if kind is not None else None
        if round_ is not None:
            return self._of_round(step.id, step.title, round_)
        name = kind.value if kind is not None else type(step).__name__.lower()
        state = self._unasked(step.id, leaves_traces=kind in _OF_PEOPLE)
        return StepProgress(step=step.id, title=step.title, kind=name, state=state)

    def _of_branching(self, step: Choose | Together) -> StepProgress:
        taken = self._taken(step)
        whens = [step.branches[each].when for each in taken]
        said = [when.text if when is not None else say("flow.otherwise") for when in whens]
        fork = self._state.forks.get(step.id)
        state = "done" if taken else self._unasked(step.id)
        if fork is not None and fork.open and self._state.status is not CaseStatus.ENDED:
            state = "current"
        kind = "together" if isinstance(step, Together) else "choose"
        detail = "; ".join(said) if isinstance(step, Choose) else ""
        return StepProgress(step=step.id, title=step.title, kind=kind, state=state, detail=detail)

    def _of_wait(self, step: Wait) -> StepProgress:
        pauses = [each for each in self._state.pauses if each.step == step.id]
        last: Pause | None = pauses[-1] if pauses else None
        state = self._unasked(step.id, leaves_traces=True)
        if last is not None:
            state = self._now("current" if last.ended is None else _over(step, last), step.id)
        shown = self._beside_people(step, "wait", state, last, step.event)
        until = last.alarm if last is not None and state == "current" else None
        return msgspec.structs.replace(shown, until=until)

    def _of_sub_flow(self, step: SubFlow) -> StepProgress:
        last = self._last_child(step.id)
        state = self._unasked(step.id, leaves_traces=last is None)
        if last is not None and last.waits:
            state = "current" if last.ended is None else "done"
            if last.outcome not in (Outcome.NONE, Outcome.APPROVED):
                state = "skipped" if last.stopped else "failed"
            state = self._now(state, step.id)
        shown = self._beside_people(step, "flow", state, last, step.flow)
        key = self._objects.get(last.key, "") if last is not None else ""
        return msgspec.structs.replace(shown, object=key) if key else shown

    def _now(self, state: str, step: str) -> str:
        """What became of a wait or a sub-flow: the case may have ended in the middle of it, or gone
        back behind it."""
        if self._state.status is CaseStatus.ENDED:
            return "skipped" if state == "current" else state
        if step in self._state.at or self._is_behind(step):
            return state
        return "superseded"

    def _beside_people(
        self, step: Step, kind: str, state: str, last: Pause | Child | None, detail: str
    ) -> StepProgress:
        """A step that waits for no people, unless it went wrong."""
        incident = self._last_round(step.id, TaskKind.INCIDENT)
        if incident is not None and incident.status is RoundStatus.OPEN:
            state = "failed"
        since = None if last is None else last.opened if isinstance(last, Pause) else last.started
        return StepProgress(
            step=step.id,
            title=step.title,
            kind=kind,
            state=state,
            round=last.number if last is not None else 0,
            since=since,
            ended=last.ended if last is not None else None,
            people=self._people(incident) if incident is not None else (),
            detail=detail,
        )

    def _of_call(self, step: Call) -> StepProgress:
        calls = [each for each in self._state.calls if each.step == step.id]
        if not calls:
            state = self._unasked(step.id, leaves_traces=not step.table)
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
            mode=self._mode(step, round_),
            need=self._need(step, round_),
            since=round_.opened,
            ended=round_.closed,
            people=self._people(round_),
            detail=self._ruled(step),
        )

    def _mode(self, step: str, round_: Round) -> str:
        """How it is decided; `2 of role:legal` demands a number, whatever the mode."""
        spot = self._index.spots.get(step)
        people = spot.step.by if spot is not None and isinstance(spot.step, Approve | Do) else ()
        return Mode.AT_LEAST.value if any(who.quorum for who in people) else round_.mode

    def _need(self, step: str, round_: Round) -> int:
        """How many have to approve by a share or a number; 0: that is not how it is decided."""
        spot = self._index.spots.get(step)
        asking = spot.step if spot is not None else None
        if round_.mode not in _BY_NUMBER or not isinstance(asking, Approve | Do):
            return 0
        if any(not seat.stands_for for seat in round_.seats):
            return 0  # the owner decides for those who abstained
        wanted = demands(round_, asking)
        return wanted[0].number if len(wanted) == 1 else 0

    def _ruled(self, step: str) -> str:
        """The rows of rule tables that said who is asked."""
        ruling = self._state.ruled.get(step)
        rows = ruling.rows if ruling is not None else ()
        return "; ".join(f"{table}: {row}" for table, row in rows)

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

    def _last_child(self, step: str) -> Child | None:
        found = [each for each in self._state.children if each.step == step]
        return found[-1] if found else None

    def _unasked(self, step: str, *, leaves_traces: bool = False) -> str:
        """The state of a step of which there is no record. One that would have left some was passed
        by: the case jumped over it, or was moved to a version that has it."""
        if step in self._state.at:
            return "current"
        if self._is_behind(step):
            return "skipped" if leaves_traces else "done"
        return "skipped" if self._state.status is CaseStatus.ENDED else "ahead"

    def _is_behind(self, step: str) -> bool:
        """Whether the case has come past a step on its way."""
        if self._state.outcome is Outcome.APPROVED:
            return True
        for fork_id, branch in self._index.spots[step].inside:
            fork = self._state.forks.get(fork_id)
            if fork is not None and branch in fork.taken and branch not in fork.open:
                return True
        here = (each for each in self._state.at if each in self._index.spots)
        return any(each != step and self._index.reaches(step, each) for each in here)


def _over(step: Wait, pause: Pause) -> str:
    """What became of a wait that has ended: its time or event came, or the case went elsewhere."""
    assert pause.ended is not None
    if pause.until is not None:
        return "done" if pause.until <= pause.ended else "skipped"
    came = pause.signal if step.event else pause.clock is None
    return "done" if came else "skipped"
