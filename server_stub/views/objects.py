"""One object as its reader may see it: fields, case, who has it, what can be done."""

import re
from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, select

from core.api import CaseView, ObjectView, PersonProgress, StepProgress
from core.cases import CaseState, CaseStatus
from core.flow.definition import Flow
from core.flow.progress import progress
from core.language import Label
from core.objects import BusinessObject, FieldDefinition, FieldKind, ObjectState, ObjectType
from core.tasks import Task, TaskKind, TaskState
from server_stub import access
from server_stub.access import Actor
from server_stub.store.case_tables import subflows
from server_stub.store.tables import cases, objects, tasks
from server_stub.store.unit import Reader
from server_stub.views import changes, directory
from server_stub.views.directory import Configuration
from server_stub.views.lookup import Found, find
from server_stub.views.rights import CaseRights, case_rights
from server_stub.views.rows import ObjectRow, TaskRow, select_tasks, task_row
from server_stub.views.tasks import Known, shown

_case = (
    select(cases.c.state)
    .where(cases.c.object == bindparam("the_object"))
    .order_by(cases.c.started.desc(), cases.c.id.desc())
    .limit(1)
)
_below = (
    select(subflows.c.key, objects.c.key)
    .join(cases, cases.c.id == subflows.c.child)
    .join(objects, objects.c.id == cases.c.object)
    .where(subflows.c.parent == bindparam("the_parent"))
)
_open = (
    select_tasks()
    .where(tasks.c.object == bindparam("the_object"), tasks.c.state == TaskState.OPEN.value)
    .order_by(tasks.c.rank, tasks.c.id)
)

_state = msgspec.json.Decoder(CaseState)

_NAME = re.compile(r"[^\W\d]\w*")

SUBMITTABLE = (ObjectState.DRAFT, ObjectState.WITHDRAWN)
"""Where an object stands when its requester can submit it."""


def view(reader: Reader, actor: Actor, key: str) -> ObjectView:
    """All that a page of the object shows, but its feed. Raises NotFound."""
    found = find(reader, actor, key)
    return view_of(reader, actor, found)


def view_of(reader: Reader, actor: Actor, found: Found) -> ObjectView:
    """The view of an object that was found."""
    configuration = directory.configuration(reader)
    row = found.row
    whole_type = configuration.type(row.type)
    object_type = configuration.visible_type(actor, row.type)
    state = case_state(reader, row.id)
    waiting = [task_row(each) for each in reader.all(_open, the_object=row.id)]
    own = tuple(
        shown(Known(task, row, True, found.seen), actor, configuration, object_type)
        for task in waiting
        if access.may_decide(actor, task.person, task.doc.instead_of)
    )
    case, rights = None, CaseRights()
    if state is not None:
        flow = configuration.flow(reader, state.flow, state.version)
        rights = case_rights(actor, configuration, flow, state, row, whole_type, reader.now)
        hidden = hidden_fields(whole_type, object_type)
        case = _case_view(reader, configuration, flow, state, rights, hidden)
    object_ = business_object(row, object_type)
    writable = _writable(actor, whole_type, row)
    return ObjectView(
        object=object_,
        type=object_type,
        case=case,
        tasks=own,
        waiting_for=tuple(
            _waiting(task, configuration) for task in waiting if task.kind is not TaskKind.COPY
        ),
        can=(*_can(actor, whole_type, row, state, waiting, bool(writable)), *rights.words),
        writable=writable,
        feed=found.followed,
        names=_names(configuration, object_, object_type, waiting, case, own),
        changed_since_seen=(
            changes.since(reader, row.id, found.seen_revision, object_type, person=actor.person)
            if 0 < found.seen_revision < row.revision
            else ()
        ),
    )


def case_state(reader: Reader, object_id: int) -> CaseState | None:
    """The object's newest case, running or ended."""
    row = reader.first(_case, the_object=object_id)
    return _state.decode(row[0]) if row else None


def business_object(row: ObjectRow, object_type: ObjectType) -> BusinessObject:
    """The object with the fields of `object_type`, which `visible_type` gave."""
    amount_shown = object_type.amount == "" or object_type.field(object_type.amount) is not None
    return BusinessObject(
        key=row.key,
        type=row.type,
        type_title=object_type.title,
        title=row.title,
        revision=row.revision,
        state=row.state,
        requester=row.requester,
        fields=access.visible_values(object_type.fields, row.fields),
        amount=row.money if amount_shown else None,
        source=row.source,
        created=row.created,
        changed=row.changed,
    )


def hidden_fields(whole_type: ObjectType, object_type: ObjectType) -> frozenset[str]:
    """The ids of the fields that `visible_type` took out of a type."""
    shown = {field.id for field in object_type.fields}
    return frozenset(field.id for field in whole_type.fields if field.id not in shown)


def _case_view(
    reader: Reader,
    configuration: Configuration,
    flow: Flow,
    state: CaseState,
    rights: CaseRights,
    hidden: frozenset[str],
) -> CaseView:
    below = sub_objects(reader, state)
    steps = progress(flow, state, configuration.directory, below)
    return CaseView(
        id=state.id,
        flow=state.flow,
        title=flow.title,
        version=state.version,
        status=state.status.value,
        started=state.started,
        ended=state.ended,
        steps=rights.of(tuple(_without_condition(step, hidden) for step in steps)),
        revision=state.revision,
        places=rights.places,
    )


def sub_objects(reader: Reader, state: CaseState) -> dict[str, str]:
    """The objects that the sub-flows of a case run on: their keys by the keys of the sub-flows."""
    if not state.children:
        return {}
    return {row[0]: row[1] for row in reader.all(_below, the_parent=state.id)}


def _without_condition(step: StepProgress, hidden: frozenset[str]) -> StepProgress:
    """The step; where the condition of its branch is about hidden fields, without the condition,
    which would tell between what their values are."""
    if step.kind != "choose" or not hidden & set(_NAME.findall(step.detail)):
        return step
    return msgspec.structs.replace(step, detail="")


def _waiting(task: TaskRow, configuration: Configuration) -> PersonProgress:
    return PersonProgress(
        person=task.person,
        name=configuration.name(task.person),
        task=task.id,
        state=task.state.value,
        since=task.created,
        due=task.due,
    )


def _writable(actor: Actor, object_type: ObjectType, row: ObjectRow) -> tuple[str, ...]:
    if not access.may_edit(
        actor,
        object_type,
        requester=row.requester,
        state=row.state,
        sourced=row.source is not None,
    ):
        return ()
    return tuple(field.id for field in object_type.fields if access.writes_field(actor, field))


def _can(
    actor: Actor,
    object_type: ObjectType,
    row: ObjectRow,
    state: CaseState | None,
    waiting: list[TaskRow],
    editable: bool,
) -> tuple[str, ...]:
    """What the actor can do about the object, besides deciding their tasks."""
    mine = row.requester == actor.person and row.source is None
    running = state is not None and state.status is not CaseStatus.ENDED
    still = state is not None and state.status is CaseStatus.SUSPENDED
    others = any(
        task.person != actor.person and task.kind is not TaskKind.COPY and not task.doc.suspended
        for task in waiting
    )
    possible = {
        "edit": editable,
        "submit": mine and bool(object_type.flow) and row.state in SUBMITTABLE,
        "resubmit": mine and row.state is ObjectState.RETURNED and not still,
        "withdraw": mine and running and not still,
        "urge": others,
        "comment": True,
    }
    return tuple(name for name, yes in possible.items() if yes)


def _names(
    configuration: Configuration,
    object_: BusinessObject,
    object_type: ObjectType,
    waiting: Iterable[TaskRow],
    case: CaseView | None,
    own: Iterable[Task],
) -> dict[str, Label]:
    people = {object_.requester}
    for asked in own:
        for value in asked.because.values.values() if asked.because else ():
            people |= {value, value.rpartition(":")[2]}  # a person, or a phrase: `2 of role:legal`
    for task in waiting:
        people |= {task.person, task.asked_by}
    for step in case.steps if case else ():
        people |= {each.person for each in step.people}
    for field in object_type.fields:
        if field.kind is FieldKind.PERSON:
            people.add(str(object_.fields.get(field.id, "")))
        elif field.kind is FieldKind.TABLE:
            people |= _people_in_lines(field.columns, object_.fields.get(field.id))
    return names(configuration, people)


def _people_in_lines(columns: Iterable[FieldDefinition], lines: object) -> set[str]:
    wanted = [column.id for column in columns if column.kind is FieldKind.PERSON]
    if not isinstance(lines, list):
        return set()
    return {str(line[name]) for line in lines for name in wanted if name in line}


def names(configuration: Configuration, ids: Iterable[str]) -> dict[str, Label]:
    """The names of those of the ids that are people, roles, groups or departments."""
    known = ((id_, configuration.name(id_)) for id_ in sorted(ids) if id_)
    return {id_: name for id_, name in known if name}
