"""What would come of steering a case: the engine is asked with all that it would be told, and
nothing of its answer is kept."""

from collections.abc import Iterator
from datetime import datetime

from core.cases import (
    AnyCommand,
    AnyEffect,
    CaseState,
    End,
    Jump,
    MakeCall,
    Reassign,
    RemoveSigner,
    Resume,
    Round,
    Seat,
    Suspend,
    TakeBack,
)
from core.errors import FieldError, Invalid
from core.flow import engine
from core.flow.definition import Flow
from core.flow.index import index_of
from core.handling import Foresee, Foreseen, Involved
from core.language import say
from server_stub import access
from server_stub.access import Actor
from server_stub.operations.facts import facts_of
from server_stub.store.unit import Reader
from server_stub.views import directory
from server_stub.views.directory import Configuration
from server_stub.views.lookup import find
from server_stub.views.objects import case_state

ADMINISTRATORS = ("suspend", "resume", "jump", "end", "reassign")
"""What only they do."""
_REASON = "-"
"""One is demanded where it is done."""


def foresee(reader: Reader, actor: Actor, key: str, what: Foresee, *, now: datetime) -> Foreseen:
    """Who would be asked, and whose tasks would end. Raises what doing it would raise."""
    if what.do in ADMINISTRATORS:
        access.require_administrator(actor)
    row = find(reader, actor, key).row
    state = case_state(reader, row.id)
    if state is None:
        raise Invalid(say("operations.not_submitted", key=key))
    configuration = directory.configuration(reader)
    flow = configuration.flow(reader, state.flow, state.version)
    after, effects = engine.handle(
        flow,
        state,
        _command(actor, what),
        facts_of(reader, flow, state, row, now),
        calendar=configuration.calendar,
    )
    return _told(configuration, flow, state, after, effects)


def _command(actor: Actor, what: Foresee) -> AnyCommand:
    by = {"by": actor.person, "acting": actor.acting, "reason": _REASON}
    match what.do:
        case "suspend":
            return Suspend(**by)
        case "resume":
            return Resume(**by)
        case "jump":
            return Jump(to=what.to, **by)
        case "end":
            return End(outcome=what.outcome, **by)
        case "reassign":
            return Reassign(task=what.task, to=what.to.removeprefix("@"), **by)
        case "remove_signer":
            return RemoveSigner(task=what.task, admin=access.administers(actor), **by)
        case "take_back":
            return TakeBack(task=what.task, **by)
    message = say("flow.cannot_foresee", given=what.do[:40])
    raise Invalid(message, errors=(FieldError(field="do", message=message),))


def _told(
    configuration: Configuration,
    flow: Flow,
    before: CaseState,
    after: CaseState,
    effects: tuple[AnyEffect, ...],
) -> Foreseen:
    then = {seat.task: (round_, seat) for round_, seat in before.open_seats()}
    later = {seat.task: (round_, seat) for round_, seat in after.open_seats()}
    return Foreseen(
        revision=before.revision,
        status=after.status.value,
        asked=tuple(_involved(configuration, flow, _without(later, then))),
        ended=tuple(_involved(configuration, flow, _without(then, later))),
        calls=tuple(
            f"{each.connector}.{each.action}" for each in effects if isinstance(each, MakeCall)
        ),
    )


def _without(
    these: dict[str, tuple[Round, Seat]], those: dict[str, tuple[Round, Seat]]
) -> list[tuple[Round, Seat]]:
    return [each for task, each in these.items() if task not in those]


def _involved(
    configuration: Configuration, flow: Flow, seats: list[tuple[Round, Seat]]
) -> Iterator[Involved]:
    spots = index_of(flow).spots
    for round_, seat in seats:
        spot = spots.get(round_.step)
        yield Involved(
            task=seat.task,
            person=seat.person,
            name=configuration.name(seat.person),
            step=round_.step,
            title=spot.step.title if spot is not None else {},
            kind=round_.kind,
        )
