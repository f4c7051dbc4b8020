"""Applying a company's files: all of it or nothing, and twice is once.

What is defined in the files is added or changed. What is missing from them stays as it is: a part
of a folder can be applied, and nobody disappears because a file was left out. Whoever leaves gets
`active: false`. A flow gets a new version where it means something else than before.
"""

from collections.abc import Iterator

import msgspec
from sqlalchemy import bindparam, func, select

from core.api import Applied, Change
from core.cases import CaseStatus
from core.errors import FieldError
from core.flow.check import check_flow as check_flow_in
from core.flow.definition import Flow, SubFlow
from core.flow.differences import flow_differences
from core.flow.index import index_of
from core.flow.testing_files import TestFile
from core.language import say
from core.located import Located
from core.objects import FieldDefinition, ObjectType
from core.people import Person
from core.rules.table import Table
from core.tasks import TaskState
from server_stub.access import Actor
from server_stub.configuration.company import Company, FlowFile, Known
from server_stub.configuration.differences import (
    changed_lines,
    definition_changes,
    same_meaning,
)
from server_stub.configuration.folder import read_company
from server_stub.configuration.history import History, read_histories
from server_stub.configuration.references import check_references, surroundings, with_tables
from server_stub.operations import configuration
from server_stub.operations.administration import hand_over_of_leavers
from server_stub.operations.connector_actions import known_actions
from server_stub.operations.describing import describe_anew, other_values
from server_stub.operations.publish import Published, newest, publish, reword
from server_stub.operations.publishers import (
    beyond,
    require_changes,
    require_files,
    require_within,
)
from server_stub.operations.replay import as_change, not_loaded, replay
from server_stub.store.tables import cases, definitions, objects, tasks
from server_stub.store.unit import Reader, Unit
from server_stub.views import directory
from server_stub.working_week import week_of

LOCAL_OWNER = "local_owner"
"""The definition that says whose inbox the embedded server opens."""

RULES = "rules"
TESTS = "tests"
"""The kinds of definition that rule tables and the tests of flows are."""

_owner = select(definitions.c.doc).where(
    definitions.c.kind == LOCAL_OWNER, definitions.c.id == LOCAL_OWNER
)
_tables = select(definitions.c.id, definitions.c.doc).where(definitions.c.kind == RULES)
_tests = select(definitions.c.id, definitions.c.doc).where(definitions.c.kind == TESTS)
_running = select(func.count()).where(
    cases.c.flow == bindparam("flow"), cases.c.status != bindparam("ended")
)
_any_object = select(objects.c.id).where(objects.c.type == bindparam("the_type")).limit(1)
_open_tasks = select(func.count()).where(
    tasks.c.person == bindparam("the_person"), tasks.c.state == bindparam("open")
)


class Folder(msgspec.Struct, frozen=True):
    """A company's folder, read: what it defines and what happened before."""

    company: Company
    histories: tuple[History, ...]


class LocalOwner(msgspec.Struct, frozen=True):
    """The person whom the owner of the embedded server is."""

    person: str


def read_folder(files: dict[str, str]) -> Folder:
    """Read a folder, in the current language; what is wrong with it `plan` and `apply` raise.

    Needs no database, so do it outside of a transaction.
    """
    company = read_company(files)
    return Folder(company, tuple(read_histories(company.histories, company.problems)))


def plan(reader: Reader, actor: Actor, folder: Folder, *, history: bool = False) -> Applied:
    """What `apply` would change; raises what it would raise, but says what of it would take an
    administrator."""
    company = folder.company
    require_files(actor, company)
    known = _checked(reader, company)
    changes = [change for change, _ in definition_changes(company, known)]
    changes += [change for change, *_ in _flow_changes(reader, company, known)]
    require_changes(actor, company, known, changes)
    needs = beyond(actor, company, known, changes)
    changes += _owner_change(company, known)
    if history:
        changes += [as_change(each) for each in not_loaded(reader, folder.histories)]
    return _applied(company, changes, planned=True, needs=needs)


def apply(unit: Unit, actor: Actor, folder: Folder, *, history: bool = False) -> Applied:
    """Make the company what the files say; with `history`, replay what happened before as well.

    Raises NotAllowed for whoever is no administrator, but for owners and their flows, and Invalid
    with every mistake of the files; then nothing is applied.
    """
    company = folder.company
    require_files(actor, company)
    known = _checked(unit, company)
    changes: list[Change] = []
    leavers = []
    for change, definition in definition_changes(company, known):
        configuration.define(unit, change.kind, change.id, definition)
        changes.append(change)
        if isinstance(definition, Person) and _leaves(definition, known):
            leavers.append(definition.id)
    for change, file, before in _flow_changes(unit, company, known):
        _publish(unit, actor, file, before)
        changes.append(change)
    require_changes(actor, company, known, changes)
    require_within(beyond(actor, company, known, changes))
    for change in _owner_change(company, known):
        configuration.define(unit, LOCAL_OWNER, LOCAL_OWNER, LocalOwner(company.local_owner))
        changes.append(change)
    if changes:
        configuration.changed(unit)
    for person, key in hand_over_of_leavers(unit, actor, leavers):
        message = say("configuration.nobody_takes", id=person, key=key)
        company.problems.warn(company.places["person", person], message)
    everybody = company.over(known).directory
    for object_type in company.types.values():
        if (old := known.types.get(object_type.id)) is not None:
            describe_anew(unit, old, object_type, everybody)
    if history:
        changes += replay(unit, folder.histories, week_of(company.over(known).calendars.values()))
    return _applied(company, changes, planned=False)


def local_owner(reader: Reader) -> str:
    """The person whom the owner of the embedded server is; "" where no file says so."""
    row = reader.first(_owner)
    return msgspec.json.decode(row[0], type=LocalOwner).person if row is not None else ""


def known_company(reader: Reader) -> Known:
    """The company as it is."""
    now = directory.configuration(reader)
    return Known(
        directory=now.directory,
        types=now.types,
        tables={row[0]: msgspec.json.decode(row[1], type=Table) for row in reader.all(_tables)},
        tests={row[0]: msgspec.json.decode(row[1], type=TestFile) for row in reader.all(_tests)},
        flows={
            flow_id: now.flow(reader, flow_id, version) for flow_id, version in now.newest.items()
        },
        connectors=now.connectors,
        actions=dict(known_actions(reader)),
        local_owner=local_owner(reader),
        calendar=now.calendar,
        calendars=now.calendars,
    )


def _checked(reader: Reader, company: Company) -> Known:
    known = known_company(reader)
    check_references(company, known)
    for object_type in company.types.values():
        _check_stored(reader, company, object_type, known.types.get(object_type.id))
    _check_published(company, known)
    for person in company.directory.people.values():
        _warn_of_tasks(reader, company, person, known.directory.people.get(person.id))
    company.problems.raise_if_any()
    return known


def _check_stored(
    reader: Reader, company: Company, new: ObjectType, old: ObjectType | None
) -> None:
    """A field's kind stays while there are objects: their values would mean nothing."""
    if old is None or new.id in company.unclear:
        return
    if reader.first(_any_object, the_type=new.id) is None:
        return
    where = company.places["type", new.id]
    for path, kind, was in _other_kinds(new.fields, old.fields):
        message = say("configuration.kind_changed", field=path, old=was, new=kind)
        company.problems.add(where, message, hint=say("configuration.kind_changed.hint"))
    for path, field in other_values(reader, old, new, company.directory):
        message = say("configuration.other_values", field=path, new=field.kind.value)
        company.problems.add(where, message, hint=say("configuration.other_values.hint"))


def _check_published(company: Company, known: Known) -> None:
    """A published flow that is not in the files must go on working on types and rule tables that
    are, and gets a new version where a table says something else."""
    whole = company.over(known)
    around = surroundings(whole)
    for flow_id, flow in known.flows.items():
        changed = [("rules", name) for name in flow.tables if name in company.tables]
        if flow.object_type in company.types:
            changed.append(("type", flow.object_type))
        if not changed or flow_id in company.flows or flow.object_type in company.unclear:
            continue
        ruled = with_tables(flow, {**flow.tables, **company.tables})
        for each in check_flow_in(ruled, whole.types.get(flow.object_type), around).errors:
            values = {"flow": flow_id, "message": each.message}
            message = say("configuration.breaks_flow", **values)
            company.problems.add(company.places[changed[0]], message, hint=each.hint)


def _other_kinds(
    new: tuple[FieldDefinition, ...], old: tuple[FieldDefinition, ...], path: str = ""
) -> Iterator[tuple[str, str, str]]:
    before = {field.id: field for field in old}
    for field in new:
        was = before.get(field.id)
        if was is not None and was.kind is not field.kind:
            yield path + field.id, field.kind.value, was.kind.value
        elif was is not None:
            yield from _other_kinds(field.columns, was.columns, f"{path}{field.id}.")


def _leaves(person: Person, known: Known) -> bool:
    before = known.directory.people.get(person.id)
    return before is not None and before.active and not person.active


def _warn_of_tasks(reader: Reader, company: Company, person: Person, before: Person | None) -> None:
    """What waits for whoever leaves is handed over."""
    if before is None or person.active or not before.active:
        return
    row = reader.first(_open_tasks, the_person=person.id, open=TaskState.OPEN.value)
    if row is not None and row[0]:
        where: Located = company.places["person", person.id]
        message = say("configuration.leaves_tasks", id=person.id, n=row[0])
        company.problems.warn(
            where, message, hint=say("configuration.leaves_tasks.hint", id=person.id)
        )


def _flow_changes(
    reader: Reader, company: Company, known: Known
) -> Iterator[tuple[Change, FlowFile, Published | None]]:
    """Each flow that is new, means something else, or is only written otherwise."""
    whole = company.over(known)
    for flow_id, file in (*company.flows.items(), *_ruled_anew(reader, company)):
        before = newest(reader, flow_id)
        if before is None or not same_meaning(before.flow, file.flow):
            unused = _unused(whole, file.flow)
            details = (*_next_version(reader, file, before), *unused)
            yield Change(action="publish", kind="flow", id=flow_id, details=details), file, before
        elif before.text != file.text:
            headline = say("configuration.detail.reworded", version=before.version)
            details = (headline, *changed_lines(before.text, file.text))
            yield Change(action="change", kind="flow", id=flow_id, details=details), file, before


def _ruled_anew(reader: Reader, company: Company) -> Iterator[tuple[str, FlowFile]]:
    """The published flows that are not in the files, but name a rule table that is."""
    for flow_id in directory.configuration(reader).newest if company.tables else ():
        before = newest(reader, flow_id)
        if before is None or flow_id in company.flows:
            continue
        named = [name for name in before.flow.tables if name in company.tables]
        if named:
            flow = with_tables(before.flow, {**before.flow.tables, **company.tables})
            yield flow_id, FlowFile(flow, before.text, company.rules[named[0]].head.where)


def _next_version(reader: Reader, file: FlowFile, before: Published | None) -> tuple[str, ...]:
    if before is None:
        return (say("configuration.detail.version", version=1),)
    row = reader.first(_running, flow=file.flow.id, ended=CaseStatus.ENDED.value)
    values = {"version": before.version + 1, "n": row[0] if row is not None else 0}
    headline = say("configuration.detail.next_version", **values)
    how = (say("configuration.detail.move", flow=file.flow.id),) if values["n"] else ()
    return (headline, *how, *flow_differences(before.flow, file.flow))


def _unused(whole: Known, flow: Flow) -> tuple[str, ...]:
    """Where nothing comes to a flow, what would bring it there: its type names one flow."""
    object_type = whole.types.get(flow.object_type)
    if object_type is None or object_type.flow == flow.id:
        return ()
    started = (spot.step for each in whole.flows.values() for spot in index_of(each))
    if any(isinstance(step, SubFlow) and step.flow == flow.id for step in started):
        return ()
    names = {"flow": flow.id, "type": object_type.id, "other": object_type.flow}
    connector, _, kind = object_type.id.rpartition("_")
    if not object_type.flow and connector in whole.connectors:
        words = say("configuration.detail.unused_documents", connector=connector, kind=kind)
    else:
        key = "unused" if object_type.flow else "unused_yet"
        words = say(f"configuration.detail.{key}", **names)
    return (words,)


def _publish(unit: Unit, actor: Actor, file: FlowFile, before: Published | None) -> None:
    if before is not None and same_meaning(before.flow, file.flow):
        reword(unit, before.version, file.flow, file.text)
    else:
        publish(unit, actor, file.flow, file.text)


def _owner_change(company: Company, known: Known) -> list[Change]:
    if company.local_owner in ("", known.local_owner):
        return []
    new = known.local_owner == ""
    values = {"path": "person", "old": known.local_owner, "new": company.local_owner}
    detail = say(f"configuration.detail.{'added' if new else 'changed'}", **values)
    action = "add" if new else "change"
    return [Change(action=action, kind=LOCAL_OWNER, id=company.local_owner, details=(detail,))]


def _applied(
    company: Company,
    changes: list[Change],
    *,
    planned: bool,
    needs: tuple[FieldError, ...] = (),
) -> Applied:
    return Applied(
        changes=tuple(changes),
        planned=planned,
        warnings=tuple(company.problems.warnings),
        for_administrator=needs,
    )
