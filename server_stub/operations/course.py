"""Moving a case: the engine decides what a command makes of it, and that is written.

Everybody who moves a case comes here: people through `cases` and `tasks`, connectors with
`CallAnswered` and `EndedElsewhere`.
"""

from collections.abc import Mapping

import msgspec
from sqlalchemy import bindparam, func, insert, select, update

from core.cases import AnyCommand, CaseState, CaseStatus, Facts, Submit, Urge
from core.errors import Invalid
from core.events import EventKind
from core.flow import engine
from core.flow.definition import Flow
from core.language import label, say
from core.tasks import TaskState
from server_stub.operations import mirror
from server_stub.operations.effects import Outcome
from server_stub.operations.subject import Subject
from server_stub.operations.workload import workload
from server_stub.store.moments import to_micros, to_micros_or_none
from server_stub.store.tables import case_events, cases, tasks
from server_stub.views.rows import TaskRow, select_tasks, task_row
from server_stub.working_week import working_week

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


class CaseEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One step in the history of a case: the command, and the fields that the engine was told."""

    command: AnyCommand
    fields: dict[str, object]
    connectors: tuple[str, ...] = ()


def load(it: Subject) -> CaseState | None:
    """The object's newest case, running or ended."""
    if it.case is None:
        row = it.unit.first(_latest, the_object=it.id)
        it.case = _state.decode(row[0]) if row else None
    return it.case


def run(it: Subject, command: AnyCommand) -> Outcome:
    """Move the object's case by the command; what follows from it is gathered in `it`.

    `it.case` is the case afterwards. Raises what the engine raises, and Invalid where the object
    has no case to move.
    """
    state = None if isinstance(command, Submit) else load(it)
    if state is None and not isinstance(command, Submit):
        raise Invalid(say("operations.not_submitted", key=it.key))
    flow_id, version, case = _address(it, state)
    flow = it.configuration.flow(it.unit, flow_id, version)
    after, effects = engine.handle(
        flow,
        state,
        command,
        _facts(it, flow),
        case=case,
        object=it.key,
        version=version,
        calendar=working_week(),
    )
    fields = dict(it.fields)
    it.case = after
    outcome = Outcome(it, after, command, _urged(it, after, command))
    if after is state:
        return outcome  # an answer that came twice: nothing follows, nothing is recorded
    for effect in effects:
        outcome.apply(effect)
    _write(it, state, after, command, fields)
    mirror.carry_back(it, state, after, command)
    return outcome


def _address(it: Subject, state: CaseState | None) -> tuple[str, int, str]:
    """The flow, its version and the case's id; a new case runs on the newest version."""
    if state is not None:
        return state.flow, state.version, state.id
    version = it.configuration.newest.get(it.type.flow)
    if version is None:
        raise Invalid(say("operations.no_flow", type=label(it.type.title) or it.type.id))
    row = it.unit.first(_how_many, the_object=it.id)
    earlier = row[0] if row else 0
    return it.type.flow, version, f"{it.key}:{earlier + 1}" if earlier else it.key


def _facts(it: Subject, flow: Flow) -> Facts:
    load, last_asked = workload(it.unit, flow, it.configuration.directory)
    return Facts(
        now=it.unit.now,
        directory=it.configuration.directory,
        object_type=it.type,
        fields=dict(it.fields),
        object_title=it.title,
        load=load,
        last_asked=last_asked,
        connectors=it.configuration.connectors,
    )


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
    fields: dict[str, object],
) -> None:
    columns = {
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
            version=after.version,
            started=to_micros(after.started),
            **columns,
        )
    else:
        it.unit.run(_update, the_id=after.id, **columns)
    event = CaseEvent(command=command, fields=fields, connectors=it.configuration.connectors)
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
