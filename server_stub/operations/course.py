"""Moving a case: the engine decides what a command makes of it, and that is written.

Everybody who moves a case comes here: people through `cases` and `tasks`, connectors with
`CallAnswered` and `EndedElsewhere`.
"""

from collections.abc import Mapping

import msgspec
from sqlalchemy import bindparam, func, insert, select, update

from core.cases import AnyCommand, CaseState, CaseStatus, Facts, Move, Submit, Urge
from core.errors import Invalid
from core.events import EventKind
from core.flow import engine
from core.flow.definition import Flow
from core.language import label, say
from core.tasks import TaskState
from server_stub.operations import mirror, tasks_held, waiting
from server_stub.operations.effects import Outcome
from server_stub.operations.facts import event_of, facts_for
from server_stub.operations.family import family_of
from server_stub.operations.subflows import Subflows
from server_stub.operations.subject import Subject
from server_stub.store.moments import to_micros, to_micros_or_none
from server_stub.store.tables import case_events, cases, tasks
from server_stub.views.rows import TaskRow, select_tasks, task_row

_latest = (
    select(cases.c.state)
    .where(cases.c.object == bindparam("the_object"))
    .order_by(cases.c.started.desc(), cases.c.id.desc())
    .limit(1)
)
_how_many = select(func.count()).where(cases.c.object == bindparam("the_object"))
_insert = insert(cases)
_update = update(cases).where(cases.c.id == bindparam("the_id"))
_record = insert(case_events)
_open_tasks = select_tasks().where(
    tasks.c.case == bindparam("the_case"), tasks.c.state == TaskState.OPEN.value
)

_state = msgspec.json.Decoder(CaseState)


def load(it: Subject) -> CaseState | None:
    """The object's newest case, running or ended."""
    if it.case is None:
        row = it.unit.first(_latest, the_object=it.id)
        it.case = _state.decode(row[0]) if row else None
    return it.case


def run(it: Subject, command: AnyCommand, *, flow: str = "") -> Outcome:
    """Move the object's case by the command; what follows from it is gathered in `it`.

    `it.case` is the case afterwards. Cases of other objects that this one starts, stops or tells of
    its end move with it. `flow`: which flow a Submit starts, if not that of the object's type.
    Raises what the engine raises, and Invalid where the object has no case to move.
    """
    family = family_of(it)
    outcome = _move(it, command, flow)
    family.settle()
    return outcome


def _move(it: Subject, command: AnyCommand, flow_id: str) -> Outcome:
    state = None if isinstance(command, Submit) else load(it)
    if state is None and not isinstance(command, Submit):
        raise Invalid(say("operations.not_submitted", key=it.key))
    flow_id, version, case = _address(it, state, flow_id)
    flow = it.configuration.flow(it.unit, flow_id, version)
    into = _into(it, command, flow)
    facts = facts_for(it, into, state)
    after, effects = engine.handle(
        flow,
        state,
        command,
        facts,
        case=case,
        object=it.key,
        version=version,
        calendar=it.configuration.calendar,
        into=into,
    )
    it.case = after
    others = Subflows(it, family_of(it), _move, load)
    outcome = Outcome(it, after, command, _urged(it, after, command), others)
    outcome.effects = effects
    for effect in effects:
        outcome.apply(effect)
    tasks_held.follow(it, state, after)
    if after is state:
        return outcome  # an answer that came twice: nothing follows, nothing is recorded
    _write(it, state, after, command, facts)
    waiting.listen(it.unit, flow, state, into, after)
    mirror.carry_back(it, state, after, command)
    return outcome


def _into(it: Subject, command: AnyCommand, flow: Flow) -> Flow:
    """The version on which the case is after the command."""
    if not isinstance(command, Move):
        return flow
    return it.configuration.flow(it.unit, flow.id, command.version)


def _address(it: Subject, state: CaseState | None, flow_id: str) -> tuple[str, int, str]:
    """The flow, its version and the case's id; a new case runs on the newest version."""
    if state is not None:
        return state.flow, state.version, state.id
    flow_id = flow_id or it.type.flow
    version = it.configuration.newest.get(flow_id)
    if version is None:
        raise Invalid(say("operations.no_flow", type=label(it.type.title) or it.type.id))
    row = it.unit.first(_how_many, the_object=it.id)
    earlier = row[0] if row else 0
    return flow_id, version, f"{it.key}:{earlier + 1}" if earlier else it.key


def _urged(it: Subject, state: CaseState, command: AnyCommand) -> Mapping[str, TaskRow]:
    if not isinstance(command, Urge):
        return {}
    found = (task_row(row) for row in it.unit.all(_open_tasks, the_case=state.id))
    return {task.id: task for task in found}


def _write(
    it: Subject,
    before: CaseState | None,
    after: CaseState,
    command: AnyCommand,
    facts: Facts,
) -> None:
    columns = {
        "version": after.version,
        "status": after.status.value,
        "outcome": after.outcome.value,
        "state": msgspec.json.encode(after).decode(),
        "ended": to_micros_or_none(after.ended),
    }
    if before is None:
        it.unit.run(
            _insert,
            id=after.id,
            object=it.id,
            flow=after.flow,
            started=to_micros(after.started),
            **columns,
        )
    else:
        it.unit.run(_update, the_id=after.id, **columns)
    event = event_of(it, command, facts, after)
    it.unit.run(
        _record,
        case=after.id,
        number=after.revision,
        at=to_micros(it.unit.now),
        doc=msgspec.json.encode(event).decode(),
    )
    it.unit.emit(
        EventKind.CASE_CHANGED,
        object=it.id,
        object_key=it.key,
        by=command.by,
        about=after.flow,
    )


def is_running(state: CaseState | None) -> bool:
    """Whether the case has not ended."""
    return state is not None and state.status is not CaseStatus.ENDED
