"""A flow tried on the past: what it would have made of the objects that there are. Nothing changes.

Objects are read with the fields that they have now.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace
from sqlalchemy import bindparam, func, select

from core.errors import Invalid, NotFound
from core.flow.bench import World
from core.flow.definition import Flow
from core.flow.index import index_of
from core.flow.simulating import Past, simulate
from core.flow.simulating_files import read_past
from core.language import Label, say
from core.located import Problems
from core.objects import ObjectState
from core.people import Directory
from core.tasks import TaskKind, TaskState
from core.trials import FlowSimulate, Simulation
from server_stub.access import Actor
from server_stub.configuration.company import Known
from server_stub.operations.publishers import require_flow
from server_stub.operations.trials import read_files
from server_stub.store.tables import objects, tasks
from server_stub.store.unit import Reader

MOST_OBJECTS = 100_000

_NEVER_SUBMITTED = (ObjectState.DRAFT.value, ObjectState.RECORD.value)
_past = (
    select(objects.c.key, objects.c.requester, objects.c.fields)
    .where(objects.c.type == bindparam("the_type"), objects.c.state.not_in(_NEVER_SUBMITTED))
    .order_by(objects.c.id.desc())
    .limit(bindparam("most"))
)
_one = select(objects.c.key, objects.c.requester, objects.c.fields).where(
    objects.c.type == bindparam("the_type"), objects.c.key == bindparam("the_key")
)
_HANDLED = (TaskKind.APPROVE.value, TaskKind.DO.value, TaskKind.FILL.value)
_pace = (
    select(tasks.c.person, func.count(), func.sum(tasks.c.closed - tasks.c.created))
    .where(
        tasks.c.kind.in_(_HANDLED),
        tasks.c.state == TaskState.DONE.value,
        tasks.c.closed.is_not(None),
        tasks.c.type == bindparam("the_type"),
    )
    .group_by(tasks.c.person)
)
_MICROS = 1_000_000


def run(reader: Reader, actor: Actor, wanted: FlowSimulate, now: datetime) -> Simulation:
    """Try a flow on the past or on the objects of a CSV, beside its published version; one that
    was never published, beside the flow that such objects go through.

    Raises NotAllowed for whoever neither administers nor owns the flow, NotFound for a flow or
    object that is not there, Invalid with every mistake of the files.
    """
    before, after, known, whole = _flows(reader, wanted)
    require_flow(actor, before, after, known, known.flows, tried=True)
    world = World(
        directory=whole.directory,
        object_type=whole.types[after.object_type],
        calendar=whole.calendar,
    )
    past = _objects(reader, actor, wanted, after, world)
    pace = _paces(reader, after.object_type)
    compared = before or known.flows.get(world.object_type.flow)
    found = simulate(compared, after, world, past, now, pace=pace)
    titles = _titles(*filter(None, (compared, after)))
    found = replace(found, names=_names(found, whole.directory), titles=titles)
    return replace(found, instead_of=compared.id) if compared and not before else found


def _names(found: Simulation, directory: Directory) -> dict[str, Label]:
    """What everybody is called who is asked or told on any way."""
    ways = [way for shift in found.shifts for way in (shift.before, shift.after)]
    ids = {each.id for each in found.people}
    ids |= {person for way in ways for stop in way.stops for person in stop.people}
    ids |= {person for way in ways for person in way.told}
    people = directory.people
    return {each: people[each].name for each in sorted(ids) if each in people}


def _titles(*flows: Flow) -> dict[str, Label]:
    """What the steps of these are called; of two with the same id the later one."""
    steps = [spot.step for flow in flows for spot in index_of(flow)]
    return {step.id: step.title for step in steps if step.title}


def _flows(reader: Reader, wanted: FlowSimulate) -> tuple[Flow | None, Flow, Known, Known]:
    """The published flow, the new one, the company as it is and as it will be."""
    company, known, whole = read_files(reader, wanted.files)
    names = [wanted.flow] if wanted.flow else list(company.flows)
    if not names and company.rules:  # a new rule table alone: the flow that names it
        names = [
            name for name, flow in known.flows.items() if set(flow.tables) & set(company.tables)
        ]
    if len(names) != 1:
        flows = ", ".join(names)
        raise Invalid(say(f"simulating.{'several' if names else 'no_flow'}", flows=flows))
    after = whole.flows.get(names[0])
    if after is None:
        raise NotFound(kind="flow", what=say("configuration.kind_of.flow"), key=names[0])
    return known.flows.get(names[0]), after, known, whole


def _objects(
    reader: Reader, actor: Actor, wanted: FlowSimulate, flow: Flow, world: World
) -> Iterator[Past]:
    if wanted.csv or wanted.csv_file:  # an empty file is no word for the past
        problems = Problems()
        file = wanted.csv_file or "objects.csv"
        parts = (world.object_type, world.directory, actor.person)
        found = read_past(wanted.csv, file, *parts, problems, local=world.calendar.local)
        problems.raise_if_any()
        chosen = [each for each in found if wanted.key in ("", each.key)]
        if wanted.key and not chosen:
            raise NotFound(kind="object", what=say("operations.object"), key=wanted.key)
        yield from chosen
        return
    if wanted.key:
        rows = reader.all(_one, the_type=flow.object_type, the_key=wanted.key)
        if not rows:
            raise NotFound(kind="object", what=say("operations.object"), key=wanted.key)
    else:
        most = min(wanted.limit or MOST_OBJECTS, MOST_OBJECTS)
        rows = reader.all(_past, the_type=flow.object_type, most=most)
    for key, requester, fields in rows:
        yield Past(key=key, requester=requester, fields=msgspec.json.decode(fields))


def _paces(reader: Reader, type_id: str) -> dict[str, float]:
    """How many seconds each person took on average, and "" all of them together."""
    found: dict[str, float] = {}
    times, together = 0, 0.0
    for person, count, micros in reader.all(_pace, the_type=type_id):
        found[person] = float(micros) / count / _MICROS
        times += count
        together += float(micros) / _MICROS
    return {**found, "": together / times if times else 0.0}
