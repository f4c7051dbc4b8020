"""What a reader may do with an object's case, and with the people in it, beside their own tasks.

Who may is asked in `access`. Whether it can be done now the engine says itself: what is offered for
a person is tried on the case as it stands, and nothing of the trial is kept.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from core.api import CasePlace, PersonProgress, StepProgress
from core.cases import AnyCommand, CaseState, CaseStatus, Facts, RemoveSigner, Round, Seat, TakeBack
from core.errors import SignoffError
from core.flow import engine
from core.flow.definition import REQUESTER, Approve, Flow
from core.flow.index import index_of
from core.objects import ObjectType
from core.rounds import UNANSWERED, RoundStatus
from core.tasks import TaskKind, TaskState
from server_stub import access
from server_stub.access import Actor
from server_stub.views.directory import Configuration
from server_stub.views.rows import ObjectRow

_OF_PEOPLE = (TaskKind.APPROVE, TaskKind.DO, TaskKind.FILL)
_TRIED = "-"
"""The reason of a trial; one is demanded where it is done."""


class CaseRights(msgspec.Struct, frozen=True, kw_only=True):
    """What may be done: with the case, and with each task, by its id."""

    case: tuple[str, ...] = ()
    tasks: dict[str, tuple[str, ...]] = {}
    places: tuple[CasePlace, ...] = ()
    """Where the reader may put the case."""

    @property
    def words(self) -> tuple[str, ...]:
        """All of it, as `ObjectView.can` has it."""
        of_tasks = (word for each in self.tasks.values() for word in each)
        return (*self.case, *dict.fromkeys(of_tasks))

    def of(self, steps: tuple[StepProgress, ...]) -> tuple[StepProgress, ...]:
        """The steps, with what may be done with each of their people."""
        return tuple(self._step(each) for each in steps) if self.tasks else steps

    def _step(self, step: StepProgress) -> StepProgress:
        if not any(each.task in self.tasks for each in step.people):
            return step
        return msgspec.structs.replace(step, people=tuple(map(self._person, step.people)))

    def _person(self, person: PersonProgress) -> PersonProgress:
        return msgspec.structs.replace(person, can=self.tasks.get(person.task, ()))


def case_rights(
    actor: Actor,
    configuration: Configuration,
    flow: Flow,
    state: CaseState,
    row: ObjectRow,
    object_type: ObjectType,
    now: datetime,
) -> CaseRights:
    """What the actor may do with the case of an object; `object_type` is the whole type."""
    if state.status is CaseStatus.ENDED:
        return CaseRights()
    facts = Facts(
        now=now,
        directory=configuration.directory,
        object_type=object_type,
        fields=row.fields,
        object_title=row.title,
        connectors=configuration.connectors,
        absences=tuple(configuration.absences.values()),
    )
    rights = _Rights(actor, configuration, flow, state, facts)
    admin = access.administers(actor)
    steers = _steering(state) if admin else ()
    return CaseRights(
        case=steers,
        tasks=rights.tasks(),
        places=_places(flow, state) if "jump" in steers else (),
    )


def _steering(state: CaseState) -> tuple[str, ...]:
    """What an administrator can do with a case that has not ended."""
    if state.status is CaseStatus.SUSPENDED:
        return ("resume", "end")
    return ("suspend", "jump", "end")


def _places(flow: Flow, state: CaseState) -> tuple[CasePlace, ...]:
    """The requester, where the case does not wait for them, and the steps of the flow."""
    steps = (spot.step for spot in index_of(flow))
    found = [CasePlace(step=each.id, title=each.title) for each in steps]
    if state.status is not CaseStatus.RETURNED:
        found.insert(0, CasePlace(step=REQUESTER, title={}))
    return tuple(found)


class _Rights:
    """Asks the engine about each person of a case."""

    def __init__(
        self,
        actor: Actor,
        configuration: Configuration,
        flow: Flow,
        state: CaseState,
        facts: Facts,
    ) -> None:
        self._actor = actor
        self._admin = access.administers(actor)
        self._calendar = configuration.calendar
        self._flow = flow
        self._state = state
        self._facts = facts
        self._relied_on = _relied_on(state)
        self._known: dict[object, bool] = {}
        """Whether such a seat can be removed: two hundred alike are tried once."""

    def tasks(self) -> dict[str, tuple[str, ...]]:
        """What may be done with each task, by its id; those with nothing are left out."""
        found = {seat.task: tuple(self._of(round_, seat)) for round_, seat in self._seats()}
        return {task: words for task, words in found.items() if words}

    def _seats(self) -> Iterator[tuple[Round, Seat]]:
        for round_ in self._state.rounds:
            if not round_.superseded and round_.kind is not TaskKind.COPY:
                yield from ((round_, seat) for seat in round_.seats)

    def _of(self, round_: Round, seat: Seat) -> Iterator[str]:
        is_open = round_.status is RoundStatus.OPEN and seat.state in UNANSWERED
        if is_open and self._admin:
            yield "reassign"
        if is_open and self._removable(round_, seat):
            yield "remove_signer"
        if seat.person == self._actor.person and self._returnable(round_, seat):
            yield "take_back"

    def _removable(self, round_: Round, seat: Seat) -> bool:
        if round_.kind not in _OF_PEOPLE:
            return False
        if not self._admin and seat.added_by != self._actor.person:
            return False
        alone = not any(each.votes and each is not seat for each in round_.seats)
        if seat.votes and alone:
            return False  # known without a trial, and what most steps are
        alike = _alike(round_, seat, self._relied_on)
        if alike not in self._known:
            command = RemoveSigner(
                by=self._actor.person, task=seat.task, reason=_TRIED, admin=self._admin
            )
            self._known[alike] = self._succeeds(command)
        return self._known[alike]

    def _returnable(self, round_: Round, seat: Seat) -> bool:
        if seat.state is not TaskState.DONE or seat.automatic:
            return False
        spot = index_of(self._flow).spots.get(round_.step)
        if spot is None or not isinstance(spot.step, Approve) or not spot.step.take_back:
            return False
        return self._succeeds(TakeBack(by=self._actor.person, task=seat.task, reason=_TRIED))

    def _succeeds(self, command: AnyCommand) -> bool:
        try:
            engine.handle(self._flow, self._state, command, self._facts, calendar=self._calendar)
        except SignoffError:
            return False
        return True


def _alike(round_: Round, seat: Seat, relied_on: frozenset[str]) -> object:
    """The same for two seats where it is the same to the round which of them goes: how it counts
    and whom it waits for. One whom others wait for is like no other."""
    own = seat.task if seat.task in relied_on else ""
    counts = (seat.state, seat.stands_for, seat.benches, seat.helps, seat.after)
    return (round_.step, round_.kind, round_.number, counts, own)


def _relied_on(state: CaseState) -> frozenset[str]:
    """The tasks for which others wait, or after which they sign."""
    seats = [seat for round_ in state.rounds for seat in round_.seats]
    return frozenset(task for seat in seats for task in (seat.helps, seat.after) if task)
