"""Events together with who may be told of them, read once for all terminals that listen."""

import msgspec
from sqlalchemy import bindparam, select

from core.events import Event, EventKind
from server_stub import access
from server_stub.access import Actor
from server_stub.store import events
from server_stub.store.tables import objects, readers
from server_stub.store.unit import Reader
from server_stub.views.directory import Configuration, configuration

_TYPES = select(objects.c.id, objects.c.type).where(
    objects.c.id.in_(bindparam("ids", expanding=True))
)
_PEOPLE = select(readers.c.object, readers.c.person).where(
    readers.c.object.in_(bindparam("ids", expanding=True)), readers.c.takes_part > 0
)


class Heard(msgspec.Struct, frozen=True):
    """An event, the type of its object ("" for none) and who takes part in it."""

    event: Event
    type: str
    people: frozenset[str]


class HeardPart(msgspec.Struct, frozen=True):
    """Some events in their order; `more`: there are others that can be read soon."""

    events: list[Heard]
    more: bool
    configuration: Configuration
    """As of these events: rights are asked of it."""


def heard_after(reader: Reader, after: int, limit: int = 1000) -> HeardPart:
    """The events behind `after` with their audience."""
    part = events.read_after(reader, after, limit)
    ids = sorted({stored.object_id for stored in part.events if stored.object_id})
    types = {row[0]: row[1] for row in reader.all(_TYPES, ids=ids)} if ids else {}
    people: dict[int, set[str]] = {}
    for object_id, person in reader.all(_PEOPLE, ids=ids) if ids else ():
        people.setdefault(object_id, set()).add(person)
    heard = [
        Heard(
            stored.event,
            types.get(stored.object_id, ""),
            frozenset(people.get(stored.object_id, ())),
        )
        for stored in part.events
    ]
    return HeardPart(heard, part.more, configuration(reader))


def may_hear(actor: Actor, known: Configuration, heard: Heard) -> bool:
    """Whether the actor may be told of the event."""
    event = heard.event
    if access.administers(actor) or event.person == actor.person != "":
        return True
    if event.kind == EventKind.CONFIGURATION_CHANGED:
        return True
    if not heard.type:
        return False
    return access.may_see(actor, known.type(heard.type), actor.person in heard.people)
