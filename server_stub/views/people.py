"""People as others may see them: who the caller is, the directory, whom an @ can mention."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import bindparam, select

from core.api import Candidate, Me, Page
from core.errors import NotFound
from core.language import Label
from core.people import Directory, Person
from server_stub import access
from server_stub.access import Actor
from server_stub.store.tables import readers
from server_stub.store.unit import Reader
from server_stub.views import cursors, directory
from server_stub.views.lookup import find
from server_stub.views.words import folded

MOST = 1_000

_participants = select(readers.c.person).where(
    readers.c.object == bindparam("the_object"), readers.c.takes_part > 0
)


def me(reader: Reader, actor: Actor, server: str) -> Me:
    """Who the server takes the actor for; `server` is its version."""
    person = directory.load(reader).people.get(actor.person)
    return Me(
        person=actor.person,
        name=person.name if person else {"": actor.person},
        owner=actor.owner,
        acting=actor.acting,
        roles=actor.roles,
        language=person.language if person else "",
        server=server,
    )


def listing(
    reader: Reader, actor: Actor, q: str = "", *, limit: int = 50, cursor: str = ""
) -> Page[Person]:
    """Active people whom `q` may mean, by id; what rules ask of them is not everybody's."""
    after = cursors.parts(cursor, 1)[0] if cursor else ""
    most = cursors.limited(limit, MOST)
    wanted = folded(q.removeprefix("@").strip())
    found = [
        person
        for id_, person in sorted(directory.load(reader).people.items())
        if person.active and id_ > after and _meant(wanted, id_, person.name) is not None
    ]
    shown = [_for(actor, person) for person in found[:most]]
    more = len(found) > most
    return Page(items=shown, next=cursors.of(shown[-1].id) if more else "")


def complete(
    reader: Reader, actor: Actor, q: str, *, key: str = "", me: bool = False, limit: int = 20
) -> list[Candidate]:
    """People, roles and groups that `q` may mean, the likeliest first; the actor only with `me`.

    Whoever takes part in the object `key` comes before the others. An empty `q` gives those first.
    """
    everybody = directory.load(reader)
    near = _near(reader, actor, key)
    wanted = folded(q.removeprefix("@").strip())
    found = (
        ((candidate.id not in near, place, candidate.id), candidate)
        for candidate in _candidates(everybody)
        if (place := _meant(wanted, candidate.id, candidate.name)) is not None
        and (me or candidate.id != actor.person)
    )
    ranked = sorted(found, key=lambda each: each[0])
    return [candidate for _, candidate in ranked[: cursors.limited(limit)]]


def _near(reader: Reader, actor: Actor, key: str) -> set[str]:
    """Who takes part in the object, as far as the actor may see it."""
    if not key:
        return set()
    try:
        found = find(reader, actor, key)
    except NotFound:
        return set()
    return {row[0] for row in reader.all(_participants, the_object=found.row.id)}


def _candidates(everybody: Directory) -> Iterator[Candidate]:
    for person in everybody.people.values():
        if person.active:
            department = everybody.departments.get(person.department)
            detail = department.title if department else {}
            yield Candidate(kind="person", id=person.id, name=person.name, detail=detail)
    for role in everybody.roles.values():
        yield Candidate(kind="role", id=role.id, name=role.title)
    for group in everybody.groups.values():
        yield Candidate(kind="group", id=group.id, name=group.title)


def _meant(wanted: str, id_: str, name: Label) -> int | None:
    """How likely `wanted` means this one, 0 first; None: it does not."""
    if not wanted:
        return 0
    if folded(id_).startswith(wanted):
        return 0
    for text in map(folded, name.values()):
        if text.startswith(wanted):
            return 1
        if any(word.startswith(wanted) for word in text.split()):
            return 2
        if not text.isascii() and wanted in text:
            return 3
    return None


def _for(actor: Actor, person: Person) -> Person:
    if person.id == actor.person or access.administers(actor):
        return person
    return msgspec.structs.replace(person, skills={}, attributes={})
