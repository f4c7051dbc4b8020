"""What the engine wants to become true outside the case, made true."""

from collections.abc import Mapping

from core import cases
from core.cases import AnyCommand, CaseState
from core.feed import EntryKind
from core.tasks import Decision, DecisionKind, TaskKind
from server_stub.operations import calls, questions, tasks_held, waiting
from server_stub.operations.subflows import Subflows
from server_stub.operations.subject import Subject
from server_stub.operations.tasks_open import close_task, open_task, urge_task
from server_stub.views.rows import TaskDoc, TaskRow

_OF_INCIDENTS = {
    DecisionKind.APPROVE: "feed.tried_again",
    DecisionKind.SKIP: "feed.left_out",
    DecisionKind.DONE: "feed.by_hand",
}
"""What was decided about an action, a wait or a sub-flow that went wrong."""


class Outcome:
    """Carries out the effects of one command on one object."""

    def __init__(
        self,
        it: Subject,
        state: CaseState,
        command: AnyCommand,
        open_tasks: Mapping[str, TaskRow],
        subflows: Subflows,
    ) -> None:
        self.it = it
        self.state = state
        self.command = command
        self.open_tasks = open_tasks
        self.subflows = subflows
        self.effects: tuple[cases.AnyEffect, ...] = ()
        """What the engine wanted."""
        self.queued = 0
        """How many actions in other systems were queued."""

    def apply(self, effect: cases.AnyEffect) -> None:
        """Make one effect true."""
        match effect:
            case cases.OpenTask():
                self._open(effect)
            case cases.CloseTask():
                self._close(effect)
            case cases.SetFields():
                self.it.change_fields(effect.fields, by=effect.by, step=effect.step)
            case cases.SetState():
                self.it.stand(effect.state)
            case cases.MakeCall():
                self._call(effect)
            case cases.Post():
                self.it.post(effect.message, by=self.command.by, step=effect.step, **effect.values)
            case cases.StartFlow() | cases.StopFlow() | cases.TellParent():
                self.subflows.queue(effect, self.state)
            case cases.SetTimer():
                waiting.set_timer(self.it.unit, self.state.id, effect.key, effect.at)
            case cases.CancelTimer():
                waiting.cancel_timer(self.it.unit, self.state.id, effect.key)
            case _:
                self._change_task(effect)

    def _change_task(
        self,
        effect: cases.HoldTask
        | cases.ReleaseTask
        | cases.UrgeTask
        | cases.RemindTask
        | cases.RenewTask
        | cases.SetDue,
    ) -> None:
        it, task = self.it, effect.task
        match effect:
            case cases.HoldTask():
                tasks_held.hold(it, task, self._person(task))
            case cases.ReleaseTask():
                tasks_held.release(it, task, self._person(task))
            case cases.UrgeTask():
                urge_task(it, self.open_tasks[task], effect.by, effect.urged)
            case cases.RemindTask():
                tasks_held.remind(it, task, effect.person, effect.share)
            case cases.RenewTask():
                tasks_held.renew(it, effect, self.state.version)
            case cases.SetDue():
                tasks_held.set_due(it, task, self._person(task), effect.due)

    def _person(self, task: str) -> str:
        found = self.state.seat(task)
        return found[1].person if found else ""

    def _open(self, effect: cases.OpenTask) -> None:
        doc = TaskDoc(
            text=effect.text,
            step_title=effect.step_title,
            because=effect.because,
            flow=self.state.flow,
            flow_version=self.state.version,
            can=effect.can,
            reason_required=effect.reason_required,
            asks=effect.asks,
            instead_of=effect.instead_of,
            suspended=tasks_held.stands_still(self.state, effect.kind),
        )
        open_task(
            self.it,
            id=effect.task,
            kind=effect.kind,
            person=effect.person,
            doc=doc,
            case=self.state.id,
            step=effect.step,
            round=effect.round,
            asked_by=self.command.by,
            due=effect.due,
            priority=effect.priority,
        )
        self.it.take_part(effect.instead_of)

    def _close(self, effect: cases.CloseTask) -> None:
        found = self.state.seat(effect.task)
        close_task(
            self.it,
            effect.task,
            self._person(effect.task),
            state=effect.state,
            by=effect.by,
            decision=effect.decision,
        )
        if effect.decision is not None:
            tell_decision(
                self.it,
                effect.decision,
                task=effect.task,
                step=_step(found),
                message=self._said(found, effect),
            )

    def _said(self, found: tuple[cases.Round, cases.Seat] | None, effect: cases.CloseTask) -> str:
        """A text that says the decision better than its kind; "": there is none."""
        if found is not None and found[0].kind is TaskKind.REVISE:
            return "feed.resubmitted"
        if found is None or found[0].kind is not TaskKind.INCIDENT or effect.decision is None:
            return ""
        row = self.open_tasks.get(effect.task)
        if row is None or DecisionKind.SKIP not in row.doc.can:
            return "feed.seen_to"
        return _OF_INCIDENTS[effect.decision.kind]

    def _call(self, effect: cases.MakeCall) -> None:
        self.queued += calls.queue(
            self.it.unit,
            key=effect.key,
            object=self.it.id,
            connector=effect.connector,
            action=effect.action,
            person=effect.person,
            case=self.state.id,
            arguments=effect.arguments,
            reason=effect.reason,
        )


def tell_decision(
    it: Subject, decision: Decision, *, task: str, step: str = "", message: str = ""
) -> None:
    """Put a decision into the feed; whom its reason mentions is asked.

    `message` is a text of the catalogues that says it better than the decision's kind.

    Values that came with it stand in the feed as a field change, where each reader sees those of
    the fields that they may see.
    """
    mentions = questions.mentioned(it, decision.reason)
    entry = it.add(
        EntryKind.DECISION,
        decision=Decision(
            kind=decision.kind,
            by=decision.by,
            at=decision.at,
            reason=decision.reason,
            acting=decision.acting,
        ),
        mentions=mentions,
        task=task,
        step=step,
        message=message,
        values={"person": decision.by} if message else None,
        by=decision.by,
    )
    questions.ask(it, entry, decision.reason)


def _step(found: tuple[cases.Round, cases.Seat] | None) -> str:
    return found[0].step if found else ""
