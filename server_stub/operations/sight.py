"""Whether the actor may see the object that is being changed."""

from sqlalchemy import bindparam, select

from server_stub import access
from server_stub.operations.subject import Subject
from server_stub.store.tables import readers

_takes_part = select(readers.c.takes_part).where(
    readers.c.object == bindparam("the_object"), readers.c.person == bindparam("the_person")
)


def require(it: Subject) -> None:
    """Raise NotFound unless the actor may see the object."""
    if access.sees_type(it.actor, it.type):
        return
    row = it.unit.first(_takes_part, the_object=it.id, the_person=it.actor.person)
    access.require_sight(it.actor, it.type, bool(row and row[0]), it.key)
