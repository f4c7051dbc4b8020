"""How much waits for whom, and who was asked last: what a flow needs to pick one of several."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import bindparam, func, select

from core.flow.definition import Flow, Pick, Who, WhoKind
from core.flow.index import index_of
from core.people import Directory, Person
from core.tasks import TaskKind, TaskState
from server_stub.store.moments import from_micros
from server_stub.store.tables import definitions, tasks
from server_stub.store.unit import Reader

# A subquery for each person, so that each is answered from the end of an index.
_waiting = (
    select(func.count())
    .where(
        tasks.c.person == definitions.c.id,
        tasks.c.state == TaskState.OPEN.value,
        tasks.c.kind != TaskKind.COPY.value,
    )
    .scalar_subquery()
)
_asked = select(func.max(tasks.c.created)).where(tasks.c.person == definitions.c.id)
_workload = select(definitions.c.id, _waiting, _asked.scalar_subquery()).where(
    definitions.c.kind == "person", definitions.c.id.in_(bindparam("people", expanding=True))
)


def workload(
    reader: Reader, flow: Flow, everybody: Directory
) -> tuple[dict[str, int], dict[str, datetime]]:
    """Open tasks, and the time of the last one, of all among whom the flow picks."""
    people = sorted({person.id for who in _picks(flow) for person in _pool(who, everybody)})
    if not people:
        return {}, {}
    rows = reader.all(_workload, people=people)
    load = {person: waiting for person, waiting, _ in rows}
    return load, {person: from_micros(asked) for person, _, asked in rows if asked is not None}


def _picks(flow: Flow) -> Iterator[Who]:
    for spot in index_of(flow):
        for who in getattr(spot.step, "by", ()) or getattr(spot.step, "to", ()):
            if who.pick is not Pick.EVERYBODY:
                yield who


def _pool(who: Who, everybody: Directory) -> tuple[Person, ...]:
    """Everybody whom `who` can mean at all; which of them is for the engine to say."""
    if who.kind is WhoKind.ROLE:
        return everybody.with_role(who.id)
    if who.kind is WhoKind.GROUP:
        return everybody.in_group(who.id)
    return tuple(everybody.people.values())
